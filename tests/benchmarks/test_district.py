"""The command over made-up districts, on small ones."""

import csv
from pathlib import Path

import pytest

from benchmarks import district
from benchmarks.rows import Row

SMALL = ["--seeds", "1", "--villages", "10", "--teams", "2", "--days", "2", "--seconds", "1"]


def rows_of(path: Path, *words: str) -> list[Row]:
    """Return the table that the command writes; it must find no contradiction."""
    assert district.main([*SMALL, "--csv", str(path), *words]) == 0
    with path.open(newline="") as lines:
        return list(csv.DictReader(lines))


def test_peers_and_ours_answer_the_same_dry_district(tmp_path: Path) -> None:
    rows = rows_of(tmp_path / "day.csv", "--peers", "routing")
    ends = {row["solver"]: row for row in rows if row["at"] == "end"}
    assert set(ends) == {"lenban", "routing"}
    assert {row["checked"] for row in rows} == {"true"}
    own = ends["lenban"]
    assert 0 < int(ends["routing"]["value"]) <= int(own["bound"])
    assert float(own["gap"]) == pytest.approx(1 - int(own["value"]) / int(own["bound"]), abs=1e-5)
    assert (ends["routing"]["bound"], ends["routing"]["gap"]) == ("", "")


def test_whole_districts_are_measured_against_their_own_bound(tmp_path: Path) -> None:
    rows = rows_of(tmp_path / "full.csv", "--kind", "full")
    assert {(row["kind"], row["solver"]) for row in rows} == {("full", "lenban")}
    assert [row["at"] for row in rows] == ["first", "end"]
    assert all(0 < int(row["value"]) <= int(row["bound"]) for row in rows)


def test_peers_cannot_be_asked_about_weather(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        district.main([*SMALL, "--csv", str(tmp_path / "x.csv"), "--weather"])
