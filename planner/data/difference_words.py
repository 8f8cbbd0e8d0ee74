"""A difference of two districts in the field's words: names for ids, old and new values."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from planner.data.naming import SHEET_OF, label_of, row_name, value_said
from planner.domain.difference import KEYS, Difference, RowChange
from planner.domain.district import District
from planner.messages import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSaid:
    """One field of a row that differs."""

    label: Words
    before: Words
    after: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSaid:
    """What differs in one table; ``changed`` has the name of each row with its fields."""

    key: str
    name: Words
    added: tuple[Words, ...]
    removed: tuple[Words, ...]
    changed: tuple[tuple[Words, tuple[FieldSaid, ...]], ...]
    reordered: bool


def difference_said(before: District, after: District, found: Difference) -> tuple[TableSaid, ...]:
    """Return what differs, by table in the workbook's order; tables without a change are left out.

    ``found`` is the difference from ``before`` to ``after``.
    """
    reordered = {table for table, _ in found.orders}
    return tuple(
        _table(before, after, table, found.of(table), table in reordered)
        for table in KEYS
        if found.of(table) or table in reordered
    )


def fields_said(before: District, after: District, change: RowChange) -> tuple[FieldSaid, ...]:
    """Return the fields that a change alters, in the workbook's order."""
    return tuple(
        FieldSaid(
            label=label_of(column),
            before=value_said(before, column, getattr(change.before, column.field)),
            after=value_said(after, column, getattr(change.after, column.field)),
        )
        for column in SHEET_OF[change.table].columns
        if column.field in change.fields
    )


def _table(
    before: District,
    after: District,
    table: str,
    changes: tuple[RowChange, ...],
    reordered: bool,
) -> TableSaid:
    added = [c.after for c in changes if c.before is None]
    removed = [c.before for c in changes if c.after is None]
    return TableSaid(
        key=table,
        name=SHEET_OF[table].name,
        added=tuple(_names(after, table, added)),
        removed=tuple(_names(before, table, removed)),
        changed=tuple(
            (row_name(before, table, c.before), fields_said(before, after, c))
            for c in changes
            if c.fields
        ),
        reordered=reordered,
    )


def _names(district: District, table: str, rows: list[Any]) -> Iterator[Words]:
    return (row_name(district, table, row) for row in rows)
