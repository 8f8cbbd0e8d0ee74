"""Labels in arrays: the queue of those to extend, more room for them, and which are given back.

Compiled, for ``pricing.price``; arrays are as there.
"""

import numpy as np
from numpy.typing import NDArray

from optimizer.compiled import njit


@njit(cache=True, nogil=True)
def pop(queue: NDArray[np.int32], queued: int, clock: NDArray[np.int64]) -> int:
    """Take the earliest label, of those the first made, off a heap of ``queued``; return it."""
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
    return int(current)


@njit(cache=True, nogil=True)
def push(queue: NDArray[np.int32], queued: int, clock: NDArray[np.int64], label: int) -> None:
    """Put a label that was made after all others on a heap of ``queued``."""
    hole = queued
    while hole > 0 and clock[queue[(hole - 1) >> 1]] > clock[label]:
        queue[hole] = queue[(hole - 1) >> 1]
        hole = (hole - 1) >> 1
    queue[hole] = label


@njit(cache=True, nogil=True)
def longer(array: NDArray[np.generic]) -> NDArray[np.generic]:
    """Return an array with as much room again."""
    return np.concatenate((array, np.empty_like(array)))


@njit(cache=True, nogil=True)
def outdone(  # noqa: PLR0917 - compiled functions take no keywords
    current: int,
    at: int,
    head: NDArray[np.int32],
    following: NDArray[np.int32],
    clock: NDArray[np.int64],
    work: NDArray[np.int64],
    seen: NDArray[np.uint64],
    held: NDArray[np.uint64],
    lost: NDArray[np.uint64],
    traps: np.uint64,
    origin: NDArray[np.int32],
    covers: NDArray[np.bool_],
    exact: bool,
    tires: bool,
    masked: bool,
) -> tuple[bool, int]:
    """Return whether another label at its stop is as good as the ``current`` one in everything.

    If so the current one is taken off the list of its stop, which is by what labels have earned,
    most first. They are compared by work if it ``tires``, and by the weathers in which they are
    ``held`` if these are ``masked``: where these are more, its ``origin`` ``covers`` the other's,
    and no more are or may yet be ``lost`` in ``traps``. Second, the work done.
    """
    before, other, dominated, steps = -1, head[at], False, 0
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
            dominated = dominated or (
                not masked
                or (
                    covers[origin[other], origin[current]]
                    and (held[current] & ~held[other]) == 0
                    and ((lost[other] | held[other] & ~held[current] & traps) & ~lost[current]) == 0
                )
            )
        before, other = other, following[other]
    if dominated and before < 0:
        head[at] = following[current]
    elif dominated:
        following[before] = following[current]
    return dominated, steps


@njit(cache=True, nogil=True)
def keep_best(  # noqa: PLR0917 - compiled functions take no keywords
    kept: NDArray[np.int32],
    worth: NDArray[np.float64],
    end: int,
    late: int,
    label: int,
    total: float,
) -> float:
    """Keep a label instead of the one worth least; return what is then worth least."""
    slot = 0
    for k in range(1, kept.shape[2]):
        if worth[end, late, k] < worth[end, late, slot]:
            slot = k
    kept[end, late, slot], worth[end, late, slot] = label, total
    return float(worth[end, late].min())


@njit(cache=True, nogil=True)
def times_used(
    rows: NDArray[np.int32],
    row: int,
    label: int,
    stop: NDArray[np.int32],
    parent: NDArray[np.int32],
) -> int:
    """Return how often a row is used on the way to a label; ``rows`` are those of stops."""
    count = 0
    while parent[label] >= 0:
        count += rows[stop[label]] == row
        label = parent[label]
    return count


@njit(cache=True, nogil=True)
def listed_by_stop(
    head: NDArray[np.int32], following: NDArray[np.int32], labels: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return where the labels of each stop begin, and these, the best of each stop first.

    There are so many ``labels``; if 0, none are listed.
    """
    n = head.shape[0]
    listed_at = np.zeros(n + 1, np.int64)
    listed = np.empty(labels, np.int32)
    for j in range(n if labels else 0):
        listed_at[j + 1] = listed_at[j]
        label = head[j]
        while label >= 0:
            listed[listed_at[j + 1]] = label
            listed_at[j + 1] += 1
            label = following[label]
    return listed_at, listed[: listed_at[n]]


@njit(cache=True, nogil=True)
def renumber(
    kept: NDArray[np.int32], listed: NDArray[np.int32], parent: NDArray[np.int32], starts: int
) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """Return the labels kept or listed and those on their way only, and their parents.

    Many calls are kept at once: the others would take too much room. The first labels, the
    ``starts``, stay. In all three arrays labels get the numbers that they have among these.
    """
    renamed = np.full(parent.shape[0], -1, np.int32)
    renamed[:starts] = 0
    for given in (kept.ravel(), listed):
        for found in given:
            label = found
            while label >= 0 and renamed[label] < 0:
                renamed[label] = 1
                label = parent[label]
    some = np.flatnonzero(renamed >= 0)
    renamed[some] = np.arange(some.shape[0], dtype=np.int32)
    parents = parent[some]
    for x in range(starts, some.shape[0]):
        parents[x] = renamed[parents[x]]
    for e in range(kept.shape[0]):
        for late in range(kept.shape[1]):
            for k in range(kept.shape[2]):
                if kept[e, late, k] >= 0:
                    kept[e, late, k] = renamed[kept[e, late, k]]
    for x in range(listed.shape[0]):
        listed[x] = renamed[listed[x]]
    return some, parents
