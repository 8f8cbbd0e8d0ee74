"""The example's calendar."""

from datetime import date, timedelta

import holidays
import pytest

from planner.data.example import example_folder
from planner.data.workbook import read_workbook
from planner.domain.almanac import AlmanacKind
from planner.domain.district import District


@pytest.fixture(scope="module")
def district() -> District:
    return read_workbook(example_folder())


def _days(district: District, kind: AlmanacKind) -> set[date]:
    return {e.first for e in district.almanac if e.kind is kind}


def test_holidays_are_the_published_ones(district: District) -> None:
    law = holidays.country_holidays("VN", years=range(2022, 2031))
    expected = {day for day in law if day >= date(2022, 9, 1)}
    assert _days(district, AlmanacKind.HOLIDAY) == expected


def test_the_demo_month_has_twenty_working_days(district: District) -> None:
    month = [date(2022, 9, 5) + timedelta(days=i) for i in range(28)]
    closed = _days(district, AlmanacKind.HOLIDAY)
    assert sum(day.weekday() < 5 and day not in closed for day in month) == 20


def test_nothing_closes_the_whole_district(district: District) -> None:
    closed = [e for e in district.almanac if e.kind is AlmanacKind.CLOSED]
    assert closed
    assert [e.id for e in closed if not e.scope] == []


def test_markets_recur_by_rules(district: District) -> None:
    rules = {e.scope: e.rule for e in district.almanac if e.kind is AlmanacKind.MARKET}
    assert rules["market-ham-xoong"] == "FREQ=WEEKLY;BYDAY=SU"
    assert rules["market-cha-cang"] == "FREQ=MONTHLY;BYMONTHDAY=3,13,23"
    sourced = [
        e.scope for e in district.almanac if e.kind is AlmanacKind.MARKET and not e.synthetic
    ]
    assert sourced == ["market-ham-xoong"]


def test_mong_new_year_stops_the_mong_communes(district: District) -> None:
    windows = [e for e in district.almanac if e.id.startswith("hmong-new-year-2022-12")]
    assert {e.factor for e in windows} == {0.0}
    assert {(e.first, e.last) for e in windows} == {(date(2022, 12, 22), date(2022, 12, 27))}
    by_commune = {
        c.code: [v.languages[0] for v in district.villages if v.commune == c.code]
        for c in district.communes
    }
    assert {e.scope for e in windows} <= {
        code for code, spoken in by_commune.items() if spoken.count("mông") > len(spoken) / 2
    }
