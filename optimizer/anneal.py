"""Ruin and recreate over whole schedules: slack induction by string removals, annealed.

A step takes something out of some shifts (``ruin``), then fills the shifts it opened
(``recreate``). Worse schedules are accepted as simulated annealing does. Good shifts met on the way
are kept in a pool, from which whole plans are packed.

Everything random comes from one state, so that the same state walks the same way.
"""

import math

import numpy as np
from numpy.typing import NDArray

from optimizer.compiled import inner, kernel
from optimizer.placement import chance
from optimizer.recreate import fill_by_worth, fill_in_order, list_candidates
from optimizer.ruin import ruin_nights, ruin_strings
from optimizer.schedule import BROKEN, DRIVEN, Ints, Schedule, World, plain, serve, use, worth
from optimizer.step import (
    ACCEPTED,
    JUDGED,
    STEPS,
    Best,
    Mood,
    Notes,
    Pool,
    begin_step,
    collect,
    keep,
    open_shift,
    sleep_elsewhere,
    undo,
)
from optimizer.timing import forget_shift, measure, record_shift, recount, settle, take_out

STEP_WORK = 40
"""What a step takes besides judging places, counted in places."""


@inner
def clear(world: World, sched: Schedule) -> None:
    """Send everybody home: no stops, no nights away."""
    for k in range(len(sched.days)):
        forget_shift(world, sched, k)
        for j in range(sched.days[k].length - 1, -1, -1):
            take_out(world, sched, k, j)
        sched.days[k].slept = 0
        sleep_elsewhere(world, sched, k, plain(0))
        sched.days[k].enter = np.uint64(0xFFFFFFFFFFFFFFFF) >> np.uint64(64 - world.scenarios)
    for k in range(len(sched.days)):
        settle(world, sched, k)
        record_shift(world, sched, k)


@kernel
def load(world: World, sched: Schedule, keys: Ints, stops: Ints, starts: Ints) -> bool:
    """Work these shifts, rows of (shift, slept, sleeps, length), at the starts given.

    Return whether they keep to all that a single shift must.
    """
    clear(world, sched)
    for i in range(len(keys)):
        k, n = keys[i, 0], keys[i, 3]
        sched.days[k].slept = keys[i, 1]
        for j in range(n):
            sched.stops[k, j].stop, sched.stops[k, j].start_s = stops[i, j], starts[i, j]
            sched.stops[k, j].mask = np.uint64(0 if world.weather else 1)
            use(world, sched, k, stops[i, j])
            if not world.weather:
                serve(world, sched, stops[i, j], plain(1))
        forget_shift(world, sched, k)
        sched.days[k].length = n
        sleep_elsewhere(world, sched, k, keys[i, 2])
    possible = True
    for i in range(len(keys)):
        possible = measure(world, sched, keys[i, 0]) and possible
        record_shift(world, sched, keys[i, 0])
    if world.weather:
        for i in range(len(keys)):
            if keys[i, 1] == 0:
                possible = recount(world, sched, keys[i, 0]) and possible
    return possible


@inner
def energy(world: World, sched: Schedule, per_second: float) -> float:
    """Return worth less a little for every second of travel: slack is worth having."""
    return worth(sched, world.penalty) - per_second * sched.sums[DRIVEN]


@kernel
def fill_all(
    world: World, sched: Schedule, notes: Notes, state: NDArray[np.uint64], mood: Mood
) -> None:
    """Fill one shift after another by worth: the first schedule."""
    for k in range(len(world.shifts)):
        begin_step(notes)
        open_shift(notes, k)
        list_candidates(world, sched, notes, state, mood.most_tried)
        fill_by_worth(world, sched, notes, state, mood)
    begin_step(notes)


@kernel
def anneal(
    world: World,
    sched: Schedule,
    best: Best,
    notes: Notes,
    pool: Pool,
    state: NDArray[np.uint64],
    mood: Mood,
    tourers: Ints,
    share: NDArray[np.float64],
    work: int,
    stop: NDArray[np.uint8],
) -> None:
    """Walk until ``work`` positions were judged, cooling from ``share`` [0] to [1] of the way.

    ``stop`` [0] ends it at once; the schedule is whole at every end.
    """
    now = energy(world, sched, mood.per_second)
    began = notes.done[JUDGED]
    while notes.done[JUDGED] - began < work and stop[0] == 0:
        passed = (notes.done[JUDGED] - began) / work
        heat = mood.hot * (mood.cold / mood.hot) ** (share[0] + (share[1] - share[0]) * passed)
        begin_step(notes)
        notes.done[STEPS] += 1
        notes.done[JUDGED] += STEP_WORK
        seed = int(chance(state) * len(world.stops))
        if len(tourers) and chance(state) < mood.nights:
            possible = ruin_nights(world, sched, notes, tourers, state)
        else:
            possible = ruin_strings(world, sched, notes, seed, state, mood)
        if possible:
            while notes.opened[0] < min(mood.also_open, len(world.shifts)):
                open_shift(notes, int(chance(state) * len(world.shifts)))
            list_candidates(world, sched, notes, state, mood.most_tried)
            if chance(state) < 0.5:
                fill_by_worth(world, sched, notes, state, mood)
            else:
                fill_in_order(world, sched, notes, state, seed, mood)
        new = energy(world, sched, mood.per_second)
        if not possible or not (new > now or chance(state) < math.exp((new - now) / heat)):
            undo(world, sched, notes)
            continue
        now = new
        notes.done[ACCEPTED] += 1
        valued = worth(sched, world.penalty)
        if sched.sums[BROKEN] == 0 and valued > best.worth[0]:
            keep(sched, best, valued)
        if valued >= mood.keep_from * best.worth[0]:
            collect(sched, notes, pool)
