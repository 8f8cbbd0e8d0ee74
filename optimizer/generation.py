"""Column generation: rounds of prices and columns, and the bound that they prove.

The LP of ``master`` sets prices, ``market`` finds the shifts that pay beyond them (Desaulniers,
Desrosiers & Solomon 2005). Each round that prices exactly gives a valid upper bound, the Lagrangian
at its prices; the lowest so far is kept. Prices are smoothed towards those of the lowest bound
(Wentges 1997), which makes rounds fewer. Shifts alike are one in this LP, so that its prices do not
wander among plans that differ only in who works which day. The shifts of a team that sleeps away
are priced together, as a tour (``tours``).
"""

import math
from collections.abc import Iterable

import numpy as np

from optimizer.errors import CutOff
from optimizer.kinds import Column, Kinds
from optimizer.market import Market, Offer
from optimizer.master import STEPS_PER_PIVOT, Master
from optimizer.prices import Prices
from optimizer.problem import BASE
from optimizer.rows import nights_tie, toured
from optimizer.tours import Known, Tours

MOST_COLUMNS = 8
"""New columns of shifts alike in one round."""
MOST_TOURED, MOST_TIED = 12, 6
"""The same of a shift of a tour; fewer where nights tie many shifts and the LP is slow."""
COLUMNS_IN_ALL = 100
"""New columns of all shifts together that are not too many for a round."""
STALLED = 5e-4
"""Where shifts are many, rows are watched once a round betters the LP by no more than this."""
SMOOTHING = 0.3
"""Weight of the best prices so far in the prices asked next."""

CHEAP, CHEAPER = 5_000_000, 2
"""Steps, or times those of a quick search, that a proof may take in every round."""
PROOF = 8
"""What a first proof is likely to take, in steps of a quick search that is not cheap."""
SLOW = 15_000_000
"""Steps from which on a proof takes long."""
LONGEST_LP_S = 10_000.0


class Generation:
    """The LP of all shifts, as far as it is solved.

    ``bound`` is what no plan can be worth more than, infinite until a round has proven one; ``lp``
    is the value of the LP over the columns so far. ``lowest`` is the bound before rounding, proven
    at ``prices()``, at which no column of a shift earns more than ``earned`` (shifts,). ``done``
    says that no column is missing.
    """

    def __init__(self, market: Market, columns: Iterable[Column] = ()) -> None:
        self.market = market
        self.master = Master(market.kinds, by_like=True, cancel=market.cancel)
        self._tours = Tours(market) if any(toured(market.kinds.problem)) else None
        self.bound = math.inf
        self.lp = -math.inf
        self.done = False
        self.rounds = 0
        self.lowest = math.inf
        self.earned = market.earned
        self._centre: Prices | None = None
        self._weight = SMOOTHING
        self._dry = False
        self._took = {True: 0 if market.kinds.few else SLOW, False: 0}
        self._spent = {True: 0, False: 0}
        alike = len(np.unique(market.kinds.like))
        self._most = max(MOST_COLUMNS, COLUMNS_IN_ALL // max(1, alike))
        self._most_toured = MOST_TIED if nights_tie(market.kinds) else MOST_TOURED
        self.pivots = 0
        self.master.add(ways_home(market.kinds))
        self.master.add(columns)

    @property
    def work(self) -> int:
        """Steps of the kernel and pivots of the LP so far, the same on any machine."""
        return self.market.work + self.pivots * STEPS_PER_PIVOT

    @property
    def gap(self) -> float:
        """How far the bound may still fall, as a share of it."""
        return (self.lowest - self.lp) / max(1.0, abs(self.lowest)) if self.rounds else math.inf

    @property
    def is_slow(self) -> bool:
        """Whether the last proof took long."""
        return self._took[True] > SLOW

    def step(self, seconds: float = math.inf) -> list[Column]:
        """Work one round; return the new columns, each of the first of the shifts alike.

        Ends early, with none, if the LP takes longer than ``seconds`` or the market is cancelled.
        """
        if not self.solve_lp(seconds):
            return []
        prices, before_lp, self.lp = self.master.prices(), self.lp, self.master.value()
        stalls = self.lp - before_lp <= STALLED * abs(self.lp)
        exact = self._proves()
        # once no tour pays, shift by shift: only that shows that no column is missing
        joins = self._tours is not None and not self._dry
        weight = self._weight if exact and self._centre is not None and not joins else 0.0
        asked = prices.towards(self._centre, weight) if self._centre and weight else prices
        learned, before = self.market.learned, self.market.work
        self.market.learns = self.market.kinds.few or self._dry or stalls
        try:
            offers, bound, asked = self._priced(asked, joins=joins, exact=exact)
        except CutOff:
            return []
        self._took[exact] = self.market.work - before
        if not exact and not self._spent[True]:
            self._took[True] = self._likely()
        self._spent[exact] += self._took[exact]
        self._spent[False] += self.master.pivots * STEPS_PER_PIVOT
        self.rounds += 1
        if bound < self.lowest:
            self.lowest, self._centre = bound, asked
            self.bound = self.market.proven(bound)
            self.earned = self.market.earned.copy()
        before = len(self.master.columns)
        self.master.add(o.column for o in offers)
        added = self.master.columns[before:]
        # a row watched from now on forbids what was found: ask again
        self._dry = not added
        self.done = (
            exact
            and not added
            and self.market.learns
            and self.market.learned == learned
            and weight == 0.0
            and not joins
            and not self.market.cancel[0]
        )
        # prices that find nothing new were smoothed too far (Wentges' misprice)
        self._weight = SMOOTHING if added else 0.0
        return added

    def _priced(
        self, asked: Prices, *, joins: bool, exact: bool
    ) -> tuple[list[Offer], float, Prices]:
        """Return offers, the bound, and the prices at which it holds.

        Those of nights are new if it ``joins`` the shifts of tours.
        """
        if self._tours is None or not joins:
            return *self.market.offers(asked, self._most, each=False, exact=exact), asked
        offers, bound = self.market.offers(asked, self._most, each=False, exact=exact, toured=False)
        known = Known(self.master.columns, self.master.reduced())
        found = self._tours.offers(asked, self._most_toured, known, exact=exact)
        self.market.earned[list(found.earned)] = list(found.earned.values())
        return offers + found.offers, bound + found.bound, found.prices

    def _likely(self) -> int:
        """Return what a proof is likely to take, before one was tried."""
        return PROOF * self._took[False] if self._took[False] > CHEAP else 0

    def _proves(self) -> bool:
        """Return whether the next round should prove: where that is quick, or nothing else helps.

        While a quick search still finds columns, proofs that take long get half of the time.
        """
        quick = max(CHEAP, CHEAPER * self._took[False])
        its_turn = self._spent[True] + self._took[True] <= self._spent[False]
        return self._dry or (its_turn and self.rounds > 0) or self._took[True] <= quick

    def solve_lp(self, seconds: float = math.inf) -> bool:
        """Solve the LP over the columns so far; return whether it was, in time."""
        solved = self.master.solve(min(seconds, LONGEST_LP_S))
        self.pivots += self.master.pivots
        return solved and not self.market.cancel[0]

    def prices(self) -> Prices | None:
        """Return the prices at which ``bound`` was proven."""
        return self._centre


def ways_home(kinds: Kinds) -> list[Column]:
    """Return the columns that only drive from a lodging to base: with them a tour can end."""
    homeward = []
    for k, shift in enumerate(kinds.problem.shifts):
        kind = kinds.shift_kinds[kinds.kind_of[k]]
        for slept in kind.sleeps[1:]:
            there = kinds.problem.sleeping_place(shift.team, slept)
            seconds = int(
                kinds.travel_s[shift.profile, there, kinds.problem.teams[shift.team].base]
            )
            if kinds.may_wake_at(k, slept) and seconds <= min(kind.end_s, kind.max_work_s):
                homeward.append(
                    kinds.column(k, slept_at=slept, sleeps_at=BASE, stops=(), starts=())
                )
    return homeward
