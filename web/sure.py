"""How sure a session is: a few steps with a word each, from the share of weathers it is held in."""

from collections.abc import Sequence
from enum import StrEnum

from planner.domain.plan import Plan, Shift, Stop
from web.figures import stops

FIRM, DOUBTFUL = 0.95, 0.8
"""Shares of the weathers from which on a session is sure, and in doubt only."""


class Chance(StrEnum):
    """How likely a session is to be held."""

    SURE = "sure"
    DOUBTFUL = "doubtful"
    RISKY = "risky"


def chance_of(stop: Stop) -> Chance:
    """Return how likely a session is to be held, as far as the plan knows."""
    if stop.chance >= FIRM:
        return Chance.SURE
    return Chance.DOUBTFUL if stop.chance >= DOUBTFUL else Chance.RISKY


def riskiest(plan: Plan, most: int) -> Sequence[tuple[Shift, Stop]]:
    """Return the sessions that are not sure, those first that lose most people on the mean."""
    some = [(shift, stop) for shift, stop in stops(plan) if chance_of(stop) is not Chance.SURE]
    return sorted(some, key=lambda one: -(1 - one[1].chance) * one[1].people)[:most]
