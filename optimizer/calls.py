"""Calls of the kernel: which shifts share one, how much it is asked, and what all of them took.

A call that is to prove something remembers as much of a shift's rows as it can; one that met too
many labels is repeated, remembering less (``memory``). Knows what stops and places earn, no more of
prices than to see which shifts have the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.asking import EVERYWHERE, Asked, Rest, all_labels, forwards, rest_of
from optimizer.errors import CutOff
from optimizer.kinds import Kinds
from optimizer.memory import COARSE, NEAR, Memory
from optimizer.prices import Prices
from optimizer.pricing import MAX_LABELS, MAX_STEPS, NO_VALUE, NO_WORTH, Priced
from optimizer.rivals import EPSILON

QUICK = 4
"""By how much less a call may do that is not relaxed: where labels are many, too many come soon."""
NEAREST = 48
"""Places that a quick search goes on to from each stop, where shifts are many."""
KEPT_IN_ALL, KEPT_EACH = 200, 12
"""Best shifts kept of all kinds together, but of each at least so many, for each place to sleep."""
HEAVY = 10**15
"""Steps of a call past which the next first finds out what may follow each stop."""
DEEPEST = 64
"""Stops of one shift whose rounding a bound leaves room for."""


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


def alike(kinds: Kinds, prices: Prices, kind: int) -> list[list[int]]:
    """Return the shifts of a kind, together if all their prices are the same."""
    found: defaultdict[object, list[int]] = defaultdict(list)
    for k in kinds.shifts_of(kind):
        own = (prices.wake[k].tobytes(), prices.sleep[k].tobytes())
        found[*own, prices.late[k], prices.shift[k]].append(k)
    return list(found.values())


def calls_for(kinds: Kinds, prices: Prices, some: Iterable[int]) -> list[Call]:
    """Return what is to be asked for some kinds: together what wakes at the same prices."""
    calls = []
    for kind in some:
        places = len(kinds.shift_kinds[kind].sleeps)
        waking: defaultdict[bytes, list[list[int]]] = defaultdict(list)
        for group in alike(kinds, prices, kind):
            waking[prices.wake[group[0], :places].tobytes()].append(group)
        for groups in waking.values():
            firsts = [group[0] for group in groups]
            calls.append(
                Call(
                    kind=kind,
                    wake=np.maximum(prices.wake[firsts[0], :places], NO_VALUE),
                    sleep=np.maximum(prices.sleep[firsts, :places].max(axis=0), NO_VALUE),
                    least=float(prices.shift[firsts].min()),
                    groups=groups,
                )
            )
    return calls


class Caller:
    """Calls the kernel; remembers which rows to watch, and of which kinds labels are many.

    ``calls`` counts what was called and ``work`` its steps, the same each time whatever the number
    of ``cores``. Once ``cancel[0]`` is not 0 every call is ``CutOff``.
    """

    def __init__(self, kinds: Kinds, cores: int, cancel: NDArray[np.uint8]) -> None:
        self.kinds = kinds
        self.cores = cores
        self.cancel = cancel
        self.calls = 0
        self.work = 0
        self.max_labels = MAX_LABELS
        self.memory = Memory(kinds)
        ways = sum(len(kind.sleeps) ** 2 for kind in kinds.shift_kinds)
        self._heavy = [False] * len(kinds.shift_kinds)
        self._kept = max(KEPT_EACH, KEPT_IN_ALL // max(1, ways))

    def copy(self) -> "Caller":
        """Return another that has learned the same so far, for one core."""
        other = Caller(self.kinds, 1, self.cancel)
        other.memory, other._heavy = self.memory.copy(), list(self._heavy)
        return other

    def price_all(
        self,
        calls: Sequence[Call],
        gains: tuple[NDArray[np.float64], NDArray[np.float64]],
        *,
        exact: bool,
    ) -> list[Found]:
        """Return what is found for each call, on all cores; ``gains`` is as in ``earnings``."""
        with ThreadPoolExecutor(max_workers=self.cores) as pool:
            asked = [pool.submit(self.priced, call, *gains, exact=exact) for call in calls]
            found = [one.result() for one in asked]
        self.count([call.kind for call in calls], found)
        return found

    def go_on(self) -> None:
        """Do nothing.

        Raises
        ------
        CutOff
            If the solve is called off.
        """
        if self.cancel[0]:
            raise CutOff

    def count(self, kinds: Sequence[int], found: Sequence[Found]) -> None:
        """Count calls for these ``kinds``, and learn from them.

        When all of a round are through, so that none depends on which ended first.
        """
        self.calls += len(found)
        self.work += sum(f.steps for f in found)
        for kind, one in zip(kinds, found, strict=True):
            self._heavy[kind] = self._heavy[kind] or one.steps > HEAVY
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

        Raises
        ------
        CutOff
            If the solve is called off, before this or meanwhile.
        """
        self.go_on()
        kind, one = call.kind, self.kinds.shift_kinds[call.kind]
        level: int | None = self.memory.level[kind] if exact else None
        steps, gave_up, rest = 0, [], None
        while True:
            if (level or self._heavy[kind]) and rest is None:
                rest, looked = self.rest(kind, flat + people, call.sleep, backwards=True)
                steps += looked
                self.go_on()
            asked = self.asked(kind, flat, people, level)
            if rest is not None:
                asked = replace(asked, rest=rest, least=call.least - EPSILON * DEEPEST)
            found = forwards(self.kinds, one, call.wake, asked)
            steps += found.steps
            self.go_on()
            if level is None or found.complete:
                break
            gave_up.append(level)
            if level + 1 == len(NEAR):
                break
            level += 1
        if rest is not None and exact:
            pays = np.where(call.sleep <= NO_WORTH, NO_VALUE, call.least - call.sleep)
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
