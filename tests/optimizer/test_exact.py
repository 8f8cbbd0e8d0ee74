"""The model and the brute force state the same problem, each in its own way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.problem import Demand, Lodging, Problem, Team
from tests.optimizer.brute import best_plan
from tests.optimizer.exact import exact_value
from tests.optimizer.worlds import DAY, HOUR, Feature, line, problem, random_problem, shift, visit

CERTAIN: tuple[Feature, ...] = ("host", "rest", "promises", "pins")


def best_value(asked: Problem) -> int | None:
    best = best_plan(asked)
    return None if best is None else best.value


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_the_model_and_brute_force_agree(seed: int) -> None:
    asked = random_problem(seed, visits=4, days=3, features=CERTAIN)
    assert exact_value(asked) == best_value(asked)


NINE = ((9 * HOUR, 9 * HOUR + 1800),)
TWO_TEAMS = (Team(base=0), Team(base=0))
EVENINGS = tuple((n * DAY + 15 * HOUR, n * DAY + 15 * HOUR) for n in (0, 1))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (problem(), 20_000),
        (problem(demands=(Demand(people=15, weight=1000),), travel_cost=1), 15_000 - 7200),
        (problem(visits=(visit(1, group=0), visit(2, group=0)), groups=1), 10_000),
        (problem(shifts=(shift(max_work_s=4 * HOUR - 1),)), 10_000),
        # one host, two teams, half an hour in which to begin
        (
            problem(
                visits=(visit(1, windows=NINE, resource=0),) * 2,
                resources=1,
                teams=TWO_TEAMS,
                shifts=(shift(), shift(team=1)),
            ),
            10_000,
        ),
        # two evenings, of which one may be late
        (
            problem(
                visits=(visit(1, windows=EVENINGS),) * 2,
                shifts=tuple(shift(n, late_s=n * DAY + 15 * HOUR) for n in (0, 1)),
                teams=(Team(base=0, max_late_in_a_row=1),),
            ),
            10_000,
        ),
        # too far for a day, and a bed on the way
        (
            problem(
                travel_s=line(0, 300, 420),
                visits=(visit(2),),
                shifts=(shift(0), shift(1)),
                teams=(Team(base=0, max_nights=1),),
                lodgings=(Lodging(location=1, cost=77),),
            ),
            10_000 - 77,
        ),
    ],
)
def test_both_know_what_small_problems_are_worth(asked: Problem, expected: int) -> None:
    assert (exact_value(asked), best_value(asked)) == (expected, expected)


def test_it_knows_no_weather() -> None:
    with pytest.raises(ValueError, match="open_in must be None"):
        exact_value(problem(open_in=np.full((1, 3, 3), 1, np.uint64)))


def test_it_does_not_guess() -> None:
    with pytest.raises(TimeoutError, match="no proof"):
        exact_value(random_problem(7, visits=8, teams=2, days=4, places=6), seconds=0.0)
