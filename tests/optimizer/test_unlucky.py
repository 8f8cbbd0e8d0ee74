"""Plans for unlucky weather: the balance of mean and tail, and its bound."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import InvalidProblem
from optimizer.problem import Demand, Problem
from optimizer.solution import Solution
from optimizer.solve import solve
from optimizer.unlucky import (
    balance,
    solve_balanced,
    unluckiest,
    weights_of,
)
from optimizer.value import value, value_in_each
from tests.optimizer.brute import every_plan
from tests.optimizer.worlds import HOUR, Feature, line, problem, random_problem, shift, visit

MASKS: tuple[Feature, ...] = ("masks",)
STORMS = tuple(
    seed for seed in range(40) if random_problem(seed, features=MASKS).open_in is not None
)


def solver(problem: Problem, *, work: int, start: Solution | None) -> Solution:
    """Return what the optimizer answers."""
    return solve(problem, work=work, start=start)


@pytest.mark.parametrize("seed", STORMS[:12])
@pytest.mark.parametrize("percent", [30, 100])
def test_no_plan_has_a_better_balance_than_its_bound(seed: int, percent: int) -> None:
    asked = replace(random_problem(seed, features=MASKS), scenario_weights=())
    found = solve_balanced(asked, solver, work=200_000, percent=percent)
    best = max((balance(asked, one, percent) for one in every_plan(asked)), default=0.0)
    assert found.balance <= best + 1e-6
    assert best <= found.bound + 1e-6
    assert found.solution.value == value(asked, found.solution) <= found.solution.bound
    assert found.balance >= balance(asked, solver(asked, work=80_000, start=None), percent)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=64), st.integers(1, 4), st.integers(0, 100))
def test_weights_are_the_mean_of_the_rounds(times: list[int], rounds: int, percent: int) -> None:
    weights = np.array(weights_of(times, rounds, percent), float)
    tail = max(1, round(len(times) / 10))
    share = np.array(times) / (rounds * tail)
    expected = (100 - percent) / 100 / len(times) + percent / 100 * share
    assert np.allclose(weights / weights.sum() * expected.sum(), expected)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=64), st.integers(0, 100))
def test_the_balance_is_the_least_that_weights_of_a_tail_give(
    worth: list[int], percent: int
) -> None:
    in_each = np.array(worth, float)
    times = [0] * len(worth)
    for scenario in unluckiest(in_each):
        times[scenario] = 1
    weights = np.array(weights_of(times, 1, percent), float)
    least = float(weights @ in_each / weights.sum())
    tail = np.sort(in_each)[: max(1, round(len(worth) / 10))]
    assert least == pytest.approx(
        (1 - percent / 100) * in_each.mean() + percent / 100 * tail.mean()
    )
    turned = np.roll(weights, 1)
    assert turned @ in_each / turned.sum() >= least - 1e-9


@pytest.mark.parametrize("seed", STORMS[:12])
def test_the_mean_of_what_comes_is_never_above_the_value(seed: int) -> None:
    asked = replace(random_problem(seed, features=MASKS), scenario_weights=())
    plan = solver(asked, work=50_000, start=None)
    in_each = value_in_each(asked, plan)
    assert in_each.mean() <= value(asked, plan) + len(asked.demands)
    one = replace(asked, scenario_weights=(1, *[0] * (asked.scenarios - 1)))
    assert in_each[0] == value(one, plan)


def test_who_minds_the_unlucky_goes_where_the_road_is_sure() -> None:
    open_in = np.full((1, 3, 3), 2**20 - 1, np.uint64)
    open_in[0, 0, 1] = 2**11 - 1  # of 100 people 55 are expected, and none on an unlucky day
    asked = problem(
        travel_s=line(0, 60, -60),
        demands=(Demand(people=100, weight=10), Demand(people=50, weight=10)),
        visits=(visit(1, contributions=((0, 100),)), visit(2, contributions=((1, 50),))),
        shifts=(shift(max_work_s=4 * HOUR),),
        open_in=open_in,
        scenarios=20,
        strand_risk=1.0,
    )
    mean, minding = (
        solve_balanced(asked, solver, work=200_000, percent=percent) for percent in (0, 50)
    )
    assert (mean.solution.value, mean.unlucky) == (550, 0)
    assert (minding.solution.value, minding.unlucky, minding.balance) == (500, 500, 500)
    assert 500 <= minding.bound <= 525


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ((1, 1), "scenario_weights must be 1, one a scenario, not 2"),
        ((0,), "scenario_weights must not all be 0"),
        ((1000001,), "scenario_weights[0] must be within 0..1000000, not 1000001"),
        ((-1,), "scenario_weights[0] must be within 0..1000000, not -1"),
    ],
)
def test_weights_that_mean_nothing_are_refused(weights: tuple[int, ...], told: str) -> None:
    with pytest.raises(InvalidProblem) as caught:
        problem(scenario_weights=weights)
    assert told in str(caught.value).splitlines()


def test_no_plan_is_called_the_best_for_being_so_at_some_weights() -> None:
    asked = replace(random_problem(STORMS[0], features=MASKS), scenario_weights=())
    assert solver(asked, work=10**6, start=None).stopped_by == "optimal"
    assert solve_balanced(asked, solver, work=10**6, percent=50).solution.stopped_by == "work"


def test_once_called_off_no_other_weights_are_asked_for() -> None:
    asked, rounds = replace(random_problem(STORMS[0], features=MASKS), scenario_weights=()), 0

    def called_off(problem: Problem, *, work: int, start: Solution | None) -> Solution:
        nonlocal rounds
        rounds += 1
        return replace(solver(problem, work=work, start=start), stopped_by="cancelled")

    found = solve_balanced(asked, called_off, work=10**6, percent=50)
    assert (rounds, found.solution.stopped_by) == (1, "cancelled")
