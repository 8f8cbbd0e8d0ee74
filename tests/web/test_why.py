"""Why and why not on pages: what ``lenban why`` tells, each place and claim judged anew."""

import re
from http import HTTPStatus
from pathlib import Path

import pytest

from calendars.publish import publish
from planner.domain.draft import Drop, Move
from planner.jobs.plans import same_request
from planner.planning.case import Case, open_case
from planner.planning.edits import evaluate, to_edited_plan
from planner.planning.explained import left_of, missing, wanted_of
from planner.planning.next_best import next_best
from tests.web.drafting import Coordinator, planned
from tests.web.worlds import MADE_AT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("why")
    store = planned(made)
    plan = store.get_plan(1).plan
    request = same_request(store, plan, seed=plan.proof.seed)
    board = open_case(store.get_district(), request, plan).board
    fewer = (Drop(session=day.stops[0].session.id) for day in plan.shifts[:2])
    less = to_edited_plan(evaluate(board, *fewer).board)
    publish(
        store,
        store.add_plan(less, district_id=1, at=MADE_AT),
        folder=made,
        at=MADE_AT,
        host="lenban.example",
    )
    Coordinator(made).open(2)
    return made


@pytest.fixture
def she(folder: Path) -> Coordinator:
    return Coordinator(folder)


@pytest.fixture(scope="module")
def case(folder: Path) -> Case:
    """Return the plan on a board of its own."""
    store = Coordinator(folder).store
    plan = store.get_plan(2).plan
    request = same_request(store, plan, seed=plan.proof.seed)
    return open_case(store.get_district(), request, plan)


def test_a_session_has_its_next_best_places_with_their_cost(she: Coordinator, case: Case) -> None:
    for day in case.plan.shifts:
        session = day.stops[0].session.id
        found = next_best(case.board, session, 3)
        page = she.page(f"/why/session/{session}?lang=en")
        team = case.district.team_by_id
        assert [row[0] for row in page.rows[1:]] == [team[p.team].name for p in found.places]
        for place, row in zip(found.places, page.rows[1:], strict=True):
            step = Move(session=session, team=place.team, day=place.day, order=place.order)
            verdict = evaluate(case.board, step)
            assert verdict.broken == ()
            sign = "−" if verdict.people < 0 else "+"
            many = "person" if abs(verdict.people) == 1 else "people"
            wanted = f"{sign}{-verdict.people if verdict.people < 0 else verdict.people} {many}"
            assert row[2] == (wanted if verdict.people else "nobody lost or gained")


def test_a_village_has_what_binds_and_every_claim_that_was_verified(
    she: Coordinator, case: Case
) -> None:
    asked = 0
    for village in case.district.villages:
        left = left_of(case.plan, village.id)
        page = she.page(f"/why/village/{village.id}?lang=en")
        found = [missing(case, wanted) for wanted in wanted_of(case, left)]
        claims = [claim for one in found for claim in one.claims]
        assert len(re.findall(r"can hold it on", page.text)) == len(claims)
        assert not re.search(r"\[\w+\]|_hours|time_window", page.text)
        asked += len(claims)
    assert asked


def test_a_draft_is_asked_as_it_stands(she: Coordinator, case: Case) -> None:
    session = case.plan.shifts[0].stops[0].session
    village = session.place
    before = she.page(f"/why/village/{village}?draft=1").text
    assert she.step(Drop(session=session.id))[0] == HTTPStatus.SEE_OTHER
    after = she.page(f"/why/village/{village}?draft=1").text
    assert after != before
    assert she.client.get(f"/why/session/{session.id}?draft=1").status_code == HTTPStatus.NOT_FOUND
    assert she.client.get(f"/why/session/{session.id}").status_code == HTTPStatus.OK


def test_what_is_not_there_is_not_found(she: Coordinator) -> None:
    assert she.client.get("/why/village/nowhere").status_code == HTTPStatus.NOT_FOUND
    she.page("/why/village/v1")
    assert she.client.get("/why/session/none").status_code == HTTPStatus.NOT_FOUND
    assert she.client.get("/why/village/v1?draft=9").status_code == HTTPStatus.NOT_FOUND
