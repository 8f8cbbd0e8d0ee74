"""Jobs: long work that goes on while pages are read, and how far it has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class JobState(StrEnum):
    """How a job stands; it only ever moves on, see ``NEXT``."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    BROKEN_OFF = "broken_off"


NEXT: Mapping[JobState, frozenset[JobState]] = {
    JobState.WAITING: frozenset(
        {JobState.RUNNING, JobState.STOPPED, JobState.FAILED, JobState.BROKEN_OFF}
    ),
    JobState.RUNNING: frozenset(
        {JobState.DONE, JobState.STOPPED, JobState.FAILED, JobState.BROKEN_OFF}
    ),
    JobState.DONE: frozenset(),
    JobState.STOPPED: frozenset(),
    JobState.FAILED: frozenset(),
    JobState.BROKEN_OFF: frozenset(),
}
"""Where each state may lead; one that leads nowhere is an end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """How far a job had come after so many seconds: value and proven bound, in integer prizes.

    A work may ask the optimizer several times, each time another problem: ``phase`` counts them
    from 0, and only points of one phase can be compared.
    """

    phase: int
    seconds: float
    value: int
    bound: int

    @property
    def gap(self) -> float:
        """(bound − value) / bound, 0 for a bound of 0."""
        return (self.bound - self.value) / self.bound if self.bound > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a job failed, in both languages; empty where only the log knows."""

    vietnamese: str = ""
    english: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What came of a job: the number of a plan, other facts, or why it failed."""

    plan: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    why: Why | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it stands. ``arguments`` are what was asked, as JSON has it.

    ``stop_asked_at`` is when somebody wished it to end with the best that it has.
    """

    number: int
    kind: str
    arguments: tuple[Any, ...]
    asked_at: datetime
    asked_by: str
    state: JobState = JobState.WAITING
    began_at: datetime | None = None
    stop_asked_at: datetime | None = None
    ended_at: datetime | None = None
    points: tuple[Point, ...] = ()
    ended: Ended = Ended()

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return not NEXT[self.state]
