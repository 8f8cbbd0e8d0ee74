"""Travel times between all places of a district, by vehicle class, in one state of the roads.

Owns the rule of the last stretch on foot; knows nothing of days, teams' hours or sessions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.domain.district import District
from planner.domain.road import RoadState, VehicleClass
from planner.world.network import UNREACHABLE, Leg, Paths, shortest_paths
from planner.world.passing import Passing, States, driven, everywhere, walked

NOWHERE = -1
"""In place of a parking place: the vehicle cannot come near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How one vehicle class moves: where it drives, where its team walks, where it is parked.

    ``parking[p]`` is the place where the vehicle stands while the team is at place ``p``: ``p``
    itself where it can be driven, ``NOWHERE`` where the team cannot come.
    """

    driving: Paths
    walking: Paths
    parking: NDArray[np.int32]

    def route(self, a: int, b: int) -> tuple[str, ...]:
        """Return the segments from ``a`` to ``b``; the caller knows that there is a way."""
        left, found = int(self.parking[a]), int(self.parking[b])
        if left == found:
            return self.walking.route(a, b)
        drive = self.driving.route(left, found)
        return (*self.walking.route(a, left), *drive, *self.walking.route(found, b))


@dataclass(frozen=True, kw_only=True)
class TravelTimes:
    """How long every vehicle class takes between any two places, each road in one state.

    ``seconds[vehicle_class]`` (int32, ``UNREACHABLE`` where there is no way) and
    ``km[vehicle_class]`` (along the chosen way, infinite where none) have shape (places, places),
    from row to column, in the order of ``place_ids``.
    """

    place_ids: tuple[str, ...]
    seconds: dict[VehicleClass, NDArray[np.int32]]
    km: dict[VehicleClass, NDArray[np.float64]]
    ways: dict[VehicleClass, Ways]

    @cached_property
    def index_of(self) -> dict[str, int]:
        """Row and column of each place."""
        return {place_id: i for i, place_id in enumerate(self.place_ids)}

    def between(self, vehicle_class: VehicleClass, a: str, b: str) -> timedelta | None:
        """Return the time from place ``a`` to place ``b``; ``None`` if there is no way."""
        seconds = int(self.seconds[vehicle_class][self.index_of[a], self.index_of[b]])
        return None if seconds == UNREACHABLE else timedelta(seconds=seconds)

    def route(self, vehicle_class: VehicleClass, a: str, b: str) -> tuple[str, ...]:
        """Return the ids of the segments from ``a`` to ``b`` in order; empty if no way exists."""
        start, end = self.index_of[a], self.index_of[b]
        if self.seconds[vehicle_class][start, end] == UNREACHABLE:
            return ()
        return self.ways[vehicle_class].route(start, end)


def travel_times(district: District, state: RoadState) -> TravelTimes:
    """Return the travel times of all vehicle classes between all places, all roads in one state."""
    return travel_times_in(district, everywhere(district, state))


def travel_times_in(district: District, states: States) -> TravelTimes:
    """Return the travel times of all vehicle classes between all places.

    ``states`` (segments,) are of the segments in the district's order.

    A vehicle is driven wherever roads open to its class join the bases of teams that use it. The
    last stretch, to a place that its class does not reach even on dry roads, is walked with the
    kit from the nearest place that it does, if that takes no longer than people walk to a session
    (``Settings.walk_limit_min``); the team walks back to where it parked. A place that only rain
    takes from the vehicle is not walked to: it has no way until the road dries.
    """
    place_ids = tuple(district.place_by_id)
    walking = shortest_paths(len(place_ids), _legs(district, place_ids, walked(district), states))
    ways = {VehicleClass.FOOT: _on_foot(walking)}
    for vehicle_class in VehicleClass:
        if vehicle_class is not VehicleClass.FOOT:
            ways[vehicle_class] = _ways(district, place_ids, vehicle_class, states, walking)
    distances = {c: _distances(w) for c, w in ways.items()}
    return TravelTimes(
        place_ids=place_ids,
        seconds={c: seconds for c, (seconds, _) in distances.items()},
        km={c: km for c, (_, km) in distances.items()},
        ways=ways,
    )


def _legs(
    district: District, place_ids: Sequence[str], passing: Passing, states: States
) -> Iterator[Leg]:
    """Yield every segment that can be passed in its state, there and back."""
    at = {place_id: i for i, place_id in enumerate(place_ids)}
    for s, there_s, back_s in zip(district.segments, *passing.in_states(states), strict=True):
        a, b = at[s.start], at[s.end]
        for start, end, seconds in ((a, b, there_s), (b, a, back_s)):
            if np.isfinite(seconds):
                yield Leg(start=start, end=end, seconds=int(seconds), km=s.length_km, segment=s.id)


def _on_foot(walking: Paths) -> Ways:
    """Return the ways of who needs no parking: all places share one."""
    return Ways(driving=walking, walking=walking, parking=np.zeros(len(walking.km), np.int32))


def _ways(
    district: District,
    place_ids: tuple[str, ...],
    vehicle_class: VehicleClass,
    states: States,
    walking: Paths,
) -> Ways:
    legs = _legs(district, place_ids, driven(district, vehicle_class), states)
    driving = shortest_paths(len(place_ids), legs)
    parking = _dry_parking(district, place_ids, vehicle_class)
    limit_s = 60 * district.settings.walk_limit_min
    everywhere = np.arange(len(place_ids))
    too_far = (parking != NOWHERE) & (walking.seconds[parking, everywhere] > limit_s)
    return Ways(
        driving=driving,
        walking=walking,
        parking=np.where(too_far, NOWHERE, parking).astype(np.int32),
    )


def _dry_parking(
    district: District, place_ids: tuple[str, ...], vehicle_class: VehicleClass
) -> NDArray[np.int32]:
    """Return where the vehicle is left for each place; the same in every state of the roads.

    Were it chosen anew when wet, a closed road could make a way shorter than it is when dry.
    """
    dry = everywhere(district, RoadState.DRY)
    driving, walking = (
        shortest_paths(len(place_ids), _legs(district, place_ids, passing, dry))
        for passing in (driven(district, vehicle_class), walked(district))
    )
    reached = _reached(district, place_ids, vehicle_class, driving)
    if not reached.size:
        return np.full(len(place_ids), NOWHERE, np.int32)
    on_foot = walking.seconds[reached, :]
    nearest = reached[np.argmin(on_foot, axis=0)]
    parking = np.where(on_foot.min(axis=0) == UNREACHABLE, NOWHERE, nearest)
    parking[reached] = reached
    return parking.astype(np.int32)


def _reached(
    district: District, place_ids: tuple[str, ...], vehicle_class: VehicleClass, driving: Paths
) -> NDArray[np.int64]:
    """Return the places that the vehicles come to by themselves, from the bases they start at."""
    at = {place_id: i for i, place_id in enumerate(place_ids)}
    bases = [at[t.base] for t in district.teams if t.vehicle_class is vehicle_class]
    starts = bases or list(range(len(place_ids)))
    return np.flatnonzero((driving.seconds[starts, :] != UNREACHABLE).any(axis=0))


def _distances(ways: Ways) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return (seconds, km) of walking to the vehicle, driving, and walking on."""
    parking = ways.parking
    everywhere = np.arange(len(parking))
    to_vehicle_s, to_vehicle_km = _pick(ways.walking, everywhere, parking)
    from_vehicle_s, from_vehicle_km = _pick(ways.walking, parking, everywhere)
    drive_s, drive_km = _pick(ways.driving, parking[:, None], parking[None, :])
    seconds = to_vehicle_s[:, None] + drive_s + from_vehicle_s[None, :]
    km = to_vehicle_km[:, None] + drive_km + from_vehicle_km[None, :]
    same_parking = parking[:, None] == parking[None, :]
    seconds = np.where(same_parking, _seconds(ways.walking), seconds)
    km = np.where(same_parking, ways.walking.km, km)
    nowhere = (parking == NOWHERE)[:, None] | (parking == NOWHERE)[None, :]
    no_way = (nowhere & ~np.eye(len(parking), dtype=bool)) | np.isinf(seconds)
    whole = np.where(no_way, UNREACHABLE, np.where(np.isinf(seconds), 0, seconds))
    return whole.astype(np.int32), np.where(no_way, np.inf, km)


def _pick(
    paths: Paths, rows: NDArray[np.integer], columns: NDArray[np.integer]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return _seconds(paths)[rows, columns], paths.km[rows, columns]


def _seconds(paths: Paths) -> NDArray[np.float64]:
    """Return the times with infinity where there is no way, so that sums keep it."""
    return np.where(paths.seconds == UNREACHABLE, np.inf, paths.seconds)
