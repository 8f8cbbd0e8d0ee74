"""How likely each session of a plan is to fail, and which road it would be. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from planner.domain.district import District
from planner.domain.plan import Cause, Plan, Shift
from planner.domain.road import VehicleClass
from planner.world.weathered import SCENARIOS, Weather

EVERYTHING = (1 << SCENARIOS) - 1
MOST_CAUSES = 3
"""Roads that are named for a session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRisk:
    """How likely a session is to fail, and the roads that would be why, the likeliest first."""

    session: str
    place: str
    team: str
    day: date
    fails: float
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StrandRisk:
    """How likely a team is to reach neither its base nor its bed at the end of a day."""

    team: str
    day: date
    stranded: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """The risks of a plan, in order of days and teams."""

    sessions: tuple[SessionRisk, ...]
    strands: tuple[StrandRisk, ...]


def risk_of(district: District, plan: Plan, weather: Weather) -> Risk:
    """Return the risks of a plan in the scenarios of ``weather``, legs as planned there."""
    sessions: list[SessionRisk] = []
    strands: list[StrandRisk] = []
    for team in district.teams:
        tour = _Tour(district, weather)
        for shift in plan.shifts_of(team.id):
            if shift.start_place == team.base:
                tour = _Tour(district, weather)
            sessions += tour.driven(shift)
            strands.append(tour.strand(shift))
    order = {team.id: i for i, team in enumerate(district.teams)}
    return Risk(
        sessions=tuple(sorted(sessions, key=lambda r: (r.day, order[r.team]))),
        strands=tuple(
            sorted((s for s in strands if s.stranded), key=lambda r: (r.day, order[r.team]))
        ),
    )


def with_causes(district: District, plan: Plan, weather: Weather) -> Plan:
    """Return the plan whose stops name the roads that would keep them from being held."""
    causes = {risk.session: risk.causes for risk in risk_of(district, plan, weather).sessions}
    return replace(
        plan,
        shifts=tuple(
            replace(
                shift,
                stops=tuple(replace(stop, causes=causes[stop.session.id]) for stop in shift.stops),
            )
            for shift in plan.shifts
        ),
    )


class _Tour:
    """A tour on its way: in which scenarios all of it was driven, and what stopped it in others."""

    def __init__(self, district: District, weather: Weather) -> None:
        self._district, self._weather = district, weather
        self._places = {place: i for i, place in enumerate(district.place_by_id)}
        self._going = EVERYTHING
        self._stopped: Counter[str] = Counter()
        self._stranded = 0

    def driven(self, shift: Shift) -> Iterator[SessionRisk]:
        """Yield the risk of each session of the next shift."""
        places = [shift.start_place, *(s.session.place for s in shift.stops), shift.end_place]
        self._stranded = 0
        for number, (here, there) in enumerate(pairwise(places)):
            open_now = self._open(shift, here, there)
            lost = self._going & ~open_now
            if here not in (shift.start_place, shift.end_place):
                self._stranded |= lost & ~self._open(shift, here, shift.end_place)
            self._blame(shift, here, there, lost)
            self._going &= open_now
            if number < len(shift.stops):
                stop = shift.stops[number]
                yield SessionRisk(
                    session=stop.session.id,
                    place=stop.session.place,
                    team=shift.team,
                    day=shift.day,
                    fails=1 - self._going.bit_count() / SCENARIOS,
                    causes=tuple(self._causes()),
                )

    def strand(self, shift: Shift) -> StrandRisk:
        """Return the strand risk of the shift that was driven last."""
        share = self._stranded.bit_count() / SCENARIOS
        return StrandRisk(team=shift.team, day=shift.day, stranded=share)

    def _open(self, shift: Shift, here: str, there: str) -> int:
        if here == there:
            return EVERYTHING
        on = self._weather.on(self._vehicle(shift), shift.day)
        return int(on.open_in[self._places[here], self._places[there]])

    def _vehicle(self, shift: Shift) -> VehicleClass:
        return self._district.team_by_id[shift.team].vehicle_class

    def _blame(self, shift: Shift, here: str, there: str, lost: int) -> None:
        """Count, for the scenarios lost on a leg, the roads that are worse than planned."""
        if not lost:
            return
        vehicle = self._vehicle(shift)
        route = self._weather.planned_on(vehicle, shift.day).route(vehicle, here, there)
        for scenario in range(SCENARIOS):
            if lost >> scenario & 1:
                self._stopped.update(
                    self._weather.worse_than_planned(vehicle, shift.day, scenario, route)
                )

    def _causes(self) -> Iterator[Cause]:
        for segment, count in self._stopped.most_common(MOST_CAUSES):
            yield Cause(
                segment=segment,
                fails=count / SCENARIOS,
                communes=rain_communes(self._district, segment),
            )


def rain_communes(district: District, segment_id: str) -> tuple[str, ...]:
    """Return the communes (codes) whose rain governs a segment, its weak points' first."""
    weak = [w.rain_commune for w in district.weak_points if w.segment == segment_id]
    segment = next(s for s in district.segments if s.id == segment_id)
    ends = [district.place(segment.start).commune, district.place(segment.end).commune]
    return tuple(dict.fromkeys(code for code in (*weak, *ends) if code))
