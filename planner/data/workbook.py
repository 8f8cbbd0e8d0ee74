"""The district workbook: an XLSX file or a folder of CSV files, read into a District and back.

Reading is all or nothing: either every cell is right, or every fault is told at once, by sheet
and cell, in both languages.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl.utils.cell import coordinate_to_tuple

from planner.data import csv_folder, xlsx
from planner.data.cells import to_cell
from planner.data.grid import Grid, find_sheet
from planner.data.outputs import saying_why_not
from planner.data.references import faults_between
from planner.data.rows import row_faults
from planner.data.sheets import SHEETS
from planner.data.sheets.declare import Sheet
from planner.data.sheets.figures import NAME, NOTE, VALUE
from planner.data.table import Table, read_table
from planner.data.upright import read_upright
from planner.domain.district import District
from planner.errors import BadData, refuse
from planner.messages import DEFAULT_LANGUAGE

_BY_KEY = {sheet.key: sheet for sheet in SHEETS}


def read_workbook(path: Path) -> District:
    """Return the district that a workbook (.xlsx, or a folder of CSV files) describes.

    Raises
    ------
    BadFile
        With every fault of the file; ``where`` of each is sheet and cell, ``Bản!F47``.
    """
    grids, missing = _by_sheet(_grids(path), as_csv=path.is_dir())
    tables = {key: _table(sheet, grids[key]) for key, sheet in _BY_KEY.items() if key in grids}
    faults = [fault for table in tables.values() for fault in _faults_of(table)]
    faults += faults_between(tables)
    refuse(path.name, [*missing, *_in_reading_order(faults, grids.values())])
    return _district(tables)


def write_workbook(district: District, path: Path, language: str = DEFAULT_LANGUAGE) -> None:
    """Write the district as one XLSX file, headers and words in ``language``."""
    xlsx.write_sheets(_sheets(district, language), path)


def workbook_bytes(district: District, language: str = DEFAULT_LANGUAGE) -> bytes:
    """Return the bytes that ``write_workbook`` writes."""
    return xlsx.sheets_bytes(_sheets(district, language))


def write_csv_folder(district: District, folder: Path, language: str = "en") -> None:
    """Write the district as a folder of CSV files, one for each sheet; makes the folder."""
    with saying_why_not(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for sheet in SHEETS:
            rows = _rows(sheet, district, language)
            csv_folder.write_file(rows, folder / f"{sheet.key}.csv")


def _sheets(district: District, language: str) -> list[tuple[str, list[list[object]]]]:
    return [(s.name.text(language), _rows(s, district, language)) for s in SHEETS]


def _grids(path: Path) -> tuple[Grid, ...]:
    if path.is_dir():
        return csv_folder.read_grids(path)
    if not path.is_file():
        refuse(path.name, [BadData("no_such_file", value=path, where=path.name)])
    return xlsx.read_grids(path)


def _by_sheet(grids: Iterable[Grid], *, as_csv: bool) -> tuple[dict[str, Grid], list[BadData]]:
    """Return the grids by sheet key in reading order, and the sheets that are missing or double."""
    found: dict[str, Grid] = {}
    faults = []
    for grid in grids:
        sheet = find_sheet(grid.name.removesuffix(".csv") if as_csv else grid.name)
        if sheet and sheet.key in found:
            first = found[sheet.key].name
            faults.append(BadData("duplicate_sheet", where=grid.name, first=first))
        elif sheet:
            found[sheet.key] = grid
    for sheet in SHEETS:
        if sheet.key not in found and not sheet.optional:
            faults.append(_missing(sheet, as_csv=as_csv))
    return {key: found[key] for key in _BY_KEY if key in found}, faults


def _missing(sheet: Sheet, *, as_csv: bool) -> BadData:
    where = f"{sheet.key}.csv" if as_csv else sheet.name.vietnamese
    return BadData("missing_sheet", value=where if as_csv else sheet.name, where=where)


def _table(sheet: Sheet, grid: Grid) -> Table:
    return read_upright(sheet, grid) if sheet.upright else read_table(sheet, grid)


def _faults_of(table: Table) -> list[BadData]:
    return [*table.faults, *row_faults(table)]


def _in_reading_order(faults: list[BadData], grids: Iterable[Grid]) -> list[BadData]:
    """Return each fault once, by sheet, row and column."""
    order = {grid.name: index for index, grid in enumerate(grids)}

    def place(fault: BadData) -> tuple[int, tuple[int, int]]:
        name, _, cell = fault.where.rpartition("!")
        return order[name], coordinate_to_tuple(cell)

    once = {(f.where, f.code, f.field, str(f.value)): f for f in faults}
    return sorted(once.values(), key=place)


def _district(tables: dict[str, Table]) -> District:
    parts: dict[str, Any] = {
        sheet.attribute: tuple(row.born for row in tables[sheet.key].rows)
        for sheet in SHEETS
        if sheet.key in tables
    }
    (settings,) = parts.pop("settings")
    return District(settings=settings, **parts)


def _rows(sheet: Sheet, district: District, language: str) -> list[list[object]]:
    if sheet.upright:
        return _upright_rows(sheet, district, language)
    header: list[object] = [c.label.text(language) for c in sheet.columns]
    values = getattr(district, sheet.attribute)
    return [header, *(_cells(sheet, value, language) for value in values)]


def _cells(sheet: Sheet, value: object, language: str) -> list[object]:
    return [to_cell(c, getattr(value, c.field), language) for c in sheet.columns]


def _upright_rows(sheet: Sheet, district: District, language: str) -> list[list[object]]:
    header: list[object] = [words.text(language) for words in (NAME, VALUE, NOTE)]
    value = getattr(district, sheet.attribute)
    cells = _cells(sheet, value, language)
    names = [(c.label.text(language), c.note.text(language)) for c in sheet.columns]
    return [header, *([n, cell, note] for (n, note), cell in zip(names, cells, strict=True))]
