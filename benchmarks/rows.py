"""A table that grows row by row in a CSV file, and can be taken up again after an interruption."""

import csv
from pathlib import Path

Row = dict[str, str]


class BadTable(ValueError):
    """A file that is not the table it should be: which, what it has, what would be right."""


class Rows:
    """Appends rows to ``path``, each flushed at once.

    Parameters
    ----------
    columns
        The header; written if the file is new.
    key
        The columns that say which run a row is of.
    resume
        Whether rows that are there already count as done.

    Raises
    ------
    BadTable
        If the file has another header.
    """

    def __init__(self, path: Path, columns: tuple[str, ...], key: tuple[str, ...], resume: bool):
        self._path, self._columns, self._key = path, columns, key
        earlier = self._take_up()
        self.kept: list[Row] = earlier if resume else []
        self._done = {self._name(row) for row in self.kept}

    def has(self, **run: object) -> bool:
        """Return whether the row of ``run`` is there."""
        return tuple(str(run[name]) for name in self._key) in self._done

    def add(self, **cells: object) -> Row:
        """Append a row, an empty cell for ``None``; return it as written."""
        row = {name: _cell(cells[name]) for name in self._columns}
        with self._path.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, self._columns, lineterminator="\n").writerow(row)
        self.kept.append(row)
        self._done.add(self._name(row))
        return row

    def _name(self, row: Row) -> tuple[str, ...]:
        return tuple(row[name] for name in self._key)

    def _take_up(self) -> list[Row]:
        """Return the rows that are whole; a row cut off by an interruption is taken away."""
        header = ",".join(self._columns)
        text = self._path.read_text("utf-8") if self._path.is_file() else ""
        lines = text.splitlines(keepends=True)
        whole = [line for line in lines if line.endswith("\n")]
        if not whole:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(header + "\n", "utf-8")
            return []
        if whole[0].strip() != header:
            raise BadTable(f"{self._path}: columns {whole[0].strip()}, not {header}")
        if len(whole) < len(lines):
            self._path.write_text("".join(whole), "utf-8")
        return list(csv.DictReader(whole))


def _cell(fact: object) -> str:
    if fact is None:
        return ""
    if isinstance(fact, bool):
        return "true" if fact else "false"
    return f"{fact:.6g}" if isinstance(fact, float) else str(fact)
