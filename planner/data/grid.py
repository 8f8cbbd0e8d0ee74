"""The common form of an XLSX sheet and a CSV file: rows of raw cells with their addresses."""

from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from planner.data.sheets import SHEETS
from planner.data.sheets.declare import Sheet
from planner.data.sheets.words import plain

MAX_COLUMNS = 100
MAX_ROWS = 50_000  # a district has some hundreds


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The cells of one sheet.

    ``name`` is the sheet's as the file has it. ``rows`` are those with content, each with its
    number, counted from 1; cells are text, numbers, dates, ``ErrorCell`` or ``FormulaCell``.
    ``typed`` is false where everything is text (CSV).
    """

    name: str
    rows: tuple[tuple[int, tuple[object, ...]], ...]
    typed: bool

    def address(self, row: int, column: int) -> str:
        """Return where a cell is, ``Bản!F47``; ``column`` counts from 0."""
        return f"{self.name}!{get_column_letter(column + 1)}{row}"


def find_sheet(name: str) -> Sheet | None:
    """Return the sheet that people call ``name`` in either language."""
    spelled = plain(name)
    for sheet in SHEETS:
        if spelled in (plain(sheet.key), plain(sheet.name.vietnamese), plain(sheet.name.english)):
            return sheet
    return None


def is_blank(cells: Iterable[object]) -> bool:
    """Return whether no cell of a row holds anything."""
    return all(c is None or (isinstance(c, str) and not c.strip()) for c in cells)
