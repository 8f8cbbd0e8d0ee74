"""What shifts cost and earn at given prices, and the best of them.

Between the master, which sets prices, and the kernel, which finds shifts: owns the arithmetic of
reduced costs and the Lagrangian bound. Knows no LP solver.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from optimizer.kinds import Column, Kinds
from optimizer.pricing import EPSILON, NO_VALUE, Priced, price
from optimizer.shiftkinds import ShiftKind

MOST_WATCHED = 64
CORES = 2
ROUNDS_OF_REST = 10
"""After the kernel gave up: rounds priced without proof before the next attempt at one."""
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


class Market:
    """Prices shifts; remembers which rows to watch. ``calls`` counts kernel calls, as work."""

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        self.calls = 0
        self._watch = np.zeros(len(kinds.limit), np.uint64)
        self._bits = 0
        self._rest = 0

    def offers(self, prices: Prices, most: int) -> tuple[list[Offer], float]:
        """Return for each shift up to ``most`` columns that earn more than the shift's price.

        Second, an upper bound on the value of every plan: the Lagrangian at these prices,
        Σ limits × prices + Σ over shifts of the most that one column earns; infinite if the
        kernel gave up on a kind.
        """
        gain = self._gains(prices)
        bound = prices.fixed
        self._rest = max(0, self._rest - 1)
        offers: list[Offer] = []
        for k, found in enumerate(self._price_all(gain)):
            for shift in self.kinds.shifts_of(k):
                most_earned = self._most(prices, shift, found)
                bound += max(0.0, most_earned)
                if most_earned > prices.shift[shift] + EPSILON:
                    best = islice(self._best(prices, shift, found), most)
                    offers += [o for o in best if o.earns > prices.shift[shift] + EPSILON]
        if bound == np.inf and self._rest == 0:
            self._rest = ROUNDS_OF_REST
        return offers, bound

    def _price_all(self, gain: NDArray[np.float64]) -> Iterator[list[Priced]]:
        """Yield for each kind what the kernel finds from each sleeping place, on both cores."""
        kinds, exact = self.kinds.shift_kinds, self._rest == 0
        # counted here and not by the threads, so that the count is the same each time
        self.calls += sum(len(k.sleeps) for k in kinds)
        with ThreadPoolExecutor(max_workers=CORES) as pool:
            calls = [
                [pool.submit(self.priced, k, gain, w, exact=exact) for w in k.sleeps] for k in kinds
            ]
            for asked in calls:
                yield [call.result() for call in asked]

    def insertion(self, kind: ShiftKind, gain: NDArray[np.float64], wake: int) -> Priced:
        """Return what the kernel finds for one shift alone."""
        self.calls += 1
        found = self.priced(kind, gain, wake, exact=self._rest == 0)
        if not found.complete and self._rest == 0:
            self._rest = ROUNDS_OF_REST
        return found

    def priced(
        self, kind: ShiftKind, gain: NDArray[np.float64], wake: int, *, exact: bool
    ) -> Priced:
        """Return what the kernel finds for shifts of ``kind`` that start where the team woke.

        Where it gives up, or is not asked to be ``exact``, what it finds without proof.
        """
        found = self._kernel(kind, gain, wake, exact=exact)
        return found if found.complete or not exact else self._kernel(kind, gain, wake, exact=False)

    def _kernel(
        self, kind: ShiftKind, gain: NDArray[np.float64], wake: int, *, exact: bool
    ) -> Priced:
        problem = self.kinds.problem
        earned = gain[kind.stops]
        return Priced(
            *price(
                self.kinds.travel_s[kind.profile],
                kind.location,
                kind.service_s,
                earned,
                self._watch[self.kinds.row[kind.stops]],
                _worth_asking(kind, earned),
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
                exact,
                self.kinds.row[kind.stops],
                self.kinds.limit[self.kinds.row[kind.stops]],
            )
        )

    def column(
        self, shift: int, found: Priced, label: int, *, slept: int, sleeps: int
    ) -> Column | None:
        """Return the column of a label, or ``None`` if it uses a row too often.

        Such a row is watched from now on, while there are bits to watch it with.
        """
        kind = self.kinds.shift_kinds[self.kinds.kind_of[shift]]
        stops, starts = found.path(label)
        named = [int(kind.stops[s]) for s in stops]
        if self._overused(named):
            return None
        zero = self.kinds.problem.shifts[shift].start_s
        return self.kinds.column(
            shift,
            slept_at=slept,
            sleeps_at=sleeps,
            stops=tuple(named),
            starts=tuple(zero + s for s in starts),
        )

    def _gains(self, prices: Prices) -> NDArray[np.float64]:
        return self.kinds.sum_by_stop(prices.demand) - prices.row[self.kinds.row]

    def _overused(self, stops: list[int]) -> bool:
        rows = [int(self.kinds.row[s]) for s in stops]
        over = sorted({r for r in rows if rows.count(r) > self.kinds.limit[r]})
        for row in over:
            bits = int(self.kinds.limit[row])
            if not self._watch[row] and self._bits + bits <= MOST_WATCHED:
                self._watch[row] = ((1 << bits) - 1) << self._bits
                self._bits += bits
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
        totals = found.best + nights[:, None] - late
        return np.where(found.best <= NO_VALUE / 2, NO_VALUE, np.maximum(totals, NO_VALUE))

    def _best(self, prices: Prices, shift: int, found: list[Priced]) -> Iterator[Offer]:
        """Yield the offers of a shift, best first."""
        sleeps = self.kinds.shift_kinds[self.kinds.kind_of[shift]].sleeps
        totals = np.stack(
            [self._label_totals(prices, shift, slept, f) for slept, f in enumerate(found)]
        )
        for index in np.argsort(-totals, axis=None, kind="stable"):
            slept, end, late, place = np.unravel_index(index, totals.shape)
            if totals[slept, end, late, place] <= NO_VALUE / 2:
                return
            label = int(found[slept].kept[end, late, place])
            column = self.column(
                shift, found[slept], label, slept=sleeps[slept], sleeps=sleeps[end]
            )
            if column is not None:
                yield Offer(earns=float(totals[slept, end, late, place]), column=column)

    def _label_totals(
        self, prices: Prices, shift: int, slept: int, found: Priced
    ) -> NDArray[np.float64]:
        """Return what each kept label earns on this shift, shape (ends, 2, KEPT)."""
        kind = self.kinds.shift_kinds[self.kinds.kind_of[shift]]
        problem = self.kinds.problem
        offset = self._totals(prices, shift, slept, found) - found.best
        # the start's own stop is -1: the last of these
        here = np.append(kind.location, kind.sleep_location[slept])[found.stop[found.kept]]
        leg = self.kinds.travel_s[kind.profile][here, kind.sleep_location[:, None, None]]
        totals = found.earned[found.kept] - float(problem.travel_cost) * leg + offset[..., None]
        impossible = (found.kept < 0) | (offset[..., None] <= NO_VALUE / 2)
        return np.where(impossible, NO_VALUE, totals)


def _worth_asking(kind: ShiftKind, earned: NDArray[np.float64]) -> NDArray[np.int32]:
    """Return the stops to price: of rivals only the best earning, and none that earns nothing.

    A stop that earns nothing is asked for all the same where it could make a journey shorter.
    """
    order = np.lexsort((-earned, kind.rival))
    rival = kind.rival[order]
    first = np.searchsorted(rival, rival, side="left")
    best = np.arange(len(order)) - first < kind.rivals_kept[rival]
    asked = order[best & (earned[order] > EPSILON)] if kind.triangle else order[best]
    return asked.astype(np.int32)
