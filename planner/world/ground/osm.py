"""Reads the roads of an OpenStreetMap extract (.osm, .osm.gz, .osm.bz2 or .osm.pbf).

Owns pyosmium, an optional extra; what tags mean for the product is said here, too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from planner.domain.road import Surface, VehicleClass, WeakPointKind
from planner.errors import BadData

try:
    import osmium
except ImportError:  # an extra that was not installed: said when it is needed
    osmium = None  # type: ignore[assignment]

PAVED = {"asphalt", "paved", "chipseal"}
CONCRETE = {"concrete", "concrete:plates", "concrete:lanes", "paving_stones", "sett"}
GRAVEL = {"gravel", "fine_gravel", "compacted", "pebblestone", "rock"}
EARTH = {"unpaved", "ground", "dirt", "earth", "mud", "sand", "grass", "clay"}
NARROW = {"path", "footway", "bridleway", "steps", "cycleway"}
USUAL = {
    "trunk": Surface.NATIONAL,
    "primary": Surface.NATIONAL,
    "secondary": Surface.PROVINCIAL,
    "tertiary": Surface.CONCRETE,
    "residential": Surface.CONCRETE,
    "living_street": Surface.CONCRETE,
    "service": Surface.CONCRETE,
    "unclassified": Surface.EARTH,
    "road": Surface.EARTH,
    "track": Surface.EARTH,
    **dict.fromkeys(NARROW, Surface.PATH),
}
"""What a road is surfaced with where nobody tagged it: an assumption, and told as such."""
LOWEST = {
    Surface.NATIONAL: VehicleClass.CAR,
    Surface.PROVINCIAL: VehicleClass.CAR,
    Surface.CONCRETE: VehicleClass.CAR,
    Surface.GRAVEL: VehicleClass.FOUR_BY_FOUR,
    Surface.EARTH: VehicleClass.FOUR_BY_FOUR,
    Surface.PATH: VehicleClass.MOTORBIKE,
}
ON_FOOT = {"footway", "steps"}


class Point(NamedTuple):
    """Degrees on the earth."""

    latitude_deg: float
    longitude_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A road of the extract, its nodes in order; ``guessed`` where nobody tagged its surface."""

    id: int
    name: str
    nodes: tuple[int, ...]
    surface: Surface
    lowest_class: VehicleClass
    guessed: bool
    weak: WeakPointKind | None


@dataclass(frozen=True, kw_only=True)
class Roads:
    """The roads of an extract, where their nodes lie, and which of these are fords."""

    points: Mapping[int, Point]
    ways: tuple[Way, ...]
    fords: frozenset[int]


def read_roads(path: Path) -> Roads:
    """Return the roads of an extract; nodes that were cut off at its edge are left out.

    Raises
    ------
    BadData
        If the file is no extract, is broken off, or has no roads.
    """
    if osmium is None:
        raise BadData("extra_missing", value="osm", where=path.name)
    points: dict[int, Point] = {}
    ways: list[Way] = []
    fords: set[int] = set()
    try:
        for entity in osmium.FileProcessor(str(path)).with_locations():
            if isinstance(entity, osmium.osm.Node) and entity.tags.get("ford") == "yes":
                fords.add(entity.id)
            if isinstance(entity, osmium.osm.Way) and kind_of(dict(entity.tags)) in USUAL:
                known = [node for node in entity.nodes if node.location.valid()]
                points.update({n.ref: Point(n.lat, n.lon) for n in known})
                if len(known) > 1:
                    nodes = tuple(node.ref for node in known)
                    ways.append(_way(entity.id, dict(entity.tags), nodes))
    except RuntimeError as error:
        raise BadData("terrain_unreadable", value=str(error), where=path.name) from error
    if not ways:
        raise BadData("terrain_no_roads", value=0, where=path.name)
    return Roads(points=points, ways=tuple(ways), fords=frozenset(fords & points.keys()))


def _way(number: int, tags: Mapping[str, str], nodes: tuple[int, ...]) -> Way:
    surface, guessed = surface_of(tags)
    foot = kind_of(tags) in ON_FOOT or tags.get("motor_vehicle") == "no"
    weak = None
    if tags.get("ford") == "yes":
        weak = WeakPointKind.FORD
    elif tags.get("bridge", "no") != "no" and surface in {Surface.GRAVEL, Surface.EARTH}:
        weak = WeakPointKind.BRIDGE
    return Way(
        id=number,
        name=tags.get("name", tags.get("ref", "")),
        nodes=nodes,
        surface=surface,
        lowest_class=VehicleClass.FOOT if foot else LOWEST[surface],
        guessed=guessed,
        weak=weak,
    )


def kind_of(tags: Mapping[str, str]) -> str:
    """Return what kind of road it is: a link between two roads is of their kind."""
    return tags.get("highway", "").removesuffix("_link")


def surface_of(tags: Mapping[str, str]) -> tuple[Surface, bool]:
    """Return the surface of a road by its tags, and whether that is a guess."""
    told, usual = tags.get("surface", ""), USUAL[kind_of(tags)]
    if kind_of(tags) in NARROW:
        return Surface.PATH, False
    if told in PAVED:
        return (
            usual if usual in {Surface.NATIONAL, Surface.PROVINCIAL} else Surface.CONCRETE
        ), False
    if told in CONCRETE:
        return Surface.CONCRETE, False
    if told in GRAVEL:
        return Surface.GRAVEL, False
    if told in EARTH:
        return Surface.EARTH, False
    return usual, True
