"""Tiny problems, and random ones with every feature switched on and off."""

import random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import (
    NONE,
    NOT_OFFERED,
    UNREACHABLE,
    Constraint,
    Demand,
    Lodging,
    Problem,
    Shift,
    Team,
    Visit,
)

HOUR = 3600
DAY = 24 * HOUR
DEMANDS = 3


def line(*minutes: int) -> NDArray[np.int32]:
    """Return the travel of places along one road, at these minutes from its start."""
    at = np.array(minutes) * 60
    travel: NDArray[np.int32] = np.abs(at[:, None] - at[None, :]).astype(np.int32)[None]
    return travel


def visit(location: int = 1, **changes: Any) -> Visit:
    """Return a visit of one hour at any time of two days, that serves 10 of demand 0."""
    facts: dict[str, Any] = {
        "location": location,
        "service_s": (HOUR,),
        "windows": ((0, 2 * DAY),),
        "contributions": ((0, 10),),
    }
    return Visit(**(facts | changes))


def shift(day: int = 0, **changes: Any) -> Shift:
    """Return team 0's shift from 8 to 18 on ``day``."""
    facts: dict[str, Any] = {
        "team": 0,
        "day": day,
        "start_s": day * DAY + 8 * HOUR,
        "end_s": day * DAY + 18 * HOUR,
        "max_work_s": 10 * HOUR,
        "profile": 0,
        "crew": 0,
    }
    return Shift(**(facts | changes))


def problem(**changes: Any) -> Problem:
    """Return two villages, 30 and 60 minutes down the road, one team, one day."""
    facts: dict[str, Any] = {
        "travel_s": line(0, 30, 60),
        "demands": (Demand(people=100, weight=1000),),
        "visits": (visit(1), visit(2)),
        "teams": (Team(base=0),),
        "shifts": (shift(),),
    }
    return Problem(**(facts | changes))


def random_problem(
    seed: int, *, visits: int = 4, teams: int = 2, days: int = 2, places: int = 4
) -> Problem:
    """Return a random problem; each feature is on or off by the toss of a coin."""
    dice = random.Random(seed)
    needs, resources, groups = dice.choice((0, 4)), dice.choice((0, 2)), dice.choice((0, 2))
    return Problem(
        travel_s=_random_travel(dice, places),
        demands=tuple(
            Demand(people=dice.randint(0, 30), weight=dice.choice((100, 1000, 1300)))
            for _ in range(DEMANDS)
        ),
        visits=_random_visits(dice, visits, (needs, resources, groups), days, places),
        teams=tuple(
            Team(
                base=dice.randrange(places),
                max_nights=dice.choice((0, 1, 2)),
                max_late_in_a_row=dice.choice((1, 5)),
            )
            for _ in range(teams)
        ),
        shifts=_random_shifts(dice, teams, days, needs),
        lodgings=tuple(
            Lodging(location=dice.randrange(places), capacity=1, cost=dice.choice((0, 500)))
            for _ in range(dice.choice((0, 1, 2)))
        ),
        need_names=(Constraint.LANGUAGE, Constraint.KIT) if needs else (),
        resources=resources,
        groups=groups,
        travel_cost=dice.choice((0, 1)),
    )


def _random_visits(
    dice: random.Random, count: int, limits: tuple[int, int, int], days: int, places: int
) -> tuple[Visit, ...]:
    """Return visits of two crew types; every third is a copy, as of a session repeated."""
    needs, resources, groups = limits
    short, long = (dice.choice((HOUR, 2 * HOUR, 3 * HOUR)) for _ in range(2))
    made: list[Visit] = []
    while len(made) < count:
        if made and dice.random() < 0.3:
            made.append(made[-1])
            continue
        made.append(
            Visit(
                location=dice.randrange(places),
                service_s=(short, dice.choice((long, NOT_OFFERED))),
                windows=_random_windows(dice, days),
                needs=dice.randrange(needs) if needs else 0,
                resource=dice.randrange(-1, resources) if resources else NONE,
                group=dice.randrange(-1, groups) if groups else NONE,
                contributions=tuple(
                    (d, dice.randint(1, 20))
                    for d in dice.sample(range(DEMANDS), dice.randint(1, 2))
                ),
            )
        )
    return tuple(made)


def _random_shifts(dice: random.Random, teams: int, days: int, needs: int) -> tuple[Shift, ...]:
    """Return shifts on most days, on one at least."""
    made = tuple(
        _random_shift(dice, t, day, needs)
        for t in range(teams)
        for day in range(days)
        if dice.random() < 0.9
    )
    return made or (_random_shift(dice, 0, 0, needs),)


def _random_shift(dice: random.Random, team: int, day: int, needs: int) -> Shift:
    return Shift(
        team=team,
        day=day,
        start_s=day * DAY + dice.choice((6, 8)) * HOUR,
        end_s=day * DAY + dice.choice((16, 20)) * HOUR,
        max_work_s=dice.choice((4, 6, 12)) * HOUR,
        profile=0,
        crew=dice.randrange(2),
        has=dice.randrange(4) if needs else 0,
        late_s=day * DAY + dice.choice((14, 24)) * HOUR,
    )


def _random_travel(dice: random.Random, places: int) -> NDArray[np.int32]:
    """Return travel times that need not be symmetric nor keep the triangle inequality.

    Some legs do not exist, but never the next place: so that some way leads everywhere.
    """
    travel = np.zeros((1, places, places), np.int32)
    for a in range(places):
        for b in range(places):
            if a != b:
                far = dice.random() < 0.1 and b != (a + 1) % places
                travel[0, a, b] = UNREACHABLE if far else dice.randint(1, 180) * 60
    return travel


def _random_windows(dice: random.Random, days: int) -> tuple[tuple[int, int], ...]:
    windows = []
    for day in range(days):
        if dice.random() < 0.8:
            earliest = day * DAY + dice.choice((6, 8, 12)) * HOUR
            windows.append((earliest, earliest + dice.choice((0, 2, 8)) * HOUR))
    return tuple(windows) or ((0, days * DAY),)
