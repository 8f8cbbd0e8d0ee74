"""A draft is completed: pins hold, what a hand did stays, what was dropped stays away."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.check import violations
from optimizer.problem import Constraint, Problem
from optimizer.solution import Solution
from optimizer.solve import OnProgress
from planner.domain.district import District
from planner.domain.draft import (
    Add,
    Completed,
    Draft,
    Drop,
    Move,
    Pin,
    Step,
    Strength,
    strengths_of,
)
from planner.domain.plan import Horizon, Plan, SkipReason, Stop
from planner.domain.road import Surface, VehicleClass
from planner.domain.session import Sitting
from planner.domain.weather import RoadCondition, RoadReport, Sky
from planner.errors import BadData, BadFile, Infeasible, NotFound
from planner.planning.completion import complete_draft
from planner.planning.drafts import Played, find_held, played, verdict_of
from planner.planning.due import sessions_due
from planner.planning.edits import Board, open_board
from planner.planning.plan import PlanRequest, plan_district
from planner.planning.plan import drafted as drafted_numbers
from planner.planning.replan import replan_district
from planner.planning.stability import Shifted
from planner.planning.told import Told
from planner.planning.translate import Pinned, Translation, held_sessions, to_plan
from planner.world.travel import travel_times
from tests.planner import valley
from tests.planner.planning.test_drafts import drafted, drafts
from tests.planner.planning.test_edits import TWO_TEAMS, board_of, held
from tests.planner.planning.test_replan import BEFORE, MON, REQUEST, moment
from tests.planner.planning.test_weather_plan import rainy

QUICK = replace(REQUEST, seconds=0.2)
EARLY = BEFORE - timedelta(days=40)
RAIN = PlanRequest(horizon=Horizon.weeks(date(2022, 8, 1), 1), seconds=0.5, seed=3, sky=Sky(seed=3))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_district(TWO_TEAMS, REQUEST)


@pytest.fixture(scope="module")
def board(plan: Plan) -> Board:
    return board_of(plan)


def stops(plan: Plan) -> Iterator[tuple[str, date, int, Stop]]:
    """Yield team, day, place in the day and stop of every session of a plan."""
    for shift in plan.shifts:
        for order, stop in enumerate(shift.stops, start=1):
            yield shift.team, shift.day, order, stop


def keeps(plan: Plan, pin: Pinned) -> bool:
    """Return whether a plan, in its own words, has a session as it is pinned."""
    return any(
        (stop.session.id, team) == (pin.session, pin.team)
        and pin.day in (None, day)
        and pin.order in (None, order)
        and pin.start in (None, stop.start)
        for team, day, order, stop in stops(plan)
    )


def names_of(plan: Plan) -> set[str]:
    return {stop.session.lasting_name for _, _, _, stop in stops(plan)}


def completed(now: Played, at: datetime = BEFORE, request: PlanRequest = QUICK) -> Plan:
    base = to_plan(now.base.translation, now.base.solution)
    return complete_draft(TWO_TEAMS, request, now, Told(plan=base, now=at))


def codes(caught: pytest.ExceptionInfo[BadFile]) -> list[tuple[str, str]]:
    """Return code and place of each fault."""
    return [(f.code, f.where) for f in caught.value.exceptions if isinstance(f, BadData)]


@pytest.mark.slow
def test_a_completed_draft_keeps_every_pin_and_what_a_hand_did(board: Board) -> None:
    done: list[bool] = []

    @settings(max_examples=60)
    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        done.append(is_completed(played(board, data.draw(drafts(board, 5)), {})))

    check()
    assert sum(done) > len(done) / 3 > 10


def is_completed(now: Played) -> bool:
    """Return whether a draft could be completed, and check that then everything is kept."""
    try:
        made = completed(now)
    except BadFile:
        # a board that breaks nothing is a plan that keeps them: it is where the optimizer begins
        assert verdict_of(now).broken != ()
        return False
    assert [pin for pin in now.pins.values() if not keeps(made, pin)] == []
    assert [pin for pin in now.moved.values() if not keeps(made, pin)] == []
    assert names_of(made) & now.away == set()
    names = now.base.translation
    assert violations(names.problem, open_board(names, made).solution) == ()
    return True


def test_an_untouched_draft_is_the_plan_again(board: Board, plan: Plan) -> None:
    made = completed(played(board, Draft(base=1), {}), request=REQUEST)
    assert (made.shifts, made.people_expected) == (plan.shifts, plan.people_expected)


def test_what_was_dropped_stays_away_and_nothing_stands_in_for_it(board: Board, plan: Plan) -> None:
    """The same crew could hold the next of the series at the same hour: that is no drop."""
    gone = held(board)[0][0]
    name = find_held(board, gone).name
    made = completed(played(board, drafted(Drop(session=gone)), {}))
    session = next(stop.session for _, _, _, stop in stops(plan) if stop.session.id == gone)
    alike = {
        s.lasting_name
        for s in board.translation.sessions
        if (s.place, s.sitting) == (session.place, session.sitting)
    }
    assert name not in names_of(made)
    assert names_of(made) & alike <= names_of(plan) - {name}
    assert alike - names_of(plan) != set()


def test_a_pin_and_a_hand_that_disagree_are_named(board: Board) -> None:
    session, team, day = held(board)[0]
    name = find_held(board, session).name
    other = next(d for t, d in board.translation.shifts if t == team and d != day)
    pin = Pin(session=name, strengths=strengths_of(Strength.DAY))
    for step in (Move(session=session, team=team, day=other), Drop(session=session)):
        with pytest.raises(BadFile) as caught:
            completed(played(board, drafted(pin, step), {}))
        (found,) = codes(caught)
        assert found[0] == "pin_moved"
        assert f"{day:%d/%m/%Y}" in found[1]
        assert session in found[1]


def test_two_pins_at_one_hour_are_both_named(board: Board, plan: Plan) -> None:
    """Two sessions are pinned to the same team and hour, in two places."""
    full = next(s for s in plan.shifts if len(s.stops) > 1)
    first, second = full.stops[:2]
    names = board.translation
    later = next(
        s
        for s in names.sessions
        if s.place not in {first.session.place}
        and s.lasting_name not in names_of(plan)
        and s.sitting == first.session.sitting
    )
    steps: list[Step] = [
        Drop(session=second.session.id),
        Pin(session=first.session.lasting_name, strengths=strengths_of()),
        Add(session=later.id, team=full.team, day=full.day, order=1),
    ]
    now = played(board, drafted(*steps), {})
    at = replace(find_held(now.board, later.id), start=first.start, order=None)
    now = replace(now, pins={**now.pins, later.lasting_name: at})
    with pytest.raises(BadFile) as caught:
        completed(now)
    found = codes(caught)
    assert {code for code, _ in found} == {"pin_with"}
    assert [first.session.id in where or later.id in where for _, where in found] == [True, True]
    told = caught.value.exceptions[0]
    assert isinstance(told, BadData)
    assert "không đến kịp" in told.text("vi")
    assert "the team cannot be there in time" in told.text("en")


def test_a_session_that_the_team_cannot_hold_is_named_with_the_reason() -> None:
    """The second team goes home before the evening, and is given an evening session."""
    early = replace(TWO_TEAMS, teams=(valley.team("m1"), valley.team("m2", day_end=time(15))))
    made = plan_district(early, REQUEST)
    base = open_board(numbers(early, REQUEST), made)
    evening, day = next(
        (stop.session.id, day)
        for _, day, _, stop in stops(made)
        if stop.session.sitting is Sitting.VILLAGE_EVENING
    )
    now = played(base, drafted(Move(session=evening, team="m2", day=day)), {})
    with pytest.raises(BadFile) as caught:
        complete_draft(early, QUICK, now, Told(plan=made, now=BEFORE))
    (told,) = caught.value.exceptions
    assert isinstance(told, BadData)
    assert told.code == "pin_alone"
    assert "tổ không làm được buổi này" in told.text("vi")
    assert "the team cannot hold this session" in told.text("en")
    assert f"Tổ m2 (ví dụ), {day:%d/%m/%Y} [{evening}]" in told.where


def numbers(district: District, request: PlanRequest) -> Translation:
    """Return the problem of a district."""
    travel = travel_times(district, request.state)
    sessions = sessions_due(district, request.horizon, travel)
    return drafted_numbers(district, sessions, travel, request).sealed()


@pytest.fixture(scope="module")
def wet() -> Plan:
    """Return a week's plan for rain, of two villages on one road."""
    return plan_district(rainy(), RAIN)


def closed(first: date, last: date) -> PlanRequest:
    """Return the request of that plan with its road reported closed on some days."""
    report = RoadReport(
        segment="base-v1",
        first=first,
        last=last,
        condition=RoadCondition.CLOSED,
        source="xã (ví dụ)",
        made_at=EARLY,
    )
    return replace(RAIN, sky=Sky(seed=3, reports=(report,)))


def test_a_pin_beyond_a_closed_road_is_named_with_the_reason(wet: Plan) -> None:
    """The road is reported closed on the day of the pin; no weather opens it."""
    day, session = next(
        (day, stop.session) for _, day, _, stop in stops(wet) if stop.session.place == "v2"
    )
    request = closed(day, day)
    base = open_board(numbers(rainy(), request), wet)
    pin = Pin(session=session.lasting_name, strengths=strengths_of(Strength.DAY))
    now = played(base, drafted(pin), {})
    assert Constraint.PASSABLE in {b.constraint for b in verdict_of(now).broken}
    with pytest.raises(BadFile) as caught:
        complete_draft(rainy(), request, now, Told(plan=wet, now=EARLY))
    (fault,) = caught.value.exceptions
    assert isinstance(fault, BadData)
    assert fault.code == "pin_alone"
    assert "không có đường đi được" in fault.text("vi")
    assert session.id in fault.where
    free = complete_draft(
        rainy(), request, played(base, Draft(base=1), {}), Told(plan=wet, now=EARLY)
    )
    assert day not in {d for _, d, _, stop in stops(free) if stop.session.place != "base"}


def test_a_road_closed_for_good_leaves_a_plan_that_names_what_is_lost(wet: Plan) -> None:
    request = closed(RAIN.horizon.first, RAIN.horizon.last)
    with pytest.raises(NotFound) as caught:
        open_board(numbers(rainy(), request), wet)
    assert "dữ liệu của huyện đã đổi" in caught.value.text("vi")
    again = replan_district(rainy(), request, Told(plan=wet, now=EARLY))
    beyond = {stop.session.lasting_name for *_, stop in stops(wet) if stop.session.place != "base"}
    assert {move.name for move in again.stability.of(Shifted.CANCELLED)} >= beyond
    assert len(again.lost) >= len(beyond) > 0


def test_people_beyond_a_road_closed_for_good_are_left_for_want_of_a_road() -> None:
    """They live too far away to walk to where a session still can be."""
    earth = {"surface": Surface.EARTH, "lowest_class": VehicleClass.MOTORBIKE}
    roads = (valley.road("base", "v1", 6.0, **earth), valley.road("v1", "v2", 30.0, **earth))
    request = closed(RAIN.horizon.first, RAIN.horizon.last)
    made = plan_district(rainy(segments=roads), request)
    assert [x.reason for x in made.left if x.village == "v2"] == [SkipReason.PASSABLE]


def test_a_team_beyond_a_road_closed_for_good_holds_what_it_has_begun(wet: Plan) -> None:
    shift = next(s for s in wet.shifts if s.stops[0].session.place != "base")
    request = closed(RAIN.horizon.first, RAIN.horizon.last)
    again = replan_district(rainy(), request, Told(plan=wet, now=shift.depart)).plan
    (kept,) = [s for s in again.shifts if (s.team, s.day) == (shift.team, shift.day)]
    assert [(s.session.id, s.start, s.end) for s in kept.stops] == [
        (s.session.id, s.start, s.end) for s in shift.stops
    ]


def test_two_pins_for_one_place_in_the_day_are_named(board: Board, plan: Plan) -> None:
    full = next(s for s in plan.shifts if len(s.stops) > 1)
    first, second = (find_held(board, stop.session.id) for stop in full.stops[:2])
    now = played(board, Draft(base=1), {})
    now = replace(
        now,
        pins={
            first.name: replace(first, order=1, start=None),
            second.name: replace(second, order=1, start=None),
        },
    )
    with pytest.raises(BadFile) as caught:
        completed(now)
    ((code, where),) = codes(caught)
    assert code == "pin_seat"
    assert second.session in where


def test_days_that_have_begun_stay_and_cannot_be_edited(board: Board, plan: Plan) -> None:
    now = moment(MON + timedelta(days=1), 12)
    begun = [s for s in plan.shifts if s.depart <= now]
    later = next(s for s in plan.shifts if s.depart > now)
    assert begun
    gone = Drop(session=later.stops[0].session.id)
    made = completed(played(board, drafted(gone), {}), now)
    kept = {(s.team, s.day): s for s in made.shifts}
    assert [kept[s.team, s.day].stops for s in begun] == [s.stops for s in begun]
    assert later.stops[0].session.lasting_name not in names_of(made)
    early = begun[0].stops[0].session.id
    for step in (
        Drop(session=early),
        Move(session=early, team=later.team, day=later.day),
    ):
        with pytest.raises(BadFile) as caught:
            completed(played(board, drafted(step), {}), now)
        ((code, where),) = codes(caught)
        assert code == "pin_begun"
        assert early in where


def test_a_completion_is_a_step_that_is_undone_like_any_other(board: Board) -> None:
    session = held(board)[0][0]
    first = drafted(Drop(session=session))
    made = completed(played(board, first, {}))
    draft = first.with_step(Completed(completion=7))
    after = played(board, draft, {7: made})
    assert verdict_of(after).broken == ()
    assert {p.session for p in held_sessions(after.board.translation, after.board.solution)} == {
        stop.session.id for _, _, _, stop in stops(made)
    }
    assert after.away == {find_held(board, session).name}
    assert played(board, draft.undone(), {7: made}) == played(board, first, {})


def test_what_an_engine_gets_wrong_is_refused(board: Board, plan: Plan) -> None:
    """An engine that gives back the start although a dropped session is in it."""
    session = held(board)[0][0]
    name = find_held(board, session).name

    def careless(
        problem: Problem,  # noqa: ARG001 - the signature is the Protocol's
        *,
        work: int,  # noqa: ARG001
        seconds: float,  # noqa: ARG001
        seed: int,  # noqa: ARG001
        on_progress: OnProgress | None,  # noqa: ARG001
        start: Solution | None = None,  # noqa: ARG001
    ) -> Solution:
        return board.solution

    now = played(board, drafted(Drop(session=session)), {})
    assert now.away == {name}
    with pytest.raises(Infeasible):
        complete_draft(TWO_TEAMS, QUICK, now, Told(plan=plan, now=BEFORE), engine=careless)
