"""The middle of the walk on a small valley: a checked plan, or a refusal, never a wrong plan."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from optimizer.problem import Problem
from optimizer.solution import ShiftPlan, Solution, Stop
from optimizer.solve import Progress, work_for
from planner.domain.almanac import AlmanacKind
from planner.domain.district import District
from planner.domain.plan import Horizon, SkipReason
from planner.domain.road import RoadState
from planner.errors import Infeasible
from planner.planning.plan import PlanRequest, plan_district
from tests.planner import valley

MON = date(2022, 9, 5)
WEEK = Horizon.weeks(MON, 1)
DRY = RoadState.DRY
REQUEST = PlanRequest(horizon=WEEK, seconds=1, seed=3)


@dataclass(frozen=True)
class Oracle:
    """An engine that answers what it was told to, whatever it is asked."""

    plans: tuple[ShiftPlan, ...]

    def __call__(
        self,
        problem: Problem,  # noqa: ARG002 - an engine is asked by this name
        *,
        work: int,
        seconds: float,
        seed: int,
        on_progress: Callable[[Progress], None] | None,
        start: Solution | None = None,  # noqa: ARG002
    ) -> Solution:
        """Return the answer, worth as little as it says."""
        if on_progress:
            on_progress(Progress(seconds=seconds, value=0, bound=0))
        return Solution(plans=self.plans, value=0, bound=0, seed=seed, work=work)


def test_a_valley_is_planned_and_everybody_is_accounted_for() -> None:
    plan = plan_district(valley.district(), REQUEST)
    served = sum(stop.people for shift in plan.shifts for stop in shift.stops)
    assert served == plan.people_expected > 0
    assert plan.people_due == 40 == plan.people_expected + sum(x.people for x in plan.left)
    assert (plan.horizon, plan.road_state, plan.proof.seed) == (WEEK, RoadState.DRY, 3)
    assert 0 < plan.proof.value <= plan.proof.bound


def test_the_same_seed_gives_the_same_plan() -> None:
    first, second = (plan_district(valley.district(), REQUEST) for _ in range(2))
    assert (first.shifts, first.left) == (second.shifts, second.left)


def test_where_no_session_is_due_the_plan_is_empty_and_says_why() -> None:
    plan = plan_district(valley.district(segments=[]), REQUEST)
    assert (plan.shifts, plan.people_expected, plan.people_due) == ((), 0, 40)
    assert [left.reason for left in plan.left] == [SkipReason.PASSABLE]


CLOSED = valley.entry(AlmanacKind.HOLIDAY, MON, WEEK.last)


@pytest.mark.parametrize(
    "district",
    [
        valley.district(teams=(), members=(), kits=()),
        valley.district(members=()),
        valley.district(almanac=(CLOSED,)),
    ],
)
def test_where_no_team_works_the_plan_is_empty_and_nobody_is_asked(district: District) -> None:
    unasked = Oracle(plans=(ShiftPlan(shift=0, depart_s=0, stops=()),))
    plan = plan_district(district, REQUEST, engine=unasked)
    told = [(left.village, left.service, left.people, left.reason) for left in plan.left]
    assert told == [("v1", "card", 40, SkipReason.AVAILABILITY)]
    assert (plan.shifts, plan.people_expected, plan.people_due) == ((), 0, 40)
    assert (plan.district_name, plan.horizon, plan.road_state) == ("Thung lũng thử", WEEK, DRY)
    assert (plan.proof.value, plan.proof.bound, plan.proof.gap, plan.proof.seed) == (0, 0, 0.0, 3)


def test_the_state_of_the_roads_is_planned_with() -> None:
    """There and back: 18 minutes each way when dry, 22.5 when wet, in steps of five."""
    plans = [
        plan_district(valley.district(), PlanRequest(horizon=WEEK, seconds=1, state=state))
        for state in RoadState
    ]
    dry, wet = (max(shift.travel for shift in plan.shifts) for plan in plans)
    assert (dry, wet) == (timedelta(minutes=40), timedelta(minutes=50))


def test_an_answer_that_breaks_a_rule_is_refused_with_every_rule_it_breaks() -> None:
    """Twice the same visit, at midnight."""
    stop = Stop(visit=0, start_s=0)
    wrong = Oracle(plans=(ShiftPlan(shift=0, depart_s=0, stops=(stop, stop)),))
    with pytest.raises(Infeasible) as refused:
        plan_district(valley.district(), REQUEST, engine=wrong)
    broken = {line.split(":")[0] for line in str(refused.value).splitlines()}
    assert broken == {"visited_at_most_once", "time_window", "travel", "shift_hours", "resource"}


def test_progress_is_told() -> None:
    heard: list[Progress] = []
    plan_district(valley.district(), REQUEST, heard.append, engine=Oracle(plans=()))
    assert heard == [Progress(seconds=4, value=0, bound=0)]


def test_a_plan_is_asked_for_by_work_and_the_clock_cuts_off_late() -> None:
    heard: list[Progress] = []
    request = PlanRequest(horizon=WEEK, seconds=2.5, seed=7)
    plan = plan_district(valley.district(), request, heard.append, engine=Oracle(plans=()))
    assert (plan.proof.work, plan.proof.seed) == (work_for(2.5), 7)
    assert [told.seconds for told in heard] == [10.0]
