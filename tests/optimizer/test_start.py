"""Whatever plan a solve starts from: it never ends below what of it is feasible."""

import pytest

from optimizer.check import violations
from optimizer.errors import InvalidProblem
from optimizer.problem import Problem
from optimizer.repair import feasible_part
from optimizer.solution import Solution
from optimizer.solve import solve, work_for
from tests.optimizer.garbage import random_solution, with_mistakes
from tests.optimizer.worlds import ALL, random_problem


def first(asked: Problem) -> Solution | None:
    try:
        return solve(asked, work=work_for(0.02))
    except InvalidProblem:
        return None


def starting(asked: Problem, start: Solution) -> None:
    """Solve from ``start`` and see that its feasible part is not made worse."""
    part, dropped = feasible_part(asked, start)
    try:
        solution = solve(asked, work=work_for(0.005), start=start)
    except InvalidProblem:
        assert asked.pins
        assert violations(asked, part)
        return
    assert violations(asked, solution) == ()
    assert solution.dropped == tuple(str(d) for d in dropped)
    if not violations(asked, part):
        assert solution.value >= part.value


@pytest.mark.parametrize("seed", range(60))
def test_a_good_plan_comes_back_to_the_second(seed: int) -> None:
    asked = random_problem(seed, visits=6, days=3, features=ALL)
    plan = first(asked)
    if plan is not None:
        again = solve(asked, work=1, start=plan, gap=1.0)
        assert (again.plans, again.value, again.dropped) == (plan.plans, plan.value, ())


@pytest.mark.parametrize("seed", range(60))
def test_mistakes_fall_out_and_the_rest_stays(seed: int) -> None:
    asked = random_problem(seed, visits=6, days=3, features=ALL)
    plan = first(asked)
    if plan is not None:
        starting(asked, with_mistakes(asked, plan, seed))


@pytest.mark.parametrize("seed", range(100))
def test_garbage_is_no_harm(seed: int) -> None:
    asked = random_problem(seed, visits=5, days=3, features=ALL)
    starting(asked, random_solution(asked, seed))
