"""A round of pricing: the columns that pay at given prices, and the bound that these prove.

Between the master, which sets prices, and the kernel, which finds shifts: owns the Lagrangian
bound, and what becomes of labels. Knows no LP solver.
"""

import math
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from optimizer.calls import DEEPEST, Caller, calls_for
from optimizer.earnings import best_first, best_total, gains, label_totals, totals
from optimizer.kinds import Column, Kinds
from optimizer.prices import Prices
from optimizer.pricing import Priced
from optimizer.rivals import EPSILON


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A column with what it earns beyond its prices (before the price of its shift)."""

    earns: float
    column: Column


class Market:
    """Prices shifts, by a ``caller`` of the kernel.

    ``earned`` (shifts,) is the most that any column of each shift earned in the last round, and
    ``unit`` what the values of all plans are multiples of. Once ``cancel[0]`` is not 0 whatever is
    asked is ``CutOff``. While it ``learns``, it takes note of shifts that use a row too often.
    """

    def __init__(
        self,
        kinds: Kinds,
        cores: int = 2,
        cancel: NDArray[np.uint8] | None = None,
    ) -> None:
        self.kinds = kinds
        self.cancel = np.zeros(1, np.uint8) if cancel is None else cancel
        self.caller = Caller(kinds, cores, self.cancel)
        self.learns = True
        self.earned = np.full(len(kinds.problem.shifts), np.inf)
        self.unit = _unit(kinds)

    @property
    def work(self) -> int:
        """Steps of the kernel so far."""
        return self.caller.work

    @property
    def learned(self) -> int:
        """How much was learned of rows that shifts would use too often."""
        return self.caller.memory.learned

    def copy(self) -> "Market":
        """Return another that has learned the same so far, for one core."""
        other = Market(self.kinds, 1, self.cancel)
        other.caller = self.caller.copy()
        return other

    def offers(
        self,
        prices: Prices,
        most: int,
        *,
        each: bool = True,
        exact: bool = True,
        toured: bool = True,
    ) -> tuple[list[Offer], float]:
        """Return for each shift up to ``most`` columns that earn more than the shift's price.

        If not ``toured``, shifts of teams that may sleep away are left out, of the bound too. If
        not ``each``, of shifts alike at these prices the first only is offered columns
        (``Kinds.moved`` makes the others'). If not ``exact`` nothing is proven: quick.

        Second, an upper bound on the value of every plan: the Lagrangian at these prices,
        Σ limits × prices + Σ over shifts of the most that one column earns; infinite if the
        kernel gave up on a kind.
        """
        bound = prices.fixed
        offers: list[Offer] = []
        each_kind = enumerate(self.kinds.shift_kinds)
        asked = [i for i, kind in each_kind if toured or len(kind.sleeps) == 1]
        calls = calls_for(self.kinds, prices, asked)
        answers = self.caller.price_all(calls, gains(self.kinds, prices), exact=exact)
        for call, found in zip(calls, answers, strict=True):
            self.caller.go_on()
            for alike in call.groups:
                shift = alike[0]
                most_earned = best_total(prices, shift, found.proof)
                bound += max(0.0, most_earned) * len(alike)
                self.earned[alike] = max(0.0, most_earned)
                if most_earned > prices.shift[shift] + EPSILON:
                    paying = self._paying(prices, shift, found.source, most)
                    if found.source is not found.proof:
                        # asked to learn from what the proof has to let pass, too
                        paying += self._paying(prices, shift, found.proof, most)
                    offers += paying
                    offers += self._moved(paying, alike[1:] if each else [])
        return offers, bound

    def found(self, prices: Prices, most: int, shifts: Set[int]) -> list[Column]:
        """Return up to ``most`` columns that pay for each of these ``shifts``, the first alike.

        Quick: nothing is proven.
        """
        kinds = sorted({int(self.kinds.kind_of[k]) for k in shifts})
        calls = [
            call._replace(groups=groups)
            for call in calls_for(self.kinds, prices, kinds)
            if (groups := [g for g in call.groups if not shifts.isdisjoint(g)])
        ]
        answers = self.caller.price_all(calls, gains(self.kinds, prices), exact=False)
        return [
            offer.column
            for call, found in zip(calls, answers, strict=True)
            for alike in call.groups
            for offer in self._paying(prices, alike[0], found.source, most)
        ]

    def column(self, shift: int, found: Priced, label: int, end: int) -> Column | None:
        """Return the column of a label, or ``None`` if it is not one.

        It may use a row too often: such a row is watched from now on, while there are bits to watch
        it with. Or it breaks what the kernel does not know of: positions and strand safety.
        """
        number = int(self.kinds.kind_of[shift])
        kind = self.kinds.shift_kinds[number]
        place, stops, starts = found.path(label)
        if self.caller.memory.overused(number, stops, learn=self.learns):
            return None
        named = [int(kind.stops[s]) for s in stops]
        zero = self.kinds.problem.shifts[shift].start_s
        column = self.kinds.column(
            shift,
            slept_at=kind.sleeps[place],
            sleeps_at=kind.sleeps[end],
            stops=tuple(named),
            starts=tuple(zero + s for s in starts),
        )
        return column if self.kinds.is_safe(column) else None

    def proven(self, bound: float) -> float:
        """Return the most that a plan under ``bound`` can be worth.

        Leaves room for the rounding of doubles and for labels dropped by less than ``EPSILON``.
        """
        if not math.isfinite(bound):
            return bound
        room = EPSILON * DEEPEST * len(self.kinds.problem.shifts) + 1e-9 * abs(bound)
        promised = self.kinds.promised
        return math.floor((bound + room + promised) / self.unit) * self.unit - promised

    def better_than(self, value: int) -> int:
        """Return the least that a plan which is better than ``value`` can be worth."""
        promised = self.kinds.promised
        return ((value + promised) // self.unit + 1) * self.unit - promised

    def _paying(self, prices: Prices, shift: int, found: Priced, most: int) -> list[Offer]:
        """Return up to ``most`` columns that earn more than the price of their shift."""
        floor = prices.shift[shift] + EPSILON
        return list(islice(self._best(prices, shift, found, floor), most))

    def _best(self, prices: Prices, shift: int, found: Priced, floor: float) -> Iterator[Offer]:
        """Yield the offers of a shift that earn more than ``floor``, best first."""
        if totals(prices, shift, found).max() <= floor:
            return
        earned = label_totals(self.kinds, prices, shift, found)
        for end, late, place in best_first(earned, floor):
            column = self.column(shift, found, int(found.kept[end, late, place]), end)
            if column is not None:
                yield Offer(earns=float(earned[end, late, place]), column=column)

    def _moved(self, offers: list[Offer], shifts: list[int]) -> list[Offer]:
        return [
            Offer(earns=o.earns, column=self.kinds.moved(o.column, k))
            for k in shifts
            for o in offers
        ]


def _unit(kinds: Kinds) -> int:
    """Return what the values of all plans are multiples of, promises aside; 1 in the weather."""
    if kinds.open_in is not None:
        return 1
    problem = kinds.problem
    parts = [d.weight for d in problem.demands] + [h.cost for h in problem.lodgings]
    return math.gcd(problem.travel_cost, *parts, *kinds.bonus.tolist()) or 1
