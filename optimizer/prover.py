"""What is proven, step by step: rounds of column generation.

Where shifts are few, then the attempt to close the gap to the best plan that is known.
"""

import math
from functools import cached_property

from optimizer.budget import Budget
from optimizer.closing import Closing, applies
from optimizer.draft import Draft
from optimizer.generation import Generation
from optimizer.kinds import Column, Kinds
from optimizer.market import Market
from optimizer.prices import Prices

CLOSE_ENOUGH_FEW, CLOSE_ENOUGH_MANY = 1e-4, 2e-4
"""Gap between the LP and its bound at which there are better things to do than to lower it."""
CLOSE = 0.06
"""Gap at which it is worth while to go on."""


class Prover:
    """Lowers ``bound``, step by step; ``landed`` is a plan that a step has come upon."""

    def __init__(self, kinds: Kinds, budget: Budget, *, cores: int, few: bool) -> None:
        self.bound: float = math.inf
        self.landed: Draft | None = None
        self.kinds, self._cores = kinds, cores
        self._budget = budget
        self._few = few
        self._closing: Closing | None = None
        self._closed_at: int | None = None

    @cached_property
    def generation(self) -> Generation:
        """The LP of all shifts, made once it is wanted: after the first plan."""
        return Generation(Market(self.kinds, self._cores, self._budget.flag))

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
    def is_close(self) -> bool:
        """Whether a few more rounds may bring the bound as low as it gets."""
        return self.generation.gap <= CLOSE

    def wants_to_go_on(self, value: int | None, *, rounds: bool) -> bool:
        """Return whether there is something to do.

        More ``rounds`` if they are wanted; then closing the gap to ``value``, what the best plan is
        worth.
        """
        if not rounds or not self.ended:
            return rounds
        return self._few and value is not None and self._may_close(value)

    def step(self, value: int | None) -> int:
        """Work one round, or one step of what follows; return the work done."""
        if not self.ended:
            before = self.generation.work
            with self._budget.interrupting(self.generation.master.interrupt):
                self.generation.step()
            self.bound = min(self.bound, self.generation.bound)
            return self.generation.work - before
        return 0 if value is None else self._close(value)

    def _may_close(self, value: int) -> bool:
        if not self.ended or self.bound <= value or not applies(self.kinds):
            return False
        # a second attempt is worth while if a better plan has made the gap smaller
        return (
            self._closing is None
            or not self._closing.done
            or (self._closed_at is not None and value > self._closed_at)
        )

    def _close(self, value: int) -> int:
        if self._closing is None or self._closing.done:
            self._closing, self._closed_at = Closing(self.generation, value), value
        before = self._closing.work
        self._closing.value = max(self._closing.value, value)
        self._closing.step()
        self.bound = min(self.bound, self._closing.bound)
        if self._closing.columns is not None:
            self.landed, self._closing.columns = Draft(self.kinds, self._closing.columns), None
        return self._closing.work - before
