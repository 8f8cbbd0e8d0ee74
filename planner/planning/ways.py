"""Travel in the weathers that plans are played in, worked out once for all who ask. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from planner.domain.district import District
from planner.domain.plan import Plan
from planner.domain.road import VehicleClass
from planner.planning.agenda import agenda_of
from planner.planning.clock import STEP_S
from planner.world.passability import RoadStates
from planner.world.weathered import DayTimes, Steps


class Ways:
    """Travel in some weathers between the places of each vehicle class, worked out when asked."""

    def __init__(
        self, district: District, states: RoadStates, places: Mapping[VehicleClass, Sequence[str]]
    ) -> None:
        number = {place: i for i, place in enumerate(district.place_by_id)}
        self._times = DayTimes(district, states, step_s=STEP_S)
        self._among = {
            c: np.array([number[p] for p in some], np.intp) for c, some in places.items()
        }
        self._seconds: dict[tuple[VehicleClass, date], Steps] = {}
        self.at = {c: {p: i for i, p in enumerate(some)} for c, some in places.items()}

    def on(self, vehicle_class: VehicleClass, day: date) -> Steps:
        """Return the times of a class on a day, (weathers, places, places)."""
        key = (vehicle_class, day)
        if key not in self._seconds:
            self._seconds[key] = self._times.on(*key, self._among[vehicle_class])
        return self._seconds[key]

    def forget(self) -> None:
        """Let go of what was worked out."""
        self._seconds.clear()


def places_of(district: District, plans: Sequence[Plan]) -> dict[VehicleClass, tuple[str, ...]]:
    """Return the places where teams of each class are in some plans."""
    return {one: _places_of(district, plans, one) for one in VehicleClass}


def _places_of(
    district: District, plans: Sequence[Plan], vehicle_class: VehicleClass
) -> tuple[str, ...]:
    own = {t.id: t for t in district.teams if t.vehicle_class is vehicle_class}
    found = {team.base for team in own.values()}
    if any(team.max_nights for team in own.values()):
        found |= {lodging.place for lodging in district.lodgings}
    for plan in plans:
        for (team_id, _), today in agenda_of(district, plan).items():
            if team_id in own:
                found |= {today.shift.start_place, today.shift.end_place}
                found |= {item.session.place for item in today.items}
    return tuple(sorted(found))
