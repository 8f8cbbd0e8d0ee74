"""The whole method under a deadline: first plan, prices and bound, dive, search.

1. ``search.first_draft`` inserts day tours greedily: a plan within a second.
2. Column generation (Desaulniers, Desrosiers & Solomon 2005): the LP of ``master`` sets prices,
   ``market`` finds the shifts that pay beyond them. Each round that prices exactly gives a valid
   upper bound, the Lagrangian at these prices; where the kernel gives up, a round proves nothing
   and the last bound stays. Prices are smoothed towards the best seen so far (Wentges 1997), which
   makes rounds fewer.
3. A dive (Sadykov et al. 2019) fixes columns that the LP works fully, or nearly, and prices again
   in between; the last shifts are packed by CP-SAT.
4. ``search.Search`` ruins and rebuilds until the work is done or the gap is closed.

Each part counts steps of its own, never seconds, so that the same problem, seed and seconds give
the same plan; the clock only cuts off what a slow machine cannot finish, and says so.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from optimizer.check import violations
from optimizer.draft import Draft, without_idle_stops
from optimizer.errors import InvalidProblem, OptimizerError
from optimizer.kinds import Column, Kinds, by_kinds
from optimizer.market import Market, Prices
from optimizer.master import Master, limits
from optimizer.problem import BASE, Problem
from optimizer.search import Search, first_draft
from optimizer.solution import Solution
from optimizer.value import value

PRICING_SHARE, DIVE_SHARE = 0.6, 0.85
"""Shares of the time after which column generation, and the dive, are cut off."""
ROUNDS = 150
"""Most rounds of column generation."""
MOST_COLUMNS = 2
"""New columns of one shift in one round."""
SMOOTHING = 0.5
"""Weight of the best prices so far in the prices asked next."""
CLOSE_ENOUGH = 0.007
"""Gap between the LP and its bound at which column generation ends."""
NEARLY, DIVE_STEP = 0.8, 0.2
"""Share of a column above which the dive fixes it, and share of the others fixed with it."""
LEAST_BATCH = 6
"""Fewer columns than this are not worth another LP: packing decides the shifts that are left."""
SHIFT_STEPS_PER_SECOND, MOST_STEPS_PER_SECOND = 1400, 30
"""What a second of the time limit buys: so many search steps, divided by shifts, but no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a solve has come: seconds since it began, value, proven bound."""

    seconds: float
    value: int
    bound: int

    @property
    def gap(self) -> float:
        """(bound − value) / bound, 0 for a bound of 0."""
        return (self.bound - self.value) / self.bound if self.bound > 0 else 0.0


OnProgress = Callable[[Progress], None]


def solve(
    problem: Problem, *, seconds: float, seed: int = 1, on_progress: OnProgress | None = None
) -> Solution:
    """Return a plan that the checker accepts, its value, and a proven bound.

    Parameters
    ----------
    seconds
        Wall-clock limit; also what the work of the search is measured by.
    on_progress
        Called whenever value or bound is better, at most once a step.

    Raises
    ------
    InvalidProblem
        If the problem has pins, promises or weather masks: this method does not plan with them.
    """
    _refuse_what_is_not_planned(problem)
    if not problem.shifts or not problem.visits:
        return Solution(plans=(), value=value_of_nothing(problem), bound=0, seed=seed)
    run = _Run(
        market=Market(by_kinds(problem)),
        clock=_Clock(seconds),
        seed=seed,
        on_progress=on_progress or (lambda _: None),
        bound=sum(d.people * d.weight for d in problem.demands),
    )
    return run.solution()


def value_of_nothing(problem: Problem) -> int:
    """Return the value of staying at base."""
    return value(problem, Solution(plans=(), value=0, bound=0))


def _refuse_what_is_not_planned(problem: Problem) -> None:
    for name, asked in (("pins", problem.pins), ("promises", problem.promises)):
        if asked:
            raise InvalidProblem(f"{name}: this method does not plan with them, not {asked[0]}")
    if problem.open_in is not None:
        raise InvalidProblem("open_in: this method plans for certain weather only")


class _Clock:
    def __init__(self, seconds: float) -> None:
        self._began = time.monotonic()
        self.limit = seconds

    def passed(self) -> float:
        return time.monotonic() - self._began

    def left(self, share: float = 1.0) -> float:
        return self.limit * share - self.passed()


@dataclass(slots=True, kw_only=True)
class _Run:
    """One solve: the best plan and bound so far."""

    market: Market
    clock: _Clock
    seed: int
    on_progress: OnProgress
    bound: int
    cut_off: bool = False
    steps: int = 0
    best: Draft = field(init=False)
    master: Master = field(init=False)
    search: Search = field(init=False)

    def __post_init__(self) -> None:
        self.best = Draft(self.kinds)
        self.master = Master(self.kinds)
        self.search = Search(self.market, limits(self.kinds), self.seed)

    @property
    def kinds(self) -> Kinds:
        return self.market.kinds

    def solution(self) -> Solution:
        """Return the answer, recomputed and checked by what never saw the method."""
        draft = first_draft(self.market)
        self._offer(draft)
        self.master.add([*draft.columns.values(), *_ways_home(self.market)])
        self._generate_columns()
        self._dive()
        self._search()
        problem = self.kinds.problem
        self._offer(without_idle_stops(self.best))
        plans = self.best.plans()
        claimed = Solution(plans=plans, value=self.best.value(), bound=self.bound)
        worth = value(problem, claimed)
        if worth != claimed.value or violations(problem, claimed):
            raise OptimizerError(f"a wrong plan was made: {violations(problem, claimed)[:3]}")
        return Solution(
            plans=plans,
            value=worth,
            bound=self.bound,
            seconds=self.clock.passed(),
            seed=self.seed,
            work=self.market.calls + self.steps,
            stopped_by=self._stopped_by(worth),
        )

    def _stopped_by(self, worth: int) -> str:
        if worth == self.bound:
            return "optimal"
        return "deadline" if self.cut_off else "work"

    def _offer(self, draft: Draft) -> None:
        """Keep ``draft`` if nothing so far is better."""
        if draft.value() >= self.best.value():
            self.best = draft.copy()
        self._tell()

    def _tell(self) -> None:
        worth = self.best.value()
        self.on_progress(
            Progress(seconds=self.clock.passed(), value=worth, bound=max(self.bound, worth))
        )

    def _out_of_time(self, share: float) -> bool:
        if self.clock.left(share) <= 0:
            self.cut_off = True
            return True
        return False

    def _generate_columns(self) -> None:
        """Solve the LP by pricing; leave its bound in ``bound``."""
        centre: Prices | None = None
        lowest, weight = math.inf, SMOOTHING
        for _ in range(ROUNDS):
            if self._out_of_time(PRICING_SHARE) or not self.master.solve(self.clock.left()):
                return
            prices, worth = self.master.prices(), self.master.value()
            asked = prices if centre is None else prices.towards(centre, weight)
            bound, added = self._price_at(asked)
            if bound < lowest:
                lowest, centre = bound, asked
            self._lower_bound_to(lowest)
            if lowest - worth <= CLOSE_ENOUGH * max(1.0, lowest):
                return
            if not added and weight == 0.0:
                return
            # prices that find nothing new were smoothed too far (Wentges' misprice)
            weight = SMOOTHING if added else 0.0

    def _price_at(self, prices: Prices) -> tuple[float, int]:
        """Add the columns that pay at ``prices``; return the bound they prove, and how many."""
        offers, bound = self.market.offers(prices, MOST_COLUMNS)
        return bound, self.master.add(o.column for o in offers)

    def _lower_bound_to(self, bound: float) -> None:
        # sums of doubles: leave room for their rounding, far below one unit of value per person
        if math.isfinite(bound):
            self.bound = min(self.bound, math.floor(bound + 1e-9 * abs(bound) + 1e-6))
            self._tell()

    def _dive(self) -> None:
        """Fix what the LP works most, pricing again in between; pack the shifts that are left."""
        fixed: set[int] = set()
        draft = Draft(self.kinds)
        while not self._out_of_time(DIVE_SHARE) and self.master.solve(self.clock.left()):
            batch = _fullest(self.master, fixed, draft)
            if len(batch) < LEAST_BATCH:
                break
            self._price_at(self.master.prices())
            for index in batch:
                column = self.master.columns[index]
                fits = column.shift not in draft.columns and draft.allows(column)
                if fits:
                    draft.add(column)
                self.master.fix(index, worked=fits)
                fixed.add(index)
        self.search.remember(self.master.columns)
        whole = self.search.complete(draft)
        if whole is not None:
            self._offer(whole)

    def _search(self) -> None:
        shifts = len(self.kinds.problem.shifts)
        pace = min(MOST_STEPS_PER_SECOND, SHIFT_STEPS_PER_SECOND / shifts)
        for _ in range(int(self.clock.limit * pace)):
            if self._out_of_time(1.0) or self.best.value() >= self.bound:
                break
            self.steps += 1
            better = self.search.step(self.best)
            if better is not None:
                self._offer(better)


def _fullest(master: Master, fixed: set[int], draft: Draft) -> list[int]:
    """Return the columns to fix next: all worked nearly fully, and the fullest of the others.

    Of a team that sleeps away one column at a time, unless worked fully: parts of two tours do not
    make one.
    """
    shares = master.shares()
    open_ones = [
        i
        for i, share in enumerate(shares)
        if share > 1e-6 and i not in fixed and master.columns[i].shift not in draft.columns
    ]
    open_ones.sort(key=lambda i: (-shares[i], i))
    nearly = sum(shares[i] > NEARLY for i in open_ones)
    return _one_tour_each(master, open_ones[: max(nearly, math.ceil(DIVE_STEP * len(open_ones)))])


def _one_tour_each(master: Master, batch: list[int]) -> list[int]:
    problem, shares = master.kinds.problem, master.shares()
    kept, touring = [], set()
    for i in batch:
        team = problem.shifts[master.columns[i].shift].team
        partly = shares[i] < 1 - 1e-6
        if partly and problem.teams[team].max_nights and team in touring:
            continue
        if partly:
            touring.add(team)
        kept.append(i)
    return kept


def _ways_home(market: Market) -> list[Column]:
    """Return the columns that only drive from a lodging to base: they keep the dive feasible."""
    kinds = market.kinds
    homeward = []
    for shift in range(len(kinds.problem.shifts)):
        kind = kinds.shift_kinds[kinds.kind_of[shift]]
        for slept in kind.sleeps[1:]:
            if not kinds.may_wake_at(shift, slept):
                continue
            found = market.insertion(kind, np.full(len(kinds.visits), -1.0), slept)
            for label in (n for n in found.kept[0].ravel() if n == 0):
                column = market.column(shift, found, int(label), slept=slept, sleeps=BASE)
                homeward += [column] if column else []
    return homeward
