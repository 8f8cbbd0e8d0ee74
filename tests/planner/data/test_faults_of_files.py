"""Faults of sheets, of rows and between them, each in a workbook that is right otherwise."""

import re
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from planner.data.workbook import read_workbook, write_csv_folder
from tests.planner.data.faulty import faults_of, plant, told
from tests.planner.data.rich import rich_district

_NEXT_VILLAGE: tuple[Any, ...] = (21.7, 102.8, 0, "tốt", "có", "vi", 100, 20, 5, None, "không")


def _csv(tmp_path: Path, name: str, old: str, new: str) -> Path:
    write_csv_folder(rich_district(), tmp_path / "d")
    path = tmp_path / "d" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path / "d"


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("villages.csv", "v2,", "v1,", [("villages.csv!A3", "duplicate")]),
        ("villages.csv", ",912.5,", ',"912,5",', [("villages.csv!G3", "decimal_comma")]),
        ("villages.csv", ",weak,", ",gut,", [("villages.csv!H3", "unknown_word")]),
        ("calendar.csv", "2022-09-02", "2/9/2022", [("calendar.csv!D2", "date_form")]),
        ("kits.csv", "Team", "Time", [("kits.csv!C1", "unknown_column")]),
        ("teams.csv", "card", '"card', [("teams.csv", "unreadable_csv")]),
    ],
)
def test_csv_faults_have_file_and_cell(
    name: str, old: str, new: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    found = told(_csv(tmp_path, name, old, new))
    assert [pair for pair in found if pair in expected] == expected


def test_a_csv_file_in_another_encoding(tmp_path: Path) -> None:
    write_csv_folder(rich_district(), tmp_path / "d")
    path = tmp_path / "d" / "kits.csv"
    path.write_bytes(path.read_bytes() + "k3,bộ,t1\n".encode("utf-16-le"))
    (fault,) = faults_of(tmp_path / "d")
    assert (fault.where, fault.code, fault.facts["line"]) == ("kits.csv", "not_utf8", 4)


def test_missing_csv_files_are_all_told(tmp_path: Path) -> None:
    write_csv_folder(rich_district(), tmp_path / "d")
    (tmp_path / "d" / "kits.csv").unlink()
    (tmp_path / "d" / "roads.csv").unlink()
    assert told(tmp_path / "d") == [("roads.csv", "missing_sheet"), ("kits.csv", "missing_sheet")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # a fault of one cell is not held against its neighbours
        ({"Bản!L2": "hai mươi"}, [("Bản!L2", "wrong_type")]),
        ({"Bản!F2": "đông"}, [("Bản!F2", "wrong_type")]),
        ({"Lịch ngày!D2": "mai"}, [("Lịch ngày!D2", "wrong_type")]),
        # and two of one row are both told
        ({"Bản!H2": "ok", "Bản!M2": 99}, [("Bản!H2", "unknown_word"), ("Bản!M2", "more_than")]),
        ({"Bản!F2": "?", "Bản!E2": 5}, [("Bản!E2", "out_of_country"), ("Bản!F2", "wrong_type")]),
        # recovered values are judged on
        ({"Bản!K2": "-1"}, [("Bản!K2", "number_as_text"), ("Bản!K2", "negative"),
                            ("Bản!L2", "more_than")]),
        # keys that cannot be read spare those that refer to them
        ({"Dịch vụ!A2": True}, [("Dịch vụ!A2", "wrong_type")]),
        ({"Địa điểm!A3": "v1"}, [("Bản!A2", "duplicate"), ("Lịch ngày!G3", "unknown_reference")]),
        ({"Lịch ngày!G3": "c1"}, [("Lịch ngày!G3", "unknown_reference")]),
        ({"Lịch ngày!G4": "seat"}, []),
        ({"Lịch ngày!F3": "FREQ=DAILY;INTERVAL=0"}, [("Lịch ngày!F3", "bad_rule")]),
        ({"Lịch ngày!F3": "FREQ=HOURLY"}, [("Lịch ngày!F3", "bad_rule")]),
        ({"Lịch ngày!F3": "FREQ=DAILY;BYDAY=XX"}, [("Lịch ngày!F3", "bad_rule")]),
        ({"Bản!D2": None}, [("Bản!D2", "empty")]),
        ({"Điểm yếu!E2": None}, [("Điểm yếu!E2", "empty")]),
        ({"Xã!D2": "seet"}, [("Xã!D2", "unknown_reference")]),
        ({"Xã!A2": "c2"}, [("Địa điểm!D2", "unknown_commune"), ("Địa điểm!D3", "unknown_commune"),
                           ("Bản!D2", "unknown_commune"), ("Bản!D3", "unknown_commune"),
                           ("Bản!D4", "unknown_commune"), ("Điểm yếu!E2", "unknown_commune"),
                           ("Tổ!D3", "unknown_commune"), ("Nhiệm vụ!E3", "unknown_commune"),
                           ("Cam kết!C4", "unknown_reference")]),
        ({"Cam kết!C3": "seat"}, [("Cam kết!C3", "unknown_reference")]),
        ({"Cam kết!E2": 2}, [("Cam kết!E2", "not_both")]),
        ({"Cam kết!G3": 0.5}, [("Cam kết!G3", "not_of_kind")]),
        ({"Cam kết!G4": None}, [("Cam kết!G4", "out_of_range")]),
        ({"Cam kết!B4": "ít nhất"}, [("Cam kết!B4", "unknown_word")]),
        ({"Cam kết!H2": 0}, [("Cam kết!H2", "out_of_range")]),
        ({"Thành viên!C3": "t1; t9"}, [("Thành viên!C3", "unknown_reference")]),
        ({"Nhiệm vụ!D2": "p1; q1"}, [("Nhiệm vụ!D2", "unknown_reference")]),
        ({"Điểm yếu!B2": "v2-v1"}, [("Điểm yếu!B2", "unknown_reference")]),
        ({"Ranh giới!B2": 102.5, "Ranh giới!C2": 21.5}, [("Ranh giới!B2", "swapped_coordinates")]),
        ({"Ranh giới!A3": 1}, [("Ranh giới!A3", "duplicate")]),
        ({"Bản!B4": "BẢN  1"}, [("Bản!B4", "duplicate_village_name")]),
        ({"Bản!B4": unicodedata.normalize("NFD", "Đề Tinh 2")},
         [("Bản!B4", "duplicate_village_name")]),
        # a mistyped road end is one fault, not also a village that no road reaches
        ({"Đường!D4": "v33"}, [("Đường!D4", "road_to_nowhere")]),
        ({"Đường!D3": "seat"}, [("Bản!A3", "unreachable_village"),
                                ("Bản!A4", "unreachable_village")]),
        ({"Cài đặt!A2": None, "Cài đặt!B2": None}, [("Cài đặt!A36", "missing_setting")]),
        ({"Cài đặt!A8": "Setup (min)"}, [("Cài đặt!A8", "duplicate_setting")]),
        ({"Cài đặt!B1": None}, [("Cài đặt!B2", "no_header"), ("Cài đặt!B1", "missing_column")]),
    ],
)  # fmt: skip
def test_faults_between_cells(
    cells: dict[str, Any], expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    path = plant(tmp_path / "d.xlsx", cells)
    if not expected:
        read_workbook(path)
        return
    assert sorted(told(path)) == sorted(expected)


def test_a_village_without_any_road(tmp_path: Path) -> None:
    def add(book: Workbook) -> None:
        book["Bản"].append(("v4", "Bản Xa", None, "c1", *_NEXT_VILLAGE))

    (fault,) = faults_of(plant(tmp_path / "d.xlsx", {}, change=add))
    assert fault.text("vi") == (
        "Bản!A5: không con đường nào nối bản 'Bản Xa' với trụ sở của một tổ"
    )


def test_the_same_sheet_in_both_languages(tmp_path: Path) -> None:
    def add(book: Workbook) -> None:
        book.create_sheet("Villages")
        book.create_sheet("Ghi chép riêng").append(("không đọc",))

    assert told(plant(tmp_path / "d.xlsx", {}, change=add)) == [("Villages", "duplicate_sheet")]


def test_a_formula_counts_by_its_stored_result(tmp_path: Path) -> None:
    path = plant(tmp_path / "d.xlsx", {"Bản!K2": "=50+50"})
    assert told(path) == [("Bản!K2", "formula_without_value")]
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "saved.xlsx", "w") as new:
        for name in old.namelist():
            stored = b"<f>50+50</f><v>100</v>"
            content = re.sub(rb"<f>50\+50</f><v ?(/>|></v>)", stored, old.read(name))
            new.writestr(name, content)
    assert read_workbook(tmp_path / "saved.xlsx") == rich_district()
