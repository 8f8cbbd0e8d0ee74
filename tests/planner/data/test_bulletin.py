"""A bulletin typed as CSV: communes by code or name, every fault by cell."""

from datetime import date
from pathlib import Path

import pytest

from planner.data.bulletin import read_bulletin
from planner.errors import BadData, BadFile
from tests.planner.world.test_rain import sky

TODAY = date(2022, 8, 1)


def bulletin(folder: Path, *lines: str) -> Path:
    path = folder / "bulletin.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def faults(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(BadFile) as caught:
        read_bulletin(path, sky(), TODAY, "Đài KTTV")
    return [(f.where, f.code) for f in caught.value.exceptions if isinstance(f, BadData)]


def test_communes_are_named_or_coded_in_either_language(tmp_path: Path) -> None:
    path = bulletin(tmp_path, "Xã;Ngày;Mưa (mm)", "c1;2022-08-01;12.5", "XÃ HAI;2022-08-02;0")
    found = read_bulletin(path, sky(), TODAY, "Đài KTTV")
    assert (found.source, found.made_on) == ("Đài KTTV", TODAY)
    assert dict(found.mm) == {
        ("c1", date(2022, 8, 1)): (12.5,),
        ("c2", date(2022, 8, 2)): (0.0,),
    }
    english = bulletin(tmp_path, "Commune,Day,Rain (mm)", "xã Một,2022-08-01,3")
    assert read_bulletin(english, sky(), TODAY, "x").mm["c1", TODAY] == (3.0,)


def test_every_fault_is_told_by_its_cell(tmp_path: Path) -> None:
    path = bulletin(
        tmp_path,
        "Commune,Day,Rain (mm)",
        "xã Ba,2022-08-01,3",
        "c1,soon,3",
        "c1,2022-08-01,-3",
        "c1,2022-08-02,",
        "c2,2022-08-01,3",
        "xã Hai,2022-08-01,4",
    )
    assert sorted(faults(path)) == [
        ("bulletin.csv!A2", "unknown_commune"),
        ("bulletin.csv!A7", "duplicate"),
        ("bulletin.csv!B3", "wrong_type"),
        ("bulletin.csv!C4", "out_of_range"),
        ("bulletin.csv!C5", "empty"),
    ]


def test_an_empty_file_is_no_dry_weather(tmp_path: Path) -> None:
    assert faults(bulletin(tmp_path, "Commune,Day,Rain (mm)")) == [
        ("bulletin.csv", "weather_empty")
    ]
    assert faults(bulletin(tmp_path, "Commune,Day", "c1,2022-08-01"))
