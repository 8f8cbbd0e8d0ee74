"""From what is known of the weather to the travel of a horizon: the steps between, in order."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from planner.domain.district import District
from planner.domain.plan import Horizon
from planner.domain.weather import Sky
from planner.errors import NotFound
from planner.world.alike import Sharing, standing_in
from planner.world.chosen import choose, features
from planner.world.passability import RoadStates, road_states
from planner.world.rain import Rain, rain_scenarios
from planner.world.weathered import SCENARIOS, Weather

CANDIDATES = 16 * SCENARIOS
"""Courses of the weather from which those to plan for are chosen."""


def weather_of(
    district: District,
    horizon: Horizon,
    sky: Sky,
    *,
    step_s: int,
    sharing: Sharing = Sharing.MOST,
    apart: Collection[date] = (),
) -> Weather:
    """Return the travel of the horizon in 64 scenarios, in whole steps.

    They are chosen from many, so that what is planned for is like what may come (``chosen``). No
    day ``apart`` shares its weathers with another.

    Raises
    ------
    NotFound
        If the district has no climate.
    """
    _, many = rain_and_roads(district, horizon, sky, scenarios=CANDIDATES)
    touring = {team.vehicle_class for team in district.teams if team.max_nights}
    stand_ins = standing_in(district, sky, horizon.days(), sharing, apart)
    some = choose(features(district, horizon, many, stand_ins), SCENARIOS)
    states = replace(many, states=many.states[some])
    return Weather(
        district, sky, states, step_s=step_s, touring=touring, sharing=sharing, apart=apart
    )


def rain_and_roads(
    district: District, horizon: Horizon, sky: Sky, *, scenarios: int = SCENARIOS
) -> tuple[Rain, RoadStates]:
    """Return so many courses of rain spread evenly, and the roads in each of them.

    Raises
    ------
    NotFound
        If the district has no climate.
    """
    rain = rain_scenarios(
        _with_climate(district),
        horizon,
        scenarios=scenarios,
        seed=sky.seed,
        forecast=sky.forecast,
        fallen=sky.fallen,
    )
    return rain, road_states(district, rain, sky)


def fresh_states(
    district: District, horizon: Horizon, sky: Sky, *, weathers: int, seed: int
) -> RoadStates:
    """Return the roads in weathers drawn independently: none that a plan was made with.

    Raises
    ------
    NotFound
        If the district has no climate.
    """
    return fresh_rain_and_roads(district, horizon, sky, weathers=weathers, seed=seed)[1]


def fresh_rain_and_roads(
    district: District, horizon: Horizon, sky: Sky, *, weathers: int, seed: int
) -> tuple[Rain, RoadStates]:
    """Return the same with the rain that did it.

    Raises
    ------
    NotFound
        If the district has no climate.
    """
    rain = rain_scenarios(
        _with_climate(district),
        horizon,
        scenarios=weathers,
        seed=seed,
        forecast=sky.forecast,
        fallen=sky.fallen,
        evenly=False,
    )
    return rain, road_states(district, rain, replace(sky, seed=seed))


def months_without_climate(district: District) -> list[int]:
    """Return the months of the year of which the district does not say how it rains."""
    months = {month.month for month in district.climate}
    return [month for month in range(1, 13) if month not in months]


def _with_climate(district: District) -> District:
    missing = months_without_climate(district)
    if missing:
        raise NotFound(f"no climate for months {missing}").saying(
            "no_climate", months=", ".join(map(str, missing))
        )
    return district
