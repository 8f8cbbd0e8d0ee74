"""Remembers drafts, each version of them: what was undone, kept or discarded can still be seen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select

from planner.data.database import failing_as_storage, reading, writing
from planner.data.documents import Document
from planner.data.schema import completions, drafts, plans
from planner.data.store import Store
from planner.domain.draft import (
    Add,
    Completed,
    Draft,
    Drop,
    Move,
    Pin,
    Status,
    Step,
    Unpin,
    step_text,
)
from planner.domain.plan import Plan
from planner.errors import Conflict, NotFound

STEPS: dict[str, type[Step]] = {
    "move": Move,
    "drop": Drop,
    "add": Add,
    "pin": Pin,
    "unpin": Unpin,
    "complete": Completed,
}
"""What a step is called in a document."""
NAMES = {kind: name for name, kind in STEPS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDraft:
    """A draft by its number, as it was from ``changed_at`` on; versions count from 1."""

    number: int
    version: int
    changed_at: datetime
    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A plan that a draft was completed to, and the import of the district that it was made for."""

    district_id: int
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A draft as its document has it: each step is an object that says its kind."""

    base: int
    steps: tuple[dict[str, Any], ...]
    count: int
    status: Status
    kept_as: int | None


def draft_document(draft: Draft) -> Document:
    """Return the document of a draft."""
    steps = tuple({"kind": NAMES[type(step)], **msgspec.to_builtins(step)} for step in draft.steps)
    return Document.of(
        _Written(
            base=draft.base,
            steps=steps,
            count=draft.count,
            status=draft.status,
            kept_as=draft.kept_as,
        )
    )


def read_draft(document: Document) -> Draft:
    """Return the draft of a document.

    Raises
    ------
    StorageError
        If it is damaged.
    """
    written = document.value(_Written)
    return Draft(
        base=written.base,
        steps=tuple(_step(step) for step in written.steps),
        count=written.count,
        status=written.status,
        kept_as=written.kept_as,
    )


def _step(written: dict[str, Any]) -> Step:
    step: Step = msgspec.convert(written, type=STEPS[written["kind"]])
    return step


def add_draft(store: Store, base: int, *, at: datetime) -> StoredDraft:
    """Return a new draft of a plan, at its first version.

    Raises
    ------
    NotFound
        If there is no such plan.
    """
    with failing_as_storage(store.path), writing(store.engine) as connection:
        if connection.scalar(select(plans.c.id).where(plans.c.id == base)) is None:
            raise NotFound(f"no plan {base}").saying("no_such_plan", number=base)
        number = (connection.scalar(select(func.max(drafts.c.draft))) or 0) + 1
        return _write(connection, number, 1, Draft(base=base), at)


def change_draft(
    store: Store, number: int, changed: Draft, *, expected: int, at: datetime
) -> StoredDraft:
    """Return the next version of a draft, made from version ``expected``.

    Raises
    ------
    Conflict
        If it is at another version: somebody has changed it since the caller looked. Carries both
        drafts.
    NotFound
        If there is no such draft, or it has ended.
    """
    with failing_as_storage(store.path), writing(store.engine) as connection:
        now = _newest(connection, number)
        refuse_stale(now, changed, expected)
        return _write(connection, number, expected + 1, changed, at)


def refuse_stale(now: StoredDraft, changed: Draft, expected: int) -> None:
    """Refuse a change that was made of another version than the newest, or of what has ended.

    Raises
    ------
    Conflict
        With both drafts.
    NotFound
        If the draft has ended.
    """
    if now.version == expected:
        if now.draft.status is not Status.OPEN:
            raise NotFound(f"draft {now.number} has ended").saying("draft_ended", number=now.number)
        return
    raise Conflict(
        f"draft {now.number} is at version {now.version}, not {expected}",
        ours=changed,
        theirs=now.draft,
    ).saying(
        "draft_changed",
        number=now.number,
        ours=expected,
        theirs=now.version,
        our_step=_last(changed),
        their_step=_last(now.draft),
    )


def get_draft(store: Store, number: int | None = None) -> StoredDraft:
    """Return a draft at its newest version; without a number the newest that is open.

    Raises
    ------
    NotFound
        If there is none.
    """
    if number is not None:
        with failing_as_storage(store.path), reading(store.engine) as connection:
            return _newest(connection, number)
    for stored in reversed(list_drafts(store)):
        if stored.draft.status is Status.OPEN:
            return stored
    raise NotFound("no draft is open").saying("no_draft")


def list_drafts(store: Store) -> tuple[StoredDraft, ...]:
    """Return all drafts at their newest versions, oldest first."""
    newest = select(drafts.c.draft, func.max(drafts.c.version)).group_by(drafts.c.draft)
    with failing_as_storage(store.path), reading(store.engine) as connection:
        rows = connection.execute(newest.order_by(drafts.c.draft)).all()
        return tuple(_newest(connection, row[0]) for row in rows)


def add_completion(store: Store, plan: Plan, *, district_id: int) -> int:
    """Return the number under which a plan that a draft was completed to is remembered."""
    document = Document.of(plan)
    values = {
        "district_id": district_id,
        "sha256": document.sha256,
        "document": document.text,
    }
    with failing_as_storage(store.path), writing(store.engine) as connection:
        added = completions.insert().values(**values).returning(completions.c.id)
        return int(connection.execute(added).scalar_one())


def get_completion(store: Store, number: int) -> Completion:
    """Return a plan that is remembered under this number.

    Raises
    ------
    NotFound
        If there is none.
    """
    asked = select(completions).where(completions.c.id == number)
    with failing_as_storage(store.path), reading(store.engine) as connection:
        row = connection.execute(asked).first()
    if row is None:
        raise NotFound(f"no plan is remembered as {number}")
    return _completion(row)


def get_completions(store: Store, draft: Draft) -> dict[int, Completion]:
    """Return the plans that the steps of a draft name, by number."""
    numbers = {step.completion for step in draft.steps if isinstance(step, Completed)}
    asked = select(completions).where(completions.c.id.in_(numbers))
    with failing_as_storage(store.path), reading(store.engine) as connection:
        rows = connection.execute(asked).all()
    return {row.id: _completion(row) for row in rows}


def _completion(row: Row[Any]) -> Completion:
    plan = Document(row.document, row.sha256).value(Plan)
    return Completion(district_id=row.district_id, plan=plan)


def _newest(connection: Connection, number: int) -> StoredDraft:
    asked = select(drafts).where(drafts.c.draft == number).order_by(drafts.c.version.desc())
    row = connection.execute(asked.limit(1)).first()
    if row is None:
        raise NotFound(f"no draft {number}").saying("no_such_draft", number=number)
    return _stored(row)


def _stored(row: Row[Any]) -> StoredDraft:
    return StoredDraft(
        number=row.draft,
        version=row.version,
        changed_at=row.changed_at,
        draft=read_draft(Document(row.document, row.sha256)),
    )


def _write(
    connection: Connection, number: int, version: int, draft: Draft, at: datetime
) -> StoredDraft:
    document = draft_document(draft)
    values = {
        "draft": number,
        "version": version,
        "plan_id": draft.base,
        "changed_at": at,
        "sha256": document.sha256,
        "document": document.text,
    }
    connection.execute(drafts.insert().values(**values))
    return StoredDraft(number=number, version=version, changed_at=at, draft=draft)


def _last(draft: Draft) -> str:
    """Return what was done last, as one would type it."""
    if draft.status is not Status.OPEN:
        return draft.status.value
    return step_text(draft.counting[-1]) if draft.counting else "–"
