"""Which rows labels keep in mind: those that best paths used too often, as near as need be.

Decremental state-space relaxation (Righini & Salani 2008): a row is *watched* once a best path has
used it too often. Where labels are too many a stop remembers watched rows of the nearest places
only, the ng-route relaxation (Baldacci, Mingozzi & Roberti 2011, section 4), and besides those that
a cycle through it has shown to matter (Roberti & Mingozzi 2014, dynamic ng).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.kinds import Kinds
from optimizer.pricing import WORDS
from optimizer.shiftkinds import ShiftKind

WORD_BITS = 64
UNLIMITED = 10**9
NEAR = (UNLIMITED, 8, 4, 2, 0)
"""Of how many places a stop remembers rows, by level: the next one where labels were too many."""
COARSE = (3, 4)
"""Levels at which a shift is read backwards, to see which labels can pay at a finer one."""
Near = tuple[NDArray[np.int32], NDArray[np.intp]]
"""Places, and for each of them all in order of nearness."""


class Memory:
    """Watched rows, and who remembers them.

    ``watch`` (rows, WORDS) holds the bits of each row, none if it is not watched; ``learned``
    counts what was learned so far. ``level[k]`` is the place of kind *k* in ``NEAR``.
    """

    def __init__(self, kinds: Kinds, near: Sequence[Near] | None = None) -> None:
        self.watch = np.zeros((len(kinds.limit), WORDS), np.uint64)
        self.learned = 0
        self.level = [0] * len(kinds.shift_kinds)
        self._kinds = kinds
        self._free = [WORD_BITS] * WORDS
        self._near = near or [_nearest(kinds, kind) for kind in kinds.shift_kinds]
        self._besides = [np.zeros((len(k.stops), WORDS), np.uint64) for k in kinds.shift_kinds]
        self._frozen = [False] * len(kinds.shift_kinds)

    def copy(self) -> "Memory":
        """Return another that has learned the same so far."""
        other = Memory(self._kinds, self._near)
        other.watch, other.learned = self.watch.copy(), self.learned
        other.level, other._free = list(self.level), list(self._free)
        other._besides, other._frozen = [b.copy() for b in self._besides], list(self._frozen)
        return other

    @property
    def watched(self) -> int:
        """How many bits are in use."""
        return WORDS * WORD_BITS - sum(self._free)

    @property
    def once(self) -> NDArray[np.uint64]:
        """The bits of rows that may be used only once."""
        found: NDArray[np.uint64] = np.bitwise_or.reduce(
            self.watch[self._kinds.limit == 1], axis=0, initial=0
        )
        return found

    def watches(self, kind: int) -> NDArray[np.uint64]:
        """Return the bits of the row of each stop of a kind."""
        found: NDArray[np.uint64] = self.watch[self._kinds.row[self._kinds.shift_kinds[kind].stops]]
        return found

    def remembers(self, kind: int, level: int) -> NDArray[np.uint64]:
        """Return the bits that each stop of a kind remembers at a level."""
        stops = self._kinds.shift_kinds[kind]
        watch = self.watches(kind)
        if NEAR[level] >= UNLIMITED:
            return np.full_like(watch, 2**WORD_BITS - 1)
        places, order = self._near[kind]
        at = np.searchsorted(places, stops.location)
        bits = np.zeros((len(places), WORDS), np.uint64)
        np.bitwise_or.at(bits, at, watch)
        by_place = np.zeros_like(bits)
        for place in range(len(places)):
            some = order[place, : NEAR[level]]
            by_place[place] = np.bitwise_or.reduce(bits[some], axis=0)
        found: NDArray[np.uint64] = by_place[at] | watch
        return found | self._besides[kind] if level == self.level[kind] else found

    def gave_up(self, kind: int, level: int) -> None:
        """Remember less from now on: what a call at ``level`` kept in mind was too much."""
        if self._besides[kind].any() and level == self.level[kind]:
            self._frozen[kind] = True
        else:
            self.level[kind] = min(level + 1, len(NEAR) - 1)
            self._frozen[kind] = False
        self._besides[kind][:] = 0

    def overused(self, kind: int, path: Sequence[int], *, learn: bool = True) -> bool:
        """Return whether a path of a kind's stops uses a row too often; if so, ``learn`` from it.

        ``path`` counts stops within the kind.
        """
        rows = [int(self._kinds.row[self._kinds.shift_kinds[kind].stops[s]]) for s in path]
        if len(set(rows)) == len(rows):
            return False
        over = sorted({r for r in rows if rows.count(r) > self._kinds.limit[r]})
        for row in over if learn else ():
            self._watch(row)
            self._hold(kind, path, rows, row)
        return bool(over)

    def _watch(self, row: int) -> None:
        bits = int(self._kinds.limit[row])
        if self.watch[row].any():
            return
        for word in range(WORDS):
            if bits <= self._free[word]:
                self.watch[row, word] = ((1 << bits) - 1) << (WORD_BITS - self._free[word])
                self._free[word] -= bits
                self.learned += 1
                return

    def _hold(self, kind: int, path: Sequence[int], rows: list[int], row: int) -> None:
        """Let the stops between two uses of a row remember it."""
        if self._frozen[kind] or not self.level[kind]:
            return
        first, last = rows.index(row), len(rows) - 1 - rows[::-1].index(row)
        between = list(path[first : last + 1])
        before = self._besides[kind][between]
        after = before | self.watch[row]
        if (before != after).any():
            self._besides[kind][between] = after
            self.learned += 1


def _nearest(kinds: Kinds, kind: ShiftKind) -> Near:
    """Return the locations of a kind's stops, and for each of them all in order of nearness."""
    places = np.unique(kind.location).astype(np.int32)
    there = kinds.travel_s[kind.profile][np.ix_(places, places)]
    return places, np.argsort(there.astype(np.int64) + there.T, axis=1, kind="stable")
