"""What sessions brought: reports of whom they served, who stayed away, and why."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from planner.domain.rules import filled, within
from planner.domain.session import Sitting
from planner.errors import BadData, refuse

MOST_PEOPLE = 2000
"""Nobody serves or awaits more people in one session with one service."""
LONGEST_NOTE = 500
LONGEST_ID = 64
LONGEST_STAY = timedelta(hours=24)
_PERSONAL_NUMBER = re.compile(r"\d(?:[ .-]?\d){8,}")  # telephone, identity card, 9 digits or more
_REPORT_ID = re.compile(r"[A-Za-z0-9-]+")


class Held(StrEnum):
    """Whether a session was held."""

    HELD = "held"
    PARTLY = "partly"
    NOT_HELD = "not_held"


class WhyNot(StrEnum):
    """Why a session was not held, or only in part."""

    ROAD = "road"
    RAIN = "rain"
    FEW_PEOPLE = "few_people"
    KIT = "kit"
    POWER = "power"
    SIGNAL = "signal"
    TEAM = "team"
    OTHER = "other"


class RoadMet(StrEnum):
    """The worst state of the road that the team met on its way."""

    OPEN = "open"
    SLOW = "slow"
    MOTORBIKE = "motorbike"
    FOOT = "foot"
    CLOSED = "closed"


class Reporter(StrEnum):
    """Who reports, by role: no report names a person."""

    TEAM = "team"
    COMMUNE = "commune"
    VILLAGE_HEAD = "village_head"
    COORDINATOR = "coordinator"


class Channel(StrEnum):
    """How a report came."""

    PHONE = "phone"
    SHEET = "sheet"
    CALL = "call"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A session as it was published: what a report is held against. Aware UTC datetimes.

    ``name`` is what it is called in every plan (``Session.lasting_name``); with its ``day`` it is
    one occasion: a later plan may hold a session of the same name again. ``expected`` are people
    by (village, service), as the plan counts on them; ``turnout`` is the share of those from next
    door that it took to come to such a sitting.
    """

    name: str
    day: date
    session_id: str
    team: str
    place: str
    sitting: Sitting
    arrive: datetime
    end: datetime
    stations: int
    expected: tuple[tuple[str, str, int], ...]
    turnout: float = 1.0

    @property
    def key(self) -> tuple[str, date]:
        """What names the occasion."""
        return self.name, self.day

    @property
    def people(self) -> int:
        """People-services that the plan counts on."""
        return sum(people for _, _, people in self.expected)

    def by_service(self) -> dict[str, int]:
        """Return the people counted on by service, in the order of the plan."""
        found: dict[str, int] = {}
        for _, service, people in self.expected:
            found[service] = found.get(service, 0) + people
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """People of one service: who were served, and who were awaited and did not come."""

    service: str
    served: int
    absent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One report of one session. Aware UTC datetimes.

    ``report`` is made by whoever reports, once for each report: sent twice, it is the same one.
    ``session`` and ``day`` name the occasion, ``expected`` is whom the plan counted on then, so
    that the report can be read without it. ``told_at`` is when it was told, by the teller's clock.
    """

    report: str
    session: str
    day: date
    team: str
    place: str
    held: Held
    reason: WhyNot | None = None
    counts: tuple[Count, ...] = ()
    expected: tuple[tuple[str, str, int], ...] = ()
    arrived: datetime | None = None
    left: datetime | None = None
    road: RoadMet | None = None
    note: str = ""
    reporter: Reporter
    channel: Channel
    told_at: datetime

    def __post_init__(self) -> None:
        faults = filled(report=self.report, session=self.session, place=self.place)
        if self.report and not (
            _REPORT_ID.fullmatch(self.report) and len(self.report) <= LONGEST_ID
        ):
            faults.append(BadData("bad_report_id", field="report", value=self.report[:80]))
        faults += _counted(self) + _explained(self) + _timed(self)
        refuse("outcome", faults)

    @property
    def key(self) -> tuple[str, date]:
        """What names the occasion."""
        return self.session, self.day

    @property
    def served(self) -> int:
        """People-services served in all."""
        return sum(count.served for count in self.counts)

    @property
    def absent(self) -> int:
        """People-services awaited in vain in all."""
        return sum(count.absent for count in self.counts)

    @property
    def stay(self) -> timedelta | None:
        """How long the team was on the spot, if both hours are known."""
        return self.left - self.arrived if self.arrived and self.left else None

    def agrees(self, other: "Outcome") -> bool:
        """Return whether two reports say the same; what only one of them knows is no difference."""
        told = [(a, b) for a, b in zip(_loose(self), _loose(other), strict=True) if a and b]
        return _firm(self) == _firm(other) and all(a == b for a, b in told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A report, and when it arrived here."""

    outcome: Outcome
    received_at: datetime

    @property
    def told_at(self) -> datetime:
        """When it was told; a clock that is ahead of ours is not believed."""
        return min(self.outcome.told_at, self.received_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Which of the reports of an occasion counts, as a coordinator decided.

    ``among`` are all that were known then: a report that comes later is to be decided anew.
    """

    session: str
    day: date
    report: str
    among: tuple[str, ...]
    at: datetime


def _firm(outcome: Outcome) -> tuple[object, ...]:
    counts = {c.service: (c.served, c.absent) for c in outcome.counts if c.served or c.absent}
    return outcome.held, outcome.reason, counts


def _loose(outcome: Outcome) -> tuple[object, ...]:
    return outcome.arrived, outcome.left, outcome.road


def _counted(outcome: Outcome) -> list[BadData]:
    faults: list[BadData] = []
    for count in outcome.counts:
        for field in ("served", "absent"):
            people = getattr(count, field)
            faults += within(f"{field}_{count.service}", people, 0, MOST_PEOPLE)
        if outcome.held is Held.NOT_HELD and count.served > 0:
            field = f"served_{count.service}"
            faults.append(BadData("served_though_not_held", field=field, value=count.served))
    if len({count.service for count in outcome.counts}) < len(outcome.counts):
        faults.append(BadData("service_twice", field="counts", value=len(outcome.counts)))
    return faults


def _explained(outcome: Outcome) -> list[BadData]:
    faults: list[BadData] = []
    if outcome.held is not Held.HELD and outcome.reason is None:
        faults.append(BadData("why_not_needed", field="reason", value=""))
    if outcome.held is Held.HELD and outcome.reason is not None:
        faults.append(BadData("why_though_held", field="reason", value=outcome.reason.value))
    if outcome.reason is WhyNot.OTHER and not outcome.note.strip():
        faults.append(BadData("note_needed", field="note", value=""))
    if len(outcome.note) > LONGEST_NOTE:
        found = len(outcome.note)
        faults.append(BadData("too_long", field="note", value="", found=found, limit=LONGEST_NOTE))
    if _PERSONAL_NUMBER.search(outcome.note):
        faults.append(BadData("personal_number", field="note", value=""))
    return faults


def _timed(outcome: Outcome) -> list[BadData]:
    naive = [t for t in (outcome.told_at, outcome.arrived, outcome.left) if t and not t.tzinfo]
    if naive:
        raise ValueError(f"datetime must be aware, not {naive[0]!r}")
    stay = outcome.stay
    if stay is None or timedelta() <= stay <= LONGEST_STAY:
        return []
    return [BadData("left_before_arrived", field="left", value=f"{outcome.left:%H:%M}")]
