"""``python -m benchmarks.growth``: value, time to a gap of 1 % and memory as districts grow.

Whole made-up districts: villages, teams or days grow while the others stay, or villages and teams
grow together to those of a province. Each run is a process of its own, so that its peak memory is
its own.
"""

import argparse
import json
import subprocess
import sys
from dataclasses import asdict, dataclass

from benchmarks import ours
from benchmarks.districts.full import make_full_district
from benchmarks.districts.roads import Shape
from benchmarks.districts.sizes import Size
from benchmarks.memory import peak_mib
from benchmarks.options import add_table, comma_separated
from benchmarks.rows import BadTable, Row, Rows

COLUMNS = (
    "axis",
    "villages",
    "teams",
    "days",
    "seed",
    "seconds",
    "value",
    "bound",
    "gap",
    "first_plan_s",
    "one_percent_s",
    "took_s",
    "work",
    "peak_mib",
    "checked",
)
KEY = ("axis", "villages", "teams", "days", "seed", "seconds")
CENTRE = (120, 4, 10)
"""Villages, teams, days around which one grows at a time."""
AXES: dict[str, tuple[tuple[int, int, int], ...]] = {
    "villages": ((60, 4, 10), CENTRE, (240, 4, 10), (400, 4, 10)),
    "teams": ((120, 2, 10), CENTRE, (120, 8, 10), (120, 16, 10)),
    "days": ((120, 4, 5), CENTRE, (120, 4, 20)),
    "districts": (CENTRE, (240, 8, 10), (600, 20, 10), (1200, 40, 10)),
}
ONE_PERCENT = 0.01
STARTING_S = 60.0
"""How long a run may take beyond three times its limit, before it is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """What one run gave."""

    value: int
    bound: int
    gap: float
    first_plan_s: float | None
    one_percent_s: float | None
    took_s: float
    work: int
    peak_mib: float
    checked: bool


FAILED = Grown(
    value=0,
    bound=0,
    gap=1.0,
    first_plan_s=None,
    one_percent_s=None,
    took_s=0.0,
    work=0,
    peak_mib=0.0,
    checked=False,
)
"""A run that crashed, or was given up: its row says so, and the curve goes on."""


def main(words: list[str] | None = None) -> int:
    """Run the curve, or with ``--one`` a single point of it in this process."""
    options = _parser().parse_args(words)
    if options.one:
        villages, teams, days = options.one
        print(json.dumps(asdict(measure(villages, teams, days, options.seconds, options.seed))))
        return 0
    if not options.csv:
        _parser().error("--csv is needed")
    try:
        rows = Rows(options.csv, COLUMNS, KEY, resume=options.resume)
    except (BadTable, OSError) as error:
        print(f"benchmarks.growth: {error}", file=sys.stderr)
        return 2
    kept = run(options.axes, options.seconds, options.seed, rows)
    return 0 if all(row["checked"] == "true" for row in kept) else 1


def run(axes: list[str], seconds: float, seed: int, rows: Rows) -> list[Row]:
    """Run the points of ``axes`` that are not in ``rows`` yet; return all of its rows."""
    # else the first process would compile within its own time
    ours.warm_up()
    for axis in axes:
        for villages, teams, days in AXES[axis]:
            key = {
                "axis": axis,
                "villages": villages,
                "teams": teams,
                "days": days,
                "seed": seed,
                "seconds": f"{seconds:g}",
            }
            if not rows.has(**key):
                found = _in_a_process(villages, teams, days, seconds, seed)
                print(in_words(rows.add(**key, **found)), flush=True)
    return rows.kept


def measure(villages: int, teams: int, days: int, seconds: float, seed: int) -> Grown:
    """Return what planning one district gives; whatever compiles has compiled."""
    size = Size(shape=Shape.TREE, villages=villages, teams=teams, days=days)
    problem = make_full_district(size, seed)
    ours.warm_up()
    own = ours.answer(problem, seconds=seconds, seed=seed)
    for fault in own.judged.faults:
        print(fault, file=sys.stderr)
    first = own.first_plan()
    return Grown(
        value=own.judged.value,
        bound=own.solution.bound,
        gap=own.solution.gap,
        first_plan_s=first.seconds if first else None,
        one_percent_s=own.seconds_to(ONE_PERCENT),
        took_s=own.took_s,
        work=own.solution.work,
        peak_mib=peak_mib(),
        checked=own.judged.checked,
    )


def in_words(row: Row) -> str:
    """Return a row as a line to read."""
    closed = f"{float(row['one_percent_s']):.1f} s" if row["one_percent_s"] else "not reached"
    return (
        f"{row['axis']}: {row['villages']} villages, {row['teams']} teams, {row['days']} days:"
        f" gap {float(row['gap']):.2%} after {float(row['took_s']):.1f} s, 1 % {closed},"
        f" {float(row['peak_mib']):.0f} MiB"
    )


def _in_a_process(
    villages: int, teams: int, days: int, seconds: float, seed: int
) -> dict[str, object]:
    words = ["--one", f"{villages},{teams},{days}", "--seconds", str(seconds), "--seed", str(seed)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, by our own interpreter
            [sys.executable, "-m", "benchmarks.growth", *words],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=3 * seconds + STARTING_S,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return asdict(FAILED)
    # the lines before it say how long compiling took
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def _axis(name: str) -> str:
    if name not in AXES:
        raise argparse.ArgumentTypeError(f"{name}: no such axis; known are {', '.join(AXES)}")
    return name


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="of each run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--axes", type=comma_separated(_axis), default=list(AXES))
    parser.add_argument("--one", type=comma_separated(int), help="villages,teams,days: only these")
    add_table(parser, required=False)
    return parser


if __name__ == "__main__":
    sys.exit(main())
