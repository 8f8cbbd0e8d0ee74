"""Tours: what the shifts of a team are worth together, from leaving base to being back.

Nights tie each shift to the next through the prices of places to sleep. Those of the LP wander
while it knows few columns, and a bound at wandering prices is weak. But at given prices of all else
the best prices of nights need no LP: shift by shift, what a team has earned on waking is handed to
the kernel, and what it has earned at each place where it may sleep next comes out, a longest path
through the days of the tour, as pairings of crews are priced over their duties (Barnhart et al.
2003). That proves the lowest bound that any prices of nights give, with as many kernel calls as a
round asks anyway, and finds the columns of a tour together that the LP would come upon one by one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.calls import Call, Found
from optimizer.earnings import best_first, gains, label_totals, totals
from optimizer.kinds import Column
from optimizer.market import Market, Offer
from optimizer.prices import Prices
from optimizer.pricing import NO_VALUE, NO_WORTH
from optimizer.problem import Problem
from optimizer.rivals import EPSILON
from optimizer.rows import toured

MOST_EACH = 2
"""Columns of a shift in one round that end at the same place."""
Worth = NDArray[np.float64]


class TourShift(NamedTuple):
    """One shift of a tour, with what the tour is worth before it and after it, each (places,).

    Worth counts from base before the first shift, beyond all prices, those of shifts too. Nothing
    is ``found`` where the column is ``fixed``.
    """

    shift: int
    found: Found | None
    fixed: Column | None
    woke: Worth
    slept: Worth


class Known(NamedTuple):
    """Columns of an LP, and what each earns beyond its prices: as a rule, none more than 0."""

    columns: Sequence[Column]
    reduced: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Toured:
    """What a round found for all tours.

    ``bound`` is what they add to that of the rows and the other shifts. ``prices`` are those that
    were asked, but for nights: at these, no column of a shift earns more than ``earned[shift]``.
    """

    offers: list[Offer]
    bound: float
    prices: Prices
    earned: dict[int, float]


class Tours:
    """Prices the shifts of teams that may sleep away, those of days in a row together."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._tours = list(_tours(market.kinds.problem))
        self._known = 0
        self._columns: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)

    def offers(self, prices: Prices, most: int, known: Known, *, exact: bool) -> Toured:
        """Return up to ``most`` columns of each shift that are part of a tour that pays.

        A tour may go on with what is ``known``. If not ``exact`` nothing is proven: quick.
        """
        self._note(known.columns)
        priced = self._price_all(self._tours, prices, {}, exact=exact)
        shifts = [one for tour in priced for one in tour]
        earned = {one.shift: _most(prices, one) for one in shifts}
        reduced = np.array(known.reduced)
        return Toured(
            offers=[o for tour in priced for o in self._offers(tour, prices, most, reduced)],
            bound=sum(earned.values()),
            prices=_repriced(prices, shifts),
            earned=earned,
        )

    def found(
        self,
        prices: Prices,
        most: int,
        known: Known,
        *,
        fixed: Mapping[int, Column],
        shifts: Set[int],
    ) -> list[Column]:
        """Return up to ``most`` columns that pay of each free shift, on the tours of ``shifts``.

        As ``offers``, around the columns that are ``fixed``, by shift; quick: nothing is proven.
        """
        self._note(known.columns)
        tours = [tour for tour in self._tours if not shifts.isdisjoint(tour)]
        reduced = np.array(known.reduced)
        return [
            offer.column
            for tour in self._price_all(tours, prices, fixed, exact=False)
            for offer in self._offers(tour, prices, most, reduced)
        ]

    def _price_all(
        self,
        tours: Sequence[list[int]],
        prices: Prices,
        fixed: Mapping[int, Column],
        *,
        exact: bool,
    ) -> list[list[TourShift]]:
        """Price tours, on all cores; count what that took."""
        caller, gain = self._market.caller, gains(self._market.kinds, prices)
        with ThreadPoolExecutor(max_workers=caller.cores) as pool:
            asked = [
                pool.submit(self._priced, tour, prices, gain, fixed, exact=exact) for tour in tours
            ]
            priced = [one.result() for one in asked]
        called = [(one.shift, one.found) for tour in priced for one in tour if one.found]
        kinds = [int(self._market.kinds.kind_of[shift]) for shift, _ in called]
        caller.count(kinds, [found for _, found in called])
        return priced

    def _note(self, columns: Sequence[Column]) -> None:
        """Take note of where the columns not known yet begin and end, by their shift."""
        for number in range(self._known, len(columns)):
            one = columns[number]
            self._columns[one.shift].append((number, 1 + one.slept_at, 1 + one.sleeps_at))
        self._known = len(columns)

    def _priced(
        self,
        tour: list[int],
        prices: Prices,
        gain: tuple[Worth, Worth],
        fixed: Mapping[int, Column],
        *,
        exact: bool,
    ) -> list[TourShift]:
        """Price the shifts of a tour one after another, each from what it was worth before."""
        kinds, priced = self._market.kinds, []
        places = len(kinds.shift_kinds[kinds.kind_of[tour[0]]].sleeps)
        woke = np.full(places, NO_VALUE)
        woke[0] = 0.0
        for k in tour:
            if k in fixed:
                slept = np.full(places, NO_VALUE)
                slept[1 + fixed[k].sleeps_at] = woke[1 + fixed[k].slept_at]
                priced.append(TourShift(k, None, fixed[k], woke, slept))
                woke = slept
                continue
            call = Call(
                kind=int(kinds.kind_of[k]),
                wake=_plus(prices.wake[k, :places], woke),
                sleep=np.maximum(prices.sleep[k, :places], NO_VALUE),
                least=float(prices.shift[k]),
                groups=[[k]],
            )
            found = self._market.caller.priced(call, *gain, exact=exact)
            slept = _plus(totals(prices, k, found.proof).max(axis=1), -prices.shift[k])
            priced.append(TourShift(k, found, None, woke, slept))
            woke = slept
        return priced

    def _offers(
        self, tour: list[TourShift], prices: Prices, most: int, reduced: Worth
    ) -> list[Offer]:
        """Return the columns that are part of a tour that pays, from the last day back.

        ``ahead`` is what the days after a shift add at most, by where it ends, as far as known.
        """
        self._market.caller.go_on()
        offers: list[Offer] = []
        ahead = np.full(len(tour[-1].slept), NO_VALUE)
        ahead[0] = 0.0
        for one in reversed(tour):
            before = np.full(len(ahead), NO_VALUE)
            if one.fixed is not None:
                before[1 + one.fixed.slept_at] = ahead[1 + one.fixed.sleeps_at]
                ahead = before
                continue
            before[0] = ahead[0] - prices.shift[one.shift]
            known = np.array(self._columns[one.shift], np.int64).reshape(-1, 3)
            np.maximum.at(before, known[:, 1], _plus(reduced[known[:, 0]], ahead[known[:, 2]]))
            for offer in self._paying(one, prices, ahead, most):
                offers.append(offer)
                woke = 1 + offer.column.slept_at
                before[woke] = max(before[woke], offer.earns - one.woke[woke])
            ahead = before
        return offers

    def _paying(self, one: TourShift, prices: Prices, ahead: Worth, most: int) -> Iterator[Offer]:
        """Yield the columns of a shift with what a tour through them is worth, the best first."""
        assert one.found is not None  # noqa: S101 - told to the type checker
        found = one.found.source
        earned = label_totals(self._market.kinds, prices, one.shift, found)
        through = _plus(earned, (ahead - prices.shift[one.shift])[:, None, None])
        left = np.full(len(ahead), MOST_EACH)
        for end, late, place in best_first(through, EPSILON):
            if most == 0 or left[end] == 0:
                continue
            label = int(found.kept[end, late, place])
            column = self._market.column(one.shift, found, label, end)
            if column is not None:
                most, left[end] = most - 1, left[end] - 1
                yield Offer(earns=float(through[end, late, place]), column=column)


def _tours(problem: Problem) -> Iterator[list[int]]:
    """Yield the shifts of each team that may sleep away, those of days in a row together."""
    away = toured(problem)
    for first, shift in enumerate(problem.shifts):
        if not away[first] or problem.shift_on(shift.team, shift.day - 1) is not None:
            continue
        tour: list[int] = []
        following: int | None = first
        while following is not None:
            tour.append(following)
            following = problem.shift_on(shift.team, problem.shifts[following].day + 1)
        yield tour


def _most(prices: Prices, one: TourShift) -> float:
    """Return the most that a column of the shift earns at the new prices of nights.

    Summed over a tour, what it is worth beside the prices of its shifts; infinite if not known.
    """
    if one.found is None or not one.found.proof.complete:
        return np.inf
    return float(prices.shift[one.shift] + one.slept[0] - one.woke[0])


def _repriced(prices: Prices, shifts: Sequence[TourShift]) -> Prices:
    """Return prices at which nights cost what the tours are worth there beyond being at base."""
    wake, sleep = prices.wake.copy(), prices.sleep.copy()
    for one in shifts:
        k, places = one.shift, len(one.woke)
        wake[k, :places] = _plus(wake[k, :places], one.woke - one.woke[0])
        sleep[k, :places] = _plus(sleep[k, :places], one.slept[0] - one.slept)
        sleep[k, :places][one.slept <= NO_WORTH] = NO_VALUE
    return replace(prices, wake=wake, sleep=sleep)


def _plus(one: Worth, other: Worth | float) -> Worth:
    """Return the sums, ``NO_VALUE`` where either is that of what cannot be."""
    return np.where((one <= NO_WORTH) | (other <= NO_WORTH), NO_VALUE, one + other)
