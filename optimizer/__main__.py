"""``python -m optimizer problem.json > solution.json`` and ``… check problem.json solution.json``.

Exit codes: 0 done (check: no violation), 1 violations found, 2 wrong use, 3 invalid input. Ctrl-C
ends the search: the best plan so far is written, its ``stopped_by`` is "cancelled", and the code is
0 all the same; a second Ctrl-C ends the program.
"""

import argparse
import math
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from optimizer.check import violations
from optimizer.errors import OptimizerError
from optimizer.form import read_problem, read_solution, write_solution
from optimizer.solution import Solution
from optimizer.solve import Progress, solve
from optimizer.value import value
from optimizer.warm import warm_up

PROGRAM = "python -m optimizer"
SECONDS = 10.0
"""Time limit where neither time nor work is limited."""
HEARS_EVERY_S = 0.05


class WrongUse(Exception):
    """Options that are unknown, impossible, or contradict each other."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say in one line what is wrong."""
        raise WrongUse(f"{message}. Maybe: {self.prog} --help")


def main(words: list[str] | None = None) -> int:
    """Run one of the commands; return its exit code."""
    words = sys.argv[1:] if words is None else words
    try:
        if words[:1] == ["check"]:
            return _check(words[1:])
        if "--warm-up" in words:
            return _warm_up(words)
        return _solve(words)
    except WrongUse as error:
        print(f"optimizer: {error}", file=sys.stderr)
        return 2
    except (OptimizerError, OSError) as error:
        print(f"optimizer: {error}", file=sys.stderr)
        return 3


def _solve(words: list[str]) -> int:
    asked = _solving().parse_args(words)
    problem = read_problem(asked.problem.read_bytes())
    start = read_solution(asked.start.read_bytes()) if asked.start else None
    seconds = SECONDS if asked.seconds is None and asked.work is None else asked.seconds
    warm_up()
    with _interrupted() as cancelled, ThreadPoolExecutor(max_workers=1) as pool:
        # in a thread of its own: Python hears Ctrl-C in the first one, between two of its steps,
        # and while it waits only if it wakes up now and then
        solving: Future[Solution] = pool.submit(
            solve,
            problem,
            seconds=seconds,
            work=asked.work,
            gap=asked.gap,
            seed=asked.seed,
            cores=asked.cores,
            start=start,
            on_progress=None if asked.quiet else _tell,
            cancelled=cancelled.is_set,
        )
        while not wait([solving], timeout=HEARS_EVERY_S).done:
            pass
        solution = solving.result()
    for dropped in solution.dropped:
        print(f"dropped: {dropped}", file=sys.stderr)
    sys.stdout.buffer.write(write_solution(solution))
    return 0


def _solving() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=PROGRAM,
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("problem", type=Path, help="problem in JSON (docs/optimizer-json.md)")
    parser.add_argument(
        "--seconds", type=_seconds, help=f"time limit; {SECONDS:g} if --work is not given either"
    )
    parser.add_argument(
        "--work", type=_whole, help="limit in steps of the method: the same plan on any machine"
    )
    parser.add_argument(
        "--gap", type=_share, default=0.0, help="good enough: (bound - value) / bound, 0 to 1"
    )
    parser.add_argument("--seed", type=_whole, default=1, help="same seed and work, same plan")
    parser.add_argument("--cores", type=_count, default=2, help="threads at work")
    parser.add_argument("--start", type=Path, help="plan in JSON to start from")
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
    parser.add_argument("--warm-up", action="store_true", help="compile all there is, and end")
    return parser


def _seconds(word: str) -> float:
    seconds = _number(word)
    if not 0 <= seconds < math.inf:
        raise argparse.ArgumentTypeError(f"must be 0 or more, not {word}")
    return seconds


def _share(word: str) -> float:
    share = _number(word)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"must be within 0..1, not {word}")
    return share


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"must be a number, not {word!r}") from error


def _whole(word: str) -> int:
    if not (word.isascii() and word.isdecimal()):
        raise argparse.ArgumentTypeError(f"must be a whole number, 0 or more, not {word!r}")
    return int(word)


def _count(word: str) -> int:
    if _whole(word) < 1:
        raise argparse.ArgumentTypeError(f"must be 1 or more, not {word}")
    return int(word)


@contextmanager
def _interrupted() -> Iterator[threading.Event]:
    """Set an event at the first Ctrl-C of the block; a second one ends the program."""
    event = threading.Event()

    def hear(*_: object) -> None:
        event.set()
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield event
    finally:
        signal.signal(signal.SIGINT, before)


def _check(words: list[str]) -> int:
    parser = _Parser(prog=f"{PROGRAM} check", allow_abbrev=False)
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


def _warm_up(words: list[str]) -> int:
    if words != ["--warm-up"]:
        raise WrongUse(f"--warm-up stands alone. Maybe: {PROGRAM} --warm-up")
    began = time.monotonic()
    warm_up()
    print(f"ready after {time.monotonic() - began:.1f} s")
    return 0


def _tell(progress: Progress) -> None:
    print(
        f"{progress.seconds:6.1f} s  value {progress.value}  bound {progress.bound}"
        f"  gap {progress.gap:.4f}",
        file=sys.stderr,
    )


if __name__ == "__main__":
    sys.exit(main())
