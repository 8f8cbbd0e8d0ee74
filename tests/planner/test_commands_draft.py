"""Drafts on the command line: ``draft``."""

from dataclasses import replace
from pathlib import Path

import pytest

from planner.data.drafts import get_draft
from planner.data.store import Store
from planner.domain.plan import Plan, Shift
from tests.planner.calls import NOW, answer, lenban
from tests.planner.planning.test_edits import TWO_TEAMS

PLAN = ("plan", "--from", "2022-09-05", "--weeks", "1", "--seconds", "1", "--roads", "dry")


@pytest.fixture
def store(data: Path) -> Store:
    """Return a store of two teams and four villages with a plan and an open draft of it."""
    opened = Store.open(data)
    opened.add_district(TWO_TEAMS, at=NOW)
    assert answer(*PLAN)["plan"] == 1
    opened_draft = answer("draft", "open")
    assert (opened_draft["draft"], opened_draft["version"], opened_draft["base"]) == (1, 1, 1)
    return opened


def first(store: Store) -> Shift:
    """Return the first day of the plan."""
    return store.get_plan(1).plan.shifts[0]


def ids(plan: Plan) -> set[str]:
    return {stop.session.id for shift in plan.shifts for stop in shift.stops}


def test_steps_are_judged_at_once_against_the_base_and_undone(store: Store) -> None:
    one, other = (s.stops[0].session.id for s in store.get_plan(1).plan.shifts[:2])
    dropped = answer("draft", "drop", one)
    alone = answer("edit", "--drop", one)
    assert {name: dropped[name] for name in alone} == alone
    both = answer("draft", "drop", other)
    assert both["people"] < dropped["people"] < 0
    assert [s["step"] for s in both["steps"]] == [f"drop {one}", f"drop {other}"]
    back = answer("draft", "undo", "2")
    assert (back["people"], back["version"], len(store.list_plans())) == (0, 4, 1)
    assert [s["counts"] for s in back["steps"]] == [False, False]
    again = answer("draft", "redo")
    assert {name: again[name] for name in alone} == alone
    assert lenban("draft", "undo", "5").exit_code == 4


def test_pins_are_told_and_broken_by_name(store: Store) -> None:
    day = first(store)
    session = day.stops[0].session
    pinned = answer("draft", "pin", session.id, "--day")
    (pin,) = pinned["pins"]
    assert pin == {
        "session": session.id,
        "name": session.lasting_name,
        "team": day.team,
        "day": day.day.isoformat(),
        "order": None,
        "start": None,
    }
    broken = answer("draft", "drop", session.id)["broken"]
    assert [b["constraint"] for b in broken] == ["pinned"]
    said = lenban("draft", "show").stdout
    assert "vi phạm: đã ghim hoặc đã hứa, không đổi được" in said
    assert f"[{session.id}]" in next(x for x in said.splitlines() if x.startswith("  ghim: "))
    assert f"  1. pin {session.lasting_name} --team --day" in said
    refused = lenban("draft", "keep", "--lang", "en")
    assert (refused.exit_code, len(store.list_plans())) == (3, 1)
    assert "broken: it is pinned or promised" in refused.stderr
    refused = lenban("draft", "complete", "--seconds", "1", "--lang", "en")
    assert refused.exit_code == 3
    assert "it is pinned, but was moved away or dropped by hand" in refused.stderr
    assert session.id in refused.stderr
    free = answer("draft", "unpin", session.id)
    assert (free["pins"], free["broken"]) == ([], [])
    everything = answer("draft", "pin", store.get_plan(1).plan.shifts[1].stops[0].session.id)
    assert None not in everything["pins"][0].values()


def test_a_draft_is_completed_and_kept_with_its_proof(store: Store) -> None:
    gone = first(store).stops[0].session
    answer("draft", "drop", gone.id)
    made = answer("draft", "complete", "--seconds", "1")
    assert made["broken"] == []
    assert made["kept"] + made["changed"] == len(ids(store.get_plan(1).plan))
    assert len(store.list_plans()) == 1
    kept = answer("draft", "keep")["kept"]
    assert (kept["plan"], kept["value"], kept["bound"]) == (
        2,
        made["value_planned"],
        made["bound"],
    )
    after = store.get_plan(2).plan
    assert gone.lasting_name not in {s.session.lasting_name for d in after.shifts for s in d.stops}
    stored = get_draft(store, 1).draft
    assert (stored.status, stored.kept_as) == ("kept", 2)
    assert lenban("draft", "undo").exit_code == 4
    ended = lenban("draft", "undo", "--draft", "1")
    assert (ended.exit_code, "bản sửa số 1 đã kết thúc" in ended.stderr) == (4, True)


def test_a_draft_that_was_edited_only_is_kept_as_an_edit_is(store: Store) -> None:
    session = first(store).stops[0].session.id
    answer("draft", "drop", session)
    kept = answer("draft", "keep")["kept"]
    same = answer("edit", "--plan", "1", "--drop", session, "--keep")["kept"]
    assert store.get_plan(kept["plan"]).plan == store.get_plan(same["plan"]).plan


def test_a_stale_change_is_refused_with_both(store: Store) -> None:
    one, other = (s.stops[0].session.id for s in store.get_plan(1).plan.shifts[:2])
    answer("draft", "drop", one, "--expect", "1")
    late = lenban("draft", "drop", other, "--expect", "1", "--lang", "en")
    assert late.exit_code == 5
    assert "draft 1 is at version 2, not 1: somebody else changed it first" in late.stderr
    assert f"Their step: drop {one}; ours, not stored: drop {other}" in late.stderr
    for command in (("complete",), ("keep",), ("discard",), ("undo",)):
        assert lenban("draft", *command, "--expect", "1").exit_code == 5
    assert get_draft(store, 1).version == 2


def test_a_discarded_draft_leaves_nothing_but_its_record(store: Store) -> None:
    answer("draft", "drop", first(store).stops[0].session.id)
    assert answer("draft", "discard")["status"] == "discarded"
    assert len(store.list_plans()) == 1
    assert lenban("draft", "show").exit_code == 4
    assert "Đã bỏ bản sửa này." in lenban("draft", "show", "--draft", "1").stdout
    assert answer("draft", "open")["draft"] == 2


def test_what_is_not_there_is_told_and_nothing_is_stored(store: Store) -> None:
    session = first(store).stops[0].session.id
    for wrong in (
        ("drop", "nothing"),
        ("move", session, "m9", "2022-09-05"),
        ("add", "nothing", "m1", "2022-09-05"),
        ("pin", "nothing"),
        ("unpin", session),
        ("redo",),
        ("show", "--draft", "7"),
    ):
        result = lenban("draft", *wrong)
        assert (result.exit_code, result.stdout) == (4, "")
        assert result.stderr
    assert lenban("draft", "move", session, "m1", "monday").exit_code == 2
    assert get_draft(store, 1).version == 1


def test_a_draft_that_the_data_have_overtaken_can_be_discarded(store: Store) -> None:
    lost = {s.session.place for d in store.get_plan(1).plan.shifts for s in d.stops} - {"base"}
    roads = tuple(road for road in TWO_TEAMS.segments if road.end not in lost)
    store.add_district(replace(TWO_TEAMS, segments=roads), at=NOW)
    outdated = lenban("draft", "show", "--lang", "en")
    assert outdated.exit_code == 4
    assert "the district's data have changed: the plan has " in outdated.stderr
    assert answer("draft", "discard")["status"] == "discarded"


def test_days_that_have_begun_stay_once_they_are_published(store: Store) -> None:
    store.add_revision(1, at=NOW, ledger="", expected=1)
    session = first(store).stops[0].session.id
    answer("draft", "drop", session)
    midweek = lenban("draft", "complete", "--seconds", "1", "--at", "2022-09-07T12:00:00+07:00")
    assert midweek.exit_code == 3
    assert "ngày này đã bắt đầu" in midweek.stderr
    before = answer("draft", "complete", "--seconds", "1", "--at", "2022-09-01T12:00:00+07:00")
    assert before["broken"] == []
