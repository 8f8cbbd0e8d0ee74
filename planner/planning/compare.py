"""What-ifs side by side: each planned with the same work, and played on the same fresh weathers.

All begin from one plan of the district as it is. Otherwise the luck of the search would be told as
what a road or a night brings: two plans made from nothing differ by more than most what-ifs do.

Two things are told of a difference. Whether the weathers tell it apart from none: its confidence
interval. And whether planning longer could turn it: a plan is proven to be within its gap of the
best, no nearer. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

import numpy as np

from optimizer.solve import OnProgress
from planner.domain.district import District
from planner.domain.plan import Plan
from planner.planning.plan import Engine, PlanRequest, plan_district, solve_warm
from planner.planning.robustness import Difference, difference
from planner.planning.simulate import Played, play
from planner.planning.translate.numbers import VALUE_PER_PERSON
from planner.planning.whatif import WhatIf, changed_district, changed_sky
from planner.world.sky import fresh_states

AS_IT_IS = WhatIf(name="")
"""No change at all."""


class Verdict(StrEnum):
    """What the people served say of two scenarios.

    ``EQUAL``: the same in every weather. ``NOT_APART``: the interval of the difference contains 0.
    Without weathers the plans themselves are compared.
    """

    EQUAL = "equal"
    NOT_APART = "not_apart"
    BETTER = "better"
    WORSE = "worse"


class Proof(StrEnum):
    """What value and bound say of two scenarios.

    ``APART``: one plan is worth more than any plan of the other; of plans for rain, in the weathers
    that each was made for, which need not be the same. ``OVERLAP``: planning longer might turn the
    difference. ``OTHER_WORTH``: weights or costs differ, so values cannot be compared.
    """

    APART = "apart"
    OVERLAP = "overlap"
    OTHER_WORTH = "other_worth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """How many fresh weathers to play on, from which seed."""

    weathers: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A what-if with its plan, and what came of it where it was planned for rain."""

    what_if: WhatIf
    district: District
    plan: Plan
    played: Played | None

    @property
    def people(self) -> float:
        """People and services served, on the mean; whatever they weigh."""
        if self.played is None:
            return float(self.plan.people_expected)
        return float(self.played.people.mean())

    @property
    def people_p10(self) -> float | None:
        """What is reached in nine weathers of ten."""
        return None if self.played is None else float(np.percentile(self.played.people, 10))

    @property
    def worth(self) -> tuple[float, float]:
        """Value and bound, in people of weight 1."""
        proof = self.plan.proof
        return proof.value / VALUE_PER_PERSON, proof.bound / VALUE_PER_PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairwise:
    """One scenario (by name) against another.

    ``people`` are served more; ``difference`` and the share of weathers in which fewer are, if they
    were played. ``worth_more`` is by how much the plan of one is worth more than any plan of the
    other, in people of weight 1; negative: the other way round; 0 where that is not proven, and
    of plans for rain.
    """

    one: str
    other: str
    people: float
    difference: Difference | None
    loses: float | None
    verdict: Verdict
    proof: Proof
    worth_more: float


def planned(
    district: District,
    request: PlanRequest,
    what_if: WhatIf,
    draws: Draws,
    on_progress: OnProgress | None = None,
    *,
    start: Plan | None = None,
    engine: Engine = solve_warm,
) -> Scenario:
    """Return a what-if with its checked plan, played if it was planned for rain.

    Parameters
    ----------
    start
        The plan from which all that is compared begins.

    Raises
    ------
    BadFile
        If a value would be out of its range.
    Infeasible
        If the checker refuses the plan.
    """
    own = changed_district(district, what_if)
    if request.sky is None:
        plan = plan_district(own, request, on_progress, start=start, engine=engine)
        return Scenario(what_if=what_if, district=own, plan=plan, played=None)
    sky = changed_sky(request.sky, what_if)
    own_request = replace(request, sky=sky)
    plan = plan_district(own, own_request, on_progress, start=start, engine=engine)
    states = fresh_states(own, request.horizon, sky, weathers=draws.weathers, seed=draws.seed)
    return Scenario(what_if=what_if, district=own, plan=plan, played=play(own, plan, states))


def ranked(scenarios: Iterable[Scenario]) -> tuple[Scenario, ...]:
    """Return scenarios by the people they serve, most first."""
    return tuple(sorted(scenarios, key=lambda one: -one.people))


def pairs(scenarios: Iterable[Scenario]) -> tuple[Pairwise, ...]:
    """Return each scenario against all that come after it."""
    return tuple(against(one, other) for one, other in combinations(scenarios, 2))


def against(one: Scenario, other: Scenario) -> Pairwise:
    """Return how one scenario does against another of the same request and draws."""
    found, loses = None, None
    if one.played is not None and other.played is not None:
        found = difference(one.played, other.played)
        loses = difference(other.played, one.played).wins
    proof, worth_more = _proof(one, other)
    if found is not None:
        worth_more = 0.0
    people = one.people - other.people
    return Pairwise(
        one=one.what_if.name,
        other=other.what_if.name,
        people=people,
        difference=found,
        loses=loses,
        verdict=_verdict(people, found, loses),
        proof=proof,
        worth_more=worth_more,
    )


def _verdict(people: float, found: Difference | None, loses: float | None) -> Verdict:
    low, high = (people, people) if found is None else (found.low, found.high)
    differs = people != 0 if found is None else bool(found.wins or loses)
    if not differs:
        return Verdict.EQUAL
    if low <= 0 <= high:
        return Verdict.NOT_APART
    return Verdict.BETTER if low > 0 else Verdict.WORSE


def _proof(one: Scenario, other: Scenario) -> tuple[Proof, float]:
    if _worth(one.district) != _worth(other.district):
        return Proof.OTHER_WORTH, 0.0
    (value, bound), (other_value, other_bound) = one.worth, other.worth
    if value > other_bound:
        return Proof.APART, value - other_bound
    if other_value > bound:
        return Proof.APART, bound - other_value
    return Proof.OVERLAP, 0.0


def _worth(district: District) -> object:
    """Return all by which plans are valued."""
    settings = district.settings
    return district.demands, settings.travel_cost_people_per_h, settings.night_cost_people
