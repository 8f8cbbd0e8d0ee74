"""Tables that survive an interruption."""

from pathlib import Path

import pytest

from benchmarks.rows import BadTable, Rows

COLUMNS, KEY = ("name", "seed", "gap"), ("name", "seed")


def rows(path: Path, *, resume: bool) -> Rows:
    """Return the table at ``path``."""
    return Rows(path, COLUMNS, KEY, resume=resume)


def test_cells_are_short_numbers_words_for_truth_and_nothing_for_none(tmp_path: Path) -> None:
    table = rows(tmp_path / "new" / "t.csv", resume=False)
    table.add(name=True, seed=None, gap=1 / 3)
    assert (tmp_path / "new" / "t.csv").read_text() == "name,seed,gap\ntrue,,0.333333\n"


def test_a_sweep_is_taken_up_where_it_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("name,seed,gap\na,1,0.5\na,2,0.")
    table = rows(path, resume=True)
    assert (table.has(name="a", seed=1), table.has(name="a", seed=2)) == (True, False)
    table.add(name="a", seed=2, gap=0.25)
    assert table.has(name="a", seed=2)
    assert path.read_text() == "name,seed,gap\na,1,0.5\na,2,0.25\n"
    assert [row["gap"] for row in table.kept] == ["0.5", "0.25"]


def test_without_resume_old_rows_stay_and_count_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("name,seed,gap\na,1,0.5\n")
    table = rows(path, resume=False)
    assert (table.kept, table.has(name="a", seed=1)) == ([], False)
    assert path.read_text() == "name,seed,gap\na,1,0.5\n"


def test_another_table_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("name,value\na,1\n")
    with pytest.raises(BadTable, match="columns name,value, not name,seed,gap"):
        rows(path, resume=True)
    assert path.read_text() == "name,value\na,1\n"
