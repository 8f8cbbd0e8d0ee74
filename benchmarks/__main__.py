"""``python -m benchmarks``: run the stated subset, and write docs/benchmarks.md.

Over an hour; ``--parts`` measures some of it and leaves the rest of the page as it was, ``--pace
0.1`` gives each part a tenth of its time, to try it out, and ``--page`` writes elsewhere. Exit
codes: 0 done, 1 a bound below a checked value or a refused answer of ours, 2 wrong use.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from math import ceil
from pathlib import Path

from benchmarks import district_summary, edits, ours, promise, subset, toptw_summary, warm, weather
from benchmarks.example import example_problem, measure
from benchmarks.feeds.measure import measure as feeds
from benchmarks.instances import BadInstance
from benchmarks.options import comma_separated
from benchmarks.page import with_absent, written
from benchmarks.pages.measure import measure as pages
from benchmarks.pages.section import pages_section
from benchmarks.repairs import measure as repairs
from benchmarks.repairs.section import edits_section, repairs_section
from benchmarks.report import (
    NO_INSTANCES,
    day_section,
    example_section,
    feeds_section,
    full_section,
    growth_section,
    promise_section,
    toptw_section,
    warm_section,
    weather_section,
)
from benchmarks.rows import BadTable, Row

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
PARTS = (
    "example",
    "warm",
    "weather",
    "promise",
    "repairs",
    "pages",
    "feeds",
    "toptw",
    "day",
    "full",
    "growth",
)
RACED = ("toptw", "day")
"""Parts in which peers race."""
Part = tuple[str, list[str]]
"""Sections of the page, and what must not be."""


def main(words: list[str] | None = None) -> int:
    """Run the parts that ``words`` ask for and write each to the page; return the exit code."""
    options = _parser().parse_args(words)
    wrong: list[str] = []
    try:
        with tempfile.TemporaryDirectory() as scratch:
            folder = options.tables or Path(scratch)
            tables = subset.to_tables(folder, options.pace, options.seed)
            for message in tables.missing:
                print(message, file=sys.stderr)
            ours.warm_up()
            for part in options.parts:
                text, faults = _measured(part, options, tables)
                if part in RACED:
                    text = with_absent(text, tables.missing)
                wrong += faults
                _write(options.page, {part: text})
                print(text)
    except (BadInstance, BadTable, OSError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


def _write(path: Path, measured: dict[str, str]) -> None:
    before = path.read_text("utf-8") if path.exists() else ""
    today = datetime.now(UTC).date()
    path.write_text(written(before, measured, PARTS, day=today), "utf-8")


def _measured(part: str, options: argparse.Namespace, tables: subset.Tables) -> Part:
    """Return what one part found."""
    of_tables = {
        "day": (subset.run_day, day_section, district_summary.contradictions),
        "full": (subset.run_full, full_section, district_summary.contradictions),
        "growth": (subset.run_growth, growth_section, _unchecked),
    }
    if part in of_tables:
        run, section, contradictions = of_tables[part]
        rows = run(tables)
        return section(rows), contradictions(rows)
    if part == "toptw":
        return _toptw(options.instances, tables)
    return _ALONE[part](options), []


def _example(options: argparse.Namespace) -> str:
    return example_section(measure(options.seconds * options.pace, options.seed))


def _warm(options: argparse.Namespace) -> str:
    seconds = options.seconds * options.pace
    return warm_section(warm.measure(example_problem(), seconds, options.pace, options.seed))


def _weather(options: argparse.Namespace) -> str:
    seconds = options.seconds * options.pace
    return weather_section(weather.measure(seconds, options.pace, options.seed))


def _promise(options: argparse.Namespace) -> str:
    seconds = options.seconds * options.pace
    return promise_section(promise.measure(seconds, options.pace, options.seed))


def _repairs(options: argparse.Namespace) -> str:
    with tempfile.TemporaryDirectory() as scratch:
        seconds = options.seconds * options.pace
        plan = repairs.published(Path(scratch) / "data", seconds, options.seed)
        return "\n".join(
            [
                edits_section(edits.measure(plan, ceil(options.pace * edits.EDITS))),
                repairs_section(repairs.measure(plan, options.pace)),
            ]
        )


_ALONE: dict[str, Callable[[argparse.Namespace], str]] = {
    "example": _example,
    "warm": _warm,
    "weather": _weather,
    "promise": _promise,
    "repairs": _repairs,
    "pages": lambda options: pages_section(pages(options.pace, options.seed)),
    "feeds": lambda options: feeds_section(feeds(options.pace, options.seed)),
}


def _toptw(instances: Path | None, tables: subset.Tables) -> Part:
    if instances is None:
        return NO_INSTANCES, []
    rows = subset.run_toptw(tables, instances)
    return toptw_section(rows), toptw_summary.contradictions(rows)


def _unchecked(rows: list[Row]) -> list[str]:
    return [f"growth: {row}" for row in rows if row["checked"] != "true"]


def _part(name: str) -> str:
    if name not in PARTS:
        raise argparse.ArgumentTypeError(f"{name}: no such part; known are {', '.join(PARTS)}")
    return name


def _parser() -> argparse.ArgumentParser:
    given = os.environ.get("LENBAN_TOPTW")
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--seconds", type=float, default=55.0, help="of the example")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--instances",
        type=Path,
        default=Path(given) if given else None,
        help="folder of public TOPTW instances; LENBAN_TOPTW, if not given",
    )
    parser.add_argument("--parts", type=comma_separated(_part), default=list(PARTS))
    parser.add_argument("--pace", type=float, default=1.0, help="share of each part's time")
    parser.add_argument("--tables", type=Path, help="folder in which to keep the CSV files")
    parser.add_argument("--page", type=Path, default=PAGE)
    return parser


if __name__ == "__main__":
    sys.exit(main())
