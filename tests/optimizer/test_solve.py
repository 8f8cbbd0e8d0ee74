"""Each constraint and each kind of worth is seen by the whole method: the smallest examples."""

from typing import Any

import pytest

from optimizer.check import violations
from optimizer.errors import InvalidProblem
from optimizer.problem import (
    NOT_OFFERED,
    UNREACHABLE,
    Constraint,
    Demand,
    Lodging,
    Problem,
    Team,
)
from optimizer.solve import solve, work_for
from optimizer.value import value
from tests.optimizer.worlds import DAY, HOUR, line, problem, shift, visit


def visited(asked: Problem) -> set[int]:
    """Return the visits of the plan that ``solve`` makes, once it is checked."""
    solution = solve(asked, work=work_for(0.05))
    assert violations(asked, solution) == ()
    assert value(asked, solution) == solution.value <= solution.bound
    return {s.visit for p in solution.plans for s in p.stops}


def test_both_villages_are_visited() -> None:
    assert visited(problem()) == {0, 1}


def test_time_windows_that_meet_leave_one_out() -> None:
    hours = ((9 * HOUR, 9 * HOUR + 1800),)
    asked = problem(visits=(visit(1, windows=hours), visit(2, windows=hours)))
    assert len(visited(asked)) == 1


def test_one_of_several_windows_is_enough() -> None:
    hours = ((9 * HOUR, 9 * HOUR), (11 * HOUR, 12 * HOUR))
    asked = problem(visits=(visit(1, windows=hours), visit(2, windows=hours)))
    assert visited(asked) == {0, 1}


def test_travel_time_is_kept() -> None:
    near = problem(shifts=(shift(end_s=11 * HOUR),), visits=(visit(1), visit(1)))
    assert visited(near) == {0, 1}
    far = problem(shifts=(shift(end_s=11 * HOUR),))
    assert len(visited(far)) == 1


def test_a_road_that_does_not_exist_is_not_driven() -> None:
    travel = line(0, 30, 60)
    travel[0, 0, 2] = UNREACHABLE
    travel[0, 1, 2] = 11 * HOUR
    assert visited(problem(travel_s=travel)) == {0}


def test_work_hours_are_kept() -> None:
    assert len(visited(problem(shifts=(shift(max_work_s=4 * HOUR - 1),)))) == 1
    assert len(visited(problem(shifts=(shift(max_work_s=4 * HOUR),)))) == 2


@pytest.mark.parametrize(("most", "expected"), [(1, 1), (2, 2)])
def test_late_shifts_in_a_row_are_limited(most: int, expected: int) -> None:
    hours = tuple((day * DAY + 16 * HOUR, day * DAY + 16 * HOUR) for day in (0, 1))
    shifts = tuple(shift(day, late_s=day * DAY + 16 * HOUR) for day in (0, 1))
    asked = problem(
        visits=(visit(1, windows=hours), visit(1, windows=hours)),
        shifts=shifts,
        teams=(Team(base=0, max_late_in_a_row=most),),
    )
    assert len(visited(asked)) == expected


def far_away(**changes: Any) -> Problem:
    """Return a village that is reached and served only with a night on the way."""
    facts: dict[str, Any] = {
        "travel_s": line(0, 300, 420),
        "visits": (visit(2),),
        "shifts": (shift(0), shift(1)),
        "teams": (Team(base=0, max_nights=1),),
        "lodgings": (Lodging(location=1),),
    }
    return problem(**(facts | changes))


def test_a_night_away_is_taken_where_it_pays() -> None:
    assert visited(far_away()) == {0}


def test_max_nights_keeps_a_team_at_home() -> None:
    assert visited(far_away(teams=(Team(base=0, max_nights=0),))) == set()


def test_two_nights_are_not_taken_where_one_is_allowed() -> None:
    long = visit(3, service_s=(2 * HOUR,))
    way = {"travel_s": line(0, 300, 600, 720), "visits": (long,)}
    rooms = (Lodging(location=1), Lodging(location=2))
    days = tuple(shift(day) for day in range(4))
    for most, expected in ((2, {0}), (1, set())):
        asked = far_away(**way, lodgings=rooms, shifts=days, teams=(Team(base=0, max_nights=most),))
        assert visited(asked) == expected


def test_a_night_needs_a_shift_on_the_next_day() -> None:
    assert visited(far_away(shifts=(shift(0), shift(2)))) == set()


def test_a_night_that_costs_more_than_it_brings_is_not_taken() -> None:
    assert visited(far_away(lodgings=(Lodging(location=1, cost=10_001),))) == set()


def test_a_full_lodging_takes_no_second_team() -> None:
    teams = (Team(base=0, max_nights=1), Team(base=0, max_nights=1))
    shifts = (shift(0), shift(1), shift(0, team=1), shift(1, team=1))
    both = far_away(visits=(visit(2), visit(2)), teams=teams, shifts=shifts)
    # a team can serve one visit on its way home only: seven hours of driving, one of service
    tight = {"max_work_s": 8 * HOUR}
    tired = tuple(shift(s.day, team=s.team, **(tight if s.day == 1 else {})) for s in both.shifts)
    for rooms, expected in ((1, 1), (2, 2)):
        asked = far_away(
            visits=both.visits,
            teams=teams,
            shifts=tired,
            lodgings=(Lodging(location=1, capacity=rooms),),
        )
        assert len(visited(asked)) == expected


@pytest.mark.parametrize(
    "name", [Constraint.LANGUAGE, Constraint.KIT, Constraint.POWER, Constraint.SIGNAL]
)
def test_a_need_is_met_or_the_visit_left_out(name: Constraint) -> None:
    asked = {"visits": (visit(1, needs=1), visit(2)), "need_names": (name,)}
    assert visited(problem(**asked)) == {1}
    assert visited(problem(**asked, shifts=(shift(has=1),))) == {0, 1}


def test_a_crew_does_not_hold_what_it_cannot() -> None:
    assert visited(problem(visits=(visit(1, service_s=(NOT_OFFERED,)), visit(2)))) == {1}


def test_alternatives_are_held_once() -> None:
    asked = problem(visits=(visit(1, group=0), visit(2, group=0)), groups=1)
    assert len(visited(asked)) == 1


def test_copies_of_one_group_are_as_many_as_there_are() -> None:
    # short and long sitting, repeated twice: two may be held, of any length
    short = [visit(1, group=g, contributions=((0, 5),)) for g in (0, 1)]
    long = [visit(1, group=g, service_s=(2 * HOUR,)) for g in (0, 1)]
    asked = problem(visits=(*short, *long), groups=2)
    assert visited(asked) == {2, 3}


def test_a_resource_serves_one_team_at_a_time() -> None:
    noon = ((12 * HOUR, 12 * HOUR + 1800),)
    busy = {"windows": noon, "resource": 0}
    asked = problem(
        visits=(visit(1, **busy), visit(1, **busy)),
        resources=1,
        teams=(Team(base=0), Team(base=0)),
        shifts=(shift(), shift(team=1)),
    )
    assert len(visited(asked)) == 1


def test_people_are_served_once_however_many_sessions_they_could_come_to() -> None:
    asked = problem(demands=(Demand(people=10, weight=1000),), travel_cost=1)
    assert visited(asked) == {0}


def test_no_team_sits_where_nobody_is_left_to_serve() -> None:
    asked = problem(visits=(visit(0), visit(0)), demands=(Demand(people=10, weight=1000),))
    assert len(visited(asked)) == 1


def test_nothing_is_visited_that_is_not_worth_the_way() -> None:
    assert visited(problem(travel_cost=6)) == set()


def test_no_visits_no_plan() -> None:
    assert solve(problem(visits=()), work=work_for(0.01)).plans == ()


def test_without_a_limit_nothing_is_begun() -> None:
    with pytest.raises(InvalidProblem, match="seconds or work must be given"):
        solve(problem())
