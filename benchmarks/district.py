"""``python -m benchmarks.district``: made-up districts, ours and peers under equal time and cores.

``--kind day``: dry, day tours, one visit per village: what peers can be asked; people served.
``--kind full``: services, walk-ins, alternatives, police, lodgings, crews: against our own bound,
at the first plan, after 5 s, after 60 s and at the end. ``--weather`` adds 64 scenarios in which
legs are closed, ``--pins`` a previous plan with its promises.

Exit codes: 0 done, 1 a bound below a checked value or a refused answer of ours, 2 wrong use.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks import ours
from benchmarks.answered import answered
from benchmarks.district_summary import contradictions, summary
from benchmarks.districts.day import make_day_district
from benchmarks.districts.full import make_full_district
from benchmarks.districts.promises import with_promises
from benchmarks.districts.sizes import Size, draw_size
from benchmarks.options import add_peers, add_table, comma_separated, peers_of
from benchmarks.peers.race import PEERS, Race
from benchmarks.rows import BadTable, Row, Rows
from optimizer.problem import Problem
from optimizer.solve import Progress

COLUMNS = (
    "kind",
    "seed",
    "shape",
    "villages",
    "teams",
    "days",
    "solver",
    "seconds",
    "at",
    "at_s",
    "value",
    "bound",
    "gap",
    "checked",
)
KEY = ("kind", "seed", "villages", "teams", "days", "solver", "seconds", "at")
MOMENTS_S = (5.0, 60.0)
END = "end"
DEFAULT_SECONDS = {"day": 20.0, "full": 60.0}
PREVIOUS_S = 5.0
"""How long the previous plan, for pins, was planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be run on each of the districts ``seeds``."""

    kind: str
    seeds: tuple[int, ...]
    sizes: tuple[int | None, ...]
    teams: int | None
    days: int | None
    seconds: float
    peers: tuple[str, ...]
    weather: bool = False
    pins: bool = False

    @property
    def name(self) -> str:
        """The kind, with what was added to it."""
        return self.kind + "+weather" * self.weather + "+pins" * self.pins


def main(words: list[str] | None = None) -> int:
    """Run what ``words`` ask for; return the exit code."""
    parser = _parser()
    options = parser.parse_args(words)
    if options.kind == "day" and (options.weather or options.pins):
        parser.error("--weather and --pins need --kind full: peers cannot be asked about them")
    peers, missing = peers_of(options.peers if options.kind == "day" else [])
    for message in missing:
        print(message, file=sys.stderr)
    asked = Asked(
        kind=options.kind,
        seeds=tuple(range(1, options.seeds + 1)),
        sizes=tuple(options.villages),
        teams=options.teams,
        days=options.days,
        seconds=options.seconds or DEFAULT_SECONDS[options.kind],
        peers=tuple(peers),
        weather=options.weather,
        pins=options.pins,
    )
    try:
        rows = Rows(options.csv, COLUMNS, KEY, resume=options.resume)
    except (BadTable, OSError) as error:
        print(f"benchmarks.district: {error}", file=sys.stderr)
        return 2
    kept = run(asked, rows)
    print(summary(kept))
    return 1 if contradictions(kept) else 0


def run(asked: Asked, rows: Rows) -> list[Row]:
    """Run what is not in ``rows`` yet; return all of its rows."""
    ours.warm_up()
    with Race(ours.CORES) as race:
        for seed, size in _districts(asked):
            key = _key(asked, seed, size)
            solvers = [
                solver
                for solver in (ours.NAME, *asked.peers)
                if not rows.has(**key, solver=solver, at=END)
            ]
            if not solvers:
                continue
            problem = make_problem(asked, seed, size)
            for solver in solvers:
                cells = key | {"solver": solver, "shape": size.shape}
                for facts in _moments(race, problem, solver, asked.seconds, seed):
                    print(_in_words(rows.add(**cells, **facts)), flush=True)
    return rows.kept


def make_problem(asked: Asked, seed: int, size: Size) -> Problem:
    """Return district ``seed`` of the kind asked for."""
    if asked.kind == "day":
        return make_day_district(size, seed)
    problem = make_full_district(size, seed, weather=asked.weather)
    if not asked.pins:
        return problem
    previous = ours.answer(problem, seconds=PREVIOUS_S, seed=seed)
    return with_promises(problem, previous.solution, seed)


def _districts(asked: Asked) -> Iterator[tuple[int, Size]]:
    for villages in asked.sizes:
        for seed in asked.seeds:
            yield seed, draw_size(seed, villages=villages, teams=asked.teams, days=asked.days)


def _key(asked: Asked, seed: int, size: Size) -> dict[str, object]:
    return {
        "kind": asked.name,
        "seed": seed,
        "villages": size.villages,
        "teams": size.teams,
        "days": size.days,
        "seconds": f"{asked.seconds:g}",
    }


def _moments(
    race: Race, problem: Problem, solver: str, seconds: float, seed: int
) -> Iterator[dict[str, object]]:
    """Yield the cells of each moment, the end last."""
    if solver != ours.NAME:
        answer = answered(race, problem, solver, seconds, seed)
        _tell(solver, answer.judged.faults)
        yield _cells(END, answer.took_s, answer.judged.value, None, answer.judged.checked)
        return
    own = ours.answer(problem, seconds=seconds, seed=seed)
    _tell(solver, own.judged.faults)
    checked = own.judged.checked
    for name, step in _steps(own, seconds):
        yield _cells(name, step.seconds, step.value, step.bound, checked)
    yield _cells(END, own.took_s, own.judged.value, own.solution.bound, checked)


def _steps(own: ours.Ours, seconds: float) -> Iterator[tuple[str, Progress]]:
    first = own.first_plan()
    if first:
        yield "first", first
    for moment in MOMENTS_S:
        step = own.at(moment)
        if step and moment <= seconds:
            yield f"{moment:g}", step


def _cells(at: str, at_s: float, value: int, bound: int | None, checked: bool) -> dict[str, object]:
    gap = None if bound is None else (bound - value) / bound if bound > 0 else 0.0
    return {
        "at": at,
        "at_s": round(at_s, 3),
        "value": value,
        "bound": bound,
        "gap": gap,
        "checked": checked,
    }


def _tell(solver: str, faults: tuple[str, ...]) -> None:
    for fault in faults:
        print(f"{solver}: {fault}", file=sys.stderr)


def _in_words(row: Row) -> str:
    size = f"{row['villages']}×{row['teams']}×{row['days']}"
    gap = f", gap {float(row['gap']):.2%}" if row["gap"] else ""
    refused = "" if row["checked"] == "true" else ", REFUSED"
    return (
        f"{row['kind']} {row['shape']} {size} seed {row['seed']} {row['solver']} at {row['at']}"
        f" ({row['at_s']} s): {row['value']}{gap}{refused}"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.district", description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="how many districts")
    parser.add_argument("--seconds", type=float, help="of each run; day 20, full 60 if not given")
    parser.add_argument("--kind", choices=("day", "full"), default="day")
    parser.add_argument(
        "--villages", type=comma_separated(int), default=[None], help="drawn, if not given"
    )
    parser.add_argument("--teams", type=int, help="drawn, if not given")
    parser.add_argument("--days", type=int, help="working days; drawn, if not given")
    parser.add_argument("--weather", action="store_true", help="64 scenarios with closed legs")
    parser.add_argument("--pins", action="store_true", help="a previous plan and its promises")
    add_peers(parser, default=list(PEERS))
    add_table(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
