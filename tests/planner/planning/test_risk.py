"""Risks of a plan: the same chances that it was planned with, and the road that is to blame."""

import pytest

from planner.planning.clock import STEP_S
from planner.planning.risk import risk_of
from planner.world.sky import weather_of
from tests.planner import valley
from tests.planner.planning.test_weather_plan import EACH_DAY, WEEK, planned, rainy


def test_a_session_fails_where_it_is_not_held_and_a_road_is_to_blame() -> None:
    district = rainy(demands=(valley.demand("v1", people=400), valley.demand("v2", people=400)))
    plan = planned(district, EACH_DAY)
    found = risk_of(district, plan, weather_of(district, WEEK, EACH_DAY, step_s=STEP_S))
    held_in = {
        (shift.day, stop.session.id): stop.held_in for shift in plan.shifts for stop in shift.stops
    }
    assert {(r.day, r.session): pytest.approx(1 - r.fails) for r in found.sessions} == held_in
    for risk in found.sessions:
        assert (risk.fails > 0) == bool(risk.causes)
        assert {cause.segment for cause in risk.causes} <= {"base-v1", "v1-v2"}
        assert all(cause.communes == ("c1",) for cause in risk.causes)
        # each lost weather has at least one road to blame
        assert sum(cause.fails for cause in risk.causes) >= risk.fails - 1e-9
    assert found.strands == ()


def test_risks_stand_in_order_of_days() -> None:
    district = rainy(demands=(valley.demand("v1", people=400),))
    plan = planned(district, EACH_DAY)
    found = risk_of(district, plan, weather_of(district, WEEK, EACH_DAY, step_s=STEP_S))
    days = [risk.day for risk in found.sessions]
    assert days == sorted(days)


def test_stops_of_a_plan_for_rain_name_the_roads_to_blame() -> None:
    district = rainy(demands=(valley.demand("v1", people=400), valley.demand("v2", people=400)))
    plan = planned(district, EACH_DAY)
    weather = weather_of(district, WEEK, EACH_DAY, step_s=STEP_S)
    risks = {one.session: one for one in risk_of(district, plan, weather).sessions}
    stops = [stop for shift in plan.shifts for stop in shift.stops]
    assert {stop.session.id: stop.causes for stop in stops} == {
        session: risk.causes for session, risk in risks.items()
    }
    assert any(stop.causes for stop in stops)
