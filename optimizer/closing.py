"""The gap closed: all columns that a better plan could use, and the best choice among them.

A plan is worth no more than the Lagrangian bound at any prices, less what each of its columns
earns short of the best of its shift. So one that is better than a known plan uses only columns that
fall short by no more than the gap (Baldacci, Christofides & Mingozzi 2008). Where these are few
enough to be listed, a MIP solver chooses among them; that no choice is better proves the known
plan optimal.

What is proven holds for all plans: resources, which here keep no two visits apart, and late shifts
in a row of teams that are alike, are relaxed. A choice may thus not be a plan: have it checked.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from optimizer.asking import Rest, all_labels, rest_of
from optimizer.calls import DEEPEST, alike
from optimizer.choice import Choice
from optimizer.earnings import gains
from optimizer.enumeration import Enumerated, enumerate_shifts
from optimizer.generation import Generation
from optimizer.kinds import Column, Kinds
from optimizer.market import Market
from optimizer.prices import Prices
from optimizer.pricing import MAX_STEPS, NO_VALUE, Priced
from optimizer.rivals import EPSILON

MOST_LABELS = 400_000
"""Prefixes of the shifts of one kind from one sleeping place."""
MOST_COLUMNS = 20_000
"""Columns to choose from."""


def applies(kinds: Kinds) -> bool:
    """Return whether a gap can be closed so: in certain weather, and where no pin gives a position.

    Another order of the same stops would be as good otherwise, and is left out.
    """
    return kinds.open_in is None and bool(np.all(kinds.position < 0))


class Closing:
    """The attempt to prove that no plan is worth more than ``value``, at the best prices so far.

    ``step`` works one slice. ``bound`` is valid at any time; ``columns`` is a better choice, once
    one is found, each on its own shift. ``done`` says that nothing is left to do, ``proven`` that
    ``bound`` is what the best plan is worth; ``gave_up`` that columns were too many: with a lower
    bound or a better plan they may be few enough.
    """

    def __init__(self, generation: Generation, value: int) -> None:
        prices = generation.prices()
        self.market = generation.market
        # prices, bound and earnings belong together: the generation may go on meanwhile
        self._lowest, self._earned = generation.lowest, generation.earned
        self.value = value
        self.bound = generation.bound
        self.work = 0
        self._seconds = math.inf
        self.columns: list[Column] | None = None
        self.gave_up = prices is None or not applies(self.market.kinds)
        self.proven = self.bound <= value
        self._steps = iter(()) if prices is None else self._run(prices)

    @property
    def done(self) -> bool:
        """Whether another step would change nothing."""
        return self.proven or self.gave_up

    def step(self, seconds: float = math.inf) -> None:
        """Work one slice: a kind read backwards, enumerated, or a while of choosing.

        Choosing starts anew each time: it takes no longer than ``seconds``.
        """
        self._seconds = seconds
        if self.done or self.market.cancel[0]:
            return
        if next(self._steps, None) is None and not self.market.cancel[0]:
            self.gave_up = not self.proven

    def _run(self, prices: Prices) -> Iterator[bool]:
        """Yield after each slice, ending where there is nothing more to do."""
        flat, people = gains(self.market.kinds, prices)
        gain = flat + people
        slack = self._lowest - self.market.better_than(self.value)
        least = self._earned - slack - _room(self.market.kinds)
        columns: dict[object, Column] = {}
        for kind in range(len(self.market.kinds.shift_kinds)):
            groups = alike(self.market.kinds, prices, kind)
            ahead = self._read_backwards(kind, gain, min(least[shifts[0]] for shifts in groups))
            if not all(f.complete for f in ahead):
                return
            yield True
            rests = _rests(self.market, kind, gain, ahead)
            for shifts, slept in product(groups, range(len(ahead))):
                found_all = self._enumerate(prices, gain, shifts, slept, rests, least[shifts[0]])
                if not found_all.complete:
                    return
                for column in self._columns(found_all, shifts, slept):
                    if self.market.cancel[0]:
                        return
                    key = _use(column)
                    if key not in columns or column.cost < columns[key].cost:
                        columns[key] = column
                if len(columns) > MOST_COLUMNS:
                    return
                yield True
        choice = Choice(self.market.kinds, list(columns.values()), self.market.unit)
        yield True
        while not self.proven:
            self._choose(choice)
            yield True

    def _choose(self, choice: Choice) -> None:
        """Choose for a while; what was found or proven by then counts."""
        before = choice.work
        most, chosen = choice.step(self.market.cancel, self._seconds)
        self.work += choice.work - before
        if chosen is not None and choice.value_of(chosen) > self.value:
            self.columns, self.value = chosen, choice.value_of(chosen)
        if self.market.cancel[0]:
            return
        self._lower(max(self.value, most))

    def _lower(self, bound: float) -> None:
        self.bound = min(self.bound, bound)
        self.proven = self.bound <= self.value

    def _read_backwards(self, kind: int, gain: NDArray[np.float64], least: float) -> list[Priced]:
        """Return all labels of a kind from each end, but those that no shift needs.

        A shift needs to earn ``least`` if it has but one place to start and to end.
        """
        one, caller = self.market.kinds.shift_kinds[kind], self.market.caller
        asked = caller.asked(kind, gain, None, caller.memory.level[kind])
        asked = replace(asked, most_kept=1, max_steps=MAX_STEPS, max_labels=caller.max_labels)
        if len(one.sleeps) == 1:
            before, steps = caller.rest(kind, gain, np.zeros(1), backwards=False)
            self.work += steps
            asked = replace(asked, rest=before, least=least)
        found = [
            all_labels(self.market.kinds, one, worth, asked, backwards=True)
            for worth in np.where(np.eye(len(one.sleeps), dtype=np.bool_), 0.0, NO_VALUE)
        ]
        self.work += sum(f.steps for f in found)
        return found

    def _enumerate(  # noqa: PLR0917 - one step of ``_run`` with all that it knows
        self,
        prices: Prices,
        gain: NDArray[np.float64],
        shifts: list[int],
        slept: int,
        rest: Rest,
        least: float,
    ) -> Enumerated:
        kinds = self.market.kinds
        number = int(kinds.kind_of[shifts[0]])
        kind = kinds.shift_kinds[number]
        end_worth = prices.wake[shifts[0], slept] + prices.sleep[shifts[0], : len(kind.sleeps)]
        salt = np.random.default_rng(len(kind.stops)).integers(
            1, 2**64 - 1, len(kind.stops), np.uint64
        )
        found = Enumerated(
            *enumerate_shifts(
                kinds.travel_s[kind.profile],
                kind.location,
                kind.service_s,
                gain[kind.stops],
                self.market.caller.memory.watches(number),
                kind.window_at,
                kind.window_lo,
                kind.window_hi,
                int(kind.sleep_location[slept]),
                kind.sleep_location,
                np.maximum(end_worth, NO_VALUE),
                kind.end_s,
                kind.max_work_s,
                kind.late_s,
                float(prices.late[shifts[0]]),
                float(kinds.problem.travel_cost),
                kinds.row[kind.stops],
                kinds.limit[kinds.row[kind.stops]],
                rest.at,
                rest.takes_s,
                rest.works_s,
                rest.worth,
                rest.uses,
                least,
                salt,
                MOST_LABELS,
                MOST_COLUMNS,
                MAX_STEPS,
                self.market.cancel,
            )
        )
        self.work += found.steps
        return found

    def _columns(self, found: Enumerated, shifts: list[int], slept: int) -> Iterator[Column]:
        """Yield the columns found, for the first of those of ``shifts`` that are alike."""
        kinds = self.market.kinds
        kind = kinds.shift_kinds[kinds.kind_of[shifts[0]]]
        firsts = sorted({int(kinds.like[k]) for k in shifts})
        zero = kinds.problem.shifts[firsts[0]].start_s
        for label, end in zip(found.label.tolist(), found.end.tolist(), strict=True):
            stops, starts = found.path(label)
            column = kinds.column(
                firsts[0],
                slept_at=kind.sleeps[slept],
                sleeps_at=kind.sleeps[end],
                stops=tuple(int(kind.stops[s]) for s in stops),
                starts=tuple(zero + s for s in starts),
            )
            for shift in firsts:
                yield column if shift == firsts[0] else kinds.moved(column, shift)


def _use(column: Column) -> object:
    """Return what two columns have in common exactly if the one that costs less is better."""
    night = (column.slept_at, column.sleeps_at)
    return column.shift, night, column.late, tuple(sorted(column.stops))


def _room(kinds: Kinds) -> float:
    """Return what the rounding of doubles, and labels dropped for it, may amount to."""
    return EPSILON * DEEPEST * (1 + len(kinds.problem.shifts))


def _rests(market: Market, number: int, gain: NDArray[np.float64], ahead: list[Priced]) -> Rest:
    """Return what may follow each stop up to each end: ``at`` has shape (ends, stops + 1)."""
    kind = market.kinds.shift_kinds[number]
    each = [rest_of(kind, gain[kind.stops], market.caller.memory.once, found) for found in ahead]
    offsets = np.cumsum([0, *(len(rest.worth) for rest in each[:-1])])
    return Rest(
        np.stack([rest.at + offset for rest, offset in zip(each, offsets, strict=True)]),
        *(np.concatenate(parts) for parts in list(zip(*each, strict=True))[1:]),
    )
