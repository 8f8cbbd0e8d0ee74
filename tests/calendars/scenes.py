"""The world of the calendar tests: two communes, two mobile teams, and plans laid by hand.

The district is Hai Xã, made up. A plan is written as ``{"v1": ("t1", MONDAY, 15)}``: the session of
village v1 is held by team t1 on Monday from 15:00 local time, two hours on site.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from calendars.feed import feed_bytes
from calendars.ledger import Ledger, next_ledger
from calendars.subscribers import wanted_feeds
from planner.data.store import Revision, StoredPlan
from planner.domain.district import District
from planner.domain.place import Commune, Place, PlaceKind, Signal
from planner.domain.plan import Fallback, Horizon, Plan, PlannedWeather, Shift, Stop
from planner.domain.session import Session
from planner.domain.team import Kit, KitKind, Lodging, Team
from planner.errors import Conflict, NotFound
from tests import worlds

HOST = "lich.example.vn"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = worlds.MONDAY
TUESDAY = MONDAY + timedelta(days=1)
WEEK = Horizon.weeks(MONDAY, 1)
PUBLISHED = worlds.PUBLISHED
Laid = Mapping[str, tuple[str, date, int]]


def mobile(number: int) -> Team:
    """Return mobile team ``t<number>``."""
    return worlds.team(id=f"t{number}", name=f"Tổ lưu động {number}", services=("card", "vneid"))


def lodge() -> Place:
    """Return a place to sleep, in the second commune."""
    return Place(
        id="lodge",
        name="Nhà khách xã Hai",
        kind=PlaceKind.LODGING,
        commune="c2",
        latitude_deg=21.735,
        longitude_deg=102.812345,
    )


def hai_xa(**changes: Any) -> District:
    """Return the district: v1 and v2 in the first commune, v3 and v4 in the second."""
    whole = worlds.district(
        settings=replace(worlds.district().settings, name="Hai Xã"),
        communes=(
            Commune(code="c1", edition=2022, name="Một", seat="seat"),
            Commune(code="c2", edition=2022, name="Xã Hai", seat="lodge"),
        ),
        places=(worlds.seat(), lodge()),
        villages=(
            worlds.village(1, name="Huổi Một", other_name="Hui Một", languages=("mông", "thái")),
            worlds.village(2),
            worlds.village(3, commune="c2", signal=Signal.NONE, power=False),
            worlds.village(4, commune="c2", signal=Signal.WEAK),
        ),
        services=(
            worlds.service(bring="giấy khai sinh"),
            worlds.service(id="vneid", name="Kích hoạt VNeID", letter="V", bring="điện thoại"),
        ),
        teams=(mobile(1), mobile(2)),
        members=(
            worlds.member(1, roles=("tổ trưởng",)),
            worlds.member(2, teams=("t1", "t2")),
            worlds.member(3, teams=("t2",), days_off=(TUESDAY,)),
        ),
        kits=(
            Kit(id="k1", kind=KitKind.ENROLMENT, team="t1"),
            Kit(id="k2", kind=KitKind.ENROLMENT, team="t1"),
            Kit(id="g1", kind=KitKind.GENERATOR, team="t1"),
        ),
        lodgings=(Lodging(place="lodge", contact_role="trực ban xã Hai"),),
    )
    return replace(whole, **changes)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a local time of the district, in UTC."""
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


def session_of(village: str) -> Session:
    """Return the session of a village: cards and activations, with guests in v1 from v4."""
    return worlds.session(id=f"{village}/day/1", place=village, services=("card", "vneid"))


def stop_at(village: str, day: date, hour: int) -> Stop:
    """Return the stop that holds a village's session, two hours from ``hour`` on."""
    served = [(village, "card", 16), (village, "vneid", 1200)]
    return Stop(
        session=session_of(village),
        arrive=local(day, hour) - timedelta(minutes=15),
        start=local(day, hour),
        end=local(day, hour) + timedelta(hours=2),
        served=(*served, ("v4", "card", 3)) if village == "v1" else tuple(served),
    )


def plan_of(laid: Laid, horizon: Horizon = WEEK, *, night: str = "seat") -> Plan:
    """Return a plan as it was laid; each team's day starts at the seat and ends at ``night``."""
    days = sorted({(team, day) for team, day, _ in laid.values()})
    shifts = tuple(_shift(laid, team, day, night) for team, day in days)
    return worlds.plan(horizon=horizon, shifts=shifts)


def with_every_word(plan: Plan) -> Plan:
    """Return the plan with all that a description can speak of: doubt, a fallback, a night away."""

    def doubtful(stop: Stop) -> Stop:
        later = timedelta(days=1)
        other = Fallback(
            session=session_of("v2"),
            start=stop.start + timedelta(hours=1),
            end=stop.end + timedelta(hours=1),
            works_in=0.5,
            people=9,
            own_start=stop.start + later,
            own_end=stop.end + later,
        )
        return replace(stop, held_in=0.7, fallback=other)

    shifts = tuple(
        replace(shift, end_place="lodge", stops=tuple(map(doubtful, shift.stops)))
        for shift in plan.shifts
    )
    return replace(plan, shifts=shifts, weather=PlannedWeather(scenarios=64, seed=1))


def _shift(laid: Laid, team: str, day: date, night: str) -> Shift:
    held = sorted((hour, v) for v, (t, d, hour) in laid.items() if (t, d) == (team, day))
    stops = tuple(stop_at(village, day, hour) for hour, village in held)
    return worlds.shift(
        team=team,
        day=day,
        end_place=night,
        depart=stops[0].arrive - timedelta(minutes=20),
        back=stops[-1].end + timedelta(minutes=20),
        stops=stops,
    )


def told(
    laid: Laid,
    previous: Ledger | None = None,
    *,
    at: datetime = PUBLISHED,
    horizon: Horizon = WEEK,
    district: District | None = None,
    host: str = HOST,
    wordy: bool = False,
) -> Ledger:
    """Return the ledger after publishing what was laid, ``wordy``: with every kind of words."""
    plan = plan_of(laid, horizon)
    if wordy:
        plan = with_every_word(plan)
    return next_ledger(previous, wanted_feeds(plan, district or hai_xa(), host=host, at=at), at)


def shown(ledger: Ledger, key: str) -> bytes:
    """Return the bytes of a feed that must exist."""
    feed = ledger.feed(key)
    assert feed is not None
    return feed_bytes(feed, ledger)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One event as a client reads it; ``raw`` are its bytes."""

    uid: str
    sequence: int
    status: str
    start: date
    end: date
    stamp: datetime
    modified: datetime
    summary: str
    description: str
    location: str
    transp: str
    alarms: tuple[timedelta, ...]
    raw: bytes

    @property
    def is_session(self) -> bool:
        """Whether it has hours; notices last whole days."""
        return isinstance(self.start, datetime)


@lru_cache(maxsize=1024)
def events(content: bytes) -> tuple[Seen, ...]:
    """Return the events of a feed in their order."""
    return tuple(_seen(event) for event in Calendar.from_ical(content).walk("VEVENT"))


def _seen(event: Any) -> Seen:
    return Seen(
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        status=str(event["STATUS"]),
        start=event["DTSTART"].dt,
        end=event["DTEND"].dt,
        stamp=event["DTSTAMP"].dt,
        modified=event["LAST-MODIFIED"].dt,
        summary=str(event["SUMMARY"]),
        description=str(event["DESCRIPTION"]),
        location=str(event.get("LOCATION", "")),
        transp=str(event["TRANSP"]),
        alarms=tuple(alarm["TRIGGER"].dt for alarm in event.walk("VALARM")),
        raw=event.to_ical(),
    )


def listed(content: bytes) -> list[tuple[str, int, str]]:
    """Return status, SEQUENCE and summary of each event of a feed."""
    return [(e.status, e.sequence, e.summary) for e in events(content)]


@dataclass
class FakeStore:
    """A store in memory that keeps the promises of ``planner.data.store.Store``."""

    district: District = field(default_factory=hai_xa)
    plans: list[Plan] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)

    def lay(self, laid: Laid) -> int:
        """Return the id of a new plan."""
        self.plans.append(plan_of(laid))
        return len(self.plans)

    def get_plan(self, plan_id: int | None = None) -> StoredPlan:
        number = len(self.plans) if plan_id is None else plan_id
        if not 1 <= number <= len(self.plans):
            raise NotFound(f"no plan {plan_id}")
        plan = self.plans[number - 1]
        return StoredPlan(id=number, district_id=1, made_at=PUBLISHED, plan=plan)

    def get_district(self, district_id: int | None = None) -> District:
        assert district_id == 1
        return self.district

    def get_revision(self, number: int | None = None) -> Revision:
        if not self.revisions:
            raise NotFound("no revision yet")
        return self.revisions[-1 if number is None else number - 1]

    def add_revision(self, plan_id: int, *, at: datetime, ledger: str, expected: int) -> Revision:
        if expected != len(self.revisions) + 1:
            raise Conflict("taken", ours=expected, theirs=len(self.revisions) + 1)
        made = Revision(number=expected, plan_id=plan_id, published_at=at, ledger=ledger)
        self.revisions.append(made)
        return made
