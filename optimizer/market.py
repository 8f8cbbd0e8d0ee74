"""What shifts cost and earn at given prices, and the best of them.

Between the master, which sets prices, and the kernel, which finds shifts: owns the arithmetic of
reduced costs and the Lagrangian bound. Knows no LP solver.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.asking import EVERYWHERE, Asked, Rest, all_labels, forwards, rest_of
from optimizer.kinds import Column, Kinds
from optimizer.memory import COARSE, NEAR, Memory
from optimizer.prices import Prices
from optimizer.pricing import MAX_LABELS, MAX_STEPS, NO_VALUE, Priced
from optimizer.rivals import EPSILON

QUICK = 4
"""By how much less a call may do that is not relaxed: where labels are many, too many come soon."""
NEAREST = 48
"""Places that a quick search goes on to from each stop, where shifts are many."""
KEPT_IN_ALL, KEPT_EACH = 200, 12
"""Best shifts kept of all kinds together, but of each at least so many, for each place to sleep."""
HEAVY = 10**15
"""Steps of a call past which the next first finds out what may follow each stop."""
FORBIDDEN = -1e18
"""Gain of a stop that may not be held: no sum of prizes makes up for it."""
DEEPEST = 64
"""Stops of one shift whose rounding a bound leaves room for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A column with what it earns beyond its prices (before the price of its shift)."""

    earns: float
    column: Column


class Call(NamedTuple):
    """Shifts of one kind that earn the same by where they wake, ``wake`` (places,).

    Those of each of ``groups`` have all prices in common. None earns more than ``sleep`` (places,)
    by where it ends, and none pays that earns less than ``least``.
    """

    kind: int
    wake: NDArray[np.float64]
    sleep: NDArray[np.float64]
    least: float
    groups: list[list[int]]


class Found(NamedTuple):
    """What was found for one call.

    ``proof`` bounds what any column earns, ``source`` has columns to take; they differ where the
    proof needed a relaxation. ``steps`` is the work done, ``gave_up`` the levels of ``Memory`` at
    which labels were too many.
    """

    proof: Priced
    source: Priced
    steps: int
    gave_up: list[int]


class Market:
    """Prices shifts; remembers which rows to watch.

    ``calls`` counts kernel calls and ``work`` their steps, the same each time whatever the number
    of ``cores``. ``earned`` (shifts,) is the most that any column of each shift earned in the last
    round. While ``cancel[0]`` is not 0 every call gives up at once. While it ``learns``, it
    takes note of shifts that use a row too often.
    """

    def __init__(
        self,
        kinds: Kinds,
        cores: int = 2,
        cancel: NDArray[np.uint8] | None = None,
    ) -> None:
        self.kinds = kinds
        self.calls = 0
        self.work = 0
        self.cores = cores
        self.cancel = np.zeros(1, np.uint8) if cancel is None else cancel
        self.learns = True
        self.max_labels = MAX_LABELS
        self.memory = Memory(kinds)
        ways = sum(len(kind.sleeps) ** 2 for kind in kinds.shift_kinds)
        self.earned = np.full(len(kinds.problem.shifts), np.inf)
        self.unit = _unit(kinds)
        self._heavy = [False] * len(kinds.shift_kinds)
        self._kept = max(KEPT_EACH, KEPT_IN_ALL // max(1, ways))

    @property
    def learned(self) -> int:
        """How much was learned of rows that shifts would use too often."""
        return self.memory.learned

    def copy(self) -> "Market":
        """Return another that has learned the same so far, for one core."""
        other = Market(self.kinds, 1, self.cancel)
        other.memory, other._heavy = self.memory.copy(), list(self._heavy)
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
        calls = self._calls(prices, asked)
        for call, found in zip(calls, self._price_all(calls, prices, exact=exact), strict=True):
            for alike in call.groups:
                shift = alike[0]
                most_earned = self._most(prices, shift, found.proof)
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

    def _calls(self, prices: Prices, kinds: Iterable[int]) -> list[Call]:
        """Return what is to be asked for these kinds: together what wakes at the same prices."""
        calls = []
        for kind in kinds:
            places = len(self.kinds.shift_kinds[kind].sleeps)
            groups: defaultdict[bytes, list[list[int]]] = defaultdict(list)
            for alike in self.alike(prices, kind):
                groups[prices.wake[alike[0], :places].tobytes()].append(alike)
            for some in groups.values():
                firsts = [alike[0] for alike in some]
                calls.append(
                    Call(
                        kind=kind,
                        wake=np.maximum(prices.wake[firsts[0], :places], NO_VALUE),
                        sleep=np.maximum(prices.sleep[firsts, :places].max(axis=0), NO_VALUE),
                        least=float(prices.shift[firsts].min()),
                        groups=some,
                    )
                )
        return calls

    def _paying(self, prices: Prices, shift: int, found: Priced, most: int) -> list[Offer]:
        """Return up to ``most`` columns that earn more than the price of their shift."""
        floor = prices.shift[shift] + EPSILON
        return list(islice(self._best(prices, shift, found, floor), most))

    def found(self, prices: Prices, most: int, shifts: Set[int]) -> list[Column]:
        """Return up to ``most`` columns that pay for each of these ``shifts``, the first alike.

        Quick: nothing is proven.
        """
        kinds = sorted({int(self.kinds.kind_of[k]) for k in shifts})
        calls = [
            call._replace(groups=groups)
            for call in self._calls(prices, kinds)
            if (groups := [g for g in call.groups if not shifts.isdisjoint(g)])
        ]
        return [
            offer.column
            for call, found in zip(calls, self._price_all(calls, prices, exact=False), strict=True)
            for alike in call.groups
            for offer in self._paying(prices, alike[0], found.source, most)
        ]

    def _moved(self, offers: list[Offer], shifts: list[int]) -> list[Offer]:
        return [
            Offer(earns=o.earns, column=self.kinds.moved(o.column, k))
            for k in shifts
            for o in offers
        ]

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

    def alike(self, prices: Prices, kind: int) -> list[list[int]]:
        """Return the shifts of a kind, together if all their prices are the same."""
        found: defaultdict[object, list[int]] = defaultdict(list)
        for k in self.kinds.shifts_of(kind):
            own = (prices.wake[k].tobytes(), prices.sleep[k].tobytes())
            found[*own, prices.late[k], prices.shift[k]].append(k)
        return list(found.values())

    def _price_all(self, calls: Sequence[Call], prices: Prices, *, exact: bool) -> list[Found]:
        """Return what is found for each call, on all cores."""
        flat, people = self.gains(prices)
        with ThreadPoolExecutor(max_workers=self.cores) as pool:
            asked = [pool.submit(self.priced, c, flat, people, exact=exact) for c in calls]
            found = [one.result() for one in asked]
        self.count([c.kind for c in calls], found)
        return found

    def count(self, kinds: Sequence[int], found: Sequence[Found]) -> None:
        """Count calls for these ``kinds``, and learn from them.

        When all of a round are through, so that none depends on which ended first.
        """
        self.calls += len(found)
        self.work += sum(f.steps for f in found)
        for kind, one in zip(kinds, found, strict=True):
            self._heavy[kind] = self._heavy[kind] or one.steps > HEAVY
        if not self.cancel[0]:
            gave_up = zip(kinds, found, strict=True)
            for kind, level in sorted({(k, level) for k, f in gave_up for level in f.gave_up}):
                self.memory.gave_up(kind, level)

    def asked(
        self,
        kind: int,
        flat: NDArray[np.float64],
        people: NDArray[np.float64] | None,
        level: int | None,
    ) -> Asked:
        """Return what to ask for a kind; at no level nothing is proven."""
        stops = self.kinds.shift_kinds[kind].stops
        share = 1 if level else QUICK
        return Asked(
            low=flat[stops],
            people=np.zeros(len(stops)) if people is None else people[stops],
            watch=self.memory.watches(kind),
            remembers=self.memory.remembers(kind, level or 0),
            exact=level is not None,
            most_kept=self._kept,
            max_labels=self.max_labels // share,
            max_steps=MAX_STEPS // share,
            cancel=self.cancel,
            nearest=EVERYWHERE if self.kinds.few else NEAREST,
        )

    def priced(
        self, call: Call, flat: NDArray[np.float64], people: NDArray[np.float64], *, exact: bool
    ) -> Found:
        """Return what the kernel finds for a call.

        A stop earns ``flat`` and, in the share of weathers in which it is held, ``people``, shape
        (stops,). Where labels are too many the next levels prove less; columns then come, as where
        nothing is to be proven, from a search that is not ``exact``. What does not pay need not be
        found: the proof then says no less than what would.
        """
        kind, one = call.kind, self.kinds.shift_kinds[call.kind]
        level: int | None = self.memory.level[kind] if exact else None
        steps, gave_up, rest = 0, [], None
        while True:
            if (level or self._heavy[kind]) and rest is None:
                rest, looked = self.rest(kind, flat + people, call.sleep, backwards=True)
                steps += looked
            asked = self.asked(kind, flat, people, level)
            if rest is not None:
                asked = replace(asked, rest=rest, least=call.least - EPSILON * DEEPEST)
            found = forwards(self.kinds, one, call.wake, asked)
            steps += found.steps
            if level is None or found.complete or self.cancel[0]:
                break
            gave_up.append(level)
            if level + 1 == len(NEAR):
                break
            level += 1
        if rest is not None and exact:
            pays = np.where(call.sleep <= NO_VALUE / 2, NO_VALUE, call.least - call.sleep)
            found = found._replace(best=np.maximum(found.best, pays[:, None]))
        source = found
        if level:
            asked = self.asked(kind, flat, people, None)
            source = forwards(self.kinds, one, call.wake, asked)
            steps += source.steps
        return Found(found, source, steps, gave_up)

    def rest(
        self,
        kind: int,
        gain: NDArray[np.float64],
        worth: NDArray[np.float64],
        *,
        backwards: bool,
    ) -> tuple[Rest | None, int]:
        """Return roughly what may follow each stop of a kind, and the work of finding out.

        ``worth`` is what each place to end at earns. ``None`` if that is too much work. If not
        ``backwards``: what may come before it, from places to start from.
        """
        one, steps = self.kinds.shift_kinds[kind], 0
        for level in COARSE:
            asked = replace(self.asked(kind, gain, None, level), most_kept=1)
            found = all_labels(self.kinds, one, worth, asked, backwards=backwards)
            steps += found.steps
            if found.complete:
                return rest_of(one, gain[one.stops], self.memory.once, found), steps
        return None, steps

    def column(self, shift: int, found: Priced, label: int, end: int) -> Column | None:
        """Return the column of a label, or ``None`` if it is not one.

        It may use a row too often: such a row is watched from now on, while there are bits to watch
        it with. Or it breaks what the kernel does not know of: positions and strand safety.
        """
        kind = self.kinds.shift_kinds[self.kinds.kind_of[shift]]
        place, stops, starts = found.path(label)
        if self.memory.overused(int(self.kinds.kind_of[shift]), stops, learn=self.learns):
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

    def gains(self, prices: Prices) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return what each stop earns in any weather, and by its people if it is held."""
        kinds = self.kinds
        return kinds.bonus - prices.row[kinds.row], kinds.sum_by_stop(prices.demand)

    def _most(self, prices: Prices, shift: int, found: Priced) -> float:
        """Return the most that any column of the shift earns, infinite if that is not known."""
        return float(self.totals(prices, shift, found).max()) if found.complete else np.inf

    def totals(self, prices: Prices, shift: int, found: Priced) -> NDArray[np.float64]:
        """Return what is earned by places to sleep and lateness, shape (ends, 2)."""
        totals = found.best + self._ends(prices, shift, found)
        return np.where(found.best <= NO_VALUE / 2, NO_VALUE, np.maximum(totals, NO_VALUE))

    def _ends(self, prices: Prices, shift: int, found: Priced) -> NDArray[np.float64]:
        """Return what is earned by where the shift ends, and how late, shape (ends, 2)."""
        night = prices.sleep[shift, : len(found.best), None]
        ends: NDArray[np.float64] = np.maximum(
            night - np.array([0.0, prices.late[shift]]), NO_VALUE
        )
        return ends

    def _best(self, prices: Prices, shift: int, found: Priced, floor: float) -> Iterator[Offer]:
        """Yield the offers of a shift that earn more than ``floor``, best first."""
        if self.totals(prices, shift, found).max() <= floor:
            return
        totals = self.labels(prices, shift, found)
        some = np.flatnonzero(totals.ravel() > floor)
        for index in some[np.argsort(-totals.ravel()[some], kind="stable")]:
            end, late, place = np.unravel_index(index, totals.shape)
            column = self.column(shift, found, int(found.kept[end, late, place]), int(end))
            if column is not None:
                yield Offer(earns=float(totals[end, late, place]), column=column)

    def labels(self, prices: Prices, shift: int, found: Priced) -> NDArray[np.float64]:
        """Return what each kept label earns, shape (ends, 2, kept)."""
        earned = self._earned(shift, found)
        ends = self._ends(prices, shift, found)[..., None]
        return np.where(earned <= NO_VALUE / 2, NO_VALUE, earned + ends)

    def _earned(self, shift: int, found: Priced) -> NDArray[np.float64]:
        """Return what each kept label earns before its night, shape (ends, 2, kept)."""
        kind = self.kinds.shift_kinds[self.kinds.kind_of[shift]]
        stop = found.stop[found.kept]
        here = kind.location[stop] if len(kind.location) else stop
        # a label without stops is numbered as its place to wake
        woke = kind.sleep_location[found.kept.clip(0, len(kind.sleeps) - 1)]
        here = np.where(stop < 0, woke, here)
        leg = self.kinds.travel_s[kind.profile][here, kind.sleep_location[:, None, None]]
        totals = found.earned[found.kept] - float(self.kinds.problem.travel_cost) * leg
        return np.where(found.kept < 0, NO_VALUE, totals)


def _unit(kinds: Kinds) -> int:
    """Return what the values of all plans are multiples of, promises aside; 1 in the weather."""
    if kinds.open_in is not None:
        return 1
    problem = kinds.problem
    parts = [d.weight for d in problem.demands] + [h.cost for h in problem.lodgings]
    return math.gcd(problem.travel_cost, *parts, *kinds.bonus.tolist()) or 1
