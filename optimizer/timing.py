"""A shift as it is changed: its starts set, measured, counted out of the sums and in again.

Whoever changes stops or nights of a shift first has it forgotten, then settled, then recorded.
Owns what a single shift keeps to on the way; what a schedule is and tallies, ``schedule`` says.
"""

import numpy as np

from optimizer.compiled import inner
from optimizer.masks import bits, weigh
from optimizer.problem import NONE, UNREACHABLE
from optimizer.schedule import (
    BROKEN,
    COST,
    DRIVEN,
    Schedule,
    World,
    begins,
    latest_arrival,
    plain,
    serve,
    unuse,
    use,
)


@inner
def misplaced(world: World, sched: Schedule, shift: int) -> int:
    """Return how many stops of a shift do not stand where they are pinned to."""
    count = 0
    for j in range(sched.days[shift].length):
        wanted = world.stops[sched.stops[shift, j].stop].position
        count += wanted not in (-1, j)
    return count


@inner
def late_in_a_row(world: World, sched: Schedule, shift: int) -> int:
    """Return how many late shifts in a row there are if ``shift`` is one."""
    run = 1
    other = world.shifts[shift].before
    while other >= 0 and sched.days[other].late:
        run += 1
        other = world.shifts[other].before
    other = world.shifts[shift].after
    while other >= 0 and sched.days[other].late:
        run += 1
        other = world.shifts[other].after
    return run


@inner
def idle(sched: Schedule, shift: int) -> bool:
    """Return whether the team stays at base that day."""
    return (
        sched.days[shift].length == 0
        and sched.days[shift].slept == 0
        and sched.days[shift].sleeps == 0
    )


@inner
def time_stops(world: World, sched: Schedule, shift: int) -> bool:
    """Set the starts of a shift, each as early as it can be; return whether there are any."""
    travel = world.travel_s[world.shifts[shift].profile]
    here, clock = world.sleep_at[shift, sched.days[shift].slept], 0
    for j in range(sched.days[shift].length):
        stop = sched.stops[shift, j].stop
        entry = world.entry[world.shifts[shift].kind, stop]
        leg = travel[here, world.stops[stop].location]
        if leg == UNREACHABLE:
            return False
        clock = begins(world, sched, shift, entry, clock + leg)
        if clock < 0:
            return False
        sched.stops[shift, j].start_s = clock
        clock += world.entries[entry].service_s
        here = world.stops[stop].location
    return True


@inner
def forget_shift(world: World, sched: Schedule, shift: int) -> None:
    """Take a shift's costs, misplaced stops and busy times out of the sums."""
    sched.sums[DRIVEN] -= sched.days[shift].driven_s
    sched.sums[COST] -= sched.days[shift].driven_s * world.travel_cost * world.parts
    sched.sums[COST] -= world.places[sched.days[shift].sleeps].cost * world.parts
    sched.sums[BROKEN] -= misplaced(world, sched, shift)
    for j in range(sched.days[shift].length):
        resource = world.stops[sched.stops[shift, j].stop].resource
        if resource == NONE:
            continue
        first, b = world.busy_at[resource], world.busy_at[resource]
        while b < first + sched.busy[resource]:
            if sched.sittings[b].by == shift:
                sched.busy[resource] -= 1
                last = first + sched.busy[resource]
                sched.sittings[b] = sched.sittings[last]
            else:
                b += 1


@inner
def record_shift(world: World, sched: Schedule, shift: int) -> None:
    """Put a shift's costs, misplaced stops and busy times, as they stand now, into the sums."""
    sched.sums[DRIVEN] += sched.days[shift].driven_s
    sched.sums[COST] += sched.days[shift].driven_s * world.travel_cost * world.parts
    sched.sums[COST] += world.places[sched.days[shift].sleeps].cost * world.parts
    sched.sums[BROKEN] += misplaced(world, sched, shift)
    for j in range(sched.days[shift].length):
        stop = sched.stops[shift, j].stop
        resource = world.stops[stop].resource
        if resource != NONE:
            b = world.busy_at[resource] + sched.busy[resource]
            start = world.shifts[shift].zero_s + sched.stops[shift, j].start_s
            sched.sittings[b].since = start
            sched.sittings[b].until = (
                start + world.entries[world.entry[world.shifts[shift].kind, stop]].service_s
            )
            sched.sittings[b].by = shift
            sched.busy[resource] += 1


@inner
def measure(world: World, sched: Schedule, shift: int) -> bool:
    """Derive travel, work, lateness and latest arrivals from stops and starts.

    Return whether the shift keeps its hours, its work, and its team's late days.
    """
    travel = world.travel_s[world.shifts[shift].profile]
    n = sched.days[shift].length
    here = world.sleep_at[shift, sched.days[shift].slept]
    home = world.sleep_at[shift, sched.days[shift].sleeps]
    driven, sitting, clock = 0, 0, 0
    for j in range(n):
        stop = sched.stops[shift, j].stop
        service = world.entries[world.entry[world.shifts[shift].kind, stop]].service_s
        driven += travel[here, world.stops[stop].location]
        sitting += service
        clock = sched.stops[shift, j].start_s + service
        here = world.stops[stop].location
    sched.days[shift].late = n > 0 and clock > world.shifts[shift].late_s
    sched.days[shift].driven_s, sched.days[shift].work_s = 0, 0
    sched.stops[shift, n].latest_s = world.shifts[shift].end_s
    if idle(sched, shift):
        return True
    leg = travel[here, home]
    if leg == UNREACHABLE or clock + leg > world.shifts[shift].end_s:
        return False
    sched.days[shift].driven_s = driven + leg
    sched.days[shift].work_s = driven + leg + sitting
    if sched.days[shift].work_s > world.shifts[shift].max_work_s:
        return False
    latest, there = world.shifts[shift].end_s, home
    for j in range(n - 1, -1, -1):
        stop = sched.stops[shift, j].stop
        entry = world.entry[world.shifts[shift].kind, stop]
        start_by = (
            latest - travel[world.stops[stop].location, there] - world.entries[entry].service_s
        )
        latest = latest_arrival(world, entry, start_by)
        sched.stops[shift, j].latest_s = latest
        there = world.stops[stop].location
    return (
        not sched.days[shift].late
        or late_in_a_row(world, sched, shift) <= world.shifts[shift].max_late
    )


@inner
def recount(world: World, sched: Schedule, shift: int) -> bool:
    """Count anew in which scenarios the stops of a shift, and of its tour after it, are held.

    Return whether no day of them strands its team too often. Scenarios as in ``optimizer.value``
    and ``optimizer.check``: a leg that is closed ends the tour's day where it stands.
    """
    full = np.uint64(0xFFFFFFFFFFFFFFFF) >> np.uint64(64 - world.scenarios)
    safe = True
    mask = full if sched.days[shift].slept == 0 else sched.days[shift].enter
    k = shift
    while k >= 0:
        open_in = world.open_in[world.shifts[k].profile]
        home = world.sleep_at[k, sched.days[k].sleeps]
        first = world.sleep_at[k, sched.days[k].slept]
        sched.days[k].enter = mask
        here, stranded, going = first, np.uint64(0), full
        refuge = world.refuge[world.shifts[k].kind]
        for j in range(sched.days[k].length + 1):
            stop = sched.stops[k, j].stop if j < sched.days[k].length else -1
            there = world.stops[stop].location if stop >= 0 else home
            if here != there:
                leg = open_in[here, there] & full
                stranded |= going & ~leg & ~refuge[here]
                going &= leg
                if leg == 0 and not idle(sched, k):
                    safe = False
                mask &= leg
            if stop >= 0 and sched.stops[k, j].mask != mask:
                more = weigh(mask, world.weights)
                serve(world, sched, stop, more - weigh(sched.stops[k, j].mask, world.weights))
                sched.stops[k, j].mask = mask
            here = there
        safe = safe and bits(stranded) <= world.most_stranded
        k = world.shifts[k].after if sched.days[k].sleeps > 0 else -1
    return safe


@inner
def settle(world: World, sched: Schedule, shift: int) -> bool:
    """Time a shift anew after its stops or nights have changed; return whether it can be so."""
    possible = time_stops(world, sched, shift) and measure(world, sched, shift)
    if possible and world.weather:
        possible = recount(world, sched, shift)
    return possible


@inner
def insert(world: World, sched: Schedule, shift: int, position: int, stop: int) -> bool:
    """Put a stop into a shift; return whether that can be (if not, take it out again)."""
    forget_shift(world, sched, shift)
    for j in range(sched.days[shift].length, position, -1):
        sched.stops[shift, j] = sched.stops[shift, j - 1]
    sched.stops[shift, position].stop = stop
    sched.stops[shift, position].mask = np.uint64(0)
    sched.days[shift].length += 1
    use(world, sched, shift, stop)
    possible = settle(world, sched, shift)
    if not world.weather:
        serve(world, sched, stop, plain(1))
        sched.stops[shift, position].mask = np.uint64(1)
    record_shift(world, sched, shift)
    return possible


@inner
def take_out(world: World, sched: Schedule, shift: int, position: int) -> None:
    """Take a stop out of a shift, which has to be settled afterwards."""
    stop = sched.stops[shift, position].stop
    serve(world, sched, stop, -weigh(sched.stops[shift, position].mask, world.weights))
    unuse(world, sched, stop)
    for j in range(position, sched.days[shift].length - 1):
        sched.stops[shift, j] = sched.stops[shift, j + 1]
    sched.days[shift].length -= 1
