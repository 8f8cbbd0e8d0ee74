"""One sheet read: headers recognised, cells read, values born; every fault with its address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import islice
from typing import Any

from planner.data.cells import UNREAD, Found, read_cell
from planner.data.grid import Grid
from planner.data.headers import find_heads, headless, missing_column, split
from planner.data.sheets.declare import REQUIRED, Column, Kind, Sheet
from planner.errors import BadData, BadFile


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
    """One sheet read. ``complete`` is false if columns of it are missing."""

    sheet: Sheet
    rows: tuple[Row, ...]
    faults: tuple[BadData, ...]
    complete: bool = True


def read_table(sheet: Sheet, grid: Grid) -> Table:
    """Return the rows of one sheet and everything that is wrong within them."""
    header, body = split(grid)
    heads, faults = find_heads(grid, header, [(c.field, c.label) for c in sheet.columns])
    missing = [c for c in sheet.columns if c.field not in heads and c.default is REQUIRED]
    faults += [missing_column(grid, header, c.field, c.label) for c in missing]
    faults += headless(grid, header, body)
    rows = []
    for number, cells in body:
        row, wrong = _read_row(sheet, grid, heads, number, cells)
        rows.append(row)
        faults += wrong
    return Table(sheet=sheet, rows=tuple(rows), faults=tuple(faults), complete=not missing)


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
