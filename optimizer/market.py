"""What shifts cost and earn at given prices, and the best of them.

Between the master, which sets prices, and the kernel, which finds shifts: owns the arithmetic of
reduced costs and the Lagrangian bound. Knows no LP solver.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from optimizer.kinds import Column, Kinds, ShiftKind
from optimizer.pricing import EPSILON, NO_VALUE, Priced, price
from optimizer.problem import BASE

MOST_WATCHED = 64
FORBIDDEN = -1e18
"""Gain of a stop that may not be held: no sum of prizes makes up for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What the scarce things cost, in units of value.

    ``row`` (rows,) per use of a row; ``demand`` (demands,) per person served; ``wake`` and
    ``sleep`` (shifts, 1 + lodgings) for starting or ending a shift at a lodging, 0 at base and
    ``NO_VALUE`` where impossible: they are added to what a shift earns; ``late`` (shifts,) for a
    late end; ``shift`` (shifts,) for the shift itself. ``fixed`` is the value of all limits but
    those of shifts at these prices, or more.
    """

    row: NDArray[np.float64]
    demand: NDArray[np.float64]
    wake: NDArray[np.float64]
    sleep: NDArray[np.float64]
    late: NDArray[np.float64]
    shift: NDArray[np.float64]
    fixed: float

    def towards(self, other: "Prices", weight: float) -> "Prices":
        """Return prices on the way to ``other``, there at a ``weight`` of 1.

        ``fixed`` is convex in the prices, so its mean is not too low.
        """
        pairs = {f.name: (getattr(self, f.name), getattr(other, f.name)) for f in fields(self)}
        return Prices(**{n: (1 - weight) * a + weight * b for n, (a, b) in pairs.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A column with what it earns beyond its prices (before the price of its shift)."""

    earns: float
    column: Column


@dataclass(slots=True, kw_only=True)
class Market:
    """Prices shifts; remembers which rows to watch, and counts kernel calls as work."""

    kinds: Kinds
    watched: dict[int, int] = field(default_factory=dict)
    calls: int = 0

    def offers(self, prices: Prices, most: int) -> tuple[list[Offer], float]:
        """Return for each shift up to ``most`` columns that earn more than the shift's price.

        Second, an upper bound on the value of every plan: the Lagrangian at these prices,
        Σ limits × prices + Σ over shifts of the most that one column earns; infinite if the
        kernel gave up on a kind.
        """
        gain = self._gains(prices)
        bound = prices.fixed
        offers: list[Offer] = []
        for k, kind in enumerate(self.kinds.shift_kinds):
            found = [self.priced(kind, gain, wake) for wake in kind.sleeps]
            for shift in self.kinds.shifts_of(k):
                most_earned = self._most(prices, shift, found)
                bound += max(0.0, most_earned)
                if most_earned > prices.shift[shift] + EPSILON:
                    ranked = self._ranked(prices, shift, kind, found)
                    best = islice(self._best(shift, ranked, found), most)
                    offers += [o for o in best if o.earns > prices.shift[shift] + EPSILON]
        return offers, bound

    def priced(self, kind: ShiftKind, gain: NDArray[np.float64], wake: int) -> Priced:
        """Return what the kernel finds for shifts of ``kind`` that start where the team woke."""
        self.calls += 1
        problem = self.kinds.problem
        return Priced(
            *price(
                problem.travel_s[kind.profile],
                kind.location,
                kind.service_s,
                gain[kind.stops],
                self._watch(kind),
                kind.window_at,
                kind.window_lo,
                kind.window_hi,
                int(kind.sleep_location[kind.sleeps.index(wake)]),
                kind.sleep_location,
                0,
                kind.end_s,
                kind.max_work_s,
                kind.late_s,
                float(problem.travel_cost),
                kind.triangle,
            )
        )

    def column(
        self, shift: int, found: Priced, label: int, *, slept: int, sleeps: int
    ) -> Column | None:
        """Return the column of a label, or ``None`` if it uses a row too often.

        Such a row is watched from now on, if it may be used once only.
        """
        problem = self.kinds.problem
        kind = self.kinds.shift_kinds[self.kinds.kind_of[shift]]
        stops, starts = found.path(label)
        named = [int(kind.stops[s]) for s in stops]
        if self._overused(named):
            return None
        zero = problem.shifts[shift].start_s
        path = [
            problem.sleeping_place(problem.shifts[shift].team, slept),
            *(int(kind.location[s]) for s in stops),
            problem.sleeping_place(problem.shifts[shift].team, sleeps),
        ]
        legs = problem.travel_s[kind.profile][path[:-1], path[1:]].sum(dtype=np.int64)
        night = problem.lodgings[sleeps].cost if sleeps != BASE else 0
        last_end = starts[-1] + int(kind.service_s[stops[-1]]) if stops else 0
        return Column(
            shift=shift,
            slept_at=slept,
            sleeps_at=sleeps,
            stops=tuple(named),
            starts=tuple(zero + s for s in starts),
            late=bool(stops) and last_end > kind.late_s,
            cost=int(legs) * problem.travel_cost + night,
        )

    def _gains(self, prices: Prices) -> NDArray[np.float64]:
        kinds = self.kinds
        earned = [
            float(prices.demand[d] @ p)
            for d, p in zip(kinds.demand_of, kinds.people_of, strict=True)
        ]
        return np.array(earned) - prices.row[kinds.row]

    def _watch(self, kind: ShiftKind) -> NDArray[np.uint64]:
        bits = [self.watched.get(int(row), -1) for row in self.kinds.row[kind.stops]]
        return np.array([1 << b if b >= 0 else 0 for b in bits], np.uint64)

    def _overused(self, stops: list[int]) -> bool:
        rows = [int(self.kinds.row[s]) for s in stops]
        over = sorted({r for r in rows if rows.count(r) > self.kinds.limit[r]})
        for row in over:
            if self.kinds.limit[row] == 1 and len(self.watched) < MOST_WATCHED:
                self.watched.setdefault(row, len(self.watched))
        return bool(over)

    def _most(self, prices: Prices, shift: int, found: list[Priced]) -> float:
        """Return the most that any column of the shift earns, infinite if that is not known."""
        if not all(f.complete for f in found):
            return np.inf
        return max(float(self._totals(prices, shift, s, f).max()) for s, f in enumerate(found))

    def _totals(self, prices: Prices, shift: int, slept: int, found: Priced) -> NDArray[np.float64]:
        """Return what is earned by place to sleep and lateness, shape (ends, 2)."""
        ends = found.best.shape[0]
        late = np.array([0.0, prices.late[shift]])
        nights = prices.wake[shift, slept] + prices.sleep[shift, :ends]
        totals: NDArray[np.float64] = np.maximum(found.best + nights[:, None] - late, NO_VALUE)
        return totals

    def _best(
        self, shift: int, ranked: Iterator[tuple[float, int, int, int]], found: list[Priced]
    ) -> Iterator[Offer]:
        """Yield the offers of a shift, best first."""
        sleeps = self.kinds.shift_kinds[self.kinds.kind_of[shift]].sleeps
        for earns, slept, end, label in sorted(ranked, key=lambda r: -r[0]):
            column = self.column(
                shift, found[slept], label, slept=sleeps[slept], sleeps=sleeps[end]
            )
            if column is not None:
                yield Offer(earns=earns, column=column)

    def _ranked(
        self, prices: Prices, shift: int, kind: ShiftKind, found: list[Priced]
    ) -> Iterator[tuple[float, int, int, int]]:
        travel = self.kinds.problem.travel_s[kind.profile]
        cost = self.kinds.problem.travel_cost
        for slept, result in enumerate(found):
            totals = self._totals(prices, shift, slept, result)
            for end, late in np.argwhere(totals > NO_VALUE / 2).tolist():
                offset = totals[end, late] - result.best[end, late]
                for label in result.kept[end, late]:
                    if label < 0:
                        continue
                    last = result.stop[label]
                    here = kind.sleep_location[slept] if last < 0 else kind.location[last]
                    leg = float(travel[here, kind.sleep_location[end]])
                    yield float(result.earned[label]) - cost * leg + offset, slept, end, label
