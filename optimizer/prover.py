"""What is proven, step by step: rounds of column generation, then what they are good for.

Where shifts are many that is a dive for a plan; where they are few, the attempt to close the gap to
the best plan that is known.
"""

import math

from optimizer.budget import Budget
from optimizer.closing import Closing, applies
from optimizer.dive import Dive
from optimizer.draft import Draft
from optimizer.generation import Generation
from optimizer.kinds import Column, Kinds
from optimizer.market import Market
from optimizer.prices import Prices

CLOSE_ENOUGH_FEW, CLOSE_ENOUGH_MANY = 1e-4, 2e-4
"""Gap between the LP and its bound at which there are better things to do than to lower it."""
CLOSE = 0.03
"""Gap at which it is worth while to go on."""


class Prover:
    """Lowers ``bound``, step by step; ``landed`` is a plan that a step has come upon."""

    def __init__(self, kinds: Kinds, budget: Budget, *, cores: int, few: bool) -> None:
        self.bound: float = math.inf
        self.landed: Draft | None = None
        self.generation = Generation(Market(kinds, cores, budget.flag))
        self._kinds = kinds
        self._budget = budget
        self._few = few
        self._dive: Dive | None = None
        self._closing: Closing | None = None
        self._closed_at: int | None = None
        self._spent = 0

    @property
    def columns(self) -> list[Column]:
        """The columns known so far, each of the first of the shifts like its own."""
        return self.generation.master.columns

    @property
    def prices(self) -> Prices | None:
        """The prices at which the bound was proven."""
        return self.generation.prices()

    @property
    def ended(self) -> bool:
        """Whether more rounds would not lower the bound noticeably."""
        enough = CLOSE_ENOUGH_FEW if self._few else CLOSE_ENOUGH_MANY
        return self.generation.done or self.generation.gap <= enough

    @property
    def in_rounds(self) -> bool:
        """Whether rounds are still worth while, and no dive has begun."""
        return not self.ended and self._dive is None

    @property
    def is_close(self) -> bool:
        """Whether a few more rounds may bring the bound as low as it gets."""
        return self.generation.gap <= CLOSE

    def wants_to_go_on(self, value: int | None, *, rounds: bool) -> bool:
        """Return whether there is something to do.

        More ``rounds`` if they are wanted; then a dive, or closing the gap to ``value``, what the
        best plan is worth.
        """
        if rounds and not self.ended and self._dive is None:
            return True
        if self._few:
            return rounds and value is not None and self._may_close(value)
        return self.generation.rounds > 0 and (self._dive is None or not self._dive.done)

    def step(self, value: int | None, *, rounds: bool) -> int:
        """Work one round, or one step of what follows; return the work done."""
        with self._budget.interrupting(self.generation.master.interrupt):
            if self._dive is None and rounds and not self.ended:
                self.generation.step()
                self.bound = min(self.bound, self.generation.bound)
            elif self._few and value is not None:
                self._close(value)
            else:
                self._down()
        before, self._spent = self._spent, self._work()
        return self._spent - before

    def _work(self) -> int:
        return self.generation.work + (self._closing.work if self._closing else 0)

    def _may_close(self, value: int) -> bool:
        if not self.ended or self.bound <= value or not applies(self._kinds):
            return False
        # a second attempt is worth while if a better plan has made the gap smaller
        return (
            self._closing is None
            or not self._closing.done
            or (self._closed_at is not None and value > self._closed_at)
        )

    def _close(self, value: int) -> None:
        if self._closing is None or self._closing.done:
            self._spent -= self._closing.work if self._closing else 0
            self._closing, self._closed_at = Closing(self.generation, value), value
        self._closing.value = max(self._closing.value, value)
        self._closing.step()
        self.bound = min(self.bound, self._closing.bound)
        if self._closing.columns is not None:
            self.landed, self._closing.columns = Draft(self._kinds, self._closing.columns), None

    def _down(self) -> None:
        if self._dive is None:
            self._dive = Dive(self.generation)
        self._dive.step()
        if self._dive.done:
            self.landed = self._dive.draft
