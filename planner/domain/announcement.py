"""How people hear of a session: who tells them, how long before."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from planner.domain.agency import OutreachForm


class Step(StrEnum):
    """A link of the chain of announcements, by the days before the session."""

    WEEK_BEFORE = "t7"
    TWO_DAYS_BEFORE = "t2"
    SAME_DAY = "t0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """That people of a commune are told of a session.

    ``session`` is its lasting name. ``agency`` is who tells them; empty where it is the commune's
    own office, which tells them at each step in whatever form, then ``form`` is None. ``due`` is by
    when, an aware datetime; ``start`` is the hour of the session that they are told.
    """

    session: str
    commune: str
    day: date
    step: Step
    agency: str = ""
    form: OutreachForm | None = None
    due: datetime
    start: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What one body announces in one go, and notes when it is done; never nothing.

    A commune's office announces each session by itself. An agency announces all sessions of a day
    together, in all of its communes and forms.
    """

    told: tuple[Announcement, ...]

    @property
    def agency(self) -> str:
        """The agency, or nothing for the office of the ``commune``."""
        return self.told[0].agency

    @property
    def commune(self) -> str:
        """The code of the commune of an office; nothing for an agency."""
        return "" if self.agency else self.told[0].commune

    @property
    def session(self) -> str:
        """The lasting name of an office's session; nothing for an agency."""
        return "" if self.agency else self.told[0].session

    @property
    def step(self) -> Step:
        """The link of the chain."""
        return self.told[0].step

    @property
    def day(self) -> date:
        """The day of the sessions."""
        return self.told[0].day

    @property
    def due(self) -> datetime:
        """By when it must be done."""
        return self.told[0].due

    @property
    def name(self) -> str:
        """What the duty is called in every plan."""
        whose = self.agency or f"{self.commune}/{self.session}"
        return f"{self.step}/{self.day}/{whose}" if self.agency else f"{self.step}/{whose}"

    @property
    def said(self) -> str:
        """What people are told: it differs once a session of the duty has another hour."""
        return " ".join(f"{one.session}@{one.start.isoformat()}" for one in self.told)
