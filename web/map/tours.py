"""The tours of one day, as lines along the roads that the teams take."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from planner.domain.district import District
from planner.domain.road import VehicleClass
from planner.domain.team import Team
from planner.world.travel import TravelTimes
from web.board import TeamDay

COLOURS = 6
"""How many colours tours take in turn (style.css: ``.tour-1`` …); names stand beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """One team's day on the map: the places it drives through, in order."""

    day: TeamDay
    colour: int
    path: tuple[str, ...]

    @property
    def team(self) -> Team:
        """The team that travels."""
        return self.day.team


def tours(district: District, travel: TravelTimes, days: tuple[TeamDay, ...]) -> tuple[Tour, ...]:
    """Return the tours of the teams that travel on this day."""
    return tuple(
        Tour(day=day, colour=i % COLOURS + 1, path=tuple(_path(district, travel, day)))
        for i, day in enumerate(days)
        if day.cards
    )


def _path(district: District, travel: TravelTimes, day: TeamDay) -> Iterator[str]:
    """Yield the ids of all places from where the day begins to where it ends."""
    shift = day.cards[0].shift
    visited = (shift.start_place, *(c.place.id for c in day.cards), shift.end_place)
    yield visited[0]
    for here, there in pairwise(visited):
        yield from way(district, travel, day.team.vehicle_class, here, there)


def way(
    district: District, travel: TravelTimes, vehicle: VehicleClass, here: str, there: str
) -> Iterator[str]:
    """Yield the ids of the places after ``here`` on the way to ``there``."""
    ends = {s.id: (s.start, s.end) for s in district.segments}
    at = here
    for segment in travel.route(vehicle, here, there):
        start, end = ends[segment]
        at = end if start == at else start
        yield at
