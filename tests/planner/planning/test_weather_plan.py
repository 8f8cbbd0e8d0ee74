"""Plans made for uncertain weather: what is expected is what comes of it on the mean."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from planner.domain.district import District
from planner.domain.guarantee import Guarantee, GuaranteeKind
from planner.domain.plan import Horizon, Plan
from planner.domain.road import RoadState, Surface, VehicleClass
from planner.domain.weather import ClimateMonth, RainRule, RainTarget, Sky, WeatherWarning
from planner.errors import NotFound
from planner.planning.clock import STEP_S
from planner.planning.due import sessions_due
from planner.planning.plan import PlanRequest, plan_district
from planner.planning.simulate import Rule, play
from planner.planning.translate import to_problem
from planner.world.alike import Sharing
from planner.world.sky import fresh_states, weather_of
from planner.world.travel import travel_times
from planner.world.weathered import SCENARIOS
from tests.planner import valley

MON = date(2022, 8, 1)
WEEK = Horizon.weeks(MON, 1)
RAINY = ClimateMonth(month=8, wet_after_wet=0.8, wet_after_dry=0.6, shape=1.5, scale_mm=10)
EARTH = RainRule(target=RainTarget.EARTH, slow_from_mm=15, closed_at_mm=30, slides=True)
EACH_DAY = Sky(
    warnings=(
        # names no commune of the valley; but no day stands in for another
        WeatherWarning(
            communes=("c9",),
            first=MON,
            last=WEEK.last,
            made_at=datetime(2022, 7, 31, tzinfo=UTC),
            source="thử",
        ),
    )
)


def rainy(**changes: Any) -> District:
    """Return two villages behind earth roads, a long one and a short one, in the rainy season."""
    earth = {"surface": Surface.EARTH, "lowest_class": VehicleClass.MOTORBIKE}
    filled: dict[str, Any] = {
        "villages": (valley.village("v1"), valley.village("v2")),
        "segments": (
            valley.road("base", "v1", 6.0, **earth),
            valley.road("v1", "v2", 4.0, **earth),
        ),
        "climate": tuple(replace(RAINY, month=month) for month in range(1, 13)),
        "rain_rules": (EARTH,),
    }
    return valley.district(**filled | changes)


def planned(district: District, sky: Sky | None, seconds: float = 1) -> Plan:
    return plan_district(district, PlanRequest(horizon=WEEK, seconds=seconds, seed=3, sky=sky))


def test_what_is_expected_is_the_mean_of_the_weathers_planned_for() -> None:
    district = rainy(demands=(valley.demand("v1", people=400), valley.demand("v2", people=400)))
    plan = planned(district, EACH_DAY)
    states = weather_of(district, WEEK, EACH_DAY, step_s=STEP_S).states
    played = play(district, plan, states, Rule.AS_PLANNED)
    held_in = [stop.held_in for shift in plan.shifts for stop in shift.stops]
    assert played.held.mean(axis=0).tolist() == held_in
    assert 0 < min(held_in) < 1
    # nobody's turn comes twice here, so that the mean is exact but for one rounding a demand
    assert played.people.mean() == pytest.approx(plan.people_expected, abs=2)
    assert plan.weather is not None
    assert (plan.weather.scenarios, plan.weather.seed) == (SCENARIOS, 1)


def test_fresh_weathers_come_near_it() -> None:
    district = rainy(demands=(valley.demand("v1", people=400), valley.demand("v2", people=400)))
    plan = planned(district, Sky())
    states = fresh_states(district, WEEK, Sky(), weathers=4000, seed=9)
    played = play(district, plan, states, Rule.AS_PLANNED)
    error = played.people.std() / np.sqrt(len(played.people))
    assert abs(played.people.mean() - plan.people_expected) < 0.05 * plan.people_expected + error


def test_a_plan_may_mind_the_unluckiest_weathers() -> None:
    district = rainy(demands=(valley.demand("v1", people=400), valley.demand("v2", people=400)))
    request = PlanRequest(horizon=WEEK, seconds=1, seed=3, sky=Sky(), unlucky_percent=60)
    minding, plain = plan_district(district, request), planned(district, EACH_DAY)
    states = weather_of(district, WEEK, Sky(), step_s=STEP_S, sharing=Sharing.COURSES).states
    played = np.sort(play(district, minding, states, Rule.AS_PLANNED).people)
    assert minding.weather is not None
    found = minding.weather.unlucky
    assert found is not None
    assert found.percent == 60
    assert 0 < found.value < found.balance < minding.proof.value
    assert found.balance <= found.bound
    assert minding.proof.value <= minding.proof.bound
    # of all weathers the plan is not worse than the one for the mean, by what it minds
    other = np.sort(play(district, plain, states, Rule.AS_PLANNED).people)
    assert (
        0.4 * played.mean() + 0.6 * played[:6].mean() >= 0.4 * other.mean() + 0.6 * other[:6].mean()
    )


@pytest.mark.parametrize("chance", [0.3, 0.9, 1.0])
def test_in_uncertain_weather_a_village_is_seen_if_that_is_likely_enough(chance: float) -> None:
    """Two sessions on one day, in the same rain, are no likelier than one."""
    seen = Guarantee(id="seen", kind=GuaranteeKind.SEEN, scope="v2", chance=chance)
    first = replace(seen, id="first", by=MON)
    district = rainy(
        demands=(valley.demand("v1", people=400), valley.demand("v2", people=20)),
        guarantees=(seen, first),
    )
    plan = planned(district, EACH_DAY)
    held = [(d.day, s.held_in) for d in plan.shifts for s in d.stops if s.session.place == "v2"]
    assert plan.guaranteed is not None
    for one in plan.guaranteed.pledged:
        days = {day for day, _ in held if day <= one.pledge.until}
        shares = [max(share for at, share in held if at == day) for day in days]
        assert one.got == pytest.approx(100 * sum(shares))
        assert one.kept == (sum(shares) >= chance - 1e-9)
    assert max(share for _, share in held) < 0.9
    assert plan.guaranteed.pledged[1].kept == (chance < 0.5)
    if chance < 0.5:
        assert plan.guaranteed.kept == plan.guaranteed.most == 2


def test_certain_weather_is_planned_as_if_there_were_none() -> None:
    dry_climate = tuple(
        replace(m, wet_after_wet=0.001, wet_after_dry=0.001, scale_mm=0.1) for m in rainy().climate
    )
    district = rainy(climate=dry_climate)
    with_sky, without = planned(district, Sky()), planned(district, None)
    assert with_sky.people_expected == without.people_expected
    assert {stop.held_in for shift in with_sky.shifts for stop in shift.stops} == {1.0}


def test_days_alike_share_a_profile() -> None:
    district = rainy()
    dry = travel_times(district, RoadState.DRY)
    sessions = sessions_due(district, WEEK, dry)
    for sky, sharing, profiles in (
        (Sky(), Sharing.MOST, 1),
        (EACH_DAY, Sharing.MOST, 5),
        (Sky(), Sharing.NONE, 5),
        (Sky(), Sharing.WEEKS, 5),
    ):
        weather = weather_of(district, WEEK, sky, step_s=STEP_S, sharing=sharing)
        made = to_problem(district, sessions, dry, WEEK, RoadState.DRY, weather=weather)
        assert made.problem.open_in is not None
        assert len(made.problem.travel_s) == len(made.problem.open_in) == profiles
        for shift, (_, day) in zip(made.problem.shifts, made.shifts, strict=True):
            on = weather.on(VehicleClass.MOTORBIKE, day)
            rows = [dry.index_of[place] for place in made.locations]
            assert np.array_equal(
                made.problem.travel_s[shift.profile], on.seconds[np.ix_(rows, rows)]
            )
            assert np.array_equal(
                made.problem.open_in[shift.profile], on.open_in[np.ix_(rows, rows)]
            )


def test_nobody_goes_where_a_warning_holds() -> None:
    warned = replace(EACH_DAY.warnings[0], communes=("c1",), last=MON + timedelta(days=2))
    plan = planned(rainy(), Sky(warnings=(warned,)))
    # at the base itself one may sit
    assert all(shift.km == 0 for shift in plan.shifts if shift.day <= warned.last)
    assert any(shift.km > 0 for shift in plan.shifts)


def test_a_sky_needs_a_climate() -> None:
    with pytest.raises(NotFound, match=r"no climate for months \[8\]"):
        planned(rainy(climate=tuple(m for m in rainy().climate if m.month != 8)), Sky())


@pytest.mark.slow
def test_scenarios_are_no_luckier_than_weather() -> None:
    """The mean over many sets of 64 scenarios is that over 100,000 fresh weathers.

    Within 1 %, of which less than a third is sampling error (two standard errors of both).
    """
    district = rainy(demands=(valley.demand("v1", people=400), valley.demand("v2", people=400)))
    plan = planned(district, EACH_DAY)
    sets = [
        play(
            district,
            plan,
            weather_of(district, WEEK, replace(EACH_DAY, seed=seed), step_s=STEP_S).states,
            Rule.AS_PLANNED,
        ).people.mean()
        for seed in range(100, 500)
    ]
    states = fresh_states(district, WEEK, EACH_DAY, weathers=100_000, seed=9)
    fresh = play(district, plan, states, Rule.AS_PLANNED).people
    error = 2 * (np.std(sets) / np.sqrt(len(sets)) + fresh.std() / np.sqrt(len(fresh)))
    assert error < 0.003 * fresh.mean()
    assert abs(np.mean(sets) - fresh.mean()) < 0.01 * fresh.mean()


def test_in_courses_each_week_has_its_scenarios_turned_and_nothing_else() -> None:
    district, bike = rainy(), VehicleClass.MOTORBIKE
    shared, courses = (
        weather_of(district, Horizon.weeks(MON, 4), Sky(), step_s=STEP_S, sharing=sharing)
        for sharing in (Sharing.WEEKS, Sharing.COURSES)
    )
    for number in range(28):
        day = MON + timedelta(days=number)
        one, other = shared.on(bike, day), courses.on(bike, day)
        by = (number // 7 - 2) * 23 % 64  # the third week stands in for all
        for before, after in (
            (one.open_in, other.open_in),
            (one.passable_in, other.passable_in),
        ):
            for mask, turned in zip(before.ravel().tolist(), after.ravel().tolist(), strict=True):
                assert turned == sum(1 << (s + by) % 64 for s in range(64) if mask >> s & 1)
        assert np.array_equal(one.seconds, other.seconds)
        road = district.segments[0].id
        for s in range(64):
            assert courses.worse_than_planned(bike, day, s, [road]) == (
                shared.worse_than_planned(bike, day, (s - by) % 64, [road])
            )
