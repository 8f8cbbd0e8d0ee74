"""What somebody tells of a session becomes a report, whatever way it came. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from zoneinfo import ZoneInfo

from planner.domain.outcome import (
    Channel,
    Count,
    Held,
    Outcome,
    Promised,
    Reporter,
    RoadMet,
    WhyNot,
)
from planner.errors import BadData, BadFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is told of a session, as people say it: hours are those of its day, local.

    ``counts`` are served and absent by service id; ``report`` is "" if whoever tells made no code.
    """

    held: Held
    reason: WhyNot | None = None
    counts: tuple[Count, ...] = ()
    arrived: time | None = None
    left: time | None = None
    road: RoadMet | None = None
    note: str = ""
    reporter: Reporter
    channel: Channel
    report: str = ""


def outcome_of(
    promised: Promised, telling: Telling, zone: ZoneInfo, *, told_at: datetime, today: date
) -> Outcome:
    """Return the report of a promised session.

    Without a code of its own a report is named by what it says: the same words are the same
    report. That a session will not be held may be told before its day; what it brought, not.

    Raises
    ------
    BadFile
        With everything that is wrong with it, by field.
    """
    if telling.held is not Held.NOT_HELD and promised.day > today:
        early = BadData("not_yet_held", field="held", value=f"{promised.day:%d/%m/%Y}")
        raise BadFile("outcome", [early])
    return Outcome(
        report=telling.report or _code(promised, telling),
        session=promised.name,
        day=promised.day,
        team=promised.team,
        place=promised.place,
        held=telling.held,
        reason=telling.reason,
        counts=tuple(c for c in telling.counts if c.served or c.absent),
        expected=promised.expected,
        arrived=_moment(promised.day, telling.arrived, zone),
        left=_moment(promised.day, telling.left, zone),
        road=telling.road,
        note=telling.note,
        reporter=telling.reporter,
        channel=telling.channel,
        told_at=told_at,
    )


def _moment(day: date, clock: time | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, clock, zone).astimezone(ZoneInfo("UTC")) if clock else None


def _code(promised: Promised, telling: Telling) -> str:
    said = "\n".join((promised.name, promised.day.isoformat(), repr(telling)))
    return f"{telling.channel.value}-{sha256(said.encode()).hexdigest()[:32]}"
