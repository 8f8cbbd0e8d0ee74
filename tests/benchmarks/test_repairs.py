"""Roads closed in turn and plans repaired: what is measured, and how it is told."""

from pathlib import Path

import pytest

from benchmarks import edits
from benchmarks.repairs import measure as repairs
from benchmarks.repairs.section import repairs_section
from benchmarks.rows import Row

PLAIN = dict.fromkeys(repairs.COLUMNS, "0")


def row(segment: str, **cells: str) -> Row:
    """Return a row that says nothing but what is given."""
    return {**PLAIN, "cold_s": "", "cold_people": "", "cold_moved": "", "segment": segment, **cells}


ROWS = [
    row(
        "a", impact_s="1.0", checked_s="1.5", repair_s="2.0", people="99", moved="1", cancelled="2"
    ),
    row("b", impact_s="3.0", repair_s="4.0", people="90", cold_people="100", cold_moved="0"),
    row("c", people="110", cold_people="100", cold_moved="8", moved="1", cancelled="1"),
]


def test_what_all_rows_say() -> None:
    assert dict(repairs.summary(ROWS)) == {
        "segments": "3",
        "impact": "p95 3.00 s, longest 3.00 s",
        "repaired, checked plan": "p95 1.50 s, longest 1.50 s",
        "the same with fallbacks": "p95 4.00 s, longest 4.00 s",
        "sessions changed": "mean 1.7, most 3",
        "people, to a plan from nothing (2 segments)": "mean 100.00%, least 90.00%",
        "sessions changed, to a plan from nothing": "mean 12.5%, most 25.0%",
    }


def test_each_segment_has_its_line() -> None:
    lines = repairs_section(ROWS).splitlines()
    assert "| a | 0 | 1.00 s | 1.50 s | 2.00 s | 99 | 3 | 0 |  |  |" in lines
    assert "| b | 0 | 3.00 s | 0.00 s | 4.00 s | 90 | 0 | 0 | 90.00% | 0 |" in lines


@pytest.mark.parametrize("count", [0, 1, 4, 9])
def test_some_are_spread_over_all(count: int) -> None:
    names = tuple("abcdefg")
    found = [names.index(name) for name in repairs.spread(names, count)]
    assert len(found) == min(count, 7)
    if count == 4:
        assert sorted(found) == [0, 1, 3, 5]


@pytest.mark.slow
def test_a_road_is_closed_and_the_plan_repaired_and_made_from_nothing(tmp_path: Path) -> None:
    plan = repairs.published(tmp_path / "data", seconds=2.0, seed=1)
    judged = edits.measure(plan, count=9)
    assert (len(judged.took_ms), judged.disagree) == (9, 0)
    assert judged.sound > 0
    (only,) = repairs.measure(plan, pace=0.001)
    assert only["segment"] == repairs.segments()[0]
    assert int(only["people"]) > 0.9 * int(only["cold_people"]) > 0
    assert int(only["moved"]) + int(only["cancelled"]) <= int(only["stops"])
    assert int(only["cold_moved"]) > 0
