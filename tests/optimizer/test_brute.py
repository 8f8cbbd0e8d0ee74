"""Brute force finds what there is to find, and nothing random beats it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.check import violations
from optimizer.problem import Lodging, Pin, Promise, Team
from optimizer.repair import feasible_part
from tests.optimizer.brute import best_plan, best_value
from tests.optimizer.garbage import random_solution, with_mistakes
from tests.optimizer.worlds import ALL, DAY, HOUR, line, problem, random_problem, shift, visit


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_nothing_random_beats_it(seed: int) -> None:
    """Neither plans out of nothing, nor the best plan with mistakes in it, once repaired."""
    asked = random_problem(seed, visits=4, days=3, features=ALL)
    best = best_plan(asked)
    tried = [random_solution(asked, seed + k) for k in range(10)]
    tried += [with_mistakes(asked, best, seed + k) for k in range(20)] if best else []
    for one in tried:
        part, _ = feasible_part(asked, one)
        if not violations(asked, part):
            assert best is not None
            assert part.value <= best.value


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_the_best_plan_keeps_the_rules(seed: int) -> None:
    asked = random_problem(seed, visits=4, days=3, features=ALL)
    best = best_plan(asked)
    assert best is None or violations(asked, best) == ()
    assert best is not None or asked.pins


def test_everything_that_can_be_on_is_on_in_some_problem_with_a_plan_worth_something() -> None:
    """Or else the properties would hold of nothing."""
    seen = {"host": 0, "masks": 0, "promises": 0, "pins": 0, "a night": 0, "a night with masks": 0}
    for seed in range(200):
        asked = random_problem(seed, visits=4, days=3, features=ALL)
        best = best_plan(asked)
        if best is None or not any(plan.stops for plan in best.plans):
            continue
        away = any(plan.sleeps_at >= 0 for plan in best.plans)
        seen["host"] += sum(v.resource == 0 for v in asked.visits) > 2
        seen["masks"] += asked.open_in is not None
        seen["promises"] += bool(asked.promises)
        seen["pins"] += bool(asked.pins)
        seen["a night"] += away
        seen["a night with masks"] += away and asked.open_in is not None
    assert all(times >= 5 for times in seen.values()), seen


TEAMS = {"teams": (Team(base=0), Team(base=0)), "shifts": (shift(), shift(team=1))}


def test_a_team_waits_for_a_busy_resource() -> None:
    hours = ((9 * HOUR, 10 * HOUR),)
    both = (visit(1, windows=hours, resource=0), visit(1, windows=hours, resource=0))
    assert best_value(problem(**TEAMS, visits=both, resources=1)) == 20_000


def test_at_a_busy_resource_the_one_in_a_hurry_goes_first() -> None:
    """Visit 0 may begin at nine or ten, visit 1 only at nine, and either team may hold either."""
    both = (
        visit(1, windows=((9 * HOUR, 10 * HOUR),), resource=0),
        visit(1, windows=((9 * HOUR, 9 * HOUR),), resource=0),
    )
    best = best_plan(problem(**TEAMS, visits=both, resources=1))
    assert best is not None
    starts = {s.visit: s.start_s for p in best.plans for s in p.stops}
    assert starts == {0: 10 * HOUR, 1: 9 * HOUR}


def test_a_promise_is_waited_for_where_that_pays() -> None:
    promise = Promise(visit=0, shift=0, start_s=11 * HOUR, move_cost=3000)
    kept = best_plan(problem(promises=(promise,)))
    assert kept is not None
    assert kept.value == 20_000
    assert (0, 11 * HOUR) in {(s.visit, s.start_s) for p in kept.plans for s in p.stops}
    # somebody else can be served at eleven only: ten people are worth more than the promise
    at_eleven = visit(2, windows=((11 * HOUR, 11 * HOUR),))
    assert best_value(problem(promises=(promise,), visits=(visit(1), at_eleven))) == 20_000 - 3000


def test_a_broken_promise_costs_even_where_nothing_is_done() -> None:
    late = Promise(visit=0, shift=0, start_s=8 * HOUR, move_cost=500)
    assert best_value(problem(visits=(visit(contributions=()),), promises=(late,))) == -500


@pytest.mark.parametrize(
    ("pin", "expected"),
    [
        (Pin(visit=0, team=0), 20_000),
        (Pin(visit=0, team=0, shift=0, position=1), 20_000),
        (Pin(visit=0, team=0, start_s=16 * HOUR), 20_000),
        (Pin(visit=0, team=0, position=0, start_s=16 * HOUR), 10_000),
    ],
)
def test_pins_are_kept_whatever_they_cost(pin: Pin, expected: int) -> None:
    best = best_plan(problem(pins=(pin,)))
    assert best is not None
    assert best.value == expected


def test_where_no_plan_keeps_the_pins_there_is_none() -> None:
    far = problem(travel_s=line(0, 400, 460), pins=(Pin(visit=0, team=0),))
    assert best_plan(far) is None
    with pytest.raises(ValueError, match="no plan keeps all pins"):
        best_value(far)


def test_a_tour_carries_closed_roads_over_its_nights() -> None:
    """Half of the weather lets the team through on day one; day two's people come in that half."""
    open_in = np.full((1, 3, 3), 3, np.uint64)
    open_in[0, 0, 1:] = 1
    asked = problem(
        travel_s=line(0, 300, 420),
        visits=(visit(2, windows=((DAY, 2 * DAY),)),),
        shifts=(shift(0), shift(1)),
        teams=(Team(base=0, max_nights=1),),
        lodgings=(Lodging(location=1),),
        open_in=open_in,
        scenarios=2,
    )
    best = best_plan(asked)
    assert best is not None
    assert (best.value, len(best.plans)) == (5_000, 2)
    assert best.plans[1].stops[0].start_s == DAY + 10 * HOUR
