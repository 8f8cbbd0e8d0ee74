"""Which sessions are least sure: those that a coordinator looks at first."""

from collections.abc import Sequence

from planner.domain.chance import Chance, chance_of
from planner.domain.plan import Plan, Shift, Stop
from web.figures import stops


def riskiest(plan: Plan, most: int) -> Sequence[tuple[Shift, Stop]]:
    """Return the sessions that are not sure, those first that lose most people on the mean."""
    some = [(shift, stop) for shift, stop in stops(plan) if chance_of(stop) is not Chance.SURE]
    return sorted(some, key=lambda one: -(1 - one[1].chance) * one[1].people)[:most]
