"""Checks a plan of a public instance by the instance's own numbers: a second opinion.

Knows neither ``Problem`` nor its checker, so that a wrong translation cannot pass unseen.
"""

from collections.abc import Sequence

from benchmarks.instances import Instance
from optimizer.solution import Solution


def faults(instance: Instance, teams: int, solution: Solution, profit: int) -> tuple[str, ...]:
    """Return in words what is wrong with ``solution`` or its claimed ``profit``."""
    routes = [[stop.visit + 1 for stop in plan.stops] for plan in solution.plans]
    visited = [vertex for route in routes for vertex in route]
    found = [fault for route in routes for fault in _late(instance, route)]
    if len(routes) > teams:
        found.append(f"recheck: {len(routes)} routes for {teams} teams")
    if len(visited) > len(set(visited)):
        found.append("recheck: a vertex is visited twice")
    collected = sum(instance.profit[vertex] for vertex in visited)
    if collected != profit:
        found.append(f"recheck: profit {collected}, not {profit}")
    return tuple(found)


def _late(instance: Instance, route: Sequence[int]) -> list[str]:
    clock, here, found = instance.windows[0][0], 0, []
    for vertex in [*route, 0]:
        opens, closes = instance.windows[vertex]
        clock = max(clock + int(instance.distance[here, vertex]), opens)
        if clock > closes:
            found.append(f"recheck: at vertex {vertex} at {clock}, after {closes}")
        clock, here = clock + instance.service[vertex], vertex
    return found
