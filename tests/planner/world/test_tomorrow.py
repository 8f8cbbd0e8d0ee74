"""What tomorrow's forecast would show: as much as it is trusted more than today's."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.domain.weather import Forecast as Said
from planner.domain.weather import Foreseen, Sky
from planner.world.rain import rain_scenarios
from planner.world.tomorrow import DRAWS, GROUPS, share_learned, shown_tomorrow
from tests.planner.planning.test_weather_plan import MON, WEEK, rainy

DAYS = tuple(MON + timedelta(days=i) for i in range(3))


def told(mm: float = 20, made_on: date = MON) -> Sky:
    """Return a sky in which one forecast tells the same rain for each of the days."""
    days = tuple(Foreseen(commune="c1", day=day, mm=(mm,)) for day in DAYS)
    return Sky(forecast=Said(made_on=made_on, source="thử", days=days))


def test_a_nearer_forecast_settles_a_part_of_what_is_open() -> None:
    district = rainy()
    found = [share_learned(district, told(), day, MON) for day in DAYS]
    # trust is 0.95, 0.9, 0.85 by lead: what fell on the first day is known tomorrow
    assert found[0] == 1
    assert found[1] == pytest.approx((0.95**2 - 0.9**2) / (1 - 0.9**2))
    assert found[2] == pytest.approx((0.9**2 - 0.85**2) / (1 - 0.85**2))
    # without a forecast all that tomorrow's is trusted is new
    assert share_learned(district, Sky(), DAYS[1], MON) == pytest.approx(0.95**2)


def test_where_no_forecast_is_trusted_nothing_is_learned() -> None:
    settings = replace(rainy().settings, forecast_trust=(0.0,))
    assert share_learned(rainy(settings=settings), told(), DAYS[1], MON) == 0
    sure = replace(rainy().settings, forecast_trust=(1.0, 1.0, 1.0, 1.0))
    district = rainy(settings=sure)
    rain = rain_scenarios(district, WEEK, scenarios=40, seed=1, forecast=told().forecast)
    found = shown_tomorrow(district, rain, told(), DAYS, today=MON, seed=1)
    assert found.tolist() == [[1.0] * 40]


def test_more_rain_is_shown_as_more_rain_but_not_surely() -> None:
    district = rainy()
    rain = rain_scenarios(district, WEEK, scenarios=80, seed=1, forecast=told().forecast)
    found = shown_tomorrow(district, rain, told(), DAYS, today=MON, seed=1)
    assert found.shape == (GROUPS, 80)
    assert found.sum(axis=0) == pytest.approx(np.ones(80))
    assert found.sum(axis=1) == pytest.approx(np.full(GROUPS, 80 / GROUPS))
    rows = [rain.days().index(day) for day in DAYS]
    mm = rain.mm[:, rows, 0].sum(axis=1)
    kind = np.arange(GROUPS) @ found
    assert np.corrcoef(mm, kind)[0, 1] > 0.5
    assert 1 / DRAWS <= found[0, mm.argmin()] <= 1
    assert (found > 0).sum() > 80 * 1.5
    # rain of other days says nothing of these
    other = (MON + timedelta(days=4),)
    apart = shown_tomorrow(district, rain, told(), other, today=MON, seed=1)
    assert not np.array_equal(apart, found)
