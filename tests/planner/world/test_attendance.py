"""Who walks to a session: half after an hour, nobody after more than two."""

from datetime import timedelta

import pytest

from planner.domain.district import Settings
from planner.domain.road import RoadState
from planner.world.attendance import attendance_share, comers
from planner.world.travel import travel_times
from tests.planner import valley

SETTINGS = Settings(name="Thung lũng thử")


@pytest.mark.parametrize(
    ("minutes", "share"), [(0, 1.0), (30, 0.5**0.5), (60, 0.5), (120, 0.25), (120.1, 0.0)]
)
def test_attendance_halves_every_hour_until_the_limit(minutes: float, share: float) -> None:
    assert attendance_share(timedelta(minutes=minutes), SETTINGS) == share


def test_nobody_comes_where_no_path_leads() -> None:
    assert attendance_share(None, SETTINGS) == 0.0


def test_half_time_and_limit_are_the_districts() -> None:
    settings = Settings(name="Thung lũng thử", walk_half_min=30, walk_limit_min=60)
    assert attendance_share(timedelta(minutes=60), settings) == 0.25
    assert attendance_share(timedelta(minutes=61), settings) == 0.0


def test_people_walk_towards_the_session_on_roads_as_they_are() -> None:
    """v2 lies 5 km off and 500 m above v1: an hour down, and more when it is wet."""
    district = valley.district(
        (valley.village("v1"), valley.village("v2"), valley.village("v3")),
        [valley.road("v1", "v2", 5.0, climb_m=500), valley.road("v1", "v3", 10.1)],
    )
    assert comers(district, travel_times(district, RoadState.DRY), "v1") == (
        ("v1", 1.0),
        ("v2", 0.5),
    )
    wet = dict(comers(district, travel_times(district, RoadState.WET), "v1"))
    assert wet["v2"] == pytest.approx(0.5 ** (1 / 0.67), abs=1e-4)
