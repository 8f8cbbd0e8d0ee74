"""Label setting: the best shifts from one sleeping place to the others, given prices.

A label is a partial shift: where it stands, when, how much it has worked, what it has earned, and
which of the watched rows it has used. Elementary shortest paths with resource constraints are
solved by decremental state-space relaxation (Righini & Salani 2008; Boland, Dethridge & Dumitrescu
2006): rows are watched only once a best path has used one of them too often, so every round, even
one cut short of that, prices a superset of all shifts and gives a valid bound.

Owns the compiled kernel; knows no demands, teams or days.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from optimizer.problem import UNREACHABLE

MAX_LABELS = 400_000
MAX_COMPARISONS = 200_000_000
"""Labels and comparisons of one kernel call: past this it gives up and proves nothing."""
KEPT = 12
"""Best shifts kept for each place to sleep, and for early and late ends."""
NO_VALUE = -1e300
EPSILON = 1e-6


class Priced(NamedTuple):
    """What one kernel call found.

    ``best`` has shape (ends, 2): the most that any shift to each end earns, finishing by
    ``late_s`` (0) or after it (1); ``NO_VALUE`` if there is none. ``kept`` has shape
    (ends, 2, KEPT): labels of the best shifts, −1 where none. ``stop``, ``start_s`` and
    ``parent`` describe labels; label 0 is the start. ``complete`` is false if labels ran out.
    """

    complete: bool
    best: NDArray[np.float64]
    kept: NDArray[np.int32]
    earned: NDArray[np.float64]
    stop: NDArray[np.int32]
    start_s: NDArray[np.int64]
    parent: NDArray[np.int32]

    def path(self, label: int) -> tuple[list[int], list[int]]:
        """Return stops and their starts along a label, in order."""
        stops, starts = [], []
        while label > 0:
            stops.append(int(self.stop[label]))
            starts.append(int(self.start_s[label]))
            label = int(self.parent[label])
        return stops[::-1], starts[::-1]


@njit(cache=True, nogil=True)
def price(  # noqa: PLR0912, PLR0915, PLR0917 - a numeric kernel: one loop, compiled as a whole
    travel_s: NDArray[np.int32],
    location: NDArray[np.int32],
    service_s: NDArray[np.int32],
    gain: NDArray[np.float64],
    watch: NDArray[np.uint64],
    asked: NDArray[np.int32],
    window_at: NDArray[np.int32],
    window_lo: NDArray[np.int64],
    window_hi: NDArray[np.int64],
    start: int,
    ends: NDArray[np.int32],
    start_s: int,
    end_s: int,
    max_work_s: int,
    late_s: int,
    travel_cost: float,
    triangle: bool,
    exact: bool,
    row: NDArray[np.int32],
    most: NDArray[np.int64],
) -> tuple[
    bool,
    NDArray[np.float64],
    NDArray[np.int32],
    NDArray[np.float64],
    NDArray[np.int32],
    NDArray[np.int64],
    NDArray[np.int32],
]:
    """Return the fields of ``Priced`` for one start; stops are 0..n-1 in the arrays given.

    ``window_at`` has n + 1 offsets into ``window_lo`` and ``window_hi``. ``gain`` is what a stop
    earns. ``watch`` holds as many bits as its row may be used, if the row is watched: each use
    takes the lowest one left, so that fewer uses are a subset. Only ``asked`` stops are tried.
    If not ``exact``, an earlier and better earning label beats every other at its stop, and no
    ``row`` is used more than ``most`` times: quick, good, and no proof.
    ``triangle`` says that no stop on the way makes a journey shorter: then stops that earn nothing,
    or from which no end is in reach, are left out.
    """
    n, e_count = location.shape[0], ends.shape[0]
    capacity = 1024
    stop = np.empty(capacity, np.int32)
    clock = np.empty(capacity, np.int64)
    work = np.empty(capacity, np.int64)
    earned = np.empty(capacity, np.float64)
    seen = np.empty(capacity, np.uint64)
    parent = np.empty(capacity, np.int32)
    following = np.empty(capacity, np.int32)
    alive = np.empty(capacity, np.bool_)
    head = np.full(n, -1, np.int32)
    best = np.full((e_count, 2), NO_VALUE)
    kept = np.full((e_count, 2, KEPT), -1, np.int32)
    stop[0], clock[0], work[0], earned[0] = -1, start_s, 0, 0.0
    seen[0], parent[0], following[0], alive[0] = np.uint64(0), -1, -1, True
    labels, current, complete, compared = 1, 0, True, 0
    while current < labels and complete:
        if not alive[current]:
            current += 1
            continue
        here = start if stop[current] < 0 else location[stop[current]]
        leaves = clock[current] if stop[current] < 0 else clock[current] + service_s[stop[current]]
        # finish the shift here
        late = 1 if stop[current] >= 0 and leaves > late_s else 0
        for e in range(e_count):
            leg = travel_s[here, ends[e]]
            if leg == UNREACHABLE or leaves + leg > end_s or work[current] + leg > max_work_s:
                continue
            total = earned[current] - travel_cost * leg
            best[e, late] = max(best[e, late], total)
            slot, lowest = 0, np.inf
            for k in range(KEPT):
                had = kept[e, late, k]
                worth = NO_VALUE
                if had >= 0:
                    at = start if stop[had] < 0 else location[stop[had]]
                    worth = earned[had] - travel_cost * travel_s[at, ends[e]]
                if worth < lowest:
                    slot, lowest = k, worth
            if total > lowest:
                kept[e, late, slot] = current
        # extend to each next stop
        for j in asked:
            unused = watch[j] & ~seen[current]
            if watch[j] != 0 and unused == 0:
                continue
            leg = travel_s[here, location[j]]
            if leg == UNREACHABLE:
                continue
            if not exact:
                uses, label = 0, current
                while label > 0:
                    uses += row[stop[label]] == row[j]
                    label = parent[label]
                if uses >= most[j]:
                    continue
            arrives = leaves + leg
            begins = np.int64(-1)
            for w in range(window_at[j], window_at[j + 1]):
                if arrives <= window_hi[w]:
                    begins = max(arrives, window_lo[w])
                    break
            if begins < 0 or begins + service_s[j] > end_s:
                continue
            worked = work[current] + leg + service_s[j]
            if worked > max_work_s:
                continue
            total = earned[current] + gain[j] - travel_cost * leg
            mask = seen[current] | (unused & (~unused + np.uint64(1)))
            dominated = False
            other = head[j]
            while other >= 0:
                compared += 1
                if (
                    alive[other]
                    and clock[other] <= begins
                    and earned[other] >= total - EPSILON
                    and (not exact or (work[other] <= worked and (seen[other] & ~mask) == 0))
                ):
                    dominated = True
                    break
                other = following[other]
            if dominated:
                continue
            home = not triangle
            for e in range(e_count):
                back = travel_s[location[j], ends[e]]
                if back != UNREACHABLE and begins + service_s[j] + back <= end_s:
                    home = home or worked + back <= max_work_s
            if not home:
                continue
            before, other = np.int32(-1), head[j]
            while other >= 0:
                if not alive[other] or (
                    clock[other] >= begins
                    and work[other] >= worked
                    and earned[other] <= total + EPSILON
                    and (mask & ~seen[other]) == 0
                ):
                    # a label already extended keeps its children: they are dominated in turn
                    alive[other] = other < current and alive[other]
                    if before < 0:
                        head[j] = following[other]
                    else:
                        following[before] = following[other]
                else:
                    before = other
                other = following[other]
            if labels == MAX_LABELS or compared > MAX_COMPARISONS:
                complete = False
                break
            if labels == capacity:
                capacity *= 2
                stop = np.concatenate((stop, np.empty_like(stop)))
                clock = np.concatenate((clock, np.empty_like(clock)))
                work = np.concatenate((work, np.empty_like(work)))
                earned = np.concatenate((earned, np.empty_like(earned)))
                seen = np.concatenate((seen, np.empty_like(seen)))
                parent = np.concatenate((parent, np.empty_like(parent)))
                following = np.concatenate((following, np.empty_like(following)))
                alive = np.concatenate((alive, np.empty_like(alive)))
            stop[labels], clock[labels], work[labels] = j, begins, worked
            earned[labels], seen[labels], parent[labels] = total, mask, current
            following[labels], alive[labels] = head[j], True
            head[j] = labels
            labels += 1
        current += 1
    return (
        complete and exact,
        best,
        kept,
        earned[:labels],
        stop[:labels],
        clock[:labels],
        parent[:labels],
    )
