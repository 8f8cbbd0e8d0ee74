"""The one place where our own method is asked, so that all benchmarks ask it alike."""

import time
from dataclasses import dataclass

from benchmarks.answers import Judged, judged
from optimizer.__main__ import main as optimizer_command
from optimizer.errors import OptimizerError
from optimizer.problem import Problem
from optimizer.solution import Solution
from optimizer.solve import Progress, solve

NAME = "lenban"
"""How tables name it."""
CORES = 2
"""What it takes by default, and so what every peer is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """Our answer, judged like a peer's, and how it came about."""

    solution: Solution
    judged: Judged
    took_s: float
    trace: tuple[Progress, ...]

    def at(self, seconds: float) -> Progress | None:
        """Return the last progress within ``seconds``, the end included."""
        within = [step for step in self.trace if step.seconds <= seconds]
        return within[-1] if within else None

    def first_plan(self) -> Progress | None:
        """Return the first progress that is worth anything."""
        return next((step for step in self.trace if step.value > 0), None)

    def seconds_to(self, gap: float) -> float | None:
        """Return when the gap was first proven to be at most ``gap``."""
        return next((step.seconds for step in self.trace if step.gap <= gap), None)


def warm_up() -> None:
    """Compile whatever compiles, so that no measurement waits for it."""
    optimizer_command(["--warm-up"])


def answer(problem: Problem, *, seconds: float, seed: int, start: Solution | None = None) -> Ours:
    """Return our answer; an error of ours is a fault of the answer, it does not end the sweep."""
    trace: list[Progress] = []
    began = time.perf_counter()
    try:
        solution = solve(problem, seconds=seconds, seed=seed, start=start, on_progress=trace.append)
    except OptimizerError as error:
        took_s = time.perf_counter() - began
        worst = sum(d.people * d.weight for d in problem.demands)
        nothing = Solution(plans=(), value=0, bound=worst)
        fault = Judged(value=0, faults=(f"{type(error).__name__}: {error}",))
        return Ours(solution=nothing, judged=fault, took_s=took_s, trace=())
    took_s = time.perf_counter() - began
    end = Progress(seconds=took_s, value=solution.value, bound=solution.bound)
    return Ours(
        solution=solution,
        judged=_judged(problem, solution),
        took_s=took_s,
        trace=(*trace, end),
    )


def _judged(problem: Problem, solution: Solution) -> Judged:
    """Judge also what only we say: the value, and the bound."""
    found = judged(problem, solution)
    faults = list(found.faults)
    if found.value != solution.value:
        faults.append(f"value: it says {solution.value}, its stops are worth {found.value}")
    if found.value > solution.bound:
        faults.append(f"bound: {solution.bound} is below the value {found.value}")
    return Judged(value=found.value, faults=tuple(faults))
