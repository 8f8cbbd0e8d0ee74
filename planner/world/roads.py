"""How long a road segment takes, by vehicle class and state of the roads."""

import math

from planner.domain.district import District, Settings
from planner.domain.road import RoadState, Segment, Surface, VehicleClass
from planner.world.walking import walking_s

CLASSES = tuple(VehicleClass)
# Speeds of a district by what they depend on.
Speeds = dict[tuple[Surface, VehicleClass], float]


def speeds_in(district: District, state: RoadState) -> Speeds:
    """Return the district's speeds (km/h) in this state; 0 where a vehicle cannot pass."""
    return {
        (row.surface, row.vehicle_class): row.dry_kmh if state is RoadState.DRY else row.wet_kmh
        for row in district.speeds
    }


def admits(segment: Segment, vehicle_class: VehicleClass) -> bool:
    """Return whether the segment lets this class pass at all: 4x4 lets 4x4, motorbike, foot."""
    return CLASSES.index(vehicle_class) >= CLASSES.index(segment.lowest_class)


def driving_s(segment: Segment, vehicle_class: VehicleClass, speeds: Speeds) -> int | None:
    """Return the time to drive a segment, either way, rounded up; ``None`` if it is closed."""
    kmh = speeds.get((segment.surface, vehicle_class), 0.0)
    if kmh <= 0 or not admits(segment, vehicle_class):
        return None
    return math.ceil(3600 * segment.length_km / kmh)


def flat_walking_kmh(settings: Settings, state: RoadState) -> float:
    """Return the walking speed on the flat: slower when wet."""
    factor = settings.wet_walking_factor if state is RoadState.WET else 1.0
    return settings.walking_kmh * factor


def segment_walking_s(segment: Segment, settings: Settings, state: RoadState) -> tuple[int, int]:
    """Return the times to walk a segment from start to end, and back."""
    kmh = flat_walking_kmh(settings, state)
    return (
        walking_s(segment.length_km, segment.climb_m, kmh),
        walking_s(segment.length_km, -segment.climb_m, kmh),
    )
