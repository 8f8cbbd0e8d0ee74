"""First tours and better ones: shifts priced one after another against what the others leave.

``insert`` is greedy insertion of whole shifts: each is the best answer of the pricing kernel to
the demand still unserved. ``Search`` ruins a plan and rebuilds it (Schrimpf et al. 2000): shifts
of one neighbourhood are freed, then priced anew in random order, or packed by CP-SAT from the
columns seen so far (Pisinger & Ropke 2019 call this large neighbourhood search).
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import takewhile

from optimizer.draft import Draft
from optimizer.kinds import Column
from optimizer.market import Market
from optimizer.master import Key
from optimizer.packing import pack
from optimizer.problem import BASE

SMALL, LARGE = 4, 8
"""Shifts freed at once: to be priced anew, and to be packed."""
CHANGES = (1, 3, 3)
"""How often each change is tried; packing takes ten times as long as pricing a few shifts."""
MOST_PACKED = 60
"""Columns of one shift that a packing may choose from, the most valuable first."""
PACK_EFFORT, COMPLETE_EFFORT = 0.08, 1.5
"""Deterministic seconds of packing a neighbourhood, and of completing a dive."""


def insert(draft: Draft, market: Market, shift: int, slept: int, sleeps: int) -> Column | None:
    """Add the best column for a free shift between two sleeping places; return it.

    Best among those the kernel keeps, counted exactly: people two stops both reach count once.
    """
    kind = draft.kinds.shift_kinds[draft.kinds.kind_of[shift]]
    found = market.insertion(kind, draft.gains(shift), slept)
    end = kind.sleeps.index(sleeps)
    labels = sorted({int(label) for label in found.kept[end].ravel() if label >= 0})
    columns = [market.column(shift, found, n, slept=slept, sleeps=sleeps) for n in labels]
    allowed = [c for c in columns if c is not None and draft.allows(c)]
    best = max(allowed, key=draft.worth, default=None)
    if best is None or (slept == sleeps == BASE and draft.worth(best) <= 0):
        return None
    draft.add(best)
    return best


def first_draft(market: Market) -> Draft:
    """Return a plan of day tours, made by inserting shifts in order of days."""
    draft = Draft(market.kinds)
    shifts = market.kinds.problem.shifts
    for shift in sorted(range(len(shifts)), key=lambda k: (shifts[k].day, shifts[k].team)):
        insert(draft, market, shift, BASE, BASE)
    return draft


def _slept_before(draft: Draft, shifts: list[int]) -> int:
    column = draft.columns.get(shifts[0])
    return column.slept_at if column else BASE


def _sleeps_after(draft: Draft, shifts: list[int]) -> int:
    column = draft.columns.get(shifts[-1])
    return column.sleeps_at if column else BASE


class Search:
    """Betters a plan step by step; knows all columns seen, for packing."""

    def __init__(self, market: Market, rows: Mapping[Key, float], seed: int) -> None:
        self._market = market
        self._rows = rows
        self._random = random.Random(seed)  # noqa: S311 - a search, not a secret
        self._pool: defaultdict[int, dict[Column, None]] = defaultdict(dict)

    def remember(self, columns: Iterable[Column]) -> None:
        """Add columns to choose from when packing."""
        for column in columns:
            self._pool[column.shift][column] = None

    def step(self, best: Draft) -> Draft | None:
        """Try one change of ``best``; return the better plan if it is one."""
        changes = (self._repack, self._reprice, self._retour)
        (change,) = self._random.choices(changes, weights=CHANGES)
        trial = change(best)
        if trial is None or trial.value() <= best.value() or not trial.is_sound():
            return None
        self.remember(trial.columns.values())
        return trial

    def complete(self, draft: Draft) -> Draft | None:
        """Return ``draft`` with its free shifts packed, or ``None`` if they cannot be."""
        whole = draft.copy()
        free = {k for k in range(len(draft.kinds.problem.shifts)) if k not in draft.columns}
        return self._packed(whole, self._candidates(whole, free), [], COMPLETE_EFFORT)

    def _reprice(self, best: Draft) -> Draft | None:
        """Return the plan with a few shifts priced anew in random order, nights as they are."""
        shifts = self._neighbours(best, SMALL)
        self._random.shuffle(shifts)
        trial = best.copy()
        nights = {}
        for shift in shifts:
            column = trial.remove(shift)
            nights[shift] = (column.slept_at, column.sleeps_at) if column else (BASE, BASE)
        for shift in shifts:
            slept, sleeps = nights[shift]
            added = insert(trial, self._market, shift, slept, sleeps)
            if added is None and (slept, sleeps) != (BASE, BASE):
                return None
        return trial

    def _retour(self, best: Draft) -> Draft | None:
        """Return the plan with one team's nights of a few days drawn anew, and its days priced."""
        problem = self._market.kinds.problem
        staying = [k for k, s in enumerate(problem.shifts) if problem.teams[s.team].max_nights]
        if not staying or not problem.lodgings:
            return None
        trial = best.copy()
        shift = problem.shifts[self._random.choice(staying)]
        last = self._random.randrange(1, 1 + problem.teams[shift.team].max_nights)
        days = (problem.shift_on(shift.team, shift.day + i) for i in range(last + 1))
        freed = [k for k in takewhile(lambda k: k is not None, days) if k is not None]
        slept = _slept_before(trial, freed)
        end = _sleeps_after(trial, freed)
        for k in freed:
            trial.remove(k)
        nights = [self._random.randrange(BASE, len(problem.lodgings)) for _ in freed[1:]] + [end]
        tour = list(zip(freed, [slept, *nights[:-1]], nights, strict=True))
        self._random.shuffle(tour)
        for k, wakes, sleeps in tour:
            added = insert(trial, self._market, k, wakes, sleeps)
            if added is None and (wakes, sleeps) != (BASE, BASE):
                return None
        return trial

    def _repack(self, best: Draft) -> Draft | None:
        """Return the plan with a neighbourhood of shifts packed anew."""
        kept = best.copy()
        freed = set(self._neighbours(best, LARGE))
        freed |= set(self._whole_tours(kept, freed))
        hint = [c for shift in sorted(freed) if (c := kept.remove(shift))]
        candidates = list(dict.fromkeys([*hint, *self._candidates(kept, freed)]))
        return self._packed(kept, candidates, hint, PACK_EFFORT)

    def _packed(
        self, kept: Draft, candidates: list[Column], hint: list[Column], effort: float
    ) -> Draft | None:
        """Return ``kept`` with the best choice of candidates added."""
        seed = self._random.randrange(2**31)
        chosen = pack(kept, candidates, self._rows, hint=hint, effort=effort, seed=seed)
        if chosen is None:
            return None
        for column in chosen:
            kept.add(column)
        return kept

    def _candidates(self, kept: Draft, freed: set[int]) -> list[Column]:
        """Return the columns of freed shifts that would add most, each shift its best ones."""
        found: list[Column] = []
        for shift in sorted(freed):
            fitting = [c for c in self._pool[shift] if kept.allows(c)]
            fitting.sort(key=kept.worth, reverse=True)
            found += fitting[:MOST_PACKED]
        return found

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

    def _neighbours(self, best: Draft, count: int) -> list[int]:
        """Return shifts that compete, of one day, one team or one demand, filled up with others."""
        shifts = self._market.kinds.problem.shifts
        seed = self._random.randrange(len(shifts))
        sort = self._random.randrange(3)
        if sort == 0:
            near = [k for k, s in enumerate(shifts) if s.day == shifts[seed].day]
        elif sort == 1:
            near = [k for k, s in enumerate(shifts) if s.team == shifts[seed].team]
        else:
            near = _sharing_demand(best, seed)
        self._random.shuffle(near)
        others = [k for k in range(len(shifts)) if k not in set(near)]
        self._random.shuffle(others)
        return sorted((near + others)[:count])


def _sharing_demand(draft: Draft, seed: int) -> list[int]:
    wanted = _demands_of(draft, seed)
    return [k for k in draft.columns if wanted & _demands_of(draft, k)] or [seed]


def _demands_of(draft: Draft, shift: int) -> set[int]:
    column = draft.columns.get(shift)
    return {int(d) for s in (column.stops if column else ()) for d in draft.kinds.demand_of[s]}
