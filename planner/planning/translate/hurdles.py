"""What keeps sessions from every team: hurdles, of which the furthest is told."""

import numpy as np

from optimizer.problem import BASE, NOT_OFFERED, UNREACHABLE, Constraint, Problem, Shift, Visit
from planner.domain.plan import SkipReason

# What kept a session from every team, from the first hurdle to the last: the furthest is told.
HURDLES = (
    Constraint.KIT,
    Constraint.POWER,
    Constraint.SIGNAL,
    Constraint.LANGUAGE,
    Constraint.AVAILABILITY,
    Constraint.PASSABLE,
    Constraint.TIME_WINDOW,
)


def reason_of(hurdle: int) -> SkipReason:
    """Return the reason that a hurdle is; behind the last there is only other work."""
    if hurdle == len(HURDLES):
        return SkipReason.VALUE
    return SkipReason(HURDLES[hurdle].value)


def furthest_hurdles(problem: Problem) -> dict[int, int]:
    """Return how far any session of each demand gets with any team that could hold it."""
    furthest: dict[int, int] = {}
    for visit in problem.visits:
        gets = _furthest(problem, visit)
        for demand, _ in visit.contributions:
            furthest[demand] = max(furthest.get(demand, 0), gets)
    return furthest


def _furthest(problem: Problem, visit: Visit) -> int:
    furthest = 0
    for shift in problem.shifts:
        if visit.service_s[shift.crew] != NOT_OFFERED:
            furthest = max(furthest, _hurdles_passed(problem, visit, shift))
        if furthest == len(HURDLES):
            break
    return furthest


def _hurdles_passed(problem: Problem, visit: Visit, shift: Shift) -> int:
    """Return the number of the hurdle at which a shift that held only this visit would fail."""
    missing = visit.needs & ~shift.has
    if missing:
        names = [name for bit, name in enumerate(problem.need_names) if missing >> bit & 1]
        return min(HURDLES.index(name) for name in names)
    travel = problem.travel_s[shift.profile]
    team = problem.teams[shift.team]
    lodgings = range(len(problem.lodgings)) if team.max_nights else ()
    homes = np.array([problem.sleeping_place(shift.team, h) for h in (BASE, *lodgings)])
    out, back = int(travel[homes, visit.location].min()), int(travel[visit.location, homes].min())
    if UNREACHABLE in (out, back):
        return HURDLES.index(Constraint.PASSABLE)
    takes = visit.service_s[shift.crew]
    in_time = any(
        max(earliest, shift.start_s + out) <= min(latest, shift.end_s - takes - back)
        for earliest, latest in visit.windows
    )
    if not in_time or out + takes + back > shift.max_work_s:
        return HURDLES.index(Constraint.TIME_WINDOW)
    return len(HURDLES)


def keepable(problem: Problem, people: int) -> tuple[int, ...]:
    """Return the demands behind the first ``people`` for which some team could hold a session."""
    furthest = furthest_hurdles(problem)
    behind = range(people, len(problem.demands))
    return tuple(demand for demand in behind if furthest.get(demand) == len(HURDLES))
