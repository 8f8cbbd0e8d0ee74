"""Words to numbers: a district's candidate sessions as a problem for the optimizer."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from optimizer.problem import (
    NONE,
    NOT_OFFERED,
    Constraint,
    Demand,
    Lodging,
    Shift,
    Team,
    Visit,
)
from optimizer.statement import Statement
from planner.domain.district import District
from planner.domain.plan import Horizon
from planner.domain.road import RoadState, VehicleClass
from planner.domain.session import Session
from planner.domain.team import KitKind
from planner.planning.almanac import present, team_days
from planner.planning.clock import moment
from planner.planning.guarantees import pledges
from planner.planning.translate.guaranteed import Piece, pieces, with_pledges
from planner.planning.translate.names import Drafted, Need, Translation
from planner.planning.translate.profiles import profiles_of
from planner.world.travel import TravelTimes
from planner.world.weathered import SCENARIOS, Weather

# Worth of serving one person of weight 1. Costs are whole units too, per second of travel, so the
# unit must be small: with 180,000 the default 0.2 people per hour is exactly 10 per second, and a
# district can set it in steps of 0.02.
VALUE_PER_PERSON = 180_000

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbering:
    """The index of everything that has a name, each in its own order from 0."""

    zero: datetime
    locations: dict[str, int]
    profiles: dict[tuple[VehicleClass, date], int]
    crews: dict[str, int]
    teams: dict[str, int]
    demands: dict[tuple[str, str], int]
    lodgings: dict[str, int]
    hosts: dict[str, int]
    groups: dict[str, int]
    needs: tuple[Need, ...]


def to_problem(
    district: District,
    sessions: Sequence[Session],
    travel: TravelTimes,
    horizon: Horizon,
    state: RoadState,
    *,
    weather: Weather | None = None,
) -> Translation:
    """Return the sessions as visits, and whatever can hold them, in numbers."""
    return to_statement(district, sessions, travel, horizon, state, weather=weather).sealed()


def to_statement(
    district: District,
    sessions: Sequence[Session],
    travel: TravelTimes,
    horizon: Horizon,
    state: RoadState,
    *,
    weather: Weather | None = None,
) -> Drafted:
    """Return the same, for whoever adds to it what must hold before it is a problem."""
    shifts = tuple((t.id, d) for t in district.teams for d in team_days(district, horizon, t))
    profiles = profiles_of(
        district, shifts, travel, weather, _locations(district, sessions, travel)
    )
    promised = pledges(district, horizon)
    parts = pieces(district, sessions, promised)
    numbers = _numbering(district, parts, travel, horizon, profiles.of)
    statement = Statement(
        travel_s=profiles.travel_s,
        open_in=profiles.open_in,
        passable_in=profiles.passable_in,
        scenarios=1 if profiles.open_in is None else SCENARIOS,
        strand_risk=district.settings.strand_risk,
        demands=_demands(district),
        visits=tuple(_visit(part, numbers) for part in parts),
        teams=_teams(district, numbers),
        shifts=tuple(_shift(district, team, day, horizon, numbers) for team, day in shifts),
        lodgings=_lodgings(district, numbers),
        need_names=tuple(need.constraint for need in numbers.needs),
        resources=len(numbers.hosts),
        groups=len(numbers.groups),
        travel_cost=round(VALUE_PER_PERSON * district.settings.travel_cost_people_per_h / 3600),
    )
    return Drafted(
        statement=with_pledges(statement, parts, promised),
        district=district,
        horizon=horizon,
        travel=travel,
        state=state,
        weather=weather,
        zero=numbers.zero,
        locations=tuple(numbers.locations),
        sessions=tuple(part.session for part in parts),
        windows=tuple(part.windows for part in parts),
        teams=tuple(numbers.teams),
        shifts=shifts,
        demands=tuple(numbers.demands),
        pledges=promised,
        lodgings=tuple(numbers.lodgings),
        needs=numbers.needs,
    )


def _locations(
    district: District, sessions: Sequence[Session], travel: TravelTimes
) -> dict[str, int]:
    """Number the places that teams start from, sit at or sleep in."""
    used = {s.place for s in sessions} | {t.base for t in district.teams}
    used |= set(_lodging_places(district))
    return _numbered(place for place in travel.place_ids if place in used)


def _numbering(
    district: District,
    parts: Sequence[Piece],
    travel: TravelTimes,
    horizon: Horizon,
    profiles: dict[tuple[VehicleClass, date], int],
) -> _Numbering:
    """Number the names in use."""
    sessions = [part.session for part in parts]
    return _Numbering(
        zero=moment(district, horizon.first, time()),
        locations=_locations(district, sessions, travel),
        profiles=profiles,
        crews=_crews(district, sessions),
        teams=_numbered(t.id for t in district.teams),
        demands=_numbered((d.village, d.service) for d in district.demands if d.people > 0),
        lodgings=_numbered(_lodging_places(district)),
        hosts=_numbered(s.place for s in sessions),
        groups=_numbered(part.group for part in parts if part.group),
        needs=_needs(sessions),
    )


def _numbered(names: Iterable[Name]) -> dict[Name, int]:
    """Return a number for each different name, in order of first appearance."""
    return {name: i for i, name in enumerate(dict.fromkeys(names))}


def _lodging_places(district: District) -> tuple[str, ...]:
    """Return where teams may sleep; nowhere if no team sleeps away."""
    if not any(t.max_nights for t in district.teams):
        return ()
    return tuple(lodging.place for lodging in district.lodgings)


def _crews(district: District, sessions: Sequence[Session]) -> dict[str, int]:
    """Return the crew type of each team: teams that take the same time everywhere share one."""
    takes = [dict(s.takes) for s in sessions]
    kinds: dict[tuple[timedelta | None, ...], int] = {}
    return {
        team.id: kinds.setdefault(tuple(took.get(team.id) for took in takes), len(kinds))
        for team in district.teams
    }


def _demands(district: District) -> tuple[Demand, ...]:
    return tuple(
        Demand(people=d.people, weight=round(VALUE_PER_PERSON * d.weight))
        for d in district.demands
        if d.people > 0
    )


def _teams(district: District, numbers: _Numbering) -> tuple[Team, ...]:
    return tuple(
        Team(
            base=numbers.locations[t.base],
            max_nights=t.max_nights,
            max_late_in_a_row=district.settings.max_late_in_a_row,
        )
        for t in district.teams
    )


def _lodgings(district: District, numbers: _Numbering) -> tuple[Lodging, ...]:
    return tuple(
        Lodging(
            location=numbers.locations[lodging.place],
            capacity=lodging.capacity,
            cost=round(VALUE_PER_PERSON * district.settings.night_cost_people),
        )
        for lodging in district.lodgings
        if lodging.place in numbers.lodgings
    )


def _visit(part: Piece, numbers: _Numbering) -> Visit:
    session = part.session
    takes = dict(session.takes)
    service_s = [NOT_OFFERED] * (max(numbers.crews.values(), default=-1) + 1)
    for team, crew in numbers.crews.items():
        if team in takes:
            service_s[crew] = int(takes[team].total_seconds())
    return Visit(
        location=numbers.locations[session.place],
        service_s=tuple(service_s),
        windows=tuple(
            (_second(w.earliest, numbers.zero), _second(w.latest, numbers.zero))
            for w in part.windows
        ),
        needs=_bits(_needed(session, need) for need in numbers.needs),
        resource=numbers.hosts[session.place],
        group=numbers.groups.get(part.group, NONE),
        contributions=tuple(
            (numbers.demands[e.village, e.service], e.people) for e in session.expected
        ),
    )


def _shift(
    district: District, team_id: str, day: date, horizon: Horizon, numbers: _Numbering
) -> Shift:
    """Return a team's day; days are counted by the calendar, so a weekend is not a night."""
    team = district.team_by_id[team_id]
    starts, ends, late = (
        _second(moment(district, day, clock), numbers.zero)
        for clock in (team.day_start, team.day_end, district.settings.late_after)
    )
    return Shift(
        team=numbers.teams[team_id],
        day=(day - horizon.first).days,
        start_s=starts,
        end_s=ends,
        max_work_s=int(3600 * team.max_work_h),
        profile=numbers.profiles[team.vehicle_class, day],
        crew=numbers.crews[team_id],
        has=_bits(_brings(district, team_id, day, need) for need in numbers.needs),
        late_s=late,
    )


def _second(at: datetime, zero: datetime) -> int:
    return int((at - zero).total_seconds())


def _needs(sessions: Sequence[Session]) -> tuple[Need, ...]:
    languages = dict.fromkeys(s.needs_language for s in sessions if s.needs_language)
    hands = sorted({s.stations for s in sessions})
    return (
        Need(constraint=Constraint.KIT),
        Need(constraint=Constraint.POWER),
        Need(constraint=Constraint.SIGNAL),
        *(Need(constraint=Constraint.LANGUAGE, language=x) for x in languages),
        *(Need(constraint=Constraint.AVAILABILITY, hands=x) for x in hands),
    )


def _bits(flags: Iterable[bool]) -> int:
    return sum(1 << bit for bit, flag in enumerate(flags) if flag)


def _needed(session: Session, need: Need) -> bool:
    match need.constraint:
        case Constraint.KIT:
            return session.needs_kit
        case Constraint.POWER:
            return session.needs_power
        case Constraint.SIGNAL:
            return session.needs_signal
        case Constraint.LANGUAGE:
            return session.needs_language == need.language
        case _:
            return session.stations == need.hands


def _brings(district: District, team_id: str, day: date, need: Need) -> bool:
    kinds = {kit.kind for kit in district.kits_of(team_id)}
    members = present(district, district.team_by_id[team_id], day)
    match need.constraint:
        case Constraint.KIT:
            return KitKind.ENROLMENT in kinds
        case Constraint.POWER:
            return KitKind.GENERATOR in kinds
        case Constraint.SIGNAL:
            return KitKind.PORTABLE_SIGNAL in kinds
        case Constraint.LANGUAGE:
            return any(need.language in m.languages for m in members)
        case _:
            return len(members) >= need.hands
