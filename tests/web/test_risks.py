"""Risk, repair and advice on the web: what the command line computes, off the request path."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendars.publish import publish
from planner.data.findings import Kind, newest_finding
from planner.data.store import Store
from planner.data.weather import list_weather
from planner.domain.weather import Forecast
from planner.domain.weather import RoadCondition as Condition
from planner.jobs.advice import Advised
from planner.jobs.closures import note_reports
from planner.jobs.repair import Repaired
from planner.jobs.runner import same_process
from planner.planning.stability import Shifted, stability
from tests.planner.calls import NOW as MADE
from tests.planner.calls import answer
from tests.planner.jobs.hand import settled
from tests.planner.planning.test_advice import dry_valley
from tests.web import worlds
from tests.web.html import Page, read
from tests.web.planning_world import jobs_of
from tests.web.worlds import MONDAY, NOW, TUESDAY
from web import advising
from web.app import create_app
from web.risks import EXTENSION

SAFE = {"Sec-Fetch-Site": "same-origin"}
AUGUST = date(2022, 8, 1)
DAWN = datetime(2022, 7, 31, 20, tzinfo=UTC)


def working(store: Store, now: datetime = DAWN) -> Iterator[FlaskClient]:
    """Yield a client of an app whose jobs are done in a thread, a second of each option."""
    app = create_app(store.folder, now=lambda: now, room=same_process)
    app.config[advising.SECONDS] = 1.0
    yield app.test_client()
    jobs_of(app).close()


def client_at(folder: Path) -> FlaskClient:
    """Return a client at the tiny plan's own time, without jobs."""
    return create_app(folder, now=lambda: NOW).test_client()


def done(pages: FlaskClient, sent: TestResponse, number: int = 1) -> Page:
    """Return the page of the job that was begun, once it has ended."""
    assert sent.location == f"/plan/jobs/{number}"
    settled(jobs_of(pages.application), number)
    return read(pages, f"{sent.location}?lang=en")


def asked(pages: FlaskClient, days: int) -> Page:
    """Return the page of advice that was asked for, once it is there."""
    done(pages, pages.post("/advice", data={"days": str(days)}, headers=SAFE))
    return read(pages, "/advice?lang=en")


def risk_page(pages: FlaskClient, address: str) -> Page:
    """Return a page of risks, once they are worked out."""
    while "data-waits" in pages.get(address).text:
        sleep(0.02)
    return read(pages, address)


@pytest.fixture
def muddy(tmp_path: Path) -> Store:
    """Return a store of the tiny plan, published, on an earth road to v1, in rain."""
    store = worlds.muddy(tmp_path, worlds.rainy_plan())
    publish(store, 1, folder=tmp_path, at=worlds.MADE_AT, host="lenban.example")
    return store


@pytest.fixture
def valley(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store with a published plan of a valley where it never rains."""
    monkeypatch.setenv("LENBAN_DATA", str(tmp_path))
    store = Store.open(tmp_path)
    store.add_district(dry_valley(), at=MADE)
    answer("plan", "--from", str(AUGUST), "--weeks", "1", "--seconds", "1")
    publish(store, 1, folder=tmp_path, at=MADE, host="lenban.example")
    return store


@pytest.fixture
def pages(valley: Store) -> Iterator[FlaskClient]:
    """Return a client on the morning of the valley's first day."""
    yield from working(valley)


def test_the_risks_are_those_of_the_command_line(
    muddy: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LENBAN_DATA", str(muddy.folder))
    facts = answer("risk", "--plan", "1", "--day", str(MONDAY))
    by_place = {one["place"]: one for one in facts["sessions"]}
    page = risk_page(client_at(muddy.folder), f"/risk/{MONDAY}?lang=en")
    row = next(row for row in page.rows if row and "Huổi Một" in row[0])
    fails = by_place["v1"]["fails"]
    assert fails > 0.05
    assert row[1] == f"{fails * 100:.0f} %"
    assert "Đường vào Huổi Một" in row[3]
    assert "(rain in xã Một)" in row[3]
    assert row[4].startswith("to ")
    assert "/roads/seat-v1" in page.links
    assert not any("Trung tâm" in row[0] for row in page.rows if row and row[0][:2].isdigit())


def test_risks_are_worked_out_beside_the_page_which_asks_again(muddy: Store) -> None:
    pages, held = client_at(muddy.folder), Event()
    pages.application.extensions[EXTENSION].of("before", held.wait)
    first = pages.get(f"/risk/{MONDAY}?lang=en")
    assert "data-waits" in first.text
    assert "The risks are being worked out" in first.text
    held.set()
    assert "Huổi Một" in risk_page(pages, f"/risk/{MONDAY}?lang=en").text
    assert pages.get("/risk").location == f"/risk/{TUESDAY}"
    assert pages.get("/risk/2022-12-31").status_code == 404


def test_without_a_climate_nobody_knows_the_risk(client: FlaskClient) -> None:
    assert "chưa có số liệu khí hậu" in read(client, f"/risk/{MONDAY}").text


def test_a_repair_is_a_draft_and_tells_what_changes_as_the_command_line_does(
    valley: Store, pages: FlaskClient
) -> None:
    days = (AUGUST, AUGUST + timedelta(days=2))
    note_reports(valley, ["base-v2"], Condition.CLOSED, days, "x", at=DAWN)
    sent = pages.post("/plan/again", data={"most_short": "", "seconds": "1"}, headers=SAFE)
    assert "/repair/2" in done(pages, sent).links
    page = read(pages, "/repair/2?lang=en")
    changes = stability(valley.get_plan(1).plan, valley.get_plan(2).plan)
    assert len(changes.changed) > 0
    at = page.rows.index(["Session", "Was", "Becomes", "People"])
    rows = page.rows[at + 1 : at + 1 + len(changes.changed)]
    people = [
        (m.after.people if m.after else 0) - (m.before.people if m.before else 0)
        for m in changes.changed
    ]
    assert [int(row[3].replace("\N{MINUS SIGN}", "-")) for row in rows] == people
    facts = answer("replan", "--seconds", "1", "--at", "2022-08-01T03:00:00+07:00")
    assert facts["kept"] == len(changes.of(Shifted.KEPT))
    assert len(facts["changed"]) == len(changes.changed)
    found = newest_finding(valley, Kind.REPAIR, Repaired, plan_id=2)
    assert found is not None
    assert list(found.said.forced) == facts["forced"]
    assert page.text.count("forced: it cannot be held as told") == len(facts["forced"])


def test_repairs_that_are_not_there_are_not_found(pages: FlaskClient) -> None:
    assert pages.get("/repair/77").status_code == 404


def test_before_anything_is_published_there_is_nothing_to_repair(tmp_path: Path) -> None:
    worlds.draft(tmp_path)
    pages = client_at(tmp_path)
    assert "Nothing is published yet" in read(pages, "/repair?lang=en").text
    assert pages.get("/repair/1").status_code == 404


def test_advice_has_the_figures_of_the_command_line_and_is_taken(
    valley: Store, pages: FlaskClient
) -> None:
    days = (AUGUST, AUGUST + timedelta(days=2))
    note_reports(valley, ["base-v2"], Condition.CLOSED, days, "x", at=DAWN)
    facts = answer("advise", "--seconds", "1", "--at", "2022-08-01T03:00:00+07:00")
    assert "No advice was worked out yet" in read(pages, "/advice?lang=en").text
    page = asked(pages, 3)
    found = newest_finding(valley, Kind.ADVICE, Advised, plan_id=1)
    assert found is not None
    for one, fact in zip(found.said.options, facts["options"], strict=True):
        assert (one.choice.value, one.changed, one.new) == (
            fact["choice"], fact["changed"], fact["new"],
        )  # fmt: skip
        assert (round(one.people, 1), round(one.at_risk, 1), round(one.worth, 1)) == (
            fact["people"], fact["at_risk"], fact["worth"],
        )  # fmt: skip
    expected = next(row for row in page.rows if row[:1] == ["People expected until the plan ends"])
    assert [cell.split()[0] for cell in expected[1:]] == [
        f"{one.people:,.0f}" for one in found.said.options
    ]
    assert facts["choice"] == "swap"
    assert "Advice: decide now for Swap" in page.text
    assert len(valley.list_plans()) == 1
    taken = pages.post("/advice/take", data={"choice": "swap"}, headers=SAFE)
    assert taken.location == "/publish?plan=2"
    again = pages.post("/advice/take", data={"choice": "swap"}, headers=SAFE)
    assert (again.location, len(valley.list_plans())) == ("/publish?plan=2", 2)
    assert pages.get("/publish?plan=2").status_code == 200


def test_advice_is_old_once_more_is_known(valley: Store, pages: FlaskClient) -> None:
    assert "Warning from 1 Aug 2022 to 2 Aug 2022" in asked(pages, 2).text
    note_reports(valley, ["base-v2"], Condition.SLOW, (AUGUST, AUGUST), "x", at=DAWN)
    assert "No advice was worked out yet" in read(pages, "/advice?lang=en").text
    assert pages.post("/advice/take", data={"choice": "swap"}, headers=SAFE).status_code == 404


def test_options_and_days_that_are_not_offered_are_refused(pages: FlaskClient) -> None:
    asked(pages, 2)
    assert pages.post("/advice/take", data={"choice": "run"}, headers=SAFE).status_code == 404
    for days in ("0", "15", "-3"):
        assert pages.post("/advice", data={"days": days}, headers=SAFE).status_code == 422


def test_a_warning_after_the_plan_is_told_as_a_failure(valley: Store) -> None:
    for late in working(valley, DAWN + timedelta(days=60)):
        text = done(late, late.post("/advice", data={"days": "2"}, headers=SAFE)).text
        assert "Failed" in text
        assert "none of the days of the warning" in text
        assert "No advice was worked out yet" in read(late, "/advice?lang=en").text


def test_advice_is_worked_out_once_at_a_time(pages: FlaskClient) -> None:
    first, second = (pages.post("/advice", data={"days": "2"}, headers=SAFE) for _ in "ab")
    assert first.location == second.location
    assert "See how far it is" in read(pages, "/advice?lang=en").text
    done(pages, first)
    assert "See how far it is" not in read(pages, "/advice?lang=en").text


def send(pages: FlaskClient, name: str, text: str, source: str = "") -> Any:
    """Return the answer to a forecast's file."""
    data = {"file": (io.BytesIO(text.encode()), name), "source": source}
    form = "multipart/form-data"
    return pages.post("/advice/forecast?lang=en", data=data, headers=SAFE, content_type=form)


def test_a_bulletin_is_kept_with_its_source_and_age(valley: Store, pages: FlaskClient) -> None:
    commune = valley.get_district().communes[0].name
    text = f"Xã,Ngày,Mưa (mm)\n{commune},2022-08-02,45\n"
    assert send(pages, "dai.csv", text, "Đài tỉnh").location == "/advice"
    kept = list_weather(valley, Forecast)[-1].said
    assert (kept.source, [one.mm for one in kept.days]) == ("Đài tỉnh", [(45.0,)])
    later = create_app(valley.folder, now=lambda: DAWN + timedelta(hours=5)).test_client()
    page = read(later, "/advice?lang=en").text
    assert "Newest forecast: Đài tỉnh, made on 1 Aug 2022, kept 5 h ago" in page


def test_every_fault_of_a_bulletin_is_told_and_nothing_is_kept(
    valley: Store, pages: FlaskClient
) -> None:
    sent = send(pages, "dai.csv", "Xã,Ngày,Mưa (mm)\nnowhere,2022-08-02,45\nxã,soon,-3\n", "Đài")
    assert sent.status_code == 422
    fault = Page(sent.text).text
    assert fault.count("forecast.csv") + fault.count("Bulletin!") >= 2
    assert 'value="Đài"' in sent.text
    for name, text in (("dai.json", "{}"), ("dai.json", "no json"), ("dai.csv", "")):
        assert send(pages, name, text).status_code == 422
    none = pages.post("/advice/forecast", data={}, headers=SAFE)
    assert none.status_code == 422
    assert list_weather(valley, Forecast) == ()


def test_a_source_that_is_down_loses_nothing(valley: Store, pages: FlaskClient) -> None:
    pages.application.config[advising.SOURCE_ADDRESS] = "http://127.0.0.1:9/none"
    pages.application.config[advising.TRIES] = 1
    sent = pages.post("/advice/fetch", headers=SAFE)
    assert sent.status_code == 503
    assert 'class="fault"' in sent.text
    assert list_weather(valley, Forecast) == ()
