"""Where a stop can go into a shift, what time that takes, and what it would earn."""

import numpy as np
from numpy.typing import NDArray

from optimizer.compiled import inner, njit
from optimizer.masks import bits, weigh
from optimizer.problem import UNREACHABLE
from optimizer.schedule import FAR, Rows, Schedule, World, begins, fields
from optimizer.timing import late_in_a_row

BLINK = 0.02
"""Chance to overlook a place (Christiaens & Vanden Berghe 2020, section 5.2)."""
PATH = fields("here there leaves start_s latest_s direct_s")
DETOUR, DELAY, WORK = range(3)
"""What a place costs: the travel it adds, the time by which all after it is later, or the work."""


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def chance(state: NDArray[np.uint64]) -> float:
    """Return a random number of [0, 1) (xorshift64*, Vigna 2016)."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return ((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@inner
def lay_path(world: World, sched: Schedule, shift: int, path: Rows) -> None:
    """Lay out a shift for ``quick_place``: each leg where it leads, when it may begin and end."""
    travel = world.travel_s[world.shifts[shift].profile]
    kind, n = world.shifts[shift].kind, sched.days[shift].length
    here, leaves = world.sleep_at[shift, sched.days[shift].slept], 0
    for j in range(n + 1):
        path[j].here, path[j].leaves = here, leaves
        path[j].latest_s = sched.stops[shift, j].latest_s
        if j == n:
            there = world.sleep_at[shift, sched.days[shift].sleeps]
            path[j].start_s = FAR
        else:
            stop = sched.stops[shift, j].stop
            there = world.stops[stop].location
            path[j].start_s = sched.stops[shift, j].start_s
            leaves = path[j].start_s + world.entries[world.entry[kind, stop]].service_s
        path[j].there = there
        path[j].direct_s = 0 if here == there else travel[here, there]
        here = there


@inner
def end_by(world: World, sched: Schedule, shift: int) -> int:
    """Return by when the last sitting of a shift must end, as its team's late days allow."""
    if sched.days[shift].late or late_in_a_row(world, sched, shift) <= world.shifts[shift].max_late:
        return FAR
    return world.shifts[shift].late_s


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def quick_place(
    path: Rows,
    legs: int,
    travel: NDArray[np.int32],
    place: int,
    service: int,
    windows: Rows,
    first: int,
    last: int,
    room: int,
    late_s: int,
    sittings: Rows,
    busy_first: int,
    busy_last: int,
    shift: int,
    zero_s: int,
    counts: int,
    blink: float,
    state: NDArray[np.uint64],
) -> tuple[int, int, int]:
    """Return (position, cost, detour) of the cheapest place for a stop; position -1 if none.

    Each position is judged in constant time (Savelsbergh 1992), without weather and pinned
    positions. The stop waits for its own resource; whether those after it then find theirs free
    is left to ``insert``. ``late_s`` is when the last stop must end.
    """
    best, found, added = FAR, -1, 0
    last_hi = windows[last - 1].hi
    for j in range(legs):
        out, back = travel[path[j].here, place], travel[place, path[j].there]
        arrives = path[j].leaves + out
        if arrives > last_hi:
            if out == UNREACHABLE:
                continue
            break
        w = first
        while arrives > windows[w].hi:
            w += 1
        begins_s = max(arrives, windows[w].lo)
        b = busy_first
        while b < busy_last:
            clash = sittings[b].by != shift and sittings[b].until > zero_s + begins_s
            if clash and sittings[b].since < zero_s + begins_s + service:
                begins_s = sittings[b].until - zero_s
                while w < last and begins_s > windows[w].hi:
                    w += 1
                if w == last:
                    break
                begins_s = max(begins_s, windows[w].lo)
                b = busy_first
            else:
                b += 1
        if w == last:
            continue
        ends = begins_s + service
        detour = out + back - path[j].direct_s
        # an unreachable way back ends later than any shift
        if ends + back > path[j].latest_s or detour > room:
            continue
        if j == legs - 1 and ends > late_s:
            continue
        cost = detour + service if counts == WORK else detour
        if counts == DELAY:
            if j < legs - 1:
                cost = max(ends + back - path[j].start_s, 0)
            else:
                cost = ends + back - path[j].leaves - path[j].direct_s
        if cost < best and not (blink > 0 and chance(state) < blink):
            best, found, added = cost, j, detour
    return found, best, added


@inner
def careful_place(
    world: World,
    sched: Schedule,
    shift: int,
    entry: int,
    counts: int,
    blink: float,
    state: NDArray[np.uint64],
) -> tuple[int, int, int]:
    """Return what ``quick_place`` returns, in any world: each position is tried to the end."""
    stop = world.entries[entry].stop
    best, found, best_earns, most_mended = FAR, -1, 0, 0
    for j in range(sched.days[shift].length + 1):
        if blink > 0 and chance(state) < blink:
            continue
        cost, added = _try_place(world, sched, shift, entry, j, counts)
        if cost < 0:
            continue
        earns = sched.tally[stop].gain
        if world.weather:
            earns, safe = _weathered(world, sched, shift, stop, j)
            if not safe:
                continue
        earns += world.stops[stop].bonus * world.parts
        earns -= added * world.travel_cost * world.parts
        mended = _mended(world, sched, shift, stop, j)
        earns += mended * world.penalty
        # under weather a place is chosen for what is held, not only for its time
        better = cost < best if not world.weather else earns > best_earns
        if found < 0 or mended > most_mended or (mended == most_mended and better):
            best, found, best_earns, most_mended = cost, j, earns, mended
    return found, best, best_earns


@inner
def _mended(world: World, sched: Schedule, shift: int, new: int, position: int) -> int:
    """Return how many stops more stand where they are pinned to, with a new one put in."""
    wanted = world.stops[new].position
    mended = -1 if wanted not in (-1, position) else 0
    for j in range(position, sched.days[shift].length):
        wanted = world.stops[sched.stops[shift, j].stop].position
        mended += (wanted == j + 1) - (wanted == j)
    return mended


@inner
def _try_place(
    world: World, sched: Schedule, shift: int, entry: int, position: int, counts: int
) -> tuple[int, int]:
    """Return (cost, detour) of a stop at a position; cost −1 if the shift does not allow it."""
    travel, kind = world.travel_s[world.shifts[shift].profile], world.shifts[shift].kind
    n, new = sched.days[shift].length, world.entries[entry].stop
    wanted = world.stops[new].position
    if wanted >= 0 and position > wanted:
        return -1, 0
    here, clock = world.sleep_at[shift, sched.days[shift].slept], 0
    if position > 0:
        before = sched.stops[shift, position - 1].stop
        here = world.stops[before].location
        clock = (
            sched.stops[shift, position - 1].start_s
            + world.entries[world.entry[kind, before]].service_s
        )
    leaves = clock
    leg = travel[here, world.stops[new].location]
    if leg == UNREACHABLE:
        return -1, 0
    start = begins(world, sched, shift, entry, clock + leg)
    if start < 0:
        return -1, 0
    driven, clock, there = leg, start + world.entries[entry].service_s, world.stops[new].location
    delay = -1
    for j in range(position, n):
        stop = sched.stops[shift, j].stop
        wanted = world.stops[stop].position
        leg = travel[there, world.stops[stop].location]
        if leg == UNREACHABLE or (wanted >= 0 and j + 1 > wanted):
            return -1, 0
        held = world.entry[kind, stop]
        start = begins(world, sched, shift, held, clock + leg)
        if start < 0:
            return -1, 0
        if j == position:
            driven += leg
            delay = max(0, start - sched.stops[shift, j].start_s)
        clock, there = start + world.entries[held].service_s, world.stops[stop].location
    home = world.sleep_at[shift, sched.days[shift].sleeps]
    leg = travel[there, home]
    if leg == UNREACHABLE or clock + leg > world.shifts[shift].end_s:
        return -1, 0
    following = world.stops[sched.stops[shift, position].stop].location if position < n else home
    direct = 0 if here == following else travel[here, following]
    if position == n:
        driven += leg
        delay = clock + leg - leaves - direct
    detour = driven - direct
    if (
        sched.days[shift].work_s + detour + world.entries[entry].service_s
        > world.shifts[shift].max_work_s
    ):
        return -1, 0
    turns_late = clock > world.shifts[shift].late_s and not sched.days[shift].late
    if turns_late and late_in_a_row(world, sched, shift) > world.shifts[shift].max_late:
        return -1, 0
    if counts == DELAY:
        return delay, detour
    # a way that is shorter with the stop costs nothing
    return max(0, detour + world.entries[entry].service_s * (counts == WORK)), detour


@inner
def _weathered(
    world: World, sched: Schedule, shift: int, new: int, position: int
) -> tuple[int, bool]:
    """Return what a stop would earn as often as it is held, less what those after it lose.

    Second, whether the day's legs stay open and its team safe.
    """
    full = np.uint64(0xFFFFFFFFFFFFFFFF) >> np.uint64(64 - world.scenarios)
    open_in = world.open_in[world.shifts[shift].profile]
    first = world.sleep_at[shift, sched.days[shift].slept]
    home = world.sleep_at[shift, sched.days[shift].sleeps]
    mask = full if sched.days[shift].slept == 0 else sched.days[shift].enter
    here, stranded, going, earns = first, np.uint64(0), full, 0
    refuge = world.refuge[world.shifts[shift].kind]
    n = sched.days[shift].length
    for j in range(n + 2):
        if j < position:
            stop = sched.stops[shift, j].stop
        elif j == position:
            stop = new
        else:
            stop = sched.stops[shift, j - 1].stop if j <= n else -1
        there = world.stops[stop].location if stop >= 0 else home
        if here != there:
            leg = open_in[here, there] & full
            if leg == 0:
                return 0, False
            stranded |= going & ~leg & ~refuge[here]
            going &= leg
            mask &= leg
        if j == position:
            earns += sched.tally[new].gain * weigh(mask, world.weights) // world.parts
        elif stop >= 0 and j > position:
            earns -= _lost(world, sched, stop, sched.stops[shift, j - 1].mask & ~mask)
        here = there
    k = world.shifts[shift].after if sched.days[shift].sleeps else -1
    while k >= 0:
        for j in range(sched.days[k].length):
            earns -= _lost(world, sched, sched.stops[k, j].stop, sched.stops[k, j].mask & ~mask)
        k = world.shifts[k].after if sched.days[k].sleeps else -1
    return earns, bits(stranded) <= world.most_stranded


@inner
def _lost(world: World, sched: Schedule, stop: int, mask: np.uint64) -> int:
    """Return what is lost if a stop is no longer held in some scenarios."""
    parts, lost = weigh(mask, world.weights), 0
    for c in range(world.stops[stop].first, world.stops[stop].last):
        d = world.serves[c].demand
        cap, had = world.demands[d].cap, sched.served[d]
        lost += world.demands[d].weight * (
            min(had, cap) - min(had - world.serves[c].people * parts, cap)
        )
    return lost
