"""Notes what somebody says of a road, and finds at once what a closed one cuts off and hits."""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from planner.data.store import Store
from planner.data.weather import add_weather, list_weather
from planner.domain.district import District
from planner.domain.plan import Plan
from planner.domain.road import Segment
from planner.domain.weather import RoadCondition, RoadReport
from planner.errors import NotFound
from planner.planning.hits import Beyond, Hit, beyond, hits
from planner.world.cutoff import closed_on, cut_off
from planner.world.passing import without
from planner.world.travel import travel_times_in

USUAL_DAYS = 3
"""How long a closure is taken to last if nobody says: in August 2017 it was one to three days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What closures do; ``revision`` is None if nothing is published.

    ``closed`` are all segments reported closed on the first day. ``parts`` are the communes of
    each part into which they take the roads, ``communes`` and ``villages`` those cut off from most.
    """

    ids: tuple[int, ...]
    closed: tuple[str, ...]
    first: date
    last: date
    communes: tuple[str, ...]
    villages: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    revision: int | None
    hits: tuple[Hit, ...]
    beyond: tuple[Beyond, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The newest revision, with the district that it was planned for: not always today's."""

    number: int
    plan: Plan
    district: District


def note_reports(
    store: Store,
    asked: Iterable[str],
    condition: RoadCondition,
    days: tuple[date, date],
    source: str,
    *,
    at: datetime,
) -> dict[int, Segment]:
    """Keep a report of each segment ``asked`` for, by id or name; return them by their number.

    A road's name stands for all of its segments.

    Raises
    ------
    NotFound
        If there is no segment of one of them; then nothing is kept.
    BadFile
        If the last day is before the first, or nobody is named as source.
    """
    found = _called(store.get_district(), asked)
    said = [
        RoadReport(
            segment=segment.id,
            condition=condition,
            first=days[0],
            last=days[1],
            made_at=at,
            source=source,
        )
        for segment in found
    ]
    return {
        add_weather(store, report, at=at): segment
        for report, segment in zip(said, found, strict=True)
    }


def _called(district: District, asked: Iterable[str]) -> tuple[Segment, ...]:
    found: dict[str, Segment] = {}
    for one in asked:
        name = unicodedata.normalize("NFC", one).casefold()
        called = [s for s in district.segments if one == s.id or name == s.name.casefold()]
        if not called:
            raise NotFound(f"no segment {one!r}").saying("no_such_segment", value=one)
        found.update({segment.id: segment for segment in called})
    return tuple(found.values())


def published(store: Store) -> Published | None:
    """Return the newest revision, None before anything was published."""
    revisions = store.list_revisions()
    if not revisions:
        return None
    stored = store.get_plan(revisions[-1].plan_id)
    district = store.get_district(stored.district_id)
    return Published(number=revisions[-1].number, plan=stored.plan, district=district)


def impact_of(
    store: Store, told: Published | None, ids: tuple[int, ...], days: tuple[date, date]
) -> Impact:
    """Return what all that is reported closed on the first of the days does on all of them.

    ``ids`` are the numbers of the reports that are asked about.
    """
    closed = closed_on((line.said for line in list_weather(store, RoadReport)), days[0])
    return _impact(store.get_district(), told, closed, ids, days)


def _impact(
    district: District,
    told: Published | None,
    closed: Collection[str],
    ids: tuple[int, ...],
    days: tuple[date, date],
) -> Impact:
    cut = cut_off(district, closed)
    hit, away = tuple[Hit, ...](), tuple[Beyond, ...]()
    if told is not None:
        part_of = cut_off(told.district, closed).part_of
        bases = {team.id: team.base for team in told.district.teams}
        vehicles = {team.id: team.vehicle_class for team in told.district.teams}
        left = travel_times_in(told.district, without(told.district, closed))
        hit = hits(told.plan, left, vehicles, *days)
        away = beyond(told.plan, part_of, bases, *days)
    return Impact(
        ids=ids,
        closed=tuple(sorted(closed)),
        first=days[0],
        last=days[1],
        communes=cut.communes,
        villages=cut.villages,
        parts=cut.parts,
        revision=told.number if told else None,
        hits=hit,
        beyond=away,
    )


def refuges(told: Published, found: Impact) -> tuple[tuple[str, ...], ...]:
    """Return where each team beyond a closure may sleep without passing it: places, by team."""
    part_of = cut_off(told.district, found.closed).part_of
    beds = [lodging.place for lodging in told.district.lodgings]
    return tuple(
        tuple(bed for bed in beds if part_of[bed] == part_of[team.place]) for team in found.beyond
    )
