"""Travel profiles: the matrices of vehicle classes and days, once for all that share one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import UNREACHABLE
from planner.domain.district import District
from planner.domain.road import VehicleClass
from planner.planning.clock import STEP_S
from planner.world.travel import TravelTimes
from planner.world.weathered import Weather


@dataclass(frozen=True, kw_only=True)
class Profiles:
    """The travel profiles: the number of each class and day, and their matrices."""

    of: dict[tuple[VehicleClass, date], int]
    travel_s: NDArray[np.int32]
    open_in: NDArray[np.uint64] | None
    passable_in: NDArray[np.uint64] | None


def profiles_of(
    district: District,
    shifts: Sequence[tuple[str, date]],
    travel: TravelTimes,
    weather: Weather | None,
    locations: dict[str, int],
) -> Profiles:
    """Return travel between the locations, once for all classes and days that have it in common."""
    rows = np.array([travel.index_of[place] for place in locations], dtype=np.int64)
    some = np.ix_(rows, rows)
    of: dict[tuple[VehicleClass, date], int] = {}
    known: dict[bytes, int] = {}
    travel_s: list[NDArray[np.int32]] = []
    masks: list[tuple[NDArray[np.uint64], NDArray[np.uint64]]] = []
    classes = list(VehicleClass)
    asked = {(district.team_by_id[team].vehicle_class, day) for team, day in shifts}
    for key in sorted(asked, key=lambda k: (classes.index(k[0]), k[1])):
        own: tuple[NDArray[np.uint64], NDArray[np.uint64]] | None = None
        if weather is None:
            seconds = _in_steps(travel.seconds[key[0]][some])
        else:
            found = weather.on(*key)
            seconds, own = found.seconds[some], (found.open_in[some], found.passable_in[some])
        content = seconds.tobytes() + b"".join(mask.tobytes() for mask in own or ())
        of[key] = known.setdefault(content, len(known))
        if of[key] == len(travel_s):
            travel_s.append(seconds)
            masks += [own] if own else []
    empty = np.zeros((0, len(rows), len(rows)), dtype=np.int32)
    return Profiles(
        of=of,
        travel_s=np.concatenate([empty, *(s[None] for s in travel_s)]),
        open_in=np.stack([open_in for open_in, _ in masks]) if masks else None,
        passable_in=np.stack([passable for _, passable in masks]) if masks else None,
    )


def _in_steps(seconds: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return times rounded up to whole steps.

    Rounding up keeps the triangle inequality: the way through a third place is rounded twice.
    """
    steps = -(-seconds.astype(np.int64) // STEP_S) * STEP_S
    return np.where(seconds == UNREACHABLE, UNREACHABLE, steps).astype(np.int32)
