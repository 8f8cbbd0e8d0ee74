"""Works through the jobs of a data folder, one after another, while pages are read.

The store remembers all of it, so a page that is read again, or a server that begins anew, finds
every job as it stands. Jobs that a server left behind when it ended are told as broken off.
"""

import logging
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from threading import Lock, RLock
from typing import IO, Any

from planner.data.jobs import STOP, Line, add_job, add_line, get_job, list_jobs, list_open_jobs
from planner.data.store import Store
from planner.domain.job import Ended, Job, JobState, Why
from planner.errors import Conflict, PlannerError
from planner.jobs.sole import hold
from planner.jobs.worker import Flag, Outcome, Work, begin, begin_process, work_off

GRACE_S = 5.0
"""How long a job may take to keep its best when the server ends."""

logger = logging.getLogger(__name__)


class Plain:
    """A flag between threads."""

    value = 0


Room = Callable[[], tuple[Executor, Flag]]
"""What makes a place to work in, with the flag that tells it which job shall end."""


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def own_process() -> tuple[Executor, Flag]:
    """Return a process to work in; begun anew, not copied, for a server has many threads."""
    context = get_context("spawn")
    flag = context.RawValue("q", 0)
    pool = ProcessPoolExecutor(1, context, initializer=begin_process, initargs=(flag,))
    return pool, flag


def same_process() -> tuple[Executor, Flag]:
    """Return a thread to work in: for work that is light, or waits for others."""
    flag = Plain()
    return ThreadPoolExecutor(1, initializer=begin, initargs=(flag,)), flag


class Runner:
    """The jobs of one data folder; nothing is begun before there is a job."""

    def __init__(
        self, folder: Path, room: Room = own_process, now: Callable[[], datetime] = utc_now
    ) -> None:
        self.folder = folder
        self._now = now
        self._open_room = room
        self._room: tuple[Executor, Flag] | None = None
        self._queue: ThreadPoolExecutor | None = None
        self._mine: dict[int, Future[None]] = {}
        self._lock: IO[bytes] | None = None
        self._guard = RLock()
        self._store: Store | None = None
        self._opening = Lock()
        self._closed = False

    @property
    def store(self) -> Store:
        """The store of the folder, opened on first use, by one thread only."""
        with self._opening:
            if self._store is None:
                self._store = Store.open(self.folder)
            return self._store

    def submit(self, kind: str, work: Work, *arguments: object, by: str = "") -> int:
        """Return the number of a new job, which waits for those before it.

        Parameters
        ----------
        kind
            What the job is to people; pages have words for it.
        work
            A function of a module; see ``Work``.
        arguments
            Plain values, which the store and another process can be given.
        by
            Who asked for it.

        Raises
        ------
        Conflict
            If another server is at work on this folder.
        """
        with self._guard:
            self._take_over()
            number = add_job(self.store, kind, arguments, at=self._now(), by=by)
            if self._queue is None:
                self._queue = ThreadPoolExecutor(1, thread_name_prefix="jobs")
            self._mine[number] = self._queue.submit(self._run, number, work, arguments)
        return number

    def stop(self, number: int) -> None:
        """Let a job end with the best that it has; one that waits does not begin.

        Raises
        ------
        Conflict
            If another server is at work on it.
        NotFound
            If there is no such job.
        """
        if self.get(number).is_over:
            return
        with self._guard:
            future = self._mine.get(number)
            if future is None:
                self._take_over()
                return
            add_line(self.store, number, Line(what=STOP, at=self._now()))
            if future.cancel():
                self._end(number, JobState.STOPPED, Ended())
            elif self._room is not None:
                self._room[1].value = number

    def get(self, number: int) -> Job:
        """Return a job with all its points.

        Raises
        ------
        NotFound
            If there is no such job.
        """
        self._tell_broken()
        return get_job(self.store, number)

    def list(self) -> tuple[Job, ...]:
        """Return the last jobs, newest first, without their points."""
        self._tell_broken()
        return list_jobs(self.store)

    def ahead(self, number: int) -> int:
        """Return how many jobs come before one that waits."""
        return sum(other < number for other in list_open_jobs(self.store))

    def close(self, grace_s: float = GRACE_S) -> None:
        """End: what runs may keep its best for a moment, what waits never begins."""
        with self._guard:
            self._closed = True
            mine = dict(self._mine)
        for number in reversed(mine):
            self.stop(number)
        for future in (one for one in mine.values() if not one.done()):
            try:
                future.result(grace_s)
            except TimeoutError:
                self._kill()
        if self._queue is not None:
            self._queue.shutdown(cancel_futures=True)
        if self._room is not None:
            self._room[0].shutdown()

    def _kill(self) -> None:
        """End the process of work whatever it does: executors cannot before Python 3.14."""
        pool = self._room[0] if self._room else None
        for process in list((getattr(pool, "_processes", None) or {}).values()):
            process.kill()

    def _run(self, number: int, work: Work, arguments: tuple[Any, ...]) -> None:
        """Do a job from beginning to end; in the thread of the queue."""
        try:
            add_line(self.store, number, Line(what=JobState.RUNNING, at=self._now()))
            outcome = self._outcome(number, work, arguments)
            if outcome.trace:
                logger.error("job %d failed\n%s", number, outcome.trace)
            self._end(number, self._state_after(number, outcome), outcome.ended)
        except Exception:  # an edge: nobody waits for this thread's errors
            logger.exception("job %d was broken off", number)
            state = JobState.BROKEN_OFF if self._closed else JobState.FAILED
            self._end(number, state, Ended(why=Why()))

    def _outcome(self, number: int, work: Work, arguments: tuple[Any, ...]) -> Outcome:
        """Return what came of a job.

        Raises
        ------
        BrokenExecutor
            If the process of work has died.
        """
        if self._room is None:
            self._room = self._open_room()
        pool, flag = self._room
        if get_job(self.store, number).stop_asked_at is not None:
            flag.value = number
        try:
            return pool.submit(work_off, self.folder, number, work, arguments).result()
        except BrokenExecutor:
            self._room = None
            raise

    def _state_after(self, number: int, outcome: Outcome) -> JobState:
        if outcome.ended.why is not None:
            return JobState.FAILED
        stopped = get_job(self.store, number).stop_asked_at is not None
        return JobState.STOPPED if stopped else JobState.DONE

    def _end(self, number: int, state: JobState, ended: Ended) -> None:
        """Write down how a job ended; the folder is free for others after the last."""
        try:
            add_line(self.store, number, Line(what=state, at=self._now(), said=ended))
        except PlannerError:
            logger.exception("the end of job %d was not kept", number)
        with self._guard:
            self._mine.pop(number, None)
            self._let_go()

    def _tell_broken(self) -> None:
        """Tell jobs that a server left behind as broken off."""
        with self._guard:
            left = [n for n in list_open_jobs(self.store) if n not in self._mine]
            if not left or (self._lock is None and not self._hold()):
                return
            for number in left:
                add_line(self.store, number, Line(what=JobState.BROKEN_OFF, at=self._now()))
            self._let_go()

    def _take_over(self) -> None:
        """Hold the folder, telling what others left behind.

        Raises
        ------
        Conflict
            If another server has it.
        """
        self._tell_broken()
        if self._lock is None and not self._hold():
            raise Conflict("another server works on this folder", ours="", theirs="").saying(
                "jobs_elsewhere"
            )

    def _hold(self) -> bool:
        self._lock = hold(self.folder)
        return self._lock is not None

    def _let_go(self) -> None:
        """Leave the folder to others, if nothing is left to do."""
        if not self._mine and self._lock is not None:
            self._lock.close()
            self._lock = None
