"""The second opinion finds each fault by the instance's own numbers."""

import pytest

from benchmarks.instances import to_instance
from benchmarks.recheck import faults
from optimizer.solution import ShiftPlan, Solution, Stop
from tests.benchmarks.tables import TEXT

INSTANCE = to_instance("r101", TEXT)


def routes(*visits: tuple[int, ...]) -> Solution:
    """Return a plan by visits; they count from 0 where vertices count from 1."""
    plans = tuple(
        ShiftPlan(shift=k, depart_s=0, stops=tuple(Stop(visit=v, start_s=0) for v in route))
        for k, route in enumerate(visits)
    )
    return Solution(plans=plans, value=0, bound=0)


def test_a_route_in_time_with_its_profit_has_no_fault() -> None:
    assert faults(INSTANCE, 1, routes((0, 1, 2)), 36) == ()


@pytest.mark.parametrize(
    ("plan", "profit", "told"),
    [
        (routes((1, 0)), 27, "recheck: at vertex 1 at 650, after 300"),
        (routes((0, 1), (2,)), 36, "recheck: 2 routes for 1 teams"),
        (routes((2, 2)), 18, "recheck: a vertex is visited twice"),
        (routes((0, 1)), 28, "recheck: profit 27, not 28"),
    ],
)
def test_each_fault_is_told(plan: Solution, profit: int, told: str) -> None:
    assert faults(INSTANCE, 1, plan, profit) == (told,)


def test_coming_home_late_is_a_fault() -> None:
    text = TEXT.replace("0 0 0 100\n", "0 0 0 65\n", 1)
    assert faults(to_instance("r101", text), 1, routes((1,)), 7) == (
        "recheck: at vertex 0 at 700, after 650",
    )
