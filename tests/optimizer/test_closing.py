"""A gap that is closed: what is proven best is best, and what is not is never below the best."""

import math
import random

import numpy as np
import pytest

from optimizer.closing import Closing, applies
from optimizer.draft import Draft
from optimizer.generation import Generation
from optimizer.kinds import by_kinds
from optimizer.market import Market
from optimizer.problem import Problem
from tests.optimizer.brute import best_plan
from tests.optimizer.test_generation import promised, stormy
from tests.optimizer.worlds import problem, random_problem


def certain(seed: int) -> Problem:
    """Return a random problem, half of them with pins and promises."""
    asked = random_problem(seed, visits=3 + seed % 2)
    return promised(asked, random.Random(seed)) if seed % 4 > 1 else asked


def best_worth(asked: Problem) -> int | None:
    """Return what the best plan is worth, ``None`` if there is none."""
    plan = best_plan(asked) if asked.shifts else None
    return None if plan is None else plan.value


def relaxes(asked: Problem) -> bool:
    """Return whether the choice may be better than any plan."""
    return asked.resources > 0 or any(t.max_late_in_a_row == 1 for t in asked.teams)


def closed(asked: Problem, value: int, rounds: int = 12) -> Closing:
    """Return what is left when nothing is to be done any more."""
    generation = Generation(Market(by_kinds(asked), cores=1))
    for _ in range(rounds):
        generation.step()
    closing = Closing(generation, value)
    while not closing.done:
        closing.step()
    return closing


@pytest.mark.parametrize("seed", range(300))
def test_the_best_plan_is_proven_best(seed: int) -> None:
    asked = certain(seed)
    best = best_worth(asked)
    if best is None or not applies(by_kinds(asked)):
        return
    closing = closed(asked, best, rounds=random.Random(seed).choice((1, 3, 12)))
    assert closing.proven
    assert closing.bound >= best
    assert closing.bound == best or relaxes(asked)


@pytest.mark.parametrize("seed", range(300))
def test_a_better_plan_is_found_if_there_is_one(seed: int) -> None:
    asked = certain(seed)
    best = best_worth(asked)
    if best is None or not applies(by_kinds(asked)):
        return
    short = random.Random(seed).choice((1, 500, 3000, 100_000))
    closing = closed(asked, best - short)
    assert closing.bound >= best
    if relaxes(asked):
        return
    assert closing.bound == best
    assert closing.columns is not None
    draft = Draft(by_kinds(asked), closing.columns)
    assert draft.is_sound()
    assert draft.value() == closing.value == best


@pytest.mark.parametrize("seed", range(60))
def test_cut_off_at_any_step_the_bound_holds(seed: int) -> None:
    asked = certain(seed)
    best = best_worth(asked)
    if best is None:
        return
    dice = random.Random(seed)
    market = Market(by_kinds(asked), cores=1)
    generation = Generation(market)
    for _ in range(dice.randrange(6)):
        generation.step()
    closing = Closing(generation, best - dice.choice((0, 1, 700)))
    for _ in range(dice.randrange(6)):
        market.cancel[0] = dice.random() < 0.2
        closing.step()
        assert closing.bound >= best


def test_without_prices_nothing_is_closed() -> None:
    closing = Closing(Generation(Market(by_kinds(problem()))), 0)
    assert (closing.done, closing.bound) == (True, math.inf)
    assert closing.gave_up


def test_weather_is_left_alone() -> None:
    assert not applies(by_kinds(stormy(problem(), random.Random(1))))
    assert applies(by_kinds(problem()))


def test_a_cancelled_step_changes_nothing() -> None:
    cancel = np.zeros(1, np.uint8)
    generation = Generation(Market(by_kinds(random_problem(4)), cancel=cancel))
    generation.step()
    closing = Closing(generation, -1)
    cancel[0] = 1
    before = closing.bound
    closing.step()
    assert (closing.bound, closing.done, closing.columns) == (before, False, None)
    cancel[0] = 0
    while not closing.done:
        closing.step()
    assert closing.proven
