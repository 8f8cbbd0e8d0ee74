"""Which of the two threads dives, and when, where shifts are many."""

from optimizer.budget import Budget
from optimizer.draft import Draft
from optimizer.lane import Lane
from optimizer.prover import Prover
from optimizer.rows import nights_tie

DIVE_FROM = 0.02
"""How far the bound may still fall when the thread that does not prove begins to dive.

The other does so, too, where proofs take long."""


class Lanes:
    """The lane ``beside`` the prover's steps in one thread, and that of the other, ``here``."""

    def __init__(self, prover: Prover, budget: Budget, *, seed: int) -> None:
        self.here: Lane | None = None
        self._beside: Lane | None = None
        self._prover, self._budget, self._seed = prover, budget, seed
        self._kinds = prover.kinds
        self._tied = nights_tie(self._kinds)
        self._proof_is_due = 0

    @property
    def begun(self) -> bool:
        """Whether either thread dives."""
        return self.here is not None or self._beside is not None

    def beside(self, *, proves: bool) -> Lane | None:
        """Return the lane that dives in the thread that proves, if it should now.

        Once nothing is left to prove, or, where that takes long, when the bound is near; then the
        two take turns. But where nights tie shifts a second walk brings more than a second dive.
        """
        generation = self._prover.generation
        if self._kinds.few or generation.prices() is None:
            return None
        if self._beside is None:
            if proves and not (generation.gap <= DIVE_FROM and generation.is_slow):
                return None
            self._beside, self._proof_is_due = self._lane(0), 0
        if not self._beside.dives:
            return self._beside
        return None if self._tied or (proves and self._proof_is_due > 0) else self._beside

    def worked(self, *, dived: int = 0, proved: int = 0) -> None:
        """Count what the thread that proves has done, so that proofs and dives take turns."""
        self._proof_is_due += dived - proved

    def exchange(self) -> list[Draft]:
        """Return the plans that were found since the last time; tell both lanes of columns.

        To be called while neither thread is at work.
        """
        if self._kinds.few or self._tied:
            both = [self._beside]
        else:
            if self.here is None and self._prover.generation.gap <= DIVE_FROM:
                self.here = self._lane(1)
            both = [self._beside, self.here]
        found: list[Draft] = []
        for lane in both:
            if lane is not None:
                found += lane.landed
                lane.landed.clear()
                lane.give(self._prover.columns)
        return found

    def _lane(self, which: int) -> Lane:
        """Return a lane with what is known so far."""
        generation = self._prover.generation
        prices = generation.prices()
        assert prices is not None  # noqa: S101 - told to the type checker
        lane = Lane(generation.market, prices, self._budget, seed=2 * self._seed + which)
        lane.give(self._prover.columns)
        return lane
