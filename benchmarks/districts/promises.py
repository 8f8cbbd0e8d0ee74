"""Promises of a previous plan, and pins on a few of its stops: all can be kept at once."""

from dataclasses import dataclass, replace

import numpy as np

from optimizer.problem import Pin, Problem, Promise
from optimizer.solution import Solution

PINNED = 0.1
"""Share of the previous plan's stops that are pinned, at least one."""
MOVE_COST = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Where the previous plan holds a visit."""

    visit: int
    shift: int
    position: int
    start_s: int


def with_promises(problem: Problem, previous: Solution, seed: int) -> Problem:
    """Return ``problem`` after ``previous`` was published; strengths of pins take turns."""
    draw = np.random.default_rng([seed, 5])
    stops = [
        Held(visit=stop.visit, shift=plan.shift, position=position, start_s=stop.start_s)
        for plan in previous.plans
        for position, stop in enumerate(plan.stops)
    ]
    count = min(len(stops), max(1, round(PINNED * len(stops))))
    pinned = sorted(draw.permutation(len(stops))[:count].tolist())
    return replace(
        problem,
        promises=tuple(
            Promise(visit=held.visit, shift=held.shift, start_s=held.start_s, move_cost=MOVE_COST)
            for held in stops
        ),
        pins=tuple(
            _pin(problem, strength % 4, stops[number]) for strength, number in enumerate(pinned)
        ),
    )


def _pin(problem: Problem, strength: int, held: Held) -> Pin:
    """Return a pin to the team, and from strength 1 to the day, from 2 the order, at 3 the time."""
    return Pin(
        visit=held.visit,
        team=problem.shifts[held.shift].team,
        shift=held.shift if strength >= 1 else None,
        position=held.position if strength >= 2 else None,
        start_s=held.start_s if strength >= 3 else None,
    )
