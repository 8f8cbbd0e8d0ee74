"""Problems and solutions as JSON, and back: docs/optimizer-json.md describes the form.

The keys are the field names of ``Problem`` and ``Solution``. Unreachable legs are null. Unknown
keys are refused, so that a misspelt one is not silently ignored.
"""

from typing import Any

import msgspec
import numpy as np

from optimizer.errors import InvalidProblem, InvalidSolution
from optimizer.problem import (
    UNREACHABLE,
    Constraint,
    Demand,
    Lodging,
    Pin,
    Problem,
    Promise,
    Shift,
    Team,
    Visit,
)
from optimizer.solution import ShiftPlan, Solution

FORMAT = 1


class ProblemForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A problem as it stands in JSON."""

    format: int
    travel_s: list[list[list[int | None]]]
    demands: list[Demand]
    visits: list[Visit]
    teams: list[Team]
    shifts: list[Shift]
    lodgings: list[Lodging] = []
    need_names: list[Constraint] = []
    resources: int = 0
    groups: int = 0
    travel_cost: int = 0
    open_in: list[list[list[int]]] | None = None
    passable_in: list[list[list[int]]] | None = None
    scenarios: int = 1
    scenario_weights: list[int] = []
    strand_risk: float = 0.02
    pins: list[Pin] = []
    promises: list[Promise] = []


class SolutionForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A solution as it stands in JSON; ``gap`` is written for readers and ignored on reading."""

    format: int
    plans: list[ShiftPlan]
    value: int
    bound: int
    gap: float = 0.0
    seconds: float = 0.0
    seed: int = 0
    work: int = 0
    stopped_by: str = "optimal"
    dropped: list[str] = []


def read_problem(text: bytes) -> Problem:
    """Return the problem that JSON ``text`` states.

    Raises
    ------
    InvalidProblem
        If it is not JSON, not of this form, or contradicts itself.
    """
    try:
        form = msgspec.json.decode(text, type=ProblemForm)
    except msgspec.DecodeError as error:
        raise InvalidProblem(f"not a problem: {error}") from error
    if form.format != FORMAT:
        raise InvalidProblem(f"format must be {FORMAT}, not {form.format}")
    given: dict[str, Any] = {name: getattr(form, name) for name in _NUMBERS}
    given |= {name: tuple(getattr(form, name)) for name in _LISTS}
    return Problem(
        travel_s=_matrix(form.travel_s),
        open_in=_masks("open_in", form.open_in),
        passable_in=_masks("passable_in", form.passable_in),
        **given,
    )


def write_problem(problem: Problem) -> bytes:
    """Return ``problem`` as JSON."""
    travel = [
        [[None if s == UNREACHABLE else s for s in row] for row in rows]
        for rows in problem.travel_s.tolist()
    ]
    given: dict[str, Any] = {name: getattr(problem, name) for name in _NUMBERS}
    given |= {name: list(getattr(problem, name)) for name in _LISTS}
    form = ProblemForm(
        format=FORMAT,
        travel_s=travel,
        open_in=None if problem.open_in is None else problem.open_in.tolist(),
        passable_in=None if problem.passable_in is None else problem.passable_in.tolist(),
        **given,
    )
    return msgspec.json.encode(form) + b"\n"


def read_solution(text: bytes) -> Solution:
    """Return the solution that JSON ``text`` states.

    Raises
    ------
    InvalidSolution
        If it is not JSON or not of this form.
    """
    try:
        form = msgspec.json.decode(text, type=SolutionForm)
    except msgspec.DecodeError as error:
        raise InvalidSolution(f"not a solution: {error}") from error
    if form.format != FORMAT:
        raise InvalidSolution(f"format must be {FORMAT}, not {form.format}")
    return Solution(
        plans=tuple(form.plans),
        value=form.value,
        bound=form.bound,
        seconds=form.seconds,
        seed=form.seed,
        work=form.work,
        stopped_by=form.stopped_by,
        dropped=tuple(form.dropped),
    )


def write_solution(solution: Solution) -> bytes:
    """Return ``solution`` as JSON."""
    form = SolutionForm(
        format=FORMAT,
        plans=list(solution.plans),
        value=solution.value,
        bound=solution.bound,
        gap=solution.gap,
        seconds=solution.seconds,
        seed=solution.seed,
        work=solution.work,
        stopped_by=solution.stopped_by,
        dropped=list(solution.dropped),
    )
    return msgspec.json.encode(form) + b"\n"


_LISTS = (
    "demands",
    "visits",
    "teams",
    "shifts",
    "lodgings",
    "need_names",
    "scenario_weights",
    "pins",
    "promises",
)
_NUMBERS = ("resources", "groups", "travel_cost", "scenarios", "strand_risk")


def _matrix(rows: list[list[list[int | None]]]) -> np.ndarray[Any, np.dtype[np.int32]]:
    filled = [[[UNREACHABLE if s is None else s for s in row] for row in page] for page in rows]
    return _array("travel_s", filled, np.int32)


def _masks(
    name: str, rows: list[list[list[int]]] | None
) -> np.ndarray[Any, np.dtype[np.uint64]] | None:
    return None if rows is None else _array(name, rows, np.uint64)


def _array(name: str, rows: list[list[list[int]]], kind: type[Any]) -> np.ndarray[Any, Any]:
    try:
        return np.array(rows, kind)
    except (ValueError, OverflowError) as error:
        raise InvalidProblem(f"{name} must be a full matrix of whole numbers: {error}") from error
