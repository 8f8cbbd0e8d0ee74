"""Tiny problems, and random ones with every feature switched on and off."""

import random
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from optimizer.errors import InvalidProblem
from optimizer.problem import (
    NONE,
    NOT_OFFERED,
    UNREACHABLE,
    Constraint,
    Demand,
    Lodging,
    Pin,
    Problem,
    Promise,
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
    seed: int,
    *,
    visits: int = 4,
    teams: int = 2,
    days: int = 2,
    places: int = 4,
    features: Collection["Feature"] = (),
) -> Problem:
    """Return a random problem; each feature is on or off by the toss of a coin.

    Nights, needs, resources, groups and late days may be on always, of the rest those in
    ``features``: "host" has most visits use one resource, "rest" late days bind.
    """
    dice = random.Random(seed)
    asked = _random_plain_problem(dice, visits, teams, days, places)
    for feature, added in FEATURES.items():
        if feature in features and dice.random() < 0.5:
            asked = added(dice, asked)
    return asked


def _random_plain_problem(
    dice: random.Random, visits: int, teams: int, days: int, places: int
) -> Problem:
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


def _with_one_host(dice: random.Random, asked: Problem) -> Problem:
    """Return the problem with most visits at one place, in one morning, at one resource."""
    place, day = dice.choice(asked.teams).base, dice.choice(asked.shifts).day
    opens = day * DAY + 8 * HOUR
    crowded = tuple(
        replace(
            one,
            resource=0,
            location=place,
            windows=((opens, opens + dice.choice((0, 1, 2, 4)) * HOUR),),
        )
        if dice.random() < 0.8
        else one
        for one in asked.visits
    )
    return replace(asked, visits=crowded, resources=max(1, asked.resources))


def _with_rest(dice: random.Random, asked: Problem) -> Problem:
    """Return the problem with days that are late soon, of which no two may follow each other."""
    shifts = tuple(
        replace(shift, late_s=shift.start_s + dice.choice((1, 3)) * HOUR) for shift in asked.shifts
    )
    teams = tuple(replace(team, max_late_in_a_row=1) for team in asked.teams)
    return replace(asked, shifts=shifts, teams=teams)


def _with_masks(dice: random.Random, asked: Problem) -> Problem:
    """Return the problem on roads that may close; some never do, some always are.

    On some of them one passes late at times.
    """
    scenarios = dice.choice((1, 2, 4, 64))
    open_in = np.zeros(asked.travel_s.shape, np.uint64)
    for leg in np.ndindex(*open_in.shape):
        closes = dice.random() < 0.5
        often = dice.getrandbits(64) | (dice.getrandbits(64) if dice.random() < 0.7 else 0)
        open_in[leg] = often if closes else 2**64 - 1
    risk = dice.choice((0.0, 0.02, 0.3, 1.0))
    passable_in = None
    if dice.random() < 0.5:
        late = [dice.getrandbits(64) for _ in range(open_in.size)]
        passable_in = open_in | np.array(late, np.uint64).reshape(open_in.shape)
    # by dice of their own: what is drawn after them stays what it was
    own = random.Random(str(open_in.tolist()))
    weights = tuple(own.choice((0, 1, 7)) for _ in range(scenarios))
    return replace(
        asked,
        open_in=open_in,
        passable_in=passable_in,
        scenarios=scenarios,
        scenario_weights=weights if any(weights) and own.random() < 0.5 else (),
        strand_risk=risk,
    )


def _with_promises(dice: random.Random, asked: Problem) -> Problem:
    promised = dice.sample(range(len(asked.visits)), dice.randint(1, min(3, len(asked.visits))))
    return replace(asked, promises=tuple(_random_promise(dice, asked, v) for v in promised))


def _random_promise(dice: random.Random, asked: Problem, visit: int) -> Promise:
    shift = dice.randrange(len(asked.shifts))
    start_s = asked.shifts[shift].start_s + dice.randint(0, 16) * HOUR // 2
    cost = dice.choice((0, 300, 5000))
    return Promise(visit=visit, shift=shift, start_s=start_s, move_cost=cost)


def _with_pins(dice: random.Random, asked: Problem) -> Problem:
    """Return the problem with up to two pins; those that contradict it are left out."""
    for _ in range(dice.choice((1, 1, 2))):
        try:
            asked = replace(asked, pins=(*asked.pins, _random_pin(dice, asked)))
        except InvalidProblem:
            continue
    return asked


def _random_pin(dice: random.Random, asked: Problem) -> Pin:
    shift = dice.randrange(len(asked.shifts))
    hour = asked.shifts[shift].start_s + dice.randint(0, 16) * HOUR // 2
    return Pin(
        visit=dice.randrange(len(asked.visits)),
        team=asked.shifts[shift].team,
        shift=dice.choice((None, shift)),
        position=dice.choice((None, None, 0, 1)),
        start_s=dice.choice((None, None, hour)),
    )


Feature = Literal["host", "rest", "masks", "promises", "pins"]
FEATURES: dict[Feature, Callable[[random.Random, Problem], Problem]] = {
    "host": _with_one_host,
    "rest": _with_rest,
    "masks": _with_masks,
    "promises": _with_promises,
    "pins": _with_pins,
}
ALL = tuple(FEATURES)


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


def with_few_beds(seed: int, features: Collection[Feature] = ALL) -> Problem:
    """Return a problem of four teams that all may sleep away, in three lodgings of a bed or two."""
    asked = random_problem(seed, visits=24, teams=4, days=4, places=8, features=features)
    return replace(
        asked,
        teams=tuple(replace(team, max_nights=2) for team in asked.teams),
        lodgings=tuple(
            Lodging(location=place, capacity=1 + (place == seed % 3), cost=0) for place in range(3)
        ),
    )
