"""Which of the stops that differ only in what they earn are worth pricing."""

import numpy as np
from numpy.typing import NDArray

from optimizer.compiled import njit

EPSILON = 1e-6
"""Differences below this are rounding."""


@njit(cache=True, nogil=True)
def worth_asking(  # noqa: PLR0917 - compiled functions take no keywords
    rival: NDArray[np.int32],
    rivals_kept: NDArray[np.int32],
    location: NDArray[np.int32],
    high: NDArray[np.float64],
    low: NDArray[np.float64],
    every: bool,
) -> NDArray[np.int32]:
    """Return the stops to price, in order of location: of rivals only the best earning.

    ``high`` is what a stop earns if it is held in all weathers, ``low`` in none. A stop gives way
    to ``rivals_kept`` others that earn as much in both. One that earns nothing is left out, unless
    ``every`` stop counts because it could make a journey shorter.
    """
    n = rival.shape[0]
    order = np.argsort(-high, kind="mergesort")
    first = np.full(rivals_kept.shape[0], -1, np.int32)
    following = np.full(n, -1, np.int32)
    asked = np.zeros(n, np.bool_)
    for j in order:
        if high[j] <= EPSILON and not every:
            break
        better, other = 0, first[rival[j]]
        while other >= 0:
            better += low[other] >= low[j]
            other = following[other]
        if better < rivals_kept[rival[j]]:
            asked[j] = True
            following[j], first[rival[j]] = first[rival[j]], j
    found = np.flatnonzero(asked).astype(np.int32)
    return found[np.argsort(location[found], kind="mergesort")]
