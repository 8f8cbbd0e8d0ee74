"""The example's road network: connected, with the real distances and the real weak points."""

from collections import defaultdict
from collections.abc import Collection

import pytest

from planner.data.example import example_folder
from planner.data.example.ground import Point, km_between
from planner.data.workbook import read_workbook
from planner.domain.district import District
from planner.domain.place import PlaceKind
from planner.domain.road import Segment, Surface, VehicleClass

CUT_OFF = {"Nà Hỳ", "Vàng Đán", "Nà Bủng", "Nậm Chua", "Nậm Nhừ", "Na Cô Sa", "Nà Khoa"}
TWO_ROADS = ("road-km45-na-hy", "road-cha-cang-na-hy")
CLASSES = tuple(VehicleClass)


@pytest.fixture(scope="module")
def district() -> District:
    return read_workbook(example_folder())


def _reached(segments: Collection[Segment], start: str) -> set[str]:
    ends: dict[str, set[str]] = defaultdict(set)
    for segment in segments:
        ends[segment.start].add(segment.end)
        ends[segment.end].add(segment.start)
    seen, waiting = {start}, [start]
    while waiting:
        waiting += (new := ends[waiting.pop()] - seen)
        seen |= new
    return seen


def _without(district: District, *cut: str) -> list[Segment]:
    return [s for s in district.segments if s.id not in cut]


def _passable(district: District, vehicle_class: VehicleClass) -> list[Segment]:
    rank = CLASSES.index(vehicle_class)
    return [s for s in district.segments if CLASSES.index(s.lowest_class) <= rank]


def test_every_place_is_reached(district: District) -> None:
    assert _reached(district.segments, "base-na-hy") == set(district.place_by_id)


def test_two_roads_isolate_six_communes_and_the_seat(district: District) -> None:
    still = _reached(_without(district, *TWO_ROADS), "junction-km45")
    sides = {
        c.name: {v.id in still for v in district.villages if v.commune == c.code}
        for c in district.communes
    }
    assert {name for name, reached in sides.items() if reached == {False}} == CUT_OFF
    assert {name for name, reached in sides.items() if reached == {True}} == (
        {c.name for c in district.communes} - CUT_OFF
    )
    island = set(district.place_by_id) - still
    assert _reached(_without(district, *TWO_ROADS), "base-na-hy") == island


@pytest.mark.parametrize("road", TWO_ROADS)
def test_one_of_the_two_roads_is_enough(district: District, road: str) -> None:
    assert _reached(_without(district, road), "base-na-hy") == set(district.place_by_id)


def test_all_but_three_villages_are_reached_by_motorbike(district: District) -> None:
    reached = _reached(_passable(district, VehicleClass.MOTORBIKE), "base-na-hy")
    on_foot = [v for v in district.villages if v.id not in reached]
    assert len(on_foot) == 3
    assert [v.name for v in on_foot if not v.source.startswith("made up")] == ["Nậm Chua 4"]


def test_the_mobile_teams_reach_every_seat_market_and_lodging(district: District) -> None:
    reached = _reached(_passable(district, VehicleClass.FOUR_BY_FOUR), "base-na-hy")
    assert {p.id for p in district.places} <= reached
    assert sum(v.id in reached for v in district.villages) >= 95


@pytest.mark.parametrize(
    ("segments", "km"),
    [
        (["road-km45-na-hy"], 32),
        (["road-na-hy-na-khoa"], 7),
        (["road-nam-nhu-3"], 10),
        (["road-pu-dao"], 10),
        (["road-ql4h-1", "road-ql4h-2", "road-ql4h-3", "road-ql4h-4"], 40),
    ],
)
def test_known_lengths(district: District, segments: list[str], km: float) -> None:
    found = [s for s in district.segments if s.id in segments]
    assert sum(s.length_km for s in found) == pytest.approx(km)
    assert [s.id for s in found if s.straight_line or s.synthetic] == []


def test_no_road_is_shorter_than_the_straight_line(district: District) -> None:
    for segment in district.segments:
        ends = [
            Point(latitude_deg=p.latitude_deg, longitude_deg=p.longitude_deg)
            for p in (district.place(segment.start), district.place(segment.end))
        ]
        assert segment.length_km >= km_between(*ends), segment.id


def test_climbs_are_the_difference_of_heights_and_passable(district: District) -> None:
    for segment in district.segments:
        start, end = district.place(segment.start), district.place(segment.end)
        assert segment.climb_m == end.elevation_m - start.elevation_m
        assert abs(segment.climb_m) <= 250 * segment.length_km


def test_about_a_fifth_of_the_commune_roads_is_hardened(district: District) -> None:
    own = [s for s in district.segments if s.surface not in (Surface.NATIONAL, Surface.PROVINCIAL)]
    hard = sum(s.length_km for s in own if s.surface is Surface.CONCRETE)
    assert hard / sum(s.length_km for s in own) == pytest.approx(0.22, abs=0.01)


def test_real_weak_points(district: District) -> None:
    sourced = {(w.segment, w.name) for w in district.weak_points if not w.synthetic}
    assert sourced == {
        ("road-km45-na-hy", "Điểm sạt Km16+900"),
        ("road-cha-cang-na-hy", "Điểm sạt Km5"),
        ("road-cha-cang-na-hy", "Điểm sạt Km12+700"),
        ("road-cha-cang-na-hy", "Cầu Nậm Đích"),
        ("road-na-khoa-nam-nhu", "Ngầm Nà Khoa"),
        ("road-nam-nhu-1", "Ngầm Nậm Nhừ 1"),
    }
    assert all(w.name.endswith("(ví dụ)") for w in district.weak_points if w.synthetic)


def test_each_commune_has_its_seat(district: District) -> None:
    for commune in district.communes:
        seat = district.place(commune.seat)
        assert (seat.kind, seat.commune) == (PlaceKind.COMMUNE_SEAT, commune.code)


def test_lodgings_are_spread(district: District) -> None:
    assert len(district.lodgings) == 10
    assert len({district.place(x.place).commune for x in district.lodgings}) == 10
