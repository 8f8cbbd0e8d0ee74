"""Replanning: what has begun stays, what was told changes only where it is worth it."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from planner.domain.district import District
from planner.domain.plan import Horizon, Plan
from planner.domain.road import RoadState
from planner.domain.weather import ClimateMonth, RoadCondition, RoadReport, Sky
from planner.errors import BadData, BadFile
from planner.jobs.desk import board_of
from planner.planning.edits import Drop, evaluate, to_edited_plan
from planner.planning.plan import PlanRequest, plan_district
from planner.planning.replan import LEAST_MOVE_COST, move_cost, replan_district
from planner.planning.stability import Shifted, stability
from planner.planning.told import Told
from tests.planner import valley
from tests.planner.planning.test_weather_plan import WEEK as RAINY_WEEK
from tests.planner.planning.test_weather_plan import rainy

MON = date(2022, 9, 5)
WEEK = Horizon.weeks(MON, 1)
REQUEST = PlanRequest(horizon=WEEK, seconds=1, seed=3)
BEFORE = datetime(2022, 9, 1, tzinfo=UTC)
DISTURBANCES = 200
SATURDAY = 5


def villages(**changes: object) -> District:
    """Return a valley of four villages with more people than one day can serve."""
    names = ("v1", "v2", "v3", "v4")
    return valley.district(
        villages=tuple(valley.village(n) for n in names),
        segments=[valley.road("base", n, 4.0 + i) for i, n in enumerate(names)],
        demands=tuple(valley.demand(n, people=90) for n in names),
        **changes,
    )


@pytest.fixture(scope="module")
def told() -> Plan:
    """Return the plan that everybody was told."""
    plan = plan_district(villages(), REQUEST)
    assert len({shift.day for shift in plan.shifts}) > 2
    return plan


def moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC) - timedelta(hours=7)


@pytest.mark.parametrize("now", [BEFORE, moment(MON, 12), moment(MON + timedelta(days=2), 12)])
def test_a_plans_own_answer_comes_back_unchanged(told: Plan, now: datetime) -> None:
    again = replan_district(villages(), REQUEST, Told(plan=told, now=now))
    assert again.plan.shifts == told.shifts
    assert again.stability.changed == ()
    assert (again.lost, again.dropped) == ((), ())


def test_days_that_have_begun_stay_whatever_changes(told: Plan) -> None:
    now = moment(MON + timedelta(days=1), 23)
    begun = [shift for shift in told.shifts if shift.depart <= now]
    assert begun
    cut = replace(villages(), demands=tuple(valley.demand(n, people=20) for n in ("v1", "v4")))
    cut = replace(cut, segments=tuple(s for s in villages().segments if s.end in ("v1", "v4")))
    after = replan_district(cut, REQUEST, Told(plan=told, now=now)).plan
    kept = {(s.team, s.day): s for s in after.shifts}
    for shift in begun:
        same = kept[shift.team, shift.day]
        places = [(stop.session.id, stop.start) for stop in shift.stops]
        assert [(stop.session.id, stop.start) for stop in same.stops] == places
        assert (same.start_place, same.end_place) == (shift.start_place, shift.end_place)


def test_a_way_that_took_longer_on_one_day_is_no_longer_on_another() -> None:
    one = valley.district(
        villages=(valley.village("v1"),),
        segments=[valley.road("base", "v1", 4.0)],
        demands=(valley.demand("v1", people=400),),
    )
    plan = plan_district(one, REQUEST)
    _first, second, *_ = (s for s in plan.shifts if s.stops[-1].session.place == "v1")
    slow = timedelta(minutes=20)
    slower = replace(second, back=second.back + slow, travel=second.travel + slow)
    lived = replace(plan, shifts=tuple(slower if s is second else s for s in plan.shifts))
    after = replan_district(one, REQUEST, Told(plan=lived, now=moment(second.day, 23))).plan
    was, came = ([(s.day, s.back) for s in p.shifts if s.day <= second.day] for p in (lived, after))
    assert was == came


def test_nothing_new_is_planned_for_days_gone_by(told: Plan) -> None:
    now = moment(MON + timedelta(days=1), 12)
    gone = {s.team: s for s in told.shifts if s.day == MON}
    fewer = replace(told, shifts=tuple(s for s in told.shifts if s.day > MON))
    after = replan_district(villages(), REQUEST, Told(plan=fewer, now=now)).plan
    assert gone
    assert [s for s in after.shifts if s.day == MON] == []
    assert all(
        stop.start > now or stop in fewer.shifts[0].stops
        for s in after.shifts
        for stop in s.stops
        if s.day > MON
    )


def test_a_closed_road_moves_only_what_it_must(told: Plan) -> None:
    now = BEFORE
    lost = next(
        stop.session.place for s in told.shifts for stop in s.stops if stop.session.place != "base"
    )
    roads = tuple(s for s in villages().segments if s.end != lost)
    after = replan_district(replace(villages(), segments=roads), REQUEST, Told(plan=told, now=now))
    hit = {
        stop.session.lasting_name
        for s in told.shifts
        for stop in s.stops
        if stop.session.place == lost
    }
    gone = {m.name for m in after.stability.of(Shifted.CANCELLED)}
    assert hit <= gone
    untouched = [m for m in after.stability.moves if m.name not in hit and m.before]
    kept = [m for m in untouched if m.kind is Shifted.KEPT]
    assert len(kept) > len(untouched) / 2


def test_a_village_that_stays_cut_off_is_left_out() -> None:
    """All days are in one state, which no road leads to: nobody plans a session there."""
    district = rainy()
    sunny = replace(REQUEST, horizon=RAINY_WEEK, sky=Sky())
    plan = plan_district(district, sunny)
    assert "v2" in {stop.session.place for s in plan.shifts for stop in s.stops}
    report = RoadReport(
        segment="v1-v2",
        condition=RoadCondition.CLOSED,
        first=RAINY_WEEK.first,
        last=RAINY_WEEK.last,
        made_at=BEFORE,
        source="thử",
    )
    cut = replace(sunny, sky=Sky(reports=(report,)))
    now = moment(RAINY_WEEK.first, 1)
    after = replan_district(district, cut, Told(plan=plan, now=now)).plan
    assert {stop.session.place for s in after.shifts for stop in s.stops} <= {"base", "v1"}
    assert after.people_expected > 0


def test_another_horizon_is_refused(told: Plan) -> None:
    other = PlanRequest(horizon=Horizon.weeks(MON, 2), seconds=1)
    with pytest.raises(ValueError, match="replan"):
        replan_district(villages(), other, Told(plan=told, now=BEFORE))


def test_a_move_costs_the_more_the_less_notice_is_left() -> None:
    hours = (1, 23, 24, 47, 48, 167, 168, 1000)
    costs = [move_cost(timedelta(hours=h)) for h in hours]
    assert costs == sorted(costs, reverse=True)
    assert (costs[0], costs[-1]) == (0.6, LEAST_MOVE_COST)


def test_stability_names_every_kind_of_change(told: Plan) -> None:
    first = told.shifts[0]
    later = replace(first.stops[0], start=first.stops[0].start + timedelta(minutes=5))
    moved = replace(
        told, shifts=(replace(first, stops=(later, *first.stops[1:])), *told.shifts[1:])
    )
    fewer = replace(told, shifts=told.shifts[1:])
    assert [m.kind for m in stability(told, moved).changed] == [Shifted.OTHER_TIME]
    assert {m.kind for m in stability(told, fewer).changed} == {Shifted.CANCELLED}
    assert {m.kind for m in stability(fewer, told).moves} == {Shifted.KEPT, Shifted.NEW}
    assert stability(told, told).changed == ()
    full = next(s for s in told.shifts if len(s.stops) > 1)
    emptier = replace(full, stops=full.stops[1:])
    instead = tuple(emptier if s == full else s for s in told.shifts)
    (gone,) = stability(told, replace(told, shifts=instead)).changed
    assert (gone.name, gone.kind) == (full.stops[0].session.lasting_name, Shifted.CANCELLED)
    turned = replace(
        full,
        stops=(
            replace(full.stops[1], start=full.stops[0].start),
            replace(full.stops[0], start=full.stops[1].start),
            *full.stops[2:],
        ),
    )
    instead = tuple(turned if s == full else s for s in told.shifts)
    changed = stability(told, replace(told, shifts=instead)).changed
    assert [m.kind for m in changed] == [Shifted.OTHER_ORDER, Shifted.OTHER_ORDER]
    assert stability(told, fewer).people_affected == sum(s.people for s in first.stops)
    assert stability(told, fewer).short(first.depart - timedelta(hours=1)) != ()
    assert stability(told, fewer).short(first.depart - timedelta(days=9)) == ()


def test_wet_roads_are_replanned_for(told: Plan) -> None:
    wet = replace(REQUEST, state=RoadState.WET)
    after = replan_district(villages(), wet, Told(plan=told, now=BEFORE))
    assert after.plan.road_state is RoadState.WET


def disturbed(rng: random.Random) -> District:
    """Return the villages with something gone: roads, people of a team, demand, a kit."""
    district = villages()
    match rng.randrange(4):
        case 0:
            cut = rng.choice(district.segments)
            return replace(district, segments=tuple(s for s in district.segments if s != cut))
        case 1:
            away = MON + timedelta(days=rng.randrange(5))
            members = tuple(
                replace(m, days_off=(away,)) if rng.random() < 0.8 else m for m in district.members
            )
            return replace(district, members=members)
        case 2:
            demands = tuple(replace(d, people=rng.choice((5, 60, 200))) for d in district.demands)
            return replace(district, demands=demands)
        case _:
            return replace(district, kits=district.kits[:1])


@pytest.mark.slow
def test_no_disturbance_moves_more_at_short_notice_than_is_allowed_or_forced(told: Plan) -> None:
    rng = random.Random(11)
    bound = 0
    for _ in range(DISTURBANCES):
        now = moment(MON + timedelta(days=rng.randrange(-1, 4)), rng.choice((5, 12, 20)))
        most = rng.randrange(3)
        said = Told(plan=told, now=now)
        request = replace(REQUEST, seconds=0.25)
        after = replan_district(disturbed(rng), request, said, most_short=most)
        changed = after.stability.short(now)
        assert len(changed) <= max(most, len(after.forced)), (now, most)
        bound += len(changed) == most
    assert bound > 0


def test_a_budget_holds_back_what_would_otherwise_move(told: Plan) -> None:
    now = moment(MON - timedelta(days=1), 20)
    demands = tuple(
        valley.demand(n, people=people)
        for n, people in (("v1", 400), ("v2", 40), ("v3", 40), ("v4", 40))
    )
    changed = replace(villages(), demands=demands)
    free = replan_district(changed, REQUEST, Told(plan=told, now=now))
    held = replan_district(changed, REQUEST, Told(plan=told, now=now), most_short=0)
    assert len(free.stability.short(now)) > 0
    assert held.forced == ()
    assert held.stability.short(now) == ()


THREE_WEEKS = replace(REQUEST, horizon=Horizon.weeks(MON, 3), sky=Sky())
FAR = (("base", "far", 160.0), ("far", "next", 2.0), ("far", "after", 2.0))
DRY = ClimateMonth(month=9, wet_after_wet=0.001, wet_after_dry=0.001, shape=1.5, scale_mm=0.1)


def remote(**changes: object) -> District:
    """Return villages that are eight hours away, with a bed in one; it never rains."""
    names = ("far", "next", "after")
    return valley.district(
        villages=tuple(valley.village(n, residents=2000) for n in names),
        segments=[valley.road(*ends) for ends in FAR],
        demands=tuple(valley.demand(n, people=2000) for n in names),
        teams=(valley.team(max_nights=1),),
        lodgings=(valley.lodging("far"),),
        climate=tuple(replace(DRY, month=month) for month in range(1, 13)),
        **changes,
    )


def closed(first: date, last: date) -> PlanRequest:
    """Return a request for the same weeks with the only road closed on some days."""
    report = RoadReport(
        segment=remote().segments[0].id,
        condition=RoadCondition.CLOSED,
        first=first,
        last=last,
        made_at=BEFORE,
        source="thử",
    )
    return replace(THREE_WEEKS, sky=Sky(reports=(report,)))


def nights(plan: Plan) -> list[date]:
    """Return the days after which the team sleeps away."""
    return [shift.day for shift in plan.shifts if shift.end_place == "far"]


@pytest.mark.parametrize("days", [1, 6])
def test_a_team_beyond_a_closed_road_stays_until_it_can_come_home(days: int) -> None:
    plan = plan_district(remote(), THREE_WEEKS)
    away = next(s for s in plan.shifts if s.end_place == "far")
    evening = Told(plan=plan, now=away.back)
    assert replan_district(remote(), THREE_WEEKS, evening).stability.changed == ()
    since = away.day + timedelta(days=1)
    last = away.day + timedelta(days=days)
    found = replan_district(remote(), closed(since, last), evening)
    (stuck,) = found.stuck
    opens = last + timedelta(days=1)
    home = next(
        day for day in (opens + timedelta(days=i) for i in range(7)) if day.weekday() < SATURDAY
    )
    assert (stuck.team, stuck.place, stuck.since, stuck.home) == ("m1", "far", since, home)
    waits = [since + timedelta(days=i) for i in range((home - since).days)]
    assert [day for day in nights(found.plan) if day < home] == [away.day, *waits]
    (back,) = (shift for shift in found.plan.shifts if shift.day == home)
    assert (back.start_place, back.end_place) == ("far", "base")
    # it works while it waits
    assert any(shift.stops for shift in found.plan.shifts if since <= shift.day < home)
    # and what was answered is a plan like any other: the day after, when it is home, by hand
    for days_later in (1, (home - away.day).days, (home - away.day).days + 1):
        again = Told(plan=found.plan, now=evening.now + timedelta(days=days_later))
        assert replan_district(remote(), closed(since, last), again).stability.changed == ()
    board = board_of(remote(), closed(since, last), found.plan)
    assert evaluate(board).broken == ()
    one = next(stop.session.id for shift in found.plan.shifts for stop in shift.stops)
    assert to_edited_plan(evaluate(board, Drop(session=one)).board).people_expected > 0


def test_a_village_that_is_cut_off_from_now_on_is_left_out() -> None:
    plan = plan_district(remote(), THREE_WEEKS)
    now = moment(MON, 3)
    found = replan_district(
        remote(), closed(MON, THREE_WEEKS.horizon.last), Told(plan=plan, now=now)
    )
    assert all(stop.session.place == "base" for s in found.plan.shifts for stop in s.stops)
    home = next(s for s in plan.shifts if s.start_place == "far" and s.end_place == "base")
    gone = home.day + timedelta(days=1)
    found = replan_district(
        remote(), closed(gone, THREE_WEEKS.horizon.last), Told(plan=plan, now=moment(gone, 1))
    )
    held = {(s.day, stop.session.place) for s in found.plan.shifts for stop in s.stops}
    assert {day for day, place in held if place != "base"} <= {
        MON + timedelta(days=i) for i in range((gone - MON).days)
    }
    assert [s for s in found.plan.shifts if s.day < gone] == [
        s for s in plan.shifts if s.day < gone
    ]
    # nobody has gone there yet, and the days on which one could have are over
    near = replace(remote(), lodgings=(), segments=(valley.road("base", "far"),))
    near = replace(near, demands=near.demands[:1])
    idle = Told(plan=replace(plan, shifts=()), now=moment(gone, 1))
    found = replan_district(near, closed(gone, THREE_WEEKS.horizon.last), idle)
    assert all(stop.session.place == "base" for s in found.plan.shifts for stop in s.stops)


def test_who_waited_goes_on_no_longer_tours_than_before() -> None:
    plan = plan_district(remote(), THREE_WEEKS)
    away = next(s for s in plan.shifts if s.end_place == "far")
    home = next(s for s in plan.shifts if s.day > away.day and s.end_place == "base")
    first = replace(plan, shifts=tuple(s for s in plan.shifts if s.day <= home.day))
    days = [away.day + timedelta(days=i) for i in (1, 4)]
    found = replan_district(remote(), closed(days[0], days[1]), Told(plan=first, now=away.back))
    (stuck,) = found.stuck
    assert stuck.home is not None
    assert stuck.nights > remote().teams[0].max_nights
    later = {day for day in nights(found.plan) if day > stuck.home}
    assert later
    assert not {day + timedelta(days=1) for day in later} & later


def test_a_team_that_cannot_come_home_before_the_plan_ends_is_named() -> None:
    plan = plan_district(remote(), THREE_WEEKS)
    away = next(s for s in plan.shifts if s.end_place == "far")
    with pytest.raises(BadFile) as caught:
        replan_district(
            remote(),
            closed(away.day + timedelta(days=1), THREE_WEEKS.horizon.last),
            Told(plan=plan, now=away.back),
        )
    (fault,) = caught.value.exceptions
    assert isinstance(fault, BadData)
    assert (fault.code, fault.where) == ("team_cut_off", "Tổ m1 (ví dụ)")
