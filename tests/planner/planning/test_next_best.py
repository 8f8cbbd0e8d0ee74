"""Why here: no team and day that was not named serves more, and each named one can be."""

from dataclasses import replace

import pytest

from planner.domain.plan import Plan
from planner.errors import NotFound
from planner.planning.due import sessions_due
from planner.planning.edits import Add, Board, Drop, Move, evaluate, open_board
from planner.planning.next_best import next_best
from planner.planning.plan import drafted, plan_district
from planner.world.travel import travel_times
from tests.planner import valley
from tests.planner.planning.test_edits import TWO_TEAMS, board_of, held
from tests.planner.planning.test_replan import REQUEST, WEEK, villages


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


@pytest.fixture(scope="module")
def unlike() -> Board:
    """Return a plan of a team with a kit and one without, who hold like sessions each their way."""
    names = ("v1", "v2", "v3")
    district = villages(
        teams=(valley.team("m1"), valley.team("m2", max_work_h=5.0)),
        members=(*valley.members("m1"), *valley.members("m2")),
        kits=valley.kits("m1"),
    )
    demands = [valley.demand(name, people=60) for name in names]
    demands += [valley.demand(name, service="vneid", people=90) for name in names]
    district = replace(district, demands=tuple(demands))
    travel = travel_times(district, REQUEST.state)
    sessions = sessions_due(district, WEEK, travel)
    drawn = drafted(district, sessions, travel, REQUEST).sealed()
    return open_board(drawn, plan_district(district, REQUEST))


def test_moving_there_is_what_was_judged(board: Board, sparse: Board, unlike: Board) -> None:
    """A team may hold one of two like sessions already: then it is the other that is moved."""
    for on in (board, sparse, unlike):
        for session, _, _ in held(on):
            told = next_best(on, session, count=20)
            for place in (*told.places, *([told.bound] if told.bound else [])):
                move = Move(session=session, team=place.team, day=place.day, order=place.order)
                verdict = evaluate(on, move)
                assert {b.constraint for b in verdict.broken} == set(place.broken)
                assert verdict.people == -place.loss


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
