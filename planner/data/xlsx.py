"""XLSX in and out: a workbook becomes grids of raw cells, and a district becomes a workbook."""

import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, time
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from planner.data.cells import ErrorCell, FormulaCell
from planner.data.grid import MAX_COLUMNS, Grid, find_sheet, is_blank
from planner.data.outputs import write_whole
from planner.data.safety import inspect
from planner.errors import BadData, BadFile

# openpyxl checks little itself: broken XML comes out as whatever its parsing stumbled over
_BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    ParseError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    EOFError,
    OSError,
)
# the moment of writing, as docProps/core.xml alone has it
_MOMENT = re.compile(rb"(?<=W3CDTF\")>[^<>]*<")
_HEADER_FONT = Font(bold=True)
_HEADER_FILL = PatternFill("solid", fgColor="FFE8ECEF")
_NUMBER_FORMATS: dict[type, str] = {
    str: "@",  # so that a spreadsheet keeps the zeros of 03156
    date: "yyyy-mm-dd",
    time: "hh:mm",
}


def read_grids(path: Path, wanted: Callable[[str], object] = find_sheet) -> tuple[Grid, ...]:
    """Return the sheets of a workbook that are ``wanted`` by title, in the file's order.

    Without a wish those that belong to a district.

    Raises
    ------
    BadFile
        If the file is no workbook, or too large to be opened.
    """
    census = inspect(path)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of features it drops (validation, missing styles); we read values only
            warnings.simplefilter("ignore")
            values = _grids(path, census.last_row, wanted, with_formulas=False)
            if not census.has_formulas:
                return values
            return _marked(values, _grids(path, census.last_row, wanted, with_formulas=True))
    except _BROKEN as cause:
        fault = BadData("not_a_workbook", value=path.name, where=path.name)
        raise BadFile(path.name, [fault]) from cause


def _grids(
    path: Path, last_row: int, wanted: Callable[[str], object], *, with_formulas: bool
) -> tuple[Grid, ...]:
    # the file is opened here, because openpyxl leaves it open when it gives up on one
    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=not with_formulas, keep_links=False)
        return tuple(_grid(sheet, last_row) for sheet in book.worksheets if wanted(sheet.title))


def _grid(sheet: Any, last_row: int) -> Grid:
    sheet.reset_dimensions()  # what a file says of its size is often wrong
    cells = sheet.iter_rows(max_col=MAX_COLUMNS, max_row=last_row or 1)
    rows = ((number, tuple(_raw(c) for c in row)) for number, row in enumerate(cells, start=1))
    filled = tuple((number, _trimmed(row)) for number, row in rows if not is_blank(row))
    return Grid(name=sheet.title, rows=filled, typed=True)


def _raw(cell: Any) -> object:
    if cell.data_type == "e":
        return ErrorCell(str(cell.value))
    if cell.data_type == "f":
        return FormulaCell(str(getattr(cell.value, "text", cell.value)))
    return cell.value


def _trimmed(cells: tuple[object, ...]) -> tuple[object, ...]:
    width = max(i for i, c in enumerate(cells, start=1) if not is_blank((c,)))
    return cells[:width]


def _marked(grids: tuple[Grid, ...], formulas: tuple[Grid, ...]) -> tuple[Grid, ...]:
    """Return ``grids`` with each formula that has no stored value in its place."""
    twins = zip(grids, formulas, strict=True)
    return tuple(_with_formulas(grid, dict(twin.rows)) for grid, twin in twins)


def _with_formulas(grid: Grid, formulas: dict[int, tuple[object, ...]]) -> Grid:
    values = dict(grid.rows)
    rows = []
    for number in sorted(values.keys() | formulas.keys()):
        here, there = values.get(number, ()), formulas.get(number, ())
        width = max(len(here), len(there))
        pairs = zip(_padded(here, width), _padded(there, width), strict=True)
        cells = tuple(f if isinstance(f, FormulaCell) and v is None else v for v, f in pairs)
        if not is_blank(cells):
            rows.append((number, cells))
    return Grid(name=grid.name, rows=tuple(rows), typed=grid.typed)


def _padded(cells: Sequence[object], width: int) -> tuple[object, ...]:
    return (*cells, *(None for _ in range(width - len(cells))))


def write_sheets(sheets: Sequence[tuple[str, list[list[object]]]], path: Path) -> None:
    """Write a workbook of the given sheets to a file: see ``sheets_bytes``."""
    write_whole(sheets_bytes(sheets), path)


def sheets_bytes(sheets: Sequence[tuple[str, list[list[object]]]]) -> bytes:
    """Return a workbook of the given sheets (title, rows), the first row of each its header.

    Text is written as text: nothing in it becomes a formula.
    """
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for index, width in enumerate(_widths(rows), start=1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        for number, row in enumerate(rows):
            sheet.append([_cell(sheet, value, header=number == 0) for value in row])
    content = BytesIO()
    book.save(content)
    return _dateless(content)


def _dateless(book: BytesIO) -> bytes:
    """Return a workbook without the moment of writing: equal districts have equal files."""
    content = BytesIO()
    with zipfile.ZipFile(book) as written, zipfile.ZipFile(content, "w") as archive:
        for name in written.namelist():
            part = zipfile.ZipInfo(name)  # dated 1980-01-01, the first day that a zip knows
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(part, _MOMENT.sub(b">1980-01-01T00:00:00Z<", written.read(name)))
    return content.getvalue()


def _widths(rows: list[list[object]]) -> Iterator[float]:
    for column in zip(*rows, strict=True):
        longest = max(len(str(value or "")) for value in column)
        yield min(max(longest + 2, 8), 48)


def _cell(sheet: Any, value: Any, *, header: bool) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl takes "=" for a formula and "#N/A" for an error
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")  # so does whoever edits the cell
    cell.number_format = _NUMBER_FORMATS.get(type(value), "General")
    if header:
        cell.font, cell.fill = _HEADER_FONT, _HEADER_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
