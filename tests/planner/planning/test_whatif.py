"""A district with a few things changed: what changes, and that the rain never does."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.data.workbook import read_workbook, write_csv_folder
from planner.domain.district import District, Settings
from planner.domain.plan import Horizon
from planner.domain.road import RAIN_STRENGTH, Surface, VehicleClass, WeakPoint, WeakPointKind
from planner.domain.team import KitKind
from planner.domain.weather import RainRule, RainTarget, RoadCondition, RoadReport, Sky
from planner.errors import BadData, BadFile, NotFound
from planner.planning.whatif import (
    UNCHANGEABLE,
    Change,
    Lodged,
    Mended,
    MoreTeam,
    Nights,
    Setting,
    Surfaced,
    Weighted,
    WhatIf,
    changed,
    changed_district,
    changed_sky,
)
from planner.world.passability import RoadStates
from planner.world.rain import rain_scenarios
from planner.world.sky import fresh_states
from tests.planner import valley
from tests.planner.planning.test_weather_plan import EARTH, rainy

WEEK = Horizon.weeks(date(2022, 8, 1), 1)
SLIDES = RainRule(target=RainTarget.SLIDE, slides=True)
CONCRETE = RainRule(target=RainTarget.CONCRETE, slow_from_mm=50)
ROADS = ("base-v1", "v1-v2")


def weak_valley() -> District:
    """Return two villages behind earth roads, each with a place that slides, and a lodging."""
    slides = (
        WeakPoint(
            id=f"slide-{road}",
            segment=road,
            kind=WeakPointKind.SLIDE,
            name=f"Điểm sạt {road}",
            rain_commune="c1",
        )
        for road in ROADS
    )
    return rainy(
        weak_points=tuple(slides),
        rain_rules=(EARTH, SLIDES, CONCRETE),
        teams=(valley.team(max_nights=1),),
        kits=valley.kits() + valley.kits(count=1, kind=KitKind.GENERATOR),
        lodgings=(valley.lodging("v1"),),
    )


DISTRICT = weak_valley()


def states(district: District, seed: int = 7) -> RoadStates:
    return fresh_states(district, WEEK, Sky(), weathers=300, seed=seed)


ROAD = st.sampled_from(ROADS)
CHANGE: st.SearchStrategy[Change] = st.one_of(
    st.builds(MoreTeam, like=st.just("m1")),
    st.builds(Nights, team=st.just("m1"), nights=st.integers(0, 30)),
    st.builds(Mended, road=ROAD),
    st.builds(Surfaced, road=ROAD, surface=st.sampled_from((Surface.EARTH, Surface.CONCRETE))),
    st.builds(Weighted, service=st.just("card"), factor=st.floats(0.5, 2)),
    st.builds(Lodged, place=st.sampled_from(("v1", "v2", "base")), teams=st.integers(1, 3)),
    st.builds(Setting, field=st.just("night_cost_people"), value=st.floats(0, 9)),
    st.builds(Setting, field=st.just("village_opens"), value=st.just(time(14))),
)
CHANGES = st.lists(CHANGE, max_size=4).map(tuple)


@given(changes=CHANGES, seed=st.integers(0, 99))
def test_every_what_if_meets_the_same_rain_and_the_same_luck_of_all_other_roads(
    changes: tuple[Change, ...], seed: int
) -> None:
    after = changed_district(DISTRICT, WhatIf(name="thử", changes=changes))
    rain, again = (
        rain_scenarios(d, WEEK, scenarios=50, seed=seed, evenly=False).mm for d in (DISTRICT, after)
    )
    assert np.array_equal(rain, again)
    own = {change.road for change in changes if isinstance(change, Mended | Surfaced)}
    same = [i for i, road in enumerate(ROADS) if road not in own]
    before, since = (states(d, seed).states[:, :, same] for d in (DISTRICT, after))
    assert np.array_equal(before, since)


@given(road=ROAD, seed=st.integers(0, 99))
def test_a_mended_road_is_closed_by_no_rain_and_never_worse(road: str, seed: int) -> None:
    number = ROADS.index(road)
    before = states(DISTRICT, seed).states[:, :, number]
    after = states(changed(DISTRICT, Mended(road=road)), seed).states[:, :, number]
    assert (before >= 2).any()
    assert not (after >= 2).any()
    assert (after <= before).all()


@given(changes=CHANGES)
def test_a_changed_district_is_one_that_a_workbook_can_hold(
    changes: tuple[Change, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    after = changed_district(DISTRICT, WhatIf(name="thử", changes=changes))
    folder: Path = tmp_path_factory.mktemp("sổ")
    write_csv_folder(after, folder)
    again = read_workbook(folder)
    assert (again.teams, again.members, again.kits) == (after.teams, after.members, after.kits)
    assert (again.lodgings, again.segments) == (after.lodgings, after.segments)
    nights = after.settings.night_cost_people
    assert again.settings.night_cost_people == pytest.approx(nights)


def test_nothing_changed_is_the_district_itself() -> None:
    assert changed_district(DISTRICT, WhatIf(name="như cũ")) is DISTRICT


def test_one_more_team_is_like_the_other_with_people_and_kits_of_its_own() -> None:
    twice = WhatIf(name="hai tổ", changes=(MoreTeam(like="m1"), MoreTeam(like="m1")))
    after = changed_district(DISTRICT, twice)
    assert [team.id for team in after.teams] == ["m1", "m1-2", "m1-3"]
    for team in after.teams[1:]:
        model = replace(after.team_by_id["m1"], synthetic=True)
        assert replace(team, id="m1", name=model.name) == model
        assert [m.languages for m in after.members_of(team.id)] == [
            m.languages for m in DISTRICT.members_of("m1")
        ]
        assert [k.kind for k in after.kits_of(team.id)] == [k.kind for k in DISTRICT.kits_of("m1")]
    assert after.members_of("m1") == DISTRICT.members_of("m1")
    assert after.kits_of("m1") == DISTRICT.kits_of("m1")


def test_who_belongs_to_two_teams_leaves_a_place_in_one() -> None:
    shared = replace(
        DISTRICT,
        teams=(*DISTRICT.teams, valley.team("m2")),
        members=valley.members(teams=("m1", "m2")),
    )
    after = changed(shared, MoreTeam(like="m2"))
    assert {m.teams for m in after.members_of("m2-2")} == {("m2-2",)}
    assert len(after.members_of("m2-2")) == 4


def test_each_other_change_changes_one_thing() -> None:
    assert changed(DISTRICT, Nights(team="m1", nights=4)).teams == (valley.team(max_nights=4),)
    mended = changed(DISTRICT, Mended(road="base-v1"))
    most = RAIN_STRENGTH[1]
    assert [s.rain_strength for s in mended.segments] == [most, 1]
    assert [w.rain_strength for w in mended.weak_points] == [most, 1]
    wide = Surfaced(road="v1-v2", surface=Surface.CONCRETE, lowest_class=VehicleClass.CAR)
    road = changed(DISTRICT, wide).segments[1]
    assert (road.surface, road.lowest_class) == (Surface.CONCRETE, VehicleClass.CAR)
    narrow = Surfaced(road="v1-v2", surface=Surface.CONCRETE)
    assert changed(DISTRICT, narrow).segments[1].lowest_class is VehicleClass.MOTORBIKE
    heavy = changed(DISTRICT, Weighted(service="card", factor=2.5))
    assert {d.weight for d in heavy.demands} == {2.5}
    beds = changed(changed(DISTRICT, Lodged(place="v1")), Lodged(place="v2", teams=3))
    assert [(b.place, b.capacity) for b in beds.lodgings] == [("v1", 2), ("v2", 3)]
    later = changed(DISTRICT, Setting(field="village_opens", value=time(14)))
    assert later.settings == replace(DISTRICT.settings, village_opens=time(14))


def test_what_was_reported_closed_is_open_once_mended() -> None:
    reports = tuple(
        RoadReport(
            segment=road,
            condition=condition,
            first=WEEK.first,
            last=WEEK.last,
            made_at=datetime(2022, 7, 31, tzinfo=UTC),
            source="thử",
        )
        for road in ROADS
        for condition in (RoadCondition.CLOSED, RoadCondition.SLOW)
    )
    after = changed_sky(Sky(reports=reports), WhatIf(name="x", changes=(Mended(road=ROADS[0]),)))
    opened = [one.condition is RoadCondition.OPEN for one in after.reports]
    assert opened == [True, True, False, False]
    assert [(r.first, r.last) for r in after.reports] == [(r.first, r.last) for r in reports]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (Nights(team="m1", nights=31), "max_nights"),
        (Weighted(service="card", factor=1000), "weight"),
        (Lodged(place="v1", teams=100), "capacity"),
        (Lodged(place="v2", teams=0), "capacity"),
        (Setting(field="village_turnout", value=1.5), "village_turnout"),
    ],
)
def test_what_the_domain_refuses_is_refused(change: Change, field: str) -> None:
    with pytest.raises(BadFile) as caught:
        changed(DISTRICT, change)
    (fault,) = caught.value.exceptions
    assert isinstance(fault, BadData)
    assert fault.field == field


@pytest.mark.parametrize(
    "change",
    [
        MoreTeam(like="m9"),
        Nights(team="m9", nights=1),
        Mended(road="nowhere"),
        Surfaced(road="nowhere", surface=Surface.EARTH),
        Weighted(service="none", factor=1),
        Lodged(place="nowhere"),
    ],
)
def test_what_is_not_there_cannot_change(change: Change) -> None:
    with pytest.raises(NotFound):
        changed(DISTRICT, change)


@pytest.mark.parametrize("field", sorted(UNCHANGEABLE))
def test_what_makes_the_rain_cannot_change(field: str) -> None:
    own = getattr(Settings(name="x"), field)
    with pytest.raises(BadData, match="cannot be changed here"):
        changed(DISTRICT, Setting(field=field, value=own))
