"""Made-up districts: the same from the same seed, of the size asked for, and possible to plan."""

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest

from benchmarks import district, ours
from benchmarks.districts.day import make_day_district
from benchmarks.districts.full import make_full_district
from benchmarks.districts.promises import with_promises
from benchmarks.districts.roads import Shape, make_roads, travel_times
from benchmarks.districts.sizes import Size, draw_size, working_days
from benchmarks.districts.weather import open_in
from benchmarks.peers.simple import NotSimple, to_asked
from optimizer.check import violations
from optimizer.problem import UNREACHABLE, Problem

SMALL = Size(shape=Shape.RING, villages=12, teams=2, days=2)


def same(one: Problem, other: Problem) -> bool:
    """Whether two problems have equal facts."""
    return all(
        np.array_equal(getattr(one, f.name), getattr(other, f.name))
        if isinstance(getattr(one, f.name), np.ndarray)
        else getattr(one, f.name) == getattr(other, f.name)
        for f in fields(one)
    )


@pytest.mark.parametrize("make", [make_day_district, make_full_district])
def test_a_seed_makes_one_district_and_another_seed_another(
    make: Callable[[Size, int], Problem],
) -> None:
    assert same(make(SMALL, 1), make(SMALL, 1))
    assert not same(make(SMALL, 1), make(SMALL, 2))


@pytest.mark.parametrize("shape", list(Shape))
def test_every_village_is_reached_and_no_detour_is_shorter(shape: Shape) -> None:
    roads = make_roads(shape, 60, np.random.default_rng(1))
    travel_s, _ = travel_times(roads)
    assert travel_s.shape == (6, 61, 61)
    assert travel_s.max() < UNREACHABLE
    assert (np.diagonal(travel_s, axis1=1, axis2=2) == 0).all()
    over_any = (travel_s[:, :, :, np.newaxis] + travel_s[:, np.newaxis, :, :]).min(axis=2)
    assert (travel_s <= over_any).all()
    assert len(roads.ends) == 60 + (shape is Shape.RING)


def test_wet_roads_are_never_faster() -> None:
    roads = make_roads(Shape.TREE, 30, np.random.default_rng(2))
    travel_s, _ = travel_times(roads)
    for vehicle in (0, 1):
        dry, damp, wet = (travel_s[roads.profile(vehicle, state)] for state in range(3))
        assert (dry <= damp).all()
        assert (damp <= wet).all()
        assert dry.sum() < wet.sum()


def test_a_way_is_open_where_its_segments_are() -> None:
    roads = make_roads(Shape.STAR, 40, np.random.default_rng(3))
    _, before = travel_times(roads)
    masks = open_in(roads, before, np.random.default_rng(4))
    assert masks.shape == before.shape
    for profile in range(len(masks)):
        for start, end in ((0, 40), (17, 33), (40, 5)):
            way, here = [], end
            while here != start:
                way.append((int(before[profile, start, here]), here))
                here = way[-1][0]
            along = np.bitwise_and.reduce([masks[profile, a, b] for a, b in way])
            assert masks[profile, start, end] == along
    assert len(np.unique(masks)) > 1


def test_sizes_are_drawn_within_the_stated_limits_unless_they_are_given() -> None:
    sizes = [draw_size(seed) for seed in range(60)]
    assert {size.shape for size in sizes} == set(Shape)
    assert all(60 <= size.villages <= 400 for size in sizes)
    assert all(2 <= size.teams <= 20 for size in sizes)
    assert {size.days for size in sizes} == {5, 10, 15, 20}
    given = draw_size(1, villages=120, teams=3, days=10)
    assert (given.villages, given.teams, given.days) == (120, 3, 10)
    assert working_days(given) == [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]


def test_peers_can_be_asked_about_day_tours_and_not_about_whole_districts() -> None:
    asked = to_asked(make_day_district(SMALL, 1))
    assert len(asked.visits) > 0
    with pytest.raises(NotSimple):
        to_asked(make_full_district(SMALL, 1))


def test_promises_and_pins_of_a_plan_can_all_be_kept_by_it() -> None:
    free = make_full_district(SMALL, 1)
    before = ours.answer(free, seconds=1, seed=1).solution
    bound_by_it = with_promises(free, before, 1)
    stops = sum(len(plan.stops) for plan in before.plans)
    assert stops > 0
    assert len(bound_by_it.promises) == stops
    assert len(bound_by_it.pins) == max(1, round(0.1 * stops))
    assert violations(bound_by_it, before) == ()


def test_the_name_of_a_kind_says_what_was_added() -> None:
    plain = district.Asked(
        kind="full", seeds=(1,), sizes=(None,), teams=None, days=None, seconds=1, peers=()
    )
    assert plain.name == "full"
    assert replace(plain, weather=True, pins=True).name == "full+weather+pins"
