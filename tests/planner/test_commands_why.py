"""Why people are left, and what would change it: ``why`` on the command line."""

from dataclasses import replace
from pathlib import Path

import pytest

from planner.commands.left_words import REASONS
from planner.data.store import Store
from planner.domain.place import Village
from planner.domain.plan import SkipReason
from tests.planner import valley
from tests.planner.calls import NOW, answer, lenban
from tests.planner.planning.test_edits import TWO_TEAMS


def large() -> tuple[Village, ...]:
    """Return the villages with more people than the teams can serve."""
    return tuple(replace(v, residents=3000) for v in TWO_TEAMS.villages)


@pytest.fixture
def store(data: Path) -> Store:
    """Return a store of two teams and four villages with a plan that leaves some people."""
    opened = Store.open(data)
    many = tuple(valley.demand(v.id, people=2000) for v in TWO_TEAMS.villages)
    opened.add_district(replace(TWO_TEAMS, demands=many, villages=large()), at=NOW)
    plan = ("plan", "--from", "2022-09-05", "--weeks", "1", "--seconds", "1", "--roads", "dry")
    assert answer(*plan)["plan"] == 1
    return opened


def test_a_village_with_people_left_is_explained(store: Store) -> None:
    left = next(x for x in store.get_plan(1).plan.left if x.people > 0)
    facts = answer("why", left.village)
    assert {"service": left.service, "people": left.people, "reason": left.reason} in facts["left"]
    assert facts["missing"]
    for missing in facts["missing"]:
        for claim in missing["claims"]:
            (change, *more) = claim["changes"]
            if change["kind"] == "Drop" and not more:
                add = (claim["session"], claim["team"], claim["day"])
                made = answer("edit", "--drop", change["session"], "--add", *add)
                assert (made["people"], made["broken"]) == (claim["people"], [])
    name = next(v.name for v in TWO_TEAMS.villages if v.id == left.village)
    said = lenban("why", name.upper(), "--lang", "en").stdout
    assert said.startswith(f"{name}, ")
    assert "people are left, because " in said


def test_a_planned_session_says_where_else_it_could_be(store: Store) -> None:
    day = store.get_plan(1).plan.shifts[0]
    session = day.stops[0].session.id
    facts = answer("why", session)
    (planned,) = facts["planned"]
    assert (planned["session"], planned["team"]) == (session, day.team)
    for other in planned["places"]:
        made = answer("edit", "--move", session, other["team"], other["day"])
        assert (made["people"], made["broken"]) == (-other["loss"], [])
    for language in ("vi", "en"):
        said = lenban("why", session, "--lang", language).stdout
        assert f"[{session}]" in said.splitlines()[0]


def test_a_session_that_is_left_out_says_what_binds(store: Store) -> None:
    plan = store.get_plan(1).plan
    held = {stop.session.lasting_name for day in plan.shifts for stop in day.stops}
    left = answer("why", next(x.village for x in plan.left if x.people > 0))["missing"]
    session = next(m["wanted"] for m in left if isinstance(m["wanted"], str))
    assert session not in held
    (missing,) = answer("why", session)["missing"]
    assert missing["bound"]["constraints"]
    names = ", ".join(missing["bound"]["constraints"])
    assert f"[{names}]" in lenban("why", session).stdout


def test_a_session_that_is_not_due(store: Store) -> None:
    assert store.get_plan(1)
    result = lenban("why", "v1/nothing/1")
    assert result.exit_code == 4
    assert "v1/nothing/1" in result.stderr


def test_a_village_that_is_not_there(store: Store) -> None:
    assert store.get_plan(1)
    result = lenban("why", "nowhere")
    assert (result.exit_code, "không có bản nowhere" in result.stderr) == (4, True)


def test_every_reason_has_words() -> None:
    assert set(REASONS) == set(SkipReason)
