"""The bound of column generation holds for every plan, with pins, promises and weather too."""

import math
import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from ortools.linear_solver import pywraplp

from optimizer.errors import InvalidProblem
from optimizer.generation import Generation
from optimizer.kinds import by_kinds
from optimizer.market import Market
from optimizer.master import Master
from optimizer.problem import Pin, Problem, Promise
from tests.optimizer.brute import best_plan
from tests.optimizer.worlds import HOUR, problem, random_problem, shift, visit


def promised(asked: Problem, dice: random.Random) -> Problem:
    """Return ``asked`` with some pins and promises, that may be impossible to keep together."""
    visits, shifts = range(len(asked.visits)), range(len(asked.shifts))
    if not shifts:
        return asked
    pins = []
    for v in dice.sample(visits, dice.randrange(2)):
        k = dice.choice(shifts)
        pins.append(
            Pin(
                visit=v,
                team=asked.shifts[k].team,
                shift=dice.choice((None, k)),
                position=dice.choice((None, None, 0, 1)),
                start_s=dice.choice((None, asked.visits[v].windows[0][0])),
            )
        )
    promises = [
        Promise(
            visit=dice.choice(visits),
            shift=dice.choice(shifts),
            start_s=asked.visits[dice.choice(visits)].windows[0][0] + dice.choice((0, HOUR)),
            move_cost=dice.choice((0, 700, 9000)),
        )
        for _ in range(dice.randrange(3))
    ]
    pins = [pin for pin in pins if accepted(asked, pins=(pin,))]
    by_visit = {one.visit: one for one in promises if accepted(asked, promises=(one,))}
    promises = list(by_visit.values())
    return replace(asked, pins=tuple(pins), promises=tuple(promises))


def accepted(asked: Problem, **changes: Any) -> bool:
    """Return whether ``asked`` may be changed so: no pin or promise is refused at once."""
    try:
        replace(asked, **changes)
    except InvalidProblem:
        return False
    return True


def stormy(asked: Problem, dice: random.Random) -> Problem:
    """Return ``asked`` with legs that some weathers close."""
    masks = np.array(
        [dice.choice((7, 7, 7, 3, 5, 6, 1, 0)) for _ in range(asked.travel_s.size)], np.uint64
    )
    return replace(
        asked,
        open_in=masks.reshape(asked.travel_s.shape),
        scenarios=3,
        strand_risk=dice.choice((0.0, 0.4)),
    )


def everything(seed: int) -> Problem:
    """Return a random problem, with pins and promises or weather or both."""
    dice = random.Random(seed)
    asked = random_problem(seed, visits=3)
    if seed % 3 != 1:
        asked = promised(asked, dice)
    return stormy(asked, dice) if seed % 3 else asked


@pytest.mark.parametrize("seed", range(150))
def test_no_plan_beats_the_bound_of_any_round(seed: int) -> None:
    asked = everything(seed)
    if not asked.shifts:
        return
    best = best_plan(asked)
    generation = Generation(Market(by_kinds(asked)))
    for _ in range(12):
        generation.step()
        assert best is None or best.value <= generation.bound
        if generation.done:
            break
    assert generation.gap < 0.01 or asked.open_in is not None or asked.pins


def test_a_bound_is_reached_where_the_lp_is_whole() -> None:
    generation = Generation(Market(by_kinds(problem(travel_cost=1))))
    while not generation.done:
        generation.step()
    assert generation.bound == 20_000 - 7200
    assert generation.gap == pytest.approx(0.0, abs=1e-9)


def test_a_pin_that_costs_is_paid_for() -> None:
    # an hour of work for a visit that earns nothing, 7200 of travel there and back
    asked = problem(
        visits=(visit(2, contributions=()),), travel_cost=1, pins=(Pin(visit=0, team=0),)
    )
    generation = Generation(Market(by_kinds(asked)))
    while not generation.done:
        generation.step()
    assert generation.bound == -7200


def test_a_promise_is_worth_keeping() -> None:
    promise = Promise(visit=0, shift=0, start_s=12 * HOUR, move_cost=500)
    generation = Generation(Market(by_kinds(problem(promises=(promise,)))))
    while not generation.done:
        generation.step()
    assert generation.bound == 20_000
    broken = replace(promise, start_s=20 * HOUR)
    other = Generation(Market(by_kinds(problem(promises=(broken,)))))
    while not other.done:
        other.step()
    assert other.bound == 20_000 - 500


def test_people_are_counted_in_the_weathers_that_let_the_team_arrive() -> None:
    open_in = np.full((1, 3, 3), 3, np.uint64)
    open_in[0, 0, :] = 1
    asked = problem(open_in=open_in, scenarios=2)
    generation = Generation(Market(by_kinds(asked)))
    while not generation.done:
        generation.step()
    assert generation.bound == 10_000


@pytest.mark.parametrize("seed", range(20))
def test_shifts_alike_together_prove_as_much(seed: int) -> None:
    asked = random_problem(seed, visits=5, teams=2, days=3)
    if not asked.shifts:
        return
    kinds = by_kinds(asked)
    together, apart = Master(kinds, by_like=True), Master(kinds)
    generation = Generation(Market(kinds))
    for _ in range(30):
        generation.step()
        if generation.done:
            break
    shifts = {int(k): np.flatnonzero(kinds.like == k) for k in kinds.like}
    for column in generation.master.columns:
        together.add([column])
        apart.add(kinds.moved(column, int(k)) for k in shifts[column.shift])
    assert together.solve(60)
    assert apart.solve(60)
    assert apart.value() <= together.value() + 1e-6
    if all(t.max_late_in_a_row > 4 for t in asked.teams):
        assert apart.value() == pytest.approx(together.value())


def test_the_same_columns_come_on_any_number_of_cores() -> None:
    asked = random_problem(7, visits=14, teams=3, days=4, places=7)
    found = []
    for cores in (1, 4):
        market = Market(by_kinds(asked), cores=cores)
        generation = Generation(market)
        for _ in range(8):
            generation.step()
        steps, calls = market.work, market.caller.calls
        found.append((generation.master.columns, generation.bound, steps, calls))
    assert found[0] == found[1]


def test_a_cancelled_market_proves_nothing() -> None:
    cancel = np.zeros(1, np.uint8)
    kinds = by_kinds(problem(shifts=(shift(),)))
    generation = Generation(Market(kinds, cancel=cancel))
    cancel[0] = 1
    assert generation.step() == []
    assert (generation.bound, generation.done) == (math.inf, False)
    cancel[0] = 0
    assert generation.step() != []


def test_an_lp_that_goes_astray_starts_anew() -> None:
    kinds = by_kinds(problem())
    generation = Generation(Market(kinds))
    generation.step()
    right = generation.master.value()

    class Astray:
        """A solver whose first solve ends in numbers that are none."""

        def __init__(self, solver: Any) -> None:
            self.solver, self.calls = solver, 0

        def __getattr__(self, name: str) -> Any:
            return getattr(self.solver, name)

        def Solve(self, *how: Any) -> int:  # noqa: N802 - the solver's own name
            self.calls += 1
            status: int = self.solver.Solve(*how)
            return pywraplp.Solver.ABNORMAL if self.calls == 1 else status

    astray = generation.master._lp = Astray(generation.master._lp)
    assert generation.master.solve(10)
    assert astray.calls == 2
    assert generation.master.value() >= right
