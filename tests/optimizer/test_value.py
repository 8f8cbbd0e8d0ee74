"""The objective, on worlds whose value can be told in the head."""

import numpy as np
import pytest

from optimizer.problem import Demand, Lodging, Promise, Team
from optimizer.solution import ShiftPlan, Solution, Stop
from optimizer.value import benefit, served, value
from tests.optimizer.worlds import DAY, HOUR, problem, shift

BOTH = ShiftPlan(
    shift=0,
    depart_s=8 * HOUR,
    stops=(Stop(visit=0, start_s=9 * HOUR), Stop(visit=1, start_s=11 * HOUR)),
)


def answer(*plans: ShiftPlan) -> Solution:
    return Solution(plans=plans, value=0, bound=0)


def test_nothing_done_is_worth_nothing() -> None:
    assert value(problem(), answer()) == 0


def test_people_times_weight() -> None:
    assert value(problem(), answer(BOTH)) == 20 * 1000


def test_a_demand_counts_its_people_once() -> None:
    asked = problem(demands=(Demand(people=15, weight=1000),))
    assert value(asked, answer(BOTH)) == 15 * 1000
    assert served(asked, answer(BOTH)).tolist() == [15]


def test_travel_costs_by_the_second() -> None:
    assert value(problem(travel_cost=2), answer(BOTH)) == 20_000 - 2 * 2 * HOUR


def test_nights_cost_what_the_lodging_asks() -> None:
    asked = problem(
        shifts=(shift(0), shift(1)),
        teams=(Team(base=0, max_nights=1),),
        lodgings=(Lodging(location=1, cost=77),),
    )
    away = ShiftPlan(shift=0, depart_s=8 * HOUR, stops=(), sleeps_at=0)
    back = ShiftPlan(shift=1, depart_s=DAY + 8 * HOUR, stops=(), slept_at=0)
    assert value(asked, answer(away, back)) == -77


def test_a_promise_kept_to_the_second_costs_nothing() -> None:
    kept = Promise(visit=0, shift=0, start_s=9 * HOUR, move_cost=5)
    moved = Promise(visit=1, shift=0, start_s=9 * HOUR, move_cost=7)
    assert value(problem(promises=(kept, moved)), answer(BOTH)) == 20_000 - 7


@pytest.mark.parametrize(
    ("way_there", "way_on", "expected"),
    [
        (0b1111, 0b1111, 20_000),
        (0b1110, 0b1111, 15_000),
        (0b1110, 0b0011, 10_000),
        (0b1100, 0b0011, 5_000),
    ],
)
def test_people_are_expected_in_the_scenarios_in_which_every_leg_so_far_is_open(
    way_there: int, way_on: int, expected: int
) -> None:
    open_in = np.full((1, 3, 3), 0b1111, np.uint64)
    open_in[0, 0, 1], open_in[0, 1, 2] = way_there, way_on
    assert benefit(problem(open_in=open_in, scenarios=4), answer(BOTH)) == expected


def test_scenarios_count_by_their_weights() -> None:
    open_in = np.full((1, 3, 3), 0b1111, np.uint64)
    open_in[0, 0, 1] = 0b0011
    asked = problem(open_in=open_in, scenarios=4, scenario_weights=(1, 2, 3, 4))
    assert benefit(asked, answer(BOTH)) == 6_000
    even = problem(open_in=open_in, scenarios=4, scenario_weights=(5, 5, 5, 5))
    assert benefit(even, answer(BOTH)) == 10_000


def test_a_night_away_carries_the_closed_scenarios_over() -> None:
    open_in = np.full((1, 3, 3), 0b11, np.uint64)
    open_in[0, 0, 1] = 0b01
    asked = problem(
        open_in=open_in,
        scenarios=2,
        shifts=(shift(0), shift(1)),
        teams=(Team(base=0, max_nights=1),),
        lodgings=(Lodging(location=1),),
    )
    away = ShiftPlan(shift=0, depart_s=8 * HOUR, stops=(), sleeps_at=0)
    stop = (Stop(visit=1, start_s=DAY + 10 * HOUR),)
    back = ShiftPlan(shift=1, depart_s=DAY + 8 * HOUR, stops=stop, slept_at=0)
    assert benefit(asked, answer(away, back)) == 5_000
