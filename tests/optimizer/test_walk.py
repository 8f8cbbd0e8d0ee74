"""Walks: whatever they call their best schedule is a plan that the checker accepts."""

from collections.abc import Collection

import numpy as np
import pytest

from optimizer.arrays import world_of
from optimizer.draft import Draft
from optimizer.kinds import by_kinds
from optimizer.walk import Walk
from tests.optimizer.worlds import ALL, Feature, with_few_beds

PARTS = 6
STEPS = 60_000


@pytest.mark.parametrize("features", [ALL, ("rest",)])
@pytest.mark.parametrize("seed", range(40))
def test_the_best_schedule_is_a_sound_plan(seed: int, features: Collection[Feature]) -> None:
    kinds = by_kinds(with_few_beds(seed, features))
    walk = Walk(kinds, world_of(kinds), seed)
    walk.construct()
    for part in range(PARTS):
        walk.run(STEPS, part / PARTS, (part + 1) / PARTS, np.zeros(1, np.uint8))
        if walk.best_worth < 0:
            continue  # no pinned plan was met so far
        draft = Draft(kinds, walk.columns())
        assert draft.is_sound()
        assert draft.value() + kinds.promised == walk.best_worth // kinds.parts
