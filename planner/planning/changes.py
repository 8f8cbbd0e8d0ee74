"""Small changes of a district that may bring a session in: each a value that makes the change.

A change says what would have to be true; whether that is enough is found by planning with it.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from planner.domain.almanac import AlmanacEntry, AlmanacKind
from planner.domain.district import District
from planner.domain.road import RAIN_STRENGTH, Segment, Surface, VehicleClass
from planner.domain.team import Kit, KitKind, Member, Team, TeamKind
from planner.domain.weather import RoadCondition, Sky
from planner.planning.almanac import scopes_of
from planner.world.distance import km_between
from planner.world.roads import admits

LAST = time(23, 59)
"""A team's day ends before midnight."""
DETOUR = 1.4
"""How much longer a road in the mountains is than a straight line; a guess, as in the example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreHours:
    """The team works so many minutes longer, in the evening."""

    team: str
    minutes: int

    def apply(self, district: District) -> District:
        """Return the district with the change made."""
        return _with_team(district, self.team, self._longer)

    def _longer(self, team: Team) -> Team:
        ends = datetime.combine(date.min, team.day_end) + timedelta(minutes=self.minutes)
        seconds = round(3600 * team.max_work_h) + 60 * self.minutes
        return replace(
            team,
            day_end=ends.time() if ends.date() == date.min else LAST,
            # no second is lost where hours are read as whole seconds again
            max_work_h=min(24.0, math.nextafter(seconds / 3600, math.inf)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreNights:
    """The team may sleep away so many nights more in a row."""

    team: str
    nights: int

    def apply(self, district: District) -> District:
        """Return the district with the change made."""
        return _with_team(
            district, self.team, lambda t: replace(t, max_nights=t.max_nights + self.nights)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaks:
    """A member of the team speaks the language too."""

    team: str
    language: str

    def apply(self, district: District) -> District:
        """Return the district with the change made: in the member who is there most days."""
        members = district.members_of(self.team)
        if not members:
            return district
        who = min(members, key=lambda m: len(m.days_off)).id
        return _with_member(
            district, who, lambda m: replace(m, languages=(*m.languages, self.language))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """A member is there on a day off."""

    member: str
    day: date

    def apply(self, district: District) -> District:
        """Return the district with the change made."""
        return _with_member(
            district,
            self.member,
            lambda m: replace(m, days_off=tuple(d for d in m.days_off if d != self.day)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OneMoreKit:
    """The team carries one more kit: an enrolment station, a generator or a portable signal."""

    team: str
    kind: KitKind

    def apply(self, district: District) -> District:
        """Return the district with the change made."""
        taken = {kit.id for kit in district.kits}
        names = (f"{self.team}-{self.kind.value}-{n}" for n in range(1, len(taken) + 2))
        new = next(name for name in names if name not in taken)
        kit = Kit(id=new, kind=self.kind, team=self.team)
        return replace(district, kits=(*district.kits, kit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """The team offers the service too."""

    team: str
    service: str

    def apply(self, district: District) -> District:
        """Return the district with the change made."""
        return _with_team(
            district, self.team, lambda t: replace(t, services=(*t.services, self.service))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavesCommune:
    """A commune's team helps out in other communes."""

    team: str

    def apply(self, district: District) -> District:
        """Return the district with the change made."""
        return _with_team(district, self.team, lambda t: replace(t, kind=TeamKind.MOBILE))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOn:
    """Nothing closes the place on that day."""

    place: str
    day: date

    def apply(self, district: District) -> District:
        """Return the district with the change made: each entry is broken off for the day."""
        scopes = set(scopes_of(district.place(self.place)))
        closing = {AlmanacKind.CLOSED, AlmanacKind.HOLIDAY}
        almanac: list[AlmanacEntry] = []
        for entry in district.almanac:
            hit = entry.kind in closing and entry.scope in scopes
            almanac += _without(entry, self.day) if hit else [entry]
        return replace(district, almanac=tuple(almanac))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLifted:
    """The segment is no longer closed, as somebody reported it to be."""

    segment: str

    def apply(self, district: District) -> District:
        """Return the district as it is: reports are of the sky, see ``lifted``."""
        return district

    def lifted(self, sky: Sky) -> Sky:
        """Return what is known of the weather without the segment's closures."""
        return replace(
            sky,
            reports=tuple(
                r
                for r in sky.reports
                if r.segment != self.segment or r.condition is not RoadCondition.CLOSED
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """The segment is made passable for a class of vehicles, and such that rain does not close it.

    If it has no speed for the class, it gets the surface of the best road that has.
    """

    segment: str
    vehicle_class: VehicleClass

    def apply(self, district: District) -> District:
        """Return the district with the change made."""
        segments = tuple(
            self._mended(s, district) if s.id == self.segment else s for s in district.segments
        )
        return rain_proof(replace(district, segments=segments), self.segment)

    def _mended(self, segment: Segment, district: District) -> Segment:
        wanted, surface = self.vehicle_class, segment.surface
        if not _passes(district, surface, wanted):
            surface = best_surface(district, wanted)
        return replace(
            segment,
            lowest_class=segment.lowest_class if admits(segment, wanted) else wanted,
            surface=surface,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRoad:
    """A road for a class of vehicles is opened between two places that none joins."""

    start: str
    end: str
    vehicle_class: VehicleClass

    def km(self, district: District) -> float:
        """Return how long it would be."""
        straight = km_between(district.place(self.start), district.place(self.end))
        return round(max(0.1, DETOUR * straight), 1)

    def apply(self, district: District) -> District:
        """Return the district with the change made."""
        rise = district.place(self.end).elevation_m - district.place(self.start).elevation_m
        km = self.km(district)
        road = Segment(
            id=f"{self.start}~{self.end}",
            start=self.start,
            end=self.end,
            length_km=km,
            climb_m=max(-2000 * km, min(2000 * km, rise)),
            surface=best_surface(district, self.vehicle_class),
            lowest_class=self.vehicle_class,
            straight_line=True,
            synthetic=True,
        )
        return replace(district, segments=(*district.segments, road))


Change = (
    MoreHours
    | MoreNights
    | Speaks
    | There
    | OneMoreKit
    | Offers
    | LeavesCommune
    | OpenOn
    | ReportLifted
    | Mended
    | NewRoad
)


Changes = tuple[Change, ...]


def applied(district: District, changes: Iterable[Change]) -> District:
    """Return the district with changes made, one after the other."""
    for change in changes:
        district = change.apply(district)
    return district


def lifted(sky: Sky | None, changes: Iterable[Change]) -> Sky | None:
    """Return what is known of the weather without the closures that changes lift."""
    for change in changes:
        if isinstance(change, ReportLifted) and sky is not None:
            sky = change.lifted(sky)
    return sky


def rain_proof(district: District, road: str) -> District:
    """Return the district in which a segment and its weak points bear as much rain as any can."""
    most = RAIN_STRENGTH[1]
    segments = (
        replace(one, rain_strength=most) if one.id == road else one for one in district.segments
    )
    weak_points = (
        replace(one, rain_strength=most) if one.segment == road else one
        for one in district.weak_points
    )
    return replace(district, segments=tuple(segments), weak_points=tuple(weak_points))


def best_surface(district: District, vehicle_class: VehicleClass) -> Surface:
    """Return the surface on which a class is fastest when it is wet."""
    own = [s for s in district.speeds if s.vehicle_class is vehicle_class]
    return max(own, key=lambda s: (s.wet_kmh, s.dry_kmh)).surface if own else Surface.CONCRETE


def _passes(district: District, surface: Surface, vehicle_class: VehicleClass) -> bool:
    return any(
        s.surface is surface and s.vehicle_class is vehicle_class and s.dry_kmh > 0
        for s in district.speeds
    )


def _without(entry: AlmanacEntry, day: date) -> Iterator[AlmanacEntry]:
    """Yield what an entry is before and after a day."""
    if not entry.first <= day <= entry.last:
        yield entry
        return
    if entry.first < day:
        yield replace(entry, last=day - timedelta(days=1))
    following: date | None = day + timedelta(days=1)
    if entry.rule:
        rule = rrulestr(entry.rule, dtstart=datetime.combine(entry.first, time()))
        found = rule.after(datetime.combine(day, time()))
        following = found.date() if found else None
    if following is not None and following <= entry.last:
        yield replace(entry, id=f"{entry.id}+", first=following)


def _with_team(district: District, team: str, change: Callable[[Team], Team]) -> District:
    teams = tuple(change(t) if t.id == team else t for t in district.teams)
    return replace(district, teams=teams)


def _with_member(district: District, member: str, change: Callable[[Member], Member]) -> District:
    members = tuple(change(m) if m.id == member else m for m in district.members)
    return replace(district, members=members)
