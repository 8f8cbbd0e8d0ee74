"""Walks begun anew, again and again: short ones often, long ones seldom.

Where one walk in twenty ends at the best schedule, twenty short walks find it and a long one need
not. How long is best cannot be known: lengths follow the sequence of Luby, Sinclair & Zuckerman
(1993), which spends as much on each length as on any other. Every other walk is wild: it changes
more in a step, and ends elsewhere.
"""

from numpy import uint8
from numpy.typing import NDArray

from optimizer.budget import Turn
from optimizer.walk import CHUNK_S, Walk

SHORTEST = 12_000_000
"""Places judged in the shortest walk, for each shift: some tenths of a second."""


class Restarts:
    """A walk that is begun anew when it has cooled down."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self._shifts = len(walk.kinds.problem.shifts)
        self._begun = 0
        self._whole = 0
        self._left = 0

    def go(self, turn: Turn, flag: NDArray[uint8]) -> None:
        """Walk until the turn is over."""
        while not turn.over():
            if self._left <= 0:
                self._begin()
            most = turn.steps() if turn.seconds() is None else int(CHUNK_S * self.walk.pace)
            before, steps = self.walk.judged, max(1, min(self._left, most))
            share = 1 - self._left / self._whole
            self.walk.run(steps, share, share + steps / self._whole, flag)
            self._left -= self.walk.judged - before
            turn.spend(self.walk.judged - before)

    def _begin(self) -> None:
        self._begun += 1
        self._whole = self._left = SHORTEST * self._shifts * luby((self._begun + 1) // 2)
        self.walk.begin_anew(wild=self._begun % 2 == 0)


def luby(n: int) -> int:
    """Return the n-th of 1, 1, 2, 1, 1, 2, 4, 1, 1, 2, …, from n = 1 on."""
    while n & (n + 1):
        n -= (1 << (n.bit_length() - 1)) - 1
    return (n + 1) // 2
