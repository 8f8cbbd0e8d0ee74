"""What guarantees cost: the same days planned without them, with the same work and seed."""

from dataclasses import dataclass, replace

from optimizer.solve import OnProgress
from planner.domain.district import District
from planner.domain.plan import Plan
from planner.planning.plan import Engine, PlanRequest, plan_district, solve_warm
from planner.planning.translate.numbers import VALUE_PER_PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """People expected without and with guarantees, each with the gap of its plan.

    Neither plan is proven the best. ``least`` and ``most`` are what is proven of the difference
    between the best of each, in people's worth, travel and nights counted in.
    """

    people_free: int
    people_kept: int
    gap_free: float
    gap_kept: float
    least: int
    most: int

    @property
    def people(self) -> int:
        """How many people fewer are expected with guarantees; fewer than none is chance."""
        return self.people_free - self.people_kept


def price_of(
    district: District,
    request: PlanRequest,
    kept: Plan,
    on_progress: OnProgress | None = None,
    *,
    engine: Engine = solve_warm,
) -> Price:
    """Return what the guarantees cost that the plan ``kept`` was made with, by the same request."""
    free = plan_district(replace(district, guarantees=()), request, on_progress, engine=engine)
    return Price(
        people_free=free.people_expected,
        people_kept=kept.people_expected,
        gap_free=free.proof.gap,
        gap_kept=kept.proof.gap,
        least=max(0, free.proof.value - kept.proof.bound) // VALUE_PER_PERSON,
        most=-(-max(0, free.proof.bound - kept.proof.value) // VALUE_PER_PERSON),
    )
