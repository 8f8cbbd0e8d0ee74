"""Planning on the page: asked, watched, stopped, and what came of it; nothing is lost or hidden."""

from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.data.drafts import add_draft, change_draft, get_draft
from planner.data.jobs import Line, add_job, add_line
from planner.data.store import Store
from planner.domain.district import Settings
from planner.domain.draft import Pin, strengths_of
from planner.domain.job import JobState, Point
from planner.jobs import works
from tests.planner.jobs import hand
from tests.planner.jobs.hand import Held, settled
from tests.planner.planning.test_edits import TWO_TEAMS
from tests.web import worlds
from tests.web.html import Page, read
from tests.web.planning_world import FORM, application, jobs_of, planned
from web.planning.chart import chart_of, round_steps, rows_of

OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return planned(tmp_path)


@pytest.fixture
def app(store: Store) -> Iterator[Flask]:
    with application(store.folder) as made:
        yield made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def send(client: FlaskClient, address: str, **form: str) -> tuple[int, str]:
    """Return status, and where the answer sends the reader or else its text."""
    answer = client.post(f"{address}?lang=en", data=form, headers=OWN)
    return answer.status_code, answer.headers.get("Location", "") or Page(answer.text).text


def wait_for(app: Flask, number: int) -> None:
    settled(jobs_of(app), number)


def test_the_form_begins_with_the_next_monday(client: FlaskClient) -> None:
    page = read(client, "/plan?lang=en")
    values = [v for tag, name, v in page.attributes if (tag, name) == ("input", "value")]
    assert values[1:4] == ["2022-09-12", "4", "55"]  # after the form's token
    assert "as the rain may leave them" not in page.text  # this district has no climate


def test_a_plan_is_made_and_leads_to_the_preview(app: Flask, client: FlaskClient) -> None:
    assert send(client, "/plan", **FORM) == (HTTPStatus.SEE_OTHER, "/plan/jobs/1")
    wait_for(app, 1)
    page = read(client, "/plan/jobs/1?lang=en")
    assert "/publish?plan=2" in page.links
    assert "/week?plan=2" in page.links
    assert "Done" in page.text
    assert [row for row in page.rows if row[0] == "Seconds"]
    assert ["Plan 2", "5 Sep 2022 – 11 Sep 2022"] in [
        row[:2] for row in read(client, "/plan?lang=en").rows
    ]
    assert "Publish plan 2 as revision 1?" in read(client, "/publish?plan=2&lang=en").text


def test_while_a_job_runs_the_page_tells_and_loads_itself_again(
    app: Flask, client: FlaskClient
) -> None:
    work = Held(returns=1)
    number = jobs_of(app).submit(works.PLAN, work, {**FORM, "weeks": 1, "seconds": 1, "unlucky": 0})
    second = jobs_of(app).submit(works.COMPLETE, Held(), 3, 2, 20.0)
    assert work.began.wait(hand.PATIENCE_S)
    page = read(client, f"/plan/jobs/{number}?lang=en")
    assert ("meta", "http-equiv", "refresh") in page.attributes
    assert "Running" in page.text
    assert "Gap 50.0 %" in page.text
    assert "Stop and keep the best plan so far" in page.text
    waits = read(client, f"/plan/jobs/{second}?lang=en").text
    assert "Waiting : 1 job comes before it" in waits
    overview = read(client, "/plan?lang=en").text
    assert "Make a plan – Running since" in overview
    assert "Complete a draft around its pins – Waiting: 1 job comes before it" in overview
    work.go.set()
    wait_for(app, number)
    ended = read(client, f"/plan/jobs/{number}?lang=en")
    assert ("meta", "http-equiv", "refresh") not in ended.attributes


def test_the_part_that_is_fetched_is_what_stands_in_the_page(
    app: Flask, client: FlaskClient
) -> None:
    send(client, "/plan", **FORM)
    wait_for(app, 1)
    part = client.get("/plan/jobs/1/now").text
    assert part.strip() in client.get("/plan/jobs/1").text
    assert "data-runs" not in part


def test_a_job_is_stopped_by_the_button(app: Flask, client: FlaskClient) -> None:
    work = Held(returns=1)
    number = jobs_of(app).submit(works.PLAN, work, {**FORM, "weeks": 1, "seconds": 1, "unlucky": 0})
    assert work.began.wait(hand.PATIENCE_S)
    answer = send(client, f"/plan/jobs/{number}/stop")
    assert answer == (HTTPStatus.SEE_OTHER, f"/plan/jobs/{number}")
    wait_for(app, number)
    assert "Stopped" in read(client, f"/plan/jobs/{number}?lang=en").text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("first", "soon", "Write a day, such as 2022-09-05."),
        ("weeks", "0", "Write a whole number from 1 to 26."),
        ("weeks", "27", "Write a whole number from 1 to 26."),
        ("seconds", "two", "Write a whole number from 1 to 1800."),
        ("seed", "-1", "Write a whole number from 0 to 2147483647."),
        ("roads", "rain", "Choose one of the roads in the list."),
        ("unlucky", "30", "Unlucky weather counts only in a plan for rain"),
        ("price", "1", "Nothing is guaranteed in these days"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    app: Flask, client: FlaskClient, field: str, value: str, said: str
) -> None:
    form = {**FORM, "weeks": "3", field: value}
    answer = client.post("/plan?lang=en", data=form, headers=OWN)
    page = Page(answer.text)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in page.text
    assert f"#{field}" in page.links
    if field not in {"roads", "unlucky", "price"}:
        assert ("input", "value", value) in page.attributes
        assert ("input", "aria-describedby", f"{field}-wrong") in page.attributes
    assert jobs_of(app).list() == ()


def test_a_failure_is_told_in_plain_words(app: Flask, client: FlaskClient) -> None:
    told = jobs_of(app).submit("roads", hand.fails)
    untold = jobs_of(app).submit("roads", hand.breaks)
    wait_for(app, untold)
    for number, said in ((told, "needs a plan for rain"), (untold, "Something went wrong here.")):
        answer = client.get(f"/plan/jobs/{number}/now?lang=en")
        assert said in answer.text
        assert "Traceback" not in answer.text
        assert "secret" not in answer.text


def test_a_job_of_a_server_that_ended_is_told_as_broken_off(
    store: Store, client: FlaskClient
) -> None:
    number = add_job(store, works.REPLAN, (20.0, 1, None), at=worlds.NOW)
    add_line(store, number, Line(what=JobState.RUNNING, at=worlds.NOW))
    page = read(client, f"/plan/jobs/{number}?lang=en")
    assert "Broken off" in page.text
    assert "The server ended before this job did." in page.text
    assert ("meta", "http-equiv", "refresh") not in page.attributes


def test_a_plan_of_older_data_says_so(store: Store, app: Flask, client: FlaskClient) -> None:
    send(client, "/plan", **FORM)
    wait_for(app, 1)
    assert "older data" not in read(client, "/plan?lang=en").text
    store.add_district(replace(TWO_TEAMS, settings=Settings(name="Mới")), at=worlds.NOW)
    assert read(client, "/plan?lang=en").text.count("made on older data") == 2
    assert "This plan was made on older data" in read(client, "/plan/jobs/1?lang=en").text


def test_a_draft_is_completed_and_one_that_moved_on_is_left_alone(
    store: Store, app: Flask, client: FlaskClient
) -> None:
    add_draft(store, 1, at=worlds.NOW)
    first = store.get_plan(1).plan.shifts[0].stops[0].session.lasting_name
    pinned = get_draft(store, 1).draft.with_step(Pin(session=first, strengths=strengths_of()))
    change_draft(store, 1, pinned, expected=1, at=worlds.NOW)
    assert send(client, "/plan/complete/1", seconds="1") == (303, "/plan/jobs/1")
    wait_for(app, 1)
    text = read(client, "/plan/jobs/1?lang=en").text
    assert "Draft 1 has one step more" in text
    assert get_draft(store, 1).version == 3
    assert send(client, "/plan/complete/1", seconds="1", version="2") == (303, "/plan/jobs/2")
    wait_for(app, 2)
    text = read(client, "/plan/jobs/2?lang=en").text
    assert "Draft 1 was changed while this job waited or ran." in text
    assert "Nothing was planned; ask for it again." in text
    assert get_draft(store, 1).version == 3


def test_only_what_is_there_can_be_asked_for(client: FlaskClient) -> None:
    assert send(client, "/plan/complete/7")[0] == HTTPStatus.NOT_FOUND
    assert send(client, "/plan/jobs/7/stop")[0] == HTTPStatus.NOT_FOUND
    assert client.get("/plan/jobs/7").status_code == HTTPStatus.NOT_FOUND
    assert client.get("/plan/jobs/7/now").status_code == HTTPStatus.NOT_FOUND
    assert send(client, "/plan/again", seconds="1")[0] == HTTPStatus.NOT_FOUND
    assert client.get("/week?plan=7").status_code == HTTPStatus.NOT_FOUND


def test_before_there_is_a_plan_one_can_be_asked_for(tmp_path: Path) -> None:
    Store.open(tmp_path).add_district(TWO_TEAMS, at=worlds.MADE_AT)
    with application(tmp_path) as app:
        client = app.test_client()
        assert "/plan" in read(client, "/").links
        assert send(client, "/plan", **FORM) == (303, "/plan/jobs/1")
        wait_for(app, 1)
        assert "/publish?plan=1" in read(client, "/plan/jobs/1").links


def test_without_a_district_the_first_steps_are_shown(tmp_path: Path) -> None:
    with application(tmp_path) as app:
        assert "No district yet" in read(app.test_client(), "/plan?lang=en").text


def test_pages_show_the_plan_that_is_asked_for_and_links_stay_with_it(
    store: Store, client: FlaskClient
) -> None:
    store.add_revision(1, at=worlds.NOW, ledger="{}", expected=1)
    made = store.get_plan(1).plan
    emptier = replace(made, shifts=made.shifts[:1])
    assert store.add_plan(emptier, district_id=1, at=worlds.NOW) == 2
    page = read(client, "/week/2022-09-05?plan=2&lang=en")
    assert "Draft, plan 2" in page.text
    sessions = [link for link in page.links if link.startswith("/session/")]
    assert set(sessions) == {link for link in sessions if link.endswith("?plan=2")} != set()
    assert read(client, sessions[0]).text
    assert ("input", "value", "2") in page.attributes
    assert "Published, revision 1" in read(client, "/week/2022-09-05?plan=1&lang=en").text
    for link in read(client, "/week/2022-09-05").links:
        assert "plan=" not in link or link.startswith("/publish")


def test_the_chart_holds_every_point_between_its_edges() -> None:
    points = [
        Point(phase=0, seconds=1, value=180_000, bound=1_800_000),
        Point(phase=0, seconds=3, value=360_000, bound=900_000),
        Point(phase=1, seconds=5, value=200_000, bound=800_000),
    ]
    chart = chart_of(points, 8.0)
    assert chart is not None
    assert len(chart.lines) == 2
    for one in chart.lines:
        for path in (one.value, one.bound):
            for pair in path.removeprefix("M").split("L"):
                x, y = map(float, pair.split())
                assert chart.left <= x <= chart.right
                assert chart.top <= y <= chart.bottom
    assert chart_of([], 8.0) is None
    assert [tick.stands_for for tick in chart.across] == [0, 2, 4, 6, 8]


@pytest.mark.parametrize("high", [1.0, 7.5, 61_740, 2e9])
def test_the_grid_has_few_round_lines(high: float) -> None:
    steps = round_steps(0, high)
    assert 2 <= len(steps) <= 6
    assert steps[0] == 0
    assert steps[-1] <= high


def test_a_table_shows_few_rows_the_first_and_last_too() -> None:
    points = [Point(phase=0, seconds=n, value=n, bound=200) for n in range(100)]
    rows = rows_of(points)
    assert len(rows) == 8
    assert (rows[0], rows[-1]) == (points[0], points[-1])
    assert rows_of(points[:5]) == tuple(points[:5])
