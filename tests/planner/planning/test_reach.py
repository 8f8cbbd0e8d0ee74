"""A road that is closed as long as the plan lasts: the rest is planned, and the reason is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from planner.domain.plan import SkipReason
from planner.domain.weather import ClimateMonth, RoadCondition, RoadReport, Sky
from planner.planning.due import sessions_due
from planner.planning.plan import PlanRequest, drafted, plan_district
from planner.world.travel import travel_times
from tests.planner import valley
from tests.planner.planning.test_replan import BEFORE, MON, REQUEST, WEEK, villages

DRIZZLE = ClimateMonth(month=1, wet_after_wet=0.2, wet_after_dry=0.1, shape=1.5, scale_mm=1)
# Too far for the people of v1 to walk to a session elsewhere.
ROADS = (valley.road("base", "v1", 15.0), *villages().segments[1:])
CLIMATE = tuple(replace(DRIZZLE, month=m) for m in range(1, 13))
RAINY = replace(villages(), segments=ROADS, climate=CLIMATE)


def closed(*, first: int = 0, last: int = 6) -> PlanRequest:
    """Return the request of a week in which the road to v1 is closed from one day to another."""
    report = RoadReport(
        segment="base-v1",
        condition=RoadCondition.CLOSED,
        first=MON + timedelta(days=first),
        last=MON + timedelta(days=last),
        made_at=BEFORE,
        source="xã Một",
    )
    return replace(REQUEST, sky=Sky(reports=(report,)))


def places_due(request: PlanRequest, begun: tuple[str, ...] = ()) -> Iterator[str]:
    travel = travel_times(RAINY, request.state)
    sessions = sessions_due(RAINY, WEEK, travel)
    asked = drafted(RAINY, sessions, travel, request, begun=begun)
    assert {*asked.sessions, *asked.cut_off} == set(sessions)
    return (session.place for session in asked.sessions)


def test_a_village_that_is_cut_off_for_the_whole_plan_is_left_with_its_reason() -> None:
    plan = plan_district(RAINY, closed())
    assert {s.session.place for day in plan.shifts for s in day.stops} - {"base"} == {
        "v2",
        "v3",
        "v4",
    }
    assert [x.reason for x in plan.left if x.village == "v1"] == [SkipReason.PASSABLE]


@pytest.mark.parametrize(
    ("request_", "there"), [(closed(), False), (closed(first=1), True), (closed(last=3), True)]
)
def test_a_session_is_due_if_a_road_leads_there_on_any_day(
    request_: PlanRequest, there: bool
) -> None:
    assert ("v1" in places_due(request_)) is there


def test_what_has_begun_is_not_cut_off() -> None:
    sessions = sessions_due(RAINY, WEEK, travel_times(RAINY, REQUEST.state))
    name = next(s.id for s in sessions if s.place == "v1")
    assert list(places_due(closed(), (name,))).count("v1") == 1
