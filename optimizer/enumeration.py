"""Every shift that earns enough: all columns that a better plan could use.

Prefixes grow stop by stop, never using a row too often. One is dropped where it can be completed to
no shift that earns ``least``, by the labels of the shift read backwards (``asking.backwards``), or
where another order of the same stops ends earlier and has earned as much (Baldacci, Christofides &
Mingozzi 2008, section 4: route enumeration within the gap).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.compiled import njit
from optimizer.pricing import POLLED
from optimizer.problem import UNREACHABLE
from optimizer.rivals import EPSILON

NOBODY = -1


class Enumerated(NamedTuple):
    """What one kernel call found.

    ``label`` and ``end`` say which labels, finished at which sleeping place, are shifts that earn
    enough; ``stop``, ``start_s`` and ``parent`` describe labels, 0 is the start. ``complete`` is
    false if there were too many.
    """

    complete: bool
    label: NDArray[np.int32]
    end: NDArray[np.int32]
    stop: NDArray[np.int32]
    start_s: NDArray[np.int64]
    parent: NDArray[np.int32]
    steps: int

    def path(self, label: int) -> tuple[list[int], list[int]]:
        """Return stops and their starts along a label, in order."""
        stops, starts = [], []
        while label > 0:
            stops.append(int(self.stop[label]))
            starts.append(int(self.start_s[label]))
            label = int(self.parent[label])
        return stops[::-1], starts[::-1]


@njit(cache=True, nogil=True)
def _same_stops(one: int, other: int, stop: NDArray[np.int32], parent: NDArray[np.int32]) -> bool:
    """Return whether two labels hold the same stops, each as often."""
    mine = one
    while mine > 0:
        excess = 0
        a, b = one, other
        while a > 0 and b > 0:
            excess += stop[a] == stop[mine]
            excess -= stop[b] == stop[mine]
            a, b = parent[a], parent[b]
        if excess != 0 or a != b:
            return False
        mine = parent[mine]
    return True


@njit(cache=True, nogil=True)
def enumerate_shifts(  # noqa: PLR0912, PLR0915, PLR0917 - a numeric kernel: one loop, compiled whole
    travel_s: NDArray[np.int32],
    location: NDArray[np.int32],
    service_s: NDArray[np.int32],
    gain: NDArray[np.float64],
    watch: NDArray[np.uint64],
    window_at: NDArray[np.int32],
    window_lo: NDArray[np.int64],
    window_hi: NDArray[np.int64],
    start: int,
    ends: NDArray[np.int32],
    end_worth: NDArray[np.float64],
    end_s: int,
    max_work_s: int,
    late_s: int,
    late_price: float,
    travel_cost: float,
    row: NDArray[np.int32],
    most: NDArray[np.int64],
    rest_at: NDArray[np.int64],
    rest_s: NDArray[np.int64],
    rest_work_s: NDArray[np.int64],
    rest_worth: NDArray[np.float64],
    rest_seen: NDArray[np.uint64],
    least: float,
    salt: NDArray[np.uint64],
    max_labels: int,
    max_found: int,
    max_steps: int,
    cancel: NDArray[np.uint8],
) -> tuple[
    bool,
    NDArray[np.int32],
    NDArray[np.int32],
    NDArray[np.int32],
    NDArray[np.int64],
    NDArray[np.int32],
    int,
]:
    """Return the fields of ``Enumerated`` for one start at second 0.

    Arrays are as in ``pricing.price``. A shift to end *e* earns ``end_worth[e]`` besides, and
    ``late_price`` less if it ends after ``late_s``. ``rest_*`` list, for each end and stop from
    ``rest_at[e, j]`` to ``rest_at[e, j + 1]`` and best first, what may follow the stop: how much
    it earns, takes from the start of the service there to the end of the shift, works from its end
    on, and which watched rows it uses. ``salt`` are random numbers, one a stop.
    """
    n, e_count = location.shape[0], ends.shape[0]
    capacity = 1024
    stop = np.empty(capacity, np.int32)
    clock = np.empty(capacity, np.int64)
    work = np.empty(capacity, np.int64)
    earned = np.empty(capacity, np.float64)
    seen = np.zeros((capacity, 2), np.uint64)
    mix = np.empty(capacity, np.uint64)
    parent = np.empty(capacity, np.int32)
    chain = np.empty(capacity, np.int32)
    dead = np.zeros(capacity, np.bool_)
    slots = 1 << 12
    while slots < 2 * max_labels:
        slots *= 2
    table = np.full(slots, NOBODY, np.int32)
    found = np.empty(max_found, np.int32)
    found_end = np.empty(max_found, np.int32)
    tires = max_work_s < end_s
    stop[0], clock[0], work[0], earned[0] = -1, 0, 0, 0.0
    mix[0], parent[0] = np.uint64(0), -1
    labels, count, complete, steps, look = 1, 0, cancel[0] == 0, 0, POLLED
    current = 0
    # labels come in order of how many stops they hold: equals are all known before one is extended
    while current < labels and complete:
        if dead[current]:
            current += 1
            continue
        i = stop[current]
        here, leaves = start, clock[current]
        if i >= 0:
            here, leaves = location[i], leaves + service_s[i]
        for e in range(e_count):
            leg = travel_s[here, ends[e]]
            if leg == UNREACHABLE or leaves + leg > end_s or work[current] + leg > max_work_s:
                continue
            total = earned[current] - travel_cost * leg + end_worth[e]
            if i >= 0 and leaves > late_s:
                total -= late_price
            if total >= least:
                if count == max_found:
                    complete = False
                    break
                found[count], found_end[count] = current, e
                count += 1
        for j in range(n):
            steps += 1
            leg = travel_s[here, location[j]]
            if leg == UNREACHABLE:
                continue
            arrives, worked = leaves + leg, work[current] + leg + service_s[j]
            if worked > max_work_s:
                continue
            watched = watch[j, 0] != 0 or watch[j, 1] != 0
            unused = (watch[j, 0] & ~seen[current, 0]) | (watch[j, 1] & ~seen[current, 1])
            if watched and unused == 0:
                continue
            begins = np.int64(-1)
            for w in range(window_at[j], window_at[j + 1]):
                if arrives <= window_hi[w]:
                    begins = max(arrives, window_lo[w])
                    break
            if begins < 0:
                continue
            total = earned[current] + gain[j] - travel_cost * leg
            pays = False
            for e in range(e_count):
                for x in range(rest_at[e, j], rest_at[e, j + 1]):
                    if total + rest_worth[x] + end_worth[e] < least:
                        break
                    steps += 1
                    if (
                        begins + rest_s[x] <= end_s
                        and worked + rest_work_s[x] <= max_work_s
                        and (seen[current, 0] & rest_seen[x, 0]) == 0
                        and (seen[current, 1] & rest_seen[x, 1]) == 0
                    ):
                        pays = True
                        break
                if pays:
                    break
            if not pays:
                continue
            uses, label = 0, current
            while label > 0:
                uses += row[stop[label]] == row[j]
                label = parent[label]
            if uses >= most[j]:
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
                mix = np.concatenate((mix, np.empty_like(mix)))
                parent = np.concatenate((parent, np.empty_like(parent)))
                chain = np.concatenate((chain, np.empty_like(chain)))
                dead = np.concatenate((dead, np.zeros_like(dead)))
            stop[labels], clock[labels], work[labels] = j, begins, worked
            earned[labels], parent[labels] = total, current
            mix[labels] = mix[current] + salt[j]
            # keep it only if no other order of the same stops is as good; drop those it betters
            slot = (mix[labels] ^ (salt[j] >> np.uint64(7))) & np.uint64(slots - 1)
            other, beaten = table[slot], False
            while other >= 0 and not beaten:
                steps += 1
                if (
                    mix[other] == mix[labels]
                    and stop[other] == j
                    and not dead[other]
                    and _same_stops(labels, other, stop, parent)
                ):
                    beaten = (
                        clock[other] <= begins
                        and earned[other] >= total - EPSILON
                        and (not tires or work[other] <= worked)
                    )
                    dead[other] = (
                        not beaten
                        and clock[other] >= begins
                        and earned[other] <= total + EPSILON
                        and (not tires or work[other] >= worked)
                    )
                other = chain[other]
            if beaten:
                continue
            for word in range(2):
                unused = watch[j, word] & ~seen[current, word]
                seen[labels, word] = seen[current, word] | (unused & (~unused + np.uint64(1)))
            dead[labels] = False
            chain[labels], table[slot] = table[slot], labels
            labels += 1
        if steps > look:
            look = steps + POLLED
            complete = complete and cancel[0] == 0
        current += 1
    return (
        complete,
        found[:count],
        found_end[:count],
        stop[:labels],
        clock[:labels],
        parent[:labels],
        steps,
    )
