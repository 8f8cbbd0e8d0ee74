"""Walks begun anew: how long, and that the best of them counts."""

from dataclasses import replace

import numpy as np

from optimizer.arrays import world_of
from optimizer.budget import Budget, Turn
from optimizer.draft import Draft
from optimizer.kinds import by_kinds
from optimizer.restarts import SHORTEST, Restarts, luby
from optimizer.walk import Walk
from tests.optimizer.worlds import random_problem


def test_as_much_is_walked_at_each_length() -> None:
    lengths = [luby(n) for n in range(1, 2**8)]
    assert lengths[:15] == [1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8]
    spent = {length: length * lengths.count(length) for length in set(lengths)}
    assert set(spent) == {2**k for k in range(8)}
    assert set(spent.values()) == {2**7}


def test_a_walk_begun_anew_keeps_the_best_it_met_and_the_work_it_may_do() -> None:
    asked = replace(random_problem(5, visits=40, teams=1, days=1, places=20), lodgings=())
    kinds = by_kinds(asked)
    walk = Walk(kinds, world_of(kinds), 1)
    restarts = Restarts(walk)
    with Budget(seconds=None, work=4 * SHORTEST) as budget:
        best = -1
        for quarter in range(1, 5):
            restarts.go(Turn(budget, quarter / 4), np.zeros(1, np.uint8))
            budget.count(quarter / 4)
            assert walk.best_worth >= best
            best = walk.best_worth
    draft = Draft(kinds, walk.columns())
    assert draft.is_sound()
    assert draft.value() == best
    # begun more than once, and no more than a step or two beyond what was allowed
    assert 4 * SHORTEST <= walk.judged < 4.1 * SHORTEST
