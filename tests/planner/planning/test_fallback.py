"""Fallbacks: prepared for what is likely to fail, possible, and no harm to what is planned."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from planner.domain.plan import Plan
from planner.domain.weather import Sky
from planner.planning.agenda import stops_of
from planner.planning.clock import STEP_S
from planner.planning.due import sessions_due
from planner.planning.fallback import FRAGILE, LEAST_WORKS
from planner.planning.plan import PlanRequest, plan_district
from planner.planning.simulate import play
from planner.world.sky import weather_of
from planner.world.travel import travel_times
from tests.planner import valley
from tests.planner.planning.test_weather_plan import EACH_DAY, WEEK, rainy

FIRM, WEAK = rainy().segments
DISTRICTS = {
    # the road to v2 is weak, and of those along the firm one many are left over
    "near": rainy(
        villages=(*rainy().villages, valley.village("v3")),
        demands=tuple(
            valley.demand(village, people=people, weight=weight)
            for village, people, weight in (("v1", 900, 1), ("v2", 200, 4), ("v3", 900, 1))
        ),
        segments=(FIRM, replace(WEAK, rain_strength=0.6), replace(FIRM, id="x", end="v3")),
    ),
    # two villages on roads of their own, and all days full
    "swap": rainy(
        villages=(*rainy().villages, valley.village("v3")),
        demands=(valley.demand("v2", people=40, weight=4), valley.demand("v3", people=200)),
        segments=(FIRM, replace(WEAK, rain_strength=0.7), replace(FIRM, id="x", end="v3")),
    ),
    # nobody is left over, and the last days of the week are free
    "later": rainy(demands=(valley.demand("v2", people=40),)),
}


def planned(name: str, sky: Sky = EACH_DAY) -> Plan:
    return plan_district(DISTRICTS[name], PlanRequest(horizon=WEEK, seconds=1, seed=3, sky=sky))


def without(plan: Plan) -> Plan:
    bare = tuple(
        replace(s, stops=tuple(replace(stop, fallback=None) for stop in s.stops))
        for s in plan.shifts
    )
    return replace(plan, shifts=bare)


@pytest.mark.parametrize("name", DISTRICTS)
def test_fallbacks_serve_more_and_harm_nothing(name: str) -> None:
    district, plan = DISTRICTS[name], planned(name)
    stops = stops_of(plan)
    assert any(stop.fallback for stop in stops)
    states = weather_of(district, WEEK, EACH_DAY, step_s=STEP_S).states
    with_them, bare = play(district, plan, states), play(district, without(plan), states)
    assert np.all(with_them.held >= bare.held)
    assert np.all(with_them.people >= bare.people)
    assert with_them.people.mean() > bare.people.mean()
    for i, stop in enumerate(stops):
        failed = ~bare.held[:, i]
        if stop.fallback is None:
            assert not with_them.instead[:, i].any()
            continue
        assert failed.mean() >= FRAGILE
        swaps = stop.fallback.own_start is not None
        works = with_them.held[:, i] if swaps else with_them.instead[:, i]
        assert works[failed].mean() == stop.fallback.works_in >= LEAST_WORKS
        assert swaps or not works[~failed].any()


@pytest.mark.parametrize("name", DISTRICTS)
def test_a_fallback_is_a_session_that_the_team_can_hold_then(name: str) -> None:
    district, plan = DISTRICTS[name], planned(name)
    sessions = sessions_due(district, WEEK, travel_times(district, plan.road_state))
    due = {session.id: session for session in sessions}
    own = {stop.session.id for stop in stops_of(plan)}
    used: list[str] = []
    for shift in plan.shifts:
        for stop in shift.stops:
            found = stop.fallback
            if found is None:
                continue
            assert found.session == due[found.session.id]
            assert found.end - found.start == dict(found.session.takes)[shift.team]
            assert any(w.earliest <= found.start <= w.latest for w in found.session.windows)
            if found.own_start is not None and found.own_end is not None:
                assert found.session.id in own - {stop.session.id}
                assert any(w.earliest <= found.own_start <= w.latest for w in stop.session.windows)
                assert found.own_end - found.own_start == dict(stop.session.takes)[shift.team]
                assert found.own_start > stop.start + timedelta(hours=12)
                assert found.start < stop.start + timedelta(hours=12)
            elif found.session.id == stop.session.id:
                assert found.start > stop.start + timedelta(hours=12)
            else:
                assert found.session.id not in own
                used.append(found.session.id)
    assert len(used) == len(set(used))


def test_another_day_is_found_where_nobody_else_is_left() -> None:
    fallbacks = [stop.fallback for stop in stops_of(planned("later")) if stop.fallback]
    own = {stop.session.id for stop in stops_of(planned("later"))}
    assert fallbacks
    assert {fallback.session.id for fallback in fallbacks} <= own


def test_two_sessions_swap_days_where_neither_time_nor_people_are_left() -> None:
    district, plan = DISTRICTS["swap"], planned("swap")
    swaps = [s for s in stops_of(plan) if s.fallback and s.fallback.own_start]
    assert swaps
    states = weather_of(district, WEEK, EACH_DAY, step_s=STEP_S).states
    swapped, bare = play(district, plan, states), play(district, without(plan), states)
    assert swapped.held.mean() > bare.held.mean()
    assert swapped.people.mean() > bare.people.mean()


def test_what_hardly_fails_needs_none() -> None:
    dry = tuple(
        replace(m, wet_after_wet=0.001, wet_after_dry=0.001, scale_mm=0.1) for m in rainy().climate
    )
    plan = plan_district(
        replace(DISTRICTS["near"], climate=dry),
        PlanRequest(horizon=WEEK, seconds=1, seed=3, sky=EACH_DAY),
    )
    assert not any(stop.fallback for stop in stops_of(plan))
