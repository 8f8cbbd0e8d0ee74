"""Scenarios of rain: they keep to the climate, and to a forecast as far as it is believed."""

from dataclasses import replace
from datetime import date, timedelta
from statistics import correlation
from typing import Any

import numpy as np
import pytest

from planner.domain.district import District, Settings
from planner.domain.place import Commune, PlaceKind
from planner.domain.plan import Horizon
from planner.domain.weather import ClimateMonth, Forecast, Foreseen
from planner.world.rain import LEAD_IN_DAYS, Rain, rain_scenarios
from tests.planner.valley import district, place

FIRST = date(2022, 8, 1)
MONTH = Horizon.weeks(FIRST, 4)
AUGUST = ClimateMonth(month=8, wet_after_wet=0.8, wet_after_dry=0.4, shape=1.5, scale_mm=10)


def sky(*, apart_deg: float = 0.1, **settings: Any) -> District:
    """Return a district of two communes, ``apart_deg`` of latitude from each other."""
    return district(
        settings=Settings(name="Trời thử", **settings),
        places=(
            place("base", PlaceKind.BASE),
            place("seat", PlaceKind.COMMUNE_SEAT, commune="c2", latitude_deg=21.7 + apart_deg),
        ),
        communes=(
            Commune(code="c1", edition=2022, name="xã Một", seat="base"),
            Commune(code="c2", edition=2022, name="xã Hai", seat="seat", rain_factor=2.0),
        ),
        climate=tuple(replace(AUGUST, month=month) for month in range(1, 13)),
    )


def rain(asked: District, scenarios: int = 4000, seed: int = 1, **more: Any) -> Rain:
    return rain_scenarios(asked, MONTH, scenarios=scenarios, seed=seed, evenly=False, **more)


def forecast(amount: float, made_on: date = FIRST, days: int = 8) -> Forecast:
    """Return the same amount for the first commune on so many days."""
    told = tuple(
        Foreseen(commune="c1", day=made_on + timedelta(days=i), mm=(amount,)) for i in range(days)
    )
    return Forecast(made_on=made_on, source="thử", days=told)


def test_days_begin_before_the_horizon() -> None:
    found = rain(sky(), scenarios=3)
    assert found.days()[LEAD_IN_DAYS] == FIRST
    assert found.days()[-1] == MONTH.last
    assert found.mm.shape == (3, LEAD_IN_DAYS + 28, 2)


def test_it_rains_as_the_climate_says() -> None:
    mm = rain(sky()).mm[:, :, 0]
    wet = mm > 0
    assert wet.mean() == pytest.approx(AUGUST.wet, abs=0.01)
    before, after = wet[:, :-1], wet[:, 1:]
    assert after[before].mean() == pytest.approx(0.8, abs=0.01)
    assert after[~before].mean() == pytest.approx(0.4, abs=0.01)
    assert mm[wet].mean() == pytest.approx(15, rel=0.02)
    assert mm[wet].var() == pytest.approx(150, rel=0.05)


def test_a_commune_gets_its_share() -> None:
    mm = rain(sky()).mm
    assert mm[:, :, 1].mean() == pytest.approx(2 * mm[:, :, 0].mean(), rel=0.03)


def test_rain_is_the_more_alike_the_nearer() -> None:
    def alike(apart_deg: float) -> float:
        mm = rain(sky(apart_deg=apart_deg)).mm[:, 10]
        return float(correlation(mm[:, 0].tolist(), mm[:, 1].tolist()))

    assert 0.7 < alike(0.05) < 1
    assert -0.05 < alike(2.0) < 0.2


def test_two_communes_at_one_point_are_no_trouble() -> None:
    assert rain(sky(apart_deg=0.0), 5).mm.shape == (5, LEAD_IN_DAYS + 28, 2)


def test_the_same_seed_gives_the_same_rain() -> None:
    assert np.array_equal(rain(sky(), 20).mm, rain(sky(), 20).mm)
    assert not np.array_equal(rain(sky(), 20).mm, rain(sky(), 20, seed=2).mm)


def test_even_scenarios_say_as_much_as_many() -> None:
    even = [rain_scenarios(sky(), MONTH, scenarios=64, seed=s).mm[:, 7:, 0] for s in range(8)]
    loose = [rain(sky(), 64, s).mm[:, 7:, 0] for s in range(8)]
    expected = AUGUST.wet * AUGUST.shape * AUGUST.scale_mm
    errors = [np.std([x.mean(axis=0) - expected for x in some]) for some in (even, loose)]
    assert errors[0] < 0.7 * errors[1]


@pytest.mark.parametrize("amount", [0.0, 3.0, 60.0])
def test_a_forecast_that_is_believed_comes_true(amount: float) -> None:
    found = rain(sky(forecast_trust=(1.0, 1.0)), 200, forecast=forecast(amount)).mm
    days = found[:, LEAD_IN_DAYS : LEAD_IN_DAYS + 2, 0]
    assert np.allclose(days, amount, rtol=1e-6)


def test_a_forecast_is_believed_the_less_the_further_ahead() -> None:
    told = rain(sky(forecast_trust=(0.9, 0.5, 0.1)), forecast=forecast(40.0)).mm[:, 7:11, 0]
    errors = np.abs(told - 40.0).mean(axis=0)
    assert errors[0] < errors[1] < errors[2]
    # nothing is believed of the fourth day, but it follows wetter days
    assert told[:, 3].mean() == pytest.approx(rain(sky()).mm[:, 10, 0].mean(), rel=0.2)


def test_what_fell_before_the_forecast_was_made_is_known() -> None:
    told = forecast(25.0, made_on=FIRST - timedelta(days=2), days=1)
    known = replace(told, made_on=FIRST)
    found = rain(sky(), 50, forecast=known).mm[:, LEAD_IN_DAYS - 2, 0]
    assert np.allclose(found, 25.0, rtol=1e-6)


def test_each_scenario_follows_one_member_of_an_ensemble() -> None:
    members = Foreseen(commune="c1", day=FIRST, mm=(0.0, 10.0, 30.0))
    told = Forecast(made_on=FIRST, source="thử", days=(members,))
    found = rain(sky(forecast_trust=(1.0,)), 6, forecast=told).mm[:, LEAD_IN_DAYS, 0]
    assert np.allclose(found, [0, 10, 30, 0, 10, 30], rtol=1e-6)


def test_what_fell_is_the_same_in_every_course_whatever_was_foreseen() -> None:
    day = FIRST + timedelta(days=2)
    fallen = tuple(
        Foreseen(commune=commune, day=day + timedelta(days=i), mm=(mm,))
        for commune, i, mm in (("c1", 0, 33.0), ("c2", 1, 7.0), ("c1", 1, 0.0))
    )
    for told in (None, forecast(80.0)):
        found = rain(sky(), scenarios=200, forecast=told, fallen=fallen)
        at = LEAD_IN_DAYS + 2
        assert found.mm[:, at, 0] == pytest.approx(33.0)
        assert found.mm[:, at + 1, 1] == pytest.approx(7.0)
        assert found.mm[:, at + 1, 0] == pytest.approx(0.0)
        assert found.mm[:, at, 1].std() > 1
