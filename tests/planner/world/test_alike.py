"""Days that share their weathers: only those of which the climate alone tells."""

from datetime import UTC, date, datetime, timedelta

from planner.domain.district import Settings
from planner.domain.weather import Forecast, Foreseen, RoadCondition, RoadReport, Sky
from planner.world.alike import ROADS_REMEMBER_DAYS, alike_days, alike_weeks, known_days
from tests.planner.valley import district

FIRST = date(2022, 8, 29)  # a Monday
DAYS = [FIRST + timedelta(days=i) for i in range(28)]


def test_one_day_of_each_month_stands_for_all() -> None:
    found = alike_days(DAYS)
    assert set(found) == set(DAYS)
    assert all(found[day].month == day.month for day in DAYS)
    assert len(set(found.values())) == 2


def test_a_whole_week_stands_for_the_weeks_of_its_month() -> None:
    found = alike_weeks(DAYS)
    september = [day for day in DAYS if day.month == 9]
    assert set(found) == set(september)
    assert len({found[day] for day in september}) == 7
    assert all(found[day].weekday() == day.weekday() for day in september)
    # each day still follows the one before
    monday = date(2022, 9, 5)
    assert found[monday + timedelta(days=4)] - found[monday] == timedelta(days=4)


def test_without_a_whole_week_each_day_is_its_own() -> None:
    assert alike_weeks(DAYS[3:9]) == {}


def test_known_days_are_those_of_forecast_reports_and_warnings() -> None:
    asked = district(settings=Settings(name="thử", forecast_trust=(0.9, 0.5)))
    told = Forecast(
        made_on=FIRST, source="thử", days=(Foreseen(commune="c1", day=FIRST, mm=(3.0,)),)
    )
    report = RoadReport(
        segment="base-v1",
        condition=RoadCondition.CLOSED,
        first=DAYS[20],
        last=DAYS[21],
        made_at=datetime(2022, 8, 29, tzinfo=UTC),
        source="trưởng bản",
    )
    foreseen = set(DAYS[: 2 + ROADS_REMEMBER_DAYS + 1])
    assert known_days(asked, Sky()) == set()
    assert known_days(asked, Sky(forecast=told)) == foreseen
    fell = Foreseen(commune="c1", day=date(2022, 12, 1), mm=(9.0,))
    remembered = {fell.day + timedelta(days=i) for i in range(ROADS_REMEMBER_DAYS + 1)}
    assert known_days(asked, Sky(fallen=(fell,))) == remembered
    assert known_days(asked, Sky(forecast=told, reports=(report,))) == foreseen | {
        DAYS[20],
        DAYS[21],
    }
