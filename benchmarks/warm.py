"""How soon a plan is good again after one change, begun from the plan as it was.

The example's plan; each change hits what serves the most people. Compared with a plan of the
changed problem that was made from nothing in as much time as the first.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from benchmarks import ours
from optimizer.problem import UNREACHABLE, Problem
from optimizer.solution import Solution

SOON_S, LATER_S = 1.0, 5.0
"""When a repaired plan is looked at."""
DETOUR_S = 90 * 60
"""What a closed road adds to the ways to a village."""

Change = Callable[[Problem, Solution], Problem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """One change: stops held that were dropped, and values over that of a plan from nothing."""

    change: str
    stops: int
    dropped: int
    first_s: float
    soon: float
    later: float
    cold_s: float


def measure(problem: Problem, seconds: float, pace: float, seed: int) -> list[Resumed]:
    """Return what each change takes; ``pace`` shortens the moments at which plans are compared."""
    plan = ours.answer(problem, seconds=seconds, seed=seed).solution
    return [
        _resumed(
            name,
            plan,
            warm=ours.answer(changed, seconds=LATER_S * pace, seed=seed, start=plan),
            cold=ours.answer(changed, seconds=seconds, seed=seed),
            soon_s=SOON_S * pace,
        )
        for name, change in CHANGES.items()
        for changed in [change(problem, plan)]
    ]


def _resumed(
    change: str, plan: Solution, *, warm: ours.Ours, cold: ours.Ours, soon_s: float
) -> Resumed:
    for own in (warm, cold):
        if not own.judged.checked:
            raise AssertionError("\n".join(own.judged.faults))
    first, soon = warm.trace[0], warm.at(soon_s)
    return Resumed(
        change=change,
        stops=sum(len(p.stops) for p in plan.plans),
        dropped=len(warm.solution.dropped),
        first_s=first.seconds,
        soon=(soon.value if soon else 0) / cold.solution.value,
        later=warm.solution.value / cold.solution.value,
        cold_s=cold.took_s,
    )


def absent(problem: Problem, plan: Solution) -> Problem:
    """Return the problem with no time to work on the shift of the most people."""
    most = _most(((p.shift, stop.visit) for p in plan.plans for stop in p.stops), problem)
    shifts = list(problem.shifts)
    shifts[most] = replace(shifts[most], max_work_s=1)
    return replace(problem, shifts=tuple(shifts))


def far_off(problem: Problem, plan: Solution) -> Problem:
    """Return the problem with a detour to and from the place of the most people, bases aside."""
    bases = {team.base for team in problem.teams}
    visits = ((problem.visits[s.visit].location, s.visit) for p in plan.plans for s in p.stops)
    most = _most((pair for pair in visits if pair[0] not in bases), problem)
    travel_s = problem.travel_s.copy()
    for legs in (travel_s[:, most, :], travel_s[:, :, most]):
        legs[legs != UNREACHABLE] += DETOUR_S
    travel_s[:, most, most] = problem.travel_s[:, most, most]
    return replace(problem, travel_s=travel_s)


def served(problem: Problem, plan: Solution) -> Problem:
    """Return the problem with nobody left of the demand of which most people are served."""
    visits = [stop.visit for p in plan.plans for stop in p.stops]
    most = _most(((d, v) for v in visits for d, _ in problem.visits[v].contributions), problem)
    demands = list(problem.demands)
    demands[most] = replace(demands[most], people=0)
    return replace(problem, demands=tuple(demands))


CHANGES: dict[str, Change] = {
    "a team cannot work on its best day": absent,
    "the way to the village of the most people takes 90 minutes more": far_off,
    "nobody is left of the demand of the most people": served,
}


def _most(pairs: Iterator[tuple[int, int]], problem: Problem) -> int:
    """Return the index whose visits, of ``pairs`` (index, visit), serve the most people."""
    people: Counter[int] = Counter()
    for index, visit in pairs:
        people[index] += sum(count for _, count in problem.visits[visit].contributions)
    return max(people, key=lambda index: (people[index], -index))
