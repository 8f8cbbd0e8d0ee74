"""Remembers who changed what: what it was before, and what it is after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, select

from planner.data.database import failing_as_storage, reading, writing
from planner.data.schema import audit
from planner.data.store import Store

LONGEST_SUBJECT = 300
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change. ``what`` is a word for it, ``subject`` what people call the thing changed.

    ``before`` and ``after`` are its facts by name, None where it was not there.
    """

    at: datetime
    who: str
    what: str
    subject: str
    before: Facts | None = None
    after: Facts | None = None
    id: int = 0


def facts_of(value: object | None) -> Facts | None:
    """Return the facts of a value, such as a dataclass, by name; None of None."""
    if value is None:
        return None
    plain = msgspec.to_builtins(value)
    return plain if isinstance(plain, dict) else {"value": plain}


def add_entry(store: Store, entry: Entry) -> None:
    """Keep an entry; its id is given by the store."""
    values = {
        "at": entry.at,
        "who": entry.who,
        "what": entry.what,
        "subject": entry.subject[:LONGEST_SUBJECT],
        "before": _written(entry.before),
        "after": _written(entry.after),
    }
    with failing_as_storage(store.path), writing(store.engine) as connection:
        connection.execute(audit.insert().values(**values))


def list_entries(
    store: Store, *, who: str = "", what: str = "", below: int | None = None, most: int = 50
) -> tuple[Entry, ...]:
    """Return entries, the newest first, those of one person or of one kind if asked for.

    ``below`` leaves out all from that id on: the next page begins where one ended.
    """
    asked = select(audit).order_by(audit.c.id.desc()).limit(most)
    asked = asked.where(audit.c.who == who) if who else asked
    asked = asked.where(audit.c.what == what) if what else asked
    asked = asked.where(audit.c.id < below) if below is not None else asked
    with failing_as_storage(store.path), reading(store.engine) as connection:
        return tuple(_entry(row) for row in connection.execute(asked).all())


def audited(store: Store) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who has changed anything, and what kinds of changes there are, each in order."""
    with failing_as_storage(store.path), reading(store.engine) as connection:
        who = connection.scalars(select(audit.c.who).distinct()).all()
        what = connection.scalars(select(audit.c.what).distinct()).all()
    return tuple(sorted(who)), tuple(sorted(what))


def _written(facts: Facts | None) -> str | None:
    return None if facts is None else msgspec.json.encode(facts).decode()


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        id=row.id,
        at=row.at,
        who=row.who,
        what=row.what,
        subject=row.subject,
        before=_read(row.before),
        after=_read(row.after),
    )


def _read(text: str | None) -> Facts | None:
    return None if text is None else msgspec.json.decode(text, type=dict[str, Any])
