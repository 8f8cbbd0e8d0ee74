"""How large a made-up district is, and what its days are like."""

from dataclasses import dataclass

import numpy as np

from benchmarks.districts.roads import STATES, Shape

DAY_S = 86_400
HOUR_S = 3_600
LEAST_VILLAGES, MOST_VILLAGES = 60, 400
VILLAGES_PER_TEAM = 40
"""Over ten days: so few teams that they cannot be everywhere."""
WORKING_DAYS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What is asked for; ``days`` are working days, five a week."""

    shape: Shape
    villages: int
    teams: int
    days: int


def draw_size(
    seed: int, *, villages: int | None = None, teams: int | None = None, days: int | None = None
) -> Size:
    """Return the size of district ``seed``: what is not given is drawn, shapes take turns."""
    draw = np.random.default_rng([seed, 1])
    drawn_villages = int(draw.integers(LEAST_VILLAGES, MOST_VILLAGES + 1))
    drawn_days = int(draw.integers(1, 5)) * WORKING_DAYS
    count, length = villages or drawn_villages, days or drawn_days
    return Size(
        shape=list(Shape)[seed % len(Shape)],
        villages=count,
        teams=teams or min(20, max(2, round(count / VILLAGES_PER_TEAM / (length / 10)))),
        days=length,
    )


def working_days(size: Size) -> list[int]:
    """Return the day numbers: after five days come two of rest."""
    return [day // WORKING_DAYS * 7 + day % WORKING_DAYS for day in range(size.days)]


def road_states(size: Size, draw: np.random.Generator) -> list[int]:
    """Return the state of the roads on each working day; a wet day tends to follow a wet one."""
    states = [int(draw.integers(len(STATES)))]
    while len(states) < size.days:
        step = int(draw.integers(-1, 2))
        states.append(min(len(STATES) - 1, max(0, states[-1] + step)))
    return states


def clock(day: int, hour: float) -> int:
    """Return the second at which it is ``hour`` on ``day``."""
    return day * DAY_S + round(hour * HOUR_S)
