"""Which facts contradict a plan: ``conflicts`` on the command line."""

from dataclasses import replace
from pathlib import Path

import pytest

from planner.data.store import Store
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


def test_a_plan_that_can_be_held_has_none(store: Store) -> None:
    assert answer("conflicts") == {"plan": 1, "conflicts": []}
    assert lenban("conflicts", "--lang", "en").stdout == "Nothing contradicts plan 1.\n"
    assert store.get_plan(1).plan.shifts


def test_who_is_away_contradicts_what_was_planned(store: Store) -> None:
    day = store.get_plan(1).plan.shifts[0]
    members = tuple(
        replace(m, days_off=(day.day,)) if day.team in m.teams else m for m in TWO_TEAMS.members
    )
    store.add_district(replace(TWO_TEAMS, members=members), at=NOW)
    conflicts = answer("conflicts")["conflicts"]
    assert conflicts
    for facts in conflicts:
        kinds = {fact["kind"] for fact in facts}
        assert kinds == {"Away", "Promised"}
        assert {fact["day"] for fact in facts} == {day.day.isoformat()}
    for language, away in (("vi", " nghỉ thứ "), ("en", " is off on ")):
        said = lenban("conflicts", "--lang", language).stdout
        assert said.startswith("1. ")
        assert away in said
