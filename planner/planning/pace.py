"""How fast teams were from one session to the next, as reports tell: what it says of speeds. Pure.

Only ways between two sessions of a day have both ends reported: when the team left, when it came.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import pairwise

from planner.domain.outcome import Held, Outcome, Promised, RoadMet
from planner.domain.road import RoadState, Speed, Surface, VehicleClass
from planner.planning.register import Told
from planner.world.passing import UNIFORM, Seconds, driven, walked
from planner.world.travel import TravelTimes

Travel = Callable[[RoadState], TravelTimes]
"""The travel times of the current district in a state of its roads."""
Row = tuple[Surface, VehicleClass, RoadState]
"""A speed of the workbook, in one of its two states."""

MAIN_SHARE = 0.6
"""A way tells of a surface's speed if that much of its time is driven on this surface."""
LONGEST_WAIT = timedelta(minutes=15)
"""If the plan itself waits longer before the next session, nobody had to hurry."""
SLOWEST_KMH, FASTEST_KMH = 1.0, 120.0
STATES: Mapping[RoadMet | None, RoadState] = {
    None: RoadState.DRY,
    RoadMet.OPEN: RoadState.DRY,
    RoadMet.SLOW: RoadState.WET,
}
"""What road was met; on foot or by motorbike instead, a report tells of no speed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a team came from one session to the next: as planned, and how long it took."""

    vehicle_class: VehicleClass
    state: RoadState
    start: str
    end: str
    planned: timedelta
    took: timedelta


def speeds_seen(told: Told, travel: Travel) -> dict[Row, list[float]]:
    """Return the speeds, in km/h, of every way that is mainly on one surface, by that surface.

    A way that took a fifth longer than planned was driven a fifth slower, on all of its roads.
    """
    known = {(s.surface, s.vehicle_class): s for s in told.district.speeds}
    main = _main_surfaces(told, travel)
    found: defaultdict[Row, list[float]] = defaultdict(list)
    for way in _ways(told, travel):
        surface = main(way.vehicle_class, way.state, way.start, way.end)
        row = known.get((surface, way.vehicle_class)) if surface else None
        if surface and row and kmh(row, way.state) > 0:
            seen = kmh(row, way.state) * (way.planned / way.took)
            held = min(FASTEST_KMH, max(SLOWEST_KMH, seen))
            found[surface, way.vehicle_class, way.state].append(held)
    return dict(found)


def kmh(row: Speed, state: RoadState) -> float:
    """Return a speed in one state."""
    return row.dry_kmh if state is RoadState.DRY else row.wet_kmh


def _ways(told: Told, travel: Travel) -> Iterator[Way]:
    for (promised, outcome), (then, later) in _neighbours(told):
        team = told.district.team_by_id.get(promised.team)
        places = {promised.place, then.place}
        if team is None or outcome.left is None or later.arrived is None:
            continue
        if later.road not in STATES or not places <= told.district.place_by_id.keys():
            continue
        state = STATES[later.road]
        planned = travel(state).between(team.vehicle_class, promised.place, then.place)
        took = later.arrived - outcome.left
        if not planned or took <= timedelta():
            continue
        if then.arrive - promised.end - planned <= LONGEST_WAIT:
            yield Way(
                vehicle_class=team.vehicle_class,
                state=state,
                start=promised.place,
                end=then.place,
                planned=planned,
                took=took,
            )


def _neighbours(
    told: Told,
) -> Iterator[tuple[tuple[Promised, Outcome], tuple[Promised, Outcome]]]:
    """Yield what was reported of two sessions that a team was to hold one after the other."""
    days: defaultdict[tuple[object, str], list[Promised]] = defaultdict(list)
    for promised in told.promised:
        days[promised.day, promised.team].append(promised)
    known = told.by_key
    for sessions in days.values():
        for one, then in pairwise(sorted(sessions, key=lambda p: p.arrive)):
            both = known.get(one.key), known.get(then.key)
            if both[0] is None or both[1] is None or both[0].undecided or both[1].undecided:
                continue
            first, second = both[0].counting, both[1].counting
            if Held.NOT_HELD not in (first.held, second.held):
                yield (one, first), (then, second)


def _main_surfaces(
    told: Told, travel: Travel
) -> Callable[[VehicleClass, RoadState, str, str], Surface | None]:
    """Return what tells the surface on which most of a way's time is driven, if there is one."""
    segments = told.district.segments
    number = {segment.id: i for i, segment in enumerate(segments)}

    @cache
    def by_foot() -> Seconds:
        return walked(told.district).there_s

    @cache
    def by_vehicle(vehicle_class: VehicleClass) -> Seconds:
        return driven(told.district, vehicle_class).there_s

    @cache
    def main(vehicle_class: VehicleClass, state: RoadState, start: str, end: str) -> Surface | None:
        driving = by_vehicle(vehicle_class)[UNIFORM[state]]
        times: defaultdict[Surface | None, float] = defaultdict(float)
        for segment in travel(state).route(vehicle_class, start, end):
            at = number[segment]
            rides = driving[at] < float("inf")
            seconds = driving[at] if rides else by_foot()[UNIFORM[state], at]
            times[segments[at].surface if rides else None] += float(seconds)
        surface = max(times, key=lambda s: times[s], default=None)
        enough = surface is not None and times[surface] >= MAIN_SHARE * sum(times.values())
        return surface if enough else None

    return main
