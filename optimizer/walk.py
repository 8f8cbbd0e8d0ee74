"""One walk of the compiled search: its schedule, the best it met, and the shifts it met."""

import time
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.anneal import anneal, fill_all, load
from optimizer.arrays import (
    columns_of,
    empty_best,
    empty_notes,
    empty_pool,
    empty_schedule,
    most_earning,
    rows_of,
)
from optimizer.budget import Turn
from optimizer.kinds import Column, Kinds
from optimizer.problem import UNREACHABLE
from optimizer.schedule import BENEFIT, BROKEN, DRIVEN, Schedule, World, worth
from optimizer.step import JUDGED, Mood, keep

FEW_ENTRIES = 400
"""Stops of one kind of shift that are all tried in each step."""
CHUNK_S = 0.1
"""How long a walk goes on between two looks at the clock."""
WILD_HEAT, WILD_REMOVED, WILD_TRIED = 2.0, 60, 60
"""A wild walk's temperature, as a multiple; most stops it removes at once, and tries."""
SHORTEST_LEG = 0.05
"""Least that a leg counts for, as a share of the mean leg."""
MANY_SHIFTS = 16
"""More shifts than this are not all opened in each step."""


class Walk:
    """A schedule that is changed step by step, from a seed of its own.

    ``pace`` is how many steps a second it was seen to make.
    """

    def __init__(self, kinds: Kinds, world: World, seed: int) -> None:
        self.kinds, self.world = kinds, world
        self.pace = 3e7
        self._schedule = empty_schedule(world)
        self._best = empty_best(self._schedule)
        self._notes = empty_notes(world, self._schedule)
        self._pool = empty_pool(kinds, world, self._schedule, seed)
        self._state = np.array([np.random.default_rng(seed).integers(1, 2**62)], np.uint64)
        self._tourers = np.flatnonzero(world.shifts["touring"]).astype(np.int64)
        self._mood = mood_of(world, self._schedule)

    @property
    def judged(self) -> int:
        """How many places were judged so far: the walk's work."""
        return int(self._notes.done[JUDGED])

    @property
    def best_worth(self) -> int:
        """The best schedule's value times the world's parts; below 0 if there is none yet."""
        return int(self._best.worth[0])

    def construct(self) -> None:
        """Fill one shift after another."""
        pins_first = self._mood._replace(loose=0.0)
        fill_all(self.world, self._schedule, self._notes, self._state, pins_first)
        self._keep()
        self._mood = mood_of(self.world, self._schedule)

    def begin_anew(self, *, wild: bool) -> None:
        """Forget the schedule and fill it anew; if ``wild``, change more of it in each step."""
        self.load([])
        self.construct()
        if wild:
            self._mood = self._mood._replace(
                hot=WILD_HEAT * self._mood.hot,
                most_removed=WILD_REMOVED,
                most_tried=min(WILD_TRIED, self._mood.most_tried),
            )

    def load(self, columns: Sequence[Column]) -> bool:
        """Go on from these columns; return whether each of them can be worked."""
        rows = rows_of(self.kinds, columns, self._schedule.stops.shape[1])
        possible = bool(load(self.world, self._schedule, *rows))
        if possible:
            self._keep()
            if not self.judged:
                self._mood = mood_of(self.world, self._schedule)
        return possible

    def run(self, steps: int, begin: float, end: float, flag: NDArray[np.uint8]) -> None:
        """Walk so many steps, cooling from ``begin`` to ``end``, shares of the way to cold.

        ``flag`` [0] ends the walk at once.
        """
        before, began = self.judged, time.perf_counter()
        anneal(
            self.world,
            self._schedule,
            self._best,
            self._notes,
            self._pool,
            self._state,
            self._mood,
            self._tourers,
            np.array([begin, end]),
            steps,
            flag,
        )
        passed = time.perf_counter() - began
        if passed > 0.01:
            self.pace = (self.judged - before) / passed

    def go(self, turn: Turn, flag: NDArray[np.uint8], begin: float, end: float) -> None:
        """Walk until the turn is over, cooling from ``begin`` to ``end``."""
        at, whole = begin, turn.seconds()
        while not turn.over():
            if whole is None:
                then, steps = end, turn.steps()
            else:
                left = turn.seconds() or 0.0
                then = end - (end - begin) * max(0.0, left - CHUNK_S) / whole
                steps = max(1, int(min(left, CHUNK_S) * self.pace))
            before = self.judged
            self.run(steps, at, then, flag)
            turn.spend(self.judged - before)
            at = then

    def columns(self) -> list[Column]:
        """Return the best schedule's shifts, but those spent at base."""
        days = self._best.days
        keys = np.stack(
            [np.arange(len(days)), days["slept"], days["sleeps"], days["length"]], axis=1
        )
        worked = keys[:, 1:].any(axis=1)
        stops = self._best.stops[worked]
        return list(columns_of(self.kinds, keys[worked], stops["stop"], stops["start_s"]))

    def pooled(self, most: int) -> Iterator[Column]:
        """Copy the shifts met on good schedules, at most so many, those that earn most.

        Yields them as columns: that takes time, while the walk can go on.
        """
        some = most_earning(self.world, self._pool, most)
        pool = self._pool
        copies = pool.key[some], pool.stops[some], pool.start_s[some]
        return columns_of(self.kinds, *copies)

    def _keep(self) -> None:
        if self._schedule.sums[BROKEN] == 0:
            now = worth(self._schedule, self.world.penalty)
            if now > self._best.worth[0]:
                keep(self._schedule, self._best, now)


def mean_leg(world: World) -> float:
    """Return the mean seconds from one place to another, where there is a way."""
    legs = world.travel_s[(world.travel_s > 0) & (world.travel_s != UNREACHABLE)]
    return float(legs.mean()) if len(legs) else 1.0


def mood_of(world: World, schedule: Schedule) -> Mood:
    """Return how to walk in this world: temperatures follow what a stop of the schedule is worth.

    The sizes were found by trials on orienteering instances (m = 1..4) and districts.
    """
    held = int(schedule.days["length"].sum())
    mean = float(schedule.sums[BENEFIT]) / max(1, held) or float(schedule.tally["gain"].mean())
    legs = held + int(np.count_nonzero(schedule.days["length"]))
    driven_s, far_s = float(schedule.sums[DRIVEN]), mean_leg(world)
    # a schedule that hardly drives, or only home, says little of what a leg takes
    leg_s = max(driven_s / legs, SHORTEST_LEG * far_s) if driven_s > 0 and legs else far_s
    mean = max(1.0, mean)
    widest = int(np.diff(world.entry_at).max(initial=0))
    many = len(world.shifts) > MANY_SHIFTS
    return Mood(
        hot=(0.15 if many else 0.5) * mean,
        cold=0.01 * mean,
        per_second=0.04 * mean / leg_s,
        most_removed=15,
        nights=0.3,
        keep_from=0.97,
        soft_s=1.0,
        most_tried=widest if widest <= FEW_ENTRIES else 96,
        also_open=6 if many else 4,
        loose=0.1,
    )
