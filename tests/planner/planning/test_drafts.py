"""Drafts: every step can be taken back, pins hold, and the checker has the last word."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.check import violations
from optimizer.problem import Constraint
from planner.domain.draft import (
    Add,
    Draft,
    Drop,
    Move,
    Pin,
    Step,
    Strength,
    Unpin,
    step_text,
    strengths_of,
)
from planner.domain.plan import Plan
from planner.errors import BadFile, NotFound
from planner.planning.drafts import Played, find_held, played, verdict_of
from planner.planning.edits import Board, evaluate
from planner.planning.plan import plan_district
from planner.planning.translate import Pinned, held_sessions
from tests.planner.planning.test_edits import TWO_TEAMS, board_of, held
from tests.planner.planning.test_replan import MON, REQUEST


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_district(TWO_TEAMS, REQUEST)


@pytest.fixture(scope="module")
def board(plan: Plan) -> Board:
    return board_of(plan)


def drafted(*steps: Step) -> Draft:
    """Return a draft with these steps."""
    draft = Draft(base=1)
    for step in steps:
        draft = draft.with_step(step)
    return draft


@st.composite
def steps(draw: st.DrawFn, now: Played) -> Step:
    """Return a step of whatever kind that is about something that is there."""
    names = now.board.translation
    there = [pinned.session for pinned in held_sessions(names, now.board.solution)]
    free = [s.id for s in names.sessions if s.id not in there]
    kinds = ["add"] + (["move", "move", "drop", "pin", "pin"] if there else [])
    kind = draw(st.sampled_from(kinds + (["unpin"] if now.pins else [])))
    if kind == "unpin":
        return Unpin(session=draw(st.sampled_from(sorted(now.pins))))
    if kind == "pin":
        strengths = strengths_of(*draw(st.sets(st.sampled_from(Strength))))
        return Pin(
            session=find_held(now.board, draw(st.sampled_from(there))).name, strengths=strengths
        )
    if kind == "drop":
        return Drop(session=draw(st.sampled_from(there)))
    team, day = draw(st.sampled_from(names.shifts))
    order = draw(st.sampled_from((None, 1, 2)))
    if kind == "add":
        return Add(session=draw(st.sampled_from(free)), team=team, day=day, order=order)
    return Move(session=draw(st.sampled_from(there)), team=team, day=day, order=order)


@st.composite
def drafts(draw: st.DrawFn, board: Board, most: int = 8) -> Draft:
    """Return a draft with steps of every kind, undone and redone on the way."""
    draft = Draft(base=1)
    for _ in range(draw(st.integers(0, most))):
        what = draw(st.sampled_from(("step", "step", "step", "undo", "redo")))
        if what == "undo" and draft.count:
            draft = draft.undone()
        elif what == "redo" and draft.count < len(draft.steps):
            draft = draft.redone()
        elif what == "step":
            draft = draft.with_step(draw(steps(played(board, draft, {}))))
    return draft


@settings(max_examples=60)
@given(data=st.data())
def test_what_is_undone_and_redone_is_as_it_was(board: Board, data: st.DataObject) -> None:
    draft = data.draw(drafts(board))
    now = played(board, draft, {})
    for times in range(draft.count + 1):
        back = draft.undone(times)
        assert back.redone(times) == draft
        assert played(board, back.redone(times), {}) == now
        before = Draft(base=1, steps=draft.counting[: draft.count - times], count=back.count)
        assert played(board, back, {}) == played(board, before, {})
    following = draft.with_step(data.draw(steps(now)))
    assert played(board, following.undone(), {}) == now


@settings(max_examples=100)
@given(data=st.data())
def test_a_verdict_agrees_with_the_checker_on_the_whole(board: Board, data: st.DataObject) -> None:
    now = played(board, data.draw(drafts(board)), {})
    verdict = verdict_of(now)
    free = violations(board.translation.problem, now.board.solution)
    others = [b.constraint for b in verdict.broken if b.constraint is not Constraint.PINNED]
    assert others == [v.constraint for v in free]
    broken = {b.session for b in verdict.broken if b.constraint is Constraint.PINNED}
    assert broken == {pin.session for pin in now.pins.values() if not kept(now.board, pin)}
    edits = evaluate(board)
    assert (edits.people, edits.value) == (0, 0)
    same = evaluate(now.board)
    assert (same.people, same.retimed) == (0, ())


def kept(board: Board, pin: Pinned) -> bool:
    """Return whether a board has a session as it is pinned, told in words."""
    for there in held_sessions(board.translation, board.solution):
        if there.session == pin.session:
            return (
                there.team == pin.team
                and pin.day in (None, there.day)
                and pin.order in (None, there.order)
                and pin.start in (None, there.start)
            )
    return False


def test_a_step_after_an_undo_cuts_off_what_was_undone(board: Board) -> None:
    one, two, three = (session for session, _, _ in held(board)[:3])
    draft = drafted(Drop(session=one), Drop(session=two)).undone().with_step(Drop(session=three))
    assert draft.steps == (Drop(session=one), Drop(session=three))
    with pytest.raises(NotFound):
        draft.redone()
    with pytest.raises(NotFound):
        draft.undone(3)
    gone = {one, three}
    assert {s for s, _, _ in held(board)} - {
        s for s, _, _ in held(played(board, draft, {}).board)
    } == gone


@pytest.mark.parametrize("strength", Strength)
def test_a_pin_is_broken_by_name_at_its_strength(board: Board, strength: Strength) -> None:
    """A session is pinned and moved: what the pin does not hold may change, what it holds not."""
    session, team, day = held(board)[0]
    name = find_held(board, session).name
    pin = Pin(session=name, strengths=strengths_of(strength))
    other_day = next(d for t, d in board.translation.shifts if t == team and d != day)
    other_team = next(t for t, d in board.translation.shifts if t != team and d == day)
    same = verdict_of(played(board, drafted(pin), {}))
    assert same.broken == ()
    for changed, breaks in (
        (Move(session=session, team=team, day=other_day), strength is not Strength.TEAM),
        (Move(session=session, team=other_team, day=day), True),
        (Drop(session=session), True),
    ):
        broken = verdict_of(played(board, drafted(pin, changed), {})).broken
        found = {b.session for b in broken if b.constraint is Constraint.PINNED}
        assert (session in found) == breaks
        free = drafted(pin, changed, Unpin(session=name))
        after = verdict_of(played(board, free, {})).broken
        assert Constraint.PINNED not in {b.constraint for b in after}


def test_strengths_bring_what_they_need(board: Board) -> None:
    assert strengths_of() == tuple(Strength)
    assert strengths_of(Strength.TIME) == (Strength.TEAM, Strength.DAY, Strength.TIME)
    assert strengths_of(Strength.DAY) == (Strength.TEAM, Strength.DAY)
    with pytest.raises(BadFile):
        Pin(session="a", strengths=(Strength.DAY,))
    with pytest.raises(BadFile):
        Pin(session="a", strengths=())
    with pytest.raises(NotFound):
        played(board, drafted(Pin(session="nothing", strengths=strengths_of())), {})
    with pytest.raises(NotFound):
        played(board, drafted(Unpin(session="nothing")), {})


def test_steps_are_told_as_one_types_them() -> None:
    day = date(2022, 9, 5)
    assert step_text(Move(session="a", team="t", day=day, order=2)) == (
        "move a t 2022-09-05 --order 2"
    )
    assert step_text(Add(session="a", team="t", day=day)) == "add a t 2022-09-05"
    assert step_text(Pin(session="a", strengths=strengths_of(Strength.DAY))) == (
        "pin a --team --day"
    )


def test_two_pins_for_one_place_in_the_day_are_told_not_thrown(board: Board) -> None:
    full = [k for k in held(board) if sum(o[1:] == k[1:] for o in held(board)) > 1]
    assert full
    first, team, day = full[0]
    second = next(s for s, t, d in held(board) if (t, d) == (team, day) and s != first)
    names = {s: find_held(board, s).name for s in (first, second)}
    order = strengths_of(Strength.ORDER)
    draft = drafted(
        Pin(session=names[first], strengths=order),
        Move(session=second, team=team, day=day, order=1),
        Pin(session=names[second], strengths=order),
    )
    broken = verdict_of(played(board, draft, {})).broken
    assert [b.session for b in broken if b.constraint is Constraint.PINNED] != []


def test_what_a_hand_did_is_remembered_where_it_ended(board: Board) -> None:
    session, team, day = held(board)[0]
    other = next(d for t, d in board.translation.shifts if t == team and d != day)
    now = played(board, drafted(Move(session=session, team=team, day=other)), {})
    name = find_held(board, session).name
    assert {n: (p.team, p.day, p.order) for n, p in now.moved.items()} == {
        name: (team, other, None)
    }
    assert now.away == frozenset()
    gone = played(board, drafted(Drop(session=session)), {})
    assert (dict(gone.moved), set(gone.away)) == ({}, {name})
    back = drafted(Drop(session=session), Add(session=session, team=team, day=day))
    assert played(board, back, {}).away == frozenset()
    assert MON + timedelta(days=7) > other
