"""Plans for rain, played and looked over on the command line."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.data.store import Store
from tests.planner import valley
from tests.planner.calls import NOW, answer, lenban
from tests.planner.planning.test_weather_plan import rainy

PLAN = ("plan", "--from", "2022-08-01", "--weeks", "1", "--seconds", "1")


@pytest.fixture
def store(data: Path) -> Store:
    """Return a store with a plan for rain and a published one for dry roads."""
    opened = Store.open(data)
    demands = (valley.demand("v1", people=400), valley.demand("v2", people=400))
    opened.add_district(rainy(demands=demands), at=NOW)
    assert answer(*PLAN, "--roads", "dry")["roads"] == "dry"
    opened.add_revision(1, at=NOW, ledger="", expected=1)
    assert answer(*PLAN)["roads"] == "rain"
    return opened


def simulated(*words: object) -> dict[str, Any]:
    return answer("simulate", "--weathers", 60, *words)


def test_a_plan_is_played_and_compared(store: Store) -> None:
    assert store.get_plan().plan.weather is not None
    facts = simulated("--against", 1)
    assert (facts["plan"], facts["against"]) == (2, 1)
    sure = facts["robustness"]
    assert sure["weathers"] == 60
    assert 0 < sure["people_p10"] <= sure["people_p50"] <= sure["people_p90"]
    assert 0 < sure["held"] <= 1
    assert facts["difference"]["low"] <= facts["difference"]["mean"]
    lines = lenban("simulate", "--weathers", 60, "--against", 1).stdout.splitlines()
    assert lines[0].startswith("Kế hoạch số 2 trên 60 kịch bản thời tiết")
    assert lines[-2].startswith("So với kế hoạch số 1, cùng thời tiết")


@pytest.mark.usefixtures("store")
def test_the_same_seed_plays_the_same_weathers_and_recourse_never_hurts() -> None:
    assert simulated("--seed", 5) == simulated("--seed", 5)
    helped, not_helped = simulated(), simulated("--rule", "as-planned")
    assert helped["robustness"]["held"] >= not_helped["robustness"]["held"]


@pytest.mark.usefixtures("store")
def test_each_plan_is_played_on_weathers_that_it_was_not_made_with() -> None:
    told = answer(*PLAN, "--roads", "rain", "--seed", 4)
    played = answer("simulate", "--weathers", told["robustness"]["weathers"], "--seed", 5)
    assert told["robustness"] == played["robustness"]
    said = lenban(*PLAN, "--roads", "rain", "--lang", "en").stdout
    assert "Played on 300 weathers: " in said


@pytest.mark.usefixtures("store")
def test_two_rules_are_compared_on_one_plan() -> None:
    rules = ("--rule", "go-on", "--against", 1, "--against-rule", "as-planned")
    found = simulated("--plan", 1, *rules)["difference"]
    alone = [simulated("--plan", 1, "--rule", rule) for rule in ("go-on", "as-planned")]
    means = [one["robustness"]["people_mean"] for one in alone]
    assert found["mean"] == pytest.approx(means[0] - means[1])
    assert found["mean"] >= 0


def test_a_plan_for_other_data_is_not_compared(store: Store) -> None:
    store.add_district(rainy(demands=(valley.demand("v1", people=80),)), at=NOW)
    answer(*PLAN)
    result = lenban("simulate", "--against", 1)
    assert result.exit_code == 3
    assert "bộ dữ liệu huyện khác" in result.stderr


@pytest.mark.usefixtures("store")
def test_risks_are_told_by_day_with_the_road_to_blame() -> None:
    facts = answer("risk")
    risky = [risk for risk in facts["sessions"] if risk["fails"] > 0]
    assert risky
    day = date.fromisoformat(risky[0]["day"])
    only = answer("risk", "--day", day)
    assert {risk["day"] for risk in only["sessions"]} == {day.isoformat()}
    shown = lenban("risk", "--day", day).stdout.splitlines()
    assert shown[0].endswith(f"{day:%d/%m/%Y}")
    assert "khả năng không diễn ra" in shown[1]
    assert "(mưa ở xã Một)" in shown[2]


@pytest.mark.usefixtures("store")
def test_a_plan_that_minds_unlucky_weather_says_so() -> None:
    told = answer(*PLAN, "--unlucky", 40)["unlucky"]
    assert told["percent"] == 40
    assert 0 < told["value"] <= told["balance"] <= told["bound"]
    assert (
        "40 % of the aim is for unlucky weather"
        in lenban(*PLAN, "--unlucky", 40, "--lang", "en").stdout
    )
    assert answer(*PLAN)["unlucky"] is None
