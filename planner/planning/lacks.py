"""What a team lacks to hold a session somewhere, as the changes of the district that would mend it.

By the facts alone: that a team lacks nothing does not say that it has the time.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice, product

from planner.domain.district import District
from planner.domain.place import Place
from planner.domain.plan import SkipReason
from planner.domain.road import Segment
from planner.domain.team import KitKind, Team
from planner.domain.weather import RoadCondition
from planner.planning.almanac import open_days, present, team_days, working_days
from planner.planning.case import Case
from planner.planning.changes import (
    Change,
    Changes,
    LeavesCommune,
    Mended,
    NewRoad,
    Offers,
    OneMoreKit,
    OpenOn,
    ReportLifted,
    Speaks,
    There,
)
from planner.planning.crews import can_reach, lacking, may_serve, means_of
from planner.planning.wanted import Asked
from planner.world.distance import km_between
from planner.world.passing import State
from planner.world.travel import TravelTimes, travel_times

KITS = {
    SkipReason.KIT: KitKind.ENROLMENT,
    SkipReason.POWER: KitKind.GENERATOR,
    SkipReason.SIGNAL: KitKind.PORTABLE_SIGNAL,
}
MOST_DAYS = 3
"""So many days are offered on which a place could be opened or a member be there."""
MOST_ROADS = 12
"""So many roads are tried, the shortest first."""


def lacks(case: Case, team: Team, asked: Asked) -> Iterator[Changes]:
    """Yield the sets of changes, each of which gives a team all that it lacks; () if nothing.

    Nothing is yielded if no small change does.
    """
    place = case.district.place(asked.place)
    for coming in _coming(case, team, place):
        somebody = coming.apply(case.district) if coming else case.district
        fixed = (*([coming] if coming else []), *_means(case, somebody, team, asked))
        ways = tuple(_ways(case, team, place))
        for way, opened in product(ways, tuple(_opened(case, somebody, team, place))):
            yield (*fixed, *way, *opened)


def _coming(case: Case, team: Team, place: Place) -> Iterator[There | None]:
    """Yield what makes a team work on any day at all; None if it does."""
    if team_days(case.district, case.request.horizon, team):
        yield None
        return
    days = open_days(case.district, case.request.horizon, place)
    for member in case.district.members_of(team.id)[:1]:
        for day in [d for d in days if d in member.days_off][:MOST_DAYS]:
            yield There(member=member.id, day=day)


def _means(case: Case, district: District, team: Team, asked: Asked) -> Iterator[Change]:
    """Yield what a team needs to offer the services where it is asked to."""
    place = district.place(asked.place)
    for service in asked.services:
        if service not in team.services:
            yield Offers(team=team.id, service=service)
    if not may_serve(team, place):
        yield LeavesCommune(team=team.id)
    found = [m for m in means_of(district, case.request.horizon) if m.team.id == team.id]
    wanted = [district.service_by_id[service] for service in asked.services]
    missing = dict.fromkeys(
        reason
        for means in found
        for service in wanted
        for reason in lacking(means, service, place, asked.language)
    )
    for reason in missing:
        if reason is SkipReason.LANGUAGE:
            yield Speaks(team=team.id, language=asked.language)
        else:
            yield OneMoreKit(team=team.id, kind=KITS[reason])


def _opened(case: Case, district: District, team: Team, place: Place) -> Iterator[Changes]:
    """Yield what gives a team a day on which the place is open; () if it has one."""
    horizon = case.request.horizon
    works = team_days(district, horizon, team)
    if set(works) & set(open_days(district, horizon, place)):
        yield ()
        return
    days: Iterable[date] = works or working_days(district, horizon)
    yield from ((OpenOn(place=place.id, day=day),) for day in islice(days, MOST_DAYS))


def _ways(case: Case, team: Team, place: Place) -> Iterator[Changes]:
    """Yield what gives a team a way to a place and back; () if it has one on any day."""
    if can_reach(team, place, case.travel):
        blocked = _blocked(case, team, place)
        if blocked is not None:
            yield blocked
        return
    found = False
    for road in islice(_roads(case, team, place), MOST_ROADS):
        changed = road.apply(case.district)
        if can_reach(team, place, travel_times(changed, case.request.state)):
            found = True
            yield (road,)
    if not found:
        yield from ((road,) for road in _new_roads(case, team, place))


def _blocked(case: Case, team: Team, place: Place) -> Changes | None:
    """Return what opens the usual way of a team on its best day: () if that is open."""
    weather = case.board.translation.weather
    if weather is None:
        return ()
    best: Changes | None = None
    for day in team_days(case.district, case.request.horizon, team):
        planned = weather.planned_on(team.vehicle_class, day)
        if can_reach(team, place, planned):
            return ()
        route = case.travel.route(team.vehicle_class, team.base, place.id)
        states = weather.planned[(day - weather.states.first).days]
        shut = {
            segment.id
            for segment, state in zip(case.district.segments, states, strict=True)
            if state >= State.CLOSED
        }
        changes = tuple(opened(case, one, team, day) for one in route if one in shut)
        if changes and (best is None or len(changes) < len(best)):
            best = changes
    return best


def opened(case: Case, segment: str, team: Team, day: date) -> Change:
    """Return what opens a segment for a team on a day: its report lifted, else work."""
    sky = case.request.sky
    reported = any(
        r.segment == segment and r.condition is RoadCondition.CLOSED and r.first <= day <= r.last
        for r in (sky.reports if sky else ())
    )
    if reported:
        return ReportLifted(segment=segment)
    return Mended(segment=segment, vehicle_class=team.vehicle_class)


def _roads(case: Case, team: Team, place: Place) -> Iterator[Mended]:
    """Yield the segments on the border of what a team reaches, those nearest to the place first."""
    near = _reached(team, case.travel)

    def far(segment: Segment) -> float:
        ends = (case.district.place(segment.start), case.district.place(segment.end))
        return min(km_between(place, end) for end in ends)

    border = [s for s in case.district.segments if (s.start in near) != (s.end in near)]
    for segment in sorted(border, key=far):
        yield Mended(segment=segment.id, vehicle_class=team.vehicle_class)


def _new_roads(case: Case, team: Team, place: Place) -> Iterator[NewRoad]:
    """Yield roads from a place to the nearest places that a team reaches."""
    near = _reached(team, case.travel) - {place.id}
    known = [case.district.place(one) for one in sorted(near)]
    for one in sorted(known, key=lambda p: km_between(place, p))[:2]:
        yield NewRoad(start=one.id, end=place.id, vehicle_class=team.vehicle_class)


def _reached(team: Team, travel: TravelTimes) -> set[str]:
    return {
        one
        for one in travel.place_ids
        if travel.between(team.vehicle_class, team.base, one) is not None
    }


def away_on(case: Case, team: str, day: date) -> Iterator[There]:
    """Yield the members of a team who are off on a day, each as the change that they are there."""
    there = {m.id for m in present(case.district, case.district.team_by_id[team], day)}
    for member in case.district.members_of(team):
        if member.id not in there:
            yield There(member=member.id, day=day)
