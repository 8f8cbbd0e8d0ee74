"""Why here: no team and day that was not named serves more, and each named one can be."""

from dataclasses import replace

import pytest

from planner.domain.plan import Plan
from planner.errors import NotFound
from planner.planning.edits import Add, Board, Drop, Move, evaluate
from planner.planning.next_best import next_best
from planner.planning.plan import plan_district
from tests.planner.planning.test_edits import TWO_TEAMS, board_of, held
from tests.planner.planning.test_replan import REQUEST


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_district(TWO_TEAMS, REQUEST)


@pytest.fixture(scope="module")
def board(plan: Plan) -> Board:
    return board_of(plan)


@pytest.fixture(scope="module")
def sparse(plan: Plan) -> Board:
    """Return a plan of one day only: there is room on all others."""
    return board_of(replace(plan, shifts=plan.shifts[:1]))


def test_each_place_can_be_and_costs_what_is_said(board: Board, sparse: Board) -> None:
    named = 0
    for on in (board, sparse):
        for session, _, _ in held(on):
            for place in next_best(on, session).places:
                named += 1
                add = Add(session=place.session, team=place.team, day=place.day, order=place.order)
                verdict = evaluate(on, Drop(session=session), add)
                assert (verdict.broken, verdict.retimed) == ((), place.retimed)
                assert verdict.people == -place.loss
    assert named > 0


def test_no_other_place_is_better(board: Board, sparse: Board) -> None:
    for on in (board, sparse):
        for session, own_team, own_day in held(on):
            told = next_best(on, session)
            possible = {}
            for team, day in on.translation.shifts:
                verdict = evaluate(on, Move(session=session, team=team, day=day))
                if (team, day) != (own_team, own_day) and not verdict.broken:
                    possible[team, day] = -verdict.people
            losses = [place.loss for place in told.places]
            assert losses == sorted(losses)
            assert len(told.places) >= min(3, len(possible))
            others = [
                v for k, v in possible.items() if k not in {(p.team, p.day) for p in told.places}
            ]
            assert not others or (len(losses) == 3 and min(others) >= max(losses))


def test_where_there_are_too_few_the_best_of_the_rest_says_what_it_breaks(board: Board) -> None:
    bound = 0
    for session, _, _ in held(board):
        told = next_best(board, session, count=20)
        assert told.bound is not None
        assert told.bound.broken
        bound += 1
        add = Add(
            session=told.bound.session,
            team=told.bound.team,
            day=told.bound.day,
            order=told.bound.order,
        )
        broken = evaluate(board, Drop(session=session), add).broken
        assert {b.constraint for b in broken} == set(told.bound.broken)
    assert bound > 0


def test_what_is_not_planned_has_no_other_place(board: Board) -> None:
    planned = {session for session, _, _ in held(board)}
    free = next(s.id for s in board.translation.sessions if s.id not in planned)
    with pytest.raises(NotFound):
        next_best(board, free)
