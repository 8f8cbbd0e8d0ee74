"""Commands of the sky and the roads: what was said is kept, told, and planned with."""

import json
from pathlib import Path
from typing import Any

import pytest

from planner.data.store import Store
from planner.data.weather import get_sky
from tests import worlds
from tests.planner import valley
from tests.planner.calls import NOW, answer, lenban
from tests.planner.planning.test_weather_plan import rainy
from tests.planner.world.forecasts import Reply, point, said, serving

WEEK = ("--from", "2022-08-01", "--to", "2022-08-03", "--source", "trưởng bản")


@pytest.fixture
def store(data: Path) -> Store:
    """Return a store that holds Ba Bản."""
    opened = Store.open(data)
    opened.add_district(worlds.district(), at=NOW)
    return opened


def test_a_forecast_is_fetched_kept_and_shown_with_its_age(store: Store) -> None:
    with serving(Reply(body=said(point(1.5, None, 20.0)))) as server:
        facts = answer("weather", "fetch", "--address", server.address, "--today", "2022-08-01")
    assert facts == {
        "id": 1,
        "source": "Open-Meteo",
        "made_on": "2022-08-01",
        "communes": 1,
        "last": "2022-08-03",
    }
    shown = answer("weather", "show")
    assert 0 <= shown["age_h"] < 0.1
    assert [(d["day"], d["mm"]) for d in shown["days"]] == [
        ("2022-08-01", [1.5]),
        ("2022-08-03", [20.0]),
    ]
    lines = lenban("weather", "show").stdout.splitlines()
    assert lines[0].startswith("Dự báo của Open-Meteo, ngày 01/08/2022, lưu cách đây 0,0 giờ")
    assert lines[1] == "  01/08/2022  xã Một: 1,5 mm"
    assert get_sky(store, seed=1).forecast is not None


def test_when_the_source_is_down_the_last_forecast_stays(store: Store) -> None:
    with serving(Reply(body=said(point(1.5)))) as server:
        answer("weather", "fetch", "--address", server.address, "--today", "2022-08-01")
    before = get_sky(store, seed=1)
    with serving(Reply(status=400, body=b'{"error": true, "reason": "no"}')) as server:
        result = lenban("weather", "fetch", "--address", server.address)
    assert result.exit_code == 6
    assert result.stderr.startswith("nguồn dự báo từ chối, mã 400")
    assert get_sky(store, seed=1) == before


def test_files_of_both_forms_are_imported(store: Store, tmp_path: Path) -> None:
    carried, typed = tmp_path / "forecast.json", tmp_path / "tin.csv"
    carried.write_bytes(said(point(7.0)))
    typed.write_text("Xã,Ngày,Mưa (mm)\nxã Một,2022-08-02,30\n", "utf-8")
    answer("weather", "import", carried, "--today", "2022-08-01")
    facts = answer("weather", "import", typed, "--source", "Đài KTTV", "--today", "2022-08-01")
    assert (facts["id"], facts["source"]) == (2, "Đài KTTV")
    forecast = get_sky(store, seed=1).forecast
    assert forecast is not None
    assert [day.mm for day in forecast.days] == [(30.0,)]
    carried.write_bytes(b"{")
    broken = lenban("weather", "import", carried, "--json")
    assert broken.exit_code == 3
    assert json.loads(broken.stdout)["faults"][0]["where"] == "forecast.json"
    assert len(answer("weather", "show")["days"]) == 1


@pytest.mark.usefixtures("store")
def test_without_a_forecast_that_is_said() -> None:
    assert answer("weather", "show") == {"forecast": None}
    assert "chỉ dựa vào khí hậu" in lenban("weather", "show").stdout


def test_what_is_said_of_roads_is_kept_and_shown_while_it_holds(store: Store) -> None:
    segment = worlds.district().segments[0].id
    assert answer("roads", "report", segment, "closed", *WEEK)["ids"] == [1]
    assert answer("roads", "warn", "c1", *WEEK)["id"] == 2
    shown = answer("roads", "show", "--today", "2022-08-03")
    assert [(r["segment"], r["condition"]) for r in shown["reports"]] == [(segment, "closed")]
    assert [w["communes"] for w in shown["warnings"]] == [["c1"]]
    later: dict[str, Any] = answer("roads", "show", "--today", "2022-08-04")
    assert later == {"reports": [], "warnings": []}
    sky = get_sky(store, seed=1)
    assert (len(sky.reports), len(sky.warnings)) == (1, 1)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("report", "nowhere", "closed"), 4),
        (("warn", "c9"), 4),
    ],
)
def test_nothing_is_kept_of_what_does_not_exist(words: tuple[str, ...], code: int) -> None:
    assert lenban("roads", *words, *WEEK).exit_code == code
    backwards = ("--from", "2022-08-03", "--to", "2022-08-01", "--source", "x")
    assert lenban("roads", "warn", "c1", *backwards).exit_code == 3
    assert answer("roads", "show", "--today", "2022-01-01") == {"reports": [], "warnings": []}


@pytest.mark.usefixtures("store")
def test_an_ensemble_is_fetched_kept_and_shown_by_its_spread() -> None:
    members: dict[str, Any] = {f"precipitation_sum_member{i:02}": [float(i)] for i in range(1, 12)}
    with serving(Reply(body=said(point(9.0, **members)))) as server:
        words = ("--ensemble", "--address", server.address, "--today", "2022-08-01")
        assert answer("weather", "fetch", *words)["source"] == "Open-Meteo ecmwf_ifs025"
    assert "models=ecmwf_ifs025" in server.asked[0]
    shown = lenban("weather", "show").stdout
    assert "6,0 mm (tám phần mười của 11 kịch bản: 2,0–10,0)" in shown


@pytest.mark.usefixtures("store")
def test_minding_unlucky_weather_needs_a_plan_for_rain() -> None:
    words = ("plan", "--from", "2022-08-01", "--weeks", "1", "--unlucky", "30")
    result = lenban(*words)
    assert result.exit_code == 3
    assert "--unlucky 30 cần kế hoạch theo mưa" in result.stderr


@pytest.mark.usefixtures("store")
def test_planning_for_rain_needs_a_climate() -> None:
    result = lenban("plan", "--from", "2022-08-01", "--weeks", "1", "--roads", "rain")
    assert result.exit_code == 4
    assert "khí hậu" in result.stderr


def test_what_fell_is_recorded_scored_and_planned_with(data: Path, tmp_path: Path) -> None:
    store = Store.open(data)
    store.add_district(rainy(), at=NOW)
    assert answer("weather", "score")["pairs"] == 0
    assert lenban("weather", "score").stdout.startswith("Chưa so được")
    with serving(Reply(body=said(point(1.5, 20.0, 40.0)))) as server:
        answer("weather", "fetch", "--address", server.address, "--today", "2022-08-01")
    fell = tmp_path / "mua.csv"
    fell.write_text("Xã,Ngày,Mưa (mm)\nc1,2022-07-31,12\nc1,2022-08-01,33\nc1,2022-08-02,0\n")
    kept = answer("weather", "record", fell, "--source", "trạm Mường Chà")
    assert (kept["count"], kept["first"], kept["last"]) == (3, "2022-07-31", "2022-08-02")
    again = tmp_path / "sua.csv"
    again.write_text("Xã,Ngày,Mưa (mm)\nc1,2022-08-02,2\n")
    answer("weather", "record", again)
    scored = answer("weather", "score")
    assert scored["pairs"] == 2
    assert {s["ahead"]: s["pairs"] for s in scored["scores"]} == {0: 1, 1: 1}
    assert lenban("weather", "score").stdout.startswith("Mới có 2 cặp")
    sky = get_sky(store, seed=1)
    # what was told last of a day counts, before the forecast was made and after
    assert {one.day.isoformat(): one.mm for one in sky.fallen} == {
        "2022-07-31": (12.0,),
        "2022-08-01": (33.0,),
        "2022-08-02": (2.0,),
    }
    assert sky.forecast is not None
    assert len(sky.forecast.days) == 3


def test_what_fell_is_known_without_any_forecast(data: Path, tmp_path: Path) -> None:
    store = Store.open(data)
    store.add_district(rainy(), at=NOW)
    fell = tmp_path / "mua.csv"
    fell.write_text("Xã,Ngày,Mưa (mm)\nc1,2022-07-31,12\n")
    answer("weather", "record", fell, "--source", "trạm")
    sky = get_sky(store, seed=1)
    assert sky.forecast is None
    assert [one.mm for one in sky.fallen] == [(12.0,)]
    bad = tmp_path / "sai.csv"
    bad.write_text("Xã,Ngày,Mưa (mm)\nkhông có,2022-07-31,-1\n")
    result = lenban("weather", "record", bad)
    assert result.exit_code == 3
    assert "sai.csv" in result.stderr


def test_a_day_that_is_not_over_has_no_measured_rain(data: Path, tmp_path: Path) -> None:
    Store.open(data).add_district(rainy(), at=NOW)
    fell = tmp_path / "mua.csv"
    fell.write_text("Xã,Ngày,Mưa (mm)\nc1,2022-08-01,12\nc1,2022-08-02,12\n")
    result = lenban("weather", "record", fell, "--today", "2022-08-01")
    assert result.exit_code == 3
    assert "2022-08-02 chưa qua" in result.stderr
    assert get_sky(Store.open(data), seed=1).fallen == ()
    assert answer("weather", "record", fell, "--today", "2022-08-02")["count"] == 2


def test_of_one_day_only_what_was_foreseen_last_is_scored(data: Path, tmp_path: Path) -> None:
    Store.open(data).add_district(rainy(), at=NOW)
    fell = tmp_path / "mua.csv"
    fell.write_text("Xã,Ngày,Mưa (mm)\nc1,2022-08-01,33\n")
    answer("weather", "record", fell)
    for amount in (0.0, 0.0, 80.0):
        with serving(Reply(body=said(point(amount)))) as server:
            answer("weather", "fetch", "--address", server.address, "--today", "2022-08-01")
    scored = answer("weather", "score")
    assert scored["pairs"] == 1
    assert all(one["bias_mm"] > 0 for one in scored["scores"])


def test_plans_simulations_and_risks_tell_the_forecast_and_its_age(data: Path) -> None:
    Store.open(data).add_district(rainy(demands=(valley.demand("v1", people=60),)), at=NOW)
    plan = ("plan", "--from", "2022-08-01", "--weeks", "1", "--seconds", "1")
    commands = (plan, ("simulate", "--weathers", "9"), ("risk",))
    for words in commands:
        assert answer(*words)["forecast"] is None
        assert "Chưa có dự báo nào" in lenban(*words).stdout
    with serving(Reply(body=said(point(1.5)))) as server:
        answer("weather", "fetch", "--address", server.address, "--today", "2022-08-01")
    for words in commands:
        told = answer(*words)["forecast"]
        assert (told["source"], told["made_on"]) == ("Open-Meteo", "2022-08-01")
        assert 0 <= told["age_h"] < 0.1
        assert "Dự báo của Open-Meteo, ngày 01/08/2022" in lenban(*words).stdout
