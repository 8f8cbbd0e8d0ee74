"""The sky page: rain to expect, roads that it may close, and what somebody said of either."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from planner.data.store import Store
from planner.data.weather import add_weather
from planner.domain.weather import (
    Forecast,
    Foreseen,
    Rainfall,
    RoadCondition,
    RoadReport,
    WeatherWarning,
)
from tests.web import worlds
from tests.web.html import read
from tests.web.worlds import MONDAY, NOW, TUESDAY
from web.app import create_app
from web.map.bands import Band, band_of


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a store of the tiny plan, on an earth road to v1, in rain."""
    return worlds.muddy(tmp_path, worlds.rainy_plan())


@pytest.fixture
def pages(store: Store) -> FlaskClient:
    return create_app(store.path.parent, now=lambda: NOW).test_client()


def road_row(pages: FlaskClient, day: object) -> list[str]:
    rows = read(pages, f"/sky/{day}?lang=en").rows
    return next(row for row in rows if row[0].startswith("Đường vào Huổi Một"))


def test_only_the_road_that_rain_closes_is_named_with_whose_rain(pages: FlaskClient) -> None:
    rows = read(pages, f"/sky/{MONDAY}?lang=en").rows
    at = rows.index(["Road", "Surface", "Passed", "Slow", "Why"])
    name, surface, passed, slow, why = rows[at + 1]
    assert name == "Đường vào Huổi Một (Trung tâm xã Một – Huổi Một)"
    assert (surface, why) == ("Earth road", "rain in xã Một")
    assert 0 < int(passed.removesuffix(" %")) < 100
    assert 0 < int(slow.removesuffix(" %")) < 100
    assert rows[at + 2][0] == "Commune"


def test_without_a_forecast_the_page_says_so(pages: FlaskClient) -> None:
    text = read(pages, f"/sky/{MONDAY}").text
    assert "Chưa có dự báo: chỉ biết khí hậu của tháng" in text
    assert "Dự báo của" not in text


def test_a_forecast_is_told_with_its_age_and_believed_less_and_less(
    store: Store, pages: FlaskClient
) -> None:
    days = [TUESDAY + timedelta(days=i) for i in range(2)]
    told = Forecast(
        made_on=TUESDAY,
        source="Đài tỉnh",
        days=tuple(Foreseen(commune="c1", day=day, mm=(80.0,)) for day in days),
    )
    before = read(pages, f"/sky/{TUESDAY}?lang=en").rows
    add_weather(store, told, at=NOW - timedelta(hours=5))
    page = read(pages, f"/sky/{TUESDAY}?lang=en")
    assert "Forecast of Đài tỉnh, made on" in page.text
    assert "kept 5 hours ago" in page.text
    heads = next(row for row in page.rows if row[0] == "Commune")
    assert [head.split()[-2:] for head in heads[1:3]] == [["95", "%"], ["90", "%"]]
    assert all(head.endswith("climate") for head in heads[3:])
    first, then = before[-1], page.rows[-1]
    assert int(then[1].split()[0]) > 40 > int(first[1].split()[0])
    assert int(road_row(pages, TUESDAY)[2].removesuffix(" %")) < 10


def test_a_report_counts_until_it_expires(store: Store, pages: FlaskClient) -> None:
    report = RoadReport(
        segment="seat-v1",
        condition=RoadCondition.CLOSED,
        first=MONDAY,
        last=TUESDAY,
        made_at=NOW,
        source="trưởng bản",
    )
    drawn = 'class="road pass-closed" points'
    assert drawn not in pages.get(f"/sky/{MONDAY}").text
    add_weather(store, report, at=NOW)
    for day in (MONDAY, TUESDAY):
        assert pages.get(f"/sky/{day}").text.count(drawn) == 1
        row = road_row(pages, day)
        assert row[2] == "0 %"
        assert row[4].startswith("Reported closed: trưởng bản, until")
    after = TUESDAY + timedelta(days=1)
    assert drawn not in pages.get(f"/sky/{after}").text
    assert road_row(pages, after)[4] == "rain in xã Một"


def test_rain_that_was_measured_is_known_without_any_forecast(
    store: Store, pages: FlaskClient
) -> None:
    fell = Rainfall(
        source="trạm đo",
        days=(Foreseen(commune="c1", day=MONDAY, mm=(90.0,)),),
    )
    before = road_row(pages, TUESDAY)[2]
    add_weather(store, fell, at=NOW)
    page = read(pages, f"/sky/{MONDAY}?lang=en")
    assert "There is no forecast" in page.text
    assert "What fell is known for days until 5 Sep 2022" in page.text
    assert page.rows[-1][1] == "90 90"
    assert road_row(pages, MONDAY)[2] == "0 %"
    # the road reopens after two days: it is shut on Tuesday, too
    assert before != road_row(pages, TUESDAY)[2] == "0 %"


def test_a_warning_is_told_while_it_holds(store: Store, pages: FlaskClient) -> None:
    warning = WeatherWarning(
        communes=("c1",), first=MONDAY, last=MONDAY, made_at=NOW, source="Đài tỉnh"
    )
    add_weather(store, warning, at=NOW)
    page = read(pages, f"/sky/{MONDAY}")
    assert "Cảnh báo thời tiết" in page.text
    at = page.rows.index(["Đoạn đường", "Mặt đường", "Đi được", "Đi chậm", "Vì sao"])
    roads = page.rows[at + 1 : at + 5]
    # all roads are of the commune that is warned: none of them is closed by rain
    assert {row[2] for row in roads} == {"0 %"}
    assert all(row[4].startswith("Cảnh báo thời tiết: Đài tỉnh, đến hết") for row in roads)
    assert "Cảnh báo thời tiết" not in read(pages, f"/sky/{TUESDAY}").text


def test_a_district_without_climate_is_told_what_to_do(client: FlaskClient) -> None:
    assert "chưa có số liệu khí hậu" in read(client, f"/sky/{MONDAY}").text


def test_today_or_the_nearest_day_of_the_plan(pages: FlaskClient) -> None:
    assert pages.get("/sky").location == f"/sky/{NOW.date()}"
    assert pages.get("/sky/2022-12-31").status_code == 404


@pytest.mark.parametrize(
    ("passes", "band"),
    [
        (1.0, Band.SURE),
        (0.97, Band.LIKELY),
        (0.8, Band.LIKELY),
        (0.79, Band.DOUBTFUL),
        (0.5, Band.DOUBTFUL),
        (0.49, Band.POOR),
        (0.19, Band.CLOSED),
        (0.0, Band.CLOSED),
    ],
)
def test_chances_of_passing_have_steps(passes: float, band: Band) -> None:
    assert band_of(passes) is band
