"""Remembers reports of sessions, and which of them count; nothing is ever changed."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from planner.data.database import failing_as_storage, reading, writing
from planner.data.documents import Document
from planner.data.schema import imports, outcomes, revisions, rulings
from planner.data.store import Store
from planner.domain.outcome import Outcome, Received, Ruling
from planner.errors import Conflict, NotFound


def add_outcomes(store: Store, told: Sequence[Outcome], *, at: datetime) -> tuple[str, ...]:
    """Return those of some reports that were new, by their codes; all are kept, or none.

    A report that is here already is left as it is.

    Raises
    ------
    Conflict
        If a report has the code of another one; carries both.
    """
    with failing_as_storage(store.path), writing(store.engine) as connection:
        return tuple(o.report for o in told if _add_once(connection, o, at))


def list_outcomes(store: Store, *, until: datetime | None = None) -> tuple[Received, ...]:
    """Return all reports, in the order of their days; ``until``: those that had come by then."""
    asked = select(outcomes).order_by(outcomes.c.day, outcomes.c.session, outcomes.c.report)
    if until is not None:
        asked = asked.where(outcomes.c.received_at <= until)
    with failing_as_storage(store.path), reading(store.engine) as connection:
        rows = connection.execute(asked).all()
    return tuple(_received(row) for row in rows)


def add_ruling(store: Store, ruling: Ruling) -> None:
    """Note which report of an occasion counts.

    Raises
    ------
    Conflict
        If more reports of it have come than the ruling is about.
    NotFound
        If the report is none of the occasion's.
    """
    asked = select(outcomes.c.report).where(
        outcomes.c.session == ruling.session, outcomes.c.day == ruling.day
    )
    with failing_as_storage(store.path), writing(store.engine) as connection:
        known = set(connection.scalars(asked))
        if ruling.report not in known:
            raise NotFound(f"no report {ruling.report}").saying(
                "no_such_report", value=ruling.report
            )
        if known != set(ruling.among):
            raise Conflict(
                "more reports have come", ours=ruling.among, theirs=tuple(sorted(known))
            ).saying("more_reports")
        values = {
            "session": ruling.session,
            "day": ruling.day,
            "report": ruling.report,
            "among": json.dumps(sorted(ruling.among)),
            "at": ruling.at,
        }
        connection.execute(rulings.insert().values(**values))


def list_rulings(store: Store, *, until: datetime | None = None) -> tuple[Ruling, ...]:
    """Return all rulings, oldest first; ``until``: those made by then."""
    asked = select(rulings).order_by(rulings.c.id)
    if until is not None:
        asked = asked.where(rulings.c.at <= until)
    with failing_as_storage(store.path), reading(store.engine) as connection:
        rows = connection.execute(asked).all()
    return tuple(
        Ruling(
            session=row.session,
            day=row.day,
            report=row.report,
            among=tuple(json.loads(row.among)),
            at=row.at,
        )
        for row in rows
    )


def published_plans(store: Store) -> tuple[int, ...]:
    """Return the ids of the plans that were published, the one published last first."""
    asked = select(revisions.c.plan_id).order_by(revisions.c.number.desc())
    with failing_as_storage(store.path), reading(store.engine) as connection:
        return tuple(dict.fromkeys(connection.scalars(asked)))


def outcomes_version(store: Store) -> tuple[int, int, int]:
    """Return what changes with every report, ruling and import of a district."""
    counts = [select(func.count()).select_from(t) for t in (outcomes, rulings, imports)]
    with failing_as_storage(store.path), reading(store.engine) as connection:
        found = [int(connection.scalar(count) or 0) for count in counts]
    return found[0], found[1], found[2]


def demand_since(store: Store, *, until: datetime | None = None) -> dict[tuple[str, str], datetime]:
    """Return since when each figure of demand stands as it is now, by (village, service).

    Whoever wrote the figure knew what had been reported by then: it counts the people left after
    that. Importing the same figure again, for the sake of another sheet, does not make it newer.
    """
    asked = select(imports).order_by(imports.c.id.desc())
    if until is not None:
        asked = asked.where(imports.c.imported_at <= until)
    with failing_as_storage(store.path), reading(store.engine) as connection:
        rows = connection.execute(asked).all()
    since: dict[tuple[str, str], datetime] = {}
    newest: dict[tuple[str, str], int] = {}
    open_: set[tuple[str, str]] = set()
    for number, row in enumerate(rows):
        demands = store.get_district(row.district_id).demands
        figures = {(d.village, d.service): d.people for d in demands}
        if number == 0:
            newest, open_ = figures, set(figures)
        open_ = {key for key in open_ if figures.get(key) == newest[key]}
        since |= dict.fromkeys(open_, row.imported_at)
        if not open_:
            break
    return since


def _add_once(connection: Connection, told: Outcome, at: datetime) -> bool:
    document = Document.of(told)
    row = connection.execute(select(outcomes).where(outcomes.c.report == told.report)).first()
    if row is not None:
        if row.sha256 != document.sha256:
            _refuse_other(row, told)
        return False
    values = {
        "report": told.report,
        "session": told.session,
        "day": told.day,
        "received_at": at,
        "sha256": document.sha256,
        "document": document.text,
    }
    connection.execute(outcomes.insert().values(**values))
    return True


def _refuse_other(row: Row[Any], told: Outcome) -> None:
    """Refuse a report whose code another one has; when it was told may differ."""
    known = _received(row).outcome
    if known.key == told.key and known.agrees(told):
        return
    raise Conflict(f"report {told.report} is another one", ours=told, theirs=known).saying(
        "report_changed", value=told.report
    )


def _received(row: Row[Any]) -> Received:
    return Received(
        outcome=Document(row.document, row.sha256).value(Outcome), received_at=row.received_at
    )
