"""How sure a plan is: what came of it over many weathers, in figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.district import District
from planner.domain.plan import Plan
from planner.domain.robustness import Robustness, WorstVillage
from planner.planning.simulate import Played, play
from planner.world.passability import RoadStates

NORMAL_95 = 1.96
"""Standard errors on each side of a mean between which it is with a confidence of 95 %."""
WORST = 5
"""Villages that are named as the worst off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How many people more one plan serves than another in the same weathers.

    The mean lies between ``low`` and ``high`` with a confidence of 95 %; ``wins`` is the share of
    weathers in which it serves more.
    """

    mean: float
    low: float
    high: float
    share: float
    wins: float


def robustness(district: District, plan: Plan, played: Played) -> Robustness:
    """Return the figures of a plan that was played."""
    p10, p50, p90 = np.percentile(played.people, (10, 50, 90)).tolist()
    return Robustness(
        weathers=len(played.people),
        people_mean=float(played.people.mean()),
        people_p10=p10,
        people_p50=p50,
        people_p90=p90,
        held=float(played.held.mean()) if played.held.size else 1.0,
        stranded=float(played.stranded.mean()) if played.stranded.size else 0.0,
        worst=tuple(_worst(district, plan, played)),
    )


def with_robustness(district: District, plan: Plan, states: RoadStates) -> Plan:
    """Return the plan with what came of it in the weathers of ``states``, by the rule to go on."""
    played = play(district, plan, states)
    held = iter(played.held.mean(axis=0).tolist())
    shifts = tuple(
        replace(shift, stops=tuple(replace(stop, held_played=next(held)) for stop in shift.stops))
        for shift in plan.shifts
    )
    return replace(plan, shifts=shifts, robustness=robustness(district, plan, played))


def difference(one: Played, other: Played) -> Difference:
    """Return how one plan does against another; both were played on the same weathers."""
    more = one.people - other.people
    mean, error = float(more.mean()), float(more.std(ddof=1) / np.sqrt(len(more)))
    return Difference(
        mean=mean,
        low=mean - NORMAL_95 * error,
        high=mean + NORMAL_95 * error,
        share=mean / float(max(1.0, other.people.mean())),
        wins=float((more > 0).mean()),
    )


def _worst(district: District, plan: Plan, played: Played) -> Sequence[WorstVillage]:
    """Return the villages that lose the largest share of who should be served there."""
    planned = dict.fromkeys((village.id for village in district.villages), 0.0)
    for shift in plan.shifts:
        for stop in shift.stops:
            for village, _, people in stop.served:
                planned[village] += people
    means = played.by_village.mean(axis=0).tolist()
    some = [
        WorstVillage(village=village, people=mean, planned=planned[village])
        for village, mean in zip(planned, means, strict=True)
        if planned[village] > 0
    ]
    return sorted(some, key=lambda one: (one.people / one.planned, one.village))[:WORST]
