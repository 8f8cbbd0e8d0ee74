"""``python -m benchmarks.toptw``: public instances, ours and peers, under equal time and cores.

Every answer, the peers' too, is judged by the product's checker and by one that knows only the
instance. PyVRP and OR-Tools' routing use one core: they run once per core at the same time,
PyVRP with two scales of prizes, routing with two metaheuristics, each for the full time, and the
better answer counts.

Exit codes: 0 done, 1 a bound below a checked value or a refused answer of ours, 2 wrong use.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import ours
from benchmarks.answered import Answered, answered
from benchmarks.instances import (
    BadInstance,
    Instance,
    names_in,
    read_best_known,
    read_instance,
    to_toptw,
)
from benchmarks.options import add_peers, add_table, comma_separated, peers_of
from benchmarks.peers.race import Race
from benchmarks.recheck import faults
from benchmarks.rows import BadTable, Row, Rows
from benchmarks.toptw_summary import contradictions, summary

COLUMNS = (
    "instance",
    "m",
    "solver",
    "seconds",
    "seed",
    "value",
    "bks",
    "gap",
    "bound",
    "proven_gap",
    "checked",
)
KEY = ("instance", "m", "solver", "seconds", "seed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """What is to be run: all of ``instances`` × ``teams`` × ``seeds`` × (ours and ``peers``)."""

    instances: tuple[Instance, ...]
    teams: tuple[int, ...]
    seconds: float
    seeds: int
    peers: tuple[str, ...]
    best_known: dict[tuple[str, int], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One question: asked of ours and of each peer."""

    instance: Instance
    teams: int
    seconds: float
    seed: int

    def key(self, solver: str) -> dict[str, object]:
        """Return the cells that name the run in the table."""
        return {
            "instance": self.instance.name,
            "m": self.teams,
            "solver": solver,
            "seconds": f"{self.seconds:g}",
            "seed": self.seed,
        }


def main(words: list[str] | None = None) -> int:
    """Run the sweep that ``words`` ask for; return the exit code."""
    options = _parser().parse_args(words)
    peers, missing = peers_of(options.peers)
    for message in missing:
        print(message, file=sys.stderr)
    try:
        sweep = read_sweep(
            options.instances,
            names=options.names,
            teams=tuple(options.m),
            seconds=options.seconds,
            seeds=options.seeds,
            peers=tuple(peers),
        )
        rows = Rows(options.csv, COLUMNS, KEY, resume=options.resume)
    except (BadInstance, BadTable, OSError) as error:
        print(f"benchmarks.toptw: {error}", file=sys.stderr)
        return 2
    kept = run(sweep, rows)
    print(summary(kept))
    return 1 if contradictions(kept) else 0


def read_sweep(
    folder: Path,
    *,
    names: list[str] | None,
    teams: tuple[int, ...],
    seconds: float,
    seeds: int,
    peers: tuple[str, ...],
) -> Sweep:
    """Return the sweep over ``names`` (all of ``folder`` if none are given), everything read.

    Raises
    ------
    BadInstance
        If a file is missing or malformed: before anything runs.
    """
    if not folder.is_dir():
        raise BadInstance(f"{folder}: no such folder")
    known = names or names_in(folder)
    if not known:
        raise BadInstance(f"{folder}: no instances; files are named like r101.txt or pr01.txt")
    return Sweep(
        instances=tuple(read_instance(folder, name) for name in known),
        teams=teams,
        seconds=seconds,
        seeds=seeds,
        peers=peers,
        best_known=read_best_known(folder),
    )


def run(sweep: Sweep, rows: Rows) -> list[Row]:
    """Run what is not in ``rows`` yet; return the rows of this sweep, those taken up included."""
    ours.warm_up()
    with Race(ours.CORES) as race:
        for asked in _runs(sweep):
            problem = to_toptw(asked.instance, asked.teams)
            for solver in (ours.NAME, *sweep.peers):
                key = asked.key(solver)
                if not rows.has(**key):
                    answer = answered(race, problem, solver, asked.seconds, asked.seed)
                    row = rows.add(**key, **_facts(asked, sweep, answer))
                    print(_in_words(row, answer.took_s), flush=True)
    return rows.kept


def _runs(sweep: Sweep) -> Iterator[Run]:
    for instance in sweep.instances:
        for teams in sweep.teams:
            for seed in range(1, sweep.seeds + 1):
                yield Run(instance=instance, teams=teams, seconds=sweep.seconds, seed=seed)


def _facts(asked: Run, sweep: Sweep, answer: Answered) -> dict[str, object]:
    """Return the cells beside the key."""
    instance, worth = asked.instance, answer.judged.value
    wrong = answer.judged.faults + faults(instance, asked.teams, answer.solution, worth)
    for fault in wrong:
        print(f"{answer.solver} on {instance.name}, {asked.teams} teams: {fault}", file=sys.stderr)
    best = sweep.best_known.get((instance.name, asked.teams))
    return {
        "value": worth,
        "bks": best,
        "gap": _share(best, worth),
        "bound": answer.bound,
        "proven_gap": _share(answer.bound, worth),
        "checked": not wrong,
    }


def _share(whole: int | None, part: int) -> float | None:
    """Return how far ``part`` is below ``whole``, as a share of ``whole``."""
    if whole is None:
        return None
    return (whole - part) / whole if whole else 0.0


def _in_words(row: Row, took_s: float) -> str:
    gap = f"{float(row['gap']):.2%} to best known" if row["gap"] else "best known not given"
    proven = f", proven {float(row['proven_gap']):.2%}" if row["proven_gap"] else ""
    refused = "" if row["checked"] == "true" else ", REFUSED"
    run = f"{row['instance']} m={row['m']} {row['solver']} in {took_s:.1f} s"
    return f"{run}: {row['value']}, {gap}{proven}{refused}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.toptw", description=__doc__)
    parser.add_argument("--instances", type=Path, required=True, help="folder with r101.txt …")
    parser.add_argument("--names", type=comma_separated(str), help="all, if not given")
    parser.add_argument("--m", type=comma_separated(int), default=[1, 2, 3, 4], help="teams")
    parser.add_argument("--seconds", type=float, default=10.0, help="of each run")
    parser.add_argument("--seeds", type=int, default=1, help="how many")
    add_peers(parser, default=[])
    add_table(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
