"""The example district planned for four weeks: what a coordinator is promised of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest

from planner.data.example import example_folder
from planner.data.workbook import read_workbook
from planner.domain.district import District
from planner.domain.place import Signal
from planner.domain.plan import Horizon, Plan, Shift
from planner.domain.team import KitKind, TeamKind
from planner.planning.plan import PlanRequest, plan_district

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def district() -> District:
    """Return Nậm Pồ 2022."""
    return read_workbook(example_folder())


@pytest.fixture(scope="module")
def plan(district: District) -> Plan:
    """Return four weeks of it, planned in less time than a coordinator would give."""
    horizon = Horizon.weeks(date(2022, 9, 5), 4)
    return plan_district(district, PlanRequest(horizon=horizon, seconds=5))


def test_every_team_works_and_every_working_day_is_worked(district: District, plan: Plan) -> None:
    assert len(district.teams) == 17
    assert {s.team for s in plan.shifts if s.stops} == {t.id for t in district.teams}
    days = {s.day for s in plan.shifts}
    assert days == {d for d in plan.horizon.days() if d.weekday() < 5}
    assert len(days) == 20


def test_the_proven_gap_is_small(plan: Plan) -> None:
    assert 0 < plan.proof.value <= plan.proof.bound
    assert plan.proof.gap == (plan.proof.bound - plan.proof.value) / plan.proof.bound
    assert plan.proof.gap <= 0.05


def test_a_mobile_team_sleeps_away_and_comes_home(district: District, plan: Plan) -> None:
    away = [(s, n) for s, n in _nights(district, plan) if s.end_place != _base(district, s)]
    assert away
    lodgings = {lodging.place for lodging in district.lodgings}
    for shift, following in away:
        assert district.team_by_id[shift.team].kind is TeamKind.MOBILE
        assert shift.end_place in lodgings
        assert (following.day, following.start_place) == (
            shift.day + timedelta(days=1),
            shift.end_place,
        )


def test_no_service_that_needs_signal_without_signal_or_the_means(
    district: District, plan: Plan
) -> None:
    for shift in plan.shifts:
        means = {kit.kind for kit in district.kits_of(shift.team)}
        for stop in shift.stops:
            place = district.place(stop.session.place)
            offered = [district.service_by_id[s] for s in stop.session.services]
            if place.signal is Signal.NONE and any(s.needs_signal for s in offered):
                assert KitKind.PORTABLE_SIGNAL in means
            if not place.power and any(s.needs_power for s in offered):
                assert KitKind.GENERATOR in means
            if any(s.needs_kit for s in offered):
                assert KitKind.ENROLMENT in means


def test_people_are_counted_once_and_none_is_forgotten(district: District, plan: Plan) -> None:
    served = sum(stop.people for shift in plan.shifts for stop in shift.stops)
    assert served == plan.people_expected
    assert plan.people_due == sum(d.people for d in district.demands)
    assert served + sum(left.people for left in plan.left) == plan.people_due


def test_nobody_is_in_two_places_or_works_outside_the_hours(district: District, plan: Plan) -> None:
    for shift in plan.shifts:
        clock = [shift.depart]
        for stop in shift.stops:
            clock += [stop.arrive, stop.start, stop.end]
        clock.append(shift.back)
        assert clock == sorted(clock)
        team = district.team_by_id[shift.team]
        worked = shift.travel + sum((s.end - s.start for s in shift.stops), timedelta())
        assert worked <= timedelta(hours=team.max_work_h)
    sessions = [stop.session.id for shift in plan.shifts for stop in shift.stops]
    assert len(sessions) == len(set(sessions))


def _base(district: District, shift: Shift) -> str:
    return district.team_by_id[shift.team].base


def _nights(district: District, plan: Plan) -> Iterator[tuple[Shift, Shift]]:
    """Yield each shift with the same team's next."""
    for team in district.teams:
        yield from pairwise(plan.shifts_of(team.id))
