"""How much is still done after a solve is called off: little, whatever it was at.

Counted in calls of Python functions, not by a clock: who goes on with something of which there are
thousands makes thousands.
"""

import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import CodeType, FrameType

import numpy as np
import pytest

from optimizer.budget import Budget
from optimizer.calls import Caller
from optimizer.check import violations
from optimizer.closing import Closing
from optimizer.dive import Dive
from optimizer.draft import Draft
from optimizer.errors import CutOff
from optimizer.generation import Generation
from optimizer.incumbent import Incumbent
from optimizer.kinds import Column, by_kinds
from optimizer.lane import Lane
from optimizer.market import Market
from optimizer.master import Master
from optimizer.packing import Packer
from optimizer.problem import Pin, Problem
from optimizer.run import Run
from optimizer.search import Search
from optimizer.solve import solve, work_for
from optimizer.tours import Tours
from tests.optimizer.worlds import problem, random_problem

MANY = random_problem(3, visits=150, teams=8, days=8, places=40)
FEW = random_problem(6, visits=60, teams=2, days=4, places=30)
WORK = work_for(3)
MOST = 1000
"""Calls after which a run has ended that is called off: about a millisecond."""
TAKEN = 10
"""Columns that somebody gets before all is called off."""


class Meter:
    """Calls a run off when it begins the ``nth`` call of a function; counts calls from then on."""

    def __init__(self, budget: Budget, function: CodeType, nth: int) -> None:
        self.calls = 0
        self._budget, self._function, self._left = budget, function, nth

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        """Take note of an event of the interpreter, in any thread."""
        if event != "call":
            return
        if self._budget.flag[0]:
            self.calls += 1
        elif frame.f_code is self._function:
            self._left -= 1
            if not self._left:
                self._budget.flag[0] = 1
                self._budget.cut_by = "cancelled"


def calls_after(asked: Problem, function: Callable[..., object], nth: int) -> int:
    """Return how many calls a run makes that is called off at the ``nth`` call of a function."""
    kinds = by_kinds(asked)
    with Budget(seconds=None, work=WORK) as budget:
        run = Run(
            kinds=kinds,
            budget=budget,
            seed=1,
            cores=1,
            good_enough=0.0,
            incumbent=Incumbent(kinds),
            tell=lambda: None,
        )
        meter = Meter(budget, function.__code__, nth)
        sys.setprofile(meter)
        threading.setprofile(meter)
        try:
            run.go()
        finally:
            threading.setprofile(None)
            sys.setprofile(None)
    assert budget.flag[0], "it ended before"
    assert run.incumbent.draft is not None
    return meter.calls


@pytest.mark.parametrize(
    ("asked", "function", "nth"),
    [
        (MANY, Search.construct, 1),
        (MANY, Search.met, 1),
        (MANY, Generation.step, 1),
        (MANY, Caller.price_all, 3),
        (MANY, Tours.offers, 3),
        (MANY, Lane.step, 1),
        (MANY, Dive.step, 2),
        (MANY, Market.found, 1),
        (FEW, Search.met, 1),
        (FEW, Closing.step, 20),
    ],
)
def test_whatever_a_run_is_at_it_ends_at_once(
    asked: Problem, function: Callable[..., object], nth: int
) -> None:
    assert calls_after(asked, function, nth) < MOST


def met(asked: Problem, flag: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> Iterator[Column]:
    """Yield what a walk met; all is called off once some was taken."""
    with Budget(seconds=None, work=work_for(1)) as budget:
        search = Search(by_kinds(asked), budget, seed=1)
        search.construct()
        search.walks[0].run(2_000_000, 0.0, 1.0, budget.flag)
        found = dict.fromkeys(search.met(10_000))
    assert len(found) > 2 * TAKEN
    for number, column in enumerate(found):
        flag[0] = number >= TAKEN
        yield column


def test_an_lp_is_told_of_no_more_columns() -> None:
    cancel = np.zeros(1, np.uint8)
    master = Master(by_kinds(MANY), cancel=cancel)
    assert master.add(met(MANY, cancel)) == len(master.columns) == TAKEN
    assert not master.solve(10)
    assert master.pivots == 0
    cancel[0] = 0
    assert master.solve(10)


def test_a_packing_begins_no_more() -> None:
    kinds = by_kinds(MANY)
    with Budget(seconds=None, work=1) as budget:
        packer, candidates = Packer(kinds, budget), met(MANY, budget.flag)
        assert packer.pack(Draft(kinds), candidates, hint=()) is None
    assert next(candidates, None) is not None


def test_shifts_are_put_together_only_while_somebody_waits() -> None:
    looks = 0

    def go_on() -> None:
        nonlocal looks
        looks += 1
        if looks > TAKEN:
            raise CutOff

    with pytest.raises(CutOff):
        by_kinds(MANY, go_on)
    assert looks == TAKEN + 1


def cut_off(budget: Budget) -> Budget:
    """Return the budget once it is cut off."""
    while not budget.flag[0] or gc.isenabled():
        time.sleep(0.001)
    return budget


def test_what_the_caller_called_off_is_not_even_begun() -> None:
    with Budget(seconds=None, work=1, cancelled=lambda: True) as budget:
        with pytest.raises(CutOff):
            cut_off(budget).go_on()
        assert list(budget.while_on(range(3))) == []


def test_what_the_clock_cuts_off_gets_as_far_as_a_first_plan() -> None:
    with Budget(seconds=0.0, work=1) as budget:
        cut_off(budget).go_on()
        assert list(budget.while_on(range(3))) == []


def test_no_garbage_is_looked_for_until_the_answer() -> None:
    assert gc.isenabled()
    with Budget(seconds=0.0, work=1) as budget:
        assert not cut_off(budget).limit_s
    assert gc.isenabled()


@pytest.mark.parametrize("pins", [(), (Pin(visit=1, team=0),)])
def test_called_off_before_it_begins_it_answers_with_what_it_has(pins: tuple[Pin, ...]) -> None:
    for asked in (MANY, problem(pins=pins)):
        start = solve(asked, work=work_for(0.01))
        for given in (None, start):
            answer = solve(asked, seconds=60, start=given, cancelled=lambda: True)
            assert violations(asked, answer) == ()
            assert answer.value >= (0 if given is None else start.value)
            assert answer.stopped_by in {"cancelled", "optimal"}
