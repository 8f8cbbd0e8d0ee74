"""How sure a session is: a few steps, from the share of weathers it is held in."""

from enum import StrEnum

from planner.domain.plan import Stop

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
