"""Plans played: what teams do on roads that are not as planned."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from planner.domain.district import District
from planner.domain.plan import Fallback, Horizon, Plan, Stop
from planner.planning.simulate import Played, Rule, play, play_each
from planner.world.passability import RoadStates
from tests import worlds
from tests.worlds import MONDAY

OPEN, SLOW, CLOSED, FORBIDDEN = range(4)
AT_15 = datetime(2022, 9, 5, 8, tzinfo=UTC)
NIGHT_OUT = worlds.shift(end_place="v3")
TUESDAY = MONDAY + timedelta(days=1)


def played(plan: Plan, *days: list[list[int]], rule: Rule = Rule.GO_ON) -> Played:
    """Return what comes of a plan; each day gives the states of three segments by weather."""
    states = np.array(days, np.uint8).transpose(1, 0, 2)
    district = worlds.district()
    return play(district, plan, RoadStates(first=MONDAY, states=states), rule)


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


def test_plans_that_are_played_together_fare_as_each_does_alone() -> None:
    district, dice = worlds.district(), np.random.default_rng(4)
    states = RoadStates(first=MONDAY, states=dice.integers(0, 4, (300, 7, 3)).astype(np.uint8))
    plans = [
        worlds.plan(shifts=(worlds.shift(stops=(stop_at(place, 0),)),)) for place in ("v1", "v3")
    ]
    for plan, found in zip(plans, play_each(district, plans, states), strict=True):
        alone = play(district, plan, states)
        for name in ("people", "by_village", "held", "instead", "stranded"):
            assert np.array_equal(getattr(found, name), getattr(alone, name))
    assert not np.array_equal(play(district, plans[0], states).held, alone.held)


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
    assert played(tight, [[OPEN] * 3], rule=Rule.AS_PLANNED).people.tolist() == [16]
    assert played(tight, slow, rule=Rule.AS_PLANNED).people.tolist() == [0]


def test_one_goes_on_to_what_can_be_reached() -> None:
    plan = worlds.plan(shifts=(worlds.shift(stops=(stop_at("v2", 0), stop_at("v1", 3))),))
    behind_v1 = [[OPEN, CLOSED, OPEN]]
    assert played(plan, behind_v1).held.tolist() == [[False, True]]
    assert played(plan, behind_v1, rule=Rule.AS_PLANNED).held.tolist() == [[False, False]]


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
    )
    assert found.stranded.tolist() == [[False, True]]


def test_a_day_that_cannot_be_held_is_pushed_and_all_after_it() -> None:
    days = [MONDAY + timedelta(days=i) for i in range(3)]
    wide = [replace(w, latest=AT_15 + timedelta(hours=1)) for w in worlds.session().windows]
    open_for = tuple(
        replace(w, earliest=w.earliest + timedelta(days=i), latest=w.latest + timedelta(days=i))
        for w in wide
        for i in range(5)
    )

    def on(day: int, place: str, people: int) -> Stop:
        one = stop_at(place, 24 * day, people)
        return replace(one, session=replace(one.session, windows=open_for))

    shifts = tuple(
        worlds.shift(
            day=day,
            depart=AT_15 + timedelta(days=i, hours=-1),
            back=AT_15 + timedelta(days=i, hours=4),
            stops=(on(i, place, people),),
        )
        for i, (day, place, people) in enumerate(
            zip(days, ("v1", "v2", "v3"), (3, 5, 7), strict=True)
        )
    )
    plan = worlds.plan(shifts=shifts, horizon=Horizon(first=MONDAY, last=days[-1]))
    shut, fine = [[CLOSED] * 3], [[OPEN] * 3]
    skipped = played(plan, shut, fine, fine)
    assert (skipped.held.tolist(), skipped.people.tolist()) == ([[False, True, True]], [12])
    # Monday's is held on Tuesday, Tuesday's on Wednesday, and for Wednesday's no day is left
    pushed = played(plan, shut, fine, fine, rule=Rule.PUSH)
    assert (pushed.held.tolist(), pushed.people.tolist()) == ([[True, True, False]], [8])
    assert played(plan, fine, fine, fine, rule=Rule.PUSH).held.all()


def test_what_is_pushed_to_a_day_without_its_window_is_lost() -> None:
    plan = worlds.plan(horizon=Horizon(first=MONDAY, last=TUESDAY))
    assert not played(plan, [[CLOSED] * 3], [[OPEN] * 3], rule=Rule.PUSH).held.any()


def with_fallback(stop: Stop, other: Stop) -> Stop:
    fallback = Fallback(
        session=other.session, start=other.start, end=other.end, works_in=1.0, people=other.people
    )
    return replace(stop, fallback=fallback)


def test_a_fallback_elsewhere_is_held_where_the_stop_is_not() -> None:
    far = with_fallback(stop_at("v2", 0), stop_at("v1", 0, people=4))
    plan = worlds.plan(
        shifts=(worlds.shift(stops=(far,)),), horizon=Horizon(first=MONDAY, last=MONDAY)
    )
    days = [[OPEN] * 3, [OPEN, CLOSED, OPEN]]
    found = played(plan, days)
    assert (found.held.tolist(), found.instead.tolist()) == ([[True], [False]], [[False], [True]])
    assert found.people.tolist() == [16, 4]
    for rule in (Rule.AS_PLANNED, Rule.PUSH):
        assert not played(plan, days, rule=rule).instead.any()


def test_a_fallback_on_another_day_is_held_then() -> None:
    stop = stop_at("v2", 0)
    later = tuple(
        replace(w, earliest=w.earliest + timedelta(days=1), latest=w.latest + timedelta(days=1))
        for w in stop.session.windows
    )
    session = replace(stop.session, windows=(*stop.session.windows, *later))
    stop = replace(stop, session=session)
    tomorrow = replace(stop, start=stop.start + timedelta(days=1), end=stop.end + timedelta(days=1))
    plan = worlds.plan(
        shifts=(worlds.shift(stops=(with_fallback(stop, tomorrow),)),),
        horizon=Horizon(first=MONDAY, last=TUESDAY),
    )
    shut, fine = [OPEN, CLOSED, OPEN], [OPEN] * 3
    found = played(plan, [shut, fine, shut], [fine, fine, shut])
    assert found.held.tolist() == [[False], [True], [False]]
    assert found.instead.tolist() == [[True], [False], [False]]
    assert found.people.tolist() == [16, 16, 0]


def test_a_fallback_does_not_cost_what_is_planned_next() -> None:
    # v1 for two hours from 15:00 on, but v2 is planned at 16:00
    weak = with_fallback(stop_at("v3", 0), stop_at("v1", 0, people=4))
    plan = worlds.plan(
        shifts=(worlds.shift(stops=(weak, stop_at("v2", 1))),),
        horizon=Horizon(first=MONDAY, last=MONDAY),
    )
    weak_shut, both_shut = [OPEN, OPEN, CLOSED], [OPEN, CLOSED, CLOSED]
    found = played(plan, [weak_shut, both_shut])
    assert found.held.tolist() == [[False, True], [False, False]]
    assert found.instead[:, 0].tolist() == [False, True]


def test_a_fallback_does_not_make_a_day_too_long() -> None:
    weak = with_fallback(stop_at("v2", 0), stop_at("v1", 0, people=4))
    shut = [[OPEN, CLOSED, OPEN]]
    for early_h, holds in ((1, True), (12, False)):
        shift = worlds.shift(stops=(weak,), depart=AT_15 - timedelta(hours=early_h))
        plan = worlds.plan(shifts=(shift,), horizon=Horizon(first=MONDAY, last=MONDAY))
        assert played(plan, shut).instead[:, 0].tolist() == [holds]
