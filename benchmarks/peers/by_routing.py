"""OR-Tools' routing library, asked: a node per visit with a penalty, a vehicle per shift.

The settings are its two metaheuristics that were best here. It works on one core.
"""

import time
from collections import defaultdict
from typing import Any

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from benchmarks.answers import Routes
from benchmarks.peers.budget import Budget
from benchmarks.peers.simple import Asked

SETTINGS: tuple[str, ...] = ("GUIDED_LOCAL_SEARCH", "TABU_SEARCH")
LEGS = 100.0
"""How many mean legs a mean prize is worth."""


def routes(asked: Asked, budget: Budget) -> Routes:
    """Return the routes found; turns differ in the metaheuristic, the seed cannot be set."""
    began = time.perf_counter()
    model, manager = _model(asked)
    search = pywrapcp.DefaultRoutingSearchParameters()
    first = routing_enums_pb2.FirstSolutionStrategy
    search.first_solution_strategy = first.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = getattr(
        routing_enums_pb2.LocalSearchMetaheuristic, SETTINGS[budget.turn % len(SETTINGS)]
    )
    left = max(0.05, budget.seconds - (time.perf_counter() - began))
    search.time_limit.FromMilliseconds(int(left * 1000))
    found = model.SolveWithParameters(search)
    if found is None:
        return {}
    shifts = range(len(asked.problem.shifts))
    return {k: _route(asked, model, manager, found, k) for k in shifts}


def _route(asked: Asked, model: Any, manager: Any, found: Any, k: int) -> list[int]:
    visits, told = [], sittings(asked)
    here = found.Value(model.NextVar(model.Start(k)))
    while not model.IsEnd(here):
        visits.append(told[manager.IndexToNode(here)][0])
        here = found.Value(model.NextVar(here))
    return visits


def _model(asked: Asked) -> tuple[Any, Any]:
    """Return the model; node n is sitting n of ``sittings``, the bases come after them."""
    problem, told = asked.problem, sittings(asked)
    count = len(told)
    bases = sorted({asked.base(k) for k in range(len(problem.shifts))})
    starts = [count + bases.index(asked.base(k)) for k in range(len(problem.shifts))]
    manager = pywrapcp.RoutingIndexManager(count + len(bases), len(starts), starts, starts)
    model = pywrapcp.RoutingModel(manager)
    _add_times(asked, model, bases)
    scale = asked.prize_scale(LEGS)
    times = model.GetDimensionOrDie("time")
    nodes_of: defaultdict[int, list[int]] = defaultdict(list)
    for node, (v, early, late) in enumerate(told):
        index = manager.NodeToIndex(node)
        nodes_of[v].append(index)
        model.VehicleVar(index).SetValues([-1, *_holders(asked, v, early, late)])
        times.CumulVar(index).SetRange(early, late)
    for v, nodes in nodes_of.items():
        model.AddDisjunction(nodes, max(1, round(asked.prizes[v] * scale)), 1)
    return model, manager


def _holders(asked: Asked, v: int, early: int, late: int) -> list[int]:
    shifts = asked.problem.shifts
    return [k for k in asked.holders[v] if early <= shifts[k].end_s and late >= shifts[k].start_s]


def sittings(asked: Asked) -> list[tuple[int, int, int]]:
    """Return each visit once per window, as (visit, earliest, latest): a node of its own for each,
    because a variable of seconds with holes is slow.
    """
    return [(v, *window) for v in asked.visits for window in asked.problem.visits[v].windows]


def _add_times(asked: Asked, model: Any, bases: list[int]) -> None:
    problem = asked.problem
    told = sittings(asked)
    places = [problem.visits[v].location for v, _, _ in told] + bases
    service = np.array([asked.service_s[v] for v, _, _ in told] + [0] * len(bases))
    driving, passing = {}, {}
    for profile in {shift.profile for shift in problem.shifts}:
        travel = problem.travel_s[profile][np.ix_(places, places)]
        legs = np.minimum(travel, asked.far_s()).astype(np.int64)
        driving[profile] = model.RegisterTransitMatrix(legs.tolist())
        passing[profile] = model.RegisterTransitMatrix((legs + service[:, np.newaxis]).tolist())
    transits = [passing[shift.profile] for shift in problem.shifts]
    model.AddDimensionWithVehicleTransits(transits, asked.horizon_s, asked.horizon_s, False, "time")
    times = model.GetDimensionOrDie("time")
    for k, shift in enumerate(problem.shifts):
        model.SetArcCostEvaluatorOfVehicle(driving[shift.profile], k)
        times.CumulVar(model.Start(k)).SetRange(shift.start_s, shift.end_s)
        times.CumulVar(model.End(k)).SetRange(shift.start_s, shift.end_s)
