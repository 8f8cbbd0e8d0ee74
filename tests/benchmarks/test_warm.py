"""Plans taken up again after one change: each change is what it says, and all are measured."""

import numpy as np
import pytest

from benchmarks import warm
from benchmarks.districts.full import make_full_district
from benchmarks.districts.roads import Shape
from benchmarks.districts.sizes import Size
from optimizer.problem import Problem
from optimizer.solution import Solution
from optimizer.solve import solve, work_for


@pytest.fixture(scope="module")
def problem() -> Problem:
    return make_full_district(Size(shape=Shape.TREE, villages=12, teams=2, days=3), 1)


@pytest.fixture(scope="module")
def plan(problem: Problem) -> Solution:
    return solve(problem, work=work_for(0.5))


def people_of(problem: Problem, visit: int) -> int:
    return sum(people for _, people in problem.visits[visit].contributions)


def test_the_shift_that_serves_the_most_people_gets_no_time(
    problem: Problem, plan: Solution
) -> None:
    changed = warm.absent(problem, plan)
    hit = [k for k, shift in enumerate(changed.shifts) if shift != problem.shifts[k]]
    served = {p.shift: sum(people_of(problem, s.visit) for s in p.stops) for p in plan.plans}
    assert [served[k] for k in hit] == [max(served.values())]
    assert changed.shifts[hit[0]].max_work_s == 1


def test_the_way_to_one_village_takes_longer(problem: Problem, plan: Solution) -> None:
    changed = warm.far_off(problem, plan)
    added = changed.travel_s.astype(np.int64) - problem.travel_s
    _, rows, columns = added.nonzero()
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    (place,) = set.intersection(*({a, b} for a, b in pairs))
    assert set(added[added != 0].tolist()) == {warm.DETOUR_S}
    assert place not in {team.base for team in problem.teams}
    assert any(problem.visits[s.visit].location == place for p in plan.plans for s in p.stops)


def test_one_demand_has_nobody_left(problem: Problem, plan: Solution) -> None:
    changed = warm.served(problem, plan)
    pairs = zip(problem.demands, changed.demands, strict=True)
    assert [new.people for old, new in pairs if old != new] == [0]


def test_each_change_is_planned_again_and_from_nothing(problem: Problem) -> None:
    measured = warm.measure(problem, seconds=0.4, pace=0.1, seed=1)
    assert [one.change for one in measured] == list(warm.CHANGES)
    for one in measured:
        assert 0 <= one.dropped < one.stops
        # on a busy machine nothing is there so soon
        assert 0 <= one.soon <= one.later
        assert one.later > 0
        assert one.first_s >= 0
