"""Lays the roads: the known ones, the made-up village roads, weak points and speeds."""

from collections.abc import Mapping, Sequence
from random import Random

from planner.data.example.facts import read_facts
from planner.data.example.lanes import MADE_UP, make_lanes, straight_road_km
from planner.domain.place import Place, Village
from planner.domain.road import (
    Segment,
    Speed,
    Surface,
    VehicleClass,
    WeakPoint,
    WeakPointKind,
)

MADE_UP_WEAK_POINTS = 8


def make_segments(places: Sequence[Place], villages: Sequence[Village]) -> tuple[Segment, ...]:
    """Return all roads: the known network first, then the village roads."""
    everywhere = (*places, *(v.as_place() for v in villages))
    by_id = {place.id: place for place in everywhere}
    trunk = tuple(_trunk_segment(row, by_id) for row in read_facts("roads"))
    return trunk + make_lanes(everywhere, trunk)


def make_weak_points(
    segments: Sequence[Segment], villages: Sequence[Village], rng: Random
) -> tuple[WeakPoint, ...]:
    """Return the known weak points, and a few on made-up earth roads."""
    known = tuple(_known_weak_point(row) for row in read_facts("weak_points"))
    village_at = {f"road-{v.id}": v for v in villages}
    earth = [s.id for s in segments if s.surface is Surface.EARTH and s.id in village_at]
    chosen = sorted(rng.sample(earth, MADE_UP_WEAK_POINTS))
    return known + tuple(
        _made_up_weak_point(village_at[segment], segment, number % 2 == 0)
        for number, segment in enumerate(chosen)
    )


def make_speeds() -> tuple[Speed, ...]:
    """Return the speeds of the three vehicle classes."""
    return tuple(
        Speed(
            surface=Surface(row["surface"]),
            vehicle_class=VehicleClass(row["vehicle_class"]),
            dry_kmh=float(row["dry_kmh"]),
            wet_kmh=float(row["wet_kmh"]),
            source=row["source"],
        )
        for row in read_facts("speeds")
    )


def _trunk_segment(row: dict[str, str], by_id: Mapping[str, Place]) -> Segment:
    start, end = by_id[row["start"]], by_id[row["end"]]
    measured = bool(row["length_km"])
    known = "" if row["source"] == "made up" else f"{row['source']}; "
    return Segment(
        id=row["id"],
        name=row["name"],
        start=start.id,
        end=end.id,
        length_km=float(row["length_km"]) if measured else straight_road_km(start, end),
        climb_m=end.elevation_m - start.elevation_m,
        surface=Surface(row["surface"]),
        lowest_class=VehicleClass(row["lowest_class"]),
        straight_line=not measured,
        source=row["source"] if measured else known + MADE_UP,
        synthetic=row["synthetic"] == "1",
    )


def _known_weak_point(row: dict[str, str]) -> WeakPoint:
    return WeakPoint(
        id=row["id"],
        segment=row["segment"],
        kind=WeakPointKind(row["kind"]),
        name=row["name"],
        rain_commune=row["rain_commune"],
        rain_strength=float(row["rain_strength"]),
        source=row["source"],
        synthetic=row["synthetic"] == "1",
    )


def _made_up_weak_point(village: Village, segment: str, ford: bool) -> WeakPoint:
    return WeakPoint(
        id=f"weak-{village.id}",
        segment=segment,
        kind=WeakPointKind.FORD if ford else WeakPointKind.SLIDE,
        name=f"{'Ngầm' if ford else 'Điểm sạt'} đường vào {village.name} (ví dụ)",
        rain_commune=village.commune,
        source="made up",
        synthetic=True,
    )
