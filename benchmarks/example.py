"""How long planning the example district takes, step by step."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import TypeVar

from benchmarks import ours
from benchmarks.memory import peak_mib
from optimizer.check import violations
from optimizer.problem import Problem
from optimizer.solve import solve
from planner.data.example import example_folder
from planner.data.workbook import read_workbook
from planner.domain.plan import Horizon
from planner.domain.road import RoadState
from planner.planning.due import sessions_due
from planner.planning.translate import to_plan, to_problem
from planner.world.travel import travel_times

T = TypeVar("T")
HORIZON = Horizon.weeks(date(2022, 9, 5), 4)
STATE = RoadState.DRY
EARLY_S = 5.0
"""When the gap is also taken: about as long as somebody waits and watches."""
CANCEL_AT_S = (0.3, 0.7, 1.5, 3.0, 5.0, 7.0, 9.0, 12.0, 16.0, 20.0)
"""When a solve is called off: in the first walk, in rounds of columns, proofs, dives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One run. Times are in seconds; ``first_plan_s`` counts from the start of the solve."""

    villages: int
    teams: int
    candidates: int
    limit_s: float
    seed: int
    load_s: float
    prepare_s: float
    first_plan_s: float
    early_gap: float
    solve_s: float
    check_s: float
    peak_mib: float
    value: int
    bound: int
    gap: float
    people_expected: int
    people_due: int
    stopped_by: str
    cancel_median_ms: float
    cancel_worst_ms: float


def example_problem() -> Problem:
    """Return the example's problem on dry roads."""
    district = read_workbook(example_folder())
    travel = travel_times(district, STATE)
    sessions = sessions_due(district, HORIZON, travel)
    return to_problem(district, sessions, travel, HORIZON, STATE).problem


def measure(seconds: float, seed: int) -> Measured:
    """Return what planning the example once took and gave; whatever compiles has compiled."""
    district, load_s = _timed(lambda: read_workbook(example_folder()))
    started = time.perf_counter()
    travel = travel_times(district, STATE)
    sessions = sessions_due(district, HORIZON, travel)
    asked = to_problem(district, sessions, travel, HORIZON, STATE)
    prepare_s = time.perf_counter() - started
    own = ours.answer(asked.problem, seconds=seconds, seed=seed)
    if not own.judged.checked:
        raise AssertionError("\n".join(own.judged.faults))
    answer = own.solution
    _, check_s = _timed(lambda: violations(asked.problem, answer))
    first, early = own.first_plan(), own.at(EARLY_S)
    plan = to_plan(asked, answer)
    waits_s = [cancel_wait_s(asked.problem, at_s, seed) for at_s in CANCEL_AT_S]
    return Measured(
        villages=len(district.villages),
        teams=len(district.teams),
        candidates=len(sessions),
        limit_s=seconds,
        seed=seed,
        load_s=load_s,
        prepare_s=prepare_s,
        first_plan_s=first.seconds if first else own.took_s,
        early_gap=early.gap if early else 1.0,
        solve_s=own.took_s,
        check_s=check_s,
        peak_mib=peak_mib(),
        value=answer.value,
        bound=answer.bound,
        gap=answer.gap,
        people_expected=plan.people_expected,
        people_due=plan.people_due,
        stopped_by=answer.stopped_by,
        cancel_median_ms=1000 * median(waits_s),
        cancel_worst_ms=1000 * max(waits_s),
    )


def cancel_wait_s(problem: Problem, at_s: float, seed: int) -> float:
    """Return how long a solve that is called off after ``at_s`` seconds still takes to answer."""
    asked_at = time.monotonic() + at_s
    solve(problem, seconds=2 * at_s + 10, seed=seed, cancelled=lambda: time.monotonic() >= asked_at)
    return time.monotonic() - asked_at


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    return work(), time.perf_counter() - started
