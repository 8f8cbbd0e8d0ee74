"""One thread's way to better plans where shifts are many: dives, and packings of what they met.

The first dive goes through the whole plan. Each later one keeps the best plan but for a
neighbourhood of it, and dives through that: a large neighbourhood search whose repair is column
generation (Sadykov, Vanderbeck, Pessoa, Tahiri & Uchoa 2019, section 5). Between two of them a
neighbourhood is packed from all columns there are.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.budget import Budget
from optimizer.dive import Dive
from optimizer.draft import Draft
from optimizer.generation import ways_home
from optimizer.kinds import Column
from optimizer.market import Market
from optimizer.master import Master
from optimizer.neighbours import neighbours
from optimizer.prices import Prices
from optimizer.repacking import Repacker

FREED = 0.3
"""Share of the shifts that a dive is free to change, to begin with."""
LEAST_FREED = 8
GROWS, SHRINKS = 1.25, 0.9
"""What that is multiplied by if nothing better can be there, and if nothing better was found."""
UNSTEADY = 0.1
"""How far chance moves the shares of columns before the fullest are chosen."""
FORGETS = 0.7
"""What gains and work of a way to better the plan count for after each further try."""
LEAST_SHARE = 0.2
"""Share of the work that each way gets, though the other gains more."""
HURRIES = 0.93
"""Share of the budget after which a dive hurries, so as to land before the end."""
MOST_GIVEN = 4000
"""Columns that a lane begins with, those that earn most."""
STEPS_PER_COLUMN = 1_000
"""What adding one column to an LP is worth in steps of the kernels."""


@dataclass(slots=True)
class Record:
    """What one way to better the plan took and gained, lately, and what it took in all."""

    work: float = 0.0
    gained: float = 0.0
    in_all: int = 0

    def note(self, work: int, gained: int) -> None:
        """Count one more try."""
        self.work = FORGETS * self.work + work
        self.gained = FORGETS * self.gained + gained
        self.in_all += work

    def rate(self) -> float:
        """Return what it gained for its work, lately."""
        return self.gained / self.work if self.work else 0.0


def gain(draft: Draft, best: Draft) -> int:
    """Return by how much a draft is better than ``best``; 0 if it is not, or not a sound plan."""
    gained = draft.value() - best.value()
    return gained if gained > 0 and draft.is_sound() else 0


class Lane:
    """Dives and packings, one after another; those that bettered the plan wait in ``landed``.

    It has an LP of its own, and goes on from what ``market`` has learned; ``dives`` counts those
    that ended.
    """

    def __init__(self, market: Market, prices: Prices, budget: Budget, *, seed: int) -> None:
        self.landed: list[Draft] = []
        self.dives = 0
        self._kinds, self._prices, self._budget = market.kinds, prices, budget
        self._market = market.copy()
        self._master = Master(market.kinds, by_like=True, cancel=market.cancel)
        self._chance = random.Random(seed)  # noqa: S311 - a search, not a secret
        self._repacker = Repacker(market.kinds, budget, self._master.columns, prices)
        self._dive: Dive | None = None
        self._given: list[Column] = []
        self._knows = 0
        self._freed = max(LEAST_FREED, FREED * len(market.kinds.problem.shifts))
        self._dived, self._packed = Record(), Record()

    def give(self, columns: Sequence[Column]) -> None:
        """Let the next dive begin with these columns, too."""
        self._given += columns[self._knows :]
        self._knows = len(columns)

    def step(self, best: Draft) -> int:
        """Work one step from the best plan that is known; return the work done."""
        if self._given and self._dive is None:
            return self._take_given()
        if self._dive is None and self.dives and self._packs():
            return self._pack(self._better_than(best))
        if self._dive is None:
            self._dive = self._next(self._better_than(best))
        return self._go_down(self._dive, best)

    def _better_than(self, best: Draft) -> Draft:
        """Return the last plan that landed, if it is better than ``best``."""
        own = self.landed[-1] if self.landed else best
        return own if own.value() > best.value() else best

    def _take_given(self) -> int:
        """Add the best columns that were given to the LP; return the work done."""
        given = self._budget.while_on(self._given)
        earned = [(self._prices.earned_by(self._kinds, c), c) for c in given]
        best = [c for _, c in sorted(earned, key=lambda one: -one[0])]
        added = self._master.add([*ways_home(self._kinds), *best[:MOST_GIVEN]])
        work = STEPS_PER_COLUMN * (added + len(self._given))
        self._given.clear()
        return work

    def _packs(self) -> bool:
        """Return whether to pack next: what gained more for its work, but each its least share."""
        dived, packed = self._dived, self._packed
        for one, other in ((packed, dived), (dived, packed)):
            if one.in_all < LEAST_SHARE * (one.in_all + other.in_all):
                return one is packed
        return packed.rate() > dived.rate()

    def _next(self, best: Draft) -> Dive:
        if not self.dives:
            return Dive(self._master, self._market, chance=self._chance, unsteady=UNSTEADY)
        freed = neighbours(best, round(self._freed), self._chance)
        return Dive(
            self._master,
            self._market,
            kept=[c for k, c in sorted(best.columns.items()) if k not in freed],
            least=self._market.better_than(best.value()),
            chance=self._chance,
            unsteady=UNSTEADY,
        )

    def _go_down(self, dive: Dive, best: Draft) -> int:
        before = dive.work
        with self._budget.interrupting(self._master.interrupt):
            dive.step(hurry=self._budget.share() > HURRIES)
        if dive.done:
            self._dive = None
            self.dives += 1
            gained = self._keep(dive.draft, self._better_than(best))
            if self.dives > 1:
                self._dived.note(dive.work, gained)
                self._adapt(dive, gained)
        return dive.work - before

    def _adapt(self, dive: Dive, gained: int) -> None:
        """Free more where the LP left no hope from the start, fewer where it promised too much."""
        shifts = len(self._kinds.problem.shifts)
        if not dive.batches:
            self._freed = min(shifts, GROWS * self._freed)
        elif gained <= 0:
            self._freed = max(min(shifts, LEAST_FREED), SHRINKS * self._freed)

    def _pack(self, best: Draft) -> int:
        packer = self._repacker.packer
        before = packer.work
        packed = self._repacker.repacked(best, self._chance)
        gained = 0 if packed is None else self._keep(packed, best)
        self._packed.note(packer.work - before, gained)
        return packer.work - before

    def _keep(self, draft: Draft, best: Draft) -> int:
        """Keep a plan that is better; return by how much it is."""
        gained = gain(draft, best)
        if gained:
            self.landed.append(draft)
        return gained
