"""What reports say of speeds: only ways between two sessions of a day, mainly on one surface."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.district import District
from planner.domain.outcome import Held, Outcome, Promised, RoadMet, WhyNot
from planner.domain.road import RoadState, Speed, Surface, VehicleClass
from planner.planning.learning import FEWEST, Figure, Seen, accepted, seen
from planner.planning.pace import FASTEST_KMH, LONGEST_WAIT, SLOWEST_KMH
from planner.planning.register import Told
from planner.world.travel import TravelTimes, travel_times
from tests import worlds
from tests.planner.planning.reported import MONDAY, district, known, noon, outcome, promise

DAYS = [MONDAY + timedelta(days=n) for n in range(FEWEST)]
RIDE = timedelta(minutes=40)
"""From v1 to v2: 20 km of concrete at 30 km/h."""


def here(**changes: Any) -> District:
    """Return v1 and v2 with the seat between them, ten kilometres from each."""
    roads = (worlds.segment("seat", "v1"), worlds.segment("seat", "v2"))
    mud = worlds.segment("seat", "v3", surface=Surface.EARTH, lowest_class=VehicleClass.MOTORBIKE)
    motorbike = {"vehicle_class": VehicleClass.MOTORBIKE}
    speeds = (
        Speed(surface=Surface.CONCRETE, dry_kmh=30.0, wet_kmh=20.0, **motorbike),
        Speed(surface=Surface.EARTH, dry_kmh=15.0, wet_kmh=5.0, **motorbike),
    )
    return district(**{"segments": (*roads, mud), "speeds": speeds} | changes)


def day_of_two(day: date, then: str = "v2", wait: timedelta = timedelta()) -> list[Promised]:
    """Return a session at v1 until noon and another one, as soon as a team can be there."""
    first = promise(f"v1/{day}", day, end=noon(day))
    ride = travel_times(here(), RoadState.DRY).between(VehicleClass.MOTORBIKE, "v1", then)
    assert ride is not None
    come = noon(day) + ride + wait
    return [first, promise(f"{then}/{day}", day, arrive=come, end=come + timedelta(hours=2))]


def told_after(took: timedelta, both: list[Promised], **changes: Any) -> list[Outcome]:
    """Return reports: the first session ended half an hour late, the way took so long."""
    first, then = both
    left = first.end + timedelta(minutes=30)
    return [
        outcome(first, arrived=first.arrive, left=left),
        outcome(then, arrived=left + took, left=left + took + timedelta(hours=2), **changes),
    ]


def week(took: timedelta, then: str = "v2", **changes: Any) -> Told:
    """Return what is known after as many such days as a proposal needs."""
    days = [day_of_two(day, then) for day in DAYS]
    reports = [one for both in days for one in told_after(took, both, **changes)]
    sessions = [one for both in days for one in both]
    return known(sessions, reports, today=DAYS[-1] + timedelta(days=1), district=here())


def speeds(told: Told) -> list[Seen]:
    def travel(state: RoadState) -> TravelTimes:
        return travel_times(told.district, state)

    return [one for one in seen(told, travel) if one.figure is Figure.SPEED]


@given(minutes=st.integers(5, 400))
def test_who_took_longer_was_slower(minutes: int) -> None:
    (one,) = speeds(week(timedelta(minutes=minutes)))
    assert (one.key, one.now, one.sessions) == ("speed-concrete/motorbike/dry", 30.0, FEWEST)
    right = 30 * RIDE / timedelta(minutes=minutes)
    assert one.median == pytest.approx(min(FASTEST_KMH, max(SLOWEST_KMH, right)), abs=0.06)
    assert one.proposed == (abs(one.median - 30) > 1.5)


def test_accepting_changes_this_speed_alone_and_is_not_proposed_again() -> None:
    told = week(timedelta(minutes=60))
    (one,) = speeds(told)
    changed = accepted(told.district, one)
    assert [(s.dry_kmh, s.wet_kmh) for s in changed.speeds] == [(20.0, 20.0), (15.0, 5.0)]
    assert replace(changed, speeds=told.district.speeds) == told.district
    (again,) = speeds(replace(told, district=changed))
    assert (again.now, again.median, again.proposed) == (20.0, 20.0, False)


def test_a_slow_road_tells_of_the_speed_in_the_wet() -> None:
    (one,) = speeds(week(timedelta(minutes=75), road=RoadMet.SLOW))
    assert (one.key, one.now) == ("speed-concrete/motorbike/wet", 20.0)
    assert one.median == pytest.approx(20 * 60 / 75)


def test_a_way_is_of_the_surface_on_which_most_of_its_time_is_spent() -> None:
    """To v3 it is 20 minutes of concrete and 40 of earth."""
    (one,) = speeds(week(timedelta(minutes=75), then="v3"))
    assert (one.key, one.median) == ("speed-earth/motorbike/dry", 15 * 60 / 75)


@pytest.mark.parametrize(
    "changes",
    [
        {"road": RoadMet.FOOT},
        {"road": RoadMet.CLOSED},
        {"held": Held.NOT_HELD, "reason": WhyNot.RAIN, "counts": ()},
    ],
)
def test_other_ways_of_coming_tell_nothing(changes: dict[str, Any]) -> None:
    assert speeds(week(timedelta(minutes=60), **changes)) == []


def test_nothing_is_asked_of_the_roads_before_a_way_is_reported() -> None:
    def never(state: RoadState) -> TravelTimes:
        raise AssertionError(state)

    both = day_of_two(MONDAY)
    first, _ = told_after(RIDE, both)
    assert [one.figure for one in seen(known(both, [first], district=here()), never)] == [
        Figure.MINUTES,
        Figure.TURNOUT,
    ]


def test_who_had_to_wait_did_not_hurry() -> None:
    for wait, ways in ((LONGEST_WAIT, 1), (LONGEST_WAIT + timedelta(minutes=1), 0)):
        both = day_of_two(MONDAY, wait=wait)
        told = known(both, told_after(RIDE, both), district=here())
        assert [one.sessions for one in speeds(told)] == [1] * ways
