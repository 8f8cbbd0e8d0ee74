"""Plans played: what teams do on roads that are not as planned."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from planner.domain.district import District
from planner.domain.plan import Plan, Stop
from planner.planning.simulate import Played, play
from planner.world.passability import RoadStates
from tests import worlds
from tests.worlds import MONDAY

OPEN, SLOW, CLOSED, FORBIDDEN = range(4)
AT_15 = datetime(2022, 9, 5, 8, tzinfo=UTC)
NIGHT_OUT = worlds.shift(end_place="v3")
TUESDAY = MONDAY + timedelta(days=1)


def played(plan: Plan, *days: list[list[int]], recourse: bool = True) -> Played:
    """Return what comes of a plan; each day gives the states of three segments by weather."""
    states = np.array(days, np.uint8).transpose(1, 0, 2)
    district = worlds.district()
    return play(district, plan, RoadStates(first=MONDAY, states=states), recourse=recourse)


def stop_at(place: str, hour: int, people: int = 16) -> Stop:
    """Return a stop of two hours at a village, from so many hours after 15:00 on."""
    start = AT_15 + timedelta(hours=hour)
    window = worlds.session().windows[0]
    expected = replace(worlds.session().expected[0], village=place, people=people)
    session = worlds.session(
        id=f"{place}/{hour}",
        place=place,
        expected=(expected,),
        windows=(replace(window, latest=start + timedelta(hours=1)),),
    )
    return worlds.stop(
        session,
        arrive=start,
        start=start,
        end=start + timedelta(hours=2),
        served=((place, "card", people),),
    )


def test_a_stop_is_held_where_the_road_is_open() -> None:
    found = played(worlds.plan(), [[OPEN] * 3, [CLOSED] * 3])
    assert found.held.tolist() == [[True], [False]]
    assert found.people.tolist() == [16, 0]
    assert found.by_village.tolist() == [[16, 0, 0], [0, 0, 0]]


def test_who_is_late_still_sits_unless_nobody_may_help_himself() -> None:
    slow = [[SLOW] * 3]
    assert played(worlds.plan(), slow).people.tolist() == [16]
    tight = worlds.plan(
        shifts=(worlds.shift(depart=AT_15 - timedelta(minutes=20), stops=(stop_at("v1", 0),)),)
    )
    assert played(tight, [[OPEN] * 3], recourse=False).people.tolist() == [16]
    assert played(tight, slow, recourse=False).people.tolist() == [0]


def test_one_goes_on_to_what_can_be_reached() -> None:
    plan = worlds.plan(shifts=(worlds.shift(stops=(stop_at("v2", 0), stop_at("v1", 3))),))
    behind_v1 = [[OPEN, CLOSED, OPEN]]
    assert played(plan, behind_v1).held.tolist() == [[False, True]]
    assert played(plan, behind_v1, recourse=False).held.tolist() == [[False, False]]


def test_nobody_is_served_twice() -> None:
    plan = worlds.plan(shifts=(worlds.shift(stops=(stop_at("v1", 0), stop_at("v1", 3))),))
    assert played(plan, [[OPEN] * 3]).people.tolist() == [20]


def test_a_team_that_cannot_go_home_sleeps_at_the_nearest_bed_and_goes_on_from_there() -> None:
    monday = worlds.shift(stops=(stop_at("v3", 0),), end_place="v3")
    tuesday = worlds.shift(
        day=TUESDAY,
        start_place="v3",
        depart=AT_15 + timedelta(days=1),
        stops=(),
        end_place="seat",
    )
    later = stop_at("v3", 24, people=4)
    wednesday = worlds.shift(
        day=TUESDAY + timedelta(days=1),
        stops=(
            replace(
                stop_at("v3", 48, people=4),
                session=replace(
                    later.session,
                    windows=(replace(later.session.windows[0], latest=AT_15 + timedelta(days=3)),),
                ),
            ),
        ),
    )
    plan = worlds.plan(shifts=(monday, tuesday, wednesday))
    shut = [[CLOSED, CLOSED, CLOSED]]
    found = played(plan, [[OPEN] * 3], shut, shut)
    # it stays at v3, and so is there on Wednesday
    assert found.held.tolist() == [[True, True]]
    assert not found.stranded.any()


def test_a_team_without_a_bed_in_reach_is_stranded() -> None:
    district: District = worlds.district(lodgings=())
    monday = worlds.shift(stops=(stop_at("v2", 0),))
    away = replace(monday, end_place="v2")
    tuesday = worlds.shift(day=TUESDAY, start_place="v2", stops=())
    states = np.array([[[OPEN] * 3, [CLOSED] * 3]], np.uint8)
    found = play(
        district,
        worlds.plan(shifts=(away, tuesday)),
        RoadStates(first=MONDAY, states=states),
        recourse=True,
    )
    assert found.stranded.tolist() == [[False, True]]
