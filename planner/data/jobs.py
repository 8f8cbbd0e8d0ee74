"""Remembers jobs: what was asked, and line by line what became of it.

A job is never changed: lines are added to it, and how it stands follows from them. A line that
would take it back, or go on after its end, is not written.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from planner.data.database import failing_as_storage, reading, writing
from planner.data.documents import Document
from planner.data.schema import job_lines, jobs
from planner.data.store import Store
from planner.domain.job import NEXT, Ended, Job, JobState, Point
from planner.errors import NotFound

POINT, STOP = "point", "stop"
"""Lines that are no new state: how far it has come, and that it shall end."""
ENDS = tuple(state.value for state in NEXT if not NEXT[state])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a job: ``what`` is a state, or ``POINT`` or ``STOP``."""

    what: str
    at: datetime
    said: Point | Ended | None = None


def add_job(
    store: Store, kind: str, arguments: Sequence[object], *, at: datetime, by: str = ""
) -> int:
    """Return the number of a new job, which waits."""
    document = Document.of(tuple(arguments))
    values = {
        "kind": kind,
        "asked_at": at,
        "asked_by": by,
        "sha256": document.sha256,
        "document": document.text,
    }
    with failing_as_storage(store.path), writing(store.engine) as connection:
        added = jobs.insert().values(**values).returning(jobs.c.id)
        return int(connection.execute(added).scalar_one())


def add_line(store: Store, number: int, line: Line) -> bool:
    """Return whether a line of a job was written: not if the job cannot move there any more.

    Raises
    ------
    NotFound
        If there is no such job.
    """
    document = Document.of(line.said)
    with failing_as_storage(store.path), writing(store.engine) as connection:
        now = _job(connection, number)
        if not may_follow(now, line.what):
            return False
        values = {
            "job": number,
            "what": line.what,
            "at": line.at,
            "sha256": document.sha256,
            "document": document.text,
        }
        connection.execute(job_lines.insert().values(**values))
    return True


def may_follow(job: Job, what: str) -> bool:
    """Return whether a line may be added to a job as it stands."""
    if what == POINT:
        return job.state is JobState.RUNNING
    if what == STOP:
        return not job.is_over and job.stop_asked_at is None
    return JobState(what) in NEXT[job.state]


def get_job(store: Store, number: int) -> Job:
    """Return a job with all its points.

    Raises
    ------
    NotFound
        If there is no such job.
    """
    with failing_as_storage(store.path), reading(store.engine) as connection:
        return _job(connection, number, points=True)


def list_jobs(store: Store, most: int = 50) -> tuple[Job, ...]:
    """Return the last jobs, newest first, without their points."""
    asked = select(jobs).order_by(jobs.c.id.desc()).limit(most)
    with failing_as_storage(store.path), reading(store.engine) as connection:
        rows = connection.execute(asked).all()
        lines = _lines(connection, [row.id for row in rows])
    return tuple(folded(_asked(row), lines[row.id]) for row in rows)


def list_open_jobs(store: Store) -> tuple[int, ...]:
    """Return the numbers of jobs that wait or run, oldest first."""
    ended = select(job_lines.c.id).where(job_lines.c.job == jobs.c.id, job_lines.c.what.in_(ENDS))
    asked = select(jobs.c.id).where(~ended.exists()).order_by(jobs.c.id)
    with failing_as_storage(store.path), reading(store.engine) as connection:
        return tuple(connection.scalars(asked))


def folded(job: Job, lines: Iterable[Line]) -> Job:
    """Return a job as it stands after these lines."""
    points = list(job.points)
    for line in lines:
        if isinstance(line.said, Point):
            points.append(line.said)
        elif line.what == STOP:
            job = replace(job, stop_asked_at=line.at)
        elif line.what == JobState.RUNNING:
            job = replace(job, state=JobState.RUNNING, began_at=line.at)
        else:
            ended = line.said or Ended()
            job = replace(job, state=JobState(line.what), ended_at=line.at, ended=ended)
    return replace(job, points=tuple(points))


def _job(connection: Connection, number: int, *, points: bool = False) -> Job:
    row = connection.execute(select(jobs).where(jobs.c.id == number)).first()
    if row is None:
        raise NotFound(f"no job {number}").saying("no_such_job", number=number)
    return folded(_asked(row), _lines(connection, [number], points=points)[number])


def _lines(
    connection: Connection, numbers: Sequence[int], *, points: bool = False
) -> dict[int, list[Line]]:
    """Return the lines of jobs in order, by job."""
    asked = select(job_lines).where(job_lines.c.job.in_(numbers)).order_by(job_lines.c.id)
    if not points:
        asked = asked.where(job_lines.c.what != POINT)
    found: dict[int, list[Line]] = defaultdict(list)
    for row in connection.execute(asked):
        found[row.job].append(_line(row))
    return found


def _line(row: Row[Any]) -> Line:
    kind: Any = Point if row.what == POINT else Ended | None
    said = Document(row.document, row.sha256).value(kind)
    return Line(what=row.what, at=row.at, said=said)


def _asked(row: Row[Any]) -> Job:
    arguments = Document(row.document, row.sha256).value(tuple[Any, ...])
    return Job(
        number=row.id,
        kind=row.kind,
        arguments=arguments,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
    )
