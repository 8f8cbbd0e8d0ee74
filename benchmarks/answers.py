"""Turns anybody's routes into a plan, and judges it by the one checker.

Peers name visits in order; starts are computed here, the earliest that the windows allow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimizer.check import violations
from optimizer.errors import OptimizerError
from optimizer.problem import BASE, Problem
from optimizer.solution import ShiftPlan, Solution, Stop
from optimizer.value import value

Routes = Mapping[int, Sequence[int]]
"""Shift to the visits that it holds, in order; every shift starts and ends at base."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a plan is worth, and what is wrong with it."""

    value: int
    faults: tuple[str, ...] = ()

    @property
    def checked(self) -> bool:
        """Whether the checker found nothing."""
        return not self.faults


def judged(problem: Problem, solution: Solution) -> Judged:
    """Return the recomputed value of ``solution`` and its faults in words."""
    try:
        faults = [str(violation) for violation in violations(problem, solution)]
        worth = value(problem, solution)
    except OptimizerError as error:
        return Judged(value=0, faults=(str(error),))
    return Judged(value=worth, faults=tuple(faults))


def to_solution(problem: Problem, routes: Routes) -> Solution:
    """Return ``routes`` as a plan with the earliest starts; the bound is left at everything."""
    plans = tuple(
        ShiftPlan(
            shift=shift,
            depart_s=problem.shifts[shift].start_s,
            stops=_earliest(problem, shift, visits),
        )
        for shift, visits in sorted(routes.items())
        if visits
    )
    everything = sum(d.people * d.weight for d in problem.demands)
    plan = Solution(plans=plans, value=0, bound=everything)
    return Solution(plans=plans, value=value(problem, plan), bound=everything)


def _earliest(problem: Problem, shift: int, visits: Sequence[int]) -> tuple[Stop, ...]:
    asked = problem.shifts[shift]
    clock, here = asked.start_s, problem.sleeping_place(asked.team, BASE)
    stops = []
    for v in visits:
        visit = problem.visits[v]
        clock += int(problem.travel_s[asked.profile, here, visit.location])
        # where every window has passed the arrival stands, and the checker will say so
        open_ones = (max(clock, early) for early, late in visit.windows if clock <= late)
        clock = next(open_ones, clock)
        stops.append(Stop(visit=v, start_s=clock))
        clock, here = clock + max(0, visit.service_s[asked.crew]), visit.location
    return tuple(stops)
