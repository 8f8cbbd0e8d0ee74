"""Remembers which announcements were made, and what people were told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from planner.data.database import failing_as_storage, reading, writing
from planner.data.schema import announced
from planner.data.store import Store
from planner.domain.announcement import Duty


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """That a duty was done at ``at``; ``stale`` if people were told other hours than now hold."""

    at: datetime
    stale: bool


def note_announced(store: Store, duties: Iterable[Duty], *, done: bool, at: datetime) -> None:
    """Note that duties are done as they stand now, or that they are not after all."""
    rows = [{"duty": one.name, "said": one.said, "done": done, "at": at} for one in duties]
    if rows:
        with failing_as_storage(store.path), writing(store.engine) as connection:
            connection.execute(announced.insert(), rows)


def list_announced(store: Store, duties: Sequence[Duty]) -> dict[str, Noted]:
    """Return which of these duties were noted as done, by name."""
    said = {one.name: one.said for one in duties}
    asked = select(announced).where(announced.c.duty.in_(said)).order_by(announced.c.id)
    with failing_as_storage(store.path), reading(store.engine) as connection:
        rows = connection.execute(asked).all()
    newest = {row.duty: row for row in rows}
    return {
        name: Noted(at=row.at, stale=row.said != said[name])
        for name, row in newest.items()
        if row.done
    }
