"""Fills in a sheet as somebody at a spreadsheet does: by the words in its first row."""

from collections.abc import Mapping
from typing import Any


def heads(sheet: Any) -> dict[str, int]:
    """Return the number of each column by its header."""
    return {str(cell.value): int(cell.column) for cell in sheet[1]}


def fill(sheet: Any, row: int, cells: Mapping[str, object]) -> None:
    """Write values into a row, by header."""
    columns = heads(sheet)
    for name, value in cells.items():
        sheet.cell(row, columns[name]).value = value


def rows_by(sheet: Any, head: str) -> dict[object, int]:
    """Return the numbers of the rows by what stands in one column."""
    column = heads(sheet)[head]
    return {sheet.cell(n, column).value: n for n in range(2, sheet.max_row + 1)}
