"""Changing a plan by hand on the command line: ``edit``."""

from pathlib import Path

import pytest

from optimizer.problem import Constraint
from planner.commands.edit import WORDS
from planner.data.store import Store
from planner.domain.plan import Shift
from tests.planner.calls import NOW, answer, lenban
from tests.planner.planning.test_edits import TWO_TEAMS


@pytest.fixture
def store(data: Path) -> Store:
    """Return a store of two teams and four villages with a plan."""
    opened = Store.open(data)
    opened.add_district(TWO_TEAMS, at=NOW)
    plan = ("plan", "--from", "2022-09-05", "--weeks", "1", "--seconds", "1", "--roads", "dry")
    assert answer(*plan)["plan"] == 1
    return opened


def first(store: Store) -> Shift:
    """Return the first day of the plan."""
    return store.get_plan(1).plan.shifts[0]


def test_a_dropped_session_costs_its_people_and_is_kept_on_request(store: Store) -> None:
    session = first(store).stops[0].session.id
    facts = answer("edit", "--drop", session)
    assert facts["people"] < 0
    assert (facts["broken"], len(store.list_plans())) == ([], 1)
    kept = answer("edit", "--drop", session, "--keep")["kept"]
    assert (kept["plan"], kept["stopped_by"]) == (2, "edited")
    before, after = (store.get_plan(n).plan for n in (1, 2))
    assert after.people_expected - before.people_expected == facts["people"]
    assert session not in {s.session.id for d in after.shifts for s in d.stops}
    assert after.proof.value <= after.proof.bound


def test_an_edit_that_breaks_something_is_told_by_name_and_not_kept(store: Store) -> None:
    target = first(store)
    others = [s.session.id for d in store.get_plan(1).plan.shifts[1:] for s in d.stops][:6]
    day = target.day.isoformat()
    moves = [word for name in others for word in ("--move", name, target.team, day)]
    facts = answer("edit", *moves, "--keep")
    assert {b["constraint"] for b in facts["broken"]} >= {"shift_hours"}
    assert "kept" not in facts
    assert len(store.list_plans()) == 1
    said = lenban("edit", *moves, "--keep").stdout
    assert "vi phạm: vượt giờ làm của tổ (Tổ " in said
    assert "Chưa lưu: kế hoạch còn vi phạm ràng buộc." in said


def test_what_is_not_there_is_told(store: Store) -> None:
    session = first(store).stops[0].session.id
    assert lenban("edit", "--drop", "nothing").exit_code == 4
    assert lenban("edit", "--move", session, "m9", "2022-09-05").exit_code == 4
    wrong = lenban("edit", "--move", session, "m1", "monday", "--lang", "en")
    assert (wrong.exit_code, "must be a day, not monday" in wrong.stderr) == (2, True)


def test_without_edits_the_plan_is_judged_as_it_is(store: Store) -> None:
    assert len(store.list_plans()) == 1
    assert answer("edit") == {
        "people": 0,
        "value": 0,
        "broken": [],
        "retimed": [],
        "guarantees_broken": [],
        "guarantees_kept": [],
    }


def test_every_constraint_has_words_for_people() -> None:
    assert set(WORDS) == set(Constraint)
