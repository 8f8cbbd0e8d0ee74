"""How a budget is cut into epochs, and epochs make the cycles in which a walk cools down."""

from optimizer.budget import Budget
from optimizer.kinds import Kinds
from optimizer.rows import nights_tie

CYCLE_S, CYCLE_TIED_S = 5.0, 15.0
"""How long a walk cools down before it is warmed up again; so much work where work is limited.

Longer where nights tie shifts to one another, and where a few shifts are long."""
CYCLE_EACH_S, CYCLE_FEW_S = 2.5, 10.0
"""How long for each of a few shifts, and at most for all of them."""
EPOCHS = 8
"""Epochs of a cycle."""


class Cycles:
    """The epochs of a budget, from the share ``begun`` on."""

    def __init__(self, kinds: Kinds, budget: Budget) -> None:
        self.begun = 0.0
        self._budget = budget
        self._cycles = max(1, round(budget.length_s() / _length_s(kinds)))

    @property
    def epochs(self) -> int:
        """How many epochs there are."""
        return self._cycles * EPOCHS

    def until(self, epoch: int) -> float:
        """Return the share of the budget at which an epoch ends."""
        return self.begun + (1 - self.begun) * (epoch + 1) / self.epochs

    def at(self) -> float:
        """Return which share of its cycle is over, by the clock."""
        passed = (self._budget.share() - self.begun) / (1 - self.begun)
        return (passed * self._cycles) % 1.0


def _length_s(kinds: Kinds) -> float:
    if kinds.few:
        return min(CYCLE_FEW_S, max(CYCLE_S, CYCLE_EACH_S * len(kinds.problem.shifts)))
    return CYCLE_TIED_S if nights_tie(kinds) else CYCLE_S
