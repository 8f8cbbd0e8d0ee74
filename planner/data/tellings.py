"""Remembers who was told of a revision by telephone: the ticks on its call list."""

from datetime import datetime

from sqlalchemy import select

from planner.data.database import failing_as_storage, reading, writing
from planner.data.schema import revisions, tellings
from planner.data.store import Store
from planner.errors import NotFound


def add_telling(store: Store, revision: int, feed: str, *, told: bool, at: datetime) -> None:
    """Note that whoever reads a feed was told of a revision, or that they were not after all.

    Raises
    ------
    NotFound
        If there is no such revision.
    """
    with failing_as_storage(store.path), writing(store.engine) as connection:
        asked = select(revisions.c.number).where(revisions.c.number == revision)
        if connection.scalar(asked) is None:
            raise NotFound(f"no revision {revision}").saying("no_such_revision", number=revision)
        values = {"revision": revision, "feed": feed, "told": told, "at": at}
        connection.execute(tellings.insert().values(**values))


def list_told(store: Store, revision: int) -> dict[str, datetime]:
    """Return when those who were told of a revision were, by the key of their feed."""
    asked = select(tellings).where(tellings.c.revision == revision).order_by(tellings.c.id)
    with failing_as_storage(store.path), reading(store.engine) as connection:
        rows = connection.execute(asked).all()
    newest = {row.feed: row for row in rows}
    return {feed: row.at for feed, row in newest.items() if row.told}
