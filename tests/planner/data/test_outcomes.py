"""Reports in the store: each once, none changed, and which counts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.data.outcomes import (
    add_outcomes,
    add_ruling,
    demand_since,
    list_outcomes,
    list_rulings,
    outcomes_version,
)
from planner.data.store import Store
from planner.domain.outcome import Channel, Count, Held, Outcome, Reporter, Ruling, WhyNot
from planner.domain.service import Demand
from planner.errors import BadData, BadFile, Conflict, NotFound
from tests import worlds

DAY = date(2022, 9, 5)
NOON = datetime(2022, 9, 5, 5, tzinfo=UTC)


def outcome(report: str = "a1", **changes: Any) -> Outcome:
    """Return a report of a session at the first village that served 30 of 40 people."""
    filled: dict[str, Any] = {
        "report": report,
        "session": "v1/evening/t1/1",
        "day": DAY,
        "team": "t1",
        "place": "v1",
        "held": Held.HELD,
        "counts": (Count(service="card", served=30, absent=4),),
        "expected": (("v1", "card", 40),),
        "reporter": Reporter.TEAM,
        "channel": Channel.PHONE,
        "told_at": NOON,
    }
    return Outcome(**filled | changes)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path)


def test_a_report_sent_twice_is_one(store: Store) -> None:
    later = NOON + timedelta(hours=1)
    assert add_outcomes(store, [outcome()], at=NOON) == ("a1",)
    again = outcome(told_at=later)
    assert add_outcomes(store, [again, outcome("a2")], at=later) == ("a2",)
    kept = list_outcomes(store)
    assert [(r.outcome, r.received_at) for r in kept] == [(outcome(), NOON), (outcome("a2"), later)]
    assert outcomes_version(store) == (2, 0, 0)
    assert list_outcomes(store, until=NOON) == kept[:1]


def test_the_code_of_another_report_is_refused_and_nothing_of_the_lot_is_kept(
    store: Store,
) -> None:
    add_outcomes(store, [outcome()], at=NOON)
    other = outcome(counts=(Count(service="card", served=31, absent=4),))
    with pytest.raises(Conflict) as refused:
        add_outcomes(store, [outcome("a2"), other], at=NOON)
    assert (refused.value.ours, refused.value.theirs) == (other, outcome())
    assert [r.outcome for r in list_outcomes(store)] == [outcome()]


def test_a_ruling_is_about_all_reports_that_there_are(store: Store) -> None:
    add_outcomes(store, [outcome(), outcome("a2", counts=())], at=NOON)
    ruling = Ruling(session="v1/evening/t1/1", day=DAY, report="a2", among=("a1", "a2"), at=NOON)
    with pytest.raises(Conflict):
        add_ruling(store, replace(ruling, among=("a2",)))
    with pytest.raises(NotFound):
        add_ruling(store, replace(ruling, report="a3"))
    assert list_rulings(store) == ()
    add_ruling(store, ruling)
    assert list_rulings(store) == (ruling,)
    assert list_rulings(store, until=NOON - timedelta(seconds=1)) == ()


def test_a_figure_of_demand_stands_since_it_was_last_changed(store: Store) -> None:
    first = (Demand(village="v1", service="card", people=40),)
    both = (*first, Demand(village="v2", service="card", people=9))
    fewer = (replace(first[0], people=10), both[1])
    days = [NOON + timedelta(days=n) for n in range(5)]
    for at, demands in zip(days, (first, fewer, both, both, fewer), strict=True):
        # the fourth import changes another sheet only
        names = {days[3]: "Khác"}
        settings = replace(worlds.district().settings, name=names.get(at, "Ba Bản"))
        store.add_district(worlds.district(settings=settings, demands=demands), at=at)
    assert demand_since(store) == {("v1", "card"): days[4], ("v2", "card"): days[1]}
    assert demand_since(store, until=days[3]) == {
        ("v1", "card"): days[2],
        ("v2", "card"): days[1],
    }
    assert demand_since(store, until=days[0]) == {("v1", "card"): days[0]}


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"report": "ghi chú"}, "report", "bad_report_id"),
        ({"report": "a" * 65}, "report", "bad_report_id"),
        ({"counts": (Count(service="card", served=2001),)}, "served_card", "out_of_range"),
        ({"counts": (Count(service="card", served=1, absent=-1),)}, "absent_card", "out_of_range"),
        ({"held": Held.NOT_HELD, "reason": WhyNot.RAIN}, "served_card", "served_though_not_held"),
        ({"held": Held.PARTLY}, "reason", "why_not_needed"),
        ({"reason": WhyNot.RAIN}, "reason", "why_though_held"),
        ({"held": Held.PARTLY, "reason": WhyNot.OTHER}, "note", "note_needed"),
        ({"note": "x" * 501}, "note", "too_long"),
        ({"note": "gọi 0912 345 678"}, "note", "personal_number"),
        ({"note": "CCCD 011 203 004 567"}, "note", "personal_number"),
        ({"arrived": NOON, "left": NOON - timedelta(minutes=1)}, "left", "left_before_arrived"),
        ({"counts": (Count(service="card", served=1),) * 2}, "counts", "service_twice"),
    ],
)
def test_what_cannot_be_is_refused_by_field(changes: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(BadFile) as refused:
        outcome(**changes)
    (fault,) = refused.value.exceptions
    assert isinstance(fault, BadData)
    assert (fault.field, fault.code) == (field, code)
    assert fault.text("vi") != fault.text("en")


def test_what_only_one_of_two_reports_knows_is_no_difference() -> None:
    timed = outcome(arrived=NOON, left=NOON + timedelta(hours=3))
    assert outcome().agrees(timed)
    assert not timed.agrees(replace(timed, arrived=NOON + timedelta(hours=1)))
    assert not outcome().agrees(outcome(counts=(Count(service="card", served=30, absent=5),)))
    assert outcome(counts=()).agrees(outcome(counts=(Count(service="vneid", served=0),)))
