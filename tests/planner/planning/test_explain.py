"""What would bring a session in: every claim holds in the changed district, none smaller does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.check import violations
from optimizer.problem import Constraint, Pin
from optimizer.solve import work_for
from planner.domain.almanac import AlmanacKind
from planner.domain.district import District
from planner.domain.plan import Horizon, SkipReason
from planner.domain.weather import Sky
from planner.errors import NotFound
from planner.planning.almanac import open_days
from planner.planning.case import Case, due_session, open_case, planned_names
from planner.planning.changes import MoreHours, OpenOn, ReportLifted
from planner.planning.claims import Claim, Try, smaller
from planner.planning.counterparts import stand_ins
from planner.planning.edits import Add, Board, Sleep, edited, evaluate
from planner.planning.explain import binding, what_it_takes
from planner.planning.plan import finished, plan_district, solve_warm
from planner.planning.wanted import Unserved, Wanted
from tests.planner import valley
from tests.planner.planning.impossible import KINDS, SERVICE, fresh_board, impossible, serves
from tests.planner.planning.test_edits import TWO_TEAMS as LATE
from tests.planner.planning.test_reach import CLIMATE, RAINY, closed
from tests.planner.planning.test_replan import MON, REQUEST

# Their days end early enough to be made longer before midnight.
EARLY = tuple(replace(team, day_end=time(20), max_work_h=9) for team in LATE.teams)
TWO_TEAMS = replace(LATE, teams=EARLY)


def case_of(district: District) -> Case:
    """Return the district's own plan of a week as a case."""
    return open_case(district, REQUEST, plan_district(district, REQUEST))


@pytest.fixture(scope="module")
def busy() -> Case:
    return case_of(TWO_TEAMS)


@pytest.fixture(scope="module")
def planted() -> Case:
    return case_of(impossible())


def skipped(case: Case) -> Iterator[str]:
    """Yield the sessions that are not planned, nor another length of them."""
    names = case.board.translation
    planned = planned_names(names, case.plan)
    return (s.id for s in names.sessions if s.lasting_name not in planned)


def assert_holds(case: Case, wanted: Wanted, claim: Claim, place: str = "") -> None:
    """Apply a claim to a fresh board: the checker accepts the plan with the session in it."""
    board = fresh_board(case, claim, place)
    add = Add(session=claim.session, team=claim.team, day=claim.day, order=claim.order)
    verdict = evaluate(board, *claim.edits, add)
    problem, held = board.translation.problem, verdict.board.solution
    assert violations(problem, held) == (), claim
    assert verdict.people == claim.people
    names = board.translation
    on_day = {
        names.sessions[stop.visit].id
        for plan in held.plans
        if names.shifts[plan.shift] == (claim.team, claim.day)
        for stop in plan.stops
    }
    assert claim.session in on_day
    assert serves(board, claim.session, wanted, case)


def assert_smallest(case: Case, wanted: Wanted, claim: Claim, place: str = "") -> None:
    """Nothing smaller lets any session that is wanted be held by the team on that day."""
    for less in smaller(claim):
        assert list(held_somehow(case, wanted, less, place)) == [], less


def held_somehow(case: Case, wanted: Wanted, one: Try, place: str) -> Iterator[Add]:
    """Yield every way to hold what is wanted on the day of a try that breaks nothing."""
    board = fresh_board(case, one, place)
    before, names = board, board.translation
    if (one.team, one.day) not in names.shifts:
        return
    if any(isinstance(x, Sleep) and x.place not in names.lodgings for x in one.edits):
        return
    for edit in one.edits:
        before = edited(before, edit)
    shift = names.shifts.index((one.team, one.day))
    stops = next((len(p.stops) for p in before.solution.plans if p.shift == shift), 0)
    for session in meant(case, board, wanted, shift):
        for order in range(1, stops + 2):
            add = Add(session=session, team=one.team, day=one.day, order=order)
            if not evaluate(board, *one.edits, add).broken:
                yield add


def meant(case: Case, board: Board, wanted: Wanted, shift: int) -> Iterator[str]:
    """Yield what a team could hold for what is wanted: of a session, as it can hold that one."""
    names = board.translation
    planned = planned_names(names, case.plan)
    free = [n for n, s in enumerate(names.sessions) if s.lasting_name not in planned]
    if isinstance(wanted, str):
        taken = set(range(len(names.sessions))) - set(free)
        own = [n for n, s in enumerate(names.sessions) if s.id == wanted]
        asked = due_session(case, wanted)
        found = stand_ins(names, asked, [shift], taken).get(shift)
        free = own if found is None else [found]
    for number in free:
        session = names.sessions[number]
        if session.lasting_name not in planned and serves(board, session.id, wanted, case):
            yield session.id


def test_every_claim_holds_in_the_changed_district_and_none_smaller_does(busy: Case) -> None:
    kinds: set[str] = set()
    for session in skipped(busy):
        for claim in what_it_takes(busy, session):
            kinds.update(claim.kind)
            assert_holds(busy, session, claim)
            assert_smallest(busy, session, claim)
    assert kinds >= {"MoreHours", "Drop"}


@pytest.mark.parametrize("kind", KINDS)
def test_where_nobody_can_be_served_every_claim_holds(planted: Case, kind: str) -> None:
    assert planted.plan.people_expected == 0
    wanted = Unserved(village=kind, service=SERVICE.get(kind, "card"))
    claims = what_it_takes(planted, wanted)
    assert KINDS[kind] in {part for claim in claims for part in claim.kind}
    for claim in claims:
        assert_holds(planted, wanted, claim)
        assert_smallest(planted, wanted, claim)


@pytest.mark.parametrize("kind", KINDS)
def test_the_optimizer_plans_a_pinned_session_of_the_changed_district(
    planted: Case, kind: str
) -> None:
    wanted = Unserved(village=kind, service=SERVICE.get(kind, "card"))
    for claim in what_it_takes(planted, wanted):
        asked = fresh_board(planted, claim).translation
        visit = next(i for i, s in enumerate(asked.sessions) if s.id == claim.session)
        shift = asked.shifts.index((claim.team, claim.day))
        pin = Pin(visit=visit, team=asked.teams.index(claim.team), shift=shift)
        pinned = replace(asked, problem=replace(asked.problem, pins=(pin,)))
        found = solve_warm(pinned.problem, work=work_for(0.2), seconds=60, seed=1, on_progress=None)
        plan = finished(pinned, found)
        assert claim.session in {x.session.id for day in plan.shifts for x in day.stops}


def cut_off_by_reports() -> Case:
    """Return a case in rain whose village v1 lies behind a road that is reported closed."""
    district, request = RAINY, closed()
    return open_case(district, request, plan_district(district, request))


def test_a_closure_that_cuts_a_village_off_would_have_to_be_lifted() -> None:
    case = cut_off_by_reports()
    evenings = (s.id for s in case.board.translation.cut_off if "evening" in s.id)
    everybody: tuple[Wanted, ...] = (Unserved(village="v1", service="card"), *evenings)
    assert len(everybody) > 1
    for wanted in everybody:
        assert binding(case, wanted) is None
        claims = what_it_takes(case, wanted)
        assert ReportLifted(segment="base-v1") in {claim.changes[0] for claim in claims}
        for claim in claims:
            assert_holds(case, wanted, claim)
            assert_smallest(case, wanted, claim)


def test_claims_in_rain_hold_in_weathers_that_are_drawn_anew() -> None:
    district = replace(TWO_TEAMS, climate=CLIMATE)
    request = replace(REQUEST, sky=Sky())
    case = open_case(district, request, plan_district(district, request))
    kinds: set[str] = set()
    for session in skipped(case):
        for claim in what_it_takes(case, session):
            kinds.update(claim.kind)
            assert_holds(case, session, claim)
            assert_smallest(case, session, claim)
    assert kinds


def test_what_is_planned_takes_nothing(busy: Case) -> None:
    for day in busy.plan.shifts:
        for stop in day.stops:
            assert what_it_takes(busy, stop.session.id) == ()


def test_where_there_is_room_nothing_need_change(busy: Case) -> None:
    empty = replace(busy.plan, shifts=())
    case = open_case(TWO_TEAMS, REQUEST, empty)
    for session in islice(skipped(case), 5):
        (claim,) = what_it_takes(case, session)
        assert (claim.changes, claim.edits) == ((), ())
        assert_holds(case, session, claim)
        bound = binding(case, session)
        assert bound is not None
        assert bound.constraints == ()


def stops_on(board: Board, team: str, day: date) -> int:
    names = board.translation
    return sum(len(p.stops) for p in board.solution.plans if names.shifts[p.shift] == (team, day))


def test_what_binds_is_broken_by_the_best_attempt(busy: Case) -> None:
    found: set[Constraint] = set()
    for session in skipped(busy):
        bound = binding(busy, session)
        assert bound is not None
        add = Add(session=session, team=bound.team, day=bound.day)
        broken = [
            {b.constraint for b in evaluate(busy.board, replace(add, order=order)).broken}
            for order in range(1, stops_on(busy.board, bound.team, bound.day) + 2)
        ]
        assert set(bound.constraints) in broken
        assert len(bound.constraints) == min(len(some) for some in broken)
        found.update(bound.constraints)
    assert Constraint.SHIFT_HOURS in found


def test_nobody_could_try_where_nobody_can_come(planted: Case) -> None:
    assert binding(planted, Unserved(village="noroad", service="card")) is None
    reasons = {x.village: x.reason for x in planted.plan.left}
    assert reasons["noroad"] is reasons["track"] is SkipReason.PASSABLE


def test_what_is_not_due_is_not_explained(busy: Case) -> None:
    for ask in (what_it_takes, binding):
        with pytest.raises(NotFound):
            ask(busy, "nothing")


@given(minutes=st.integers(0, 200).map(lambda n: 5 * n), hours=st.integers(2, 96))
def test_a_longer_day_is_longer_by_whole_minutes(minutes: int, hours: int) -> None:
    team = replace(valley.team(), max_work_h=hours / 4, day_end=time(20))
    more = MoreHours(team="m1", minutes=minutes).apply(valley.district(teams=(team,))).teams[0]
    worked = int(3600 * more.max_work_h)
    assert worked == min(86400, int(3600 * team.max_work_h) + 60 * minutes)
    longer = timedelta(hours=20, minutes=min(minutes, 239))
    assert timedelta(hours=more.day_end.hour, minutes=more.day_end.minute) == longer


@settings(max_examples=40)
@given(day=st.integers(0, 40), rule=st.sampled_from(["", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR"]))
def test_a_day_is_opened_and_no_other(day: int, rule: str) -> None:
    closed = valley.entry(AlmanacKind.CLOSED, MON, MON + timedelta(days=40), scope="v1", rule=rule)
    before = valley.district(almanac=(closed,))
    asked = MON + timedelta(days=day)
    after = OpenOn(place="v1", day=asked).apply(before)
    horizon, place = Horizon.weeks(MON, 6), before.place("v1")
    opened = set(open_days(after, horizon, place)) - set(open_days(before, horizon, place))
    assert opened <= {asked}
    works = asked in open_days(replace(before, almanac=()), horizon, place)
    assert (asked in open_days(after, horizon, place)) is works
