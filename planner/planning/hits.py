"""Which sessions of a plan a closed road hits, and which teams are beyond it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.domain.plan import Plan, Shift
from planner.domain.road import VehicleClass
from planner.world.travel import TravelTimes


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A session at ``place`` that its team cannot come to in time from where it is before.

    ``late`` is by how much, on dry roads; ``None`` if no way is left.
    """

    team: str
    day: date
    session: str
    place: str
    start: datetime
    late: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """A team that begins a day at ``place``, on the other side of a closure than its base."""

    team: str
    day: date
    place: str


def hits(
    plan: Plan, travel: TravelTimes, vehicles: Mapping[str, VehicleClass], first: date, last: date
) -> tuple[Hit, ...]:
    """Return the sessions of these days that no leg of the day leads to in time any more.

    Parameters
    ----------
    travel
        By the roads that are left.
    vehicles
        Those of the teams (ids).
    """
    return tuple(
        hit
        for shift in _between(plan, first, last)
        for hit in _hits(shift, travel, vehicles[shift.team])
    )


def _hits(shift: Shift, travel: TravelTimes, vehicle: VehicleClass) -> Iterator[Hit]:
    """Yield the hits of a day, each leg from the stop before it that a way leads to."""
    here, leaves = shift.start_place, shift.depart
    for stop in shift.stops:
        takes = travel.between(vehicle, here, stop.session.place)
        late = None if takes is None else leaves + takes - stop.start
        if late is None or late > timedelta():
            yield Hit(
                team=shift.team,
                day=shift.day,
                session=stop.session.id,
                place=stop.session.place,
                start=stop.start,
                late=late,
            )
        if takes is not None:
            here, leaves = stop.session.place, stop.end


def beyond(
    plan: Plan, part_of: Mapping[str, int], bases: Mapping[str, str], first: date, last: date
) -> tuple[Beyond, ...]:
    """Return the teams that wake beyond a closure on these days; ``bases`` are places by team."""
    return tuple(
        Beyond(team=shift.team, day=shift.day, place=shift.start_place)
        for shift in _between(plan, first, last)
        if part_of[shift.start_place] != part_of[bases[shift.team]]
    )


def _between(plan: Plan, first: date, last: date) -> Iterator[Shift]:
    return (shift for shift in plan.shifts if first <= shift.day <= last)
