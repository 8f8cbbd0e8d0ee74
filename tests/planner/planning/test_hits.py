"""Sessions that a closed road hits, and teams beyond it."""

from datetime import date, timedelta

from planner.domain.plan import Horizon
from planner.planning.hits import beyond, hits
from planner.planning.plan import PlanRequest, plan_district
from tests.planner import valley

FIRST = date(2022, 9, 5)


def test_teams_that_wake_beyond_a_closure_are_told_and_what_lies_on_their_side_is_not_hit() -> None:
    district = valley.district(villages=(valley.village("v1"),))
    plan = plan_district(district, PlanRequest(horizon=Horizon.weeks(FIRST, 1), seconds=1))
    shift, stop = next((s, stop) for s in plan.shifts for stop in s.stops)
    bases = {team.id: team.base for team in district.teams}
    apart = {"base": 0, stop.session.place: 1}
    days = (FIRST, FIRST + timedelta(days=6))
    found = hits(plan, apart, *days)
    assert (found[0].team, found[0].day, found[0].start) == (shift.team, shift.day, stop.start)
    assert len(found) == sum(len(s.stops) for s in plan.shifts)
    assert hits(plan, apart, days[1] + timedelta(days=1), days[1] + timedelta(days=9)) == ()
    assert beyond(plan, apart, bases, *days) == ()
    together = dict.fromkeys(apart, 0)
    assert hits(plan, together, *days) == ()
    away = {"base": 0, stop.session.place: 0, "elsewhere": 1}
    told = beyond(plan, away, dict.fromkeys(bases, "elsewhere"), *days)
    assert {one.place for one in told} == {"base"}
    assert len(told) == len(plan.shifts)
