"""Extracts are read for what tags mean; whatever is wrong with one is told."""

from pathlib import Path

import pytest

from planner.domain.road import Surface, VehicleClass, WeakPointKind
from planner.errors import BadData
from planner.world.ground.osm import read_roads
from tests.planner.world.ground.extracts import extract

NODES = {1: (21.70, 102.70), 2: (21.71, 102.70), 3: (21.72, 102.70)}


@pytest.mark.parametrize(
    ("tags", "surface", "guessed", "lowest"),
    [
        ({"highway": "primary"}, Surface.NATIONAL, True, VehicleClass.CAR),
        ({"highway": "primary", "surface": "asphalt"}, Surface.NATIONAL, False, VehicleClass.CAR),
        ({"highway": "tertiary", "surface": "asphalt"}, Surface.CONCRETE, False, VehicleClass.CAR),
        ({"highway": "primary_link"}, Surface.NATIONAL, True, VehicleClass.CAR),
        ({"highway": "track"}, Surface.EARTH, True, VehicleClass.FOUR_BY_FOUR),
        (
            {"highway": "track", "surface": "gravel"},
            Surface.GRAVEL,
            False,
            VehicleClass.FOUR_BY_FOUR,
        ),
        ({"highway": "path"}, Surface.PATH, False, VehicleClass.MOTORBIKE),
        ({"highway": "footway", "surface": "concrete"}, Surface.PATH, False, VehicleClass.FOOT),
    ],
)
def test_what_tags_mean(
    tmp_path: Path, tags: dict[str, str], surface: Surface, guessed: bool, lowest: VehicleClass
) -> None:
    (way,) = read_roads(extract(tmp_path / "a.osm", NODES, [((1, 2), tags)])).ways
    assert (way.surface, way.guessed, way.lowest_class) == (surface, guessed, lowest)


def test_only_roads_are_read_and_fords_and_bridges_noted(tmp_path: Path) -> None:
    ways = [
        ((1, 2, 3), {"highway": "track", "bridge": "yes", "name": "Đường vào bản"}),
        ((1, 3), {"waterway": "river"}),
        ((1, 3), {"highway": "tertiary", "ford": "yes"}),
    ]
    roads = read_roads(extract(tmp_path / "a.osm", NODES, ways, fords=[2]))
    assert [(way.id, way.name, way.weak) for way in roads.ways] == [
        (1, "Đường vào bản", WeakPointKind.BRIDGE),
        (3, "", WeakPointKind.FORD),
    ]
    assert roads.fords == {2}
    assert roads.points[2] == (21.71, 102.70)


def test_nodes_beyond_the_edge_of_an_extract_are_left_out(tmp_path: Path) -> None:
    ways = [((1, 2, 99), {"highway": "track"}), ((3, 98), {"highway": "track"})]
    roads = read_roads(extract(tmp_path / "a.osm", NODES, ways))
    assert [way.nodes for way in roads.ways] == [(1, 2)]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.osm", b"hello", "terrain_unreadable"),
        ("a.osm", b'<?xml version="1.0"?><osm version="0.6"><node id="1" la', "terrain_unreadable"),
        ("a.osm.pbf", b"\x00\x00\x00\x0d", "terrain_unreadable"),
        ("a.txt", b"<osm/>", "terrain_unreadable"),
        ("a.osm", b'<?xml version="1.0"?><osm version="0.6"></osm>', "terrain_no_roads"),
    ],
)
def test_what_is_no_extract_is_told(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadData) as caught:
        read_roads(path)
    assert (caught.value.code, caught.value.where) == (code, name)
