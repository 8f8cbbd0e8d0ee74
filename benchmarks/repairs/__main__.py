"""``python -m benchmarks.repairs --csv OUT``: close each road of the example, and repair.

``--cold all`` also plans each closed road from nothing, a minute each: hours. Exit code 0: done.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import ours
from benchmarks.options import add_table
from benchmarks.repairs.measure import COLUMNS, published, run, segments, spread, summary
from benchmarks.rows import Rows


def main(words: list[str] | None = None) -> int:
    """Run what ``words`` ask for, and print what it says in all."""
    options = _parser().parse_args(words)
    names = _some(segments(), options.segments)
    cold = frozenset(_some(names, options.cold))
    table = Rows(options.csv, COLUMNS, ("segment",), options.resume)
    ours.warm_up()
    with tempfile.TemporaryDirectory() as scratch:
        plan = published(Path(scratch) / "data", options.seconds, options.seed)
        rows = run(plan, names, cold, table)
    for words_, figure in summary(rows):
        print(f"{words_}: {figure}")
    return 0


def _some(names: tuple[str, ...], count: str) -> tuple[str, ...]:
    """Return so many of the names, or all, in their order."""
    some = spread(names, len(names) if count == "all" else int(count))
    return tuple(name for name in names if name in some)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.repairs", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="of the published plan")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--segments", default="all", help="how many, spread over all; or all")
    parser.add_argument("--cold", default="12", help="how many segments from nothing, or all")
    add_table(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
