"""The smallest contradiction: of planted clauses, and of plans that the facts have overtaken."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.almanac import AlmanacKind
from planner.domain.district import District
from planner.domain.plan import Plan
from planner.domain.weather import RoadCondition, RoadReport, Sky
from planner.planning.conflicts import (
    Away,
    Fact,
    Hours,
    Promised,
    Reported,
    Shut,
    Slept,
    contradictions,
    facts_of,
)
from planner.planning.contradiction import smallest_contradiction
from planner.planning.plan import PlanRequest, plan_district
from tests.planner import valley
from tests.planner.planning.test_edits import TWO_TEAMS
from tests.planner.planning.test_reach import CLIMATE
from tests.planner.planning.test_replan import BEFORE, MON, REQUEST

DISTRICT = replace(TWO_TEAMS, climate=CLIMATE)
RAIN = replace(REQUEST, sky=Sky())


@given(
    st.lists(st.frozensets(st.integers(0, 9), min_size=1, max_size=4), max_size=4),
    st.permutations(range(10)),
)
def test_what_is_found_contradicts_and_nothing_less_does(
    planted: Sequence[frozenset[int]], facts: Sequence[int]
) -> None:
    def contradicts(some: tuple[int, ...]) -> bool:
        return any(one <= set(some) for one in planted)

    found = smallest_contradiction(facts, contradicts)
    assert bool(found) is bool(planted)
    if found:
        assert frozenset(found) in planted
        for at in range(len(found)):
            assert not contradicts((*found[:at], *found[at + 1 :]))


@given(st.integers(0, 2**16 - 1))
def test_none_can_be_left_out_even_where_more_facts_contradict_less(table: int) -> None:
    every = (0, 1, 2, 3)

    def contradicts(some: tuple[int, ...]) -> bool:
        return some == every or bool(table >> sum(1 << x for x in some) & 1)

    found = smallest_contradiction(every, contradicts)
    assert contradicts(found)
    for at in range(len(found)):
        assert not contradicts((*found[:at], *found[at + 1 :]))


@pytest.fixture(scope="module")
def full() -> Plan:
    return plan_district(DISTRICT, RAIN)


@pytest.fixture(scope="module")
def plan(full: Plan) -> Plan:
    """Return the plan with one session a day, in a village."""
    days = ((day, [x for x in day.stops if x.session.place != "base"][:1]) for day in full.shifts)
    return replace(full, shifts=tuple(replace(day, stops=tuple(x)) for day, x in days if x))


def only(district: District, request: PlanRequest, plan: Plan) -> set[Fact]:
    """Return the one contradiction that there is."""
    (found,) = contradictions(district, request, plan)
    return set(found)


def first(plan: Plan) -> Promised:
    day = plan.shifts[0]
    return Promised(session=day.stops[0].session.id, team=day.team, day=day.day)


def place_of(plan: Plan, promised: Promised) -> str:
    return next(
        stop.session.place
        for day in plan.shifts
        for stop in day.stops
        if stop.session.id == promised.session
    )


def test_a_plan_that_can_be_held_contradicts_nothing(full: Plan, plan: Plan) -> None:
    assert list(contradictions(DISTRICT, RAIN, full)) == []
    assert list(contradictions(DISTRICT, RAIN, plan)) == []
    assert set(facts_of(DISTRICT, RAIN, plan)) >= {first(plan), Hours(team="m1")}


def test_a_closed_road_contradicts_each_session_behind_it(plan: Plan) -> None:
    asked = first(plan)
    road = f"base-{place_of(plan, asked)}"
    closed, elsewhere = (
        RoadReport(
            segment=segment,
            condition=RoadCondition.CLOSED,
            first=asked.day,
            last=asked.day,
            made_at=BEFORE,
            source="xã Một",
        )
        for segment in (road, "base-nowhere")
    )
    request = replace(RAIN, sky=Sky(reports=(elsewhere, closed)))
    found = [set(one) for one in contradictions(DISTRICT, request, plan)]
    assert {Reported(what=closed), asked} in found
    assert all(Reported(what=closed) in one and len(one) == 2 for one in found)


def test_a_closed_day_contradicts_what_is_planned_on_it(plan: Plan) -> None:
    asked = first(plan)
    shut = valley.entry(AlmanacKind.CLOSED, asked.day, scope=place_of(plan, asked))
    other = valley.entry(AlmanacKind.CLOSED, asked.day + timedelta(days=60))
    found = contradictions(replace(DISTRICT, almanac=(other, shut)), RAIN, plan)
    assert {Shut(entry=shut.id), asked} in [set(one) for one in found]


def test_each_absence_that_leaves_too_few_is_named(plan: Plan) -> None:
    asked = first(plan)
    members = tuple(
        replace(m, days_off=(asked.day,)) if asked.team in m.teams else m for m in DISTRICT.members
    )
    found = next(contradictions(replace(DISTRICT, members=members), RAIN, plan))
    away = [fact for fact in found if isinstance(fact, Away)]
    assert away
    assert asked in found
    assert len(found) == len(away) + 1
    assert all(fact.day == asked.day for fact in away)


def test_a_shorter_day_contradicts_what_fills_it(plan: Plan) -> None:
    asked = first(plan)
    teams = tuple(replace(t, day_end=time(8)) if t.id == asked.team else t for t in DISTRICT.teams)
    found = [set(one) for one in contradictions(replace(DISTRICT, teams=teams), RAIN, plan)]
    assert found
    assert all(Hours(team=asked.team) in one and len(one) == 2 for one in found)


def test_two_sessions_at_one_hour_contradict_each_other(full: Plan) -> None:
    day = next(day for day in full.shifts if len(day.stops) > 1)
    start = day.stops[0].start
    stops = (day.stops[0], replace(day.stops[1], start=start))
    both = replace(full, shifts=(replace(day, stops=stops),))
    found = only(DISTRICT, RAIN, both)
    assert found == {
        Promised(session=stop.session.id, team=day.team, day=day.day) for stop in stops
    }


def test_a_night_beyond_closed_roads_contradicts_the_roads(plan: Plan) -> None:
    district = replace(
        DISTRICT,
        lodgings=(valley.lodging("v1"),),
        teams=tuple(replace(t, max_nights=1) for t in DISTRICT.teams),
    )
    shift = replace(plan.shifts[0], day=MON, stops=(), end_place="v1")
    back = replace(shift, day=MON + timedelta(days=1), start_place="v1", end_place="base")
    away = replace(plan, shifts=(shift, back))
    assert list(contradictions(district, RAIN, away)) == []
    closed = RoadReport(
        segment="base-v1",
        condition=RoadCondition.CLOSED,
        first=back.day,
        last=back.day,
        made_at=BEFORE,
        source="xã Một",
    )
    found = only(district, replace(RAIN, sky=Sky(reports=(closed,))), away)
    assert found == {Reported(what=closed), Slept(team=shift.team, day=MON, place="v1")}
