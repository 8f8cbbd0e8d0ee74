"""Careful days: what is left of the roads is open, all of it together, as sure as was asked."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.plan import Horizon
from planner.domain.road import VehicleClass
from planner.domain.weather import Sky
from planner.planning.clock import STEP_S
from planner.world.careful import careful
from planner.world.network import UNREACHABLE
from planner.world.passability import RoadStates
from planner.world.sky import weather_of
from planner.world.weathered import SCENARIOS, Weather
from tests.planner.planning.test_weather_plan import EACH_DAY, MON, WEEK, rainy

BIKE = VehicleClass.MOTORBIKE
DAYS = WEEK.days()[1:3]


def drawn(seed: int) -> Weather:
    """Return weathers in which any road may be anything on any day."""
    dice = np.random.default_rng(seed)
    share = dice.random((1, 7, 2))
    states = (dice.random((SCENARIOS, 7, 2)) < share) * dice.integers(1, 4, (SCENARIOS, 7, 2))
    return Weather(
        rainy(),
        EACH_DAY,
        RoadStates(first=MON, states=states.astype(np.uint8)),
        step_s=STEP_S,
    )


@given(seed=st.integers(0, 10_000), sure=st.floats(0.1, 1))
@settings(max_examples=40, deadline=None)
def test_all_legs_that_are_left_are_open_together(seed: int, sure: float) -> None:
    weather = drawn(seed)
    found = careful(weather, DAYS, sure=sure)
    together = (1 << SCENARIOS) - 1
    for day in DAYS:
        on = found.on(BIKE, day)
        for mask in on.open_in[on.seconds != UNREACHABLE].tolist():
            together &= mask
    assert together.bit_count() >= sure * SCENARIOS - 1e-6


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_a_road_is_used_only_if_it_is_open_the_next_day_too(seed: int) -> None:
    weather = drawn(seed)
    found = careful(weather, DAYS, sure=1.0)
    for day in DAYS:
        row = (day - MON).days
        worst = weather.states.states[:, row : row + 2].max(axis=(0, 1))
        assert found.planned[row].tolist() == worst.tolist()
    others = [row for row, day in enumerate(WEEK.days()) if day not in DAYS]
    assert np.array_equal(found.planned[others], weather.planned[others])


def test_days_that_are_apart_share_their_weathers_with_none() -> None:
    horizon = Horizon.weeks(MON, 2)
    shared, apart = (
        weather_of(rainy(), horizon, Sky(), step_s=STEP_S, apart=days) for days in ((), DAYS)
    )
    assert {shared.standing_in(BIKE, day) for day in DAYS} != set(DAYS)
    assert [apart.standing_in(BIKE, day) for day in DAYS] == list(DAYS)
    assert all(
        apart.standing_in(BIKE, day) not in DAYS for day in horizon.days() if day not in DAYS
    )


def test_days_outside_the_weathers_change_nothing() -> None:
    weather = drawn(1)
    assert careful(weather, [MON - timedelta(days=1)], sure=0.9) is weather
    last = careful(weather, [WEEK.last], sure=1.0)
    assert last.planned[6].tolist() == weather.states.states[:, 6].max(axis=0).tolist()
    with pytest.raises(KeyError):
        last.on(BIKE, WEEK.last + timedelta(days=1))
