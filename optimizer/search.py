"""Better plans: walks of the compiled search, and packings of the shifts that were met.

Large problems are packed in neighbourhoods of shifts (Pisinger & Ropke 2019); of few shifts the
whole plan is packed at once.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

from optimizer.arrays import world_of
from optimizer.budget import Budget
from optimizer.draft import Draft
from optimizer.kinds import Column, Kinds
from optimizer.packing import Packer
from optimizer.prices import Prices
from optimizer.problem import BASE
from optimizer.walk import Walk

WALKS = 2
"""Walks side by side; not a matter of cores, so that a plan does not depend on them."""
LARGE = 40
"""Shifts freed at once to be packed."""
MOST_PACKED = 800
"""Columns that the packing of a neighbourhood may choose from, the most valuable first."""


class Search:
    """Walks, the columns seen so far, and the packer."""

    def __init__(self, kinds: Kinds, budget: Budget, *, seed: int) -> None:
        self.kinds = kinds
        self._random = random.Random(seed)  # noqa: S311 - a search, not a secret
        world = world_of(kinds)
        self.walks = [Walk(kinds, world, seed * WALKS + i) for i in range(WALKS)]
        self.packer = Packer(kinds, budget)
        self._prices: Prices | None = None
        self._earned: dict[Column, float] = {}
        self._pool: defaultdict[int, dict[Column, None]] = defaultdict(dict)

    def construct(self) -> list[Column]:
        """Return the first plan, from which all walks go on."""
        self.walks[0].construct()
        first = self.walks[0].columns()
        for walk in self.walks[1:]:
            walk.load(first)
        return first

    def load(self, columns: Sequence[Column]) -> None:
        """Let all walks go on from a plan."""
        for walk in self.walks:
            walk.load(columns)

    def remember(self, columns: Iterable[Column]) -> None:
        """Add columns to choose from when packing."""
        for column in columns:
            first = int(self.kinds.like[column.shift])
            known = column if column.shift == first else self.kinds.moved(column, first)
            self._pool[first][known] = None

    def met(self, most: int) -> list[Column]:
        """Return columns that the walks met, the most earning first to be kept."""
        found = (c for walk in self.walks for c in walk.pooled(most // WALKS))
        return list(dict.fromkeys(found))

    def on_all_alike(self, columns: Iterable[Column]) -> list[Column]:
        """Return columns of shifts exchanged for the first of them on every one of those shifts."""
        like = defaultdict(list)
        for k, first in enumerate(self.kinds.like.tolist()):
            like[first].append(k)
        return [self.kinds.moved(c, k) for c in columns for k in like[c.shift]]

    def packed_whole(self, best: Draft, columns: list[Column]) -> Draft | None:
        """Return the best plan that can be packed from ``columns``, starting from ``best``."""
        hint = list(best.columns.values())
        return self._packed(Draft(self.kinds), columns, hint)

    def repacked(self, best: Draft, prices: Prices) -> Draft | None:
        """Return the plan with a neighbourhood of shifts packed anew.

        From the columns that are worth most at ``prices``, whatever the plan is now.
        """
        kept = best.copy()
        freed = self._neighbours(best)
        freed |= set(self._whole_tours(kept, freed))
        hint = [c for shift in sorted(freed) if (c := kept.remove(shift))]
        return self._packed(kept, self._candidates(kept, freed, prices), hint)

    def _packed(self, kept: Draft, candidates: list[Column], hint: list[Column]) -> Draft | None:
        """Return ``kept`` with the best choice of candidates added, if there is one."""
        chosen = self.packer.pack(kept, candidates, hint=hint)
        if chosen is None:
            return None
        for column in chosen:
            kept.add(column)
        return kept

    def _candidates(self, kept: Draft, freed: set[int], prices: Prices) -> list[Column]:
        """Return the columns of freed shifts that earn most beyond their prices."""
        if prices is not self._prices:
            self._prices = prices
            self._earned.clear()
        like: defaultdict[int, list[int]] = defaultdict(list)
        for shift in sorted(freed):
            like[int(self.kinds.like[shift])].append(shift)
        some = [(self._earns(c, prices), c) for first in like for c in self._pool[first]]
        some.sort(key=lambda one: -one[0])
        found: list[Column] = []
        asked: set[Column] = set()
        for _, column in some:
            for shift in like[column.shift]:
                moved = self.kinds.moved(column, shift)
                known = self.packer.first(moved)
                if known not in asked and kept.allows(moved):
                    found.append(moved)
                asked.add(known)
            if len(found) >= MOST_PACKED:
                break
        return found

    def _earns(self, column: Column, prices: Prices) -> float:
        earned = self._earned.get(column)
        if earned is None:
            earned = self._earned[column] = prices.earned_by(self.kinds, column)
        return earned

    def _whole_tours(self, kept: Draft, freed: set[int]) -> list[int]:
        """Return the shifts that share a night away with a freed one, and so on."""
        problem = kept.kinds.problem
        grown, queue = set(freed), sorted(freed)
        while queue:
            shift = problem.shifts[queue.pop()]
            for day in (shift.day - 1, shift.day + 1):
                other = problem.shift_on(shift.team, day)
                if other is None or other in grown or other not in kept.columns:
                    continue
                column = kept.columns[other]
                if (column.sleeps_at if day < shift.day else column.slept_at) != BASE:
                    grown.add(other)
                    queue.append(other)
        return sorted(grown - freed)

    def _neighbours(self, best: Draft) -> set[int]:
        """Return shifts that compete: of one day, of one team, of one demand, one after another."""
        shifts = self.kinds.problem.shifts
        freed: set[int] = set()
        while len(freed) < min(LARGE, len(shifts)):
            seed, sort = self._random.randrange(len(shifts)), self._random.randrange(3)
            if sort == 0:
                near = [k for k, s in enumerate(shifts) if s.day == shifts[seed].day]
            elif sort == 1:
                near = [k for k, s in enumerate(shifts) if s.team == shifts[seed].team]
            else:
                near = _sharing_demand(best, seed)
            self._random.shuffle(near)
            freed |= {seed, *near[: LARGE - len(freed)]}
        return freed


def _sharing_demand(draft: Draft, seed: int) -> list[int]:
    wanted = _demands_of(draft, seed)
    return [k for k in draft.columns if wanted & _demands_of(draft, k)] or [seed]


def _demands_of(draft: Draft, shift: int) -> set[int]:
    column = draft.columns.get(shift)
    return {int(d) for s in (column.stops if column else ()) for d in draft.kinds.demand_of[s]}
