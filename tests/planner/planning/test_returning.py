"""A plan comes back from a file: as it was, or refused with what does not fit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from planner.domain.plan import Horizon, Plan, Shift
from planner.domain.team import Team
from planner.errors import BadData, BadFile
from planner.planning.plan import plan_district
from planner.planning.returning import taken_back
from tests.planner import valley
from tests.planner.planning.test_replan import MON, REQUEST, villages

Change = Callable[[Plan], Plan]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_district(villages(), REQUEST)


def refused(plan: Plan) -> list[tuple[str, str]]:
    """Return code and place of everything that does not fit."""
    with pytest.raises(BadFile) as caught:
        taken_back(villages(), REQUEST, plan)
    faults = [f for f in caught.value.exceptions if isinstance(f, BadData)]
    assert all(f.text("vi") != f.text("en") for f in faults)
    return [(fault.code, fault.where) for fault in faults]


def first(plan: Plan, **changes: object) -> Plan:
    """Return the plan with another first day."""
    shift: Shift = replace(plan.shifts[0], **changes)  # type: ignore[arg-type]
    return replace(plan, shifts=(shift, *plan.shifts[1:]))


def test_a_plan_comes_back_as_it_was_but_for_its_proof(plan: Plan) -> None:
    made = taken_back(villages(), REQUEST, plan)
    assert replace(made, proof=plan.proof) == plan
    assert (made.proof.value, made.proof.stopped_by) == (plan.proof.value, "imported")
    assert made.proof.seed == plan.proof.seed == REQUEST.seed
    assert made.proof.bound >= plan.proof.bound


def test_a_bound_that_a_file_claims_is_not_believed(plan: Plan) -> None:
    lying = replace(plan, proof=replace(plan.proof, bound=plan.proof.value, gap=0.0))
    assert taken_back(villages(), REQUEST, lying).proof.gap > 0


def test_people_are_counted_anew(plan: Plan) -> None:
    stop = plan.shifts[0].stops[0]
    more = first(
        plan, stops=(replace(stop, served=(("v1", "card", 999),)), *plan.shifts[0].stops[1:])
    )
    assert taken_back(villages(), REQUEST, more).shifts == plan.shifts


def test_a_plan_of_another_district_is_refused_with_what_does_not_fit(plan: Plan) -> None:
    assert refused(replace(plan, district_name="Nơi khác")) == [
        ("plan_other_district", "$.district_name")
    ]
    stop = plan.shifts[0].stops[0]
    strange = replace(stop, session=replace(stop.session, id="nowhere"))
    assert refused(first(plan, stops=(strange,))) == [
        ("plan_unknown_session", "$.shifts[0].stops[0].session")
    ]
    assert refused(first(plan, team="m9")) == [("plan_unknown_day", "$.shifts[0]")]
    assert refused(first(plan, end_place="moon")) == [("plan_unknown_bed", "$.shifts[0]")]
    assert refused(replace(plan, shifts=(plan.shifts[0], *plan.shifts))) == [
        ("plan_twice", "$.shifts[0]"),
        ("plan_twice", "$.shifts[1]"),
    ]
    backwards = Horizon(first=MON, last=MON - timedelta(days=1))
    assert ("ends_before_start", "$.horizon") in refused(replace(plan, horizon=backwards))
    for_ever = Horizon(first=MON, last=MON + timedelta(days=9999))
    assert refused(replace(plan, horizon=for_ever)) == [("out_of_range", "$.horizon")]


def test_what_the_checker_refuses_is_told_by_name(plan: Plan) -> None:
    stop = plan.shifts[0].stops[0]
    early = replace(stop, start=stop.start - timedelta(hours=9))
    found = refused(first(plan, stops=(early, *plan.shifts[0].stops[1:])))
    assert {code for code, _ in found} == {"plan_breaks"}
    assert any(stop.session.id in where for _, where in found)


def test_hours_that_the_district_does_not_have_are_told(plan: Plan) -> None:
    stop, others = plan.shifts[0].stops[0], plan.shifts[0].stops[1:]
    longer = replace(stop, end=stop.end + timedelta(minutes=1))
    assert refused(first(plan, stops=(longer, *others))) == [
        ("plan_differs", "$.shifts[0].stops[0].end")
    ]
    blink = replace(stop, start=stop.start + timedelta(microseconds=1))
    assert refused(first(plan, stops=(blink, *others))) == [
        ("plan_differs", "$.shifts[0].stops[0].start")
    ]
    assert refused(first(plan, km=1.0)) == [("plan_differs", "$.shifts[0].km")]


def test_where_nobody_works_a_plan_of_no_work_comes_back(plan: Plan) -> None:
    resting = villages(teams=(no_team(),), members=(), kits=())
    idle = plan_district(resting, REQUEST)
    assert idle.shifts == ()
    assert taken_back(resting, REQUEST, idle).people_due == idle.people_due
    with pytest.raises(BadFile):
        taken_back(resting, REQUEST, plan)


def no_team() -> Team:
    """Return a team without members: it works on no day."""
    return valley.team("m1")
