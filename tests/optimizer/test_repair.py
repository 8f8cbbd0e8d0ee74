"""Whatever plan comes in, what comes out keeps the rules, and what fell out is named."""

import time
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.check import violations
from optimizer.problem import (
    BASE,
    NOT_OFFERED,
    Constraint,
    Lodging,
    Pin,
    Problem,
    Team,
)
from optimizer.repair import Dropped, feasible_part
from optimizer.solution import ShiftPlan, Solution, Stop
from optimizer.value import value
from tests.optimizer.garbage import random_solution, with_mistakes
from tests.optimizer.worlds import DAY, HOUR, line, problem, random_problem, shift, visit


def answer(*plans: ShiftPlan) -> Solution:
    return Solution(plans=plans, value=0, bound=0)


def day(*stops: tuple[int, float], number: int = 0, **changes: Any) -> ShiftPlan:
    """Return a shift that leaves at eight of day ``number`` for (visit, hour) pairs."""
    midnight = number * DAY
    facts: dict[str, Any] = {
        "shift": number,
        "depart_s": midnight + 8 * HOUR,
        "stops": tuple(Stop(visit=v, start_s=midnight + int(h * HOUR)) for v, h in stops),
    }
    return ShiftPlan(**(facts | changes))


def broken(asked: Problem, solution: Solution) -> list[Constraint]:
    """Return what a solution breaks, but for pins."""
    names = [v.constraint for v in violations(asked, solution)]
    return [name for name in names if name is not Constraint.PINNED]


def stops(solution: Solution) -> Counter[tuple[int, int]]:
    return Counter((p.shift, s.visit) for p in solution.plans for s in p.stops)


def told(dropped: tuple[Dropped, ...]) -> Counter[tuple[int, int]]:
    return Counter((d.shift, d.visit) for d in dropped if d.visit is not None)


def checked(asked: Problem, given_: Solution) -> tuple[Solution, tuple[Dropped, ...]]:
    """Return the repaired solution, once everything that must hold of any is seen to."""
    part, dropped = feasible_part(asked, given_)
    assert broken(asked, part) == []
    assert stops(part) + told(dropped) == stops(given_)
    assert part.value == value(asked, part)
    assert feasible_part(asked, part) == (part, ())
    return part, dropped


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_nonsense_is_repaired(seed: int) -> None:
    asked = random_problem(seed, visits=6, days=3)
    checked(asked, random_solution(asked, seed))


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_a_mistake_or_two_are_repaired(seed: int) -> None:
    asked = random_problem(seed, visits=6, days=3)
    sound, _ = feasible_part(asked, random_solution(asked, seed))
    checked(asked, with_mistakes(asked, sound, seed))


def repaired(asked: Problem, *plans: ShiftPlan) -> tuple[tuple[ShiftPlan, ...], list[str]]:
    """Return the plans that are left of ``plans``, and what is told of the rest."""
    part, dropped = checked(asked, answer(*plans))
    return part.plans, [str(one) for one in dropped]


BOTH = day((0, 9), (1, 10.5))


def test_a_sound_plan_comes_back_as_it_is() -> None:
    assert repaired(problem(), BOTH) == ((BOTH,), [])


def test_a_stop_out_of_its_window_is_held_within_it_if_it_can_be() -> None:
    asked = problem(visits=(visit(1, windows=((9 * HOUR, 10 * HOUR),)), visit(2)))
    later = day((0, 9), (1, 11))
    assert repaired(asked, day((0, 8.75), (1, 11))) == ((later,), [])


def test_a_stop_whose_window_has_passed_falls_out_alone() -> None:
    asked = problem(visits=(visit(1, windows=((0, 8 * HOUR),)), visit(2)))
    left = day((1, 10.5))
    assert repaired(asked, BOTH) == ((left,), ["visit 0 in shift 0: time_window"])


def test_starts_move_only_if_they_must() -> None:
    """The second is told to begin before the team can be there; the third can stay."""
    asked = problem(visits=(visit(1), visit(2), visit(1)))
    mended = day((0, 9), (1, 10.5), (2, 14))
    assert repaired(asked, day((0, 9), (1, 9.5), (2, 14))) == ((mended,), [])


def test_all_are_held_earlier_if_that_keeps_more() -> None:
    """At 14 and 16.5 the second would end too late; from 8:30 on both fit."""
    asked = problem(shifts=(shift(end_s=17 * HOUR),))
    early = day((0, 8.5), (1, 10))
    assert repaired(asked, day((0, 14), (1, 16.5))) == ((early,), [])


def test_stops_out_of_order_are_put_in_order() -> None:
    asked = problem(visits=(visit(1, windows=((9 * HOUR, 9 * HOUR),)), visit(2)))
    assert repaired(asked, day((1, 10.5), (0, 9))) == ((BOTH,), [])


def test_too_much_work_costs_one_stop() -> None:
    asked = problem(shifts=(shift(max_work_s=3 * HOUR),))
    assert repaired(asked, BOTH) == ((day((0, 9)),), ["visit 1 in shift 0: shift_hours"])


def test_a_pinned_stop_stays_rather_than_another() -> None:
    asked = problem(shifts=(shift(max_work_s=3 * HOUR),), pins=(Pin(visit=1, team=0),))
    assert repaired(asked, BOTH) == ((day((1, 10.5)),), ["visit 0 in shift 0: shift_hours"])


def test_a_broken_pin_costs_nothing() -> None:
    pins = (Pin(visit=0, team=0, position=1), Pin(visit=2, team=0))
    asked = problem(visits=(visit(1), visit(2), visit(1)), pins=pins)
    assert repaired(asked, BOTH) == ((BOTH,), [])


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (problem(visits=(visit(1, service_s=(NOT_OFFERED,)), visit(2))), Constraint.SKILLS),
        (
            problem(
                visits=(visit(1, needs=2), visit(2)), need_names=(Constraint.KIT, Constraint.POWER)
            ),
            Constraint.POWER,
        ),
    ],
)
def test_what_a_team_cannot_hold_falls_out_by_its_name(asked: Problem, why: Constraint) -> None:
    assert repaired(asked, BOTH) == ((day((1, 10.5)),), [f"visit 0 in shift 0: {why}"])


def test_a_road_that_is_gone_costs_what_it_led_to() -> None:
    closed = np.full((1, 3, 3), 1, np.uint64)
    closed[0, :2, 2] = 0
    asked = problem(open_in=closed)
    assert repaired(asked, BOTH) == ((day((0, 9)),), ["visit 1 in shift 0: passable"])


def test_indices_that_point_nowhere_are_told_as_unknown() -> None:
    lost = day((0, 9), shift=7)
    strange = day((0, 9), (5, 10), (-1, 11), (1, 13), sleeps_at=3, slept_at=9)
    assert repaired(problem(), lost, strange) == (
        (day((0, 9), (1, 13)),),
        [
            "visit 0 in shift 7: unknown",
            "visit 5 in shift 0: unknown",
            "visit -1 in shift 0: unknown",
            "night after shift 0: unknown",
        ],
    )


TWO_DAYS: dict[str, Any] = {
    "shifts": (shift(0), shift(1)),
    "teams": (Team(base=0, max_nights=1),),
    "lodgings": (Lodging(location=2),),
}


def test_of_a_visit_held_twice_the_sound_one_stays() -> None:
    late = day((0, 20))
    other = day((0, 9), number=1)
    assert repaired(problem(**TWO_DAYS), late, other) == (
        (other,),
        ["visit 0 in shift 0: visited_at_most_once"],
    )


def test_of_alternatives_the_first_stays() -> None:
    asked = problem(visits=(visit(1, group=0), visit(2, group=0)), groups=1)
    assert repaired(asked, BOTH) == ((day((0, 9)),), ["visit 1 in shift 0: alternatives"])


def test_of_a_shift_planned_twice_the_fuller_stays() -> None:
    assert repaired(problem(visits=(visit(1),) * 3), day((2, 9)), BOTH) == (
        (BOTH,),
        ["visit 2 in shift 0: availability"],
    )


def test_a_resource_in_use_is_waited_for() -> None:
    asked = problem(
        visits=(visit(1, resource=0), visit(1, resource=0)),
        resources=1,
        teams=(Team(base=0), Team(base=0)),
        shifts=(shift(), shift(team=1)),
    )
    first, second, waits = day((0, 9)), day((1, 9.5), shift=1), day((1, 10), shift=1)
    assert repaired(asked, first, second) == ((first, waits), [])


def test_a_resource_that_is_never_free_costs_a_stop() -> None:
    asked = problem(
        visits=(visit(1, resource=0), visit(1, resource=0, windows=((9 * HOUR, 9 * HOUR + 60),))),
        resources=1,
        teams=(Team(base=0), Team(base=0)),
        shifts=(shift(), shift(team=1)),
    )
    first, second = day((0, 9)), day((1, 9), shift=1)
    assert repaired(asked, first, second) == ((first,), ["visit 1 in shift 1: resource"])


def test_shifts_of_one_team_at_one_time_share_no_resource() -> None:
    """Days are numbers only: these two begin at the same second, and each is told too early."""
    asked = problem(
        visits=(visit(1, resource=0), visit(1, resource=0)),
        resources=1,
        shifts=(shift(), shift(1, start_s=8 * HOUR)),
    )
    early = [day((0, 8)), day((1, 8), shift=1)]
    assert repaired(asked, *early) == ((day((0, 8.5)),), ["visit 1 in shift 1: resource"])


AWAY, BACK = day((0, 9), sleeps_at=0), day((1, 10), number=1, slept_at=0)


def test_nights_that_can_be_stay() -> None:
    assert repaired(problem(**TWO_DAYS), AWAY, BACK) == ((AWAY, BACK), [])


def test_a_night_too_many_is_spent_at_base_and_the_stops_stay() -> None:
    asked = problem(**(TWO_DAYS | {"teams": (Team(base=0),)}))
    assert repaired(asked, AWAY, BACK) == (
        (day((0, 9)), day((1, 10), number=1)),
        ["night after shift 0: max_nights"],
    )


def test_a_night_without_a_morning_after_is_spent_at_base() -> None:
    expected = ((day((0, 9)),), ["night after shift 0: lodging"])
    assert repaired(problem(**TWO_DAYS), AWAY) == expected
    at_base = day((1, 10), number=1)
    assert repaired(problem(**TWO_DAYS), AWAY, at_base) == (
        (day((0, 9)), at_base),
        ["night after shift 0: lodging"],
    )


def test_what_is_reached_only_by_a_night_falls_out_with_it() -> None:
    asked = problem(
        **(
            TWO_DAYS
            | {"travel_s": line(0, 300, 420), "lodgings": (Lodging(location=1, capacity=0),)}
        )
    )
    away, back = day(sleeps_at=0), day((1, 10), number=1, slept_at=0)
    assert repaired(asked, away, back) == (
        (),
        ["night after shift 0: lodging", "visit 1 in shift 1: lodging"],
    )


def test_a_full_lodging_keeps_the_first() -> None:
    asked = problem(
        shifts=(shift(0), shift(1), shift(0, team=1), shift(1, team=1)),
        teams=(Team(base=0, max_nights=1), Team(base=0, max_nights=1)),
        lodgings=(Lodging(location=2, capacity=1),),
    )
    mine = [day(sleeps_at=0), day(number=1, slept_at=0)]
    theirs = [day((0, 9), shift=2, sleeps_at=0), day((1, 10), number=1, shift=3, slept_at=0)]
    home = [day((0, 9), shift=2), day((1, 10), number=1, shift=3)]
    assert repaired(asked, *mine, *theirs) == ((*mine, *home), ["night after shift 2: lodging"])


def test_late_days_in_a_row_are_ended_earlier_or_cost_a_stop() -> None:
    late = tuple(shift(n, late_s=n * DAY + 12 * HOUR) for n in (0, 1))
    asked = problem(shifts=late, teams=(Team(base=0, max_late_in_a_row=1),))
    assert repaired(asked, day((0, 12)), day((1, 12), number=1)) == (
        (day((0, 12)), day((1, 9), number=1)),
        [],
    )
    evening = visit(2, windows=tuple((n * DAY + 12 * HOUR, n * DAY + 13 * HOUR) for n in (0, 1)))
    asked = problem(
        visits=(visit(1), evening), shifts=late, teams=(Team(base=0, max_late_in_a_row=1),)
    )
    assert repaired(asked, day((0, 12)), day((1, 12), number=1)) == (
        (day((0, 8.5)), day((1, 12), number=1)),
        [],
    )


def test_a_stop_from_which_nobody_gets_home_in_bad_weather_falls_out() -> None:
    open_in = np.full((1, 3, 3), 15, np.uint64)
    open_in[0, 1, 2] = open_in[0, 1, 0] = 7
    asked = problem(open_in=open_in, scenarios=4, strand_risk=0.0)
    kept, why = repaired(asked, BOTH)
    assert kept == (day((1, 10.5)),)
    assert why == ["visit 0 in shift 0: strand_safety"]


def test_a_district_is_repaired_in_no_time() -> None:
    """Seventeen teams, twenty days, three stops a shift; every shift has something wrong."""
    shifts = tuple(shift(n, team=t) for t in range(17) for n in range(20))
    asked = problem(
        visits=tuple(
            visit(1, resource=k // 3, windows=((0, 30 * DAY),)) for k in range(3 * len(shifts))
        ),
        resources=len(shifts),
        teams=(Team(base=0, max_nights=3),) * 17,
        shifts=shifts,
        lodgings=(Lodging(location=2, capacity=99),),
    )
    plans = [
        day(
            *((3 * k + i, 9 + (k % 3) * 0.2 + i * (0.9 + 0.1 * (k % 4))) for i in range(3)),
            number=k % 20,
            shift=k,
            slept_at=0 if k % 2 and k % 20 else BASE,
            sleeps_at=0 if k % 2 == 0 and k % 5 else BASE,
        )
        for k in range(len(shifts))
    ]
    began = time.perf_counter()
    part, dropped = feasible_part(asked, answer(*plans))
    took_s = time.perf_counter() - began
    assert broken(asked, part) == []
    assert told(dropped) == Counter()
    assert took_s < 1.0
