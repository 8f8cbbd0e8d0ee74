"""Scores of forecasts: a perfect model is calibrated, and the parts of a score add up."""

import random
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.plan import Horizon
from planner.domain.weather import Forecast, Foreseen
from planner.planning.calibration import (
    BINS,
    MOST_AHEAD,
    THRESHOLDS_MM,
    Pair,
    calibration,
    pairs_of,
)
from planner.world.rain import rain_scenarios
from tests.planner.planning.test_weather_plan import rainy

MADE = date(2022, 8, 1)


def pair(tenths: int, *, rains: bool, ahead: int = 1) -> Pair:
    """Return a forecast that is right in the middle of a bin, for all thresholds."""
    chance = (tenths + 0.5) / BINS
    count = len(THRESHOLDS_MM)
    return Pair(
        ahead=ahead,
        chances=(chance,) * count,
        climate=(0.3,) * count,
        mean_mm=10.0,
        fell_mm=99.0 if rains else 0.0,
    )


PAIRS = st.lists(
    st.builds(
        lambda tenths, rains: pair(tenths, rains=rains), st.integers(0, BINS - 1), st.booleans()
    ),
    min_size=1,
    max_size=60,
)


@given(PAIRS)
def test_the_parts_of_a_score_add_up(pairs: list[Pair]) -> None:
    for one in calibration(pairs).scores:
        parts = one.reliability - one.resolution + one.uncertainty
        assert one.brier == pytest.approx(parts, abs=1e-9)
        assert 0 <= one.brier <= 1
        assert one.pairs == len(pairs)


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_pairs_does_not_count(pairs: list[Pair], dice: random.Random) -> None:
    shuffled = list(pairs)
    dice.shuffle(shuffled)
    one, other = calibration(pairs), calibration(shuffled)
    assert [s.brier for s in one.scores] == pytest.approx([s.brier for s in other.scores])
    assert [b.pairs for b in one.bins] == [b.pairs for b in other.bins]


def test_who_knows_is_better_than_the_climate_and_who_is_wrong_is_worse() -> None:
    knows = [pair(9, rains=True), pair(0, rains=False)] * 20
    wrong = [replace(one, fell_mm=99.0 - one.fell_mm) for one in knows]
    assert all(one.skill > 0.9 for one in calibration(knows).scores)
    assert all(one.skill < 0 for one in calibration(wrong).scores)


def test_far_ahead_is_one_lead_time() -> None:
    found = calibration([pair(3, rains=True, ahead=ahead) for ahead in (0, 3, 12, 15)])
    assert sorted({one.ahead for one in found.scores}) == [0, 3, MOST_AHEAD]
    assert calibration([]).scores == ()


def test_weather_drawn_from_the_model_itself_lies_on_the_diagonal() -> None:
    """Rain falls as the model says it does, given the forecast: chances come true as often."""
    district = rainy()
    dice = np.random.default_rng(1)
    pairs: list[Pair] = []
    for number in range(120):
        days = [MADE + timedelta(days=i) for i in range(8)]
        told = Forecast(
            made_on=MADE,
            source="thử",
            days=tuple(
                Foreseen(commune="c1", day=day, mm=(float(mm),))
                for day, mm in zip(days, dice.gamma(1.0, 18.0, len(days)), strict=True)
            ),
        )
        horizon = Horizon(first=MADE, last=days[-1])
        rain = rain_scenarios(
            district, horizon, scenarios=1, seed=1000 + number, forecast=told, evenly=False
        )
        fell = {("c1", d): float(rain.mm[0, (d - rain.first).days, 0]) for d in days}
        pairs += pairs_of(district, [told], fell)
    found = calibration(pairs)
    assert found.pairs == 120 * 8
    for one in found.bins:
        error = np.sqrt(one.chance * (1 - one.chance) / one.pairs)
        assert abs(one.came_true - one.chance) <= 3.5 * error + 0.03
    soon = [s for s in found.scores if s.ahead == 0 and s.threshold_mm == 15]
    late = [s for s in found.scores if s.ahead == 7 and s.threshold_mm == 15]
    assert soon[0].skill > late[0].skill


def test_only_days_that_are_known_and_were_foreseen_count() -> None:
    district = rainy()
    told = Forecast(
        made_on=MADE,
        source="thử",
        days=tuple(
            Foreseen(commune="c1", day=MADE + timedelta(days=i), mm=(5.0,)) for i in (-1, 0, 2)
        ),
    )
    fell = {("c1", MADE + timedelta(days=i)): 3.0 for i in (-1, 1, 2)}
    found = list(pairs_of(district, [told], fell))
    assert [(one.ahead, one.fell_mm) for one in found] == [(2, 3.0)]
