"""One constraint, one test: the smallest plan that keeps it, and the change that breaks it."""

from typing import Any

import numpy as np
import pytest

from optimizer.check import violations
from optimizer.errors import InvalidSolution
from optimizer.problem import BASE, NOT_OFFERED, UNREACHABLE, Constraint, Lodging, Pin, Team
from optimizer.solution import ShiftPlan, Solution, Stop
from tests.optimizer.worlds import DAY, HOUR, line, problem, shift, visit


def plan(*stops: tuple[int, int], shift: int = 0, depart_s: int = 8 * HOUR, **changes: Any) -> Any:
    """Return a shift that leaves at eight for (visit, start) pairs."""
    made = tuple(Stop(visit=v, start_s=s) for v, s in stops)
    return ShiftPlan(shift=shift, depart_s=depart_s, stops=made, **changes)


def broken(asked: Any, *plans: ShiftPlan) -> list[Constraint]:
    """Return the names of the constraints that ``plans`` break."""
    solution = Solution(plans=plans, value=0, bound=0)
    return [v.constraint for v in violations(asked, solution)]


GOOD = plan((0, 9 * HOUR), (1, 10 * HOUR + 1800))
TWO_DAYS = {"shifts": (shift(0), shift(1)), "teams": (Team(base=0, max_nights=1),)}
AWAY = plan((0, 9 * HOUR), sleeps_at=0)
BACK = plan((1, DAY + 10 * HOUR), shift=1, depart_s=DAY + 8 * HOUR, slept_at=0)


def test_a_good_plan_breaks_nothing() -> None:
    assert broken(problem(), GOOD) == []


def test_visited_at_most_once() -> None:
    twice = plan((0, 9 * HOUR), (0, 10 * HOUR))
    assert broken(problem(), twice) == [Constraint.VISITED_AT_MOST_ONCE]


def test_availability_a_shift_is_worked_once() -> None:
    assert broken(problem(), plan((0, 9 * HOUR)), plan((1, 12 * HOUR))) == [Constraint.AVAILABILITY]


@pytest.mark.parametrize(
    ("start_s", "expected"),
    [
        (9 * HOUR - 1, [Constraint.TIME_WINDOW]),
        (9 * HOUR, []),
        (10 * HOUR, []),
        (10 * HOUR + 1, [Constraint.TIME_WINDOW]),
        (12 * HOUR, []),
    ],
)
def test_time_window_has_both_ends_and_may_be_one_of_several(
    start_s: int, expected: list[Constraint]
) -> None:
    hours = ((9 * HOUR, 10 * HOUR), (12 * HOUR, 13 * HOUR))
    asked = problem(visits=(visit(windows=hours),))
    assert broken(asked, plan((0, start_s))) == expected


def test_travel_to_a_first_stop() -> None:
    assert broken(problem(), plan((0, 8 * HOUR + 1799))) == [Constraint.TRAVEL]


def test_travel_between_stops() -> None:
    assert broken(problem(), plan((0, 9 * HOUR), (1, 10 * HOUR + 1799))) == [Constraint.TRAVEL]


def test_passable_a_leg_exists() -> None:
    travel = line(0, 30, 60)
    travel[0, 2, 0] = UNREACHABLE
    found = broken(problem(travel_s=travel), GOOD)
    assert Constraint.PASSABLE in found


def test_passable_a_leg_is_open_in_some_weather() -> None:
    open_in = np.full((1, 3, 3), 3, np.uint64)
    open_in[0, 1, 2] = 0
    found = broken(problem(open_in=open_in, scenarios=2, strand_risk=1), GOOD)
    assert found == [Constraint.PASSABLE]


def test_shift_hours_leaves_not_before_the_start() -> None:
    assert broken(problem(), plan((0, 9 * HOUR), depart_s=8 * HOUR - 1)) == [Constraint.SHIFT_HOURS]


def test_shift_hours_is_back_by_the_end() -> None:
    assert broken(problem(), plan((0, 16 * HOUR + 1800))) == []
    assert broken(problem(), plan((0, 16 * HOUR + 1801))) == [Constraint.SHIFT_HOURS]


def test_shift_hours_counts_travel_and_service_not_waiting() -> None:
    enough = problem(shifts=(shift(max_work_s=2 * HOUR),))
    assert broken(enough, plan((0, 15 * HOUR))) == []
    assert broken(problem(shifts=(shift(max_work_s=2 * HOUR - 1),)), plan((0, 15 * HOUR))) == [
        Constraint.SHIFT_HOURS
    ]


@pytest.mark.parametrize(("most", "expected"), [(2, []), (1, [Constraint.SHIFT_HOURS])])
def test_shift_hours_limits_late_shifts_in_a_row(most: int, expected: list[Constraint]) -> None:
    late = [shift(day, late_s=day * DAY + 12 * HOUR) for day in (0, 1)]
    asked = problem(shifts=tuple(late), teams=(Team(base=0, max_late_in_a_row=most),))
    plans = (
        plan((0, 12 * HOUR)),
        plan((1, DAY + 12 * HOUR), shift=1, depart_s=DAY + 8 * HOUR),
    )
    assert broken(asked, *plans) == expected


@pytest.mark.parametrize(("most", "expected"), [(1, []), (0, [Constraint.MAX_NIGHTS])])
def test_max_nights(most: int, expected: list[Constraint]) -> None:
    teams = (Team(base=0, max_nights=most),)
    asked = problem(**(TWO_DAYS | {"teams": teams}), lodgings=(Lodging(location=2),))
    assert broken(asked, AWAY, BACK) == expected


def test_lodging_a_team_wakes_where_it_slept() -> None:
    asked = problem(**TWO_DAYS, lodgings=(Lodging(location=2),))
    at_base = plan((1, DAY + 10 * HOUR), shift=1, depart_s=DAY + 8 * HOUR)
    assert broken(asked, AWAY, at_base) == [Constraint.LODGING]


def test_lodging_a_team_does_not_stay_away_for_good() -> None:
    asked = problem(**TWO_DAYS, lodgings=(Lodging(location=2),))
    assert broken(asked, AWAY) == [Constraint.LODGING]


def test_lodging_holds_no_more_teams_than_it_can() -> None:
    asked = problem(
        shifts=(shift(0), shift(1), shift(0, team=1), shift(1, team=1)),
        teams=(Team(base=0, max_nights=1), Team(base=0, max_nights=1)),
        lodgings=(Lodging(location=2, capacity=1),),
    )
    away = [plan(shift=k, sleeps_at=0) for k in (0, 2)]
    back = [plan(shift=k, depart_s=DAY + 8 * HOUR, slept_at=0) for k in (1, 3)]
    assert broken(asked, *away, *back) == [Constraint.LODGING]


def test_skills_a_crew_holds_what_it_can() -> None:
    asked = problem(visits=(visit(service_s=(NOT_OFFERED,)),))
    assert broken(asked, plan((0, 9 * HOUR))) == [Constraint.SKILLS]


@pytest.mark.parametrize(
    "name", [Constraint.LANGUAGE, Constraint.KIT, Constraint.POWER, Constraint.SIGNAL]
)
def test_each_need_is_told_by_its_name(name: Constraint) -> None:
    needy = {"visits": (visit(needs=2),), "need_names": (Constraint.SKILLS, name)}
    assert broken(problem(**needy), plan((0, 9 * HOUR))) == [name]
    able = problem(**needy, shifts=(shift(has=2),))
    assert broken(able, plan((0, 9 * HOUR))) == []


@pytest.mark.parametrize(
    ("second", "expected"), [(10 * HOUR, []), (10 * HOUR - 1, [Constraint.RESOURCE])]
)
def test_resource_serves_one_visit_at_a_time(second: int, expected: list[Constraint]) -> None:
    asked = problem(
        visits=(visit(resource=0), visit(resource=0)),
        resources=1,
        teams=(Team(base=0), Team(base=0)),
        shifts=(shift(), shift(team=1)),
    )
    assert broken(asked, plan((0, 9 * HOUR)), plan((1, second), shift=1)) == expected


def test_alternatives() -> None:
    asked = problem(visits=(visit(1, group=0), visit(2, group=0)), groups=1)
    assert broken(asked, GOOD) == [Constraint.ALTERNATIVES]


@pytest.mark.parametrize(
    ("closed_back", "closed_home", "expected"),
    [(0b0000, 0b0000, 0), (0b0001, 0b0000, 0), (0b0001, 0b0001, 1)],
)
def test_strand_safety_counts_scenarios_with_no_way_to_sleep(
    closed_back: int, closed_home: int, expected: int
) -> None:
    # base - A - B: from A the way on to B may close, and so may the way home from A
    open_in = np.full((1, 3, 3), 15, np.uint64)
    open_in[0, 1, 2] = 15 & ~closed_back
    open_in[0, 1, 0] = 15 & ~closed_home
    asked = problem(open_in=open_in, scenarios=4, strand_risk=0.0)
    assert broken(asked, GOOD) == [Constraint.STRAND_SAFETY] * expected


def test_strand_safety_a_way_that_does_not_exist_leads_nobody_home() -> None:
    # base - A - B - base in a ring: the way on from A may close, and none leads back
    open_in = np.full((1, 3, 3), 15, np.uint64)
    open_in[0, 1, 2] = 14
    for back, expected in ((1800, []), (UNREACHABLE, [Constraint.STRAND_SAFETY])):
        travel = line(0, 30, 60)
        travel[0, 1, 0] = back
        asked = problem(travel_s=travel, open_in=open_in, scenarios=4, strand_risk=0.0)
        assert broken(asked, GOOD) == expected


@pytest.mark.parametrize(("stranded", "expected"), [(0b01, []), (0b11, [Constraint.STRAND_SAFETY])])
def test_strand_safety_allows_the_risk_that_is_taken(
    stranded: int, expected: list[Constraint]
) -> None:
    open_in = np.full((1, 3, 3), 15, np.uint64)
    open_in[0, 1, 2] = open_in[0, 1, 0] = 15 & ~stranded
    asked = problem(open_in=open_in, scenarios=4, strand_risk=0.25)
    assert broken(asked, GOOD) == expected


def test_strand_safety_of_a_day_is_that_of_a_day_that_began_as_planned() -> None:
    # where day one's way was closed the team should not be there on day two; if it is, it counts
    open_in = np.full((1, 3, 3), 3, np.uint64)
    open_in[0, 0, 1] = 0b01
    open_in[0, 2, 0] = open_in[0, 2, 1] = 0b01
    asked = problem(
        **TWO_DAYS, lodgings=(Lodging(location=1),), open_in=open_in, scenarios=2, strand_risk=0.0
    )
    assert broken(asked, plan((0, 9 * HOUR), sleeps_at=0), BACK) == [Constraint.STRAND_SAFETY]


@pytest.mark.parametrize(("max_nights", "expected"), [(1, []), (0, [Constraint.STRAND_SAFETY])])
def test_strand_safety_any_place_to_sleep_will_do(
    max_nights: int, expected: list[Constraint]
) -> None:
    # from B no way leads home in one weather, but one to the lodging at A
    open_in = np.full((1, 3, 3), 3, np.uint64)
    open_in[0, 2, 0] = 0b01
    asked = problem(
        teams=(Team(base=0, max_nights=max_nights),),
        lodgings=(Lodging(location=1),),
        open_in=open_in,
        scenarios=2,
        strand_risk=0.0,
    )
    assert broken(asked, GOOD) == expected


@pytest.mark.parametrize(("passable", "expected"), [(3, []), (1, [Constraint.STRAND_SAFETY])])
def test_strand_safety_who_comes_late_is_not_stranded(
    passable: int, expected: list[Constraint]
) -> None:
    open_in = np.full((1, 3, 3), 3, np.uint64)
    open_in[0, 2, 0] = 0b01
    passable_in = np.full((1, 3, 3), 3, np.uint64)
    passable_in[0, 2, 0] = passable
    asked = problem(open_in=open_in, passable_in=passable_in, scenarios=2, strand_risk=0.0)
    assert broken(asked, GOOD) == expected


@pytest.mark.parametrize(
    ("pin", "expected"),
    [
        (Pin(visit=1, team=0), 0),
        (Pin(visit=1, team=0, shift=0, position=1, start_s=10 * HOUR + 1800), 0),
        (Pin(visit=1, team=1), 1),
        (Pin(visit=1, team=0, shift=1), 1),
        (Pin(visit=1, team=0, position=0), 1),
        (Pin(visit=1, team=0, start_s=11 * HOUR), 1),
        (Pin(visit=2, team=0), 1),
    ],
)
def test_pinned_at_four_strengths(pin: Pin, expected: int) -> None:
    asked = problem(
        visits=(visit(1), visit(2), visit(1)),
        teams=(Team(base=0), Team(base=0)),
        shifts=(shift(), shift(1), shift(team=1)),
        pins=(pin,),
    )
    assert broken(asked, GOOD) == [Constraint.PINNED] * expected


def test_every_violation_is_found_at_once() -> None:
    asked = problem(
        visits=(visit(windows=((9 * HOUR, 9 * HOUR),), needs=1),),
        need_names=(Constraint.LANGUAGE,),
        shifts=(shift(max_work_s=HOUR),),
    )
    assert broken(asked, plan((0, 8 * HOUR))) == [
        Constraint.TIME_WINDOW,
        Constraint.TRAVEL,
        Constraint.SHIFT_HOURS,
        Constraint.LANGUAGE,
    ]


def test_a_violation_says_its_name_place_and_numbers() -> None:
    found = violations(problem(), Solution(plans=(plan((0, 0)),), value=0, bound=0))
    assert str(found[0]) == "travel: visit 0 in shift 0 (start_s 0, arrive_s 30600)"


@pytest.mark.parametrize(
    "strange", [plan(shift=9), plan((9, 0)), plan(slept_at=5), plan(sleeps_at=BASE - 1)]
)
def test_indices_that_point_nowhere_are_refused(strange: ShiftPlan) -> None:
    with pytest.raises(InvalidSolution, match="must be within"):
        broken(problem(), strange)
