"""One workbook with a fault of every kind: each is told with its cell, and nothing else is."""

import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from planner.data.sheets import SHEETS
from planner.domain.district import District
from planner.domain.service import Demand
from tests import worlds
from tests.planner.data.faulty import faults_of, plant
from tests.planner.data.rich import rich_district

_TWIN = unicodedata.normalize("NFD", "bản  4")
_VILLAGE: tuple[Any, ...] = (21.7, 102.8, 0, "tốt", "có", "vi", 100, 20, 5, None, "không")

# what is written into each cell, and the faults told: kind by cell
PLANTED: dict[str, Any] = {
    "Cài đặt!B4": "Asia/Nam_Po",
    "Cài đặt!B6": "5; 13",
    "Cài đặt!B9": "0,85",
    "Cài đặt!A29": "Tốc độ bay",
    "Xã!C2": 7,
    "Bản!B2": "Baûn Naäm Poà",
    "Bản!B3": "NËm På",
    "Bản!D4": "c9",
    "Bản!G5": "#REF!",
    "Bản!B6": _TWIN,
    "Bản!E7": 102.8,
    "Bản!F7": 21.76,
    "Bản!F8": 221.0,
    "Bản!M9": -1,
    "Bản!M10": 21,
    "Bản!L11": 101,
    "Bản!H12": "khoẻ",
    "Bản!G13": "912,5",
    "Bản!K13": "một trăm",
    "Bản!L14": "20",
    "Bản!M14": "=SUM(L2:L13)",
    "Bản!J15": None,
    "Đường!D17": "bản nào đó",
    "Nhu cầu!B2": "cart",
    "Nhu cầu!A3": "v0",
    "Nhu cầu!C4": 101,
    "Nhu cầu!C5": "1.000",
    "Nhu cầu!C6": 2.5,
    "Tổ!E3": "trụ sở cũ",
    "Tổ!G3": "25:00",
    "Thành viên!F2": "2/9/2022",
    "Lịch ngày!D2": "02/09/2022",
    "Lịch ngày!E3": "mai",
    "Lịch ngày!F4": "FREQ=OFTEN",
    "Chủ đề!E1": "Ghi chu",
    "Chủ đề!F2": "một ghi chú",
    "Chỗ nghỉ!F1": "mã  ĐỊA điểm",
}
TOLD: dict[str, str] = {
    "Thiết bị": "missing_sheet",
    "Cài đặt!B4": "unknown_timezone",
    "Cài đặt!B6": "out_of_range",
    "Cài đặt!B9": "decimal_comma",
    "Cài đặt!A29": "unknown_setting",
    "Xã!C2": "number_not_text",
    "Bản!B2": "legacy_encoding",
    "Bản!B3": "legacy_encoding",
    "Bản!D4": "unknown_commune",
    "Bản!G5": "error_value",
    "Bản!B6": "duplicate_village_name",
    "Bản!E7": "swapped_coordinates",
    "Bản!F8": "out_of_country",
    "Bản!M9": "negative",
    "Bản!M10": "more_than",
    "Bản!L11": "more_than",
    "Bản!H12": "unknown_word",
    "Bản!G13": "decimal_comma",
    "Bản!K13": "wrong_type",
    "Bản!L14": "number_as_text",
    "Bản!M14": "formula_without_value",
    "Bản!J15": "empty",
    "Bản!A16": "duplicate",
    "Bản!A17": "unreachable_village",
    "Đường!D17": "road_to_nowhere",
    "Tốc độ!E1": "missing_column",
    "Chủ đề!E1": "unknown_column",
    "Chủ đề!F2": "no_header",
    "Nhu cầu!B2": "unknown_reference",
    "Nhu cầu!A3": "unknown_reference",
    "Nhu cầu!C4": "more_than",
    "Nhu cầu!C5": "thousands_separator",
    "Nhu cầu!C6": "not_whole",
    "Nhu cầu!A16": "duplicate",
    "Tổ!E3": "unknown_reference",
    "Tổ!G3": "wrong_type",
    "Thành viên!F2": "date_form",
    "Chỗ nghỉ!F1": "duplicate_column",
    "Lịch ngày!D2": "date_as_text",
    "Lịch ngày!E3": "wrong_type",
    "Lịch ngày!F4": "bad_rule",
}


def _wide_district() -> District:
    """Return Ba Bản with 14 villages in a star, so that every fault has a row of its own."""
    villages = tuple(worlds.village(n, residents=1200 if n == 4 else 100) for n in range(1, 15))
    return replace(
        rich_district(),
        villages=villages,
        segments=(
            *(worlds.segment("seat", v.id) for v in villages),
            worlds.segment("v1", "v2"),
            worlds.segment("v2", "v3"),
        ),
        demands=tuple(Demand(village=v.id, service="card", people=20) for v in villages),
    )


def _whole_rows(book: Workbook) -> None:
    book["Bản"].append(("v1", "Bản Trùng", None, "c1", *_VILLAGE))
    book["Bản"].append(("v99", "Bản Lẻ", None, "c1", *_VILLAGE))
    book["Nhu cầu"].append(("v9", "card", 1, 1, None, "không"))
    book["Tốc độ"].delete_cols(4)
    book.remove(book["Thiết bị"])


def _planted(path: Path) -> Path:
    return plant(path, PLANTED, district=_wide_district(), change=_whole_rows)


def test_every_planted_fault_is_told_with_its_cell_and_nothing_else(tmp_path: Path) -> None:
    faults = faults_of(_planted(tmp_path / "d.xlsx"))
    assert {fault.where: fault.code for fault in faults} == TOLD
    assert len(faults) == len(TOLD) >= 25


def test_faults_come_in_reading_order(tmp_path: Path) -> None:
    faults = faults_of(_planted(tmp_path / "d.xlsx"))
    assert [fault.where for fault in faults] == list(TOLD)


def test_every_fault_is_said_in_both_languages_without_names_of_code(tmp_path: Path) -> None:
    names = {c.field for sheet in SHEETS for c in sheet.columns if "_" in c.field}
    for fault in faults_of(_planted(tmp_path / "d.xlsx")):
        vietnamese, english = fault.text("vi"), fault.text("en")
        assert vietnamese.startswith(f"{fault.where}: ")
        assert english.startswith(f"{fault.where}: ")
        assert vietnamese != english
        assert not any(name in vietnamese + english for name in names)


def test_messages_say_value_and_what_would_be_right(tmp_path: Path) -> None:
    said = {f.where: (f.text("vi"), f.text("en")) for f in faults_of(_planted(tmp_path / "d.xlsx"))}
    assert said["Bản!G13"] == (
        "Bản!G13: Độ cao (m) ghi dấu phẩy thập phân: '912,5'; đúng ra là số 912.5",
        "Bản!G13: Elevation (m) has a decimal comma: '912,5'; it should be the number 912.5",
    )
    assert said["Bản!M10"] == (
        "Bản!M10: Số hộ nghèo, cận nghèo (21) không được lớn hơn Số hộ (20)",
        "Bản!M10: Poor households (21) must not exceed Households (20)",
    )
    assert said["Lịch ngày!D2"] == (
        "Lịch ngày!D2: Từ ngày là ngày nhưng ghi dạng chữ: '02/09/2022'; "
        "đúng ra là ngày 2022-09-02",
        "Lịch ngày!D2: First is a date written as text: '02/09/2022'; "
        "it should be the date 2022-09-02",
    )
    assert said["Nhu cầu!B2"] == (
        "Nhu cầu!B2: Mã dịch vụ: không có dịch vụ nào mang mã 'cart'\nCó lẽ: card",
        "Nhu cầu!B2: Service: no service has the id 'cart'\nMaybe card",
    )
    assert said["Bản!H12"] == (
        "Bản!H12: Sóng điện thoại không nhận 'khoẻ'; các từ được nhận: tốt, yếu, không",
        "Bản!H12: Signal does not take 'khoẻ'; it takes: good, weak, none",
    )
