"""What teams bring, who may go where, and which teams serve alike."""

from datetime import date

import pytest

from planner.domain.district import District
from planner.domain.place import Signal
from planner.domain.plan import Horizon, SkipReason
from planner.domain.road import RoadState, VehicleClass
from planner.domain.service import Service
from planner.domain.team import KitKind, Team, TeamKind
from planner.planning.crews import can_offer, can_reach, crews_at, lacking, may_serve, means_of
from planner.world.travel import travel_times
from tests.planner import valley

MONDAY = date(2022, 9, 5)
WEEK = Horizon.weeks(MONDAY, 1)


def commune_team(team_id: str = "t1", commune: str = "c1") -> Team:
    """Return a team of one commune."""
    return valley.team(team_id, kind=TeamKind.COMMUNE, commune=commune)


def offers(district: District, place_id: str = "v1") -> list[tuple[str, tuple[str, ...]]]:
    """Return (crew tag, teams) of the crews at a place of Mông speakers."""
    travel = travel_times(district, RoadState.DRY)
    place = district.place(place_id)
    crews = crews_at(district, place, "hmong", means_of(district, WEEK), travel)
    return [(crew.tag, tuple(m.team.id for m in crew.means)) for crew in crews]


def test_means_are_those_of_most_days() -> None:
    """One of four is away on Monday: four on most days."""
    away = valley.members(count=1, days_off=(MONDAY,))
    district = valley.district(
        members=(*away, *valley.members("m1-x", 3, teams=("m1",))),
        kits=(*valley.kits(), *valley.kits(count=1, kind=KitKind.GENERATOR)),
    )
    (means,) = means_of(district, WEEK)
    assert (means.kits, means.hands, means.generator, means.portable_signal) == (2, 4, True, False)


def test_a_language_counts_as_spoken_only_if_somebody_is_there_every_day() -> None:
    dao = valley.members(count=1, languages=("dao",), days_off=(MONDAY,))
    kinh = valley.members("x", 1, teams=("m1",), languages=("vietnamese",))
    (means,) = means_of(valley.district(members=dao + kinh), WEEK)
    assert means.languages == {"dao", "vietnamese"}
    assert means.always == {"vietnamese"}


def test_a_team_that_never_works_has_no_means() -> None:
    assert means_of(valley.district(members=()), WEEK) == ()


def test_commune_teams_stay_in_their_commune() -> None:
    here = valley.village("v1").as_place()
    assert may_serve(valley.team(), here)
    assert may_serve(commune_team(commune="c1"), here)
    assert not may_serve(commune_team(commune="c2"), here)


def test_a_place_is_reached_by_the_teams_own_vehicle() -> None:
    district = valley.district(
        segments=[valley.road("base", "v1", lowest_class=VehicleClass.FOOT, length_km=30)]
    )
    travel = travel_times(district, RoadState.DRY)
    assert not can_reach(valley.team(), district.place("v1"), travel)
    assert can_reach(valley.team(vehicle_class=VehicleClass.FOOT), district.place("v1"), travel)


@pytest.mark.parametrize(
    ("service", "village", "brings", "missing"),
    [
        (valley.card(), {}, (), (SkipReason.KIT,)),
        (valley.card(), {}, (KitKind.ENROLMENT,), ()),
        (valley.vneid(), {}, (), ()),
        (valley.vneid(), {"signal": Signal.WEAK}, (), ()),
        (valley.vneid(), {"signal": Signal.NONE}, (), (SkipReason.SIGNAL,)),
        (valley.vneid(), {"signal": Signal.NONE}, (KitKind.PORTABLE_SIGNAL,), ()),
        (valley.vneid(needs_power=True), {"power": False}, (), (SkipReason.POWER,)),
        (valley.vneid(needs_power=True), {"power": False}, (KitKind.GENERATOR,), ()),
        (valley.vneid(needs_power=False), {"power": False}, (), ()),
        (valley.talk(), {"languages": ("dao",)}, (), (SkipReason.LANGUAGE,)),
        (valley.talk(needs_language=False), {"languages": ("dao",)}, (), ()),
        (valley.talk(), {}, (), ()),
    ],
)
def test_what_a_team_lacks(
    service: Service,
    village: dict[str, object],
    brings: tuple[KitKind, ...],
    missing: tuple[SkipReason, ...],
) -> None:
    kits = tuple(kit for kind in brings for kit in valley.kits(count=1, kind=kind))
    (means,) = means_of(valley.district(kits=kits), WEEK)
    there = valley.village("v1", **village)
    language = there.languages[0]
    assert lacking(means, service, there.as_place(), language) == missing
    assert can_offer(means, service, there.as_place(), language) is not bool(missing)


def test_a_team_offers_only_its_services() -> None:
    (means,) = means_of(valley.district(teams=(valley.team(services=("talk",)),)), WEEK)
    here = valley.village("v1").as_place()
    assert can_offer(means, valley.talk(), here, "hmong")
    assert not can_offer(means, valley.card(), here, "hmong")


def test_teams_with_equal_means_are_one_crew() -> None:
    district = valley.district(
        teams=(valley.team("m1"), commune_team("t1"), commune_team("t2", "c2")),
        members=(*valley.members("m1"), *valley.members("t1"), *valley.members("t2")),
        kits=(*valley.kits("m1"), *valley.kits("t1"), *valley.kits("t2")),
    )
    assert offers(district) == [("k2h4-card+vneid+talk", ("m1", "t1"))]


@pytest.mark.parametrize(
    ("signal", "crews"),
    [
        (Signal.GOOD, [("k2h4-card+vneid+talk", ("m1", "m2"))]),
        (Signal.WEAK, [("k2h4s-card+vneid+talk", ("m1",)), ("k2h4-card+vneid+talk", ("m2",))]),
        (Signal.NONE, [("k2h4-card+vneid+talk", ("m1",)), ("k2h4-card+talk", ("m2",))]),
    ],
)
def test_a_signal_kit_sets_a_crew_apart_where_it_helps(
    signal: Signal, crews: list[tuple[str, tuple[str, ...]]]
) -> None:
    boost = valley.kits("m1", 1, KitKind.PORTABLE_SIGNAL)
    district = valley.district(
        (valley.village("v1", signal=signal),),
        teams=(valley.team("m1"), valley.team("m2")),
        members=(*valley.members("m1"), *valley.members("m2")),
        kits=(*valley.kits("m1"), *valley.kits("m2"), *boost),
    )
    assert offers(district) == crews


def test_a_lone_member_with_a_kit_also_goes_without_it() -> None:
    alone = valley.district(members=valley.members(count=1))
    assert offers(alone) == [("k2h1-card+vneid+talk", ("m1",)), ("k2h1-vneid+talk", ("m1",))]
    pair = valley.district(members=valley.members(count=2))
    assert offers(pair) == [("k2h2-card+vneid+talk", ("m1",))]


def test_no_crew_where_nobody_can_come_or_offer() -> None:
    assert offers(valley.district(segments=[])) == []
    assert offers(valley.district(teams=(valley.team(services=("card",)),), kits=())) == []
