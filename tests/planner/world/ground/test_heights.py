"""Heights of both kinds of tile; voids are not heights, and what is wrong is told."""

from pathlib import Path

import numpy as np
import pytest

from planner.errors import BadData
from planner.world.ground.heights import height_m, read_tiles
from tests.planner.world.ground.extracts import SOUTH, WEST, geotiff, hgt


def test_a_geotiff_is_read_from_the_north_west(tmp_path: Path) -> None:
    geotiff(tmp_path / "a.tif", np.array([[100, 200], [300, -32768]], np.int16))
    tiles = read_tiles(tmp_path)
    at = {(0.75, 0.25): 100, (0.75, 0.75): 200, (0.25, 0.25): 300, (0.25, 0.75): None}
    for (north, east), expected in at.items():
        assert height_m(tiles, SOUTH + north, WEST + east) == expected
    assert height_m(tiles, SOUTH - 0.1, WEST + 0.5) is None


def test_an_srtm_tile_is_read_and_its_voids_too(tmp_path: Path) -> None:
    metres = np.full((1201, 1201), 500, np.int16)
    metres[:600] = 900
    metres[:, 1000:] = -32768
    hgt(tmp_path, metres)
    tiles = read_tiles(tmp_path)
    assert height_m(tiles, 21.9, 102.2) == 900
    assert height_m(tiles, 21.1, 102.2) == 500
    assert height_m(tiles, 21.1, 102.95) is None


def test_the_next_tile_fills_a_void(tmp_path: Path) -> None:
    geotiff(tmp_path / "a.tif", np.array([[-32768]], np.int16))
    geotiff(tmp_path / "b.tif", np.array([[700]], np.int16))
    assert height_m(read_tiles(tmp_path), SOUTH + 0.5, WEST + 0.5) == 700


def test_what_is_no_tile_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadData) as none:
        read_tiles(tmp_path)
    assert none.value.code == "heights_none"
    (tmp_path / "N21E102.hgt").write_bytes(b"too short")
    with pytest.raises(BadData) as short:
        read_tiles(tmp_path)
    assert (short.value.code, short.value.where) == ("heights_unreadable", "N21E102.hgt")
    (tmp_path / "N21E102.hgt").unlink()
    geotiff(tmp_path / "utm.tif", np.array([[1]], np.int16), crs="EPSG:32648")
    with pytest.raises(BadData) as metres:
        read_tiles(tmp_path)
    assert metres.value.code == "heights_projection"


def test_what_nothing_on_land_can_be_is_a_void_and_a_tile_lies_somewhere(tmp_path: Path) -> None:
    geotiff(tmp_path / "a.tif", np.array([[-32768, 5]], np.int16), nodata=None)
    tiles = read_tiles(tmp_path)
    assert height_m(tiles, SOUTH + 0.5, WEST + 0.25) is None
    assert height_m(tiles, SOUTH + 0.5, WEST + 0.75) == 5
    geotiff(tmp_path / "a.tif", np.array([[5]], np.int16), crs=None)
    with pytest.raises(BadData) as caught:
        read_tiles(tmp_path)
    assert caught.value.code == "heights_nowhere"
