"""The objective: what a solution is worth. Every engine's answer is recomputed here.

Knows no method.

value = benefits of demands − travel − nights − changes against promises.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import BASE, UNREACHABLE, Problem
from optimizer.solution import ShiftPlan, Solution


def value(problem: Problem, solution: Solution) -> int:
    """Return benefits less the costs of travel, nights and broken promises."""
    costs = travel_cost(problem, solution) + night_cost(problem, solution)
    return benefit(problem, solution) - costs - change_cost(problem, solution)


def benefit(problem: Problem, solution: Solution) -> int:
    """Return Σ over demands of weight × min(people, expected people served).

    Expected people are counted in parts: a session held in scenarios that weigh *s* of *S* serves
    people × s / S; the division comes last, rounded down per demand.
    """
    total, parts = 0, problem.parts
    for demand, people in zip(problem.demands, _people_times_parts(problem, solution), strict=True):
        total += demand.weight * min(people, demand.people * parts) // parts
    return total


def served(problem: Problem, solution: Solution) -> NDArray[np.int64]:
    """Return the expected people served of each demand, after caps, shape (demands,)."""
    people = np.array([d.people for d in problem.demands], dtype=np.int64)
    expected = np.array(_people_times_parts(problem, solution), np.int64)
    return np.minimum(expected // problem.parts, people)


def value_in_each(problem: Problem, solution: Solution) -> NDArray[np.float64]:
    """Return what the solution is worth in each scenario, if that is what comes, (scenarios,).

    The mean is never above ``value``: people past a demand's cap in one scenario do not make up
    for those whom another one leaves out.
    """
    people = people_in_each(problem, solution, held_masks(problem, solution))
    caps = np.array([d.people for d in problem.demands], np.int64).reshape(-1, 1)
    weights = np.array([d.weight for d in problem.demands], float)
    costs = travel_cost(problem, solution) + night_cost(problem, solution)
    benefits: NDArray[np.float64] = weights @ np.minimum(people, caps)
    return benefits - costs - change_cost(problem, solution)


def people_in_each(
    problem: Problem, solution: Solution, held: Mapping[tuple[int, int], int]
) -> NDArray[np.int64]:
    """Return how many people come for each demand in each scenario, before caps.

    ``held`` says in which scenarios each stop is, by (shift, position), as a bit set. The answer
    has shape (demands, scenarios).
    """
    rows = [
        (demand, people, held[plan.shift, position])
        for plan in solution.plans
        for position, stop in enumerate(plan.stops)
        for demand, people in problem.visits[stop.visit].contributions
    ]
    found = np.zeros((len(problem.demands), problem.scenarios), np.int64)
    if rows:
        demands, people, masks = zip(*rows, strict=True)
        octets = np.array(masks, "<u8").view(np.uint8).reshape(len(rows), -1)
        bits = np.unpackbits(octets, axis=1, bitorder="little")[:, : problem.scenarios]
        np.add.at(found, list(demands), bits * np.array(people, np.int64)[:, None])
    return found


def travel_cost(problem: Problem, solution: Solution) -> int:
    """Return the cost of all legs that exist."""
    seconds = sum(
        leg for plan in solution.plans for leg in leg_times(problem, plan) if leg != UNREACHABLE
    )
    return seconds * problem.travel_cost


def night_cost(problem: Problem, solution: Solution) -> int:
    """Return the cost of all nights at lodgings."""
    return sum(
        problem.lodgings[plan.sleeps_at].cost for plan in solution.plans if plan.sleeps_at != BASE
    )


def change_cost(problem: Problem, solution: Solution) -> int:
    """Return the cost of promises that the solution does not keep to the second."""
    held = {(s.visit, p.shift, s.start_s) for p in solution.plans for s in p.stops}
    return sum(p.move_cost for p in problem.promises if (p.visit, p.shift, p.start_s) not in held)


def places(problem: Problem, plan: ShiftPlan) -> list[int]:
    """Return the locations of a shift in order: where the team slept, stops, where it sleeps."""
    team = problem.shifts[plan.shift].team
    stops = [problem.visits[s.visit].location for s in plan.stops]
    first = problem.sleeping_place(team, plan.slept_at)
    return [first, *stops, problem.sleeping_place(team, plan.sleeps_at)]


def leg_times(problem: Problem, plan: ShiftPlan) -> list[int]:
    """Return the travel time of each leg of a shift, ``UNREACHABLE`` where none exists."""
    seconds = problem.travel_s[problem.shifts[plan.shift].profile]
    path = places(problem, plan)
    return [int(seconds[a, b]) for a, b in pairwise(path)]


def leg_masks(problem: Problem, plan: ShiftPlan) -> list[int]:
    """Return for each leg of a shift the scenarios in which it is open, as a bit set."""
    path = places(problem, plan)
    legs = list(pairwise(path))
    everything = 2**problem.scenarios - 1
    if problem.open_in is None:
        return [everything] * len(legs)
    open_in = problem.open_in[problem.shifts[plan.shift].profile]
    return [int(open_in[a, b]) & everything if a != b else everything for a, b in legs]


def tours(problem: Problem, solution: Solution) -> Iterator[list[ShiftPlan]]:
    """Yield each tour: a team's shifts from leaving base to the day it sleeps there again."""
    ordered = sorted(
        solution.plans,
        key=lambda p: (problem.shifts[p.shift].team, problem.shifts[p.shift].day),
    )
    tour: list[ShiftPlan] = []
    for plan in ordered:
        if tour and plan.slept_at == BASE:
            yield tour
            tour = []
        tour.append(plan)
    if tour:
        yield tour


def held_masks(problem: Problem, solution: Solution) -> dict[tuple[int, int], int]:
    """Return the scenarios in which each stop, by (shift, position), is held.

    A stop is held where every leg of its tour up to it is open.
    """
    held = {}
    for tour in tours(problem, solution):
        mask = 2**problem.scenarios - 1
        for plan in tour:
            for position, leg in enumerate(leg_masks(problem, plan)):
                mask &= leg
                if position < len(plan.stops):
                    held[plan.shift, position] = mask
    return held


def _people_times_parts(problem: Problem, solution: Solution) -> list[int]:
    expected = [0] * len(problem.demands)
    held = held_masks(problem, solution)
    for plan in solution.plans:
        for position, stop in enumerate(plan.stops):
            parts = problem.weigh(held[plan.shift, position])
            for demand, people in problem.visits[stop.visit].contributions:
                expected[demand] += people * parts
    return expected
