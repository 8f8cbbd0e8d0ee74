"""The value of waiting: never below zero before costs, and nothing where one way is best anyway."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from planner.planning.worth_waiting import value_of_waiting

Amounts = NDArray[np.float64]
SEEDS = st.integers(0, 2**32 - 1)


def drawn(seed: int) -> tuple[Amounts, Amounts]:
    """Return what some ways are worth in some weathers, and how likely these are shown as kinds."""
    dice = np.random.default_rng(seed)
    ways, weathers, kinds = (int(n) for n in dice.integers(1, 6, size=3))
    shown = dice.random((kinds, weathers)) + 1e-3
    return dice.normal(1000, 200, (ways, weathers)), shown / shown.sum(axis=0)


@given(SEEDS)
def test_before_costs_it_is_never_negative(seed: int) -> None:
    worth, shown = drawn(seed)
    found = value_of_waiting(worth, worth, shown)
    assert found.before_costs >= 0
    assert found.value == pytest.approx(found.before_costs, abs=1e-6)
    assert found.cost == pytest.approx(0, abs=1e-6)


@given(SEEDS)
def test_it_is_nothing_where_one_way_is_best_whatever_is_shown(seed: int) -> None:
    worth, shown = drawn(seed)
    best = worth.max(axis=0) + 1
    found = value_of_waiting(np.stack([*worth, best]), np.stack([*worth, best]), shown)
    assert found.before_costs == pytest.approx(0, abs=1e-6)
    assert set(found.then) == {found.best} == {len(worth)}


@given(SEEDS, st.floats(0, 500))
def test_what_all_lose_by_being_late_is_what_waiting_costs(seed: int, lost: float) -> None:
    worth, shown = drawn(seed)
    free, dear = (value_of_waiting(worth, worth - less, shown) for less in (0.0, lost))
    assert dear.before_costs == free.before_costs
    assert dear.cost == pytest.approx(lost, abs=1e-6)
    assert dear.value == pytest.approx(free.value - lost, abs=1e-6)


@given(SEEDS)
def test_who_learns_nothing_gains_nothing(seed: int) -> None:
    worth, _ = drawn(seed)
    kinds = np.full((4, worth.shape[1]), 0.25)
    assert value_of_waiting(worth, worth, kinds).before_costs == pytest.approx(0, abs=1e-6)


def test_two_weathers_that_are_shown_for_what_they_are() -> None:
    worth = np.array([[100.0, 0.0], [60.0, 60.0]])
    found = value_of_waiting(worth, worth - 5, np.eye(2))
    # today the second, 60; who knows has 100 or 60, and five less for being late
    assert (found.best, found.then) == (1, (0, 1))
    assert (found.before_costs, found.cost, found.value) == (20, 5, 15)
    assert found.error == pytest.approx(np.std([35, -5], ddof=1) / np.sqrt(2))
