"""What is answered: who visits what when, what it is worth, and how good it is proven to be."""

from dataclasses import dataclass

from optimizer.problem import BASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A visit in a shift and the second at which its service starts."""

    visit: int
    start_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftPlan:
    """One worked shift. Shifts without a plan are spent at base.

    ``slept_at`` and ``sleeps_at`` are lodgings, or ``BASE``, before and after the shift.
    ``depart_s`` is when the team leaves where it slept.
    """

    shift: int
    depart_s: int
    stops: tuple[Stop, ...]
    slept_at: int = BASE
    sleeps_at: int = BASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """A plan, its value, and a proven upper bound on the value of every plan.

    ``work`` counts the method's own steps. ``stopped_by`` is "optimal" (the bound is met), "gap"
    (it is as near as was asked), "work" (all steps that were asked are done), "deadline" or
    "cancelled". The same problem, seed and work give the same plan; only what "deadline" or
    "cancelled" cut off may end elsewhere next time. ``dropped`` are parts of the start plan that
    could not be kept, each with its reason.
    """

    plans: tuple[ShiftPlan, ...]
    value: int
    bound: int
    seconds: float = 0.0
    seed: int = 0
    work: int = 0
    stopped_by: str = "optimal"
    dropped: tuple[str, ...] = ()

    @property
    def gap(self) -> float:
        """(bound − value) / bound, 0 for a bound of 0."""
        return (self.bound - self.value) / self.bound if self.bound > 0 else 0.0
