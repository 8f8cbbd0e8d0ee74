"""What-ifs side by side: same weathers, people before value, and no more said than is known."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer.problem import Problem
from optimizer.solution import Solution
from optimizer.solve import OnProgress, work_for
from planner.domain.district import District, Settings
from planner.domain.plan import Horizon
from planner.domain.weather import RainRule, RainTarget, RoadCondition, RoadReport, Sky
from planner.planning.compare import (
    AS_IT_IS,
    Draws,
    Proof,
    Scenario,
    Verdict,
    against,
    pairs,
    planned,
    ranked,
)
from planner.planning.plan import PlanRequest
from planner.planning.robustness import Difference
from planner.planning.simulate import Played
from planner.planning.translate.numbers import VALUE_PER_PERSON
from planner.planning.whatif import Change, Mended, MoreTeam, Setting, Weighted, WhatIf
from planner.world.passing import State
from planner.world.sky import fresh_states
from tests import worlds
from tests.planner import valley
from tests.planner.planning.test_weather_plan import rainy

MON = date(2022, 8, 1)
DRAWS = Draws(weathers=400, seed=9)
TWO_DAYS = Horizon(first=MON, last=date(2022, 8, 2))
IN_RAIN = PlanRequest(horizon=TWO_DAYS, seconds=0.2, seed=3, sky=Sky())
DRY = replace(IN_RAIN, sky=None)
MIRRORED = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
SAME = Setting(field="night_cost_people", value=1.0)


def what_if(*changes: Change) -> WhatIf:
    return WhatIf(name="thử", changes=changes)


def scenario(
    people: list[int] | None = None, value: int = 10, bound: int = 10, name: str = ""
) -> Scenario:
    """Return a scenario of Ba Bản with what came of it; value and bound in people."""
    made = worlds.with_proof(
        worlds.plan(), value=value * VALUE_PER_PERSON, bound=bound * VALUE_PER_PERSON
    )
    played = None
    if people is not None:
        count, nothing = np.array(people, np.float64), np.zeros((len(people), 1), np.bool_)
        played = Played(
            people=count,
            by_village=count[:, None],
            held=nothing,
            instead=nothing,
            stranded=nothing,
        )
    what = WhatIf(name=name)
    return Scenario(what_if=what, district=worlds.district(), plan=made, played=played)


def far(people: int) -> District:
    """Return two villages with a road each, the first with people who walk to no other place."""
    roads = rainy().segments
    return rainy(
        segments=(
            replace(roads[0], id="base-v1", length_km=14),
            replace(roads[1], id="base-v2", start="base"),
        ),
        demands=(valley.demand("v1", people=people),),
        rain_rules=(RainRule(target=RainTarget.EARTH, closed_at_mm=30),),
    )


@pytest.mark.parametrize("request_", [IN_RAIN, DRY])
def test_what_changes_nothing_is_equal_in_all_weathers(request_: PlanRequest) -> None:
    one, other = (planned(far(people=400), request_, w, DRAWS) for w in (what_if(SAME), AS_IT_IS))
    pair = against(one, other)
    assert (pair.people, pair.verdict) == (0, Verdict.EQUAL)
    assert (pair.worth_more, pair.one, pair.other) == (0, "thử", "")
    if request_.sky is None:
        assert (pair.difference, pair.loses) == (None, None)
    else:
        assert pair.difference == Difference(mean=0, low=0, high=0, share=0, wins=0)
        assert pair.loses == 0
        assert one.played is not None
        assert len(set(one.played.people.tolist())) > 1


def test_mending_a_road_wins_in_exactly_the_weathers_in_which_it_was_cut_and_mattered() -> None:
    district = far(people=90)
    request = replace(IN_RAIN, horizon=Horizon(first=MON, last=MON))
    sky = IN_RAIN.sky
    assert sky is not None
    states = fresh_states(district, request.horizon, sky, weathers=400, seed=DRAWS.seed).states
    cut = states[:, 0] == State.CLOSED
    assert 0.05 < cut[:, 0].mean() < 0.95
    assert not np.array_equal(cut[:, 0], cut[:, 1])
    now = planned(district, request, AS_IT_IS, DRAWS)
    mended = planned(district, request, what_if(Mended(road="base-v1")), DRAWS)
    assert now.played is not None
    assert mended.played is not None
    wins = mended.played.people > now.played.people
    assert wins.tolist() == cut[:, 0].tolist()
    pair = against(mended, now)
    assert pair.difference is not None
    assert (pair.difference.wins, pair.loses) == (cut[:, 0].mean(), 0)
    assert (pair.verdict, pair.people > 0) == (Verdict.BETTER, True)
    # nobody goes to the other village
    aside = against(planned(district, request, what_if(Mended(road="base-v2")), DRAWS), now)
    assert aside.verdict is Verdict.EQUAL


def test_a_mended_road_that_was_reported_closed_can_be_driven() -> None:
    report = RoadReport(
        segment="base-v1",
        condition=RoadCondition.CLOSED,
        first=MON,
        last=MON,
        made_at=datetime(2022, 7, 31, tzinfo=UTC),
        source="thử",
    )
    request = replace(IN_RAIN, sky=Sky(reports=(report,)))
    now, mended = (
        planned(far(people=400), request, w, DRAWS)
        for w in (AS_IT_IS, what_if(Mended(road="base-v1")))
    )
    assert {shift.day for shift in now.plan.shifts} == {TWO_DAYS.last}
    pair = against(mended, now)
    assert pair.difference is not None
    assert (pair.difference.wins, pair.loses, pair.verdict) == (1, 0, Verdict.BETTER)


def free(names: tuple[str, ...], **changes: Any) -> District:
    """Return a dry valley where neither travel nor nights cost anything: value is people."""
    free_of_cost = Settings(name="Thử", travel_cost_people_per_h=0, night_cost_people=0)
    return valley.district(
        villages=tuple(valley.village(n) for n in names), settings=free_of_cost, **changes
    )


@settings(max_examples=8)
@given(
    people=st.lists(st.integers(1, 150), min_size=1, max_size=3),
    km=st.lists(st.integers(2, 30), min_size=3, max_size=3),
    kits=st.integers(1, 2),
)
def test_a_second_team_never_loses_people_where_both_plans_are_optimal(
    people: list[int], km: list[int], kits: int
) -> None:
    names = tuple(f"v{n}" for n in range(1, len(people) + 1))
    district = free(
        names,
        segments=[valley.road("base", n, d) for n, d in zip(names, km, strict=False)],
        demands=tuple(valley.demand(n, people=p) for n, p in zip(names, people, strict=True)),
        kits=valley.kits(count=kits),
    )
    now, two = (planned(district, DRY, w, DRAWS) for w in (AS_IT_IS, what_if(MoreTeam(like="m1"))))
    assume(now.plan.proof.gap == two.plan.proof.gap == 0)
    pair = against(two, now)
    assert pair.people >= 0
    assert pair.verdict in {Verdict.EQUAL, Verdict.BETTER}
    assert pair.worth_more == pytest.approx(pair.people)


def test_a_proof_without_rain_says_by_how_much() -> None:
    district = free(("v1", "v2"), demands=tuple(valley.demand(f"v{n}", people=90) for n in (1, 2)))
    request = replace(DRY, horizon=Horizon(first=MON, last=MON))
    now, two = (
        planned(district, request, w, DRAWS) for w in (AS_IT_IS, what_if(MoreTeam(like="m1")))
    )
    pair = against(two, now)
    assert (pair.verdict, pair.proof) == (Verdict.BETTER, Proof.APART)
    assert pair.worth_more == two.worth[0] - now.worth[1] > 0
    assert against(now, two).worth_more == -pair.worth_more


def test_other_weights_are_compared_by_people_and_not_by_value() -> None:
    district = valley.district()
    now, heavy = (
        planned(district, DRY, w, DRAWS)
        for w in (AS_IT_IS, what_if(Weighted(service="card", factor=2)))
    )
    assert heavy.worth[0] > 1.9 * now.worth[0]
    pair = against(heavy, now)
    assert (pair.people, pair.verdict) == (0, Verdict.EQUAL)
    assert (pair.proof, pair.worth_more) == (Proof.OTHER_WORTH, 0)


def what_it_began_from(
    problem: Problem,  # noqa: ARG001 - an engine is asked by this name
    *,
    work: int,
    seconds: float,
    seed: int,
    on_progress: OnProgress | None,
    start: Solution | None = None,
) -> Solution:
    """Return, as an engine, the plan that it is to begin from."""
    assert (work, seconds, seed, on_progress) == (work_for(0.2), 0.8, 3, None)
    assert start is not None
    return start


@pytest.mark.parametrize("request_", [IN_RAIN, DRY])
def test_all_that_is_compared_begins_from_one_plan(request_: PlanRequest) -> None:
    district = far(people=400)
    start = planned(district, request_, AS_IT_IS, DRAWS).plan
    assert start.shifts
    for what in (AS_IT_IS, what_if(MoreTeam(like="m1"), Mended(road="base-v1"))):
        found = planned(district, request_, what, DRAWS, start=start, engine=what_it_began_from)
        times = [
            [(stop.session.id, stop.start) for shift in plan.shifts for stop in shift.stops]
            for plan in (found.plan, start)
        ]
        assert times[0] == times[1]


COUNTS = st.lists(st.integers(0, 50), min_size=6, max_size=6)
RANGE = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted)


@given(counts=st.none() | st.tuples(COUNTS, COUNTS), ranges=st.tuples(RANGE, RANGE))
def test_the_other_way_round_all_signs_turn(
    counts: tuple[list[int], list[int]] | None, ranges: tuple[list[int], list[int]]
) -> None:
    some = counts or (None, None)
    one, other = (
        scenario(people, value=low, bound=high, name=name)
        for people, (low, high), name in zip(some, ranges, ("a", "b"), strict=True)
    )
    pair, turned = against(one, other), against(other, one)
    assert (turned.one, turned.other) == (pair.other, pair.one)
    assert (turned.people, turned.worth_more) == (-pair.people, -pair.worth_more)
    assert turned.verdict is MIRRORED.get(pair.verdict, pair.verdict)
    assert turned.proof is pair.proof
    if pair.difference is not None and turned.difference is not None:
        low, high = pair.difference.low, pair.difference.high
        assert (turned.difference.low, turned.difference.high) == (-high, -low)
        assert (turned.difference.wins, turned.loses) == (pair.loses, pair.difference.wins)


@given(ranges=st.tuples(RANGE, RANGE))
def test_a_proof_is_claimed_only_where_no_plan_of_the_other_is_worth_as_much(
    ranges: tuple[list[int], list[int]],
) -> None:
    (low, high), (other_low, other_high) = ranges
    pair = against(*(scenario(None, value=a, bound=b) for a, b in ranges))
    apart = low > other_high or other_low > high
    assert (pair.proof is Proof.APART) is apart
    # the least difference of any two values that may be the best
    least = min(abs(a - b) for a in range(low, high + 1) for b in range(other_low, other_high + 1))
    assert abs(pair.worth_more) == pytest.approx(least)


@given(one=COUNTS, other=COUNTS)
def test_verdicts_follow_the_interval(one: list[int], other: list[int]) -> None:
    pair = against(scenario(one), scenario(other))
    more = np.array(one) - np.array(other)
    error = 1.96 * more.std(ddof=1) / np.sqrt(len(more))
    if not more.any():
        wanted = Verdict.EQUAL
    elif abs(more.mean()) <= error:
        wanted = Verdict.NOT_APART
    else:
        wanted = Verdict.BETTER if more.mean() > 0 else Verdict.WORSE
    assert pair.verdict is wanted
    assert pair.worth_more == 0


def test_scenarios_are_ranked_by_people_and_each_meets_each_once() -> None:
    some = [scenario([n, n + 1], name=str(n)) for n in (3, 9, 5)]
    assert [one.what_if.name for one in ranked(some)] == ["9", "5", "3"]
    assert [(p.one, p.other) for p in pairs(ranked(some))] == [("9", "5"), ("9", "3"), ("5", "3")]
    assert some[0].people == 3.5
    assert some[0].people_p10 == pytest.approx(3.1)
    assert (scenario().people, scenario().people_p10) == (16, None)
