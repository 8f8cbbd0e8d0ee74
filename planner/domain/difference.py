"""What differs between two districts, by table, row and field, and how one becomes the other.

A difference is a value that can be applied to a third district, too: that is how a change of one
row goes on top of what somebody else has changed meanwhile.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from planner.domain.district import District
from planner.errors import Conflict

Key = tuple[Any, ...]

KEYS: Mapping[str, tuple[str, ...]] = {
    "settings": (),
    "communes": ("code",),
    "places": ("id",),
    "villages": ("id",),
    "outline": ("order",),
    "segments": ("id",),
    "weak_points": ("id",),
    "speeds": ("surface", "vehicle_class"),
    "rain_rules": ("target",),
    "climate": ("month",),
    "services": ("id",),
    "topics": ("id",),
    "demands": ("village", "service"),
    "teams": ("id",),
    "members": ("id",),
    "kits": ("id",),
    "lodgings": ("place",),
    "almanac": ("id",),
    "tasks": ("id",),
    "phrases": ("language", "text"),
    "guarantees": ("id",),
}
"""The fields by which a row of each table is known, shared by no two rows; settings are one row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One row before and after: None before if it was added, None after if it was removed."""

    table: str
    key: Key
    before: Any
    after: Any

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields whose values differ, of a row that was there before and is after."""
        if self.before is None or self.after is None:
            return ()
        names = (f.name for f in fields(self.before))
        return tuple(n for n in names if getattr(self.before, n) != getattr(self.after, n))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All changes from one district to another, by table in the district's order.

    ``orders`` has the keys of each table whose rows also stand in another order, which is how
    teams, services and the like are listed.
    """

    changes: tuple[RowChange, ...] = ()
    orders: tuple[tuple[str, tuple[Key, ...]], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes or self.orders)

    def of(self, table: str) -> tuple[RowChange, ...]:
        """Return the changes of one table."""
        return tuple(c for c in self.changes if c.table == table)


def rows_by_key(district: District, table: str) -> dict[Key, Any]:
    """Return the rows of a table by their keys, in order."""
    found = getattr(district, table)
    rows = found if isinstance(found, tuple) else (found,)
    return {key_of(table, row): row for row in rows}


def key_of(table: str, row: Any) -> Key:
    """Return the key of a row."""
    return tuple(getattr(row, field) for field in KEYS[table])


def difference(before: District, after: District) -> Difference:
    """Return what turns ``before`` into ``after``; empty if they are equal."""
    changes, orders = [], []
    for table in KEYS:
        old, new = rows_by_key(before, table), rows_by_key(after, table)
        changes += [
            RowChange(table=table, key=key, before=old.get(key), after=new.get(key))
            for key in dict.fromkeys((*old, *new))
            if old.get(key) != new.get(key)
        ]
        if list(new) != [*(k for k in old if k in new), *(k for k in new if k not in old)]:
            orders.append((table, tuple(new)))
    return Difference(changes=tuple(changes), orders=tuple(orders))


def applied(district: District, change: Difference) -> District:
    """Return ``district`` with a difference carried out, whatever else it has.

    Raises
    ------
    Conflict
        If a row is neither as it was before the change nor as it is after: somebody else has
        changed it. Carries the row changes as ours, and those rows as they are now as theirs.
    """
    tables: dict[str, dict[Key, Any]] = {}
    stale = []
    for one in change.changes:
        rows = tables.setdefault(one.table, rows_by_key(district, one.table))
        now = rows.get(one.key)
        if now not in (one.before, one.after):
            stale.append((one, now))
        elif one.after is None:
            rows.pop(one.key, None)
        else:
            rows[one.key] = one.after
    if stale:
        ours, theirs = zip(*stale, strict=True)
        raise Conflict("rows were changed meanwhile", ours=ours, theirs=theirs)
    for table, order in change.orders:
        rows = tables.get(table, rows_by_key(district, table))
        tables[table] = _in_order(rows, order)
    return replace(district, **{t: _column(t, rows.values()) for t, rows in tables.items()})


def _in_order(rows: dict[Key, Any], order: Iterable[Key]) -> dict[Key, Any]:
    """Return the rows in an order; those that it does not know come last, as they stood."""
    first = {key: rows[key] for key in order if key in rows}
    return first | rows


def _column(table: str, rows: Iterable[Any]) -> Any:
    return tuple(rows) if KEYS[table] else next(iter(rows))
