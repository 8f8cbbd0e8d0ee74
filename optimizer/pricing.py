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
from optimizer.problem import UNREACHABLE
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
"""What earns less cannot be: something was added to ``NO_VALUE``."""


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


@njit(cache=True, nogil=True)
def count_bits(mask: np.uint64) -> int:
    """Return how many bits of a mask are set."""
    count = 0
    while mask != 0:
        mask &= mask - np.uint64(1)
        count += 1
    return count


@njit(cache=True, nogil=True)
def can_pay(  # noqa: PLR0917 - compiled functions take no keywords
    rest: tuple[
        NDArray[np.int64],
        NDArray[np.int64],
        NDArray[np.int64],
        NDArray[np.float64],
        NDArray[np.uint64],
    ],
    j: int,
    begins: int,
    worked: int,
    total: float,
    seen: NDArray[np.uint64],
    end_s: int,
    max_work_s: int,
    least: float,
) -> tuple[bool, int]:
    """Return whether a label at stop *j* can be completed to a shift that earns ``least``.

    ``rest`` lists what may follow each stop, from ``rest[0][j]`` on and best first: how long it
    takes from the start of the service at the stop to the end of the shift, how much of that is
    work after the stop, what it earns and which watched rows it uses. Second, the work done.
    """
    at, takes_s, works_s, worth, uses = rest
    steps = 0
    for x in range(at[j], at[j + 1]):
        if total + worth[x] < least:
            break
        steps += 1
        if (
            begins + takes_s[x] <= end_s
            and worked + works_s[x] <= max_work_s
            and (seen[0] & uses[x, 0]) == 0
            and (seen[1] & uses[x, 1]) == 0
        ):
            return True, steps
    return False, steps


@njit(cache=True, nogil=True)
def _reached(  # noqa: PLR0917 - compiled functions take no keywords
    legs: NDArray[np.int32],
    leaves: int,
    worked: int,
    last_arrival: NDArray[np.int64],
    most_worked: NDArray[np.int64],
    found: NDArray[np.int32],
) -> int:
    """Put into ``found`` the locations reached while some stop there fits; return how many."""
    count = 0
    for g in range(legs.shape[0]):
        found[count] = g
        count += leaves + legs[g] <= last_arrival[g] and worked + legs[g] <= most_worked[g]
    return count


@njit(cache=True, nogil=True)
def _leave_out_far(legs: NDArray[np.int32], nearest: int) -> None:
    """Let from each row's place only so many others be reached, and those as near."""
    for row in legs:
        furthest = np.partition(row, nearest)[nearest]
        for g in range(row.shape[0]):
            if row[g] > furthest:
                row[g] = UNREACHABLE


@njit(cache=True, nogil=True)
def price(  # noqa: PLR0912, PLR0915, PLR0917 - a numeric kernel: one loop, compiled whole
    travel_s: NDArray[np.int32],
    open_in: NDArray[np.uint64] | None,
    scenarios: int,
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
    rest: tuple[
        NDArray[np.int64],
        NDArray[np.int64],
        NDArray[np.int64],
        NDArray[np.float64],
        NDArray[np.uint64],
    ]
    | None,
    least: float,
    row: NDArray[np.int32],
    most: NDArray[np.int64],
    most_kept: int,
    every_label: bool,
    max_labels: int,
    max_steps: int,
    cancel: NDArray[np.uint8],
) -> tuple[
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
]:
    """Return the fields of ``Priced`` for shifts from second 0; stops are 0..n-1 in the arrays.

    A shift begins at one of ``starts``, where it earns ``wake`` (``NO_VALUE``: it cannot).
    ``window_at`` has n + 1 offsets into ``window_lo`` and ``window_hi``. ``gain`` is what a stop
    earns, and ``people`` what it earns besides, in the share of the ``scenarios`` in which it is
    held: those in which ``open_in`` has every leg up to it open (``None``: all; compiled apart,
    without masks). ``watch`` (n, WORDS) holds as many bits as its row may be used, in one word, if
    the row is watched: each use takes the lowest one left, so that fewer uses are a subset; a stop
    ``remembers`` only some bits. Only ``asked`` stops are tried; they are in order of location.
    If not ``exact``, an earlier and better earning label beats every other at its stop, and no
    ``row`` is used more than ``most`` times: quick, good, and no proof. From a stop only the
    ``nearest`` so many places are tried, which proves nothing either if there are more.
    Where ``rest`` says what may follow each stop (``can_pay``), labels that lead to no shift
    earning ``least`` are left out: then ``best`` is what any shift earns or less than ``least``.
    ``triangle`` says that no stop on the way makes a journey shorter: then stops from which no end
    is in reach are left out. Gives up past ``max_labels`` and ``max_steps``, and where ``cancel``
    is not 0. Of each end ``most_kept`` labels are kept, or ``every_label``.
    """
    n, s_count, e_count = location.shape[0], starts.shape[0], ends.shape[0]
    capacity = 1024 + s_count
    stop = np.empty(capacity, np.int32)
    clock = np.empty(capacity, np.int64)
    work = np.empty(capacity, np.int64)
    earned = np.empty(capacity, np.float64)
    seen = np.empty((capacity, WORDS), np.uint64)
    held = np.empty(capacity if open_in is not None else 1, np.uint64)
    parent = np.empty(capacity, np.int32)
    following = np.empty(capacity, np.int32)
    queue = np.empty(capacity, np.int32)
    head = np.full(n, -1, np.int32)
    best = np.full((e_count, 2), NO_VALUE)
    kept = np.full((e_count, 2, most_kept), -1, np.int32)
    worth = np.full((e_count, 2, most_kept), NO_VALUE)
    lowest = np.full((e_count, 2), NO_VALUE)
    # stops of one location are tried or passed over together
    group_at = np.empty(asked.shape[0] + 1, np.int32)
    groups = 0
    for a in range(asked.shape[0]):
        if a == 0 or location[asked[a]] != location[asked[a - 1]]:
            group_at[groups] = a
            groups += 1
    group_at[groups] = asked.shape[0]
    # the last arrival at each location, and the most work on arrival, with which any stop fits
    last_arrival = np.full(groups, -1, np.int64)
    most_worked = np.full(groups, -1, np.int64)
    home_s = np.zeros(groups, np.int64)
    # legs to each group of stops from each, and in the last rows from the starts
    leg_to = np.empty((groups + s_count, groups), np.int32)
    group_of = np.zeros(n, np.int32)
    within_reach = np.empty(groups, np.int32)
    for g in range(groups):
        there = location[asked[group_at[g]]]
        if triangle:
            home_s[g] = UNREACHABLE
            for e in range(e_count):
                home_s[g] = min(home_s[g], travel_s[there, ends[e]])
        for a in range(group_at[g], group_at[g + 1]):
            j = asked[a]
            group_of[j] = g
            busy_s = service_s[j] + home_s[g]
            fits = min(window_hi[window_at[j + 1] - 1], end_s - busy_s)
            last_arrival[g] = max(last_arrival[g], fits)
            most_worked[g] = max(most_worked[g], max_work_s - busy_s)
        for h in range(groups):
            leg_to[h, g] = travel_s[location[asked[group_at[h]]], there]
        for s in range(s_count):
            leg_to[groups + s, g] = travel_s[starts[s], there]
    if groups > nearest:
        _leave_out_far(leg_to[:groups], nearest)
    # where work cannot be the limit, labels need not be compared by it
    tires = max_work_s < end_s
    everything = np.uint64(0xFFFFFFFFFFFFFFFF) >> np.uint64(64 - scenarios)
    labels, queued, complete, steps, look = s_count, 0, cancel[0] == 0, 0, POLLED
    for s in range(s_count):
        if open_in is not None:
            held[s] = everything
        stop[s], clock[s], work[s], earned[s] = -1, 0, 0, wake[s]
        seen[s] = np.uint64(0)
        parent[s], following[s] = -1, -1
        if wake[s] > NO_VALUE:
            queue[queued] = s
            queued += 1
    while queued > 0 and complete:
        # take the earliest label, of those the first made, off the heap
        current = queue[0]
        queued -= 1
        moved, hole = queue[queued], 0
        while True:
            child = 2 * hole + 1
            if child >= queued:
                break
            if child + 1 < queued:
                left, right = queue[child], queue[child + 1]
                if clock[right] < clock[left] or (clock[right] == clock[left] and right < left):
                    child += 1
            low = queue[child]
            if clock[moved] < clock[low] or (clock[moved] == clock[low] and moved < low):
                break
            queue[hole] = low
            hole = child
        queue[hole] = moved
        i = stop[current]
        if i < 0:
            here, leaves, legs = starts[current], clock[current], leg_to[groups + current]
        else:
            # labels of a stop are listed by what they have earned, most first
            before, other, dominated = -1, head[i], False
            while other != current:
                steps += 1
                if clock[other] <= clock[current] and (
                    not exact
                    or (
                        (seen[other, 0] & ~seen[current, 0]) == 0
                        and (seen[other, 1] & ~seen[current, 1]) == 0
                        and (not tires or work[other] <= work[current])
                    )
                ):
                    if open_in is None:
                        dominated = True
                    else:
                        dominated = dominated or (held[current] & ~held[other]) == 0
                before, other = other, following[other]
            if dominated:
                if before < 0:
                    head[i] = following[current]
                else:
                    following[before] = following[current]
                continue
            here, leaves, legs = location[i], clock[current] + service_s[i], leg_to[group_of[i]]
        # finish the shift here
        late = 1 if i >= 0 and leaves > late_s else 0
        for e in range(e_count):
            leg = travel_s[here, ends[e]]
            if leg == UNREACHABLE or leaves + leg > end_s or work[current] + leg > max_work_s:
                continue
            total = earned[current] - travel_cost * leg
            best[e, late] = max(best[e, late], total)
            if total > lowest[e, late]:
                slot = 0
                for k in range(1, most_kept):
                    if worth[e, late, k] < worth[e, late, slot]:
                        slot = k
                kept[e, late, slot], worth[e, late, slot] = current, total
                lowest[e, late] = worth[e, late].min()
        # extend to each next stop
        reached = _reached(legs, leaves, work[current], last_arrival, most_worked, within_reach)
        for x in range(reached):
            g = within_reach[x]
            leg = legs[g]
            arrives, worked_there = leaves + leg, work[current] + leg
            steps += 1
            share, weathers = 1.0, everything
            if open_in is not None:
                weathers = held[current] & open_in[here, location[asked[group_at[g]]]]
                share = count_bits(weathers) / scenarios
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
                if not exact:
                    uses, label = 0, current
                    while parent[label] >= 0:
                        uses += row[stop[label]] == row[j]
                        label = parent[label]
                    if uses >= most[j]:
                        continue
                total = earned[current] + gain[j] - travel_cost * leg
                if open_in is not None:
                    total += people[j] * share
                if rest is not None:
                    pays, looked = can_pay(
                        rest,
                        j,
                        int(begins),
                        worked,
                        total,
                        seen[current],
                        end_s,
                        max_work_s,
                        least,
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
                        if (weathers & ~held[other]) == 0:
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
                    stop = np.concatenate((stop, np.empty_like(stop)))
                    clock = np.concatenate((clock, np.empty_like(clock)))
                    work = np.concatenate((work, np.empty_like(work)))
                    earned = np.concatenate((earned, np.empty_like(earned)))
                    seen = np.concatenate((seen, np.empty_like(seen)))
                    if open_in is not None:
                        held = np.concatenate((held, np.empty_like(held)))
                    parent = np.concatenate((parent, np.empty_like(parent)))
                    following = np.concatenate((following, np.empty_like(following)))
                    queue = np.concatenate((queue, np.empty_like(queue)))
                stop[labels], clock[labels], work[labels] = j, begins, worked
                earned[labels], parent[labels] = total, current
                seen[labels, 0], seen[labels, 1] = mask, mask_too
                if open_in is not None:
                    held[labels] = weathers
                if before < 0:
                    following[labels], head[j] = head[j], labels
                else:
                    following[labels], following[before] = following[before], labels
                hole = queued
                while hole > 0 and clock[queue[(hole - 1) >> 1]] > begins:
                    queue[hole] = queue[(hole - 1) >> 1]
                    hole = (hole - 1) >> 1
                queue[hole] = labels
                queued += 1
                labels += 1
            if not complete:
                break
        if steps > look:
            look = steps + POLLED
            complete = complete and cancel[0] == 0
    listed_at = np.zeros(n + 1, np.int64)
    listed = np.empty(labels if every_label else 0, np.int32)
    if every_label:
        for j in range(n):
            listed_at[j + 1] = listed_at[j]
            label = head[j]
            while label >= 0:
                listed[listed_at[j + 1]] = label
                listed_at[j + 1] += 1
                label = following[label]
    listed = listed[: listed_at[n]]
    # give back the kept labels and those on their way only: many calls are kept at once
    renamed = np.full(labels, -1, np.int32)
    renamed[:s_count] = 0
    for given in (kept.ravel(), listed):
        for found in given:
            label = found
            while label >= 0 and renamed[label] < 0:
                renamed[label] = 1
                label = parent[label]
    some = np.flatnonzero(renamed >= 0)
    renamed[some] = np.arange(some.shape[0], dtype=np.int32)
    parents = parent[some]
    for x in range(s_count, some.shape[0]):
        parents[x] = renamed[parents[x]]
    for e in range(e_count):
        for late in range(2):
            for k in range(most_kept):
                if kept[e, late, k] >= 0:
                    kept[e, late, k] = renamed[kept[e, late, k]]
    for x in range(listed.shape[0]):
        listed[x] = renamed[listed[x]]
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
