"""What shifts earn at given prices: the arithmetic of reduced costs, on what a kernel call found.

The kernel counts what a shift earns up to its last stop and on the way to where it ends; what it
earns by ending there, and how late, differs from shift to shift and is added here.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from optimizer.kinds import Kinds
from optimizer.prices import Prices
from optimizer.pricing import NO_VALUE, NO_WORTH, Priced


def gains(kinds: Kinds, prices: Prices) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what each stop earns in any weather, and by its people if it is held."""
    return kinds.bonus - prices.row[kinds.row], kinds.sum_by_stop(prices.demand)


def best_total(prices: Prices, shift: int, found: Priced) -> float:
    """Return the most that any column of the shift earns, infinite if that is not known."""
    return float(totals(prices, shift, found).max()) if found.complete else np.inf


def totals(prices: Prices, shift: int, found: Priced) -> NDArray[np.float64]:
    """Return what is earned by places to sleep and lateness, shape (ends, 2)."""
    earned = found.best + _ends(prices, shift, found)
    return np.where(found.best <= NO_WORTH, NO_VALUE, np.maximum(earned, NO_VALUE))


def label_totals(kinds: Kinds, prices: Prices, shift: int, found: Priced) -> NDArray[np.float64]:
    """Return what each kept label earns, shape (ends, 2, kept)."""
    earned = _earned(kinds, shift, found)
    ends = _ends(prices, shift, found)[..., None]
    return np.where(earned <= NO_WORTH, NO_VALUE, earned + ends)


def best_first(earned: NDArray[np.float64], floor: float) -> Iterator[tuple[int, int, int]]:
    """Yield the places (end, late, kept) of labels that earn more than ``floor``, best first."""
    flat = earned.ravel()
    some = np.flatnonzero(flat > floor)
    for index in some[np.argsort(-flat[some], kind="stable")]:
        end, late, place = np.unravel_index(index, earned.shape)
        yield int(end), int(late), int(place)


def _ends(prices: Prices, shift: int, found: Priced) -> NDArray[np.float64]:
    """Return what is earned by where the shift ends, and how late, shape (ends, 2)."""
    night = prices.sleep[shift, : len(found.best), None]
    ends: NDArray[np.float64] = np.maximum(night - np.array([0.0, prices.late[shift]]), NO_VALUE)
    return ends


def _earned(kinds: Kinds, shift: int, found: Priced) -> NDArray[np.float64]:
    """Return what each kept label earns before its night, shape (ends, 2, kept)."""
    kind = kinds.shift_kinds[kinds.kind_of[shift]]
    stop = found.stop[found.kept]
    here = kind.location[stop] if len(kind.location) else stop
    # a label without stops is numbered as its place to wake
    woke = kind.sleep_location[found.kept.clip(0, len(kind.sleeps) - 1)]
    here = np.where(stop < 0, woke, here)
    leg = kinds.travel_s[kind.profile][here, kind.sleep_location[:, None, None]]
    earned = found.earned[found.kept] - float(kinds.problem.travel_cost) * leg
    return np.where(found.kept < 0, NO_VALUE, earned)
