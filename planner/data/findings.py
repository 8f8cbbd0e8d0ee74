"""Remembers what was worked out from a plan and the weather as it was known: advice, repairs.

A finding is kept for a plan and for the newest line of the weather's ledger that it knew of: once
somebody says more, it is old. Of several the newest counts.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from sqlalchemy import select

from planner.data.database import failing_as_storage, reading, writing
from planner.data.documents import Document
from planner.data.schema import findings
from planner.data.store import Store

T = TypeVar("T")


class Kind(StrEnum):
    """What was worked out."""

    ADVICE = "advice"
    REPAIR = "repair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T]):
    """A finding; ``weather`` is the number of the newest line of the ledger that it knew of."""

    id: int
    plan_id: int
    weather: int
    found_at: datetime
    said: T


def add_finding(
    store: Store, kind: Kind, said: object, *, plan_id: int, weather: int, at: datetime
) -> int:
    """Return the number of a new finding about a plan."""
    document = Document.of(said)
    values = {
        "kind": kind.value,
        "plan_id": plan_id,
        "weather": weather,
        "found_at": at,
        "sha256": document.sha256,
        "document": document.text,
    }
    with failing_as_storage(store.path), writing(store.engine) as connection:
        added = findings.insert().values(**values).returning(findings.c.id)
        return int(connection.execute(added).scalar_one())


def newest_finding(store: Store, kind: Kind, of: type[T], *, plan_id: int) -> Found[T] | None:
    """Return the newest finding of a kind about a plan, None without one."""
    asked = (
        select(findings)
        .where(findings.c.kind == kind.value, findings.c.plan_id == plan_id)
        .order_by(findings.c.id.desc())
        .limit(1)
    )
    with failing_as_storage(store.path), reading(store.engine) as connection:
        row = connection.execute(asked).first()
    if row is None:
        return None
    return Found(
        id=row.id,
        plan_id=row.plan_id,
        weather=row.weather,
        found_at=row.found_at,
        said=Document(row.document, row.sha256).value(of),
    )
