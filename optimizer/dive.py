"""A dive: the LP of column generation rounded to a plan, the fullest columns first.

Fixes what the LP works most, solves and prices again, and so on down (Sadykov, Vanderbeck, Pessoa,
Tahiri & Uchoa 2019). Columns whose rows are used up by those fixed are shut out; a batch of columns
that nothing can be added to is taken back and tried one by one. What a dive finds on its way down
is worth more to the packings that follow than the plan where it lands.
"""

import math
from collections import defaultdict
from collections.abc import Sequence

from optimizer.draft import Draft
from optimizer.generation import MOST_COLUMNS, Generation
from optimizer.kinds import Column

NEARLY, DIVE_STEP = 0.8, 0.2
"""Share of a column above which it is fixed, and share of the others fixed with it."""
NOTHING = 1e-6


class Dive:
    """A dive on its way down; ``draft`` is what is fixed so far, ``done`` whether it has landed."""

    def __init__(self, generation: Generation) -> None:
        self.done = False
        self._generation = generation
        self._master = generation.master
        kinds = generation.market.kinds
        self.draft = Draft(kinds)
        self._kinds = kinds
        self._last: list[tuple[int, int]] = []
        self._carefully = False
        self._times: defaultdict[int, int] = defaultdict(int)
        self._shut: set[int] = set()
        self._free: defaultdict[int, list[int]] = defaultdict(list)
        for k, first in enumerate(kinds.like.tolist()):
            self._free[first].append(k)

    def step(self) -> None:
        """Fix one batch of columns, and price what is left; at the end, give the LP back whole."""
        if not self._generation.solve_lp():
            if self._generation.market.cancel[0] or not self._last:
                self.finish()
            else:
                self._take_back()
            return
        batch = self._fullest()[: 1 if self._carefully else None]
        if not batch:
            self.finish()
            return
        prices = self._master.prices()
        self._carefully, self._last = False, []
        for index, share in batch:
            self._fix(index, max(1, math.floor(share + 1 - NEARLY)))
        free = {k for k in range(len(self._kinds.like)) if k not in self.draft.columns}
        self._master.add(self._generation.market.found(prices, MOST_COLUMNS, free))

    def _take_back(self) -> None:
        """Undo the last batch, which nothing can be added to; try its columns one by one."""
        alone = len(self._last) == 1
        for index, shift in self._last:
            self.draft.remove(shift)
            self._times[index] -= 1
            if alone:
                self._shut.add(index)
            worked = self._times[index]
            self._master.fix(index, least=worked, most=worked if index in self._shut else None)
        self._carefully, self._last = True, []

    def finish(self) -> None:
        """End the dive where it is."""
        for index in {*self._times, *self._shut}:
            self._master.fix(index, least=0)
        self.done = True

    def _fix(self, index: int, times: int) -> None:
        """Work a column so many times more, as far as it fits; shut it out where it does not."""
        column = self._master.columns[index]
        for _ in range(times):
            placed = self._placed(column)
            if placed is None:
                self._shut.add(index)
                break
            self.draft.add(placed)
            self._times[index] += 1
            self._last.append((index, placed.shift))
        worked = self._times[index]
        self._master.fix(index, least=worked, most=worked if index in self._shut else None)

    def _placed(self, column: Column) -> Column | None:
        """Return the column on a free shift like its own, or ``None`` if it does not fit."""
        for k in self._free[int(self._kinds.like[column.shift])]:
            if k not in self.draft.columns:
                moved = column if k == column.shift else self._kinds.moved(column, k)
                if self.draft.allows(moved):
                    return moved
        return None

    def _fullest(self) -> list[tuple[int, float]]:
        """Return columns to fix next, and how often: those worked fully, and the next fullest.

        Of a team that sleeps away one column at a time, unless worked fully: parts of two tours do
        not make one.
        """
        left = [
            (share - self._times.get(i, 0), i)
            for i, share in enumerate(self._master.shares())
            if i not in self._shut
        ]
        some = sorted(((s, i) for s, i in left if s > NOTHING), key=lambda one: (-one[0], one[1]))
        nearly = sum(share > NEARLY for share, _ in some)
        most = max(nearly, math.ceil(DIVE_STEP * len(some)))
        return self._one_tour_each(some[:most])

    def _one_tour_each(self, batch: Sequence[tuple[float, int]]) -> list[tuple[int, float]]:
        problem = self._kinds.problem
        kept, touring = [], set()
        for share, i in batch:
            team = problem.shifts[self._master.columns[i].shift].team
            partly = share < 1 - NOTHING
            if partly and problem.teams[team].max_nights and team in touring:
                continue
            if partly:
                touring.add(team)
            kept.append((i, share))
        return kept
