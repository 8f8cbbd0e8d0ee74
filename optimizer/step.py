"""One step of a walk: what it may touch, how it is undone, and what it leaves behind.

Owns the room that a step works in (``Notes``), the best schedule, and the pool of shifts met.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.compiled import inner, kernel
from optimizer.masks import weigh
from optimizer.schedule import Ints, Rows, Schedule, World, fields, plain, serve, unuse, use
from optimizer.timing import forget_shift, record_shift

MOST_OPEN = 12
"""Most shifts opened in one step."""
CANDIDATE = fields("entry place", score=np.float64)
MARK = fields("is_listed loose", noise=np.float64)
JUDGED, STEPS, ACCEPTED = range(3)
"""Places in ``Notes.done`` beside that of touched shifts."""


class Best(NamedTuple):
    """The best schedule so far that keeps all pins; ``worth`` [0] is its worth."""

    days: Rows
    stops: Rows
    worth: Ints


class Pool(NamedTuple):
    """Shifts met on the way: ``key`` [i] is (shift, slept, sleeps, length); ``size`` [0] of them.

    ``table`` finds them by the sum of ``sign`` [shift] and the ``sign`` of their stops.
    """

    key: Ints
    stops: NDArray[np.int32]
    start_s: NDArray[np.int32]
    hashed: NDArray[np.uint64]
    table: Ints
    size: Ints
    stop_sign: NDArray[np.uint64]
    shift_sign: NDArray[np.uint64]


class Notes(NamedTuple):
    """Room for one step: shifts as they were before it, and what could go into the open ones.

    ``touched`` [0] shifts were changed, numbered from ``touched`` [1] on; ``days`` and ``stops``
    say how they were. ``opened`` likewise may be filled; ``candidates`` (open shifts, most) are
    ``tried`` there. ``marks`` are of stops, ``listed`` and ``key`` sort them.
    """

    touched: Ints
    is_touched: NDArray[np.bool_]
    days: Rows
    stops: Rows
    opened: Ints
    is_open: NDArray[np.bool_]
    candidates: Rows
    tried: Ints
    path: Rows
    end_by: Ints
    marks: Rows
    listed: Ints
    key: NDArray[np.float64]
    done: Ints


class Mood(NamedTuple):
    """How a walk behaves: temperatures in worth, and the sizes of what it ruins.

    ``loose`` is the chance that a pinned visit is taken out, and put in again, like any other.
    """

    hot: float
    cold: float
    per_second: float
    most_removed: int
    nights: float
    keep_from: float
    soft_s: float
    most_tried: int
    also_open: int
    loose: float


@inner
def touch(world: World, sched: Schedule, notes: Notes, shift: int) -> None:
    """Write down what a shift is before it changes; under weather, its tour after it too."""
    while shift >= 0:
        if not notes.is_touched[shift]:
            notes.is_touched[shift] = True
            i = notes.touched[0]
            notes.touched[0] += 1
            notes.touched[1 + i] = shift
            notes.days[i] = sched.days[shift]
            for j in range(sched.days[shift].length + 1):
                notes.stops[i, j] = sched.stops[shift, j]
        shift = world.shifts[shift].after if world.weather and sched.days[shift].sleeps else -1


@inner
def begin_step(notes: Notes) -> None:
    """Forget what the last step touched and opened."""
    for i in range(notes.touched[0]):
        notes.is_touched[notes.touched[1 + i]] = False
    for i in range(notes.opened[0]):
        notes.is_open[notes.opened[1 + i]] = False
    notes.touched[0] = notes.opened[0] = 0


@inner
def open_shift(notes: Notes, shift: int) -> None:
    """Let a shift be filled in this step."""
    if not notes.is_open[shift] and notes.opened[0] < MOST_OPEN:
        notes.is_open[shift] = True
        notes.opened[0] += 1
        notes.opened[notes.opened[0]] = shift


@inner
def sleep_elsewhere(world: World, sched: Schedule, shift: int, place: int) -> None:
    """Set where the team sleeps after a shift, and count it as a guest there."""
    day = world.shifts[shift].day
    if sched.days[shift].sleeps:
        sched.guests[sched.days[shift].sleeps - 1, day] -= 1
    sched.days[shift].sleeps = place
    if place:
        sched.guests[place - 1, day] += 1


@inner
def undo(world: World, sched: Schedule, notes: Notes) -> None:
    """Make every touched shift again what it was, to the second."""
    for i in range(notes.touched[0]):
        shift = notes.touched[1 + i]
        forget_shift(world, sched, shift)
        while sched.days[shift].length:
            j = sched.days[shift].length - 1
            stop = sched.stops[shift, j].stop
            serve(world, sched, stop, -weigh(sched.stops[shift, j].mask, world.weights))
            sched.days[shift].length = j
            unuse(world, sched, stop)
        sleep_elsewhere(world, sched, shift, plain(0))
    for i in range(notes.touched[0]):
        shift = notes.touched[1 + i]
        sched.days[shift] = notes.days[i]
        sched.days[shift].sleeps = 0
        for j in range(notes.days[i].length + 1):
            sched.stops[shift, j] = notes.stops[i, j]
        for j in range(notes.days[i].length):
            use(world, sched, shift, sched.stops[shift, j].stop)
            serve(
                world,
                sched,
                sched.stops[shift, j].stop,
                weigh(sched.stops[shift, j].mask, world.weights),
            )
        sleep_elsewhere(world, sched, shift, notes.days[i].sleeps)
        record_shift(world, sched, shift)


@kernel
def keep(sched: Schedule, best: Best, now: int) -> None:
    """Write down the schedule as the best so far."""
    best.worth[0] = now
    for k in range(len(sched.days)):
        best.days[k] = sched.days[k]
        for j in range(sched.days[k].length):
            best.stops[k, j] = sched.stops[k, j]


@inner
def collect(sched: Schedule, notes: Notes, pool: Pool) -> None:
    """Add the shifts that this step changed to the pool, once each, while there is room."""
    slots = len(pool.table) - 1
    for i in range(notes.touched[0]):
        k = notes.touched[1 + i]
        n, at = sched.days[k].length, pool.size[0]
        if n == 0 or at == len(pool.key):
            continue
        mark = pool.shift_sign[k] * np.uint64(1 + sched.days[k].slept * 64 + sched.days[k].sleeps)
        for j in range(n):
            mark ^= pool.stop_sign[sched.stops[k, j].stop]
        slot = np.int64((mark >> np.uint64(7)) & np.uint64(slots))
        while pool.table[slot] >= 0 and pool.hashed[pool.table[slot]] != mark:
            slot = (slot + 1) & slots
        if pool.table[slot] >= 0:
            continue
        pool.table[slot] = at
        pool.hashed[at] = mark
        pool.key[at, 0], pool.key[at, 1] = k, sched.days[k].slept
        pool.key[at, 2], pool.key[at, 3] = sched.days[k].sleeps, n
        for j in range(n):
            pool.stops[at, j], pool.start_s[at, j] = (
                sched.stops[k, j].stop,
                sched.stops[k, j].start_s,
            )
        pool.size[0] += 1
