"""The method finds the best plan of every small problem, with every feature on and off."""

import pytest

from optimizer.check import violations
from optimizer.errors import InvalidProblem
from optimizer.problem import Problem
from optimizer.solution import Solution
from optimizer.solve import solve, work_for
from optimizer.value import value
from tests.optimizer.brute import best_plan
from tests.optimizer.worlds import ALL, random_problem

WORK, MORE_WORK = work_for(0.05), work_for(1.0)
"""Most are solved with little; a few, in the weather, take more."""
EACH = 50
"""Problems of one test: so that tests are spread over processes."""


def solved(asked: Problem, work: int) -> Solution | None:
    """Return the plan that ``solve`` makes, once it is checked; ``None`` if it finds none."""
    try:
        solution = solve(asked, work=work)
    except InvalidProblem:
        return None
    assert violations(asked, solution) == ()
    assert value(asked, solution) == solution.value <= solution.bound
    return solution


def differences(problems: dict[int, Problem]) -> list[tuple[int, int | None, int | None]]:
    """Return (seed, value found, best value) where they are not the same; check the bounds."""
    found = []
    for seed, asked in problems.items():
        best, solution = best_plan(asked), solved(asked, WORK)
        if best is not None and (solution is None or solution.value < best.value):
            solution = solved(asked, MORE_WORK)
        if best is not None and solution is not None:
            assert best.value <= solution.bound, seed
        values = [None if plan is None else plan.value for plan in (solution, best)]
        if values[0] != values[1]:
            found.append((seed, values[0], values[1]))
    return found


@pytest.mark.parametrize("first", range(0, 1500, EACH))
def test_with_everything_that_can_be_on(first: int) -> None:
    seeds = range(first, first + EACH)
    assert differences({n: random_problem(n, features=ALL) for n in seeds}) == []


@pytest.mark.parametrize("first", range(10_000, 10_300, EACH))
def test_in_certain_weather(first: int) -> None:
    seeds = range(first, first + EACH)
    assert differences({n: random_problem(n, visits=5) for n in seeds}) == []


@pytest.mark.parametrize("first", range(20_000, 20_300, EACH))
def test_on_three_days(first: int) -> None:
    seeds = range(first, first + EACH)
    problems = {n: random_problem(n, visits=4, days=3, features=ALL) for n in seeds}
    assert differences(problems) == []
