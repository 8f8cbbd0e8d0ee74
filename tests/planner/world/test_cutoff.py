"""What closed roads cut off: the parts of the network against a search that shares no code."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from planner.data.example import example_folder
from planner.data.workbook import read_workbook
from planner.domain.district import District
from planner.domain.road import VehicleClass
from planner.domain.weather import RoadCondition, RoadReport
from planner.world.cutoff import closed_on, cut_off
from tests.planner import valley

DAY = date(2022, 8, 2)
NOON = datetime(2022, 8, 1, 12, tzinfo=UTC)


@cache
def example() -> District:
    return read_workbook(example_folder())


def reached_from(district: District, start: str, closed: frozenset[str]) -> set[str]:
    """Return the places that one can drive to on roads for motorbikes and better."""
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for segment in district.segments:
            if segment.id in closed or segment.lowest_class is VehicleClass.FOOT:
                continue
            for one, other in ((segment.start, segment.end), (segment.end, segment.start)):
                if one == here and other not in seen:
                    seen.add(other)
                    waiting.append(other)
    return seen


def test_two_roads_isolate_the_communes_that_they_did_in_2017() -> None:
    # vietnamplus.vn 459068, vov.vn 654904: six communes, and the district seat with them
    district = example()
    found = cut_off(district, {"road-km45-na-hy", "road-cha-cang-na-hy"})
    names = {district.commune_by_code[code].name for code in found.communes}
    six = {"Vàng Đán", "Nà Bủng", "Nậm Chua", "Nậm Nhừ", "Na Cô Sa", "Nà Khoa"}
    assert names == {*six, "Nà Hỳ"}
    assert [len(part) for part in found.parts] == [8, 7]
    assert cut_off(district, {"road-km45-na-hy"}).communes == ()


@given(st.sets(st.sampled_from([s.id for s in example().segments]), max_size=6))
def test_parts_are_those_of_a_search(closed: set[str]) -> None:
    district = example()
    found = cut_off(district, closed)
    seats = {commune.code: commune.seat for commune in district.communes}
    assert sorted(code for part in found.parts for code in part) == sorted(seats)
    main = reached_from(district, seats[found.parts[0][0]], frozenset(closed))
    assert all(len(found.parts[0]) >= len(part) for part in found.parts)
    assert set(found.parts[0]) == {code for code, seat in seats.items() if seat in main}
    whole = reached_from(district, seats[found.parts[0][0]], frozenset())
    lost = {village.id for village in district.villages} & whole - main
    assert set(found.villages) == lost


def report(segment: str, condition: RoadCondition, hours: int, days: int = 1) -> RoadReport:
    return RoadReport(
        segment=segment,
        condition=condition,
        first=DAY,
        last=DAY + timedelta(days=days - 1),
        made_at=NOON + timedelta(hours=hours),
        source="thử",
    )


def test_of_several_reports_the_last_counts_until_it_expires() -> None:
    shut, lifted = (
        report("a", c, i) for i, c in enumerate((RoadCondition.CLOSED, RoadCondition.OPEN))
    )
    lasting = report("b", RoadCondition.CLOSED, 0, days=2)
    slow = report("c", RoadCondition.SLOW, 0)
    assert closed_on([lifted, shut, lasting, slow], DAY) == {"b"}
    assert closed_on([shut], DAY) == {"a"}
    assert closed_on([shut, lasting], DAY + timedelta(days=1)) == {"b"}
    assert closed_on([lasting], DAY - timedelta(days=1)) == frozenset()


def test_what_no_vehicle_reached_before_is_not_cut_off() -> None:
    district = valley.district(
        villages=(valley.village("v1"), valley.village("v2")),
        segments=(
            valley.road("base", "v1"),
            valley.road("v1", "v2", lowest_class=VehicleClass.FOOT),
        ),
    )
    assert cut_off(district, ("base-v1",)).villages == ("v1",)
