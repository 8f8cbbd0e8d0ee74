"""Single rows typed into a form: read and judged by the very rules by which a workbook is read.

A form's texts become a row as a line of CSV does; then the whole district is looked over with the
row in its place, so that what refers to it, or has its name already, is told as well.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.data.cells import LIST_SEPARATOR, Found, read_cell, to_cell, to_text
from planner.data.naming import NOTHING, SHEET_OF, row_name
from planner.data.references import faults_between
from planner.data.rows import row_faults
from planner.data.sheets import SHEETS
from planner.data.sheets.declare import Column, Kind
from planner.data.table import Row, Table, bear
from planner.domain.difference import KEYS, Key, RowChange, key_of
from planner.domain.district import District
from planner.errors import BadData
from planner.messages import Words

_HERE, _THERE = "edit", "row"
_DAY_MONTH_YEAR = re.compile(r"\b([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One row of a form: ``read`` is None if the row is to go, ``before`` None if it is new."""

    table: str
    key: Key
    before: Any
    read: Row | None
    faults: tuple[BadData, ...] = ()

    @property
    def change(self) -> RowChange:
        """The change of the district, once nothing is wrong with the row."""
        after = self.read.born if self.read else None
        return RowChange(table=self.table, key=self.key, before=self.before, after=after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One fault of a form.

    It stands beside ``field`` of edit number ``edit``; if that is None, it is a fault of another
    row: of ``table``, called ``name``.
    """

    fault: BadData
    edit: int | None = None
    field: str = ""
    table: str = ""
    name: Words = NOTHING


def texts_of(table: str, row: Any) -> dict[str, str]:
    """Return the row as a form shows it, by field: what ``read_edit`` would read back."""
    return {c.field: _text(c, getattr(row, c.field)) for c in SHEET_OF[table].columns}


def _text(column: Column, value: Any) -> str:
    if column.words and not column.many:
        return str(value)
    if column.kind is Kind.DATE and value:
        days = value if column.many else (value,)
        return LIST_SEPARATOR.join(f"{day:%d/%m/%Y}" for day in days)
    text = to_text(to_cell(column, value, "vi"))
    return text.removesuffix(".0") if isinstance(value, float) else text


def read_edit(
    table: str, texts: Mapping[str, str], *, number: int = 0, key: Key = (), before: Any = None
) -> Edit:
    """Return what a form's texts say of one row, and what is wrong with them.

    Fields without a text keep their value, or in a new row have the domain's own; those of the key
    are set by it.
    """
    sheet = SHEET_OF[table]
    set_by_key = dict(zip(KEYS[table], key, strict=False))
    found = {c.field: _found(c, texts, set_by_key, before) for c in sheet.columns}
    places = {c.field: _spot(_HERE, number, c.field) for c in sheet.columns}
    row, faults = bear(sheet, found, places)
    return Edit(table=table, key=key, before=before, read=row, faults=tuple(faults))


def read_text(column: Column, text: str) -> Found:
    """Return the value of one text of a form, and what is wrong with it."""
    if column.kind is Kind.DATE:
        text = _DAY_MONTH_YEAR.sub(_iso, text)  # as people write days, and as forms show them
    return read_cell(column, text, typed=False)


def _iso(day: re.Match[str]) -> str:
    return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"


def _found(
    column: Column, texts: Mapping[str, str], set_by_key: Mapping[str, Any], before: Any
) -> Found:
    if column.field in set_by_key:
        return Found(set_by_key[column.field])
    if column.field in texts:
        return read_text(column, texts[column.field])
    if before is not None:
        return Found(getattr(before, column.field))
    return read_cell(column, None, typed=False)


def faults_of(district: District, edits: Sequence[Edit]) -> tuple[Told, ...]:
    """Return everything that would be wrong with the district after the edits and was not before.

    Faults beside a field of the form come first, then those of other rows.
    """
    found = [fault for edit in edits for fault in edit.faults]
    found += _between(district, edits)
    once = {(f.where, f.code, f.field, str(f.value)): f for f in found}
    told = [_told(district, fault) for fault in once.values()]
    elsewhere = [t for t in told if t.edit is None]
    if elsewhere:
        old = {_mark(_told(district, fault)) for fault in _between(district, ())}
        elsewhere = [t for t in elsewhere if _mark(t) not in old]
    return (*(t for t in told if t.edit is not None), *elsewhere)


def new_key(district: District, table: str, prefix: str) -> Key:
    """Return a key that no row of the table has, nor any place or village."""
    taken = {row.id for row in getattr(district, table)} | set(district.place_by_id)
    number = next(n for n in range(1, len(taken) + 2) if f"{prefix}-{n}" not in taken)
    return (f"{prefix}-{number}",)


def _between(district: District, edits: Sequence[Edit]) -> Iterator[BadData]:
    tables = {sheet.key: _table(district, sheet.attribute, edits) for sheet in SHEETS}
    yield from faults_between(tables)
    for table in {edit.table for edit in edits}:
        rows = tuple(e.read for e in edits if e.read and e.table == table)
        yield from row_faults(Table(sheet=SHEET_OF[table], rows=rows, faults=()))


def _table(district: District, table: str, edits: Iterable[Edit]) -> Table:
    sheet = SHEET_OF[table]
    edited = {e.key: e.read for e in edits if e.table == table}
    value = getattr(district, table)
    rows: list[Row] = []
    for number, one in enumerate(value if isinstance(value, tuple) else (value,)):
        key = key_of(table, one)
        row = edited.pop(key) if key in edited else _row(table, number, one)
        rows += [row] if row else []
    rows += [row for row in edited.values() if row]
    return Table(sheet=sheet, rows=tuple(rows), faults=())


def _row(table: str, number: int, value: Any) -> Row:
    sheet = SHEET_OF[table]
    values = {c.field: getattr(value, c.field) for c in sheet.columns}
    place = {"": _spot(_THERE, number, table)}
    return Row(sheet=sheet, values=values, places=place, born=value)


def _spot(kind: str, number: int, name: str) -> str:
    return f"{kind}|{number}|{name}"


def _told(district: District, fault: BadData) -> Told:
    """Return a fault with its place in the form, or the row that has it."""
    where, first = fault.where, fault.facts.get("first", "")
    if first.startswith(_HERE):  # of two alike it is the one in the form that must change
        where, first = first, where
    bare = fault.at("", first=_called(district, first)) if first else fault.at("")
    kind, number, name = where.split("|")
    if kind == _HERE:
        return Told(fault=bare, edit=int(number), field=fault.field or name)
    return Told(fault=bare, table=name, name=_called(district, where))


def _called(district: District, where: str) -> Words:
    kind, number, name = where.split("|")
    if kind == _HERE:
        return Words("biểu mẫu này", "this form")
    value = getattr(district, name)
    return row_name(district, name, value[int(number)] if isinstance(value, tuple) else value)


def _mark(told: Told) -> tuple[object, ...]:
    return told.table, told.name, told.fault.code, told.fault.field, str(told.fault.value)
