"""A sheet with one field per row (settings): name, value, note."""

from collections.abc import Mapping

from planner.data.advice import hint
from planner.data.cells import Found, read_cell, to_text
from planner.data.grid import Grid, is_blank
from planner.data.headers import Rows, find_heads, headless, missing_column, split
from planner.data.sheets.declare import REQUIRED, Column, Sheet
from planner.data.sheets.figures import NAME, NOTE, VALUE
from planner.data.sheets.words import plain
from planner.data.table import Table, bear
from planner.errors import BadData


def read_upright(sheet: Sheet, grid: Grid) -> Table:
    """Return the table of a sheet with one field per row: name, value, note."""
    header, body = split(grid)
    known = [("name", NAME), ("value", VALUE), ("note", NOTE)]
    heads, faults = find_heads(grid, header, known)
    faults += headless(grid, header, body)
    lost = [(f, label) for f, label in known[:2] if f not in heads]
    if lost:
        faults += [missing_column(grid, header, f, label) for f, label in lost]
        return Table(sheet=sheet, rows=(), faults=tuple(faults), complete=False)
    cells, wrong = _cells(sheet, grid, heads, body)
    end = grid.address(body[-1][0] + 1 if body else 2, heads["name"])
    found = {c.field: _read(c, cells, typed=grid.typed) for c in sheet.columns}
    places = {c.field: cells.get(c.field, (end, None))[0] for c in sheet.columns}
    row, refused = bear(sheet, found, places)
    return Table(sheet=sheet, rows=(row,), faults=(*faults, *wrong, *refused))


def _read(column: Column, cells: Mapping[str, tuple[str, object]], *, typed: bool) -> Found:
    if column.field in cells:
        return read_cell(column, cells[column.field][1], typed=typed)
    if column.default is not REQUIRED:
        return Found(column.default)
    return Found(faults=[BadData("missing_setting", field=column.field, label=column.label)])


def _cells(
    sheet: Sheet, grid: Grid, heads: Mapping[str, int], body: Rows
) -> tuple[dict[str, tuple[str, object]], list[BadData]]:
    """Return address and raw value by field, and the names that are unknown or twice there."""
    spelled = {plain(n): c.field for c in sheet.columns for n in (*c.label, c.field)}
    cells: dict[str, tuple[str, object]] = {}
    faults = []
    for number, row in body:
        name, raw = (row[i] if i < len(row) else None for i in (heads["name"], heads["value"]))
        where = grid.address(number, heads["name"])
        field = spelled.get(plain(to_text(name)))
        if is_blank((name, raw)):
            continue
        if field is None:
            near = hint(to_text(name), [n for c in sheet.columns for n in c.label])
            faults.append(BadData("unknown_setting", value=to_text(name), where=where, hint=near))
        elif field in cells:
            faults.append(_twice(sheet.column(field), where, cells[field][0]))
        else:
            cells[field] = grid.address(number, heads["value"]), raw
    return cells, faults


def _twice(column: Column, where: str, first: str) -> BadData:
    return BadData(
        "duplicate_setting", field=column.field, where=where, label=column.label, first=first
    )
