"""Travel in uncertain weather: what is planned, and in which scenarios it can be driven."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.district import District, Settings
from planner.domain.road import RoadState, Surface, VehicleClass
from planner.domain.weather import Sky, WeatherWarning
from planner.world.network import UNREACHABLE
from planner.world.passability import RoadStates
from planner.world.passing import State, everywhere
from planner.world.travel import travel_times, travel_times_in
from planner.world.weathered import Weather, masks
from tests.planner.valley import district, road, village

FIRST = date(2022, 8, 1)
BIKE, FOOT, JEEP = VehicleClass.MOTORBIKE, VehicleClass.FOOT, VehicleClass.FOUR_BY_FOUR


def ring(**settings: Any) -> District:
    """Return three villages in a ring of earth roads behind the base, one more up a path."""
    earth = {"surface": Surface.EARTH, "lowest_class": JEEP}
    return district(
        villages=[village("v1"), village("v2"), village("v3"), village("v4")],
        segments=[
            road("base", "v1", 5.0, **earth),
            road("v1", "v2", 5.0, **earth),
            road("base", "v3", 6.0, **earth),
            road("v3", "v2", 6.0, **earth),
            road("v2", "v4", 2.0, surface=Surface.PATH, lowest_class=FOOT, climb_m=100.0),
        ],
        settings=Settings(name="Vòng", **settings),
    )


def told(drawn: RoadStates) -> Sky:
    """Return a sky that says something of every day, so that none stands in for another."""
    last = drawn.first + timedelta(days=drawn.states.shape[1])
    at = datetime(2022, 7, 31, tzinfo=UTC)
    nowhere = WeatherWarning(
        communes=("c9",), first=drawn.first, last=last, made_at=at, source="thử"
    )
    return Sky(warnings=(nowhere,))


def weather(asked: District, states: list[list[list[int]]]) -> Weather:
    """Return the weather of (scenarios, days, segments)."""
    drawn = RoadStates(first=FIRST, states=np.array(states, np.uint8))
    return Weather(asked, told(drawn), drawn, step_s=300)


def bits(
    asked: District, found: Weather, a: str, b: str, vehicle: VehicleClass = BIKE
) -> list[int]:
    at = {place: i for i, place in enumerate(asked.place_by_id)}
    mask = int(found.on(vehicle, FIRST).open_in[at[a], at[b]])
    return [s for s in range(64) if mask >> s & 1]


DRY, MUD, SHUT = [0] * 5, [1] * 5, [2] * 5


def test_what_is_dry_everywhere_is_planned_dry_and_open() -> None:
    asked = ring()
    found, dry = weather(asked, [[DRY]] * 64), travel_times(asked, RoadState.DRY)
    for vehicle in VehicleClass:
        on = found.on(vehicle, FIRST)
        known = dry.seconds[vehicle] != UNREACHABLE
        assert np.array_equal(on.seconds != UNREACHABLE, known)
        assert (on.seconds[known] == -(-dry.seconds[vehicle][known] // 300) * 300).all()
        assert (on.open_in[known] == 2**64 - 1).all()
        assert (on.open_in[~known] == 0).all()


def test_a_road_slow_often_enough_is_planned_slow() -> None:
    asked = ring(plan_slow_share=0.25)
    seldom, often = ([[MUD]] * n + [[DRY]] * (64 - n) for n in (15, 16))
    assert weather(asked, seldom).planned.tolist() == [DRY]
    assert weather(asked, often).planned.tolist() == [MUD]
    # planned dry, a leg is not driven in time through mud
    assert bits(asked, weather(asked, seldom), "base", "v1") == list(range(15, 64))
    assert bits(asked, weather(asked, often), "base", "v1") == list(range(64))


def test_a_way_round_counts_if_it_takes_no_longer() -> None:
    asked = ring(plan_slow_share=0.0)
    first_closed = [2, 0, 0, 0, 0]
    found = weather(asked, [[first_closed], [DRY], [SHUT], [MUD]])
    # planned slow, and round by v3 on dry roads is faster than that
    assert bits(asked, found, "base", "v2") == [0, 1, 3]
    # to v1 it is not
    assert bits(asked, found, "base", "v1") == [1, 3]


def test_walkers_pass_mud_and_nothing_forbidden() -> None:
    asked = ring(plan_slow_share=0.0)
    found = weather(asked, [[DRY], [DRY], [SHUT], [[3] * 5]])
    assert bits(asked, found, "base", "v4", FOOT) == [0, 1, 2]
    # the last stretch is walked from where the motorbike stands
    assert bits(asked, found, "base", "v4") == [0, 1]


def test_closed_in_most_scenarios_is_planned_closed() -> None:
    asked = ring(plan_closed_share=0.5)
    half, most = ([[SHUT]] * n + [[DRY]] * (64 - n) for n in (32, 33))
    assert (weather(asked, half).planned == State.SLOW).all()
    shut = weather(asked, most)
    assert (shut.planned == State.CLOSED).all()
    assert shut.on(BIKE, FIRST).seconds[0, 1] == UNREACHABLE


def test_days_that_are_planned_alike_share_their_ways() -> None:
    found = weather(ring(), [[DRY, DRY, MUD]] * 64)
    days = [found.planned_on(BIKE, FIRST + timedelta(days=i)) for i in range(3)]
    assert days[0] is days[1]
    assert days[0] is not days[2]


@given(st.integers(0, 2**32 - 1))
def test_bits_are_what_each_scenario_alone_says(seed: int) -> None:
    asked = ring()
    dice = np.random.default_rng(seed)
    states = dice.choice(4, (6, 2, 5), p=(0.5, 0.2, 0.2, 0.1)).astype(np.uint8)
    drawn = RoadStates(first=FIRST, states=states)
    found = Weather(asked, told(drawn), drawn, step_s=1)
    for number in range(2):
        day = FIRST + timedelta(days=number)
        planned = found.planned_on(BIKE, day)
        for vehicle in VehicleClass:
            on = found.on(vehicle, day)
            assert np.array_equal(on.seconds, planned.seconds[vehicle])
            for scenario in range(6):
                alone = travel_times_in(asked, states[scenario, number])
                if vehicle is not FOOT:
                    # the vehicle is left where it is planned to be
                    same = alone.ways[vehicle].parking == planned.ways[vehicle].parking
                    if not same.all():
                        continue
                possible = (on.seconds != UNREACHABLE) & (alone.seconds[vehicle] <= on.seconds)
                assert np.array_equal(
                    (on.open_in >> np.uint64(scenario) & np.uint64(1)) == 1, possible
                )


def test_masks_have_a_bit_for_each_scenario() -> None:
    can = np.array([[True, False], [False, False], [True, True]])
    assert masks(can).tolist() == [0b101, 0b100]


@pytest.mark.parametrize("state", RoadState)
def test_all_roads_in_one_state_are_that_state(state: RoadState) -> None:
    asked = ring()
    whole, each = travel_times(asked, state), travel_times_in(asked, everywhere(asked, state))
    for vehicle in VehicleClass:
        assert np.array_equal(whole.seconds[vehicle], each.seconds[vehicle])
