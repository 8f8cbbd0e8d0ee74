"""What a step takes out of a schedule: strings of stops near a seed, or nights of one team.

Strings as in slack induction by string removals (Christiaens & Vanden Berghe 2020, section 5.1).
Most pinned visits stay.
"""

import numpy as np
from numpy.typing import NDArray

from optimizer.compiled import inner
from optimizer.placement import chance
from optimizer.schedule import Ints, Schedule, World, plain
from optimizer.step import MOST_OPEN, Mood, Notes, open_shift, sleep_elsewhere, touch
from optimizer.timing import forget_shift, record_shift, settle, take_out


@inner
def cut(
    world: World,
    sched: Schedule,
    shift: int,
    first: int,
    count: int,
    spared: int,
    loose: float,
    state: NDArray[np.uint64],
) -> bool:
    """Take up to ``count`` stops out of a touched shift, but the spared and most pinned ones.

    If what is left cannot be driven, take out all but the pinned; return whether that can be.
    """
    forget_shift(world, sched, shift)
    for j in range(min(first + count, sched.days[shift].length) - 1, first - 1, -1):
        must = world.rows[world.stops[sched.stops[shift, j].stop].row].must
        if j != spared and (not must or chance(state) < loose):
            take_out(world, sched, shift, j)
    possible = settle(world, sched, shift)
    if not possible:
        for j in range(sched.days[shift].length - 1, -1, -1):
            if not world.rows[world.stops[sched.stops[shift, j].stop].row].must:
                take_out(world, sched, shift, j)
        possible = settle(world, sched, shift)
    record_shift(world, sched, shift)
    return possible


@inner
def ruin_strings(
    world: World,
    sched: Schedule,
    notes: Notes,
    seed: int,
    state: NDArray[np.uint64],
    mood: Mood,
) -> bool:
    """Take strings of stops near the seed out of the shifts that hold them."""
    removed_most = 1 + int(chance(state) * mood.most_removed)
    strings = 1 + int(chance(state) * min(len(world.shifts), max(3, removed_most // 3), MOST_OPEN))
    longest = max(1, removed_most // strings)
    cuts = 0
    for q in range(-1, world.near.shape[1]):
        stop = seed if q < 0 else world.near[seed, q]
        shift = sched.tally[stop].where
        if shift < 0 or notes.is_open[shift]:
            continue
        n = sched.days[shift].length
        here = 0
        while here < n - 1 and sched.stops[shift, here].stop != stop:
            here += 1
        size = min(n, 1 + int(chance(state) * min(longest, n)))
        low, high = max(0, here - size + 1), min(here, n - size)
        first = low + int(chance(state) * (high - low + 1))
        spared = -1
        if size < n and chance(state) < 0.3:
            spared = first + int(chance(state) * size)
        touch(world, sched, notes, shift)
        open_shift(notes, shift)
        if not cut(world, sched, shift, first, size, spared, mood.loose, state):
            return False
        cuts += 1
        if cuts >= strings:
            break
    return True


@inner
def nights_in_a_row(world: World, sched: Schedule, shift: int) -> int:
    """Return how many nights in a row the team is away, that after ``shift`` among them."""
    run, k = 0, shift
    while k >= 0 and sched.days[k].sleeps:
        run += 1
        k = world.shifts[k].before
    k = world.shifts[shift].after
    while k >= 0 and sched.days[k].sleeps:
        run += 1
        k = world.shifts[k].after
    return run


@inner
def draw_night(
    world: World, sched: Schedule, shift: int, kept: int, state: NDArray[np.uint64]
) -> int:
    """Return a place to sleep after a shift: base, where the team is, or any with room."""
    dice = chance(state)
    if not world.shifts[shift].touring or dice < 0.35:
        return 0
    place = kept if dice < 0.6 and kept else 1 + int(chance(state) * (len(world.places) - 1))
    full = sched.guests[place - 1, world.shifts[shift].day] >= world.places[place].capacity
    return 0 if full else place


@inner
def ruin_nights(
    world: World, sched: Schedule, notes: Notes, tourers: Ints, state: NDArray[np.uint64]
) -> bool:
    """Draw some nights of one team anew; keep its stops on those days or not."""
    first = tourers[int(chance(state) * len(tourers))]
    days, keep = 2 + int(chance(state) * 4), chance(state) < 0.5
    k, last = first, first
    for _ in range(days):
        if k < 0:
            break
        touch(world, sched, notes, k)
        open_shift(notes, k)
        forget_shift(world, sched, k)
        if not keep:
            for j in range(sched.days[k].length - 1, -1, -1):
                if not world.rows[world.stops[sched.stops[k, j].stop].row].must:
                    take_out(world, sched, k, j)
        last = k
        k = world.shifts[k].after
    k = first
    while k != last:
        following = world.shifts[k].after
        sleep_elsewhere(world, sched, k, plain(0))
        sleep_elsewhere(world, sched, k, draw_night(world, sched, k, sched.days[k].slept, state))
        if sched.days[k].sleeps and nights_in_a_row(world, sched, k) > world.shifts[k].max_nights:
            sleep_elsewhere(world, sched, k, plain(0))
        sched.days[following].slept = sched.days[k].sleeps
        k = following
    possible = True
    k = first
    while k >= 0:
        if possible and not settle(world, sched, k):
            for j in range(sched.days[k].length - 1, -1, -1):
                if not world.rows[world.stops[sched.stops[k, j].stop].row].must:
                    take_out(world, sched, k, j)
            possible = settle(world, sched, k)
        record_shift(world, sched, k)
        k = world.shifts[k].after if k != last else -1
    return possible
