"""The workbook as a folder of CSV files, one for each sheet: text in UTF-8, in and out."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from planner.data.cells import to_text
from planner.data.grid import MAX_COLUMNS, MAX_ROWS, Grid, is_blank
from planner.data.safety import MAX_STRINGS
from planner.data.sheets import SHEETS
from planner.errors import BadData, BadFile

# A spreadsheet that opens a CSV file takes text with these beginnings for a formula. Such text is
# written behind an apostrophe; reading removes it again.
_FORMULA_STARTS = ("=", "+", "-", "@", "'")
_DELIMITERS = (",", ";", "\t")


def read_grids(folder: Path) -> tuple[Grid, ...]:
    """Return the CSV files of a district as grids, in the order of the sheets.

    Raises
    ------
    BadFile
        If the folder holds none of them, or one is no readable UTF-8.
    """
    paths = [folder / f"{sheet.key}.csv" for sheet in SHEETS]
    found = [path for path in paths if path.is_file()]
    if not found:
        raise BadFile(folder.name, [BadData("no_csv_files", value=folder.name, where=folder.name)])
    grids, faults = [], []
    for path in found:
        try:
            grids.append(read_grid(path))
        except BadData as fault:
            faults.append(fault.at(path.name))
    if faults:
        raise BadFile(folder.name, faults)
    return tuple(grids)


def read_grid(path: Path) -> Grid:
    """Return one CSV file as a grid.

    Raises
    ------
    BadData
        If it is no CSV in UTF-8, or far too large.
    """
    text = _text(path)
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)  # Excel in Vietnamese separates by ";"
    rows: list[tuple[int, tuple[object, ...]]] = []
    try:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for number, record in enumerate(records, start=1):
            if not is_blank(record):
                rows.append((number, tuple(_without_apostrophe(c) for c in record[:MAX_COLUMNS])))
    except csv.Error as cause:
        raise BadData("unreadable_csv", value=str(cause)) from cause
    if len(rows) > MAX_ROWS:
        raise BadData("too_many_rows", limit=MAX_ROWS)
    return Grid(name=path.name, rows=tuple(rows), typed=False)


def _text(path: Path) -> str:
    size = path.stat().st_size
    if size > MAX_STRINGS:
        raise BadData("file_too_large", found=size, limit=MAX_STRINGS)
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        line = content[: cause.start].count(b"\n") + 1
        raise BadData("not_utf8", line=line) from cause


def write_file(rows: Sequence[Sequence[object]], path: Path) -> None:
    """Write one CSV file, its first row being the header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([_with_apostrophe(value) for value in row] for row in rows)


def _with_apostrophe(value: object) -> str:
    text = to_text(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text


def _without_apostrophe(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS) else text
