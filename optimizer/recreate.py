"""How a step fills the shifts it opened.

Either the stop of the best worth per time first, or stops one after another in some random order,
each where it costs least, with blinks (Christiaens & Vanden Berghe 2020, section 5.2).
"""

import math

import numpy as np
from numpy.typing import NDArray

from optimizer.compiled import inner
from optimizer.placement import (
    BLINK,
    DELAY,
    DETOUR,
    careful_place,
    chance,
    end_by,
    lay_path,
    quick_place,
)
from optimizer.schedule import FAR, Schedule, World, plain
from optimizer.step import JUDGED, Mood, Notes, touch
from optimizer.timing import forget_shift, insert, misplaced, record_shift, settle, take_out

LOOKS = 3
"""Stops looked at in the time of judging one place."""
FORCED = 1e30
"""Score of a stop that is promised and not yet held."""


@inner
def judge(
    world: World,
    sched: Schedule,
    notes: Notes,
    o: int,
    first: int,
    last: int,
    counts: int,
    greed: float,
    mood: Mood,
    state: NDArray[np.uint64],
) -> None:
    """Set place and score, worth ^ greed / time, of candidates of open shift o.

    The score is below 0 of those that cannot go there.
    """
    shift, path = notes.opened[1 + o], notes.path[o]
    legs = sched.days[shift].length + 1
    room = world.shifts[shift].max_work_s - sched.days[shift].work_s
    travel = world.travel_s[world.shifts[shift].profile]
    tried, late_s = notes.candidates[o], end_by(world, sched, shift)
    gaps = not world.simple and misplaced(world, sched, shift) > 0
    work = 0
    for i in range(first, last):
        tried[i].score = -1.0
        entry = world.entries[tried[i].entry]
        stop = world.stops[entry.stop]
        forced = world.rows[stop.row].must and sched.uses[stop.row] == 0
        earns = sched.tally[entry.stop].gain + stop.bonus * world.parts
        unwanted = earns <= 0 and not forced and not gaps
        if sched.uses[stop.row] >= world.rows[stop.row].limit or unwanted:
            continue
        work += legs
        if world.simple:
            place, cost, detour = quick_place(
                path,
                legs,
                travel,
                stop.location,
                entry.service_s,
                world.windows,
                entry.first,
                entry.last,
                room - entry.service_s,
                late_s,
                sched.sittings,
                world.busy_at[stop.resource],
                world.busy_at[stop.resource] + sched.busy[stop.resource],
                shift,
                world.shifts[shift].zero_s,
                counts,
                0.0,
                state,
            )
            earns -= detour * world.travel_cost
        else:
            place, cost, earns = careful_place(
                world, sched, shift, tried[i].entry, counts, 0.0, state
            )
        if place >= 0 and (earns > 0 or forced):
            tried[i].place = place
            tried[i].score = FORCED
            if not forced or notes.marks[entry.stop].loose:
                worth_s = math.exp(greed * math.log(max(1, earns))) / (max(cost, 0) + mood.soft_s)
                tried[i].score = notes.marks[entry.stop].noise * worth_s
    notes.done[JUDGED] += work


@inner
def kth_least(values: NDArray[np.float64], k: int) -> float:
    """Return the value that would stand at place k if ``values`` were sorted; moves them about.

    Hoare's selection (1961): NumPy's takes Numba longer to compile than all of this file.
    """
    low, high = 0, len(values) - 1
    while low < high:
        pivot = values[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while values[i] < pivot:
                i += 1
            while values[j] > pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i, j = i + 1, j - 1
        if k <= j:
            high = j
        elif k >= i:
            low = i
        else:
            break
    return float(values[k])


@inner
def list_candidates(
    world: World, sched: Schedule, notes: Notes, state: NDArray[np.uint64], most_tried: int
) -> None:
    """List for each open shift the stops that could earn something there, the best if many."""
    per_time = chance(state) < 0.5
    for o in range(notes.opened[0]):
        kind, size = world.shifts[notes.opened[1 + o]].kind, 0
        tried = notes.candidates[o]
        gaps = not world.simple and misplaced(world, sched, notes.opened[1 + o]) > 0
        notes.done[JUDGED] += (world.entry_at[kind + 1] - world.entry_at[kind]) // LOOKS
        for e in range(world.entry_at[kind], world.entry_at[kind + 1]):
            number = world.entries[e].stop
            stop = world.stops[number]
            if sched.uses[stop.row] >= world.rows[stop.row].limit:
                continue
            forced = world.rows[stop.row].must and sched.uses[stop.row] == 0
            if sched.tally[number].gain + stop.bonus > 0 or forced or gaps:
                tried[size].entry = e
                size += 1
        if size > most_tried:
            for i in range(size):
                stop = world.entries[tried[i].entry].stop
                forced = world.rows[world.stops[stop].row].must
                gain = sched.tally[stop].gain * (0.6 + 0.8 * chance(state))
                if per_time:
                    gain /= 1 + world.entries[tried[i].entry].service_s
                notes.key[i] = tried[i].score = FORCED if forced else gain
        if size > most_tried:
            least = kth_least(notes.key[:size], size - most_tried)
            kept = 0
            for i in range(size):
                if tried[i].score >= least and kept < most_tried:
                    tried[kept].entry = tried[i].entry
                    kept += 1
            size = kept
        notes.tried[o] = size


@inner
def put(world: World, sched: Schedule, notes: Notes, o: int, i: int) -> bool:
    """Put candidate i into open shift o; if it does not fit return false, and change nothing."""
    shift = notes.opened[1 + o]
    touch(world, sched, notes, shift)
    place = notes.candidates[o, i].place
    if insert(world, sched, shift, place, world.entries[notes.candidates[o, i].entry].stop):
        return True
    forget_shift(world, sched, shift)
    take_out(world, sched, shift, place)
    settle(world, sched, shift)
    record_shift(world, sched, shift)
    return False


@inner
def fill_by_worth(
    world: World, sched: Schedule, notes: Notes, state: NDArray[np.uint64], mood: Mood
) -> None:
    """Fill the open shifts: again and again the stop of the best worth per time."""
    counts = int(chance(state) * 3)
    greed = 1.0 + 1.5 * chance(state)
    opened = notes.opened[0]
    for o in range(opened):
        for i in range(notes.tried[o]):
            stop = world.entries[notes.candidates[o, i].entry].stop
            notes.marks[stop].noise = 0.75 + 0.5 * chance(state)
            notes.marks[stop].loose = chance(state) < mood.loose
    for o in range(opened):
        lay_path(world, sched, notes.opened[1 + o], notes.path[o])
        judge(world, sched, notes, o, plain(0), notes.tried[o], counts, greed, mood, state)
    while True:
        best, at_o, at_i = 0.0, plain(0), plain(0)
        for o in range(opened):
            tried = notes.candidates[o]
            for i in range(notes.tried[o]):
                if tried[i].score > best:
                    best, at_o, at_i = tried[i].score, o, i
        if best <= 0:
            return
        # what is left to earn may have shrunk since: judge again before believing (lazy greedy)
        judge(world, sched, notes, at_o, at_i, at_i + 1, counts, greed, mood, state)
        if notes.candidates[at_o, at_i].score < best * (1 - 1e-9):
            continue
        if not put(world, sched, notes, at_o, at_i):
            notes.candidates[at_o, at_i].score = -1.0
            continue
        lay_path(world, sched, notes.opened[1 + at_o], notes.path[at_o])
        judge(
            world,
            sched,
            notes,
            at_o,
            plain(0),
            notes.tried[at_o],
            counts,
            greed,
            mood,
            state,
        )


@inner
def list_stops(
    world: World, sched: Schedule, notes: Notes, state: NDArray[np.uint64], seed: int, mood: Mood
) -> int:
    """List the candidates of all open shifts once each, with a key to order them by."""
    sort, size = int(chance(state) * 4), 0
    near = world.travel_s[0, world.stops[seed].location]
    for o in range(notes.opened[0]):
        for i in range(notes.tried[o]):
            entry = world.entries[notes.candidates[o, i].entry]
            stop = entry.stop
            if notes.marks[stop].is_listed:
                continue
            notes.marks[stop].is_listed = 1
            spread = 0.6 + 0.8 * chance(state)
            if sort == 0:
                key = spread
            elif sort == 1:
                key = -sched.tally[stop].gain * spread
            elif sort == 2:
                wide = world.windows[entry.last - 1].hi - world.windows[entry.first].lo
                key = wide * spread
            else:
                key = -sched.tally[stop].gain / (1.0 + near[world.stops[stop].location]) * spread
            first = world.rows[world.stops[stop].row].must and chance(state) >= mood.loose
            notes.key[size] = -FORCED if first else key
            notes.listed[size] = stop
            size += 1
    return size


@inner
def fill_in_order(
    world: World, sched: Schedule, notes: Notes, state: NDArray[np.uint64], seed: int, mood: Mood
) -> None:
    """Fill the open shifts: stops in some random kind of order, each where it costs least."""
    counts = DELAY if chance(state) < 0.5 else DETOUR
    size = list_stops(world, sched, notes, state, seed, mood)
    for o in range(notes.opened[0]):
        lay_path(world, sched, notes.opened[1 + o], notes.path[o])
        notes.end_by[o] = end_by(world, sched, notes.opened[1 + o])
    work = 0
    for n in np.argsort(notes.key[:size]):
        number = notes.listed[n]
        notes.marks[number].is_listed = 0
        stop = world.stops[number]
        forced = world.rows[stop.row].must and sched.uses[stop.row] == 0
        earns = sched.tally[number].gain + stop.bonus * world.parts
        unwanted = earns <= 0 and not forced and world.simple
        if sched.uses[stop.row] >= world.rows[stop.row].limit or unwanted:
            continue
        cheapest, at = FAR, plain(-1)
        for o in range(notes.opened[0]):
            shift = notes.opened[1 + o]
            e = world.entry[world.shifts[shift].kind, number]
            if e < 0:
                continue
            entry = world.entries[e]
            legs = sched.days[shift].length + 1
            work += legs
            if world.simple:
                room = world.shifts[shift].max_work_s - sched.days[shift].work_s
                place, cost, detour = quick_place(
                    notes.path[o],
                    legs,
                    world.travel_s[world.shifts[shift].profile],
                    stop.location,
                    entry.service_s,
                    world.windows,
                    entry.first,
                    entry.last,
                    room - entry.service_s,
                    notes.end_by[o],
                    sched.sittings,
                    world.busy_at[stop.resource],
                    world.busy_at[stop.resource] + sched.busy[stop.resource],
                    shift,
                    world.shifts[shift].zero_s,
                    counts,
                    BLINK,
                    state,
                )
                net = earns - detour * world.travel_cost
            else:
                place, cost, net = careful_place(world, sched, shift, e, counts, BLINK, state)
            if place >= 0 and (net > 0 or forced) and cost < cheapest:
                cheapest, at = cost, o
                notes.candidates[o, notes.candidates.shape[1] - 1].entry = e
                notes.candidates[o, notes.candidates.shape[1] - 1].place = place
        if at >= 0 and put(world, sched, notes, at, notes.candidates.shape[1] - 1):
            lay_path(world, sched, notes.opened[1 + at], notes.path[at])
            for o in range(notes.opened[0]):
                notes.end_by[o] = end_by(world, sched, notes.opened[1 + o])
    notes.done[JUDGED] += work
