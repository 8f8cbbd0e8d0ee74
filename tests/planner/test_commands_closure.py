"""A road is cut: ``closure`` on the command line."""

import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.data.store import Store
from planner.data.weather import list_weather
from planner.domain.road import Surface
from planner.domain.weather import RoadReport
from tests.planner import valley
from tests.planner.calls import NOW, answer, lenban
from tests.planner.planning.test_weather_plan import rainy

DAYS = ("--from", "2022-08-01", "--to", "2022-08-07")


@pytest.fixture
def store(data: Path) -> Store:
    """Return a store of two villages up one road, with a published plan."""
    opened = Store.open(data)
    demands = (valley.demand("v1", people=400), valley.demand("v2", people=400))
    opened.add_district(rainy(demands=demands), at=NOW)
    plan = ("plan", "--from", "2022-08-01", "--weeks", "1", "--seconds", "1", "--roads", "dry")
    assert answer(*plan)["plan"] == 1
    opened.add_revision(1, at=NOW, ledger="", expected=1)
    return opened


def test_a_closure_tells_what_it_cuts_off_and_every_session_that_it_hits(store: Store) -> None:
    facts = answer("closure", "add", "v1-v2", *DAYS)
    assert (facts["villages"], facts["closed"]) == (["v2"], ["v1-v2"])
    planned = {
        (stop.session.place, str(shift.day))
        for shift in store.get_plan(1).plan.shifts
        for stop in shift.stops
    }
    assert {(hit["place"], hit["day"]) for hit in facts["hits"]} == {
        (place, day) for place, day in planned if place == "v2"
    }
    assert facts["hits"]
    assert facts["revision"] == 1
    said = lenban("closure", "add", "v1-v2", *DAYS).stdout
    assert "Bị chia cắt: 0 xã (–), 1 bản" in said
    assert f"Lần công bố số 1: {len(facts['hits'])} buổi không đến được" in said
    assert said.splitlines()[-1] == "Tiếp theo: lenban replan"


def test_a_closure_expires_and_is_lifted(store: Store) -> None:
    answer("closure", "add", "v1-v2", "base-v1", "--today", "2022-08-02")
    told = [t.said for t in list_weather(store, RoadReport)]
    assert {(r.segment, r.first, r.last) for r in told} == {
        (segment, date(2022, 8, 2), date(2022, 8, 4)) for segment in ("v1-v2", "base-v1")
    }
    facts = answer("closure", "lift", "v1-v2", "--today", "2022-08-03")
    assert facts["closed"] == ["base-v1"]
    assert answer("closure", "lift", "base-v1", "--today", "2022-08-03")["villages"] == []
    assert "Không bản nào bị chia cắt" in lenban("closure", "lift", "v1-v2", *DAYS).stdout


@pytest.mark.usefixtures("store")
def test_roads_that_are_not_there_and_days_that_end_before_they_begin_are_told() -> None:
    result = lenban("closure", "add", "v1-v2", "v9")
    assert (result.exit_code, "không có đoạn đường v9" in result.stderr) == (4, True)
    result = lenban("closure", "add", "v1-v2", "--from", "2022-08-03", "--to", "2022-08-01")
    assert result.exit_code == 3
    assert "--to (2022-08-01) đứng trước lúc bắt đầu (2022-08-03)" in result.stderr
    assert answer("closure", "show", "--today", "2022-08-01")["reports"] == []


def test_without_a_published_plan_only_the_land_is_told(data: Path) -> None:
    Store.open(data).add_district(rainy(), at=NOW)
    facts = answer("closure", "add", "base-v1", *DAYS)
    assert (facts["revision"], facts["hits"], facts["villages"]) == (None, [], ["v1", "v2"])
    assert "Chưa công bố" in lenban("closure", "add", "base-v1", *DAYS).stdout


def test_a_road_is_known_by_its_name_and_all_its_segments_with_it(data: Path) -> None:
    earth: dict[str, Any] = {"surface": Surface.EARTH, "name": "Đường lên bản"}
    segments = (valley.road("base", "v1", **earth), valley.road("v1", "v2", **earth))
    Store.open(data).add_district(rainy(segments=segments), at=NOW)
    name = unicodedata.normalize("NFD", "đường LÊN bản")
    facts = answer("closure", "add", name, *DAYS)
    assert facts["closed"] == ["base-v1", "v1-v2"]
    told = answer("roads", "report", name, "slow", *DAYS, "--source", "trưởng bản")
    assert told["segments"] == ["base-v1", "v1-v2"]
    assert lenban("closure", "lift", name, *DAYS).stdout.startswith("Đã ghi thông đường")


def test_what_was_published_may_be_of_another_district_than_todays(store: Store) -> None:
    today = rainy(villages=(valley.village("v9"),), segments=(valley.road("base", "v9"),))
    store.add_district(replace(today, teams=(valley.team(id="other"),), kits=()), at=NOW)
    facts = answer("closure", "add", "base-v9", *DAYS)
    assert (facts["revision"], facts["villages"], facts["hits"]) == (1, ["v9"], [])
    assert lenban("closure", "add", "base-v9", *DAYS).exit_code == 0
