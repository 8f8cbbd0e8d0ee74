"""Guarantees: what can be kept is kept, whatever it costs, and the plan itself shows it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.problem import Problem
from optimizer.solution import Solution
from optimizer.solve import solve, work_for
from optimizer.value import served, value
from planner.domain.almanac import AlmanacKind
from planner.domain.district import District
from planner.domain.guarantee import Guarantee, GuaranteeKind, Pledge
from planner.domain.place import Commune
from planner.domain.plan import Horizon, Plan, SkipReason
from planner.domain.road import RoadState
from planner.errors import BadData, BadFile
from planner.planning.due import sessions_due
from planner.planning.edits import Drop, evaluate, open_board, pledges_kept, to_edited_plan
from planner.planning.guarantees import is_kept, not_asked, pledges, reached
from planner.planning.keeping import answer_keeping
from planner.planning.plan import PlanRequest, plan_district
from planner.planning.replan import replan_district
from planner.planning.stability import Shifted
from planner.planning.told import Told
from planner.planning.translate import Translation, to_plan, to_problem
from planner.world.travel import travel_times
from tests.optimizer.brute import best_plan
from tests.planner import valley

MON = date(2022, 9, 5)
WEEK = Horizon.weeks(MON, 1)
DAYS = Horizon(first=MON, last=MON + timedelta(days=2))
REQUEST = PlanRequest(horizon=WEEK, seconds=1, seed=3)
BEFORE = datetime(2022, 9, 1, tzinfo=UTC)
DRY = RoadState.DRY


def seen(**changes: Any) -> Guarantee:
    """Return that each village is seen within the horizon."""
    return Guarantee(**{"id": "seen", "kind": GuaranteeKind.SEEN, **changes})


def share(part: float, **changes: Any) -> Guarantee:
    """Return that each commune has a share of its people served."""
    return Guarantee(**{"id": "share", "kind": GuaranteeKind.SHARE, "share": part, **changes})


def far_and_near(*guarantees: Guarantee, **changes: object) -> District:
    """Return three villages with many people, and a far one with few that no plan goes to."""
    names = ("v1", "v2", "v3", "far")
    return valley.district(
        villages=tuple(valley.village(n) for n in names),
        segments=[valley.road("base", n, 4.0 if n != "far" else 36.0) for n in names],
        demands=tuple(valley.demand(n, people=300 if n != "far" else 3) for n in names),
        guarantees=guarantees,
        **changes,
    )


def places(plan: Plan) -> list[tuple[str, date]]:
    return [(stop.session.place, day.day) for day in plan.shifts for stop in day.stops]


def kept_in(district: District, plan: Plan) -> dict[tuple[str, str], bool]:
    """Return which pledges a plan keeps, as anybody could read it who has plan and district."""
    stops = [stop for day in plan.shifts for stop in day.stops]
    return {
        (p.guarantee, p.area): is_kept(p, reached(district, stops, p))
        for p in pledges(district, plan.horizon)
    }


def asked(district: District, horizon: Horizon, most: int | None = None) -> Translation:
    """Return the problem of the first sessions of a district."""
    travel = travel_times(district, DRY)
    sessions = sessions_due(district, horizon, travel)[:most]
    return to_problem(district, sessions, travel, horizon, DRY)


def engine(problem: Problem, start: Solution | None) -> Solution:
    return solve(problem, work=work_for(0.2), seed=1, start=start)


def test_a_village_that_no_plan_goes_to_is_seen_if_that_is_guaranteed() -> None:
    free, bound = (plan_district(far_and_near(*some), REQUEST) for some in ((), (seen(),)))
    assert "far" not in {place for place, _ in places(free)}
    assert "far" in {place for place, _ in places(bound)}
    assert free.guaranteed is None
    assert bound.guaranteed is not None
    assert (bound.guaranteed.kept, bound.guaranteed.most) == (4, 4)
    assert 0 < bound.people_expected < free.people_expected
    assert bound.people_due == free.people_due
    assert bound.proof.value < free.proof.value <= free.proof.bound


@pytest.mark.parametrize("day", range(4))
def test_it_is_seen_by_the_day_that_is_said(day: int) -> None:
    by = MON + timedelta(days=day)
    plan = plan_district(far_and_near(seen(scope="far", by=by)), REQUEST)
    days = [held for place, held in places(plan) if place == "far"]
    assert days
    assert min(days) <= by


def test_who_waited_longest_is_seen_first() -> None:
    rule = seen(waited_days=90, by=MON)
    last = {"v1": date(2022, 8, 1), "v2": date(2022, 8, 2), "v3": date(2022, 8, 3)}
    district = far_and_near(rule)
    district = replace(
        district, villages=tuple(replace(v, last_visit=last.get(v.id)) for v in district.villages)
    )
    assert [p.area for p in pledges(district, WEEK)] == ["far"]
    assert ("far", MON) in places(plan_district(district, REQUEST))


def test_what_cannot_be_kept_says_why_and_costs_nothing() -> None:
    cut = far_and_near(seen())
    cut = replace(cut, segments=tuple(s for s in cut.segments if s.end != "far"))
    plan = plan_district(cut, REQUEST)
    assert plan.guaranteed is not None
    (lost,) = [one for one in plan.guaranteed.pledged if not one.kept]
    assert (lost.pledge.area, lost.got, lost.reason) == ("far", 0.0, SkipReason.PASSABLE)
    assert (plan.guaranteed.kept, plan.guaranteed.most) == (3, 3)


def test_where_not_all_can_be_kept_that_is_proven() -> None:
    """One evening has room for one village: the others' guarantee cannot be kept."""
    plan = plan_district(far_and_near(seen(by=MON, scope="c1")), REQUEST)
    assert plan.guaranteed is not None
    assert plan.guaranteed.kept == plan.guaranteed.most < 4
    assert plan.proof.gap < 0.5
    assert {one.reason for one in plan.guaranteed.pledged} == {None, SkipReason.VALUE}


def test_a_share_is_of_the_people_of_each_commune() -> None:
    district = far_and_near(share(0.9))
    district = replace(
        district,
        communes=(*district.communes, Commune(code="c2", edition=2022, name="xã Hai", seat="far")),
        villages=tuple(
            replace(v, commune="c2" if v.id == "far" else "c1") for v in district.villages
        ),
    )
    c1, c2 = pledges(district, WEEK)
    assert [(p.area, p.villages, p.need) for p in (c1, c2)] == [
        ("c1", ("v1", "v2", "v3"), 810),
        ("c2", ("far",), 3),
    ]
    plan = plan_district(replace(district, guarantees=(share(0.6, scope="c2"),)), REQUEST)
    assert kept_in(district, plan)["share", "c2"] is False
    assert "far" in {place for place, _ in places(plan)}


@st.composite
def worlds(draw: st.DrawFn) -> District:
    """Return two to four villages at any distance, with guarantees of both kinds."""
    names = [f"v{n}" for n in range(1, draw(st.integers(2, 4)) + 1)]
    days = st.sampled_from((None, MON, DAYS.last))
    return valley.district(
        villages=tuple(valley.village(n) for n in names),
        segments=[valley.road("base", n, draw(st.sampled_from((3.0, 20.0, 70.0)))) for n in names],
        demands=tuple(
            valley.demand(
                n,
                people=draw(st.sampled_from((0, 4, 40, 150))),
                weight=draw(st.sampled_from((1.0, 30.0))),
            )
            for n in names
        ),
        guarantees=(
            seen(by=draw(days)),
            seen(id="one", scope="v1", by=draw(days)),
            share(draw(st.sampled_from((0.2, 0.7, 1.0))), by=draw(days)),
        ),
    )


@settings(max_examples=25, deadline=None)
@given(worlds())
def test_the_plan_shows_what_the_optimizer_counted(district: District) -> None:
    names = asked(district, DAYS)
    own, answer, most = answer_keeping(names, engine)
    plan = to_plan(own, answer, most)
    got = served(own.problem, answer).tolist()[len(own.demands) :]
    demands = own.problem.demands[len(own.demands) :]
    shown = kept_in(district, plan)
    stops = [stop for day in plan.shifts for stop in day.stops]
    for pledge, people, demand in zip(own.pledges, got, demands, strict=True):
        full = people == demand.people
        if pledge.kind is GuaranteeKind.SEEN:
            assert shown[pledge.guarantee, pledge.area] == full
        else:  # people who could come to two sessions are counted once in the plan
            assert full or not shown[pledge.guarantee, pledge.area]
            counted = demand.people // pledge.need * reached(district, stops, pledge)
            assert people >= min(demand.people, counted) - 1e-6
    assert plan.guaranteed is None or plan.guaranteed.kept == sum(shown.values())
    assert plan.proof.value == value(own.plain, answer) <= plan.proof.bound
    assert plan.people_expected == sum(served(own.problem, answer)[: len(own.demands)])


def most_seen(names: Translation) -> int:
    """Return how many pledges the best of all plans keeps if nothing else is worth anything."""
    people = len(names.demands)
    only = (
        *(replace(d, weight=0) for d in names.problem.demands[:people]),
        *(replace(d, weight=1) for d in names.problem.demands[people:]),
    )
    best = best_plan(replace(names.problem, demands=only, travel_cost=0))
    assert best is not None
    return _full(names, best)


def _full(names: Translation, answer: Solution) -> int:
    got = served(names.problem, answer).tolist()
    pairs = zip(got, names.problem.demands, strict=True)
    return sum(people == d.people for people, d in list(pairs)[len(names.demands) :])


@settings(max_examples=30, deadline=None)
@given(worlds(), st.sampled_from((MON, DAYS.last)))
def test_as_many_villages_are_seen_as_can_be(district: District, last: date) -> None:
    """Tried against every plan there is, of one session a village."""
    only = tuple(
        replace(g, by=min(g.by, last) if g.by else None)
        for g in district.guarantees
        if g.kind is GuaranteeKind.SEEN
    )
    district, horizon = replace(district, guarantees=only), Horizon(first=MON, last=last)
    travel = travel_times(district, DRY)
    due = sessions_due(district, horizon, travel)
    some = tuple({s.place: s for s in due if s.place != "base"}.values())
    names = to_problem(district, some, travel, horizon, DRY)
    own, answer, most = answer_keeping(names, engine)
    plan = to_plan(own, answer, most)
    kept = plan.guaranteed.kept if plan.guaranteed else 0
    assert kept == most_seen(names)
    assert plan.guaranteed is None or kept <= plan.guaranteed.most


def test_a_session_is_cut_only_where_a_date_divides_its_days() -> None:
    plain = asked(far_and_near(), WEEK)
    later = asked(far_and_near(seen(by=WEEK.last + timedelta(days=1))), WEEK)
    whole = asked(far_and_near(seen()), WEEK)
    cut = asked(far_and_near(seen(by=MON)), WEEK)
    assert later.problem.visits == plain.problem.visits
    assert later.problem.demands == plain.problem.demands
    assert whole.sessions == plain.sessions
    assert len(cut.sessions) > len(plain.sessions)
    for session in plain.sessions:
        numbers = cut.visits[session.id]
        windows = [w for n in numbers for w in cut.problem.visits[n].windows]
        (number,) = plain.visits[session.id]
        assert windows == list(plain.problem.visits[number].windows)
        assert len({cut.problem.visits[n].group for n in numbers}) == 1


def test_a_rule_that_is_kept_already_changes_nothing_that_was_told() -> None:
    told = plan_district(far_and_near(), REQUEST)
    by = MON + timedelta(days=2)
    kept = sorted({place for place, day in places(told) if day <= by and place != "base"})
    assert kept
    ruled = far_and_near(*(seen(id=place, scope=place, by=by) for place in kept))
    again = replan_district(ruled, REQUEST, Told(plan=told, now=BEFORE))
    assert again.plan.shifts == told.shifts
    assert all(kept_in(ruled, again.plan).values())


def test_a_new_rule_moves_what_it_must() -> None:
    told = plan_district(far_and_near(), REQUEST)
    ruled = far_and_near(seen(scope="far"))
    again = replan_district(ruled, REQUEST, Told(plan=told, now=BEFORE))
    assert again.plan.guaranteed is not None
    assert again.plan.guaranteed.kept == 1
    assert len(again.stability.of(Shifted.KEPT)) > 0


def test_an_edit_shows_which_pledge_it_breaks() -> None:
    district = far_and_near(seen(by=DAYS.last))
    plan = plan_district(district, REQUEST)
    board = open_board(asked(district, WEEK), plan)
    held = next(s.session.id for day in plan.shifts for s in day.stops if s.session.place == "far")
    verdict = evaluate(board, Drop(session=held))
    (lost,) = pledges_kept(board) - pledges_kept(verdict.board)
    assert (lost.area, verdict.people, verdict.broken) == ("far", -2, ())
    edited = to_edited_plan(verdict.board)
    assert edited.guaranteed is not None
    assert [one.pledge for one in edited.guaranteed.pledged if not one.kept] == [lost]
    assert edited.proof.value <= edited.proof.bound


@pytest.mark.parametrize(
    ("rule", "until"),
    [
        (seen(), WEEK.last),
        (seen(by=MON), MON),
        (seen(weeks=1), WEEK.last),
        (seen(by=MON - timedelta(days=1)), None),
        (seen(by=WEEK.last + timedelta(days=1)), None),
        (seen(weeks=2), None),
    ],
)
def test_a_date_outside_the_plan_is_not_asked_of_it(rule: Guarantee, until: date | None) -> None:
    district = far_and_near(rule)
    found: Sequence[Pledge] = pledges(district, WEEK)
    assert {p.until for p in found} == ({until} if until else set())
    assert not_asked(district, WEEK) == (() if until else (rule,))


def test_nothing_is_promised_to_a_village_where_nobody_waits() -> None:
    district = far_and_near(seen(), share(0.5))
    nobody = tuple(replace(d, people=0) for d in district.demands)
    assert pledges(replace(district, demands=nobody), WEEK) == ()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"by": MON, "weeks": 1}, "not_both"),
        ({"share": 0.5}, "not_of_kind"),
        ({"kind": GuaranteeKind.SHARE}, "out_of_range"),
        ({"chance": 0.0}, "out_of_range"),
        ({"weeks": -1}, "negative"),
        ({"id": ""}, "empty"),
    ],
)
def test_a_rule_that_means_nothing_is_refused(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(BadFile) as told:
        seen(**wrong)
    assert [getattr(fault, "code", None) for fault in told.value.exceptions] == [code]


def test_unlucky_weather_and_guarantees_are_not_planned_together() -> None:
    with pytest.raises(BadData, match="unlucky"):
        plan_district(far_and_near(seen()), replace(REQUEST, unlucky_percent=20))


def test_a_date_before_which_a_village_has_no_open_day_is_the_reason() -> None:
    closed = valley.entry(AlmanacKind.CLOSED, MON, MON + timedelta(days=1), scope="far")
    district = far_and_near(seen(by=MON + timedelta(days=1), scope="far"), almanac=(closed,))
    plan = plan_district(district, REQUEST)
    assert plan.guaranteed is not None
    assert [one.reason for one in plan.guaranteed.pledged] == [SkipReason.AVAILABILITY]
    assert (plan.guaranteed.kept, plan.guaranteed.most) == (0, 0)


def test_where_no_team_works_nothing_is_kept() -> None:
    holiday = valley.entry(AlmanacKind.HOLIDAY, MON, WEEK.last)
    plan = plan_district(far_and_near(seen(), almanac=(holiday,)), REQUEST)
    assert plan.guaranteed is not None
    assert (plan.guaranteed.kept, plan.guaranteed.most) == (0, 0)
    assert {one.reason for one in plan.guaranteed.pledged} == {SkipReason.AVAILABILITY}
