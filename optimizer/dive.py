"""A dive: the LP of column generation rounded to a plan, the fullest columns first.

Fixes what the LP works most, solves and prices again, and so on down (Sadykov, Vanderbeck, Pessoa,
Tahiri & Uchoa 2019). Few columns are fixed at once: what is priced after each is worth more than
the time it takes. A column that does not fit what is fixed is shut out; what leaves no way to a
plan is taken back.
"""

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

from optimizer.draft import Draft
from optimizer.errors import CutOff
from optimizer.kinds import Column
from optimizer.market import Market
from optimizer.master import NOTHING, STEPS_PER_PIVOT, Master
from optimizer.prices import Prices
from optimizer.pricing import NO_VALUE
from optimizer.rows import toured
from optimizer.tours import Known, Tours

NEARLY = 0.8
"""Share of a column above which it is fixed together with others."""
SURE = 0.99
"""The same where few shifts are left, the hardest."""
STEP = 0.02
"""Share of the free shifts that are fixed at once, at least."""
HURRIED_STEP = 0.05
"""The same in a hurry."""
MOST_COLUMNS = 8
"""New columns of shifts alike in one step."""
MOST_HOPELESS = 3
"""Steps in which new columns may still raise an LP that is not worth diving on."""
MOST_BARREN = 5
"""Steps one after another in which nothing fits that the LP works."""
MOST_TAKEN_BACK = 20
"""Batches after which a dive that has no way on ends where it is."""
PRICED = 0.5
"""Share of the free shifts that are priced after a step."""
LONGEST_LP_S = 10_000.0


class Dive:
    """A dive on its way down; ``draft`` is what is fixed so far, ``done`` whether it has landed.

    It begins with the columns ``kept``, each on its own shift, and gives up where no plan can be
    worth ``least``. ``unsteady`` is how far chance moves shares before the fullest are
    chosen. ``batches`` are what was fixed together, by number of column and shift; ``work`` counts
    pivots and steps of the kernel.
    """

    def __init__(
        self,
        master: Master,
        market: Market,
        *,
        chance: random.Random,
        unsteady: float,
        kept: Iterable[Column] = (),
        least: float = -math.inf,
    ) -> None:
        self.draft = Draft(market.kinds, kept)
        self.done = False
        self.work = 0
        self._master, self._market, self._kinds = master, market, market.kinds
        self._least = least - NOTHING * abs(least)
        self._chance, self._unsteady = chance, unsteady
        self._hopeless = self._taken_back = self._one_by_one = self._barren = 0
        self._kept_pins = False
        self._tours = toured(self._kinds.problem)
        self._joined = Tours(market)
        self.batches: list[list[tuple[int, int]]] = []
        self._times: defaultdict[int, int] = defaultdict(int)
        self._shut: set[int] = set()
        self._alike: defaultdict[int, list[int]] = defaultdict(list)
        for shift, first in enumerate(self._kinds.like.tolist()):
            self._alike[first].append(shift)
        for column in self.draft.columns.values():
            self._times[master.number(column)] += 1
        for number in self._times:
            self._bound(number)

    def step(self, *, hurry: bool = False) -> None:
        """Fix a batch of columns and price what is left; at the end, give the LP back whole.

        In a ``hurry`` more is fixed at once, and nothing priced.
        """
        solved = self._master.solve(LONGEST_LP_S)
        self.work += self._master.pivots * STEPS_PER_PIVOT
        if self._market.cancel[0]:
            self.finish()
        elif not solved:
            self._take_back()
        elif self._master.value() < self._least:
            self._hopeless += 1
            if self._hopeless > MOST_HOPELESS or not self._price(*self._asked()):
                self.finish()
        elif self._kept_pins and not self._master.keeps_pins():
            self._barren += 1
            if self._barren > MOST_BARREN or not self._price(*self._asked()):
                self._take_back()
        else:
            self._go_on(hurry=hurry)

    def finish(self) -> None:
        """End the dive where it is."""
        for number in {*self._times, *self._shut}:
            self._master.fix(number, least=0)
        self.done = True

    def _go_on(self, *, hurry: bool) -> None:
        # what the LP says is forgotten once a bound changes: read all of it before
        self._kept_pins = self._master.keeps_pins()
        asked, fullest = self._asked(), self._fullest()
        fixed = self._fix_some(fullest, HURRIED_STEP if hurry else STEP)
        self._barren = 0 if fixed else self._barren + 1
        if not fullest or self._barren > MOST_BARREN:
            self.finish()
        elif not hurry:
            self._price(*asked)

    def _asked(self) -> tuple[Prices, Known]:
        """Return the LP's prices, and what tours may go on with: nothing that is shut out."""
        if not any(self._tours):
            return self._master.prices(), Known([], [])
        reduced = self._master.reduced()
        for number in self._shut:
            reduced[number] = NO_VALUE
        return self._master.prices(), Known(self._master.columns, reduced)

    def _price(self, prices: Prices, known: Known) -> int:
        """Add what pays for free shifts; return how many columns that are."""
        before = self._market.work
        free = sorted(set(range(len(self._kinds.like))) - set(self.draft.columns))
        some = set(self._chance.sample(free, math.ceil(PRICED * len(free))))
        away = {k for k in some if self._tours[k]}
        try:
            found = self._market.found(prices, MOST_COLUMNS, some - away)
            if away:
                fixed = self.draft.columns
                found += self._joined.found(prices, MOST_COLUMNS, known, fixed=fixed, shifts=away)
        except CutOff:
            return 0
        self.work += self._market.work - before
        return self._master.add(found)

    def _take_back(self) -> None:
        """Undo the last batch, which leaves no way to a plan; go on with its columns singly."""
        self._taken_back += 1
        self._barren = 0
        if not self.batches or self._taken_back > MOST_TAKEN_BACK:
            self.finish()
            return
        last = self.batches.pop()
        for number, shift in last:
            self.draft.remove(shift)
            self._times[number] -= 1
            if len(last) == 1:
                self._shut.add(number)
            self._bound(number)
        self._one_by_one += len(last)

    def _fix_some(self, fullest: list[tuple[int, float]], step: float) -> bool:
        """Fix the fullest columns, as many as belong together; return whether any was."""
        batch: list[tuple[int, int]] = []
        free = len(self._kinds.like) - len(self.draft.columns)
        least = 1 if self._one_by_one else max(1, math.ceil(step * free))
        self._one_by_one = max(0, self._one_by_one - 1)
        touring = set()
        for number, share in fullest:
            if len(batch) >= least and share < (SURE if least == 1 else NEARLY):
                break
            shift = self._master.columns[number].shift
            if share < 1 - NOTHING and self._tours[shift]:
                # parts of two tours do not make one
                team = self._kinds.problem.shifts[shift].team
                if team in touring:
                    continue
                touring.add(team)
            batch += self._fix(number, max(1, math.floor(share + 1 - NEARLY)))
        if batch:
            self.batches.append(batch)
        return bool(batch)

    def _fix(self, number: int, times: int) -> Sequence[tuple[int, int]]:
        """Work a column so many times more, as far as it fits; shut it out where it does not.

        Returns it with each shift on which it is worked.
        """
        column, fixed = self._master.columns[number], []
        for _ in range(times):
            placed = self._placed(column)
            if placed is None:
                self._shut.add(number)
                break
            self.draft.add(placed)
            self._times[number] += 1
            fixed.append((number, placed.shift))
        self._bound(number)
        return fixed

    def _bound(self, number: int) -> None:
        worked = self._times[number]
        self._master.fix(number, least=worked, most=worked if number in self._shut else None)

    def _placed(self, column: Column) -> Column | None:
        """Return the column on a free shift like its own, or ``None`` if it does not fit."""
        for shift in self._alike[int(self._kinds.like[column.shift])]:
            if shift not in self.draft.columns:
                moved = column if shift == column.shift else self._kinds.moved(column, shift)
                if self.draft.allows(moved):
                    return moved
        return None

    def _fullest(self) -> list[tuple[int, float]]:
        """Return columns and how often they are worked beyond what is fixed, the fullest first."""
        left = [
            (number, share - self._times.get(number, 0))
            for number, share in enumerate(self._master.shares())
            if number not in self._shut
        ]
        some = [(number, self._shaken(share)) for number, share in left if share > NOTHING]
        return sorted(some, key=lambda one: (-one[1], one[0]))

    def _shaken(self, share: float) -> float:
        if share > 1 - NOTHING:
            return share
        return share * (1 + self._unsteady * self._chance.uniform(-1, 1))
