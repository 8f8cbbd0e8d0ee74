"""Joins villages to their commune's seat by a tree of made-up roads, and gives them surfaces."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.data.example.facts import read_facts
from planner.data.example.ground import Point, km_between
from planner.domain.place import Place, PlaceKind
from planner.domain.road import Segment, Surface, VehicleClass

DETOUR = 1.5
SHORTEST_KM = 0.4
# A village joins where the new road is short; this share of the way back to the seat counts too.
WAY_BACK = 0.4
FOOT_ONLY = 2
MADE_UP = "made up: straight line × 1.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """How good a road is, and the share of the district's commune roads that are so."""

    surface: Surface
    lowest_class: VehicleClass
    share: float


# Hardened: 97.9 of 446.2 km at the end of 2020 (danviet.vn 2020-08-04); the others: assumption.
GRADES = (
    Grade(surface=Surface.CONCRETE, lowest_class=VehicleClass.CAR, share=0.22),
    Grade(surface=Surface.GRAVEL, lowest_class=VehicleClass.FOUR_BY_FOUR, share=0.20),
    Grade(surface=Surface.EARTH, lowest_class=VehicleClass.FOUR_BY_FOUR, share=0.36),
    Grade(surface=Surface.EARTH, lowest_class=VehicleClass.MOTORBIKE, share=0.15),
    Grade(surface=Surface.PATH, lowest_class=VehicleClass.MOTORBIKE, share=1.0),
)
FOOTPATH = Grade(surface=Surface.PATH, lowest_class=VehicleClass.FOOT, share=0.0)
COMMUNE_SURFACES = (Surface.CONCRETE, Surface.GRAVEL, Surface.EARTH, Surface.PATH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A village road before it has a surface; ``far_km`` is the way from the seat to its end."""

    start: Place
    end: Place
    length_km: float
    far_km: float


def make_lanes(everywhere: Sequence[Place], trunk: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return a road for each village that the trunk roads do not reach, nearest first."""
    seats = [place for place in everywhere if place.kind is PlaceKind.COMMUNE_SEAT]
    lanes = [lane for seat in seats for lane in _commune_lanes(seat, everywhere, trunk)]
    lanes.sort(key=lambda lane: (lane.far_km, lane.end.id))
    grades = _grades(lanes, trunk)
    return tuple(_segment(lane, grades[lane.end.id]) for lane in lanes)


def straight_road_km(a: Place, b: Place) -> float:
    """Return the length of a road that nobody surveyed."""
    return max(SHORTEST_KM, round(km_between(_point(a), _point(b)) * DETOUR, 1))


def _point(place: Place) -> Point:
    return Point(latitude_deg=place.latitude_deg, longitude_deg=place.longitude_deg)


def _commune_lanes(
    seat: Place, everywhere: Sequence[Place], trunk: Sequence[Segment]
) -> Iterator[Lane]:
    own = [p for p in everywhere if p.commune == seat.commune and p.kind is PlaceKind.VILLAGE]
    reached = _ends(trunk)
    driven = _ends([s for s in trunk if s.lowest_class is not VehicleClass.FOOT])
    return _tree(seat, [p for p in own if p.id in driven], [p for p in own if p.id not in reached])


def _ends(segments: Sequence[Segment]) -> set[str]:
    return {end for segment in segments for end in (segment.start, segment.end)}


def _tree(seat: Place, reached: Iterable[Place], waiting: Sequence[Place]) -> Iterator[Lane]:
    """Join ``waiting`` one by one, the cheapest next (after Prim)."""
    far_km = {seat.id: 0.0} | {place.id: straight_road_km(place, seat) for place in reached}
    joined = [seat, *reached]
    left = list(waiting)
    while left:
        start, end = min(
            ((a, b) for a in joined for b in left),
            key=lambda pair: (
                straight_road_km(*pair) + WAY_BACK * far_km[pair[0].id],
                pair[0].id,
                pair[1].id,
            ),
        )
        length_km = straight_road_km(start, end)
        far_km[end.id] = far_km[start.id] + length_km
        joined.append(end)
        left.remove(end)
        yield Lane(start=start, end=end, length_km=length_km, far_km=far_km[end.id])


def _grades(lanes: Sequence[Lane], trunk: Sequence[Segment]) -> Mapping[str, Grade]:
    """Return the grade by the village at the lane's end: the nearest lanes get the best ones."""
    commune_roads = [s for s in trunk if s.surface in COMMUNE_SURFACES]
    total_km = sum(s.length_km for s in commune_roads) + sum(lane.length_km for lane in lanes)
    left_km = {
        grade: grade.share * total_km
        - sum(
            s.length_km
            for s in commune_roads
            if (s.surface, s.lowest_class) == (grade.surface, grade.lowest_class)
        )
        for grade in GRADES
    }
    grades = {}
    for lane in lanes:
        grade = next(g for g in GRADES if left_km[g] > 0)
        left_km[grade] -= lane.length_km
        grades[lane.end.id] = grade
    return grades | dict.fromkeys(_made_up_dead_ends(lanes)[-FOOT_ONLY:], FOOTPATH)


def _made_up_dead_ends(lanes: Sequence[Lane]) -> list[str]:
    """Return where nothing lies beyond, nearest first; nothing bad is invented of real villages."""
    passed = {lane.start.id for lane in lanes} | {row["id"] for row in read_facts("villages")}
    return [lane.end.id for lane in lanes if lane.end.id not in passed]


def _segment(lane: Lane, grade: Grade) -> Segment:
    return Segment(
        id=f"road-{lane.end.id}",
        name=f"Đường vào {lane.end.name}",
        start=lane.start.id,
        end=lane.end.id,
        length_km=lane.length_km,
        climb_m=lane.end.elevation_m - lane.start.elevation_m,
        surface=grade.surface,
        lowest_class=grade.lowest_class,
        straight_line=True,
        source=MADE_UP,
        synthetic=True,
    )
