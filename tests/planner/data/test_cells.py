"""One cell at a time: what is read, and which kind of fault is told."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from planner.data.cells import UNREAD, ErrorCell, FormulaCell, read_cell
from planner.data.sheets.declare import Column
from planner.data.sheets.figures import SETTINGS
from planner.data.sheets.land import PLACES, ROADS, VILLAGES
from planner.data.sheets.work import CALENDAR, MEMBERS, TEAMS

_NAME = VILLAGES.column("name")
_COUNT = VILLAGES.column("residents")
_HEIGHT = VILLAGES.column("elevation_m")
_POWER = VILLAGES.column("power")
_SIGNAL = VILLAGES.column("signal")
_DAY = CALENDAR.column("first")
_HOUR = TEAMS.column("day_start")
_DAYS_OFF = MEMBERS.column("days_off")
_MONTHS = SETTINGS.column("rainy_months")
_WORKING = SETTINGS.column("working_days")
_KIND = ROADS.column("lowest_class")
_OPTIONAL = CALENDAR.column("opens")


@pytest.mark.parametrize(
    ("column", "raw", "value"),
    [
        (_NAME, " Nậm Pồ\r\nhai ", "Nậm Pồ\nhai"),
        (_NAME, "Na\u0323\u0302m", "Nậm"),
        (_NAME, None, ""),
        (_COUNT, 12, 12),
        (_COUNT, 12.0, 12),
        (_HEIGHT, 912, 912.0),
        (_HEIGHT, None, 0.0),
        (_POWER, True, True),
        (_POWER, "KHÔNG", False),
        (_POWER, "Yes", True),
        (_SIGNAL, "Yếu", "weak"),
        (_SIGNAL, "none", "none"),
        (_KIND, "4X4", "4x4"),
        (_KIND, "xe  hai cầu", "4x4"),
        (_DAY, datetime(2022, 9, 2), date(2022, 9, 2)),  # noqa: DTZ001 — as spreadsheets store days
        (_HOUR, time(15, 30), time(15, 30)),
        (_HOUR, timedelta(hours=15, minutes=30), time(15, 30)),
        (_HOUR, "7:05", time(7, 5)),
        (_OPTIONAL, None, None),
        (_MONTHS, "5; 6;", (5, 6)),
        (_MONTHS, 5, (5,)),
        (_WORKING, "T2; thứ ba; WE; Sunday", ("MO", "TU", "WE", "SU")),
        (_DAYS_OFF, "2022-09-02; 2022-09-05", (date(2022, 9, 2), date(2022, 9, 5))),
        (PLACES.column("signal"), None, "good"),
    ],
)
def test_what_a_spreadsheet_cell_is_read_as(column: Column, raw: object, value: Any) -> None:
    found = read_cell(column, raw, typed=True)
    assert (found.value, found.faults) == (value, [])
    assert type(found.value) is type(value) or isinstance(value, str)


@pytest.mark.parametrize(
    ("column", "raw", "code", "value"),
    [
        (_NAME, 3156, "number_not_text", "3156"),
        (_NAME, True, "wrong_type", UNREAD),
        (_NAME, datetime(2022, 9, 2), "wrong_type", UNREAD),  # noqa: DTZ001 — as above
        (_NAME, "NËm På", "legacy_encoding", "NËm På"),
        (_NAME, "a\x07b", "unprintable", "a\x07b"),
        (_NAME, "a" * 32_768, "too_long", "a" * 32_768),
        (_COUNT, "12", "number_as_text", 12),
        (_COUNT, "1.234", "thousands_separator", 1234),
        (_COUNT, "1 234", "thousands_separator", 1234),
        (_COUNT, "12,5", "decimal_comma", UNREAD),
        (_COUNT, 12.5, "not_whole", UNREAD),
        (_COUNT, "mười hai", "wrong_type", UNREAD),
        (_COUNT, True, "wrong_type", UNREAD),
        (_COUNT, time(12), "wrong_type", UNREAD),
        (_COUNT, None, "empty", UNREAD),
        (_COUNT, "9" * 40, "wrong_type", UNREAD),
        (_HEIGHT, "12,5", "decimal_comma", 12.5),
        (_HEIGHT, "1.234,5", "decimal_comma", 1234.5),
        (_HEIGHT, "12.5", "number_as_text", 12.5),
        (_HEIGHT, float("nan"), "wrong_type", UNREAD),
        (_HEIGHT, "nan", "wrong_type", UNREAD),
        (_HEIGHT, "1e999", "wrong_type", UNREAD),
        (_HEIGHT, ErrorCell("#DIV/0!"), "error_value", UNREAD),
        (_HEIGHT, FormulaCell("=A1"), "formula_without_value", UNREAD),
        (_POWER, 1, "unknown_word", UNREAD),
        (_SIGNAL, True, "unknown_word", UNREAD),
        (_DAY, "02/09/2022", "date_as_text", date(2022, 9, 2)),
        (_DAY, "2022-09-02", "date_as_text", date(2022, 9, 2)),
        (_DAY, "31/02/2022", "wrong_type", UNREAD),
        (_DAY, "20220902", "wrong_type", UNREAD),
        (_DAY, 44806, "wrong_type", UNREAD),
        (_DAY, datetime(2022, 9, 2, 12), "wrong_type", UNREAD),  # noqa: DTZ001 — as above
        (_DAY, date(1899, 1, 1), "out_of_range", UNREAD),
        (_HOUR, "24:00", "wrong_type", UNREAD),
        (_HOUR, 0.5, "wrong_type", UNREAD),
        (_HOUR, None, "empty", UNREAD),
        (_DAYS_OFF, "2022-09-02; 5/9/2022", "date_form", (date(2022, 9, 2), date(2022, 9, 5))),
    ],
)
def test_kinds_of_faults_in_a_spreadsheet(
    column: Column, raw: object, code: str, value: Any
) -> None:
    found = read_cell(column, raw, typed=True)
    assert ([fault.code for fault in found.faults], found.value) == ([code], value)


@pytest.mark.parametrize(
    ("column", "raw", "codes", "value"),
    [
        (_COUNT, "12", [], 12),
        (_HEIGHT, "-1.5e2", [], -150.0),
        (_DAY, "2022-09-02", [], date(2022, 9, 2)),
        (_NAME, "03156", [], "03156"),
        (_NAME, "#REF!", [], "#REF!"),
        (_COUNT, "#REF!", ["error_value"], UNREAD),
        (_HEIGHT, "12,5", ["decimal_comma"], 12.5),
        (_DAY, "2/9/2022", ["date_form"], date(2022, 9, 2)),
    ],
)
def test_csv_cells_are_text(column: Column, raw: str, codes: list[str], value: Any) -> None:
    found = read_cell(column, raw, typed=False)
    assert ([fault.code for fault in found.faults], found.value) == (codes, value)


def test_a_source_may_quote_any_language() -> None:
    assert read_cell(VILLAGES.column("source"), "Les Thaï blancs", typed=True).faults == []
