"""Advice on a rain warning, on the command line."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.commands.advised import Told, lines_of
from planner.data.store import Store
from planner.data.weather import add_weather
from planner.domain.weather import RoadCondition, RoadReport, Sky
from planner.planning.plan import plan_district
from tests.planner.calls import NOW, answer, lenban
from tests.planner.planning.test_advice import DAWN, advised, dry_valley, request

MONDAY = date(2022, 8, 1)
AT = ("advise", "--seconds", "1", "--at", "2022-08-01T03:00:00+07:00")


@pytest.fixture
def store(data: Path) -> Store:
    """Return a store with a published plan of a valley where it never rains."""
    opened = Store.open(data)
    opened.add_district(dry_valley(), at=NOW)
    plan = ("plan", "--from", "2022-08-01", "--weeks", "1", "--seconds", "1")
    assert answer(*plan)["roads"] == "rain"
    opened.add_revision(1, at=NOW, ledger="", expected=1)
    return opened


def close(store: Store, segment: str) -> None:
    """Report a road closed from Monday to Wednesday."""
    report = RoadReport(
        segment=segment,
        condition=RoadCondition.CLOSED,
        first=MONDAY,
        last=MONDAY + timedelta(days=2),
        made_at=NOW,
        source="Xã (ví dụ)",
    )
    add_weather(store, report, at=NOW)


def test_where_nothing_is_to_be_feared_the_advice_is_to_hold(store: Store) -> None:
    facts = answer(*AT)
    assert [one["choice"] for one in facts["options"]] == ["hold", "swap", "stay_low"]
    assert (facts["choice"], facts["wait"], facts["revision"]) == ("hold", False, 1)
    assert facts["days"] == ["2022-08-01", "2022-08-02", "2022-08-03"]
    assert {one["at_risk"] for one in facts["options"]} == {0}
    assert answer(*AT, "--keep")["options"][1]["plan"] is None
    assert len(store.list_plans()) == 1
    said = lenban(*AT, "--lang", "en").stdout.splitlines()
    assert said[0].startswith("Rain warning Monday, 01/08/2022 – Wednesday, 03/08/2022. ")
    assert "HOLD: revision 1 as it stands" in said
    assert said.count("  Nobody has to be told anything.") == 2
    assert said[-1] == "Advice: Hold; no change is sure to serve more people."


def test_a_better_option_is_advised_and_kept_as_a_draft(store: Store) -> None:
    close(store, "base-v2")
    facts = answer(*AT, "--keep")
    hold, swap, low = facts["options"]
    assert facts["choice"] == "swap"
    assert swap["worth"] > hold["worth"]
    assert (hold["plan"], hold["decide_by"]) == (None, None)
    assert [swap["plan"], low["plan"]] == [2, 3]
    kept = store.get_plan(swap["plan"]).plan
    assert swap["changed"] >= 1
    places = {day.day: [s.session.place for s in day.stops] for day in kept.shifts}
    assert all("v2" not in some for day, some in places.items() if day < MONDAY + timedelta(days=3))
    said = lenban(*AT, "--lang", "en").stdout.splitlines()
    assert said[-1].startswith("Advice: decide now for Swap, ")
    assert any(line.startswith("  Decide by ") for line in said)
    viet = lenban(*AT).stdout.splitlines()
    assert viet[0].startswith("Cảnh báo mưa thứ Hai, 01/08/2022 – thứ Tư, 03/08/2022. ")
    assert viet[-1].startswith("Khuyến nghị: quyết định ngay, Đổi lịch – hơn giữ nguyên ")


@pytest.mark.usefixtures("store")
def test_a_warning_after_the_plan_is_refused_with_its_days() -> None:
    result = lenban("advise", "--at", "2022-09-01T03:00:00+07:00")
    assert result.exit_code == 4
    assert "không có ngày nào trong các ngày cảnh báo (2022-09-01–2022-09-03)" in result.stderr


def test_who_is_advised_to_wait_hears_what_to_do_then() -> None:
    district = dry_valley()
    found = advised(district, plan_district(district, request(Sky())), Sky())
    then = replace(found.waiting, before_costs=12.4, cost=3.6, then=(0, 1, 1, 2))
    told = Told(
        advice=replace(found, wait=True, waiting=then, cut_off=(("m1", "v2"),)),
        district=district,
        now=DAWN,
        revision=1,
        forecast=None,
        drafts={},
        took=timedelta(seconds=1),
    )
    said = list(lines_of(told, "en"))
    assert said[1].startswith("Tổ m1 (ví dụ) slept at Bản v2, with no road home to be expected")
    assert said[-2] == (
        "Waiting for tomorrow's forecast (03:00 Tuesday, 02/08/2022): +12 people for knowing more, "
        "\N{MINUS SIGN}4 for what is told late or comes too late"
    )
    assert said[-1] == (
        "Advice: wait until 03:00 Tuesday, 02/08/2022; if little rain is foreseen then Hold, "
        "if much then Stay low."
    )
