"""Dry districts of day tours only: what every peer can be asked.

Each village is visited at most once in the horizon, on a day and in hours when its people are
there, by a team that speaks its language; its prize is the people it has.
"""

import numpy as np

from benchmarks.districts.roads import make_roads, travel_times
from benchmarks.districts.sizes import Size, clock, road_states, working_days
from optimizer.problem import Constraint, Demand, Problem, Shift, Team, Visit

LANGUAGES = 3
HOURS = ((8.0, 11.0), (12.0, 15.0), (8.0, 15.0))
"""When people are there: in the morning, in the afternoon, all day."""
SHARES = (0.45, 0.20, 0.15, 0.20)
"""How often they are not there at all, and how often at each of ``HOURS``."""
SHIFT_HOURS = (7.0, 17.0)


def make_day_district(size: Size, seed: int) -> Problem:
    """Return district ``seed``; the same seed and size give the same problem."""
    draw = np.random.default_rng([seed, 2])
    roads = make_roads(size.shape, size.villages, draw)
    travel_s, _ = travel_times(roads)
    days = working_days(size)
    states = road_states(size, draw)
    people = np.maximum(10, np.rint(np.exp(draw.normal(4.0, 0.6, size.villages)))).astype(int)
    return Problem(
        travel_s=travel_s,
        demands=tuple(Demand(people=int(count), weight=1) for count in people),
        visits=tuple(_visit(v, int(count), days, draw) for v, count in enumerate(people)),
        teams=(Team(base=0),) * size.teams,
        shifts=tuple(
            _shift(team, day, roads.profile(vehicle=team % 2, state=state))
            for team in range(size.teams)
            for day, state in zip(days, states, strict=True)
        ),
        need_names=(Constraint.LANGUAGE,) * LANGUAGES,
    )


def _visit(village: int, people: int, days: list[int], draw: np.random.Generator) -> Visit:
    return Visit(
        location=village + 1,
        service_s=(int(draw.integers(4, 11)) * 900,),
        windows=_windows(days, draw),
        needs=1 << int(draw.integers(LANGUAGES)),
        contributions=((village, people),),
    )


def _windows(days: list[int], draw: np.random.Generator) -> tuple[tuple[int, int], ...]:
    kinds = draw.choice(len(SHARES), len(days), p=SHARES)
    if not kinds.any():
        kinds[draw.integers(len(days))] = len(HOURS)
    return tuple(
        (clock(day, HOURS[kind - 1][0]), clock(day, HOURS[kind - 1][1]))
        for day, kind in zip(days, kinds, strict=True)
        if kind
    )


def _shift(team: int, day: int, profile: int) -> Shift:
    starts, ends = (clock(day, hour) for hour in SHIFT_HOURS)
    # each team speaks all languages but one
    spoken = (1 << LANGUAGES) - 1 - (1 << team % LANGUAGES)
    return Shift(
        team=team,
        day=day,
        start_s=starts,
        end_s=ends,
        max_work_s=ends - starts,
        profile=profile,
        crew=0,
        has=spoken,
    )
