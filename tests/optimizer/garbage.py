"""Solutions that make no sense, and sensible ones with a mistake or two."""

import random
from dataclasses import replace

from optimizer.problem import BASE, Problem
from optimizer.solution import ShiftPlan, Solution, Stop
from tests.optimizer.worlds import HOUR


def random_solution(problem: Problem, seed: int, *, strange: bool = True) -> Solution:
    """Return shifts with random stops, starts and nights; if ``strange``, with odd indices."""
    dice = random.Random(seed)
    beyond = 1 if strange else 0
    plans = tuple(
        _random_plan(dice, problem, dice.randrange(-beyond, len(problem.shifts) + beyond), beyond)
        for _ in range(dice.randint(0, 2 * len(problem.shifts)))
    )
    return Solution(plans=plans, value=0, bound=10**9)


def _random_plan(dice: random.Random, problem: Problem, shift: int, beyond: int) -> ShiftPlan:
    starts_s = problem.shifts[shift % len(problem.shifts)].start_s
    clock = starts_s + dice.choice((-HOUR, 0, 0, HOUR))
    stops = []
    for _ in range(dice.choice((0, 1, 1, 2, 3, 8))):
        visit = dice.randrange(-beyond, len(problem.visits) + beyond)
        stops.append(Stop(visit=visit, start_s=clock + dice.randrange(-1, 4) * HOUR))
        clock += dice.randint(0, 3) * HOUR
    nights = (BASE, BASE, *range(-1 - beyond, len(problem.lodgings) + beyond))
    return ShiftPlan(
        shift=shift,
        depart_s=clock if dice.random() < 0.1 else starts_s,
        stops=tuple(stops),
        slept_at=dice.choice(nights),
        sleeps_at=dice.choice(nights),
    )


def with_mistakes(problem: Problem, solution: Solution, seed: int) -> Solution:
    """Return ``solution`` with one to three mistakes."""
    dice = random.Random(seed)
    plans = list(solution.plans)
    for _ in range(dice.randint(1, 3)):
        if plans:
            number = dice.randrange(len(plans))
            plans[number] = _mistaken(dice, problem, plans, plans[number])
    if dice.random() < 0.3:
        dice.shuffle(plans)
    return replace(solution, plans=tuple(plans))


def _mistaken(
    dice: random.Random, problem: Problem, plans: list[ShiftPlan], plan: ShiftPlan
) -> ShiftPlan:
    stops = list(plan.stops)
    match dice.randrange(7):
        case 0:
            return replace(plan, sleeps_at=dice.randrange(BASE, len(problem.lodgings)))
        case 1:
            return replace(plan, slept_at=dice.randrange(BASE, len(problem.lodgings)))
        case 2:
            return replace(plan, shift=dice.randrange(len(problem.shifts)))
        case 3:
            return replace(plan, depart_s=plan.depart_s + dice.choice((-1, 1)) * HOUR)
        case 4:
            dice.shuffle(stops)
        case 5 if stops:
            at = dice.randrange(len(stops))
            stops[at] = replace(stops[at], start_s=stops[at].start_s + dice.choice((-1, 1)) * HOUR)
        case _:
            others = [stop for other in plans for stop in other.stops]
            extra = Stop(visit=dice.randrange(len(problem.visits)), start_s=plan.depart_s + HOUR)
            stops.insert(dice.randint(0, len(stops)), dice.choice([extra, *others]))
    return replace(plan, stops=tuple(stops))
