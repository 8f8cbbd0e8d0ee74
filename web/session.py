"""One session: what exactly, when, who, with what, and how to get there."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, render_template

from planner.domain.agency import AgencyTask
from planner.domain.place import Village
from planner.domain.road import Segment, WeakPoint
from planner.domain.service import Topic
from planner.domain.team import KitKind, Member, Team
from web.board import Card, find_card, team_day
from web.figures import monday_of
from web.shelf import Shown, shelf
from web.words import road_name

blueprint = Blueprint("session", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """People of one village at the session, by service id; ``walk_in``: they come from afar."""

    village: Village
    walk_in: bool
    people: dict[str, int]

    @property
    def total(self) -> int:
        """People of the village over all services."""
        return sum(self.people.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One road of the way, with the weak points on it."""

    segment: Segment
    start: str
    end: str
    weak_points: tuple[WeakPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blame:
    """A road that keeps the session from being held in a share of the weathers, and whose rain."""

    road: str
    fails: float
    communes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The hours of the session, local; people are received between ``opens`` and ``closes``."""

    leave: datetime
    arrive: datetime
    start: datetime
    opens: datetime
    closes: datetime
    end: datetime


@blueprint.get("/session/<path:session_id>")
def page(session_id: str) -> str:
    """Return the page of one session of the plan that is shown."""
    shown = shelf().shown()
    card = find_card(shown, session_id)
    district = shown.district
    return render_template(
        "session.html",
        shown=shown,
        card=card,
        day=team_day(shown, card.shift),
        monday=monday_of(card.day),
        times=timeline(shown, card),
        crowds=_crowds(shown, card),
        totals=_totals(card),
        legs=_legs(shown, card),
        causes=_causes(shown, card),
        members=present(shown, card),
        speakers=_speakers(shown, card),
        kits=kit_list(shown, card.team),
        outreach=_outreach(shown, card),
        tongues=_languages(shown, card),
        lodging=next((p for p in district.lodgings if p.place == card.shift.end_place), None),
    )


def timeline(shown: Shown, card: Card) -> Timeline:
    """Return the hours of a session."""
    opens, closes = open_hours(shown, card)
    return Timeline(
        leave=card.arrive - card.travel,
        arrive=card.arrive,
        start=card.start,
        opens=opens,
        closes=closes,
        end=card.end,
    )


def open_hours(shown: Shown, card: Card) -> tuple[datetime, datetime]:
    """Return the local times between which people are received."""
    settings = shown.district.settings
    opens = card.start + timedelta(minutes=settings.setup_min)
    closes = card.end - timedelta(minutes=settings.packup_min)
    return (opens, closes) if opens < closes else (card.start, card.end)


def _totals(card: Card) -> Counter[str]:
    """Return the people expected by service id."""
    totals: Counter[str] = Counter()
    for _, service, people in card.stop.served:
        totals[service] += people
    return totals


def _crowds(shown: Shown, card: Card) -> list[Crowd]:
    """Return who comes, the village's own people first, then the largest crowds."""
    people: dict[str, dict[str, int]] = {}
    for village, service, count in card.stop.served:
        of_village = people.setdefault(village, {})
        of_village[service] = of_village.get(service, 0) + count
    crowds = [
        Crowd(village=shown.district.village_by_id[v], walk_in=v != card.place.id, people=p)
        for v, p in people.items()
    ]
    return sorted(crowds, key=lambda c: (c.walk_in, -c.total, c.village.name))


def _legs(shown: Shown, card: Card) -> list[Leg]:
    """Return the roads from where the team comes from, in driving order."""
    district = shown.district
    travel = shelf().travel(shown.district_id, shown.plan.road_state)
    segments = {s.id: s for s in district.segments}
    legs, here = [], card.origin.id
    for segment_id in travel.route(card.team.vehicle_class, card.origin.id, card.place.id):
        segment = segments[segment_id]
        there = segment.end if segment.start == here else segment.start
        weak = tuple(w for w in district.weak_points if w.segment == segment.id)
        names = (district.place(here).name, district.place(there).name)
        legs.append(Leg(segment=segment, start=names[0], end=names[1], weak_points=weak))
        here = there
    return legs


def _causes(shown: Shown, card: Card) -> list[Blame]:
    """Return the roads that may keep the session from being held."""
    district = shown.district
    segments = {s.id: s for s in district.segments}
    return [
        Blame(
            road=road_name(district, segments[cause.segment]),
            fails=cause.fails,
            communes=tuple(district.commune_by_code[code].name for code in cause.communes),
        )
        for cause in card.stop.causes
    ]


def kit_list(shown: Shown, team: Team) -> list[tuple[KitKind, int]]:
    """Return what a team brings, by kind."""
    count = Counter(kit.kind for kit in shown.district.kits_of(team.id))
    return [(kind, count[kind]) for kind in KitKind if count[kind]]


def _outreach(shown: Shown, card: Card) -> list[tuple[AgencyTask, list[Topic]]]:
    """Return the tasks that bodies have in the session's commune, each with its topics."""
    topics = {t.id: t for t in shown.district.topics}
    return [
        (task, [topics[t] for t in task.topics])
        for task in shown.district.tasks
        if not task.communes or card.place.commune in task.communes
    ]


def present(shown: Shown, card: Card) -> tuple[Member, ...]:
    """Return the members of the team who have no day off that day."""
    members = shown.district.members_of(card.team.id)
    return tuple(m for m in members if card.day not in m.days_off)


def _languages(shown: Shown, card: Card) -> tuple[str, ...]:
    """Return the languages to be ready for: the one needed, else those of the village."""
    village = shown.district.village_by_id.get(card.place.id)
    if village:
        return village.languages
    needed = card.stop.session.needs_language
    return (needed,) if needed else ()


def _speakers(shown: Shown, card: Card) -> tuple[Member, ...]:
    """Return the members present who speak the language of most people there."""
    languages = _languages(shown, card)[:1]
    return tuple(m for m in present(shown, card) if set(languages) & set(m.languages))
