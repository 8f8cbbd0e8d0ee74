"""Figures of plans that were played, and of two in the same weathers."""

import numpy as np
import pytest

from planner.domain.plan import Horizon
from planner.planning.robustness import difference, robustness, with_robustness
from planner.planning.simulate import Played, play
from planner.world.passability import RoadStates
from tests import worlds
from tests.worlds import MONDAY


def played(*people: float, held: float = 1.0) -> Played:
    """Return what came of the plan of Ba Bản: all people in v1."""
    count = np.array(people)
    stops = np.arange(len(people))[:, None] < held * len(people)
    return Played(
        people=count,
        by_village=np.stack([count, 0 * count, 0 * count], axis=1),
        held=stops,
        instead=np.zeros_like(stops),
        stranded=np.zeros_like(stops),
    )


def test_what_nine_weathers_of_ten_reach() -> None:
    found = robustness(worlds.district(), worlds.plan(), played(*range(11), held=0.5))
    assert (found.weathers, found.people_mean) == (11, 5)
    assert (found.people_p10, found.people_p50, found.people_p90) == (1, 5, 9)
    assert found.held == pytest.approx(6 / 11)
    assert found.stranded == 0
    # the plan serves 16 in v1 and nobody elsewhere
    assert [(v.village, v.people, v.planned) for v in found.worst] == [("v1", 5, 16)]


def test_the_mean_difference_has_its_confidence() -> None:
    found = difference(played(5, 7, 6, 8), played(4, 7, 4, 5))
    assert (found.mean, found.wins, found.share) == (1.5, 0.75, 0.3)
    error = np.std([1, 0, 2, 3], ddof=1) / 2
    assert (found.low, found.high) == pytest.approx((1.5 - 1.96 * error, 1.5 + 1.96 * error))


def test_a_plan_differs_in_nothing_from_itself() -> None:
    found = difference(played(3, 4, 5), played(3, 4, 5))
    assert (found.mean, found.low, found.high, found.wins) == (0, 0, 0, 0)


def test_a_plan_keeps_what_came_of_it_and_how_often_each_stop_was_held() -> None:
    district, plan = worlds.district(), worlds.plan(horizon=Horizon(first=MONDAY, last=MONDAY))
    states = RoadStates(first=MONDAY, states=np.array([[[0] * 3], [[2] * 3]], np.uint8))
    kept = with_robustness(district, plan, states)
    assert kept.robustness == robustness(district, plan, play(district, plan, states))
    (stop,) = (stop for shift in kept.shifts for stop in shift.stops)
    assert (stop.held_in, stop.held_played, stop.chance) == (1.0, 0.5, 0.5)
