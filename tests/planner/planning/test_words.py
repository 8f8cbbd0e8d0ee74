"""Numbers to words: a solution comes back as the same visits, and says who is left and why."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer import solution as numbers
from optimizer.problem import BASE
from optimizer.value import served as served_in
from planner.domain.almanac import AlmanacKind
from planner.domain.district import District
from planner.domain.place import PlaceKind, Signal
from planner.domain.plan import Horizon, Left, Plan, Proof, SkipReason
from planner.domain.road import RoadState, Surface, VehicleClass
from planner.domain.session import Expected, Session, Window
from planner.domain.team import KitKind
from planner.planning.due import sessions_due
from planner.planning.translate import Translation, to_plan, to_problem
from planner.world.travel import travel_times
from tests import worlds
from tests.planner import valley

MON = date(2022, 9, 5)
WEEK = Horizon.weeks(MON, 1)
MIDNIGHT = datetime(2022, 9, 4, 17, tzinfo=UTC)
HOUR, DAY = 3600, 86400
ROAD = [valley.road("base", "v1", 20), valley.road("v1", "v2", 10)]  # one hour, then half


def session(number: int, place: str, *expected: tuple[str, int], **changes: Any) -> Session:
    """Return a session of two hours at any time of the week, for (village, people)."""
    filled: dict[str, Any] = {
        "id": f"s{number}",
        "place": place,
        "takes": (("m1", timedelta(hours=2)), ("m2", timedelta(hours=2))),
        "windows": (Window(earliest=MIDNIGHT, latest=MIDNIGHT + timedelta(days=7)),),
        "expected": tuple(
            Expected(village=v, service="card", people=n, walk_in=v != place) for v, n in expected
        ),
    }
    return worlds.session(**filled | changes)


def valley_of_two(**changes: Any) -> District:
    """Return v1 and v2 behind it, 40 people each, two teams, a lodging in v2."""
    filled: dict[str, Any] = {
        "teams": (valley.team("m1", max_nights=1), valley.team("m2")),
        "members": (*valley.members("m1"), *valley.members("m2")),
        "kits": (*valley.kits("m1"), *valley.kits("m2")),
        "lodgings": (valley.lodging("v2"),),
    }
    villages = (valley.village("v1"), valley.village("v2"))
    return valley.district(villages, ROAD, **filled | changes)


def translated(*sessions: Session, district: District | None = None) -> Translation:
    """Return the sessions of the valley in numbers."""
    ground = district or valley_of_two()
    return to_problem(ground, sessions, travel_times(ground, RoadState.DRY), WEEK, RoadState.DRY)


def answer(*plans: numbers.ShiftPlan, **changes: Any) -> numbers.Solution:
    """Return a solution of these shifts."""
    filled: dict[str, Any] = {"plans": plans, "value": 90, "bound": 100}
    return numbers.Solution(**filled | changes)


def day_of(
    made: Translation, team: str, day: int, *stops: tuple[int, float], **nights: int
) -> numbers.ShiftPlan:
    """Return a shift that leaves at seven for (visit, hour of start) each."""
    shift = made.shifts.index((team, MON + timedelta(days=day)))
    midnight = day * DAY
    return numbers.ShiftPlan(
        shift=shift,
        depart_s=midnight + 7 * HOUR,
        stops=tuple(
            numbers.Stop(visit=v, start_s=midnight + int(hour * HOUR)) for v, hour in stops
        ),
        **nights,
    )


def clock(day: int, hour: float) -> datetime:
    """Return the moment of a local hour of a day, counted from Monday."""
    return MIDNIGHT + timedelta(days=day, hours=hour)


def test_a_shift_is_told_with_its_stops_times_and_roads() -> None:
    made = translated(session(1, "v1", ("v1", 16)), session(2, "v2", ("v2", 12)))
    plan = to_plan(made, answer(day_of(made, "m1", 0, (0, 9), (1, 12))))
    (shift,) = plan.shifts
    first, second = shift.stops
    assert (shift.team, shift.day) == ("m1", MON)
    assert (shift.start_place, shift.end_place) == ("base", "base")
    assert shift.depart == clock(0, 7)
    assert (first.session, first.arrive, first.start, first.end) == (
        made.sessions[0],
        clock(0, 8),
        clock(0, 9),
        clock(0, 11),
    )
    assert (second.session, second.arrive, second.start, second.end) == (
        made.sessions[1],
        clock(0, 11.5),
        clock(0, 12),
        clock(0, 14),
    )
    assert shift.back == clock(0, 15.5)
    assert (shift.travel, shift.km) == (timedelta(hours=3), 60.0)
    assert first.served == (("v1", "card", 16),)


def test_a_night_away_is_told_by_its_places() -> None:
    made = translated(session(1, "v1", ("v1", 16)), session(2, "v2", ("v2", 12)))
    monday = day_of(made, "m1", 0, (0, 9), sleeps_at=0)
    tuesday = day_of(made, "m1", 1, (1, 8), slept_at=0)
    plan = to_plan(made, answer(monday, tuesday))
    assert [(s.start_place, s.end_place, s.km) for s in plan.shifts] == [
        ("base", "v2", 30.0),
        ("v2", "base", 30.0),
    ]
    assert plan.shifts[0].back == clock(0, 11.5)
    assert plan.shifts[1].stops[0].arrive == clock(1, 7)


def test_days_spent_at_base_are_no_shifts_but_ways_home_are() -> None:
    made = translated(session(1, "v1", ("v1", 16)))
    idle = day_of(made, "m2", 0)
    away = day_of(made, "m1", 0, (0, 9), sleeps_at=0)
    home = day_of(made, "m1", 1, slept_at=0)
    plan = to_plan(made, answer(idle, home, away))
    assert [(s.team, s.day.day, len(s.stops)) for s in plan.shifts] == [("m1", 5, 1), ("m1", 6, 0)]
    assert plan.shifts[1].back == clock(1, 8.5)


def test_shifts_come_by_day_then_in_the_order_of_teams() -> None:
    made = translated(*(session(n, "v1", ("v1", 1)) for n in range(3)))
    solution = answer(
        day_of(made, "m2", 0, (0, 9)), day_of(made, "m1", 1, (1, 9)), day_of(made, "m1", 0, (2, 9))
    )
    order = [(s.day.day, s.team) for s in to_plan(made, solution).shifts]
    assert order == [(5, "m1"), (5, "m2"), (6, "m1")]


def test_people_are_counted_once_in_order_of_time() -> None:
    """Of 40 in v1, Monday takes 30 and Tuesday what is left, whichever is listed first."""
    made = translated(session(1, "v1", ("v1", 25)), session(2, "v2", ("v2", 5), ("v1", 30)))
    solution = answer(day_of(made, "m1", 1, (0, 9)), day_of(made, "m2", 0, (1, 9)))
    plan = to_plan(made, solution)
    assert [s.stops[0].served for s in plan.shifts] == [
        (("v2", "card", 5), ("v1", "card", 30)),
        (("v1", "card", 10),),
    ]
    assert (plan.people_expected, plan.people_due) == (45, 80)
    assert plan.people_expected == served_in(made.problem, solution).sum()
    assert [(left.village, left.people) for left in plan.left] == [("v2", 35)]


def test_the_proof_is_the_solutions() -> None:
    made = translated(session(1, "v1", ("v1", 16)))
    plan = to_plan(made, answer(seconds=2.5, seed=7, work=11, stopped_by="work"))
    assert plan.proof == Proof(
        value=90, bound=100, gap=0.1, seconds=2.5, seed=7, work=11, stopped_by="work"
    )
    assert (plan.district_name, plan.horizon, plan.road_state) == (
        "Thung lũng thử",
        WEEK,
        RoadState.DRY,
    )


def reason(district: District, *sessions: Session) -> SkipReason:
    """Return why the 40 people of v1 are left by the empty plan, with its sessions due."""
    travel = travel_times(district, RoadState.DRY)
    offered = sessions or sessions_due(district, WEEK, travel)
    made = to_problem(district, offered, travel, WEEK, RoadState.DRY)
    (left,) = to_plan(made, answer()).left
    assert (left.village, left.service, left.people) == ("v1", left.service, 40)
    return left.reason


def test_people_whom_a_session_could_serve_are_left_for_other_work() -> None:
    assert reason(valley.district()) is SkipReason.VALUE


FAR = [valley.road("base", "v1", 20)]


@pytest.mark.parametrize(
    ("why", "district"),
    [
        (SkipReason.AVAILABILITY, valley.district(teams=(valley.team(services=("talk",)),))),
        (
            SkipReason.AVAILABILITY,
            valley.district(almanac=(valley.entry(AlmanacKind.CLOSED, MON, WEEK.last),)),
        ),
        (SkipReason.PASSABLE, valley.district(segments=[])),
        (
            SkipReason.PASSABLE,
            valley.district(
                segments=[valley.road("base", "v1", 20, lowest_class=VehicleClass.FOOT)]
            ),
        ),
        (SkipReason.KIT, valley.district(kits=())),
        (
            SkipReason.POWER,
            valley.district(
                (valley.village("v1", power=False),), FAR, services=(valley.card(needs_power=True),)
            ),
        ),
        (
            SkipReason.SIGNAL,
            valley.district(
                (valley.village("v1", signal=Signal.NONE),),
                FAR,
                demands=(valley.demand("v1", "vneid"),),
            ),
        ),
        (
            SkipReason.LANGUAGE,
            valley.district(
                (valley.village("v1", languages=("dao",)),),
                FAR,
                demands=(valley.demand("v1", "talk"),),
            ),
        ),
        (SkipReason.TIME_WINDOW, valley.district(teams=(valley.team(max_work_h=4),))),
        (
            SkipReason.TIME_WINDOW,
            valley.district(teams=(valley.team(day_start=time(9), day_end=time(12)),)),
        ),
        # the session itself would fit, but not the way there and back
        (
            SkipReason.TIME_WINDOW,
            valley.district(segments=[valley.road("base", "v1", 150)]),
        ),
    ],
)
def test_who_can_never_be_served_is_told_why(why: SkipReason, district: District) -> None:
    assert reason(district) is why


def test_means_in_different_teams_do_not_add_up() -> None:
    """One team has the signal kit, the other the service: neither can come and serve."""
    district = valley.district(
        (valley.village("v1", signal=Signal.NONE),),
        FAR,
        teams=(valley.team("m1", services=("talk",)), valley.team("m2")),
        members=(*valley.members("m1"), *valley.members("m2")),
        kits=valley.kits("m1", 1, KitKind.PORTABLE_SIGNAL),
        demands=(valley.demand("v1", "vneid"),),
    )
    assert reason(district) is SkipReason.SIGNAL


def test_people_who_can_walk_to_the_seat_are_not_out_of_reach() -> None:
    district = valley.district(
        (valley.village("v1", signal=Signal.NONE),),
        [valley.road("base", "v1", 5)],
        demands=(valley.demand("v1", "vneid"),),
    )
    assert reason(district) is SkipReason.VALUE


def test_a_speaker_who_is_always_away_is_a_missing_language() -> None:
    lone = session(1, "v1", ("v1", 9), needs_language="dao")
    assert reason(valley.district(), lone) is SkipReason.LANGUAGE


def test_too_few_hands_on_every_day_are_a_matter_of_days() -> None:
    crowd = session(1, "v1", ("v1", 9), stations=9)
    assert reason(valley.district(), crowd) is SkipReason.AVAILABILITY


def test_the_furthest_hurdle_of_all_sessions_is_told() -> None:
    """One session lacks a language, the other only time: then time is the reason."""
    no_language = session(1, "v1", ("v1", 9), needs_language="dao")
    too_early = session(2, "v1", ("v1", 9), windows=(Window(earliest=MIDNIGHT, latest=MIDNIGHT),))
    assert reason(valley.district(), no_language, too_early) is SkipReason.TIME_WINDOW


def test_a_place_in_reach_of_a_lodging_only_is_in_time_for_who_sleeps_there() -> None:
    """Seven hours to v1: no day tour, but a night in the lodging beside it."""
    roads = [valley.road("base", "stay", 140), valley.road("stay", "v1", 1)]
    places = (valley.place("base", PlaceKind.BASE), valley.place("stay", PlaceKind.LODGING))
    away = valley.district(
        segments=roads,
        places=places,
        teams=(valley.team(max_nights=1),),
        lodgings=(valley.lodging("stay"),),
    )
    at_home = valley.district(segments=roads, places=places, lodgings=(valley.lodging("stay"),))
    assert reason(away) is SkipReason.VALUE
    assert reason(at_home) is SkipReason.TIME_WINDOW


def test_a_lodging_is_no_home_for_a_team_that_does_not_sleep_away() -> None:
    """m2 could hold it from the lodging, but only m1 offers it."""
    roads = [valley.road("base", "stay", 140), valley.road("stay", "v1", 1)]
    district = valley.district(
        segments=roads,
        places=(valley.place("base", PlaceKind.BASE), valley.place("stay", PlaceKind.LODGING)),
        teams=(valley.team("m1"), valley.team("m2", max_nights=1)),
        members=(*valley.members("m1"), *valley.members("m2")),
        lodgings=(valley.lodging("stay"),),
    )
    by_day = Window(earliest=clock(0, 7), latest=clock(0, 17))
    lone = session(1, "v1", ("v1", 9), windows=(by_day,), takes=(("m1", timedelta(hours=6)),))
    assert reason(district, lone) is SkipReason.TIME_WINDOW


def test_more_work_than_a_day_holds_is_a_matter_of_time() -> None:
    """An hour there, two of session, an hour back."""
    lone = session(1, "v1", ("v1", 9))
    for hours, why in ((4, SkipReason.VALUE), (3.9, SkipReason.TIME_WINDOW)):
        assert (
            reason(valley.district(None, FAR, teams=(valley.team(max_work_h=hours),)), lone) is why
        )


def test_a_session_where_no_road_leads_is_out_of_reach() -> None:
    """The motorbike takes the path, but the session is one of the team with the car."""
    district = valley.district(
        segments=[
            valley.road("base", "v1", 20, surface=Surface.PATH, lowest_class=VehicleClass.MOTORBIKE)
        ],
        teams=(valley.team("m1"), valley.team("m2", vehicle_class=VehicleClass.CAR)),
        members=(*valley.members("m1"), *valley.members("m2")),
    )
    for team, why in (("m1", SkipReason.VALUE), ("m2", SkipReason.PASSABLE)):
        lone = session(1, "v1", ("v1", 9), takes=((team, timedelta(hours=2)),))
        assert reason(district, lone) is why


def told(plan: Plan) -> set[tuple[str, date, str, datetime]]:
    """Return (team, day, session, start) of every stop of a plan."""
    return {(s.team, s.day, stop.session.id, stop.start) for s in plan.shifts for stop in s.stops}


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.data())
def test_a_solution_comes_back_as_the_same_visits(data: st.DataObject) -> None:
    sessions = tuple(
        session(n, data.draw(st.sampled_from(("v1", "v2"))), ("v1", 9), ("v2", 14))
        for n in range(6)
    )
    made = translated(*sessions)
    shift_of = data.draw(st.lists(st.integers(0, 9), min_size=6, max_size=6))
    plans = []
    for shift in sorted(set(shift_of)):
        team, day = made.shifts[shift]
        visits = [v for v in range(6) if shift_of[v] == shift]
        stops = [(v, 8.0 + 3 * i) for i, v in enumerate(visits)]
        plans.append(day_of(made, team, (day - MON).days, *stops))
    solution = answer(*plans)
    plan = to_plan(made, solution)
    assert told(plan) == {
        (*made.shifts[p.shift], made.sessions[s.visit].id, made.at(s.start_s))
        for p in plans
        for s in p.stops
    }
    expected = served_in(made.problem, solution)
    assert plan.people_expected == expected.sum()
    counted = dict.fromkeys(made.demands, 0)
    for shift_told in plan.shifts:
        for stop in shift_told.stops:
            for village, service, people in stop.served:
                counted[village, service] += people
    assert list(counted.values()) == np.asarray(expected).tolist()
    assert all(p.slept_at == BASE for p in plans)
    assert {(x.village, x.service): x.people for x in plan.left} == {
        key: 40 - n for key, n in counted.items() if n < 40
    }


def test_only_people_left_are_listed() -> None:
    made = translated(session(1, "v1", ("v1", 40)))
    plan = to_plan(made, answer(day_of(made, "m1", 0, (0, 9))))
    assert [(x.village, x.people) for x in plan.left] == [("v2", 40)]
    assert isinstance(plan.left[0], Left)
