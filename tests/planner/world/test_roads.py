"""Time on one segment: speed by surface and class, closed segments, wet roads."""

import math

import pytest

from planner.domain.district import Settings
from planner.domain.road import RoadState, Surface, VehicleClass
from planner.world.roads import admits, driving_s, segment_walking_s, speeds_in
from tests.planner import valley

DRY, WET = RoadState.DRY, RoadState.WET
CAR, FOUR, MOTORBIKE, FOOT = VehicleClass


@pytest.mark.parametrize(
    ("lowest", "passes"),
    [
        (CAR, (True, True, True, True)),
        (FOUR, (False, True, True, True)),
        (MOTORBIKE, (False, False, True, True)),
        (FOOT, (False, False, False, True)),
    ],
)
def test_a_segment_admits_its_lowest_class_and_lighter(
    lowest: VehicleClass, passes: tuple[bool, ...]
) -> None:
    segment = valley.road("a", "b", lowest_class=lowest)
    assert tuple(admits(segment, c) for c in VehicleClass) == passes


def test_time_is_length_by_speed_rounded_up() -> None:
    speeds = speeds_in(valley.district(), DRY)
    segment = valley.road("a", "b", 1.001)
    assert driving_s(segment, CAR, speeds) == math.ceil(3600 * 1.001 / 18) == 201


def test_wet_roads_have_their_own_speed() -> None:
    district = valley.district()
    segment = valley.road("a", "b", 14)
    assert driving_s(segment, CAR, speeds_in(district, DRY)) == 2800
    assert driving_s(segment, CAR, speeds_in(district, WET)) == 3600


def test_no_speed_no_row_and_no_admittance_close_a_segment() -> None:
    wet = speeds_in(valley.district(), WET)
    dry = speeds_in(valley.district(), DRY)
    earth = valley.road("a", "b", surface=Surface.EARTH)
    path = valley.road("a", "b", surface=Surface.PATH)
    for_motorbikes = valley.road("a", "b", lowest_class=MOTORBIKE)
    assert driving_s(earth, CAR, wet) is None
    assert driving_s(path, CAR, dry) is None
    assert driving_s(for_motorbikes, CAR, dry) is None
    assert driving_s(for_motorbikes, MOTORBIKE, dry) == 1080


def test_wet_is_walked_more_slowly_and_climbs_turn_round() -> None:
    segment = valley.road("a", "b", 5.0, climb_m=500)
    settings = Settings(name="Thung lũng thử")
    out, back = segment_walking_s(segment, settings, DRY)
    assert back == 3600
    assert out == math.ceil(3600 * math.exp(3.5 * 0.10))
    wet_out, wet_back = segment_walking_s(segment, settings, WET)
    assert wet_back == math.ceil(3600 / 0.67)
    assert wet_out == math.ceil(3600 / 0.67 * math.exp(3.5 * 0.10))
