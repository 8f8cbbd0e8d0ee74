"""Weathers chosen to be like many: their means, and what a plan is promised in them."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.data.example import example_folder
from planner.data.workbook import read_workbook
from planner.domain.plan import Horizon
from planner.domain.weather import Sky
from planner.world.alike import Sharing, standing_in
from planner.world.chosen import choose, features
from planner.world.sky import CANDIDATES, rain_and_roads
from planner.world.weathered import SCENARIOS


def off(found: np.ndarray, some: np.ndarray) -> float:
    """Return how far the mean of some rows is from that of all."""
    return float(np.linalg.norm(found[some].mean(axis=0) - found.mean(axis=0)))


@given(st.integers(0, 2**32), st.integers(2, 40), st.integers(1, 8))
def test_rows_are_chosen_once_and_come_nearer_than_those_drawn(
    seed: int, rows: int, columns: int
) -> None:
    dice = np.random.default_rng(seed)
    found = dice.integers(0, 5, (rows, columns)).astype(np.float32)
    some = int(dice.integers(1, rows + 1))
    chosen = choose(found, some)
    assert len(set(chosen.tolist())) == some
    assert chosen.tolist() == sorted(chosen)
    drawn = [off(found, dice.choice(rows, some, replace=False)) for _ in range(20)]
    assert off(found, chosen) <= np.median(drawn) + 1e-4
    # no exchange of one for another would do better
    best = min(
        off(found, np.array([*(set(chosen.tolist()) - {one}), other]))
        for one in chosen.tolist()
        for other in {*range(rows)} - ({*chosen.tolist()} - {one})
    )
    assert off(found, chosen) <= best + 1e-2


def test_where_nothing_can_go_wrong_any_weather_will_do() -> None:
    assert choose(np.zeros((70, 0), np.float32), 64).tolist() == list(range(64))


@pytest.mark.parametrize("seed", [1, 2])
def test_of_the_example_villages_are_cut_off_as_often_as_in_all(seed: int) -> None:
    district, horizon = read_workbook(example_folder()), Horizon.weeks(date(2022, 8, 1), 4)
    sky = Sky(seed=seed)
    _, many = rain_and_roads(district, horizon, sky, scenarios=CANDIDATES)
    stand_ins = standing_in(district, sky, horizon.days(), Sharing.MOST)
    found = features(district, horizon, many, stand_ins)
    assert found.shape[0] == CANDIDATES
    assert found.max() > 0
    dice = np.random.default_rng(seed)
    drawn = [off(found, dice.choice(CANDIDATES, SCENARIOS, replace=False)) for _ in range(20)]
    assert off(found, choose(found, SCENARIOS)) < 0.4 * min(drawn)
