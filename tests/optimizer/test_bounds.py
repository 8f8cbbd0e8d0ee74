"""Bounds never cross: what one run proves no other run beats; and nights are planned exactly."""

import random

import pytest

from optimizer.check import violations
from optimizer.solve import solve, work_for
from tests.optimizer.exact import exact_value
from tests.optimizer.worlds import Feature, random_problem

CERTAIN: tuple[Feature, ...] = ("host", "rest", "promises")


@pytest.mark.parametrize("seed", range(12))
def test_no_run_beats_the_bound_of_another(seed: int) -> None:
    dice = random.Random(seed)
    asked = random_problem(
        seed,
        visits=dice.randint(20, 60),
        teams=dice.randint(2, 4),
        days=dice.randint(3, 5),
        places=10,
        features=("host", "rest", "promises", "masks"),
    )
    runs = [
        solve(asked, work=work_for(seconds), seed=n)
        for n, seconds in ((1, 0.02), (2, 0.1), (3, 0.3))
    ]
    assert all(violations(asked, run) == () for run in runs)
    assert max(run.value for run in runs) <= min(run.bound for run in runs)


@pytest.mark.parametrize("seed", range(30))
def test_nights_are_planned_as_well_as_can_be(seed: int) -> None:
    asked = random_problem(seed, visits=5, teams=2, days=3, features=CERTAIN)
    assert solve(asked, work=work_for(0.05)).value == exact_value(asked, 60)
