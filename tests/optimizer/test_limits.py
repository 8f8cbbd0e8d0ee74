"""When a solve ends, what it tells on its way, and that the same work makes the same plan."""

import threading
import time

import pytest

from optimizer.budget import Budget, Turn
from optimizer.check import violations
from optimizer.errors import InvalidProblem
from optimizer.problem import Problem
from optimizer.solution import Solution
from optimizer.solve import Progress, solve, work_for
from tests.optimizer.worlds import ALL, Feature, random_problem


def medium(seed: int, *, days: int = 5) -> Problem:
    """Return a problem of four teams and forty visits."""
    weather: tuple[Feature, ...] = ("masks", "promises")
    return random_problem(seed, visits=40, teams=4, days=days, places=12, features=weather)


LONG = random_problem(2, visits=120, teams=8, days=5, places=60, features=("masks", "promises"))
"""No plan of it is proven to be the best within a second."""


def same(one: Solution, other: Solution) -> bool:
    return (one.plans, one.value, one.bound, one.work, one.stopped_by) == (
        *(other.plans, other.value, other.bound, other.work, other.stopped_by),
    )


def by_work(asked: Problem, seconds: float, cores: int) -> Solution | str:
    try:
        return solve(asked, work=work_for(seconds), cores=cores)
    except InvalidProblem as nothing:
        return str(nothing)


@pytest.mark.parametrize("seed", range(40))
def test_the_same_work_makes_the_same_plan_on_any_number_of_cores(seed: int) -> None:
    asked = random_problem(seed, visits=6, days=3, features=ALL)
    one, again, two = (by_work(asked, 0.02, cores) for cores in (1, 1, 2))
    if isinstance(one, str):
        assert one == again == two
    else:
        assert isinstance(again, Solution)
        assert isinstance(two, Solution)
        assert same(one, again)
        assert same(one, two)


def test_so_it_does_where_shifts_are_many() -> None:
    asked = medium(1, days=10)
    one, again, two = (solve(asked, work=work_for(0.5), cores=cores) for cores in (1, 1, 2))
    assert same(one, again)
    assert same(one, two)


def test_progress_closes_in() -> None:
    told: list[Progress] = []
    solution = solve(LONG, work=work_for(0.5), on_progress=told.append)
    values, bounds = [p.value for p in told], [p.bound for p in told]
    assert values == sorted(values)
    assert bounds == sorted(bounds, reverse=True)
    assert all(p.value <= p.bound for p in told)
    assert values[-1] <= solution.value
    assert bounds[-1] == solution.bound


def test_good_enough_is_enough() -> None:
    asked = medium(3)
    solution = solve(asked, work=work_for(5), gap=0.9)
    assert solution.stopped_by in {"gap", "optimal"}
    assert solution.gap <= 0.9
    assert solution.work < work_for(5)


def test_work_that_is_done_ends_it() -> None:
    solution = solve(LONG, work=work_for(0.05))
    assert (solution.stopped_by, solution.work) == ("work", work_for(0.05))


@pytest.mark.parametrize("seconds", [0.0, 0.5])
def test_the_deadline_is_kept(seconds: float) -> None:
    asked = medium(5)
    solve(asked, work=1)  # compiled before the clock runs
    began = time.monotonic()
    solution = solve(asked, seconds=seconds)
    assert time.monotonic() - began < seconds + 2
    assert solution.stopped_by in {"deadline", "optimal"}
    assert violations(asked, solution) == ()


def test_a_cancelled_solve_answers_at_once() -> None:
    waits = []
    for _ in range(5):
        wish = threading.Event()
        at: list[float] = []
        timer = threading.Timer(0.7, lambda a=at, w=wish: (a.append(time.monotonic()), w.set()))
        timer.start()
        solution = solve(LONG, seconds=60, cancelled=wish.is_set)
        waits.append(time.monotonic() - at[0])
        assert solution.stopped_by == "cancelled"
        assert violations(LONG, solution) == ()
    assert sorted(waits)[2] < 0.5, waits


def test_what_a_step_took_beyond_its_turn_is_owed_in_the_next() -> None:
    with Budget(seconds=None, work=1000) as budget:
        turn = Turn(budget, 0.25)
        turn.spend(600)
        assert turn.over()
        budget.count(0.25)
        following = Turn(budget, 0.5, turn.owes)
        assert (turn.owes, following.owes) == (350, 100)
        assert following.over()
        budget.count(0.5)
        assert Turn(budget, 0.75, following.owes).steps() == 150
