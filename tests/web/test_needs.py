"""What needs the reader now stands on the overview, with the page on which it is settled."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from calendars.publish import publish
from planner.data.outcomes import add_outcomes
from planner.data.store import Store
from planner.data.weather import add_weather
from planner.domain.outcome import Channel, Held, Outcome, Reporter, WhyNot
from planner.domain.weather import Forecast, Foreseen, RoadCondition, RoadReport, WeatherWarning
from planner.planning.tally import promised_of
from tests.web import two_communes, worlds
from tests.web.html import read
from tests.web.worlds import MONDAY, NOW, TUESDAY
from web.app import create_app

SEEN = "/?lang=en"
HOST = "lenban.example"
OWN = {"Sec-Fetch-Site": "same-origin"}


def needed(client: FlaskClient) -> str:
    """Return what the overview says needs the reader now."""
    text = read(client, SEEN).text
    return text.partition("What needs you now")[2].partition("people in")[0]


def client_at(folder: Path, now: datetime = NOW) -> FlaskClient:
    return create_app(folder, now=lambda: now).test_client()


@pytest.fixture
def rainy(tmp_path: Path) -> Store:
    """Return a store of the tiny plan in rain, published."""
    store = worlds.muddy(tmp_path, worlds.rainy_plan())
    publish(store, 1, folder=tmp_path, at=worlds.MADE_AT, host=HOST)
    return store


def test_before_the_first_day_nothing_is_needed_but_what_is_due(tmp_path: Path) -> None:
    early = worlds.MADE_AT - timedelta(days=20)
    store = Store.open(tmp_path)
    store.add_district(worlds.tiny_district(), at=early)
    store.add_plan(worlds.tiny_plan(), district_id=1, at=early)
    publish(store, 1, folder=tmp_path, at=early, host=HOST)
    assert needed(client_at(tmp_path, early)).strip() == "20"
    week_before = worlds.at(MONDAY, 9) - timedelta(days=7)
    due = needed(client_at(tmp_path, week_before))
    assert "announcements are due: The first is for sessions of 5 Sep 2022." in due
    assert "report" not in due


def report(store: Store, code: str, held: Held = Held.HELD) -> None:
    """Add a report of Monday's session at v1."""
    one = next(p for p in promised_of(store.get_plan(1).plan) if p.place == "v1")
    told = Outcome(
        report=code,
        session=one.name,
        day=one.day,
        place=one.place,
        team=one.team,
        expected=one.expected,
        held=held,
        reason=None if held is Held.HELD else WhyNot.RAIN,
        counts=(),
        reporter=Reporter.TEAM,
        channel=Channel.CALL,
        told_at=NOW,
    )
    add_outcomes(store, [told], at=NOW)


def test_sessions_without_a_report_then_reports_that_differ(tmp_path: Path) -> None:
    worlds.published(tmp_path)
    client, store = client_at(tmp_path), Store.open(tmp_path)
    page = read(client, SEEN)
    assert "2 sessions without a report: The oldest is of 5 Sep 2022. Outcomes" in page.text
    assert "/outcomes?day=2022-09-05" in page.links
    report(store, "a")
    assert "1 session without a report" in needed(client)
    assert "differ" not in needed(client)
    report(store, "b", Held.PARTLY)
    page = read(client, SEEN)
    assert "Reports of 1 session differ: Decide which of them counts." in page.text
    assert "/outcomes#conflicts" in page.links


def test_a_closure_is_told_until_a_plan_that_knows_it_is_published(rainy: Store) -> None:
    client = client_at(rainy.folder)
    assert "closed since" not in needed(client)
    for segment in ("seat-v1", "guest-v2"):
        told = RoadReport(
            segment=segment,
            condition=RoadCondition.CLOSED,
            first=TUESDAY,
            last=TUESDAY + timedelta(days=3),
            made_at=NOW,
            source="trưởng bản",
        )
        add_weather(rainy, told, at=NOW)
    page = read(client, SEEN)
    assert "2 roads closed since the plan was published:" in page.text
    assert "Đường vào Huổi Một" in needed(client)
    assert "/roads/impact/2" in page.links
    later = NOW + timedelta(hours=1)
    publish(rainy, 1, folder=rainy.folder, at=later, host=HOST)
    assert "closed since" not in needed(client_at(rainy.folder, later))


def test_warnings_and_a_forecast_that_is_missing_or_old(rainy: Store) -> None:
    client = client_at(rainy.folder)
    assert "No fresh forecast: Only the climate of the month is known. Give one" in needed(client)
    days = (Foreseen(commune="c1", day=TUESDAY, mm=(3.0,)),)
    add_weather(rainy, Forecast(made_on=MONDAY, source="Đài tỉnh", days=days), at=NOW)
    assert "forecast" not in needed(client)
    late = client_at(rainy.folder, NOW + timedelta(hours=40))
    assert "The newest is 40 hours old. Give a newer one" in needed(late)
    warned = WeatherWarning(
        communes=("c1",), first=MONDAY, last=TUESDAY, made_at=NOW, source="Đài tỉnh"
    )
    add_weather(rainy, warned, at=NOW)
    assert "Weather warning: xã Một, until 6 Sep 2022. Hold, swap or stay low" in needed(client)
    assert "Weather warning" not in needed(client_at(rainy.folder, NOW + timedelta(days=1)))


def test_calls_are_counted_down_and_a_newer_plan_is_offered(tmp_path: Path) -> None:
    worlds.published(tmp_path)
    store = Store.open(tmp_path)
    plan = worlds.tiny_plan()
    first, _, third = plan.shifts
    store.add_plan(replace(plan, shifts=(first, third)), district_id=1, at=NOW)
    page = read(client_at(tmp_path), SEEN)
    assert "A newer plan is not published: plan 2. See what publishing" in page.text
    assert "/publish?plan=2" in page.links
    publish(store, 2, folder=tmp_path, at=NOW, host=HOST)
    client = client_at(tmp_path)
    calls = needed(client)
    assert "newer plan" not in calls
    many = int(calls.partition(" calls to make")[0].split()[-1])
    feed = re.findall(r'name="feed" value="([^"]+)"', client.get("/calls/2").text)[0]
    client.post("/calls/2", data={"feed": feed, "told": "1"}, headers=OWN)
    assert f"{many - 1} call" in needed(client)


@pytest.mark.parametrize(("who", "report_days"), [("officer of c1", 1), ("officer of c2", 0)])
def test_an_officer_is_told_of_their_own_commune(
    tmp_path: Path, who: str, report_days: int
) -> None:
    """On Tuesday morning the session of c1 on Monday is over, that of c2 is not."""
    two_communes.published(tmp_path)
    app = create_app(tmp_path, now=lambda: worlds.at(TUESDAY, 6), visitor=None)
    text = needed(two_communes.client_of(app, who))
    assert ("without a report" in text) == bool(report_days)
    assert "newer plan" not in text


def test_a_viewer_is_asked_for_nothing(tmp_path: Path) -> None:
    two_communes.published(tmp_path)
    app = create_app(tmp_path, now=lambda: worlds.at(TUESDAY, 6), visitor=None)
    text = needed(two_communes.client_of(app, "viewer"))
    assert "report" not in text
    assert "announcement" not in text
