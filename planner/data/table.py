"""One sheet read: headers recognised, cells read, values born; every fault with its address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from itertools import islice
from typing import Any

from planner.data.cells import UNREAD, Found, canonical, read_cell, to_text
from planner.data.grid import MAX_ROWS, Grid, is_blank
from planner.data.sheets.declare import REQUIRED, Column, Kind, Sheet
from planner.data.sheets.figures import NAME, NOTE, VALUE
from planner.data.sheets.words import plain
from planner.errors import BadData, BadFile
from planner.messages import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: what could be read of it, and where each field stands.

    ``values`` has no entry for a field that could not be read. ``born`` is the domain value, None
    if anything is wrong with the row.
    """

    sheet: Sheet
    values: Mapping[str, Any]
    places: Mapping[str, str]
    born: Any = None

    def where(self, field: str) -> str:
        """Return the address of a field's cell, of the first cell if there is no such column."""
        return self.places.get(field) or next(iter(self.places.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet read. ``complete`` is false if a sheet, a column or rows of it are missing."""

    sheet: Sheet
    rows: tuple[Row, ...]
    faults: tuple[BadData, ...]
    complete: bool = True


def read_table(sheet: Sheet, grid: Grid) -> Table:
    """Return the rows of one sheet and everything that is wrong within them."""
    if sheet.upright:
        return _read_upright(sheet, grid)
    header, body = _split(grid)
    heads, faults = _heads(grid, header, [(c.field, c.label) for c in sheet.columns])
    missing = [c for c in sheet.columns if c.field not in heads and c.default is REQUIRED]
    faults += [_missing_column(grid, header, c.field, c.label) for c in missing]
    faults += _headless(grid, header, body)
    rows = []
    for number, cells in body[:MAX_ROWS]:
        row, wrong = _read_row(sheet, grid, heads, number, cells)
        rows.append(row)
        faults += wrong
    faults += [_too_many(grid)] if grid.cut else []
    complete = not missing and not grid.cut
    return Table(sheet=sheet, rows=tuple(rows), faults=tuple(faults), complete=complete)


def hint(text: str, known: list[str]) -> Words:
    """Return the advice to use the known word that looks most like ``text``, empty if none does."""
    near = get_close_matches(text, known, n=1)
    return Words(f"\nCó lẽ: {near[0]}", f"\nMaybe {near[0]}") if near else Words("", "")


def _split(grid: Grid) -> tuple[tuple[object, ...], tuple[tuple[int, tuple[object, ...]], ...]]:
    if grid.rows and grid.rows[0][0] == 1:
        return grid.rows[0][1], grid.rows[1:]
    return (), grid.rows


def _heads(
    grid: Grid, header: tuple[object, ...], known: list[tuple[str, Words]]
) -> tuple[dict[str, int], list[BadData]]:
    """Return the column index of each field, and the headers that are unknown or twice there."""
    spelled = {plain(name): field for field, label in known for name in (*label, field)}
    labels = dict(known)
    heads: dict[str, int] = {}
    faults = []
    for index, cell in enumerate(header):
        field = spelled.get(plain(str(cell)))
        where = grid.address(1, index)
        if is_blank((cell,)):
            continue
        if field is None:
            text = canonical(str(cell))
            near = hint(text, [name for label in labels.values() for name in label])
            faults.append(BadData("unknown_column", value=text, where=where, hint=near))
        elif field in heads:
            first = grid.address(1, heads[field])
            told = BadData("duplicate_column", field=field, where=where, first=first)
            faults.append(told.at(where, labels[field]))
        else:
            heads[field] = index
    return heads, faults


def _missing_column(grid: Grid, header: tuple[object, ...], field: str, label: Words) -> BadData:
    """Return the fault at the first free header cell: there the column would go."""
    where = grid.address(1, len(header))
    return BadData("missing_column", field=field, where=where, label=label)


def _headless(
    grid: Grid, header: tuple[object, ...], body: tuple[tuple[int, tuple[object, ...]], ...]
) -> list[BadData]:
    """Return a fault for the first content under each column without a header."""
    seen: dict[int, BadData] = {}
    for number, cells in body:
        for index, cell in enumerate(cells):
            headed = index < len(header) and not is_blank((header[index],))
            if not headed and index not in seen and not is_blank((cell,)):
                where = grid.address(number, index)
                seen[index] = BadData("no_header", value=str(cell), where=where)
    return list(seen.values())


def _too_many(grid: Grid) -> BadData:
    number = grid.rows[-1][0]
    return BadData("too_many_rows", where=grid.address(number, 0), limit=MAX_ROWS)


def _read_row(
    sheet: Sheet, grid: Grid, heads: Mapping[str, int], number: int, cells: tuple[object, ...]
) -> tuple[Row, list[BadData]]:
    places = {field: grid.address(number, index) for field, index in heads.items()}
    found: dict[str, Found] = {}
    for column in sheet.columns:
        if column.field in heads:
            index = heads[column.field]
            raw = cells[index] if index < len(cells) else None
            found[column.field] = read_cell(column, raw, typed=grid.typed)
        else:
            found[column.field] = _absent(column)
    return bear(sheet, found, places or {"": grid.address(number, 0)})


def _absent(column: Column) -> Found:
    return Found() if column.default is REQUIRED else Found(column.default)


def bear(
    sheet: Sheet, found: Mapping[str, Found], places: Mapping[str, str]
) -> tuple[Row, list[BadData]]:
    """Return the row with its domain value, and the faults of its cells and of the value."""
    values = {field: f.value for field, f in found.items() if f.value is not UNREAD}
    row = Row(sheet=sheet, values=values, places=places)
    faults = [x.at(row.where(field)) for field, f in found.items() for x in f.faults]
    born, wrong = _birth(sheet, values)
    faults += [_placed(row, fault) for fault in wrong]
    return Row(sheet=sheet, values=values, places=places, born=born), faults


def _placed(row: Row, fault: BadData) -> BadData:
    """Return a domain fault with its cell, fields called as people call them."""
    labels = {c.field: c.label for c in row.sheet.columns}
    other = fault.facts.get("other")
    facts = {"other": labels[other]} if other in labels else {}
    return fault.at(row.where(fault.field), labels.get(fault.field), **facts)


def _birth(sheet: Sheet, values: Mapping[str, Any]) -> tuple[Any, list[BadData]]:
    """Return the domain value, or what its rules say against it.

    Where cells could not be read, values stand in for them; a fault counts if it shows whatever
    stands there, so that nothing is held against a cell because of its neighbour's fault.
    """
    unread = [c for c in sheet.columns if c.field not in values]
    if not unread:
        return _refusals(sheet, values)
    trials = []
    for turn in range(max(len(_stand_ins(c)) for c in unread)):
        guesses = {c.field: _stand_ins(c)[turn % len(_stand_ins(c))] for c in unread}
        trials.append(_refusals(sheet, {**values, **guesses})[1])
    always = [
        fault
        for fault in trials[0]
        if fault.field in values
        and all(_has_like(fault, trial) for trial in islice(trials, 1, None))
    ]
    return None, always


def _has_like(fault: BadData, trial: list[BadData]) -> bool:
    return any((fault.code, fault.field) == (other.code, other.field) for other in trial)


def _refusals(sheet: Sheet, values: Mapping[str, Any]) -> tuple[Any, list[BadData]]:
    try:
        return sheet.domain(**values), []
    except BadFile as refused:
        return None, list(_flat(refused))


def _flat(refused: BadFile) -> Iterator[BadData]:
    for fault in refused.exceptions:
        if isinstance(fault, BadData):
            yield fault


_EXTREMES: dict[Kind, tuple[Any, ...]] = {
    Kind.TEXT: ("?",),
    Kind.WHOLE: (0, 10**9),
    Kind.NUMBER: (0.0, 1e9),
    Kind.DATE: (date.min, date.max),
    Kind.TIME: (time.min, time.max),
}


def _stand_ins(column: Column) -> tuple[Any, ...]:
    ones = tuple(column.words.words) if column.words else _EXTREMES[column.kind]
    return tuple((one,) for one in ones) if column.many else ones


def _read_upright(sheet: Sheet, grid: Grid) -> Table:
    """Return the table of a sheet with one field per row: name, value, note."""
    header, body = _split(grid)
    known = [("name", NAME), ("value", VALUE), ("note", NOTE)]
    heads, faults = _heads(grid, header, known)
    lost = [(f, label) for f, label in known[:2] if f not in heads]
    if lost:
        faults += [_missing_column(grid, header, f, label) for f, label in lost]
        return Table(sheet=sheet, rows=(), faults=tuple(faults), complete=False)
    faults += _headless(grid, header, body)
    cells, wrong = _settings(sheet, grid, heads, body)
    faults += wrong
    found, places = {}, {}
    end = grid.address(body[-1][0] + 1 if body else 2, heads["name"])
    for column in sheet.columns:
        places[column.field], raw = cells.get(column.field, (end, None))
        here = column.field in cells
        found[column.field] = (
            read_cell(column, raw, typed=grid.typed) if here else _missing_setting(column)
        )
    row, wrong = bear(sheet, found, places)
    return Table(sheet=sheet, rows=(row,), faults=(*faults, *wrong))


def _missing_setting(column: Column) -> Found:
    if column.default is not REQUIRED:
        return Found(column.default)
    return Found(faults=[BadData("missing_setting", field=column.field, label=column.label)])


def _settings(
    sheet: Sheet,
    grid: Grid,
    heads: Mapping[str, int],
    body: tuple[tuple[int, tuple[object, ...]], ...],
) -> tuple[dict[str, tuple[str, object]], list[BadData]]:
    """Return address and raw value by field, and the names that are unknown or twice there."""
    spelled = {plain(n): c.field for c in sheet.columns for n in (*c.label, c.field)}
    cells: dict[str, tuple[str, object]] = {}
    faults = []
    for number, row in body:
        name, raw = (row[i] if i < len(row) else None for i in (heads["name"], heads["value"]))
        where = grid.address(number, heads["name"])
        field = spelled.get(plain(to_text(name)))
        if field is None:
            near = hint(str(name), [n for c in sheet.columns for n in c.label])
            faults.append(BadData("unknown_setting", value=to_text(name), where=where, hint=near))
        elif field in cells:
            label, first = sheet.column(field).label, cells[field][0]
            facts = {"first": first}
            faults.append(BadData("duplicate", value="", where=where, label=label, **facts))
        else:
            cells[field] = grid.address(number, heads["value"]), raw
    return cells, faults
