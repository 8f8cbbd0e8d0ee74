"""Anybody's routes: timed as early as the windows allow, and judged by the one checker."""

from dataclasses import replace

import pytest

from benchmarks import ours
from benchmarks.answers import judged, to_solution
from benchmarks.instances import to_instance, to_toptw
from optimizer.errors import OptimizerError
from optimizer.problem import Problem
from optimizer.solution import Solution
from optimizer.solve import Progress
from tests.benchmarks.tables import TEXT
from tests.optimizer.worlds import HOUR, problem, visit

SMALL = to_toptw(to_instance("r101", TEXT), 2)


def test_a_peers_route_waits_for_each_window() -> None:
    answer = to_solution(SMALL, {1: [0, 1, 2], 0: []})
    (plan,) = answer.plans
    assert (plan.shift, [stop.start_s for stop in plan.stops]) == (1, [50, 500, 678])
    assert judged(SMALL, answer).faults == ()
    assert judged(SMALL, answer).value == 36


def test_the_first_window_that_is_still_open_is_taken() -> None:
    asked = problem(visits=(visit(1, windows=((0, HOUR), (9 * HOUR, 10 * HOUR))),))
    (plan,) = to_solution(asked, {0: [0]}).plans
    assert [stop.start_s for stop in plan.stops] == [9 * HOUR]


def test_a_route_that_is_too_late_is_kept_as_it_is_and_refused() -> None:
    found = judged(SMALL, to_solution(SMALL, {0: [1, 0]}))
    assert not found.checked
    assert len(found.faults) == 1


def test_our_own_answer_is_judged_by_what_it_says_too(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = to_solution(SMALL, {0: [0, 1]})

    def boasting(_: Problem, **__: object) -> Solution:
        return replace(honest, value=30, bound=20)

    monkeypatch.setattr(ours, "solve", boasting)
    own = ours.answer(SMALL, seconds=1, seed=1)
    assert own.judged.value == 27
    assert own.judged.faults == (
        "value: it says 30, its stops are worth 27",
        "bound: 20 is below the value 27",
    )


def test_an_error_of_ours_is_a_refused_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: Problem, **__: object) -> Solution:
        raise OptimizerError("no plan")

    monkeypatch.setattr(ours, "solve", failing)
    own = ours.answer(SMALL, seconds=1, seed=1)
    assert own.judged.faults == ("OptimizerError: no plan",)
    assert (own.solution.value, own.solution.bound) == (0, 36)


def test_the_trace_says_when_what_was_reached() -> None:
    trace = tuple(
        Progress(seconds=s, value=v, bound=1000)
        for s, v in ((0.5, 0), (1.0, 800), (4.0, 991), (9.0, 1000))
    )
    own = ours.Ours(
        solution=Solution(plans=(), value=1000, bound=1000),
        judged=judged(SMALL, to_solution(SMALL, {})),
        took_s=9.0,
        trace=trace,
    )
    assert own.first_plan() == trace[1]
    assert (own.at(0.1), own.at(4.0), own.at(60)) == (None, trace[2], trace[3])
    assert (own.seconds_to(0.01), own.seconds_to(0.0)) == (4.0, 9.0)
