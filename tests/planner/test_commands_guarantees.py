"""Guarantees on the command line: what plan, show, edit and replan say of them."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.data.store import Store
from planner.domain.district import District
from planner.domain.guarantee import Guarantee, GuaranteeKind
from tests.planner.calls import NOW, answer, lenban
from tests.planner.planning.test_guarantees import far_and_near, seen, share

PLAN = ("plan", "--from", "2022-09-05", "--weeks", "1", "--seconds", "1", "--roads", "dry")
BEFORE = "2022-09-01T08:00:00+07:00"
RULES = (seen(by=date(2022, 9, 7)), share(0.3))


def stored(data: Path, district: District) -> Store:
    """Return a store with a district."""
    store = Store.open(data)
    store.add_district(district, at=NOW)
    return store


def far_session(store: Store, plan: int = 1) -> str:
    """Return the session at the village that would not be seen without a guarantee."""
    days = store.get_plan(plan).plan.shifts
    return next(s.session.id for d in days for s in d.stops if s.session.place == "far")


def test_a_plan_says_of_each_guarantee_that_it_is_kept(data: Path) -> None:
    stored(data, far_and_near(*RULES))
    facts = answer(*PLAN)["guaranteed"]
    assert (facts["kept"], facts["count"], facts["most"]) == (5, 5, 5)
    assert [(r["guarantee"], r["kept"], r["count"], r["unkept"]) for r in facts["rules"]] == [
        ("seen", 4, 4, []),
        ("share", 1, 1, []),
    ]
    for command in (PLAN, ("show",)):
        said = lenban(*command).stdout
        assert "Cam kết: giữ được cả 5" in said
        assert "  seen – bản nào cũng được đến, chậm nhất 07/09/2022: 4/4" in said
        said = lenban(*command, "--lang", "en").stdout
        assert "Guarantees: all 5 kept" in said
        assert (
            "  share – at least 30.0 % of the people and services due in each commune, by "
            "11/09/2022: 1 of 1" in said
        )


def test_what_is_not_kept_is_told_with_its_reason(data: Path) -> None:
    district = far_and_near(seen(), share(1.0), seen(id="later", by=date(2022, 12, 31)))
    roads = tuple(road for road in district.segments if road.end != "far")
    stored(data, replace(district, segments=roads))
    facts = answer(*PLAN)["guaranteed"]
    assert (facts["kept"], facts["count"]) == (3, 5)
    (lost,) = facts["rules"][0]["unkept"]
    assert lost == {"area": "Bản far", "got": 0.0, "need": 80, "reason": "passable"}
    said = lenban(*PLAN, "--lang", "en").stdout
    assert "    not kept: Bản far (no vehicle gets there in a day)" in said
    assert " of 903 people and services; " in said
    assert "  later – its date is not within this plan: not asked of it" in said
    said = lenban(*PLAN).stdout
    assert "    chưa giữ: Bản far (không xe nào đến được trong ngày)" in said
    assert "    chưa giữ: xã Một (" in said


def test_the_price_is_told_with_both_gaps(data: Path) -> None:
    stored(data, far_and_near(seen(by=date(2022, 9, 7))))
    facts = answer(*PLAN, "--price")
    price: dict[str, Any] = facts["price"]
    assert price["people"] == price["people_free"] - price["people_kept"] > 0
    assert price["people_kept"] == facts["people_expected"]
    assert price["gap_kept"] == facts["gap"]
    assert 0 < price["least"] <= price["most"]
    stored(data, far_and_near())
    free = answer(*PLAN)
    assert free["people_expected"] == price["people_free"]
    assert (free["gap"], free["guaranteed"]) == (price["gap_free"], None)
    stored(data, far_and_near(seen(by=date(2022, 9, 7))))
    said = lenban(*PLAN, "--price", "--lang", "en").stdout
    assert f"Price of the guarantees: {price['people']} people and services; without" in said
    assert f"Giá của cam kết: {price['people']} lượt người;" in lenban(*PLAN, "--price").stdout


def test_a_price_needs_guarantees(data: Path) -> None:
    stored(data, far_and_near())
    result = lenban(*PLAN, "--price", "--lang", "en")
    assert (result.exit_code, "--price needs guarantees" in result.stderr) == (3, True)


def test_an_edit_that_breaks_a_guarantee_names_it(data: Path) -> None:
    store = stored(data, far_and_near(*RULES))
    answer(*PLAN)
    drop = ("edit", "--drop", far_session(store))
    facts = answer(*drop)
    assert facts["guarantees_broken"] == [{"guarantee": "seen", "area": "far"}]
    assert (facts["guarantees_kept"], facts["broken"]) == ([], [])
    assert "  không còn giữ cam kết seen: Bản far" in lenban(*drop).stdout
    said = lenban(*drop, "--keep", "--lang", "en").stdout
    assert "  no longer keeps guarantee seen: Bản far" in said
    assert "    not kept: Bản far (no room was found for it by then)" in said
    again = store.get_plan(1).plan
    day = next(d for d in again.shifts for s in d.stops if s.session.place == "far")
    back = answer("edit", "--add", far_session(store), day.team, day.day.isoformat())
    assert back["guarantees_kept"] == [{"guarantee": "seen", "area": "far"}]


@pytest.mark.parametrize("rules", [(), RULES])
def test_replanning_tells_of_rules_that_are_new_and_old(
    data: Path, rules: tuple[Guarantee, ...]
) -> None:
    store = stored(data, far_and_near(*rules))
    answer(*PLAN)
    store.add_revision(1, at=NOW, ledger="", expected=1)
    store.add_district(far_and_near(*RULES), at=NOW)
    facts = answer("replan", "--seconds", "1", "--at", BEFORE)
    assert (facts["guaranteed"]["kept"], facts["guaranteed"]["count"]) == (5, 5)
    assert bool(facts["changed"]) == (not rules)
    said = lenban("replan", "--seconds", "1", "--at", BEFORE, "--lang", "en").stdout
    assert "Guarantees: all 5 kept" in said


def test_every_kind_can_be_said_of_some_villages_only(data: Path) -> None:
    waiting = (seen(waited_days=90, scope="c1"), share(0.1, waited_days=30, scope="v1"))
    stored(data, far_and_near(*waiting))
    said = lenban(*PLAN).stdout
    assert "  seen – bản nào chờ từ 90 ngày trở lên đều được đến (xã Một), chậm nhất" in said
    assert {rule.kind for rule in waiting} == set(GuaranteeKind)
    assert "ở các bản chờ từ 30 ngày trở lên (Bản v1), chậm nhất 11/09/2022: 1/1" in said
