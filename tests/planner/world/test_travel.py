"""Shortest ways between places, the last stretch on foot, and what holds on any network."""

from datetime import timedelta
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.district import District
from planner.domain.road import RoadState, Segment, Surface, VehicleClass
from planner.world.network import UNREACHABLE
from planner.world.roads import driving_s, segment_walking_s, speeds_in
from planner.world.travel import TravelTimes, travel_times
from tests.planner import valley

DRY, WET = RoadState.DRY, RoadState.WET
CAR, FOUR, MOTORBIKE, FOOT = VehicleClass
VILLAGES = ("v1", "v2", "v3", "v4")


def world(*segments: Segment, driver: VehicleClass = CAR) -> District:
    """Return a district of four villages, whose one team drives ``driver`` from ``base``."""
    return valley.district(
        tuple(valley.village(v) for v in VILLAGES),
        segments,
        teams=(valley.team(vehicle_class=driver),),
    )


def minutes(travel: TravelTimes, vehicle: VehicleClass, a: str, b: str) -> float | None:
    """Return the minutes from ``a`` to ``b``."""
    time = travel.between(vehicle, a, b)
    return None if time is None else time / timedelta(minutes=1)


def test_the_fastest_way_counts_and_its_length_is_told() -> None:
    district = world(
        valley.road("base", "v1", 3.0),
        valley.road("v1", "v2", 3.0),
        valley.road("base", "v2", 4.2, id="rough", surface=Surface.EARTH),
    )
    travel = travel_times(district, DRY)
    assert travel.place_ids == ("base", *VILLAGES)
    assert minutes(travel, CAR, "base", "v2") == 20
    assert travel.km[CAR][0, 2] == 6.0
    assert travel.route(CAR, "base", "v2") == ("base-v1", "v1-v2")
    assert travel.route(CAR, "v2", "base") == ("v1-v2", "base-v1")
    assert minutes(travel, MOTORBIKE, "base", "v2") == 16.8
    assert travel.km[MOTORBIKE][0, 2] == 4.2
    assert travel.route(MOTORBIKE, "base", "v2") == ("rough",)


def test_of_two_roads_between_the_same_places_the_fastest_counts() -> None:
    """SciPy would add up the entries of parallel edges."""
    district = world(
        valley.road("base", "v1", 9.0, id="long"), valley.road("v1", "base", 6.0, id="short")
    )
    travel = travel_times(district, DRY)
    assert minutes(travel, CAR, "base", "v1") == 20
    assert travel.route(CAR, "base", "v1") == ("short",)


def test_places_without_a_way_are_unreachable_and_home_is_at_once() -> None:
    travel = travel_times(world(valley.road("base", "v1")), DRY)
    assert travel.between(CAR, "base", "v4") is None
    assert travel.route(CAR, "base", "v4") == ()
    assert travel.seconds[CAR][0, 4] == UNREACHABLE
    assert travel.km[CAR][0, 4] == np.inf
    assert travel.between(CAR, "v4", "v4") == timedelta(0)
    assert travel.route(CAR, "v4", "v4") == ()


def test_the_last_stretch_is_walked_and_walked_back() -> None:
    """v2 lies up a path: 20 min by car, then 2 km on foot, 100 m up."""
    district = world(
        valley.road("base", "v1"),
        valley.road("v1", "v2", 2.0, surface=Surface.PATH, lowest_class=FOOT, climb_m=100),
    )
    travel = travel_times(district, DRY)
    up, down = segment_walking_s(district.segments[1], district.settings, DRY)
    assert travel.between(CAR, "base", "v2") == timedelta(seconds=1200 + up)
    assert travel.between(CAR, "v2", "base") == timedelta(seconds=1200 + down)
    assert travel.route(CAR, "base", "v2") == ("base-v1", "v1-v2")
    assert travel.km[CAR][0, 2] == 8.0


def test_two_villages_up_one_path_are_walked_between() -> None:
    path = {"surface": Surface.PATH, "lowest_class": FOOT}
    district = world(
        valley.road("base", "v1"),
        valley.road("v1", "v2", 2.0, **path),
        valley.road("v2", "v3", 1.0, **path),
    )
    travel = travel_times(district, DRY)
    assert minutes(travel, CAR, "v2", "v3") == 12
    assert travel.route(CAR, "v2", "v3") == ("v2-v3",)


def test_a_vehicle_left_behind_is_not_driven_on() -> None:
    """Over the ridge v2-v3 on foot the car would wait on this side; so it drives round."""
    path = {"surface": Surface.PATH, "lowest_class": FOOT}
    district = world(
        valley.road("base", "v1", 6.0),
        valley.road("v1", "v2", 1.0, **path),
        valley.road("v2", "v3", 1.0, **path),
        valley.road("v3", "v4", 0.9, **path),
        valley.road("base", "v4", 60.0),
    )
    travel = travel_times(district, DRY)
    assert minutes(travel, CAR, "v2", "v3") == 12 + 20 + 200 + 10.8
    assert minutes(travel, FOOT, "v2", "v3") == 12
    assert travel.route(CAR, "v2", "v3") == ("v1-v2", "base-v1", "base-v4", "v3-v4")


def test_a_last_stretch_longer_than_people_walk_is_not_walked() -> None:
    """The limit is two hours: 10 km on the flat."""
    path = {"surface": Surface.PATH, "lowest_class": FOOT}
    near = world(valley.road("base", "v1"), valley.road("v1", "v2", 10.0, **path))
    far = world(valley.road("base", "v1"), valley.road("v1", "v2", 10.1, **path))
    assert minutes(travel_times(near, DRY), CAR, "base", "v2") == 140
    assert travel_times(far, DRY).between(CAR, "base", "v2") is None
    assert travel_times(near, WET).between(CAR, "base", "v2") is None


def test_a_road_that_rain_closes_is_not_walked_instead() -> None:
    district = world(valley.road("base", "v1", surface=Surface.EARTH))
    assert minutes(travel_times(district, DRY), CAR, "base", "v1") == 30
    assert travel_times(district, WET).between(CAR, "base", "v1") is None
    assert minutes(travel_times(district, WET), FOUR, "base", "v1") == 90


def test_a_road_that_no_base_joins_serves_only_walkers() -> None:
    """No car of ours stands on the road v2-v3: it is walked from v1, where ours is parked."""
    path = {"surface": Surface.PATH, "lowest_class": FOOT}
    district = world(
        valley.road("base", "v1"),
        valley.road("v1", "v2", 1.0, **path),
        valley.road("v2", "v3", 3.0),
    )
    travel = travel_times(district, DRY)
    assert minutes(travel, CAR, "base", "v3") == 20 + 12 + 36
    assert minutes(travel, CAR, "v2", "v3") == 36


networks = st.lists(
    st.builds(
        lambda ends, length, climb, surface, lowest: valley.road(
            ends[0],
            ends[1],
            length / 10,
            id=f"{ends}-{length}-{climb}-{surface}-{lowest}",
            climb_m=climb * length / 10,
            surface=surface,
            lowest_class=lowest,
        ),
        st.sampled_from([(a, b) for a, b in product(("base", *VILLAGES), repeat=2) if a != b]),
        st.integers(1, 80),
        st.integers(-300, 300),
        st.sampled_from(sorted(valley.KMH)),
        st.sampled_from(VehicleClass),
    ),
    max_size=12,
)
drivers = st.sampled_from((CAR, FOUR, MOTORBIKE))


@settings(derandomize=True, deadline=None, max_examples=50)
@given(networks, drivers, st.sampled_from(RoadState))
def test_no_detour_is_faster(
    segments: list[Segment], driver: VehicleClass, state: RoadState
) -> None:
    travel = travel_times(world(*segments, driver=driver), state)
    for seconds in travel.seconds.values():
        direct = seconds.astype(np.int64)
        detour = (direct[:, :, None] + direct[None, :, :]).min(axis=1)
        assert (direct <= detour).all()


@settings(derandomize=True, deadline=None, max_examples=50)
@given(networks, drivers)
def test_wet_is_never_faster_than_dry(segments: list[Segment], driver: VehicleClass) -> None:
    district = world(*segments, driver=driver)
    dry, wet = travel_times(district, DRY), travel_times(district, WET)
    for vehicle in VehicleClass:
        assert (wet.seconds[vehicle] >= dry.seconds[vehicle]).all()


@settings(derandomize=True, deadline=None, max_examples=50)
@given(networks, st.sampled_from(RoadState))
def test_walking_and_driving_equal_an_independent_method(
    segments: list[Segment], state: RoadState
) -> None:
    """Floyd and Warshall's three loops. With no team, a car drives from everywhere."""
    district = valley.district(tuple(valley.village(v) for v in VILLAGES), segments, teams=())
    travel = travel_times(district, state)
    speeds = speeds_in(district, state)
    on_foot = {s.id: segment_walking_s(s, district.settings, state) for s in segments}
    by_car = {s.id: (driving_s(s, MOTORBIKE, speeds),) * 2 for s in segments}
    for vehicle, times in ((FOOT, on_foot), (MOTORBIKE, by_car)):
        expected = floyd_warshall(segments, times)
        got = {
            (a, b): time.total_seconds()
            for a, b in product(travel.place_ids, repeat=2)
            if (time := travel.between(vehicle, a, b)) is not None
        }
        assert got == expected


def floyd_warshall(
    segments: list[Segment],
    times: dict[str, tuple[int, int]] | dict[str, tuple[int | None, int | None]],
) -> dict[tuple[str, str], float]:
    """Return the shortest times between all pairs that are joined."""
    places = ("base", *VILLAGES)
    best = {(p, p): 0.0 for p in places}
    for s in segments:
        for (a, b), time in zip(((s.start, s.end), (s.end, s.start)), times[s.id], strict=True):
            if time is not None and time < best.get((a, b), np.inf):
                best[a, b] = time
    for k, a, b in product(places, repeat=3):
        through = best.get((a, k), np.inf) + best.get((k, b), np.inf)
        if through < best.get((a, b), np.inf):
            best[a, b] = through
    return best


@settings(derandomize=True, deadline=None, max_examples=30)
@given(networks, drivers, st.sampled_from(RoadState))
def test_routes_join_their_ends_and_add_up(
    segments: list[Segment], driver: VehicleClass, state: RoadState
) -> None:
    travel = travel_times(world(*segments, driver=driver), state)
    by_id = {s.id: s for s in segments}
    for vehicle in (driver, FOOT):
        for (i, a), (j, b) in product(enumerate(travel.place_ids), repeat=2):
            route = travel.route(vehicle, a, b)
            if travel.between(vehicle, a, b) is None:
                assert route == ()
                continue
            length = sum(by_id[s].length_km for s in route)
            assert travel.km[vehicle][i, j] == pytest.approx(length)
            assert walked_through(a, [by_id[s] for s in route]) == b


def walked_through(start: str, segments: list[Segment]) -> str:
    """Return where the segments lead, from ``start``."""
    places = [start]
    for s in segments:
        assert places[-1] in (s.start, s.end)
        places.append(s.end if places[-1] == s.start else s.start)
    assert all(a != b for a, b in pairwise(places))
    return places[-1]
