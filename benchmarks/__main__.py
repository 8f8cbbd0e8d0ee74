"""``python -m benchmarks``: run the stated subset, and write docs/benchmarks.md.

About half an hour; ``--pace 0.1`` gives each part a tenth of its time, to try it out, and
``--page`` writes elsewhere. Exit codes: 0 done, 1 a bound below a checked value or a refused
answer of ours, 2 wrong use.
"""

import argparse
import os
import sys
import tempfile
from math import ceil
from pathlib import Path

from benchmarks import district_summary, edits, ours, subset, toptw_summary, warm, weather
from benchmarks.example import example_problem, measure
from benchmarks.feeds import measure as feeds
from benchmarks.instances import BadInstance
from benchmarks.options import comma_separated
from benchmarks.repairs import measure as repairs
from benchmarks.repairs.section import edits_section, repairs_section
from benchmarks.report import (
    NO_INSTANCES,
    day_section,
    example_section,
    feeds_section,
    full_section,
    growth_section,
    page,
    toptw_section,
    warm_section,
    weather_section,
)
from benchmarks.rows import BadTable

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
PARTS = ("example", "warm", "weather", "repairs", "feeds", "toptw", "day", "full", "growth")


def main(words: list[str] | None = None) -> int:
    """Run the parts that ``words`` ask for and write the page; return the exit code."""
    options = _parser().parse_args(words)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            folder = options.tables or Path(scratch)
            tables = subset.to_tables(folder, options.pace, options.seed)
            for message in tables.missing:
                print(message, file=sys.stderr)
            sections, wrong = _run(options, tables)
    except (BadInstance, BadTable, OSError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    written = page(sections, tables.missing)
    options.page.write_text(written, "utf-8")
    print(written)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


def _run(options: argparse.Namespace, tables: subset.Tables) -> tuple[list[str], list[str]]:
    """Return the sections of the page, and what must not be."""
    sections, wrong = [], []
    ours.warm_up()
    if "example" in options.parts:
        measured = measure(options.seconds * options.pace, options.seed)
        sections.append(example_section(measured))
    if "warm" in options.parts:
        seconds = options.seconds * options.pace
        resumed = warm.measure(example_problem(), seconds, options.pace, options.seed)
        sections.append(warm_section(resumed))
    if "weather" in options.parts:
        seconds = options.seconds * options.pace
        sections.append(weather_section(weather.measure(seconds, options.pace, options.seed)))
    if "repairs" in options.parts:
        with tempfile.TemporaryDirectory() as scratch:
            seconds = options.seconds * options.pace
            plan = repairs.published(Path(scratch) / "data", seconds, options.seed)
            sections.append(edits_section(edits.measure(plan, ceil(options.pace * edits.EDITS))))
            sections.append(repairs_section(repairs.measure(plan, options.pace)))
    if "feeds" in options.parts:
        sections.append(feeds_section(feeds.measure(options.pace, options.seed)))
    if "toptw" in options.parts and options.instances is None:
        sections.append(NO_INSTANCES)
    elif "toptw" in options.parts:
        rows = subset.run_toptw(tables, options.instances)
        sections.append(toptw_section(rows))
        wrong += toptw_summary.contradictions(rows)
    if "day" in options.parts:
        rows = subset.run_day(tables)
        sections.append(day_section(rows))
        wrong += district_summary.contradictions(rows)
    if "full" in options.parts:
        rows = subset.run_full(tables)
        sections.append(full_section(rows))
        wrong += district_summary.contradictions(rows)
    if "growth" in options.parts:
        rows = subset.run_growth(tables)
        sections.append(growth_section(rows))
        wrong += [f"growth: {row}" for row in rows if row["checked"] != "true"]
    return sections, wrong


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
