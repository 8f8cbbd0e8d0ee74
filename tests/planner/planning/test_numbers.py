"""Words to numbers: every fact of a session, team and day stands at its index."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np

from optimizer.problem import NOT_OFFERED, UNREACHABLE, Constraint, Demand, Lodging, Team
from planner.domain.almanac import AlmanacKind
from planner.domain.district import District, Settings
from planner.domain.plan import Horizon
from planner.domain.road import RoadState, Surface, VehicleClass
from planner.domain.session import Expected, Session, Window
from planner.domain.team import KitKind
from planner.planning.translate import Translation, to_problem
from planner.world.travel import travel_times
from tests import worlds
from tests.planner import valley

MON, TUE = date(2022, 9, 5), date(2022, 9, 6)
WEEK = Horizon.weeks(MON, 1)
MIDNIGHT = datetime(2022, 9, 4, 17, tzinfo=UTC)  # of Monday, in the district (+7)
HOUR = 3600


def session(number: int = 1, **changes: Any) -> Session:
    """Return session ``number`` in v1: two hours on site, from eight to ten on Monday."""
    opens = MIDNIGHT + timedelta(hours=8)
    filled: dict[str, Any] = {
        "id": f"s{number}",
        "place": "v1",
        "takes": (("m1", timedelta(hours=2)),),
        "windows": (Window(earliest=opens, latest=opens + timedelta(hours=2)),),
        "expected": (Expected(village="v1", service="card", people=16),),
    }
    return worlds.session(**filled | changes)


def translated(
    *sessions: Session, district: District | None = None, state: RoadState = RoadState.DRY
) -> Translation:
    """Return the sessions in numbers, of one village ``v1`` unless told."""
    ground = district or valley.district()
    return to_problem(ground, sessions, travel_times(ground, state), WEEK, state)


def needs_of(made: Translation, visit: int = 0) -> set[tuple[str, str | int]]:
    """Return what a visit needs but for hands, as (constraint, language)."""
    return {
        (need.constraint.value, need.language)
        for bit, need in enumerate(made.needs)
        if made.problem.visits[visit].needs >> bit & 1 and not need.hands
    }


def can_hold(made: Translation, visit: int = 0) -> list[date]:
    """Return the days of the shifts that have what a visit needs."""
    needs = made.problem.visits[visit].needs
    days = zip(made.shifts, made.problem.shifts, strict=True)
    return [day for (_, day), shift in days if not needs & ~shift.has]


def test_seconds_count_from_local_midnight_of_the_first_day() -> None:
    made = translated(session())
    assert made.zero == MIDNIGHT
    assert made.problem.visits[0].windows == ((8 * HOUR, 10 * HOUR),)
    assert made.at(8 * HOUR) == MIDNIGHT + timedelta(hours=8)


def test_only_places_in_use_are_locations_and_times_are_theirs() -> None:
    """Eighteen minutes are told as twenty."""
    district = valley.district((valley.village("v1"), valley.village("v2")))
    made = translated(session(), district=district)
    assert made.locations == ("base", "v1")
    assert made.problem.visits[0].location == 1
    assert made.problem.travel_s.tolist() == [[[0, 1200], [1200, 0]]]


def test_each_vehicle_class_in_use_is_a_profile_in_the_state_of_the_roads() -> None:
    district = valley.district(
        segments=[valley.road("base", "v1", 14)],
        teams=(
            valley.team("m1"),
            valley.team("m2", vehicle_class=VehicleClass.CAR),
            valley.team("m3"),
        ),
        members=tuple(m for t in ("m1", "m2", "m3") for m in valley.members(t)),
    )
    made = translated(session(), district=district, state=RoadState.WET)
    assert made.problem.travel_s[:, 0, 1].tolist() == [3600, 3300]
    profile_of = {
        team: s.profile for (team, _), s in zip(made.shifts, made.problem.shifts, strict=True)
    }
    assert profile_of == {"m1": 1, "m2": 0, "m3": 1}


def test_no_way_is_unreachable() -> None:
    """A path that the motorbike takes and the car does not."""
    district = valley.district(
        segments=[
            valley.road("base", "v1", 20, surface=Surface.PATH, lowest_class=VehicleClass.MOTORBIKE)
        ],
        teams=(valley.team("m1"), valley.team("m2", vehicle_class=VehicleClass.CAR)),
        members=(*valley.members("m1"), *valley.members("m2")),
    )
    made = translated(session(), district=district)
    car, motorbike = made.problem.travel_s[:, 0, 1].tolist()
    assert car == UNREACHABLE > motorbike > 0
    assert made.problem.travel_s.dtype == np.int32


def test_a_person_is_worth_the_weight_and_costs_are_in_people() -> None:
    """0.2 people an hour of travel, 1 a night."""
    district = valley.district(
        demands=(valley.demand("v1", people=30, weight=1.5), valley.demand("v1", "vneid", 0)),
        teams=(valley.team(max_nights=2),),
        lodgings=(valley.lodging("v1", capacity=3),),
    )
    made = translated(session(), district=district)
    person = 180_000
    assert made.problem.demands == (Demand(people=30, weight=270_000),)
    assert made.demands == (("v1", "card"),)
    assert made.problem.travel_cost * HOUR == 0.2 * person
    assert made.problem.lodgings == (Lodging(location=1, capacity=3, cost=person),)
    assert made.lodgings == ("v1",)


def test_nobody_sleeps_away_no_lodging() -> None:
    made = translated(session(), district=valley.district(lodgings=(valley.lodging("v1"),)))
    assert (made.problem.lodgings, made.lodgings) == ((), ())


def test_teams_keep_their_limits() -> None:
    district = valley.district(
        settings=Settings(name="Thử", max_late_in_a_row=3), teams=(valley.team(max_nights=2),)
    )
    made = translated(session(), district=district)
    assert made.problem.teams == (Team(base=0, max_nights=2, max_late_in_a_row=3),)


def test_a_shift_has_its_teams_hours_and_calendar_day() -> None:
    district = valley.district(
        teams=(valley.team(day_start=time(6, 30), day_end=time(21), max_work_h=9.5),),
        almanac=(valley.entry(AlmanacKind.HOLIDAY, TUE),),
    )
    made = translated(session(), district=district)
    assert [day.day for _, day in made.shifts] == [5, 7, 8, 9]
    assert [s.day for s in made.problem.shifts] == [0, 2, 3, 4]
    wednesday = made.problem.shifts[1]
    assert wednesday.start_s == 48 * HOUR + 6.5 * HOUR
    assert wednesday.end_s == 48 * HOUR + 21 * HOUR
    assert wednesday.late_s == 48 * HOUR + 19 * HOUR
    assert wednesday.max_work_s == 9.5 * HOUR


def test_a_weekend_is_not_a_night() -> None:
    """Friday and Monday are three days apart."""
    horizon = Horizon(first=date(2022, 9, 9), last=date(2022, 9, 12))
    district = valley.district()
    travel = travel_times(district, RoadState.DRY)
    made = to_problem(district, (), travel, horizon, RoadState.DRY)
    assert [s.day for s in made.problem.shifts] == [0, 3]


def test_who_does_not_hold_a_session_is_not_offered_it() -> None:
    district = valley.district(
        teams=(valley.team("m1"), valley.team("m2"), valley.team("m3")),
        members=tuple(m for t in ("m1", "m2", "m3") for m in valley.members(t)),
    )
    takes = (("m1", timedelta(hours=2)), ("m2", timedelta(hours=3)))
    made = translated(session(takes=takes), district=district)
    crew_of = {team: s.crew for (team, _), s in zip(made.shifts, made.problem.shifts, strict=True)}
    times = {team: made.problem.visits[0].service_s[crew] for team, crew in crew_of.items()}
    assert times == {"m1": 2 * HOUR, "m2": 3 * HOUR, "m3": NOT_OFFERED}


def test_teams_that_take_the_same_time_everywhere_are_one_crew_type() -> None:
    district = valley.district(
        teams=(valley.team("m1"), valley.team("m2")),
        members=(*valley.members("m1"), *valley.members("m2")),
    )
    both = (("m1", timedelta(hours=2)), ("m2", timedelta(hours=2)))
    assert translated(session(takes=both), district=district).problem.crews == 1
    apart = translated(session(takes=both), session(2), district=district)
    assert apart.problem.crews == 2


def test_kit_power_and_signal_are_needed_as_the_session_says() -> None:
    made = translated(
        session(1), session(2, needs_kit=True), session(3, needs_power=True, needs_signal=True)
    )
    assert needs_of(made, 0) == set()
    assert needs_of(made, 1) == {("kit", "")}
    assert needs_of(made, 2) == {("power", ""), ("signal", "")}
    assert made.problem.need_names == tuple(need.constraint for need in made.needs)


def test_only_teams_with_the_means_have_them() -> None:
    sessions = (
        session(1, needs_kit=True),
        session(2, needs_power=True),
        session(3, needs_signal=True),
    )
    for held, kind in enumerate(KitKind):
        made = translated(*sessions, district=valley.district(kits=valley.kits(kind=kind)))
        assert [bool(can_hold(made, v)) for v in range(3)] == [v == held for v in range(3)]


def test_a_language_is_there_on_the_days_of_who_speaks_it() -> None:
    dao = valley.members(count=1, languages=("dao",), days_off=(TUE,))
    kinh = valley.members("x", 1, teams=("m1",), languages=("vietnamese",))
    made = translated(
        session(1, needs_language="dao"),
        session(2, needs_language="hmong"),
        district=valley.district(members=dao + kinh),
    )
    assert needs_of(made, 0) == {(Constraint.LANGUAGE.value, "dao")}
    assert [day.day for day in can_hold(made, 0)] == [5, 7, 8, 9]
    assert can_hold(made, 1) == []


def test_a_day_with_too_few_members_cannot_hold_a_large_session() -> None:
    away = valley.members(count=1, days_off=(TUE,))
    there = valley.members("x", 1, teams=("m1",))
    made = translated(
        session(1, stations=2),
        session(2, stations=1),
        district=valley.district(members=away + there),
    )
    assert [day.day for day in can_hold(made, 0)] == [5, 7, 8, 9]
    assert [day.day for day in can_hold(made, 1)] == [5, 6, 7, 8, 9]
    names = {n.constraint for bit, n in enumerate(made.needs) if n.hands}
    assert names == {Constraint.AVAILABILITY}


def test_a_place_hosts_one_session_at_a_time() -> None:
    district = valley.district((valley.village("v1"), valley.village("v2")))
    made = translated(session(1), session(2), session(3, place="v2"), district=district)
    assert [v.resource for v in made.problem.visits] == [0, 0, 1]
    assert made.problem.resources == 2


def test_alternatives_share_a_group_and_others_have_none() -> None:
    made = translated(
        session(1, group="a"), session(2, group="a"), session(3), session(4, group="b")
    )
    assert [v.group for v in made.problem.visits] == [0, 0, -1, 1]
    assert made.problem.groups == 2


def test_expected_people_are_contributions_to_their_demand() -> None:
    district = valley.district(
        (valley.village("v1"), valley.village("v2")),
        demands=(valley.demand("v2", "vneid"), valley.demand("v1", "card")),
    )
    expected = (
        Expected(village="v1", service="card", people=7),
        Expected(village="v2", service="vneid", people=3, walk_in=True),
    )
    made = translated(session(expected=expected), district=district)
    assert made.problem.visits[0].contributions == ((1, 7), (0, 3))


def test_no_sessions_no_visits() -> None:
    made = translated()
    assert (made.problem.visits, made.locations) == ((), ("base",))
