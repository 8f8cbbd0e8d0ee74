"""``python -m optimizer problem.json > solution.json`` and ``… check problem.json solution.json``.

Exit codes: 0 done (check: no violation), 1 violations found, 2 wrong use, 3 invalid input.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

from optimizer.check import violations
from optimizer.errors import OptimizerError
from optimizer.form import read_problem, read_solution, write_solution
from optimizer.problem import Demand, Problem, Shift, Team, Visit
from optimizer.solve import Progress, solve
from optimizer.value import value


def main(words: list[str] | None = None) -> int:
    """Run one of the commands; return its exit code."""
    words = sys.argv[1:] if words is None else words
    try:
        if words[:1] == ["check"]:
            return _check(words[1:])
        if words[:1] == ["--warm-up"]:
            return _warm_up()
        return _solve(words)
    except (OptimizerError, OSError) as error:
        print(f"optimizer: {error}", file=sys.stderr)
        return 3


def _solve(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m optimizer", description=__doc__)
    parser.add_argument("problem", type=Path, help="problem in JSON (docs/optimizer-json.md)")
    parser.add_argument("--seconds", type=float, default=10.0, help="time limit")
    parser.add_argument("--seed", type=int, default=1, help="same seed, same plan")
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
    asked = parser.parse_args(words)
    problem = read_problem(asked.problem.read_bytes())
    tell = None if asked.quiet else _tell
    solution = solve(problem, seconds=asked.seconds, seed=asked.seed, on_progress=tell)
    sys.stdout.buffer.write(write_solution(solution))
    return 0


def _check(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m optimizer check")
    parser.add_argument("problem", type=Path)
    parser.add_argument("solution", type=Path)
    asked = parser.parse_args(words)
    problem = read_problem(asked.problem.read_bytes())
    solution = read_solution(asked.solution.read_bytes())
    broken = violations(problem, solution)
    for violation in broken:
        print(violation)
    worth = value(problem, solution)
    if worth != solution.value:
        print(f"value: the solution says {solution.value}, its stops are worth {worth}")
    if worth > solution.bound:
        print(f"bound: {solution.bound} is below the value {worth}")
    wrong = broken or worth != solution.value or worth > solution.bound
    if not wrong:
        print(f"ok: value {worth}, bound {solution.bound}, gap {solution.gap:.4f}")
    return 1 if wrong else 0


def _warm_up() -> int:
    """Compile the kernel once, so that nobody waits for it later."""
    tiny = Problem(
        travel_s=np.zeros((1, 1, 1), np.int32),
        demands=(Demand(people=1, weight=1),),
        visits=(Visit(location=0, service_s=(1,), windows=((0, 9),), contributions=((0, 1),)),),
        teams=(Team(base=0),),
        shifts=(Shift(team=0, day=0, start_s=0, end_s=9, max_work_s=9, profile=0, crew=0),),
    )
    solve(tiny, seconds=60)
    return 0


def _tell(progress: Progress) -> None:
    print(
        f"{progress.seconds:6.1f} s  value {progress.value}  bound {progress.bound}"
        f"  gap {progress.gap:.4f}",
        file=sys.stderr,
    )


if __name__ == "__main__":
    sys.exit(main())
