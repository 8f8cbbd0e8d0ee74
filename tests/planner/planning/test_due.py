"""Candidate sessions: who holds them, when, how long, for whom, and what they need."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from planner.domain.almanac import AlmanacKind
from planner.domain.district import District, Settings
from planner.domain.place import Signal
from planner.domain.plan import Horizon
from planner.domain.road import RoadState
from planner.domain.service import ServiceForm
from planner.domain.session import Session, Sitting
from planner.domain.team import KitKind, TeamKind
from planner.planning.due import fits, sessions_due
from planner.planning.sites import Opening
from planner.world.travel import travel_times
from tests.planner import valley

MON = date(2022, 9, 5)
WEEK = Horizon.weeks(MON, 1)
EVENING, DAY = Sitting.VILLAGE_EVENING, Sitting.VILLAGE_DAY
FAR = [valley.road("base", "v1", 20)]  # four hours on foot: nobody walks between them


def due(district: District, sitting: Sitting | None = None, **which: object) -> list[Session]:
    """Return the sessions of the week, of one sitting and with the given fields."""
    sessions = sessions_due(district, WEEK, travel_times(district, RoadState.DRY))
    return [
        s
        for s in sessions
        if sitting in (None, s.sitting)
        and all(getattr(s, field) == value for field, value in which.items())
    ]


def one_village(village: dict[str, Any] | None = None, **changes: Any) -> District:
    """Return v1 far from the base, with 40 people for each service."""
    filled = {
        "demands": tuple(valley.demand("v1", service) for service in ("card", "vneid", "talk"))
    }
    return valley.district((valley.village("v1", **village or {}),), FAR, **filled | changes)


def local(day: date, clock: time) -> datetime:
    """Return a local clock time of the district in UTC (+7)."""
    return datetime.combine(day, clock, tzinfo=UTC) - timedelta(hours=7)


def test_a_session_takes_set_up_sitting_and_pack_up() -> None:
    short, long = due(one_village(), EVENING, repeat=1)
    assert short.takes == (("m1", timedelta(minutes=45 + 180 + 30)),)
    assert long.takes == (("m1", timedelta(minutes=45 + 300 + 30)),)


def test_who_must_interpret_takes_longer_told_in_five_minutes() -> None:
    """Three hours and a third: 45 + 234 + 30 minutes, rounded up."""
    foreign = one_village(members=valley.members(languages=("vietnamese",)))
    assert due(foreign, EVENING, repeat=1)[0].takes == (("m1", timedelta(minutes=310)),)


def test_a_talk_alone_takes_no_longer_in_another_language() -> None:
    district = one_village(
        members=valley.members(languages=("vietnamese",)),
        services=(valley.talk(needs_language=False),),
        demands=(valley.demand("v1", "talk"),),
    )
    assert due(district, EVENING, repeat=1)[0].takes == (("m1", timedelta(minutes=255)),)


def test_a_session_starts_so_that_it_ends_before_closing() -> None:
    short = due(one_village(), EVENING, repeat=1)[0]
    assert short.windows[0].earliest == local(MON, time(15, 30))
    assert short.windows[0].latest == local(MON, time(22)) - timedelta(minutes=255)
    assert len(short.windows) == 5


def test_the_slowest_team_decides_the_latest_start() -> None:
    district = one_village(
        teams=(valley.team("m1"), valley.team("m2")),
        members=(*valley.members("m1"), *valley.members("m2", languages=("vietnamese",))),
        kits=(*valley.kits("m1"), *valley.kits("m2")),
        services=(valley.card(),),
    )
    short = due(district, EVENING, repeat=1)[0]
    assert dict(short.takes) == {"m1": timedelta(minutes=255), "m2": timedelta(minutes=310)}
    assert short.windows[0].latest == local(MON, time(22)) - timedelta(minutes=310)


def test_a_team_that_cannot_be_there_long_enough_does_not_hold_it() -> None:
    """Five hours take 6 h 15: too long for who goes home at nine, or works six hours."""
    early = valley.team("m1", day_end=time(21))
    weary = valley.team("m1", max_work_h=6)
    for team in (early, weary):
        (only,) = due(one_village(teams=(team,)), EVENING, repeat=1)
        assert only.takes == (("m1", timedelta(minutes=255)),)
    opening = Opening(day=MON, opens=time(15, 30), closes=time(22))
    assert fits(valley.team(), timedelta(hours=6.5), opening)
    assert not fits(valley.team(), timedelta(hours=6.6), opening)
    assert not fits(valley.team(day_start=time(16)), timedelta(hours=6.5), opening)


def test_no_opening_long_enough_no_session() -> None:
    rules = Settings(name="Thử", village_opens=time(18), village_closes=time(22))
    assert due(one_village(settings=rules), EVENING) == []


def test_a_longer_sitting_is_offered_only_if_it_serves_more() -> None:
    few = one_village(demands=(valley.demand("v1", people=20),))
    (only,) = due(few, EVENING, repeat=1)
    assert (only.id, only.people) == ("v1/village_evening/k2h4-card+vneid+talk/1/3h", 16)


def test_alternatives_share_a_group_and_others_do_not() -> None:
    sessions = due(one_village(demands=(valley.demand("v1", people=400),)))
    in_groups = groupby(sorted(sessions, key=lambda s: s.group), key=lambda s: s.group)
    lengths = {group: [s.id.rsplit("/", 1)[1] for s in same] for group, same in in_groups}
    crew = "k2h4-card+vneid+talk"
    assert lengths == {
        **{f"v1/village_evening/{crew}/{n}": ["3h", "5h"] for n in (1, 2, 3)},
        **{f"v1/village_day/{crew}/{n}": ["3h"] for n in (1, 2)},
    }


def test_days_of_other_turnout_are_an_alternative_too() -> None:
    low = valley.entry(AlmanacKind.TURNOUT, MON, factor=0.25)
    district = one_village(demands=(valley.demand("v1", people=30),), almanac=(low,))
    sessions = due(district, EVENING, repeat=1)
    assert [(s.id.rsplit("/", 2)[1:], s.people, len(s.windows)) for s in sessions] == [
        (["1", "3h"], 24, 4),
        (["3h", "turnout2"], 6, 1),
    ]
    assert len({s.group for s in sessions}) == 1


def test_each_next_one_expects_whom_those_before_leave() -> None:
    """Of 40, 80 % are 32, but two kits serve 24; of 16 left 13 come, of 3 too few."""
    sessions = [
        s for s in due(one_village(demands=(valley.demand("v1"),)), EVENING) if "/3h" in s.id
    ]
    assert [(s.repeat, s.people) for s in sessions] == [(1, 24), (2, 13)]


def test_a_last_few_are_worth_a_first_session_but_no_second() -> None:
    assert [
        s.people for s in due(one_village(demands=(valley.demand("v1", people=4),)), EVENING)
    ] == [3]


def test_a_commune_team_serves_its_own_commune_only() -> None:
    own = valley.team("t1", kind=TeamKind.COMMUNE, commune="c1")
    district = valley.district(
        (valley.village("v1"), valley.village("v2", commune="c2")),
        [valley.road("base", "v1", 20), valley.road("base", "v2", 20)],
        teams=(own,),
        members=valley.members("t1"),
        kits=valley.kits("t1"),
    )
    assert {s.place for s in due(district)} == {"v1"}


def test_no_session_where_no_team_can_come() -> None:
    assert due(valley.district(segments=[])) == []


def test_needs_follow_from_the_place_and_what_is_offered() -> None:
    means = (
        *valley.kits(),
        *valley.kits(count=1, kind=KitKind.GENERATOR),
        *valley.kits(count=1, kind=KitKind.PORTABLE_SIGNAL),
    )
    services = (valley.card(needs_power=True), valley.vneid(), valley.talk())
    for signal, power in ((Signal.GOOD, True), (Signal.WEAK, True), (Signal.NONE, False)):
        district = one_village(
            {"signal": signal, "power": power}, kits=tuple(means), services=services
        )
        session = due(district, EVENING, repeat=1)[0]
        assert session.services == ("card", "vneid", "talk")
        assert session.needs_kit
        assert session.needs_signal is (signal is Signal.NONE)
        assert session.needs_power is not power
        assert session.needs_language == "hmong"


def test_without_the_means_the_service_is_not_offered() -> None:
    district = one_village({"signal": Signal.NONE})
    session = due(district, EVENING, repeat=1)[0]
    assert session.services == ("card", "talk")
    assert not session.needs_signal


def test_a_service_nobody_waits_for_is_neither_offered_nor_needed() -> None:
    session = due(one_village(demands=(valley.demand("v1", "vneid"),)), EVENING, repeat=1)[0]
    assert (session.services, session.needs_kit, session.needs_language) == (("vneid",), False, "")


def test_walk_ins_are_marked_and_come_after_the_places_own() -> None:
    district = valley.district(
        (valley.village("v0"), valley.village("v1")),
        [valley.road("base", "v1", 20), valley.road("v0", "v1", 5)],
    )
    session = due(district, EVENING, place="v1", repeat=1)[0]
    assert [(e.village, e.people, e.walk_in) for e in session.expected] == [
        ("v1", 16, False),
        ("v0", 8, True),
    ]


def test_who_cannot_walk_is_served_in_the_own_village_only() -> None:
    home = valley.card(id="home", form=ServiceForm.AT_HOME, minutes=30)
    district = valley.district(
        (valley.village("v0"), valley.village("v1")),
        [valley.road("base", "v1", 5), valley.road("v0", "v1", 5)],
        services=(home,),
        teams=(valley.team(services=("home",)),),
        demands=(valley.demand("v0", "home", 8), valley.demand("v1", "home", 8)),
    )
    sessions = due(district)
    assert {s.place for s in sessions} == {"v0", "v1"}
    assert all(e.village == s.place for s in sessions for e in s.expected)


def test_wet_roads_bring_fewer_walkers() -> None:
    """36 minutes to the seat, 54 when wet: of 20 people 0.8 × 0.66 come, or 0.8 × 0.54."""
    district = valley.district(
        segments=[valley.road("base", "v1", 3)], demands=(valley.demand("v1", people=20),)
    )
    seat = {
        state: next(
            s.people
            for s in sessions_due(district, WEEK, travel_times(district, state))
            if s.sitting is Sitting.SEAT
        )
        for state in RoadState
    }
    assert seat == {RoadState.DRY: 11, RoadState.WET: 9}
