"""How long each road segment takes in each state it can be in."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from planner.domain.district import District
from planner.domain.road import RoadState, VehicleClass
from planner.world.roads import driving_s, segment_walking_s, speeds_in

Seconds = NDArray[np.float64]
States = NDArray[np.uint8]


class State(IntEnum):
    """How a segment is on one day, the better the lower."""

    OPEN = 0
    SLOW = 1
    CLOSED = 2
    FORBIDDEN = 3
    """Not even on foot: a weak point failed, somebody closed it, or a warning holds."""


UNIFORM = {RoadState.DRY: State.OPEN, RoadState.WET: State.SLOW}
"""The state of all segments at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """Seconds to pass each segment, (states, segments), from its start to its end and back.

    The rows are those of ``State``; infinite where nobody passes.
    """

    there_s: Seconds
    back_s: Seconds

    def in_states(self, states: States) -> tuple[Seconds, Seconds]:
        """Return both for states of shape (…, segments)."""
        every = np.arange(states.shape[-1])
        return self.there_s[states, every], self.back_s[states, every]


def everywhere(district: District, state: RoadState) -> States:
    """Return one state for all segments, (segments,)."""
    return np.full(len(district.segments), UNIFORM[state], np.uint8)


def without(district: District, closed: Collection[str]) -> States:
    """Return dry roads but for the ``closed`` segments (ids), which nobody passes, (segments,)."""
    states = everywhere(district, RoadState.DRY)
    states[[segment.id in closed for segment in district.segments]] = State.FORBIDDEN
    return states


def driven(district: District, vehicle_class: VehicleClass) -> Passing:
    """Return the times of a vehicle: it passes on open and on slow roads."""
    seconds = np.full((len(State), len(district.segments)), np.inf)
    for surface, state in UNIFORM.items():
        speeds = speeds_in(district, surface)
        for number, segment in enumerate(district.segments):
            taken = driving_s(segment, vehicle_class, speeds)
            seconds[state, number] = np.inf if taken is None else taken
    return Passing(there_s=seconds, back_s=seconds)


def walked(district: District) -> Passing:
    """Return the times on foot: where mud stops vehicles one still walks, as when it is wet."""
    there_s = np.full((len(State), len(district.segments)), np.inf)
    back_s = there_s.copy()
    for number, segment in enumerate(district.segments):
        dry = segment_walking_s(segment, district.settings, RoadState.DRY)
        wet = segment_walking_s(segment, district.settings, RoadState.WET)
        for state, taken in ((State.OPEN, dry), (State.SLOW, wet), (State.CLOSED, wet)):
            there_s[state, number], back_s[state, number] = taken
    return Passing(there_s=there_s, back_s=back_s)
