"""Planning again around what was published: ``replan`` on the command line."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.data.store import Store
from planner.data.weather import add_weather
from planner.domain.weather import RoadCondition, RoadReport
from tests.planner import valley
from tests.planner.calls import NOW, answer, lenban
from tests.planner.planning.test_replan import villages

BEFORE, MIDWEEK = "2022-09-01T08:00:00+07:00", "2022-09-07T12:00:00+07:00"


@pytest.fixture
def store(data: Path) -> Store:
    """Return a store of four villages with a published plan."""
    opened = Store.open(data)
    opened.add_district(villages(), at=NOW)
    plan = ("plan", "--from", "2022-09-05", "--weeks", "1", "--seconds", "1", "--roads", "dry")
    assert answer(*plan)["plan"] == 1
    opened.add_revision(1, at=NOW, ledger="", expected=1)
    return opened


@pytest.mark.parametrize("at", [BEFORE, MIDWEEK])
def test_where_nothing_changed_nothing_changes(store: Store, at: str) -> None:
    facts = answer("replan", "--seconds", "1", "--at", at)
    assert (facts["plan"], facts["revision"], facts["changed"]) == (2, 1, [])
    assert (facts["lost"], facts["dropped"], facts["short_notice"]) == ([], [], 0)
    told, again = (store.get_plan(n).plan for n in (1, 2))
    assert again.shifts == told.shifts
    assert facts["kept"] == sum(len(shift.stops) for shift in told.shifts)


def test_a_village_that_is_cut_off_is_named_with_what_changes(store: Store) -> None:
    told = store.get_plan(1).plan
    lost = next(s.session.place for d in told.shifts for s in d.stops if s.session.place != "base")
    roads = tuple(road for road in villages().segments if road.end != lost)
    store.add_district(replace(villages(), segments=roads), at=NOW)
    facts = answer("replan", "--seconds", "1", "--at", BEFORE)
    gone = [m["session"] for m in facts["changed"] if m["kind"] == "cancelled"]
    assert any(name.startswith(f"{lost}/") for name in gone)
    assert facts["people_affected"] > 0
    said = lenban("replan", "--seconds", "1", "--at", BEFORE, "--lang", "en").stdout
    assert "Against revision 1: " in said
    assert f"  Bản {lost} – cancelled: " in said
    assert "Next: lenban publish --plan 3 --dry-run" in said


def test_a_dry_plan_heeds_no_reports_and_says_so(store: Store) -> None:
    said = ("replan", "--seconds", "1", "--at", BEFORE, "--lang", "en")
    assert "made for dry roads" not in lenban(*said).stdout
    report = RoadReport(
        segment="base-v1",
        first=date(2022, 9, 5),
        last=date(2022, 9, 9),
        condition=RoadCondition.CLOSED,
        source="Xã (ví dụ)",
        made_at=NOW,
    )
    add_weather(store, report, at=NOW)
    assert "This plan was made for dry roads" in lenban(*said).stdout


def test_before_the_first_publication_there_is_nothing_to_keep(data: Path) -> None:
    Store.open(data).add_district(valley.district(), at=NOW)
    result = lenban("replan")
    assert (result.exit_code, "chưa công bố lần nào" in result.stderr) == (4, True)


@pytest.mark.usefixtures("store")
def test_a_moment_needs_a_zone() -> None:
    result = lenban("replan", "--at", "2022-09-07T12:00:00")
    assert result.exit_code == 2
    assert "phải là thời điểm có múi giờ" in " ".join(result.stderr.split())
