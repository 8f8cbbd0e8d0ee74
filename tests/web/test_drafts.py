"""Drafts on the page: as on the command line, judged before and after, never over anybody else."""

import re
import shutil
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.data.drafts import add_completion, change_draft, get_draft
from planner.domain.draft import Add, Completed, Drop, Move, Pin, Step, Strength, step_text
from planner.domain.plan import Plan, Stop
from planner.jobs.desk import desk_of
from planner.planning.drafts import verdict_of
from planner.planning.edits import judged
from planner.planning.translate import to_plan
from tests.planner.calls import answer
from tests.planner.planning.test_drafts import steps
from tests.planner.planning.test_replan import villages
from tests.web.drafting import WEEK, Coordinator
from tests.web.html import Page
from tests.web.worlds import MADE_AT
from web.drafts.subject import judged_now, stored_draft
from web.drafts.verdicts import think


@pytest.fixture
def she(drafting_folder: Path) -> Coordinator:
    """Return a coordinator with an open draft."""
    coordinator = Coordinator(drafting_folder)
    coordinator.open()
    return coordinator


def first_stops(she: Coordinator) -> list[Stop]:
    """Return the first stop of each day of the plan."""
    return [day.stops[0] for day in she.store.get_plan(1).plan.shifts]


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_steps_by_page_and_by_command_give_the_same_draft_verdict_and_plan(
    two_teams_folder: Path, data: st.DataObject
) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        shutil.copytree(two_teams_folder, one, dirs_exist_ok=True)
        shutil.copytree(two_teams_folder, other, dirs_exist_ok=True)
        she = Coordinator(Path(one))
        she.open()
        told = answer("draft", "open", "--data", other)
        for _ in range(data.draw(st.integers(1, 5))):
            draft = she.desk().stored.draft
            possible = ["step", "step", *(["undo"] if draft.count else [])]
            possible += ["redo"] if draft.count < len(draft.steps) else []
            what = data.draw(st.sampled_from(possible))
            if what == "step":
                step = data.draw(steps(she.desk().played()))
                status, said = she.step(step)
                told = answer("draft", *step_text(step).split(), "--data", other)
            else:
                status, said = she.post(what, {"version": she.desk().stored.version})
                told = answer("draft", what, "--data", other)
            assert status == HTTPStatus.SEE_OTHER, said
        mine, theirs = she.desk(), desk_of(Coordinator(Path(other)).store, get_draft(she.store, 1))
        assert mine.stored.draft == get_draft(Coordinator(Path(other)).store, 1).draft
        with she.client.application.test_request_context():
            shown = judged_now(stored_draft(1))
        anew = verdict_of(mine.played())
        assert (shown.verdict.people, shown.verdict.broken) == (anew.people, anew.broken)
        assert told["people"] == anew.people
        assert [b["constraint"] for b in told["broken"]] == [b.constraint for b in anew.broken]
        board = theirs.played(mine.stored.draft).board
        assert shown.plan == to_plan(board.translation, board.solution)
        assert_shown(she, shown.verdict.people)


def assert_shown(she: Coordinator, people: int) -> None:
    """Check that the board tells how many people are lost or gained."""
    text = she.page(f"{WEEK}?lang=en").text
    sign = "−" if people < 0 else "+"
    many = "person" if abs(people) == 1 else "people"
    wanted = f"{sign}{abs(people)} {many}" if people else "nobody lost or gained"
    assert f"Against plan 1 {wanted}" in text


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_verdict_before_is_that_of_the_draft_with_the_step_stated_anew(
    two_teams_folder: Path, data: st.DataObject
) -> None:
    with TemporaryDirectory() as one:
        shutil.copytree(two_teams_folder, one, dirs_exist_ok=True)
        she = Coordinator(Path(one))
        she.open()
        for _ in range(data.draw(st.integers(0, 2))):
            she.step(data.draw(steps(she.desk().played())))
        desk = she.desk()
        step = data.draw(steps(desk.played()))
        with she.client.application.test_request_context():
            thought = think(judged_now(stored_draft(1)), step)
            assert len(thought.faults) <= len(thought.broken)
        before, after = desk.played(), desk.played(desk.stored.draft.with_step(step))
        assert thought.people == after.board.people - before.board.people
        whole = verdict_of(after).broken
        assert len(thought.broken) + thought.still == len(whole)
        assert set(thought.broken) <= set(whole)
        assert thought.retimed == judged(before.board, after.board).retimed
        assert she.desk().stored == desk.stored


def test_undo_and_redo_say_what_they_do_and_are_inverse(she: Coordinator) -> None:
    session = first_stops(she)[0].session
    before = she.page(f"{WEEK}?lang=en")
    assert "Undo:" not in before.text
    assert she.step(Drop(session=session.id))[0] == 303
    dropped = she.page(f"{WEEK}?lang=en")
    place = she.desk().district.place(session.place).name
    assert f"Undo: take {place} out" in dropped.text
    assert she.post("undo", {"version": 2})[0] == 303
    back = she.page(f"{WEEK}?lang=en")
    assert f"Redo: take {place} out" in back.text
    assert back.rows == before.rows
    assert she.post("redo", {"version": 3})[0] == 303
    assert she.page(f"{WEEK}?lang=en").rows == dropped.rows


def test_who_comes_second_sees_both_steps_and_can_do_theirs_on_top(
    she: Coordinator, drafting_folder: Path
) -> None:
    other = Coordinator(drafting_folder)
    mine, theirs = (stop.session for stop in first_stops(she)[:2])
    name = she.desk().district.place
    assert other.step(Drop(session=theirs.id), version=1)[0] == 303
    status, text = she.step(Pin(session=mine.id, strengths=(Strength.TEAM,)), version=1)
    assert status == HTTPStatus.CONFLICT
    said = Page(text).text
    assert f"Bỏ buổi ở {name(theirs.place).name}" in said
    assert f"Ghim buổi ở {name(mine.place).name} (tổ)" in said
    assert she.desk().stored.draft.counting == (Drop(session=theirs.id),)
    again = dict(re.findall(r'name="(\w+)" value="([^"]*)"', text))
    assert she.post("steps", again)[0] == 303
    assert she.desk().stored.draft.counting == (
        Drop(session=theirs.id),
        Pin(session=mine.lasting_name, strengths=(Strength.TEAM,)),
    )
    assert other.post("undo", {"version": 2})[0] == HTTPStatus.CONFLICT
    assert she.desk().stored.version == 3


def test_a_move_is_told_with_what_it_breaks_then_done_and_found_again(she: Coordinator) -> None:
    stop = first_stops(she)[0]
    plan = she.store.get_plan(1).plan
    others = [day for day in plan.shifts if stop not in day.stops]
    address = f"/drafts/1/move/{stop.session.id}"
    page = she.page(f"{address}?to={others[-1].team}&day={others[-1].day}&lang=en")
    assert "Your choice:" in page.text
    step = Move(session=stop.session.id, team=others[-1].team, day=others[-1].day)
    desk = she.desk()
    broken = verdict_of(desk.played(desk.stored.draft.with_step(step))).broken
    assert ("no rule is broken by it" in page.text) == (not broken)
    status, location = she.step(step)
    assert status == 303
    anchor = location.partition("#")[2]
    assert anchor in she.page(location.partition("#")[0]).ids


def test_best_places_break_nothing_and_cost_what_they_say(she: Coordinator) -> None:
    for stop in first_stops(she):
        text = she.text(f"/drafts/1/move/{stop.session.id}?lang=en")
        rows = re.findall(
            r'name="session" value="([^"]*)"><input type="hidden" name="to" value="([^"]*)">'
            r'<input type="hidden" name="day" value="([^"]*)">',
            text,
        )
        desk = she.desk()
        for session, team, day in rows:
            step = Move(session=session, team=team, day=type(MADE_AT).fromisoformat(day).date())
            after = verdict_of(desk.played(desk.stored.draft.with_step(step)))
            if len(rows) > 1:
                assert after.broken == ()
        assert rows or "No other team and day can take it." in text


def test_what_is_not_planned_lies_in_the_tray_by_reason_and_can_be_added(she: Coordinator) -> None:
    stop = first_stops(she)[0]
    she.step(Drop(session=stop.session.id))
    page = she.page(f"{WEEK}?lang=en")
    plan = judged_plan(she)
    left = sum(one.people for one in plan.left)
    assert f"Not planned {left:,} people" in page.text
    address = next(link for link in page.links if link.startswith("/drafts/1/add/"))
    text = she.text(f"{address}?lang=en")
    assert "Best places" in text
    found = re.search(
        r'name="kind" value="add"><input type="hidden" name="session" value="([^"]*)">'
        r'<input type="hidden" name="to" value="([^"]*)">'
        r'<input type="hidden" name="day" value="([^"]*)">',
        text,
    )
    assert found
    session, team, day = found.groups()
    step: Step = Add(session=session, team=team, day=type(MADE_AT).fromisoformat(day).date())
    assert she.step(step)[0] == 303
    assert sum(one.people for one in judged_plan(she).left) < left


def judged_plan(she: Coordinator) -> Plan:
    """Return the plan that the board of draft 1 shows."""
    with she.client.application.test_request_context():
        return judged_now(stored_draft(1)).plan


def test_cards_are_filtered_by_service_commune_and_team(she: Coordinator) -> None:
    whole = she.text(WEEK)
    team = she.desk().district.teams[0]
    some = she.text(f"{WEEK}?team={team.id}")
    assert 0 < some.count('class="card') < whole.count('class="card')
    assert 'class="card' not in she.text(f"{WEEK}?service=none")
    assert f"team={team.id}" in next(
        link for link in Page(some).links if link.startswith("/drafts/1/move/")
    )


def test_a_broken_draft_is_not_kept_and_says_why(she: Coordinator) -> None:
    stop = first_stops(she)[0]
    she.step(Pin(session=stop.session.lasting_name, strengths=(Strength.TEAM,)))
    she.step(Drop(session=stop.session.id))
    status, text = she.post("keep", {"version": 3})
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Chưa lưu được vì còn những vi phạm này" in text
    assert "Đã ghim hoặc đã hứa" in text
    assert len(she.store.list_plans()) == 1


def test_a_kept_draft_is_a_plan_and_changes_no_more(she: Coordinator) -> None:
    stop = first_stops(she)[0]
    she.step(Drop(session=stop.session.id))
    status, address = she.post("keep", {"version": 2})
    assert (status, address) == (303, "/drafts/1/keeping/2")
    while (waiting := she.client.get(address)).status_code == HTTPStatus.OK:
        assert 'http-equiv="refresh"' in waiting.text
    assert waiting.location == "/publish?plan=2"
    kept = she.store.get_plan(2).plan
    assert stop.session.id not in {s.session.id for d in kept.shifts for s in d.stops}
    status, text = she.step(Drop(session=first_stops(she)[1].session.id))
    assert status == HTTPStatus.CONFLICT
    assert "Đã lưu thành kế hoạch số 2." in text
    assert "đã lưu thành kế hoạch số 2" in she.page("/drafts").text


def test_a_draft_is_discarded(she: Coordinator) -> None:
    assert she.post("discard", {"version": 1}) == (303, "/drafts")
    assert "đã bỏ" in she.page("/drafts").text
    assert "Lưu thành kế hoạch" not in she.page(WEEK).text


def test_pins_survive_a_completion(she: Coordinator) -> None:
    stop = first_stops(she)[0]
    name = stop.session.lasting_name
    she.step(Pin(session=name, strengths=(Strength.TEAM, Strength.DAY)))
    she.step(Drop(session=first_stops(she)[1].session.id))
    desk = she.desk()
    made = desk.completed(1.0, MADE_AT - timedelta(days=30))
    number = add_completion(she.store, made, district_id=desk.district_id)
    done = desk.stored.draft.with_step(Completed(completion=number))
    change_draft(she.store, 1, done, expected=desk.stored.version, at=MADE_AT)
    page = she.page(WEEK)
    assert "ghim: tổ, ngày" in page.text
    assert "Vi phạm 0 thực hiện được như đang xếp" in page.text
    before, after = (
        next(
            (d.team, d.day) for d in plan.shifts for s in d.stops if s.session.lasting_name == name
        )
        for plan in (she.store.get_plan(1).plan, judged_plan(she))
    )
    assert before == after


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"kind": "fly"},
        {"kind": "move", "session": "x"},
        {"kind": "move", "session": "x", "to": "m1", "day": "soon"},
        {"kind": "move", "session": "x", "to": "m1", "day": "2022-09-06", "order": "0"},
        {"kind": "pin", "session": "x", "strength": "soul"},
    ],
)
def test_a_form_that_makes_no_step_is_refused(she: Coordinator, form: dict[str, str]) -> None:
    status, _ = she.post("steps", {**form, "version": 1})
    assert status in (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)
    assert she.desk().stored.version == 1


def test_another_site_cannot_change_a_draft(she: Coordinator) -> None:
    for deed in ("steps", "undo", "redo", "keep", "discard"):
        assert she.client.post(f"/drafts/1/{deed}", data={"version": 1}).status_code == 403
    assert she.client.post("/drafts", data={"plan": 1}).status_code == 403


def test_a_verdict_for_the_script_is_that_of_the_step(she: Coordinator) -> None:
    stop = first_stops(she)[0]
    asked = {"kind": "drop", "session": stop.session.id}
    answered = she.client.get("/drafts/1/verdict", query_string=asked).get_json()
    desk = she.desk()
    step = Drop(session=stop.session.id)
    people = verdict_of(desk.played(desk.stored.draft.with_step(step))).people
    assert (answered["people"], answered["broken"]) == (people, False)
    assert answered["lines"][0] == f"Mất {-people} lượt người"


def test_a_draft_of_a_district_that_has_changed_can_only_be_discarded(she: Coordinator) -> None:
    she.store.add_district(villages(), at=MADE_AT)
    assert "Huyện đã thay đổi từ khi lập kế hoạch số 1" in she.page(WEEK).text
    assert she.post("undo", {"version": 1})[0] == HTTPStatus.CONFLICT
    assert she.post("discard", {"version": 1}) == (303, "/drafts")
    assert "đã bỏ" in she.page("/drafts").text
