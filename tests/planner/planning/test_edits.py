"""Edits by hand: what they break, shift and gain, as the checker and the plan itself say."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from optimizer.check import violations
from optimizer.problem import Constraint
from planner.domain.plan import Plan
from planner.errors import NotFound
from planner.planning.due import sessions_due
from planner.planning.edits import Add, Board, Drop, Edit, Move, evaluate, open_board
from planner.planning.plan import PlanRequest, drafted, plan_district
from planner.planning.translate import to_plan, to_solution
from planner.world.travel import travel_times
from tests.planner import valley
from tests.planner.planning.test_replan import MON, REQUEST, WEEK, villages

TWO_TEAMS = villages(
    teams=(valley.team("m1"), valley.team("m2")),
    members=(*valley.members("m1"), *valley.members("m2")),
    kits=(*valley.kits("m1"), *valley.kits("m2")),
)
RANDOM_EDITS = 300


def board_of(plan: Plan) -> Board:
    """Return a plan of the two teams as a board."""
    travel = travel_times(TWO_TEAMS, REQUEST.state)
    sessions = sessions_due(TWO_TEAMS, WEEK, travel)
    return open_board(drafted(TWO_TEAMS, sessions, travel, REQUEST).sealed(), plan)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_district(TWO_TEAMS, PlanRequest(horizon=WEEK, seconds=1, seed=3))


@pytest.fixture(scope="module")
def board(plan: Plan) -> Board:
    return board_of(plan)


def held(board: Board) -> list[tuple[str, str, date]]:
    """Return session, team and day of every stop."""
    names = board.translation
    return [
        (names.sessions[stop.visit].id, *names.shifts[p.shift])
        for p in board.solution.plans
        for stop in p.stops
    ]


def test_a_plan_as_it_was_made_breaks_nothing(board: Board) -> None:
    verdict = evaluate(board)
    assert (verdict.broken, verdict.retimed, verdict.people, verdict.value) == ((), (), 0, 0)


def test_dropping_a_session_loses_its_people_and_putting_it_back_regains_them(board: Board) -> None:
    session, team, day = held(board)[0]
    dropped = evaluate(board, Drop(session=session))
    assert dropped.broken == ()
    assert dropped.people < 0
    assert session not in [s for s, _, _ in held(dropped.board)]
    back = evaluate(dropped.board, Add(session=session, team=team, day=day, order=1))
    assert back.people == -dropped.people
    assert back.broken == ()


def test_several_edits_are_one_draft(board: Board) -> None:
    session, team, day = held(board)[0]
    both = evaluate(board, Drop(session=session), Add(session=session, team=team, day=day, order=1))
    assert (both.people, both.broken) == (0, ())


def test_a_day_too_full_breaks_its_hours_by_name(board: Board) -> None:
    day = MON + timedelta(days=1)
    edits: list[Edit] = [
        Move(session=s, team="m1", day=day)
        for s, team, d in held(board)
        if (team, d) != ("m1", day)
    ]
    broken = evaluate(board, *edits[:6]).broken
    assert Constraint.SHIFT_HOURS in {b.constraint for b in broken}
    assert {(b.team, b.day) for b in broken if b.constraint is Constraint.SHIFT_HOURS} == {
        ("m1", day)
    }


def test_what_is_not_there_is_refused(board: Board) -> None:
    session, team, day = held(board)[0]
    for wrong in (
        Drop(session="nothing"),
        Move(session=session, team="m9", day=day),
        Move(session=session, team=team, day=day + timedelta(days=70)),
    ):
        with pytest.raises(NotFound):
            evaluate(board, wrong)
    gone = evaluate(board, Drop(session=session)).board
    with pytest.raises(NotFound):
        evaluate(gone, Drop(session=session))


def test_a_plan_with_a_stranger_in_it_is_no_board(plan: Plan) -> None:
    first = plan.shifts[0]
    stop = first.stops[0]
    odd = replace(stop, session=replace(stop.session, id="stranger"))
    with pytest.raises(NotFound, match="stranger"):
        board_of(replace(plan, shifts=(replace(first, stops=(odd,)), *plan.shifts[1:])))


def any_edit(rng: random.Random, board: Board) -> Edit:
    """Return an edit of whatever kind, sensible or not."""
    names = board.translation
    session = rng.choice(held(board))[0]
    team, day = rng.choice(names.shifts)
    order = rng.choice((None, 1, 2, 3))
    match rng.randrange(4):
        case 0:
            return Drop(session=session)
        case 1:
            planned = {s for s, _, _ in held(board)}
            free = rng.choice([s.id for s in names.sessions if s.id not in planned])
            return Add(session=free, team=team, day=day, order=order)
        case _:
            return Move(session=session, team=team, day=day, order=order)


def test_random_edits_agree_with_the_checker_and_the_plan_they_make(board: Board) -> None:
    rng = random.Random(7)
    names, clean = board.translation, 0
    before = to_plan(names, board.solution).people_expected
    for _ in range(RANDOM_EDITS):
        verdict = evaluate(board, any_edit(rng, board))
        solution = verdict.board.solution
        broken = violations(names.problem, solution)
        assert len(verdict.broken) == len(broken)
        assert [b.constraint for b in verdict.broken] == [v.constraint for v in broken]
        if broken:
            continue
        clean += 1
        made = to_plan(names, solution)
        assert made.people_expected - before == verdict.people
        assert to_solution(names, made).solution.plans == solution.plans
    assert clean > RANDOM_EDITS / 10
