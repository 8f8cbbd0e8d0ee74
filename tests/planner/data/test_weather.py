"""The ledger of the sky and the roads: added once, read as it was at any time."""

from datetime import date, timedelta
from pathlib import Path

from planner.data.store import Store
from planner.data.weather import add_weather, get_sky, list_weather
from planner.domain.weather import (
    Forecast,
    Foreseen,
    RoadCondition,
    RoadReport,
    WeatherWarning,
)
from tests.planner.calls import NOW

DAY = date(2022, 8, 1)
FORECAST = Forecast(
    made_on=DAY, source="thử", days=(Foreseen(commune="c1", day=DAY, mm=(1.0, 2.5)),)
)
REPORT = RoadReport(
    segment="a-b",
    condition=RoadCondition.CLOSED,
    first=DAY,
    last=DAY,
    made_at=NOW,
    source="trưởng bản",
)
WARNING = WeatherWarning(communes=("c1",), first=DAY, last=DAY, made_at=NOW, source="Đài KTTV")


def test_what_was_said_comes_back_as_it_was(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    assert [add_weather(store, said, at=NOW) for said in (FORECAST, REPORT, WARNING)] == [1, 2, 3]
    assert [told.said for told in list_weather(store, Forecast)] == [FORECAST]
    assert [told.said for told in list_weather(store, RoadReport)] == [REPORT]
    assert [told.said for told in list_weather(store, WeatherWarning)] == [WARNING]


def test_what_was_known_then_can_be_read_again(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    newer = Forecast(made_on=DAY + timedelta(days=1), source="thử", days=FORECAST.days)
    add_weather(store, FORECAST, at=NOW)
    add_weather(store, REPORT, at=NOW + timedelta(hours=1))
    add_weather(store, newer, at=NOW + timedelta(hours=2))
    then = get_sky(store, seed=4, until=NOW + timedelta(minutes=30))
    assert (then.seed, then.forecast, then.reports, then.warnings) == (4, FORECAST, (), ())
    now = get_sky(store, seed=4)
    assert (now.forecast, now.reports) == (newer, (REPORT,))
