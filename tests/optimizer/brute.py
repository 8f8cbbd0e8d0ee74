"""Every plan there is, for problems of a handful of visits: shares no code with the engine.

Starts are as early as the order allows: a plan that waits for a resource is not among them.
"""

from collections.abc import Iterator
from itertools import permutations

from optimizer.check import violations
from optimizer.problem import BASE, NOT_OFFERED, UNREACHABLE, Constraint, Problem
from optimizer.solution import ShiftPlan, Solution, Stop
from optimizer.value import value

ACROSS_SHIFTS = {
    Constraint.LODGING,
    Constraint.MAX_NIGHTS,
    Constraint.RESOURCE,
    Constraint.ALTERNATIVES,
    Constraint.VISITED_AT_MOST_ONCE,
}


def best_value(problem: Problem) -> int:
    """Return the value of the best plan that the checker accepts (starts as early as they can)."""
    ways = [list(_ways(problem, k)) for k in range(len(problem.shifts))]
    best = 0
    for plans in _choices(problem, ways, 0, (), frozenset()):
        solution = Solution(plans=plans, value=0, bound=0)
        worth = value(problem, solution)
        if worth > best and not violations(problem, solution):
            best = worth
    return best


def _choices(
    problem: Problem,
    ways: list[list[ShiftPlan]],
    shift: int,
    chosen: tuple[ShiftPlan, ...],
    used: frozenset[int],
) -> Iterator[tuple[ShiftPlan, ...]]:
    """Yield every choice of one way, or none, for each shift from ``shift`` on."""
    slept = _slept(problem, shift, chosen)
    if shift == len(ways):
        if slept == BASE:
            yield chosen
        return
    if slept == BASE:
        yield from _choices(problem, ways, shift + 1, chosen, used)
    for plan in ways[shift]:
        visits = {s.visit for s in plan.stops}
        if not visits & used and plan.slept_at == slept:
            yield from _choices(problem, ways, shift + 1, (*chosen, plan), used | visits)


def _slept(problem: Problem, shift: int, chosen: tuple[ShiftPlan, ...]) -> int:
    """Return where the team of ``shift`` must wake; −2 if the last team never came home."""
    if not chosen or chosen[-1].sleeps_at == BASE:
        return BASE
    before = problem.shifts[chosen[-1].shift]
    if shift == len(problem.shifts):
        return -2
    now = problem.shifts[shift]
    follows = (now.team, now.day) == (before.team, before.day + 1)
    return chosen[-1].sleeps_at if follows else -2


def _ways(problem: Problem, shift: int) -> Iterator[ShiftPlan]:
    """Yield every way to work one shift that breaks no rule of its own."""
    sleeps = (BASE, *range(len(problem.lodgings)))
    for count in range(len(problem.visits) + 1):
        for order in permutations(range(len(problem.visits)), count):
            for slept in sleeps:
                for after in sleeps:
                    plan = _earliest(problem, shift, order, slept, after)
                    if plan is not None and not _breaks_alone(problem, plan):
                        yield plan


def _earliest(
    problem: Problem, shift: int, order: tuple[int, ...], slept: int, after: int
) -> ShiftPlan | None:
    asked = problem.shifts[shift]
    here, clock, stops = problem.sleeping_place(asked.team, slept), asked.start_s, []
    for v in order:
        visit = problem.visits[v]
        leg = int(problem.travel_s[asked.profile, here, visit.location])
        starts = [max(clock + leg, lo) for lo, hi in visit.windows if clock + leg <= hi]
        if leg == UNREACHABLE or not starts or visit.service_s[asked.crew] == NOT_OFFERED:
            return None
        stops.append(Stop(visit=v, start_s=starts[0]))
        clock, here = starts[0] + visit.service_s[asked.crew], visit.location
    return ShiftPlan(
        shift=shift, depart_s=asked.start_s, stops=tuple(stops), slept_at=slept, sleeps_at=after
    )


def _breaks_alone(problem: Problem, plan: ShiftPlan) -> bool:
    found = violations(problem, Solution(plans=(plan,), value=0, bound=0))
    return any(v.constraint not in ACROSS_SHIFTS for v in found)
