"""Schedules as arrays: what the compiled search reads and changes, one operation a function.

A schedule says for each shift which stops it holds, in which order, from which second, and where
the team wakes and sleeps. Everything the search asks again and again is kept beside it: when each
stop may be reached at the latest, what each stop would still earn, who sleeps where, when each
resource is busy. Owns the arithmetic of these; knows no method.

Times count from the start of a shift, as in ``kinds``. Worth is counted in units of value times
scenarios, so that a session held in some of the scenarios counts exactly.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.compiled import inner, kernel
from optimizer.problem import NONE

Ints = NDArray[np.int64]
Rows = Any
"""An array of named fields, one row a thing: to type checkers anything, for they know none."""
BENEFIT, COST, BROKEN, DRIVEN = range(4)
"""Places in ``Schedule.sums``: worth of people served and promises kept, of travel and nights, how
many pins are not kept yet, and seconds of travel."""
FAR = 2**60


def fields(names: str, **others: type) -> np.dtype[np.void]:
    """Return the type of a row of whole numbers of these names, and of others."""
    whole: dict[str, type] = dict.fromkeys(names.split(), np.int64)
    return np.dtype([*(whole | others).items()], align=True)


SHIFT = fields(
    "kind profile zero_s end_s max_work_s late_s before after day max_nights max_late touring"
)
ENTRY, WINDOW = fields("stop service_s first last"), fields("lo hi")
STOP = fields("location row bonus resource position first last")
SERVES, SERVED_BY = fields("demand people"), fields("stop people")
DEMAND, ROW, PLACE = (
    fields("cap weight first last most"),
    fields("limit must"),
    fields("capacity cost"),
)
DAY = fields("length driven_s work_s late slept sleeps", enter=np.uint64)
HELD = fields("stop start_s latest_s", mask=np.uint64)
TALLY, SITTING = fields("held where gain"), fields("since until by")


class World(NamedTuple):
    """What stays the same: the problem by kinds, in rows (K shifts, S stops, H lodgings).

    ``refuge`` (kinds of shifts, L): the weathers in which a team can get from there to a bed.

    ``shifts`` (K): kind, profile, ``zero_s`` (start since the problem's zero), hours, ``before``
    and ``after`` (the team's shifts of the neighbouring days, -1 where none), day (index), what
    its team may do, and whether it may sleep away after it (``touring``). ``sleep_at`` (K, 1 + H)
    are the locations of base and lodgings.

    ``entries``: the pairs of shift kind and stop that go together, with the service time and the
    ``first`` and past the ``last`` of their ``windows``; ``entry`` (kinds, S) their number or -1,
    ``entry_at`` (kinds + 1) where those of a kind begin.

    ``stops`` (S): location, row, bonus, resource, ``position`` (-1 or where it must stand), and
    ``first`` to ``last`` of what they serve in ``serves``; ``near`` (S, N) others from near to far.
    ``demands`` likewise, with the stops that serve them in ``served_by``; ``cap`` is people times
    ``parts``, ``most`` the most that one stop serves of them. ``rows`` say how often a row may be
    used and whether it must. ``places`` (1 + H) to sleep are base and lodgings. ``busy_at`` says
    where the sittings of a resource begin.
    """

    travel_s: NDArray[np.int32]
    open_in: NDArray[np.uint64]
    refuge: NDArray[np.uint64]
    shifts: Rows
    sleep_at: Ints
    entries: Rows
    windows: Rows
    entry: Ints
    entry_at: Ints
    stops: Rows
    near: NDArray[np.int32]
    serves: Rows
    demands: Rows
    served_by: Rows
    rows: Rows
    places: Rows
    busy_at: Ints
    scenarios: int
    weights: NDArray[np.int64]
    parts: int
    most_stranded: int
    travel_cost: int
    penalty: int
    simple: bool
    weather: bool


class Schedule(NamedTuple):
    """What changes.

    ``days`` (K): how many stops the shift holds, travel, work, whether it is late, where the team
    wakes and sleeps (0 base, 1 + h lodging h), and the scenarios in which it begins as planned.
    ``stops`` (K, most): stop, its start, the ``latest_s`` arrival that keeps all after it in time
    (without regard to resources; at ``length`` that at the place to sleep), and the scenarios in
    which it is held. ``uses`` (rows), ``served`` (demands), in people times parts.
    ``tally`` (S): how often a stop is held, by which shift, and what one more use would add if
    held in all scenarios. ``guests`` (H, days). ``busy`` [r] of the ``sittings`` from
    ``busy_at[r]`` on are those of resource r.
    """

    days: Rows
    stops: Rows
    uses: Ints
    served: Ints
    tally: Rows
    guests: Ints
    busy: Ints
    sittings: Rows
    sums: Ints


@inner
def plain(number: int) -> int:
    """Return a number whose type is not the number itself.

    A literal would be a type of its own, and all that is called with it compiled once more.
    """
    return np.int64(number)  # type: ignore[return-value]


@kernel
def worth(sched: Schedule, penalty: int) -> int:
    """Return the value of the schedule, times parts, less a penalty for each broken pin."""
    return sched.sums[BENEFIT] - sched.sums[COST] - penalty * sched.sums[BROKEN]


@inner
def free_from(world: World, sched: Schedule, resource: int, shift: int, at: int, lasts: int) -> int:
    """Return the first second from ``at`` on at which others leave a resource free that long."""
    first = world.busy_at[resource]
    again = True
    while again:
        again = False
        for b in range(first, first + sched.busy[resource]):
            if (
                sched.sittings[b].by != shift
                and sched.sittings[b].since < at + lasts
                and sched.sittings[b].until > at
            ):
                at = sched.sittings[b].until
                again = True
    return at


@inner
def begins(world: World, sched: Schedule, shift: int, entry: int, arrives: int) -> int:
    """Return when a sitting can start for a team that arrives then, −1 if not any more."""
    resource = world.stops[world.entries[entry].stop].resource
    for w in range(world.entries[entry].first, world.entries[entry].last):
        if arrives > world.windows[w].hi:
            continue
        start = max(arrives, world.windows[w].lo)
        if resource == NONE:
            return start
        zero = world.shifts[shift].zero_s
        service = world.entries[entry].service_s
        start = free_from(world, sched, resource, shift, zero + start, service) - zero
        if start <= world.windows[w].hi:
            return start
        arrives = start
    return -1


@inner
def latest_arrival(world: World, entry: int, latest_start: int) -> int:
    """Return the latest arrival from which a sitting starts by ``latest_start``, −1 if none."""
    for w in range(world.entries[entry].last - 1, world.entries[entry].first - 1, -1):
        if world.windows[w].lo <= latest_start:
            return min(world.windows[w].hi, latest_start)
    return -1


@inner
def serve(world: World, sched: Schedule, stop: int, parts: int) -> None:
    """Count what a stop serves in scenarios that weigh so much (less than 0: no longer)."""
    for c in range(world.stops[stop].first, world.stops[stop].last):
        d = world.serves[c].demand
        cap, weight, had = world.demands[d].cap, world.demands[d].weight, sched.served[d]
        has = had + world.serves[c].people * parts
        sched.served[d] = has
        low, high = min(had, cap), min(has, cap)
        sched.sums[BENEFIT] += weight * (high - low)
        # all who could still come find room before and after, or none does: no gain changes
        if max(had, has) + world.demands[d].most <= cap or min(had, has) >= cap:
            continue
        for i in range(world.demands[d].first, world.demands[d].last):
            more = world.served_by[i].people * world.parts
            change = (min(has + more, cap) - high) - (min(had + more, cap) - low)
            sched.tally[world.served_by[i].stop].gain += weight * change


@inner
def use(world: World, sched: Schedule, shift: int, stop: int) -> None:
    """Count one more use of a stop by a shift (what it serves is counted apart)."""
    row = world.stops[stop].row
    if world.rows[row].must and sched.uses[row] == 0:
        sched.sums[BROKEN] -= 1
    sched.uses[row] += 1
    sched.tally[stop].held += 1
    sched.tally[stop].where = shift
    sched.sums[BENEFIT] += world.stops[stop].bonus * world.parts


@inner
def unuse(world: World, sched: Schedule, stop: int) -> None:
    """Count one use less of a stop that the shift holds no longer."""
    row = world.stops[stop].row
    sched.uses[row] -= 1
    if world.rows[row].must and sched.uses[row] == 0:
        sched.sums[BROKEN] += 1
    sched.tally[stop].held -= 1
    sched.sums[BENEFIT] -= world.stops[stop].bonus * world.parts
    sched.tally[stop].where = -1
    if sched.tally[stop].held:
        for k in range(len(sched.days)):
            for j in range(sched.days[k].length):
                if sched.stops[k, j].stop == stop:
                    sched.tally[stop].where = k
