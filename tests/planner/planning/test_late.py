"""Deciding late: what has left stays, the rest is as decided, and nothing is held twice."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from planner.domain.plan import Plan
from planner.planning.late import TO_TELL, decide_by, decided_at, missed
from planner.planning.plan import plan_district
from planner.planning.stability import stability
from tests.planner import valley
from tests.planner.planning.test_replan import BEFORE, MON, REQUEST, moment, villages


@pytest.fixture(scope="module")
def plans() -> tuple[Plan, Plan]:
    """Return a plan, and another one of the same villages for other people."""
    fewer = tuple(valley.demand(n, people=p) for n, p in (("v1", 20), ("v2", 400), ("v4", 400)))
    changed = replace(villages(), demands=fewer)
    return plan_district(villages(), REQUEST), plan_district(changed, REQUEST)


MOMENTS = [moment(MON + timedelta(days=d), hour) for d in range(-1, 6) for hour in (3, 9, 15, 21)]


@pytest.mark.parametrize("at", MOMENTS)
def test_what_leaves_before_people_can_be_told_stays(
    plans: tuple[Plan, Plan], at: datetime
) -> None:
    held, other = plans
    found = decided_at(held, other, at)
    gone = [s for s in held.shifts if s.depart <= at + TO_TELL]
    assert [s for s in found.shifts if s.depart <= at + TO_TELL] == gone
    days = Counter((s.team, s.day) for s in found.shifts)
    names = Counter(stop.session.lasting_name for s in found.shifts for stop in s.stops)
    assert max(days.values()) == max(names.values()) == 1
    later = {(s.team, s.day): s for s in other.shifts}
    for shift in found.shifts:
        if shift not in gone:
            of = {stop.session.id for stop in later[shift.team, shift.day].stops}
            assert {stop.session.id for stop in shift.stops} <= of


def test_who_decides_in_time_has_it_all_and_who_is_too_late_nothing(
    plans: tuple[Plan, Plan],
) -> None:
    held, other = plans
    assert decided_at(held, other, BEFORE).shifts == other.shifts
    assert decided_at(held, other, moment(MON + timedelta(days=9), 12)).shifts == held.shifts


def test_it_is_too_late_once_the_first_day_that_differs_leaves(plans: tuple[Plan, Plan]) -> None:
    held, other = plans
    by = decide_by(held, other)
    assert by is not None
    at_last = by - timedelta(seconds=1)
    assert decided_at(held, other, at_last).shifts == other.shifts
    assert decided_at(held, other, by).shifts != other.shifts
    assert decide_by(held, held) is None


def test_people_miss_what_is_moved_the_more_the_later_they_hear(plans: tuple[Plan, Plan]) -> None:
    held, _ = plans
    first = held.shifts[0]
    later = replace(first.stops[0], start=first.stops[0].start + timedelta(minutes=30))
    moved = replace(
        held, shifts=(replace(first, stops=(later, *first.stops[1:])), *held.shifts[1:])
    )
    changes = stability(held, moved)
    people, start = first.stops[0].people, first.stops[0].start
    notices = (timedelta(hours=3), timedelta(hours=30), timedelta(days=3), timedelta(days=30))
    shares = [missed(changes, start - notice) / people for notice in notices]
    assert shares == pytest.approx([0.6, 0.4, 0.2, 0.1])
    # who is cancelled is not served; nobody misses anything of what stays
    assert missed(stability(held, replace(held, shifts=held.shifts[1:])), BEFORE) == 0
    assert missed(stability(held, held), BEFORE) == 0
