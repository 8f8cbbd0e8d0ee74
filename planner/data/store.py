"""Remembers districts, plans and published revisions in a data folder.

Everything is added once and never changed. Times are given by the caller: the store has no clock.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, func, select

from planner.data.database import FILE_NAME, failing_as_storage, open_database, reading, writing
from planner.data.documents import Document
from planner.data.schema import districts, imports, plans, revisions
from planner.domain.district import District
from planner.domain.plan import Horizon, Plan, Proof
from planner.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPlan:
    """A plan and the import of the district that it was made for."""

    id: int
    district_id: int
    made_at: datetime
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSummary:
    """What a list of plans shows."""

    id: int
    district_id: int
    made_at: datetime
    horizon: Horizon
    people_expected: int
    people_due: int
    gap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A published plan. ``ledger`` is what the calendars must remember of it, opaque here."""

    number: int
    plan_id: int
    published_at: datetime
    ledger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """When which district became the current one; the newest says which holds now."""

    number: int
    district_id: int
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The few fields of a plan that a summary needs; the rest of the document is skipped."""

    horizon: Horizon
    people_expected: int
    people_due: int
    proof: Proof


@dataclass(frozen=True, slots=True)
class Store:
    """The memory of one data folder; open it with ``Store.open``."""

    folder: Path
    engine: Engine

    @staticmethod
    def exists(folder: Path) -> bool:
        """Return whether something was stored in ``folder`` before."""
        return (folder / FILE_NAME).exists()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Return the store of ``folder``, created and migrated as needed.

        Raises
        ------
        StorageError
            If folder or file cannot be written, or a newer version of the product wrote it.
        """
        return cls(folder, open_database(folder))

    @property
    def path(self) -> Path:
        """The database file."""
        return self.folder / FILE_NAME

    def add_district(self, district: District, *, at: datetime, expected: int | None = None) -> int:
        """Return the id of ``district``, which is the current one from now on.

        The same content has the same id, however often it is added.

        Parameters
        ----------
        expected
            The id that is current now, 0 for none, if that matters to the caller.

        Raises
        ------
        Conflict
            If another one is: somebody has changed the district since the caller looked.
        """
        document = Document.of(district)
        with failing_as_storage(self.path), writing(self.engine) as connection:
            _refuse_other(connection, expected)
            row = _first(connection, districts, districts.c.sha256 == document.sha256)
            district_id: int = row.id if row else _add_document(connection, districts, document)
            if _current(connection) != district_id:
                _add(connection, imports, district_id=district_id, imported_at=at)
        return district_id

    def get_district(self, district_id: int | None = None) -> District:
        """Return a district, the current one if no id is given.

        Raises
        ------
        NotFound
            If there is none.
        """
        with failing_as_storage(self.path), reading(self.engine) as connection:
            wanted = _current(connection) if district_id is None else district_id
            row = _first(connection, districts, districts.c.id == wanted)
        if row is None:
            raise _missing("district", district_id)
        return Document(row.document, row.sha256).value(District)

    def get_district_id(self) -> int:
        """Return the id of the current district.

        Raises
        ------
        NotFound
            If none was added yet.
        """
        with failing_as_storage(self.path), reading(self.engine) as connection:
            current = _current(connection)
        if current is None:
            raise _missing("district", None)
        return current

    def list_imports(self) -> tuple[Import, ...]:
        """Return when which district became the current one, oldest first."""
        with failing_as_storage(self.path), reading(self.engine) as connection:
            rows = connection.execute(select(imports).order_by(imports.c.id)).all()
        return tuple(
            Import(number=row.id, district_id=row.district_id, imported_at=row.imported_at)
            for row in rows
        )

    def add_plan(self, plan: Plan, *, district_id: int, at: datetime) -> int:
        """Return the id of a new plan, the newest from now on.

        Raises
        ------
        NotFound
            If there is no such district.
        """
        document = Document.of(plan)
        with failing_as_storage(self.path), writing(self.engine) as connection:
            if _first(connection, districts, districts.c.id == district_id) is None:
                raise _missing("district", district_id)
            return _add_document(connection, plans, document, district_id=district_id, made_at=at)

    def get_plan(self, plan_id: int | None = None) -> StoredPlan:
        """Return a plan, the newest if no id is given.

        Raises
        ------
        NotFound
            If there is none.
        """
        row = self._newest_or(plans, plans.c.id, plan_id)
        if row is None:
            raise _missing("plan", plan_id)
        return StoredPlan(
            id=row.id,
            district_id=row.district_id,
            made_at=row.made_at,
            plan=Document(row.document, row.sha256).value(Plan),
        )

    def find_plan(self, plan: Plan, *, district_id: int) -> int | None:
        """Return the id of an equal plan of a district, the newest of several; None without one."""
        sha256 = Document.of(plan).sha256
        asked = select(func.max(plans.c.id)).where(
            plans.c.sha256 == sha256, plans.c.district_id == district_id
        )
        with failing_as_storage(self.path), reading(self.engine) as connection:
            found: int | None = connection.scalar(asked)
        return found

    def newest_plan_id(self) -> int:
        """Return the id of the newest plan, 0 if there is none."""
        with failing_as_storage(self.path), reading(self.engine) as connection:
            return connection.scalar(select(func.max(plans.c.id))) or 0

    def newest_plan_ids(self, most: int) -> tuple[int, ...]:
        """Return the ids of the last plans, newest first."""
        asked = select(plans.c.id).order_by(plans.c.id.desc()).limit(most)
        with failing_as_storage(self.path), reading(self.engine) as connection:
            return tuple(connection.scalars(asked))

    def get_plan_summary(self, plan_id: int) -> PlanSummary:
        """Return what a list of plans shows of one.

        Raises
        ------
        NotFound
            If there is no such plan.
        """
        row = self._newest_or(plans, plans.c.id, plan_id)
        if row is None:
            raise _missing("plan", plan_id)
        return _summary(row)

    def list_plans(self) -> tuple[PlanSummary, ...]:
        """Return what there is to choose from, oldest first."""
        with failing_as_storage(self.path), reading(self.engine) as connection:
            rows = connection.execute(select(plans).order_by(plans.c.id)).all()
        return tuple(_summary(row) for row in rows)

    def add_revision(self, plan_id: int, *, at: datetime, ledger: str, expected: int) -> Revision:
        """Return the new revision, numbered ``expected``.

        Raises
        ------
        Conflict
            If the next number is another one: somebody has published since the caller looked.
        NotFound
            If there is no such plan.
        """
        revision = Revision(number=expected, plan_id=plan_id, published_at=at, ledger=ledger)
        with failing_as_storage(self.path), writing(self.engine) as connection:
            if _first(connection, plans, plans.c.id == plan_id) is None:
                raise _missing("plan", plan_id)
            _refuse_taken(connection, expected)
            _add(connection, revisions, **asdict(revision))
        return revision

    def get_revision(self, number: int | None = None) -> Revision:
        """Return a revision, the newest if no number is given.

        Raises
        ------
        NotFound
            If there is none.
        """
        row = self._newest_or(revisions, revisions.c.number, number)
        if row is None:
            raise _missing("revision", number)
        return _revision(row)

    def list_revisions(self) -> tuple[Revision, ...]:
        """Return all revisions, oldest first."""
        with failing_as_storage(self.path), reading(self.engine) as connection:
            rows = connection.execute(select(revisions).order_by(revisions.c.number)).all()
        return tuple(_revision(row) for row in rows)

    def published_plans(self) -> dict[int, int]:
        """Return the number of the last revision that shows each plan, by the plan's id."""
        asked = select(revisions.c.plan_id, func.max(revisions.c.number))
        with failing_as_storage(self.path), reading(self.engine) as connection:
            rows = connection.execute(asked.group_by(revisions.c.plan_id)).all()
        return {row[0]: row[1] for row in rows}

    def _newest_or(
        self, table: Table, key: ColumnElement[int], wanted: int | None
    ) -> Row[Any] | None:
        newest = select(func.max(key)).scalar_subquery()
        with failing_as_storage(self.path), reading(self.engine) as connection:
            return _first(connection, table, key == (newest if wanted is None else wanted))


def _first(connection: Connection, table: Table, where: ColumnElement[bool]) -> Row[Any] | None:
    return connection.execute(select(table).where(where)).first()


def _add(connection: Connection, table: Table, **values: object) -> int:
    added = table.insert().values(**values).returning(*table.primary_key)
    return int(connection.execute(added).scalar_one())


def _add_document(
    connection: Connection, table: Table, document: Document, **values: object
) -> int:
    return _add(connection, table, document=document.text, sha256=document.sha256, **values)


def _current(connection: Connection) -> int | None:
    newest_first = select(imports.c.district_id).order_by(imports.c.id.desc())
    return connection.scalar(newest_first.limit(1))


def _refuse_other(connection: Connection, expected: int | None) -> None:
    current = _current(connection) or 0
    if expected is not None and current != expected:
        raise Conflict(
            f"the current district is {current}, not {expected}", ours=expected, theirs=current
        ).saying("district_changed")


def _refuse_taken(connection: Connection, expected: int) -> None:
    following = (connection.scalar(select(func.max(revisions.c.number))) or 0) + 1
    if following != expected:
        raise Conflict(
            f"the next revision is {following}, not {expected}", ours=expected, theirs=following
        ).saying("revision_taken", ours=expected, theirs=following)


def _missing(what: str, number: int | None) -> NotFound:
    if number is None:
        return NotFound(f"no {what} yet").saying(f"no_{what}")
    return NotFound(f"no {what} {number}").saying(f"no_such_{what}", number=number)


def _summary(row: Row[Any]) -> PlanSummary:
    head = Document(row.document, row.sha256).value(_Head)
    return PlanSummary(
        id=row.id,
        district_id=row.district_id,
        made_at=row.made_at,
        horizon=head.horizon,
        people_expected=head.people_expected,
        people_due=head.people_due,
        gap=head.proof.gap,
    )


def _revision(row: Row[Any]) -> Revision:
    return Revision(
        number=row.number,
        plan_id=row.plan_id,
        published_at=row.published_at,
        ledger=row.ledger,
    )
