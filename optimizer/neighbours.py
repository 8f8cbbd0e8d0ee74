"""Shifts that compete with one another: what is freed together to be planned anew.

Of one day, of one team, or for the same people (Pisinger & Ropke 2019).
"""

import random

from optimizer.draft import Draft
from optimizer.problem import BASE


def neighbours(best: Draft, most: int, chance: random.Random) -> set[int]:
    """Return ``most`` shifts that compete, with those of the plan that share a night with them."""
    shifts = best.kinds.problem.shifts
    freed: set[int] = set()
    while len(freed) < min(most, len(shifts)):
        seed, sort = chance.randrange(len(shifts)), chance.randrange(3)
        if sort == 0:
            near = [k for k, s in enumerate(shifts) if s.day == shifts[seed].day]
        elif sort == 1:
            near = [k for k, s in enumerate(shifts) if s.team == shifts[seed].team]
        else:
            near = _sharing_demand(best, seed)
        chance.shuffle(near)
        freed |= {seed, *near[: most - len(freed)]}
    return _whole_tours(best, freed)


def _whole_tours(best: Draft, freed: set[int]) -> set[int]:
    """Return these shifts, and those that share a night away with one, and so on."""
    problem = best.kinds.problem
    grown, queue = set(freed), sorted(freed)
    while queue:
        shift = problem.shifts[queue.pop()]
        for day in (shift.day - 1, shift.day + 1):
            other = problem.shift_on(shift.team, day)
            if other is None or other in grown or other not in best.columns:
                continue
            column = best.columns[other]
            if (column.sleeps_at if day < shift.day else column.slept_at) != BASE:
                grown.add(other)
                queue.append(other)
    return grown


def _sharing_demand(draft: Draft, seed: int) -> list[int]:
    wanted = _demands_of(draft, seed)
    return [k for k in draft.columns if wanted & _demands_of(draft, k)] or [seed]


def _demands_of(draft: Draft, shift: int) -> set[int]:
    column = draft.columns.get(shift)
    return {int(d) for s in (column.stops if column else ()) for d in draft.kinds.demand_of[s]}
