"""One answer of anybody, ours or a peer's, in one shape."""

from dataclasses import dataclass

from benchmarks import ours
from benchmarks.answers import Judged
from benchmarks.peers.race import Race
from optimizer.problem import Problem
from optimizer.solution import Solution


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A plan, its judgement, and the bound if the solver gives one."""

    solver: str
    solution: Solution
    judged: Judged
    bound: int | None
    took_s: float


def answered(race: Race, problem: Problem, solver: str, seconds: float, seed: int) -> Answered:
    """Return what ``solver`` answers: our method by our name, or the peer of that name."""
    if solver == ours.NAME:
        own = ours.answer(problem, seconds=seconds, seed=seed)
        return Answered(
            solver=solver,
            solution=own.solution,
            judged=own.judged,
            bound=own.solution.bound,
            took_s=own.took_s,
        )
    peer = race.answer(solver, problem, seconds=seconds, seed=seed)
    return Answered(
        solver=solver,
        solution=peer.solution,
        judged=peer.judged,
        bound=None,
        took_s=peer.took_s,
    )
