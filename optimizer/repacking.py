"""Neighbourhoods of a plan packed anew, from the columns that are worth most at proven prices."""

import random
from collections import defaultdict
from collections.abc import Sequence

from optimizer.budget import Budget
from optimizer.draft import Draft
from optimizer.kinds import Column, Kinds
from optimizer.neighbours import neighbours
from optimizer.packing import Packer
from optimizer.prices import Prices

LEAST, MOST = 5, 60
"""Shifts freed at once to be packed; as many as a packing of ``SHORT`` to ``LONG`` steps takes."""
SHORT, LONG = 6_000_000, 15_000_000
GROWS = 1.25
STEPS_PER_CANDIDATE = 2_000
"""What looking at a column that may be packed is worth in steps of the kernels."""
MOST_PACKED = 800
"""Columns that the packing of a neighbourhood may choose from, the most valuable first."""


class Repacker:
    """Packs neighbourhoods from ``columns``, of the first of shifts alike, which may grow."""

    def __init__(
        self,
        kinds: Kinds,
        budget: Budget,
        columns: Sequence[Column],
        prices: Prices,
    ) -> None:
        self.packer = Packer(kinds, budget, cuts=False)
        self._kinds, self._while_on = kinds, budget.while_on
        self._columns, self._prices = columns, prices
        self._known = 0
        self._large = 20.0
        self._earns: defaultdict[int, list[tuple[float, Column]]] = defaultdict(list)

    def repacked(self, best: Draft, chance: random.Random) -> Draft | None:
        """Return the plan with a neighbourhood of shifts packed anew, if one is found."""
        kept = best.copy()
        freed = neighbours(best, round(self._large), chance)
        hint = [c for shift in sorted(freed) if (c := kept.remove(shift))]
        candidates = self._candidates(kept, freed)
        before = self.packer.work
        chosen = self.packer.pack(kept, candidates, hint=hint)
        took = self.packer.work - before
        if took < SHORT:
            self._large = min(MOST, self._large * GROWS)
        elif took > LONG:
            self._large = max(LEAST, self._large / GROWS**2)
        if chosen is None:
            return None
        for column in chosen:
            kept.add(column)
        return kept

    def _candidates(self, kept: Draft, freed: set[int]) -> list[Column]:
        """Return the columns of freed shifts that earn most beyond their prices."""
        self._judge_new()
        like: defaultdict[int, list[int]] = defaultdict(list)
        for shift in sorted(freed):
            like[int(self._kinds.like[shift])].append(shift)
        some = [one for first in like for one in self._earns[first]]
        some.sort(key=lambda one: -one[0])
        self.packer.work += STEPS_PER_CANDIDATE * len(some)
        found: list[Column] = []
        asked: set[Column] = set()
        for _, column in self._while_on(some):
            for shift in like[column.shift]:
                moved = self._kinds.moved(column, shift)
                known = self.packer.first(moved)
                if known not in asked and kept.allows(moved):
                    found.append(moved)
                asked.add(known)
            if len(found) >= MOST_PACKED:
                break
        return found

    def _judge_new(self) -> None:
        for column in self._while_on(self._columns[self._known :]):
            earns = self._prices.earned_by(self._kinds, column)
            self._earns[column.shift].append((earns, column))
        self._known = len(self._columns)
