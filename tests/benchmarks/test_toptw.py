"""The command over public instances, on one of three vertices whose best plan is known by hand."""

import csv
from pathlib import Path

import pytest

from benchmarks import toptw
from tests.benchmarks.tables import TEXT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one instance; one team can visit all, the best known says 40."""
    (tmp_path / "r101.txt").write_text(TEXT)
    (tmp_path / "bks.csv").write_text("instance,m,bks\nr101,1,40\n")
    return tmp_path


def asked(folder: Path, table: Path, *more: str) -> int:
    """Run the command for a second a run."""
    words = ["--instances", str(folder), "--seconds", "1", "--csv", str(table)]
    return toptw.main([*words, *more])


def test_every_run_has_a_row_with_its_gaps(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "out.csv"
    assert asked(folder, table, "--m", "1,2", "--peers", "routing") == 0
    with table.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert tuple(rows[0]) == toptw.COLUMNS
    assert [(row["m"], row["solver"], row["value"], row["checked"]) for row in rows] == [
        ("1", "lenban", "36", "true"),
        ("1", "routing", "36", "true"),
        ("2", "lenban", "36", "true"),
        ("2", "routing", "36", "true"),
    ]
    assert [(row["bks"], row["gap"]) for row in rows] == [("40", "0.1")] * 2 + [("", "")] * 2
    assert [(row["bound"], row["proven_gap"]) for row in rows] == [("36", "0"), ("", "")] * 2


def test_a_table_taken_up_again_runs_only_what_lacks(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "out.csv"
    done = "r101,1,lenban,1,1,35,40,0.125,36,0.0277778,true\n"
    table.write_text(",".join(toptw.COLUMNS) + "\n" + done)
    assert asked(folder, table, "--m", "1", "--resume") == 0
    assert table.read_text() == ",".join(toptw.COLUMNS) + "\n" + done
    assert "c1" not in capsys.readouterr().out


def test_a_bound_below_a_checked_value_is_exit_code_1(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "out.csv"
    low = "r101,1,lenban,1,1,35,40,0.125,35,0,true\nr101,1,pyvrp,1,1,36,40,0.1,,,true\n"
    table.write_text(",".join(toptw.COLUMNS) + "\n" + low)
    assert asked(folder, table, "--m", "1", "--resume") == 1


@pytest.mark.parametrize("words", [["--names", "r102"], ["--instances", "/nowhere"]])
def test_wrong_use_is_exit_code_2_and_runs_nothing(
    folder: Path, tmp_path: Path, words: list[str]
) -> None:
    assert asked(folder, tmp_path / "out.csv", *words) == 2
    assert not (tmp_path / "out.csv").exists()
