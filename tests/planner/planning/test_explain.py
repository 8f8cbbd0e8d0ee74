"""What would bring a session in: every claim holds when it is made true in the district itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from optimizer.problem import Constraint
from planner.domain.district import District
from planner.domain.plan import Plan
from planner.domain.team import KitKind
from planner.errors import NotFound
from planner.planning.due import sessions_due
from planner.planning.edits import Add, Board, Drop, evaluate, open_board
from planner.planning.explain import Claim, Free, Instead, Lent, MoreTime, what_it_takes
from planner.planning.plan import drafted, plan_district
from planner.world.travel import travel_times
from tests.planner import valley
from tests.planner.planning.test_edits import TWO_TEAMS as LATE
from tests.planner.planning.test_edits import held
from tests.planner.planning.test_replan import REQUEST, WEEK

# Their days end early enough to be made longer before midnight.
EARLY = tuple(replace(team, day_end=time(20), max_work_h=9) for team in LATE.teams)
TWO_TEAMS = replace(LATE, teams=EARLY)


def board_of(district: District, plan: Plan) -> Board:
    """Return a plan on the board of a district."""
    travel = travel_times(district, REQUEST.state)
    sessions = sessions_due(district, WEEK, travel)
    return open_board(drafted(district, sessions, travel, REQUEST).sealed(), plan)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_district(TWO_TEAMS, REQUEST)


@pytest.fixture(scope="module")
def board(plan: Plan) -> Board:
    return board_of(TWO_TEAMS, plan)


def left_out(board: Board) -> Iterator[str]:
    """Yield the sessions that are not planned, nor another length of them."""
    names = board.translation
    planned = {s for s, _, _ in held(board)}
    groups = {s.lasting_name for s in names.sessions if s.id in planned}
    return (s.id for s in names.sessions if s.lasting_name not in groups)


def longer_days(claim: Claim, change: MoreTime) -> District:
    """Return the district in which the team of a claim works so much longer, every day."""
    teams = tuple(
        replace(
            team,
            day_end=(
                datetime.combine(claim.day, team.day_end) + timedelta(minutes=change.minutes)
            ).time(),
            max_work_h=team.max_work_h + change.minutes / 60,
        )
        if team.id == claim.team
        else team
        for team in TWO_TEAMS.teams
    )
    return replace(TWO_TEAMS, teams=teams)


def test_every_claim_holds_when_it_is_made_true(board: Board, plan: Plan) -> None:
    kinds = set()
    for session in left_out(board):
        for claim in what_it_takes(board, session):
            add = Add(session=claim.session, team=claim.team, day=claim.day)
            kinds.add(type(claim.change))
            match claim.change:
                case Free():
                    verdict = evaluate(board, add)
                case Instead(session=other):
                    verdict = evaluate(board, Drop(session=other), add)
                case MoreTime() as change:
                    verdict = evaluate(board_of(longer_days(claim, change), plan), add)
                case Lent():
                    raise AssertionError("these teams lack nothing")
            assert verdict.broken == (), claim
            if not isinstance(claim.change, MoreTime):
                assert verdict.people == claim.people
    assert kinds >= {Instead, MoreTime}


def test_no_shorter_day_would_do(board: Board, plan: Plan) -> None:
    found = 0
    for session in left_out(board):
        for claim in what_it_takes(board, session):
            if isinstance(claim.change, MoreTime):
                found += 1
                shorter = MoreTime(minutes=claim.change.minutes - 1)
                add = Add(session=claim.session, team=claim.team, day=claim.day)
                assert evaluate(board_of(longer_days(claim, shorter), plan), add).broken != ()
    assert found > 0


def test_what_a_team_lacks_can_be_lent() -> None:
    rich = valley.district(
        villages=(valley.village("v1", power=False),),
        demands=(valley.demand("v1", people=60),),
        services=(valley.card(needs_power=True),),
        kits=(*valley.kits(), *valley.kits(kind=KitKind.GENERATOR, count=1)),
    )
    travel = travel_times(rich, REQUEST.state)
    sessions = sessions_due(rich, WEEK, travel)
    poor = replace(rich, kits=valley.kits())
    empty = replace(plan_district(rich, REQUEST), shifts=())
    asked = open_board(drafted(poor, sessions, travel, REQUEST).sealed(), empty)
    session = next(s for s in sessions if s.place == "v1")
    changes = [c.change for c in what_it_takes(asked, session.id)]
    assert changes == [Lent(means=(Constraint.POWER,))]


def test_what_is_not_due_is_not_explained(board: Board) -> None:
    with pytest.raises(NotFound):
        what_it_takes(board, "nothing")
