"""Asks peers by name, each in processes of its own, with equal wall time and equal cores.

A peer that works on one core is run once per core at the same time, differently set, and its best
checked answer counts: so nobody is given less than we take.
"""

import importlib
import importlib.util
import multiprocessing
import time
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from benchmarks.answers import Judged, Routes, judged, to_solution
from benchmarks.peers.budget import Budget
from benchmarks.peers.simple import to_asked
from optimizer.problem import Problem
from optimizer.solution import Solution


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A peer: the package it needs, our module that asks it, and whether one answer takes one core
    only.
    """

    package: str
    module: str
    one_core: bool


PEERS = {
    "pyvrp": Peer(package="pyvrp", module="by_pyvrp", one_core=True),
    "vroom": Peer(package="vroom", module="by_vroom", one_core=False),
    "vrp-cli": Peer(package="vrp_cli", module="by_vrp_cli", one_core=False),
    "routing": Peer(package="ortools", module="by_routing", one_core=True),
}
"""By the names of the command line, the pages and the tables."""
PATIENCE_S = 120.0
"""How long a peer may overrun its time before it is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A peer's best plan, what it is worth, and the wall time it took."""

    solution: Solution
    judged: Judged
    took_s: float


def installed(names: list[str]) -> tuple[list[str], list[str]]:
    """Return those of ``names`` that can be asked, and for each other a message that tells why."""
    here = [name for name in names if importlib.util.find_spec(PEERS[name].package)]
    missing = [
        f"{name}: {PEERS[name].package} is not installed, skipped. Maybe: pip install -e '.[bench]'"
        for name in names
        if name not in here
    ]
    return here, missing


class Race:
    """Processes that wait for questions; close it by leaving its ``with``."""

    def __init__(self, cores: int) -> None:
        self._cores = cores
        self._pool = self._fresh()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind:
            _end_processes()
        self._pool.shutdown(cancel_futures=True)

    def answer(self, name: str, problem: Problem, *, seconds: float, seed: int) -> Answer:
        """Return the best checked answer of peer ``name``, or a faulty one if it has no other."""
        asked_at = time.perf_counter()
        turns = [
            self._pool.submit(routes_of, name, problem, budget)
            for budget in self._budgets(PEERS[name], seconds, seed)
        ]
        answers = [self._wait(turn, problem, seconds) for turn in turns]
        best = max(answers, key=lambda answer: (answer.judged.checked, answer.judged.value))
        if best.took_s:
            return best
        return Answer(
            solution=best.solution,
            judged=best.judged,
            took_s=time.perf_counter() - asked_at,
        )

    def _budgets(self, peer: Peer, seconds: float, seed: int) -> list[Budget]:
        turns = self._cores if peer.one_core else 1
        return [
            Budget(seconds=seconds, seed=seed, cores=self._cores, turn=turn)
            for turn in range(turns)
        ]

    def _wait(
        self, turn: "Future[tuple[Routes, float]]", problem: Problem, seconds: float
    ) -> Answer:
        try:
            routes, took_s = turn.result(timeout=seconds + PATIENCE_S)
            solution = to_solution(problem, routes)
        except (BrokenProcessPool, TimeoutError) as error:
            # whoever crashed or does not end must not take cores from those asked next
            _end_processes()
            self._pool.shutdown(cancel_futures=True)
            self._pool = self._fresh()
            return _failed(error)
        except Exception as error:  # noqa: BLE001 - whatever a peer does, it is one failed answer
            return _failed(error)
        return Answer(solution=solution, judged=judged(problem, solution), took_s=took_s)

    def _fresh(self) -> ProcessPoolExecutor:
        # spawned, because a fork would copy the threads' locks of the compiled kernel
        spawn = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(max_workers=self._cores, mp_context=spawn)


def routes_of(name: str, problem: Problem, budget: Budget) -> tuple[Routes, float]:
    """Return the routes of peer ``name``, and the wall time; importing it is not counted."""
    module = importlib.import_module(f"benchmarks.peers.{PEERS[name].module}")
    began = time.perf_counter()
    routes: Routes = module.routes(to_asked(problem), budget)
    return routes, time.perf_counter() - began


def _end_processes() -> None:
    for process in multiprocessing.active_children():
        process.kill()


def _failed(error: Exception) -> Answer:
    fault = f"{type(error).__name__}: {error}"
    nothing = Solution(plans=(), value=0, bound=0)
    return Answer(solution=nothing, judged=Judged(value=0, faults=(fault,)), took_s=0.0)
