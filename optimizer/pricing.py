"""Label setting: the best shifts from where a team may wake to where it may sleep, given prices.

A label is a partial shift: where it stands, when, how much it has worked, what it has earned, in
which weathers it got there, and which of the watched rows it has used. Elementary shortest paths
with resource constraints are solved by decremental state-space relaxation (Righini & Salani 2008;
Boland, Dethridge & Dumitrescu 2006): rows are watched only once a best path has used one of them
too often, so every round, even one cut short of that, prices a superset of all shifts and gives a
valid bound. Where labels are too many, a stop may forget rows that lie far from it: the ng-route
relaxation (Baldacci, Mingozzi & Roberti 2011, section 4), again a superset.

Owns the compiled kernel; knows no demands, teams or days.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.compiled import njit
from optimizer.labels import (
    keep_best,
    listed_by_stop,
    longer,
    outdone,
    pop,
    push,
    renumber,
    times_used,
)
from optimizer.masks import bits, weigh_most
from optimizer.problem import UNREACHABLE
from optimizer.reach import (
    RestArrays,
    can_pay,
    covering,
    grouped,
    legs_between,
    limits,
    ways_home,
    within_reach,
)
from optimizer.rivals import EPSILON

MAX_LABELS = 400_000
MAX_STEPS = 200_000_000
"""Labels, and legs and comparisons, of one kernel call: past this it gives up, proving nothing."""
WORDS = 2
"""Masks of 64 bits in which a label remembers watched rows."""
BEAM = 6
"""A search that is not exact leaves out labels of a stop where so many have earned more."""
POLLED = 1 << 16
"""Steps between two looks at the cancel flag: well under a millisecond."""
NO_VALUE = -1e300
"""What is earned by what cannot be."""
NO_WORTH = NO_VALUE / 2
"""What earns less cannot be, whatever was added to ``NO_VALUE``."""


class Priced(NamedTuple):
    """What one kernel call found.

    ``best`` has shape (ends, 2): the most that any shift to each end earns, finishing by
    ``late_s`` (0) or after it (1); ``NO_VALUE`` if there is none. ``kept`` has shape
    (ends, 2, most kept): labels of the best shifts, −1 where none. ``stop``, ``start_s``,
    ``worked_s``, ``seen`` and ``parent`` describe labels; the first are the starts, one for each
    place to wake, their parent −1. If all labels were asked for, those of stop *j* are
    ``listed[listed_at[j]:listed_at[j + 1]]``, best first.
    ``complete`` is false if the kernel gave up. ``steps`` is the work done: legs tried and labels
    compared.
    """

    complete: bool
    best: NDArray[np.float64]
    kept: NDArray[np.int32]
    earned: NDArray[np.float64]
    stop: NDArray[np.int32]
    start_s: NDArray[np.int64]
    worked_s: NDArray[np.int64]
    seen: NDArray[np.uint64]
    parent: NDArray[np.int32]
    listed_at: NDArray[np.int64]
    listed: NDArray[np.int32]
    steps: int

    def path(self, label: int) -> tuple[int, list[int], list[int]]:
        """Return the number of the place to wake, stops and their starts, along a label."""
        stops, starts = [], []
        while self.parent[label] >= 0:
            stops.append(int(self.stop[label]))
            starts.append(int(self.start_s[label]))
            label = int(self.parent[label])
        return label, stops[::-1], starts[::-1]


Answer = tuple[
    bool,
    NDArray[np.float64],
    NDArray[np.int32],
    NDArray[np.float64],
    NDArray[np.int32],
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.uint64],
    NDArray[np.int32],
    NDArray[np.int64],
    NDArray[np.int32],
    int,
]
"""The fields of ``Priced``, as a plain tuple."""


@njit(cache=True, nogil=True)
def price(  # noqa: PLR0912, PLR0915, PLR0917 - a numeric kernel: one loop, compiled whole
    travel_s: NDArray[np.int32],
    open_in: NDArray[np.uint64] | None,
    enter: NDArray[np.uint64] | None,
    refuge: NDArray[np.uint64] | None,
    traps: np.uint64,
    most_stranded: int,
    scenarios: int,
    weights: NDArray[np.int64],
    parts: int,
    location: NDArray[np.int32],
    service_s: NDArray[np.int32],
    gain: NDArray[np.float64],
    people: NDArray[np.float64],
    watch: NDArray[np.uint64],
    remembers: NDArray[np.uint64],
    asked: NDArray[np.int32],
    window_at: NDArray[np.int32],
    window_lo: NDArray[np.int64],
    window_hi: NDArray[np.int64],
    starts: NDArray[np.int32],
    wake: NDArray[np.float64],
    ends: NDArray[np.int32],
    end_s: int,
    max_work_s: int,
    late_s: int,
    travel_cost: float,
    triangle: bool,
    exact: bool,
    nearest: int,
    rest: RestArrays | None,
    least: float,
    row: NDArray[np.int32],
    most: NDArray[np.int64],
    most_kept: int,
    every_label: bool,
    max_labels: int,
    max_steps: int,
    cancel: NDArray[np.uint8],
) -> Answer:
    """Return the fields of ``Priced`` for shifts from second 0; stops are 0..n-1 in the arrays.

    A shift begins at one of ``starts``, where it earns ``wake`` (``NO_VALUE``: it cannot).
    ``window_at`` has n + 1 offsets into ``window_lo`` and ``window_hi``. ``gain`` is what a stop
    earns, and ``people`` what it earns besides, in the share of the ``scenarios`` in which it is
    held: those in which ``open_in`` has every leg up to it open (``None``: all; compiled apart,
    without masks), and the day begins: of the masks ``enter`` (starts, any) of its start the one
    with which it is held most, by the ``weights`` of scenarios (``masks.weigh``), ``parts`` in all.
    A shift that strands its team in more than ``most_stranded`` scenarios is not found: where the
    next leg is closed and there is no ``refuge`` (locations,) from here, which happens in those of
    ``traps`` only. ``watch`` (n, WORDS) holds as many bits as its row may be used, in one word, if
    the row is watched: each use takes the lowest one left, so that fewer uses are a subset; a stop
    ``remembers`` only some bits. Only ``asked`` stops are tried; they are in order of location. If
    not ``exact``, an earlier and better earning label beats every other at its stop, and no ``row``
    is used more than ``most`` times: quick, good, and no proof. From a stop only the ``nearest`` so
    many places are tried, which proves nothing either if there are more.
    Where ``rest`` says what may follow each stop (``can_pay``), labels that lead to no shift
    earning ``least`` are left out: then ``best`` is what any shift earns or less than ``least``.
    ``triangle`` says that no stop on the way makes a journey shorter: then stops from which no end
    is in reach are left out. Gives up past ``max_labels`` and ``max_steps``, and where ``cancel``
    is not 0. Of each end ``most_kept`` labels are kept, or ``every_label``.
    """
    n, s_count, e_count = location.shape[0], starts.shape[0], ends.shape[0]
    capacity, masked = 1024 + s_count, open_in is not None
    everything = np.uint64(0xFFFFFFFFFFFFFFFF) >> np.uint64(64 - scenarios)
    stop = np.empty(capacity, np.int32)
    clock = np.empty(capacity, np.int64)
    work = np.empty(capacity, np.int64)
    earned = np.empty(capacity, np.float64)
    seen = np.empty((capacity, WORDS), np.uint64)
    held = np.full(capacity if open_in is not None else 1, everything)
    origin = np.empty(capacity if open_in is not None else 1, np.int32)
    lost = np.zeros(capacity if open_in is not None else 1, np.uint64)
    lost_there = np.uint64(0)
    parent = np.empty(capacity, np.int32)
    following = np.empty(capacity, np.int32)
    queue = np.empty(capacity, np.int32)
    head = np.full(n, -1, np.int32)
    best = np.full((e_count, 2), NO_VALUE)
    kept = np.full((e_count, 2, most_kept), -1, np.int32)
    worth = np.full((e_count, 2, most_kept), NO_VALUE)
    lowest = np.full((e_count, 2), NO_VALUE)
    group_at, places, group_of = grouped(location, asked)
    leg_to = legs_between(travel_s, places, starts, nearest)
    home_s = ways_home(travel_s, places, ends, triangle)
    last_arrival, most_worked = limits(
        asked, group_at, home_s, service_s, window_at, window_hi, end_s, max_work_s
    )
    groups = np.empty(places.shape[0], np.int32)
    covers = covering(enter, s_count)
    # where work cannot be the limit, labels need not be compared by it
    tires = max_work_s < end_s
    labels, queued, complete, steps, look = s_count, 0, cancel[0] == 0, 0, POLLED
    for s in range(s_count):
        stop[s], clock[s], work[s], earned[s] = -1, 0, 0, wake[s]
        seen[s] = np.uint64(0)
        parent[s], following[s] = -1, -1
        if open_in is not None:
            origin[s] = s
        if wake[s] > NO_VALUE:
            queue[queued] = s
            queued += 1
    while queued > 0 and complete:
        if steps > look:
            look = steps + POLLED
            complete = cancel[0] == 0
        current = pop(queue, queued, clock)
        queued -= 1
        i = stop[current]
        if i < 0:
            here, leaves, legs = starts[current], clock[current], leg_to[places.shape[0] + current]
        else:
            beaten, compared = outdone(
                current,
                i,
                head,
                following,
                clock,
                work,
                seen,
                held,
                lost,
                traps,
                origin,
                covers,
                exact,
                tires,
                masked,
            )
            steps += compared
            if beaten:
                continue
            here, leaves, legs = location[i], clock[current] + service_s[i], leg_to[group_of[i]]
        # finish the shift here
        late = 1 if i >= 0 and leaves > late_s else 0
        for e in range(e_count):
            leg = travel_s[here, ends[e]]
            if leg == UNREACHABLE or leaves + leg > end_s or work[current] + leg > max_work_s:
                continue
            if open_in is not None and traps != 0:
                failing = held[current] & ~open_in[here, ends[e]] & ~refuge[here]  # type: ignore[index]
                if bits(lost[current] | failing) > most_stranded:
                    continue
            total = earned[current] - travel_cost * leg
            best[e, late] = max(best[e, late], total)
            if total > lowest[e, late]:
                lowest[e, late] = keep_best(kept, worth, e, late, current, total)
        # extend to each next stop
        reached = within_reach(legs, leaves, work[current], last_arrival, most_worked, groups)
        for x in range(reached):
            g = groups[x]
            leg = legs[g]
            arrives, worked_there = leaves + leg, work[current] + leg
            steps += 1
            share, weathers = 1.0, everything
            if open_in is not None:
                weathers = held[current] & open_in[here, places[g]]
                # there is such where there are masks
                woke = enter[origin[current]]  # type: ignore[index]
                share = weigh_most(weathers, woke, weights) / parts
                if traps != 0:
                    failing = held[current] & ~weathers & ~refuge[here]  # type: ignore[index]
                    lost_there = lost[current] | failing
                    if bits(lost_there) > most_stranded:
                        continue
            for a in range(group_at[g], group_at[g + 1]):
                j = asked[a]
                steps += 1
                unused = watch[j, 0] & ~seen[current, 0]
                unused_too = watch[j, 1] & ~seen[current, 1]
                if unused == 0 and unused_too == 0 and (watch[j, 0] != 0 or watch[j, 1] != 0):
                    continue
                worked = worked_there + service_s[j]
                if worked + home_s[g] > max_work_s:
                    continue
                if i >= 0 and row[i] == row[j] and most[j] == 1:
                    continue
                begins = np.int64(-1)
                for w in range(window_at[j], window_at[j + 1]):
                    if arrives <= window_hi[w]:
                        begins = max(arrives, window_lo[w])
                        break
                if begins < 0 or begins + service_s[j] + home_s[g] > end_s:
                    continue
                if not exact and times_used(row, row[j], current, stop, parent) >= most[j]:
                    continue
                total = earned[current] + gain[j] - travel_cost * leg
                if open_in is not None:
                    total += people[j] * share
                if rest is not None:
                    pays, looked = can_pay(
                        rest, j, int(begins), worked, total, seen[current], end_s, max_work_s, least
                    )
                    steps += looked
                    if not pays:
                        continue
                mask = seen[current, 0] & remembers[j, 0]
                mask |= unused & (~unused + np.uint64(1))
                mask_too = seen[current, 1] & remembers[j, 1]
                mask_too |= unused_too & (~unused_too + np.uint64(1))
                before, other, dominated, richer = -1, head[j], False, 0
                while other >= 0 and earned[other] >= total - EPSILON:
                    steps += 1
                    richer += 1
                    if not exact and richer == BEAM:
                        dominated = True
                        break
                    if clock[other] <= begins and (
                        not exact
                        or (
                            (seen[other, 0] & ~mask) == 0
                            and (seen[other, 1] & ~mask_too) == 0
                            and (not tires or work[other] <= worked)
                        )
                    ):
                        if open_in is None:
                            dominated = True
                            break
                        if (
                            covers[origin[other], origin[current]]
                            and (weathers & ~held[other]) == 0
                            and ((lost[other] | held[other] & ~weathers & traps) & ~lost_there) == 0
                        ):
                            dominated = True
                            break
                    if earned[other] >= total:
                        before = other
                    other = following[other]
                if dominated:
                    continue
                if labels >= max_labels or steps > max_steps:
                    complete = False
                    break
                if labels == capacity:
                    capacity *= 2
                    stop, clock, work = longer(stop), longer(clock), longer(work)
                    earned, seen, parent = longer(earned), longer(seen), longer(parent)
                    following, queue = longer(following), longer(queue)
                    if open_in is not None:
                        held, lost, origin = longer(held), longer(lost), longer(origin)
                stop[labels], clock[labels], work[labels] = j, begins, worked
                earned[labels], parent[labels] = total, current
                seen[labels, 0], seen[labels, 1] = mask, mask_too
                if open_in is not None:
                    held[labels], origin[labels] = weathers, origin[current]
                    lost[labels] = lost_there
                if before < 0:
                    following[labels], head[j] = head[j], labels
                else:
                    following[labels], following[before] = following[before], labels
                push(queue, queued, clock, labels)
                queued += 1
                labels += 1
            if not complete:
                break
    listed_at, listed = listed_by_stop(head, following, labels if every_label else 0)
    some, parents = renumber(kept, listed, parent[:labels], s_count)
    return (
        complete and exact,
        best,
        kept,
        earned[some],
        stop[some],
        clock[some],
        work[some],
        seen[some],
        parents,
        listed_at,
        listed,
        steps,
    )
