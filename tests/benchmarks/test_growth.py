"""The growth curve: one point measured, and a point that fails told as such."""

import csv
import subprocess
from pathlib import Path

import pytest

from benchmarks import growth
from benchmarks.rows import Rows


def test_a_point_has_its_value_its_times_and_its_memory() -> None:
    found = growth.measure(villages=10, teams=2, days=2, seconds=1, seed=1)
    assert found.checked
    assert 0 < found.value <= found.bound
    assert found.gap == pytest.approx(1 - found.value / found.bound)
    assert found.first_plan_s is not None
    assert found.first_plan_s <= found.took_s
    assert (found.one_percent_s is None) == (found.gap > 0.01)
    assert found.peak_mib > 50


def test_a_crashed_point_is_a_row_that_was_not_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crashing(words: list[str], **_: object) -> None:
        raise subprocess.CalledProcessError(-9, words)

    monkeypatch.setattr(subprocess, "run", crashing)
    monkeypatch.setitem(growth.AXES, "days", ((10, 2, 2),))
    path = tmp_path / "growth.csv"
    table = Rows(path, growth.COLUMNS, growth.KEY, resume=False)
    (row,) = growth.run(["days"], 1, 1, table)
    assert (row["checked"], row["gap"], row["one_percent_s"]) == ("false", "1", "")
    with path.open(newline="") as lines:
        assert list(csv.DictReader(lines)) == [row]


def test_a_point_is_read_from_a_process_of_its_own() -> None:
    found = growth._in_a_process(60, 2, 5, 0.5, 1)
    assert found["checked"] is True
    assert found["value"] != 0


def test_one_axis_grows_at_a_time_around_one_centre() -> None:
    for number, axis in enumerate(("villages", "teams", "days")):
        points = growth.AXES[axis]
        assert growth.CENTRE in points
        assert list(points) == sorted(set(points))
        others = {tuple(p[i] for i in range(3) if i != number) for p in points}
        assert len(others) == 1
