"""Sessions that a closed road hits, and teams beyond it."""

from datetime import date, timedelta

import pytest

from planner.domain.district import District
from planner.domain.plan import Horizon, Plan
from planner.domain.road import RoadState
from planner.planning.hits import Hit, beyond, hits
from planner.planning.plan import PlanRequest, plan_district
from planner.world.passing import without
from planner.world.travel import travel_times, travel_times_in
from tests.planner import valley

FIRST = date(2022, 9, 5)
DAYS = (FIRST, FIRST + timedelta(days=6))
SHORT, LONG = "base-v1", "way-round"


@pytest.fixture(scope="module")
def district() -> District:
    """Return a village at the end of a road, and another way that takes much longer."""
    return valley.district(
        villages=(valley.village("v1"),),
        segments=(valley.road("base", "v1", 6.0), valley.road("base", "v1", 60.0, id=LONG)),
    )


@pytest.fixture(scope="module")
def plan(district: District) -> Plan:
    return plan_district(district, PlanRequest(horizon=Horizon.weeks(FIRST, 1), seconds=1))


def found(
    district: District, plan: Plan, *closed: str, days: tuple[date, date] = DAYS
) -> list[Hit]:
    vehicles = {team.id: team.vehicle_class for team in district.teams}
    return list(hits(plan, travel_times_in(district, without(district, closed)), vehicles, *days))


def test_what_no_way_leads_to_is_hit(district: District, plan: Plan) -> None:
    away = [(s, stop) for s in plan.shifts for stop in s.stops if stop.session.place == "v1"]
    told = found(district, plan, SHORT, LONG)
    assert away
    assert [(hit.team, hit.day, hit.start) for hit in told] == [
        (shift.team, shift.day, stop.start) for shift, stop in away
    ]
    assert {hit.late for hit in told} == {None}
    later = (DAYS[1] + timedelta(days=1), DAYS[1] + timedelta(days=9))
    assert found(district, plan, SHORT, LONG, days=later) == []
    assert found(district, plan) == found(district, plan, LONG) == []


def test_what_another_way_leads_to_too_late_is_hit_by_so_much(
    district: District, plan: Plan
) -> None:
    team = district.teams[0]
    dry = travel_times(district, RoadState.DRY)
    left = travel_times_in(district, without(district, (SHORT,)))
    usual, now = (t.between(team.vehicle_class, "base", "v1") for t in (dry, left))
    assert usual is not None
    assert now is not None
    assert now > 5 * usual
    for hit in found(district, plan, SHORT):
        shift = next(s for s in plan.shifts if (s.team, s.day) == (hit.team, hit.day))
        before = [stop.end for stop in shift.stops if stop.end <= hit.start]
        leaves = max(before, default=shift.depart)
        assert hit.late == leaves + now - hit.start
        assert hit.late > timedelta()
    assert found(district, plan, SHORT)


def test_teams_that_wake_beyond_a_closure_are_told(plan: Plan) -> None:
    bases = {"m1": "base"}
    assert beyond(plan, {"base": 0, "v1": 1}, bases, *DAYS) == ()
    away = {"base": 0, "v1": 0, "elsewhere": 1}
    told = beyond(plan, away, dict.fromkeys(bases, "elsewhere"), *DAYS)
    assert {one.place for one in told} == {"base"}
    assert len(told) == len(plan.shifts)
