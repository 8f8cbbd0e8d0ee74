"""Advice on a rain warning, in valleys small enough to know what is right."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from optimizer.check import violations
from optimizer.problem import Constraint
from planner.domain.district import District
from planner.domain.plan import Plan, Shift
from planner.domain.road import Surface, VehicleClass
from planner.domain.weather import Forecast, Foreseen, RoadCondition, RoadReport, Sky
from planner.errors import NotFound
from planner.planning.advice import Advice, advise, rests
from planner.planning.clock import STEP_S
from planner.planning.late import TO_TELL
from planner.planning.low import SURE
from planner.planning.options import Choice, Option, Scene
from planner.planning.plan import PlanRequest, plan_district
from planner.planning.told import Told
from planner.planning.translate import to_solution
from planner.world.sky import weather_of
from tests.planner import valley
from tests.planner.planning.test_replan import moment
from tests.planner.planning.test_weather_plan import EARTH, MON, RAINY, WEEK, rainy

DRY = tuple(
    replace(RAINY, month=month, wet_after_wet=0.001, wet_after_dry=0.001, scale_mm=0.1)
    for month in range(1, 13)
)
DAWN = moment(MON, 3)
WARNED = WEEK.days()[:3]
EARTHEN: dict[str, Any] = {"surface": Surface.EARTH, "lowest_class": VehicleClass.MOTORBIKE}


def request(sky: Sky, seconds: float = 0.25) -> PlanRequest:
    return PlanRequest(horizon=WEEK, seconds=seconds, seed=3, sky=sky)


def dry_valley(**changes: Any) -> District:
    """Return two villages, each with a road of its own that no rain closes, where it never rains.

    There is room for both on any two days.
    """
    filled: dict[str, Any] = {
        "villages": (valley.village("v1"), valley.village("v2")),
        "climate": DRY,
        "rain_rules": (EARTH,),
    }
    return valley.district(**filled | changes)


def closed(segment: str, days: Sequence[date] = WARNED) -> Sky:
    """Return a sky in which a road is reported closed for some days."""
    report = RoadReport(
        segment=segment,
        condition=RoadCondition.CLOSED,
        first=days[0],
        last=days[-1],
        made_at=DAWN,
        source="thử",
    )
    return Sky(reports=(report,))


def foreseen(*mm: float) -> Sky:
    """Return a sky in which a forecast of Monday tells the rain of each day from then on."""
    days = tuple(
        Foreseen(commune="c1", day=MON + timedelta(days=i), mm=(one,)) for i, one in enumerate(mm)
    )
    return Sky(forecast=Forecast(made_on=MON, source="thử", days=days))


def advised(
    district: District, plan: Plan, sky: Sky, now: datetime = DAWN, days: int = 3
) -> Advice:
    return advise(district, request(sky), Told(plan=plan, now=now), days)


def each(found: Advice) -> tuple[Option, Option, Option]:
    """Return all three options."""
    some = {one.choice: one for one in found.options}
    return some[Choice.HOLD], some[Choice.SWAP], some[Choice.STAY_LOW]


def served(one: Option, district: District, village: str) -> float:
    """Return how many people of a village are served on the mean."""
    number = [v.id for v in district.villages].index(village)
    return float(one.played.by_village[:, number].mean())


def test_in_dry_certain_weather_there_is_nothing_to_change_or_wait_for() -> None:
    district = dry_valley()
    plan = plan_district(district, request(Sky()))
    found = advised(district, plan, Sky())
    hold, swap, low = each(found)
    assert hold.people == swap.people == low.people > 0
    assert hold.plan is plan
    assert [one.changed for one in found.options] == [0, 0, 0]
    assert [one.decide_by for one in found.options] == [None, None, None]
    assert [one.at_risk for one in found.options] == [0, 0, 0]
    assert found.waiting.before_costs == pytest.approx(0, abs=1e-9)
    assert found.waiting.value == pytest.approx(0, abs=1e-9)
    assert (found.choice, found.wait, found.dropped) == (Choice.HOLD, False, ())
    assert found.days == WARNED


def test_who_is_cut_off_while_it_rains_is_served_when_there_is_room() -> None:
    district = dry_valley()
    plan = plan_district(district, request(Sky()))
    (to_v2,) = (day for day in plan.shifts for s in day.stops if s.session.place == "v2")
    assert to_v2.day in WARNED
    found = advised(district, plan, closed("base-v2"))
    hold, swap, low = each(found)
    for one in (swap, low):
        assert [served(one, district, name) for name in ("v1", "v2")] == [40, 40]
        assert one.at_risk == 0 < hold.at_risk
        assert one.people > hold.people
    assert found.dropped != ()
    assert found.choice is Choice.SWAP
    assert swap.decide_by is not None
    assert DAWN < swap.decide_by < to_v2.depart


def test_a_warning_must_be_about_days_of_the_plan() -> None:
    district = dry_valley()
    plan = plan_district(district, request(Sky()))
    with pytest.raises(NotFound, match="no day of"):
        advised(district, plan, Sky(), now=moment(MON - timedelta(days=9), 8))


@given(
    mm=st.lists(st.floats(0, 60), min_size=1, max_size=5),
    hours=st.integers(-20, 60),
    days=st.integers(1, 4),
)
@example(mm=[21, 34, 50], hours=0, days=1)  # the far village stays cut off
@settings(max_examples=6, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
def test_who_stays_low_does_nothing_unsure(mm: list[float], hours: int, days: int) -> None:
    district = rainy(demands=(valley.demand("v1", people=300), valley.demand("v2", people=300)))
    plan = plan_district(district, request(Sky()))
    now = DAWN + timedelta(hours=hours)
    sky = foreseen(*mm)
    found = advised(district, plan, sky, now, days)
    told = Told(plan=plan, now=now + TO_TELL)
    low = each(found)[2].plan
    for shift in low.shifts:
        if shift.day in found.days and (shift.team, shift.day) not in told.begun:
            assert all(stop.held_in >= SURE for stop in shift.stops)
    before, after = (
        [(day.day, held(day)) for day in one.shifts if (day.team, day.day) in told.begun]
        for one in (plan, low)
    )
    assert before == after
    assert found.waiting.before_costs >= 0


def scene(district: District, plan: Plan, sky: Sky, now: datetime = DAWN) -> Scene:
    apart = WEEK.days()[:4]
    return Scene(
        district=district,
        told=plan,
        now=now,
        days=WARNED,
        weather=weather_of(district, WEEK, sky, step_s=STEP_S, apart=apart),
    )


def test_the_checker_refuses_a_plan_that_does_not_stay_low() -> None:
    """A road that closes in a fourth of the weathers is planned with, but not by who stays low."""
    district = rainy()
    plan = plan_district(district, request(Sky()))
    sky = foreseen(22, 22, 22)
    asked = request(sky)
    usual, low, _ = rests(scene(district, plan, sky), asked, Told(plan=plan, now=DAWN))
    broken = [violations(r.drafted.sealed().problem, r.before.solution) for r in (usual, low)]
    assert Constraint.PASSABLE not in {one.constraint for one in broken[0]}
    assert Constraint.PASSABLE in {one.constraint for one in broken[1]}


def test_the_checker_accepts_each_plan_in_the_problem_that_it_answers() -> None:
    district = rainy()
    plan = plan_district(district, request(Sky()))
    sky = foreseen(22, 22, 22)
    told = Told(plan=plan, now=DAWN + TO_TELL)
    usual, low, _ = rests(scene(district, plan, sky), request(sky), told)
    _, swapped, lowered = each(advised(district, plan, sky))
    for rest, one in ((usual, swapped), (low, lowered)):
        asked = rest.drafted.sealed()
        assert violations(asked.problem, to_solution(asked, one.plan).solution) == ()
    assert any(shift.day in WARNED and shift.stops for shift in lowered.plan.shifts)


def lodged(**changes: Any) -> District:
    """Return a village a day away, with a bed, behind an earth road; and one near the base."""
    filled: dict[str, Any] = {
        "villages": (valley.village("far"), valley.village("near")),
        "segments": (
            valley.road("base", "far", 75.0, **EARTHEN),
            valley.road("base", "near", 4.0),
        ),
        "demands": (valley.demand("far", people=300), valley.demand("near", people=60)),
        "teams": (valley.team(max_nights=4),),
        "lodgings": (valley.lodging("far"),),
        "climate": DRY,
        "rain_rules": (EARTH,),
    }
    return valley.district(**filled | changes)


def nights(plan: Plan, days: Sequence[date] = WARNED) -> list[date]:
    return [shift.day for shift in plan.shifts if shift.end_place != "base" and shift.day in days]


def test_who_stays_low_sleeps_only_where_the_way_home_is_sure() -> None:
    district = lodged()
    plan = plan_district(district, request(Sky()))
    assert nights(plan)
    # dry until the road closes on the third day: whoever is away then cannot come home
    found = advised(district, plan, closed("base-far", WEEK.days()[2:4]))
    hold, _, low = each(found)
    assert hold.nights == len(nights(plan))
    assert low.nights == 0
    assert nights(low.plan) == []
    assert served(low, district, "near") > 0
    dry = advised(district, plan, Sky())
    assert each(dry)[2].nights == hold.nights
    assert each(dry)[2].nights_cut_off == 0


def test_who_is_away_comes_home_before_the_road_closes() -> None:
    district = lodged()
    plan = plan_district(district, request(Sky()))
    away = next(shift for shift in plan.shifts if shift.end_place == "far")
    evening = away.back
    tomorrow = away.day + timedelta(days=1)
    sky = closed("base-far", [tomorrow + timedelta(days=1)])
    _, _, low = each(advised(district, plan, sky, evening))
    shifts = {shift.day: shift for shift in low.plan.shifts}
    assert shifts[away.day].end_place == "far"
    home = shifts[tomorrow]
    assert (home.start_place, home.stops, home.end_place) == ("far", (), "base")


def test_who_is_cut_off_keeps_the_tour_that_was_told() -> None:
    district = lodged()
    plan = plan_district(district, request(Sky()))
    away = next(shift for shift in plan.shifts if shift.end_place == "far")
    sky = closed("base-far", [away.day + timedelta(days=1), WEEK.last])
    found = advised(district, plan, sky, away.back)
    assert found.cut_off == (("m1", "far"),)
    until = next(s.day for s in plan.shifts if s.day > away.day and s.end_place == "base")
    tours = [[(s.day, held(s)) for s in one.plan.shifts if s.day <= until] for one in each(found)]
    assert tours[0] == tours[1] == tours[2]
    assert len(tours[0]) > 1


def held(shift: Shift) -> list[str]:
    return [stop.session.id for stop in shift.stops]
