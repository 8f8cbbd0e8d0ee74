"""Who can subscribe to what: the feeds of a district, and what each of them shows of a plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from calendars.addresses import session_address
from calendars.announcing import agency_events
from calendars.event import FeedEvent, make_uid, opaque
from calendars.invitation import public_description
from calendars.ledger import Feed, Wanted
from calendars.notices import empty_notice, midnight
from calendars.text import one_line
from calendars.wording import (
    Scene,
    capital,
    commune_name,
    description,
    labelled,
    location,
    open_hours,
    summary,
)
from planner.domain.announcement import Step
from planner.domain.district import District
from planner.domain.plan import Horizon, Plan
from planner.planning.announcing import DAYS_BEFORE, HOURS, announcing_agencies, communes_of
from planner.planning.clock import moment

EVENING = time(18, 0)
ANNOUNCED = (Step.WEEK_BEFORE, Step.TWO_DAYS_BEFORE)
"""Steps for which the phone of a commune's office rings; the third is that of the same morning."""
BEFORE_DEPARTURE = timedelta(hours=1)
AGENCY_ID = 12
"""Letters of an agency's id: enough that no two of a district are alike."""


class Audience(StrEnum):
    """Whom a feed is for; the first part of its key."""

    DISTRICT = "district"
    TEAM = "team"
    MEMBER = "member"
    COMMUNE = "commune"
    VILLAGE = "village"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One who subscribes: ``id`` is the team's, member's or village's id or the commune's code.

    Agencies have no id in the workbook; theirs is made from their name.
    """

    audience: Audience
    id: str = ""
    name: str

    @property
    def key(self) -> str:
        """The key of the feed: ``district``, or audience and id as in ``team-<id>``."""
        return f"{self.audience.value}-{self.id}" if self.id else self.audience.value


def subscribers(district: District) -> tuple[Subscriber, ...]:
    """Return everybody who has a feed: the district first, then in the workbook's order."""
    whole = labelled("huyện", district.settings.name)
    return (
        Subscriber(audience=Audience.DISTRICT, name=capital(whole)),
        *(Subscriber(audience=Audience.TEAM, id=t.id, name=t.name) for t in district.teams),
        *(Subscriber(audience=Audience.MEMBER, id=m.id, name=m.name) for m in district.members),
        *(
            Subscriber(audience=Audience.COMMUNE, id=c.code, name=capital(commune_name(c)))
            for c in district.communes
        ),
        *(
            Subscriber(audience=Audience.VILLAGE, id=v.id, name=capital(labelled("bản", v.name)))
            for v in district.villages
        ),
        *(
            Subscriber(audience=Audience.AGENCY, id=opaque(name)[:AGENCY_ID], name=name)
            for name in announcing_agencies(district)
        ),
    )


def wanted_feeds(plan: Plan, district: District, *, host: str, at: datetime) -> Wanted:
    """Return what every subscriber should see of a plan, published at ``at``."""
    zone = ZoneInfo(district.settings.timezone)
    since, until = _span(plan.horizon, zone)
    readers = {subscriber.key: subscriber for subscriber in subscribers(district)}
    events = _events(tuple(_scenes(plan, district)), readers, host=host, at=at)
    return Wanted(
        feeds=tuple(
            Feed(
                key=key,
                name=f"{one_line(reader.name)} · Lên Bản",
                notice=empty_notice(key, plan.horizon, zone=zone, host=host, at=at),
                events=tuple(events[key]),
            )
            for key, reader in readers.items()
        ),
        since=since,
        until=until,
        host=host,
        timezone=district.settings.timezone,
    )


def _events(
    scenes: tuple[Scene, ...], readers: Mapping[str, Subscriber], *, host: str, at: datetime
) -> dict[str, list[FeedEvent]]:
    """Return the events of each feed; what several show of a session is worded once."""
    found: dict[str, list[FeedEvent]] = {key: [] for key in readers}
    for scene in scenes:
        everybodys = _event(scene, host, at)
        villagers = _for_villagers(everybodys, scene)
        for key in _seen_by(scene):
            reader = readers[key]
            village = reader.audience is Audience.VILLAGE
            event = villagers if village else everybodys
            found[key].append(_as_seen(reader, scene, event, host))
    agencies = {r.name: key for key, r in readers.items() if r.audience is Audience.AGENCY}
    return found | agency_events(scenes, agencies, host=host, at=at)


def _scenes(plan: Plan, district: District) -> Iterator[Scene]:
    rainy = plan.weather is not None
    for shift in plan.shifts:
        for stop in shift.stops:
            yield Scene(district=district, shift=shift, stop=stop, for_weather=rainy)


def _span(horizon: Horizon, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the first moment of a horizon and the first after it."""
    return midnight(horizon.first, zone), midnight(horizon.last + timedelta(days=1), zone)


def _event(scene: Scene, host: str, at: datetime) -> FeedEvent:
    """Return a session as everybody sees it; UID, alarms and the team's name come per feed."""
    session = scene.stop.session
    return FeedEvent(
        uid="",
        session=session.id,
        team=scene.team.id,
        changed=at,
        start=scene.stop.start,
        end=scene.stop.end,
        summary=summary(scene),
        location=location(scene),
        description=description(scene),
        latitude_deg=round(scene.place.latitude_deg, 5),
        longitude_deg=round(scene.place.longitude_deg, 5),
        categories=tuple(one_line(s.name) for s in scene.services),
        url=session_address(host, session.id),
    )


def _seen_by(scene: Scene) -> Iterator[str]:
    """Yield the keys of the feeds that show a session, each once."""
    served = dict.fromkeys(village for village, _, _ in scene.stop.served)
    villages = served | ({scene.place.id: None} if scene.village else {})
    yield Audience.DISTRICT.value
    for audience, ids in (
        (Audience.TEAM, (scene.team.id,)),
        (Audience.MEMBER, dict.fromkeys(member.id for member in scene.present)),
        (Audience.COMMUNE, communes_of(scene.stop, scene.district)),
        (Audience.VILLAGE, villages),
    ):
        for one in ids:
            yield Subscriber(audience=audience, id=one, name="").key


def _as_seen(subscriber: Subscriber, scene: Scene, event: FeedEvent, host: str) -> FeedEvent:
    own_team = subscriber.audience is Audience.TEAM
    team = "" if own_team else f" · {one_line(scene.team.name)}"
    return replace(
        event,
        uid=make_uid(scene.stop.session.lasting_name, subscriber.key, host),
        summary=event.summary + team,
        alarms=_alarms(subscriber.audience, scene),
    )


def _for_villagers(event: FeedEvent, scene: Scene) -> FeedEvent:
    """Return a session as villagers see it: the hours in which they are received, and no names."""
    opens, closes = open_hours(scene)
    return replace(
        event,
        start=opens,
        end=closes,
        description=public_description(scene),
    )


def _alarms(audience: Audience, scene: Scene) -> tuple[timedelta, ...]:
    """Return when phones ring: the evening before, and for those who travel before they leave.

    A team's day rings once, before its first session; communes and villages prepare each session,
    and a commune's office also when it is to announce it.
    """
    evening = scene.stop.start - _evening_before(scene)
    match audience:
        case Audience.COMMUNE:
            return (*(_ahead(scene, step) for step in ANNOUNCED), evening)
        case Audience.VILLAGE:
            opens, _ = open_hours(scene)
            return (opens - _evening_before(scene),)
    if not scene.first:
        return ()
    if audience is Audience.DISTRICT:
        return (evening,)
    return (evening, scene.stop.start - scene.shift.depart + BEFORE_DEPARTURE)


def _ahead(scene: Scene, step: Step) -> timedelta:
    """Return how long before a session its commune announces it."""
    day = scene.stop.start.astimezone(scene.zone).date() - timedelta(days=DAYS_BEFORE[step])
    return scene.stop.start - moment(scene.district, day, HOURS[step])


def _evening_before(scene: Scene) -> datetime:
    day_before = scene.stop.start.astimezone(scene.zone).date() - timedelta(days=1)
    return datetime.combine(day_before, EVENING, scene.zone)
