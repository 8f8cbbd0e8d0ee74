"""``lenban terrain``: a workbook that imports as it is, with what was guessed told."""

from pathlib import Path

import numpy as np
import pytest

from planner.data.store import Store
from tests import worlds
from tests.planner.calls import NOW, answer, lenban
from tests.planner.world.ground.extracts import extract, geotiff


@pytest.fixture
def store(data: Path) -> Store:
    """Return a store that holds Ba Bản."""
    opened = Store.open(data)
    opened.add_district(worlds.district(), at=NOW)
    return opened


def some_extract(folder: Path) -> Path:
    """Write a track past all places of Ba Bản."""
    district = worlds.district()
    places = sorted(district.place_by_id.values(), key=lambda p: (p.latitude_deg, p.longitude_deg))
    nodes = {i: (p.latitude_deg, p.longitude_deg) for i, p in enumerate(places, 1)}
    return extract(folder / "huyen.osm", nodes, [(tuple(nodes), {"highway": "track"})])


def test_the_workbook_imports_and_what_was_guessed_is_told(store: Store, tmp_path: Path) -> None:
    tiles = tmp_path / "tiles"
    tiles.mkdir()
    geotiff(tiles / "a.tif", np.array([[500]], np.int16))
    out = tmp_path / "moi.xlsx"
    facts = answer("terrain", some_extract(tmp_path), out, "--heights", tiles)
    assert facts["segments"] == len(facts["guessed_surfaces"]) > 0
    assert facts["unjoined"] == []
    imported = answer("import", out)
    assert imported["villages"] == 3
    found = store.get_district()
    assert [s.id for s in found.segments] == facts["guessed_surfaces"]
    assert sum(s.length_km for s in found.segments) == pytest.approx(facts["km"])
    again = tmp_path / "lai.xlsx"
    answer("terrain", some_extract(tmp_path), again, "--heights", tiles)
    answer("import", again)
    assert store.get_district() == found
    said = lenban("terrain", some_extract(tmp_path), out).stdout
    assert "Đoán mặt đường theo loại đường" in said
    assert "Không biết độ cao" in said


@pytest.mark.usefixtures("store")
def test_faults_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    bad, out = tmp_path / "a.osm", tmp_path / "moi.xlsx"
    bad.write_text("hello")
    result = lenban("terrain", bad, out)
    assert result.exit_code == 3
    assert "a.osm: không phải trích xuất OpenStreetMap" in result.stderr
    (tmp_path / "none").mkdir()
    result = lenban("terrain", some_extract(tmp_path), out, "--heights", tmp_path / "none")
    assert result.exit_code == 3
    assert "không có ô độ cao nào" in result.stderr
    assert not out.exists()


@pytest.mark.usefixtures("store")
def test_what_cannot_be_written_is_told_and_an_extract_is_never_written_over(
    tmp_path: Path,
) -> None:
    extracted = some_extract(tmp_path)
    before = extracted.read_bytes()
    result = lenban("terrain", extracted, extracted)
    assert (result.exit_code, extracted.read_bytes()) == (3, before)
    assert "phải có tên đuôi .xlsx" in result.stderr
    result = lenban("terrain", extracted, tmp_path / "none" / "moi.xlsx")
    assert result.exit_code == 3
    assert "không ghi được" in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.usefixtures("store")
def test_places_without_a_road_are_to_be_joined_first(tmp_path: Path) -> None:
    nodes = {1: (21.0, 104.0), 2: (21.01, 104.0)}
    far = extract(tmp_path / "far.osm", nodes, [((1, 2), {"highway": "track"})])
    out = tmp_path / "xa.xlsx"
    said = lenban("terrain", far, out).stdout
    assert "Không có đường nào trong vòng 3,0 km: Trung tâm xã Một, Bản 1" in said
    assert "bản không có đường thì không nhập được" in said
    assert lenban("import", out).exit_code == 3
