"""PyVRP, asked: a client per window, groups of which one is served, a profile per kind of shift.

PyVRP minimizes distance plus the prizes it leaves, and is sensitive to how the two compare; the
settings below are two scales of prizes. It works on one core.
"""

import time
from typing import Any

import numpy as np
import pyvrp
from numpy.typing import NDArray
from pyvrp.stop import MaxRuntime

from benchmarks.answers import Routes
from benchmarks.peers.budget import Budget
from benchmarks.peers.simple import Asked

Matrix = np.ndarray[Any, np.dtype[np.int64]]
SETTINGS: tuple[float, ...] = (5.0, 50.0)
"""How many mean legs a mean prize is worth."""


def routes(asked: Asked, budget: Budget) -> Routes:
    """Return the routes PyVRP finds; turns differ in the scale first, then in the seed."""
    began = time.perf_counter()
    further, setting = divmod(budget.turn, len(SETTINGS))
    data, visit_of = _data(asked, asked.prize_scale(SETTINGS[setting]))
    left = max(0.05, budget.seconds - (time.perf_counter() - began))
    seed = budget.seed + 1000 * further
    found = pyvrp.solve(data, MaxRuntime(left), seed=seed, collect_stats=False, display=False)
    # vehicle type k is shift k
    return {
        route.vehicle_type(): [visit_of[stop.idx] for stop in route if stop.is_client()]
        for route in found.best.routes()
    }


def _data(asked: Asked, scale: float) -> tuple[pyvrp.ProblemData, list[int]]:
    """Return the model, and which visit each client is."""
    shifts = asked.problem.shifts
    bases = sorted({asked.base(k) for k in range(len(shifts))})
    places = bases + [asked.problem.visits[v].location for v in asked.visits]
    matrices, profile_of = _matrices(asked, places, len(bases))
    clients, groups, visit_of = _clients(asked, len(bases), scale)
    vehicles = [
        pyvrp.VehicleType(
            start_depot=bases.index(asked.base(k)),
            end_depot=bases.index(asked.base(k)),
            tw_early=shift.start_s,
            tw_late=shift.end_s,
            profile=profile_of[k],
        )
        for k, shift in enumerate(shifts)
    ]
    data = pyvrp.ProblemData(
        [pyvrp.Location(0.0, 0.0) for _ in places],
        clients,
        [pyvrp.Depot(b) for b in range(len(bases))],
        vehicles,
        matrices,
        matrices,
        groups,
    )
    return data, visit_of


def _clients(
    asked: Asked, first: int, scale: float
) -> tuple[list[pyvrp.Client], list[pyvrp.ClientGroup], list[int]]:
    clients: list[pyvrp.Client] = []
    groups: list[pyvrp.ClientGroup] = []
    visit_of: list[int] = []
    for place, v in enumerate(asked.visits, first):
        windows = asked.problem.visits[v].windows
        group = len(groups) if len(windows) > 1 else None
        if group is not None:
            own = range(len(clients), len(clients) + len(windows))
            groups.append(pyvrp.ClientGroup(list(own), required=False))
        for early, late in windows:
            clients.append(
                pyvrp.Client(
                    place,
                    service_duration=asked.service_s[v],
                    tw_early=early,
                    tw_late=late,
                    prize=max(1, round(asked.prizes[v] * scale)),
                    required=False,
                    group=group,
                )
            )
            visit_of.append(v)
    return clients, groups, visit_of


def _matrices(asked: Asked, places: list[int], bases: int) -> tuple[list[Matrix], list[int]]:
    """Return a matrix per kind of shift (its roads, and whom it can serve), and each shift's kind.

    Visits that a kind cannot hold are far away for it.
    """
    kinds: dict[tuple[int, int, int], int] = {}
    matrices: list[Matrix] = []
    profile_of = []
    for shift in asked.problem.shifts:
        key = (shift.profile, shift.has, shift.crew)
        if key not in kinds:
            kinds[key] = len(matrices)
            travel = asked.problem.travel_s[shift.profile][np.ix_(places, places)]
            matrix = np.minimum(travel, asked.far_s()).astype(np.int64)
            able = _able(asked, *key[1:])
            matrix[:, bases:][:, ~able] = asked.far_s()
            np.fill_diagonal(matrix, 0)
            matrices.append(matrix)
        profile_of.append(kinds[key])
    return matrices, profile_of


def _able(asked: Asked, has: int, crew: int) -> NDArray[np.bool_]:
    visits = (asked.problem.visits[v] for v in asked.visits)
    return np.array(
        [not visit.needs & ~has and visit.service_s[crew] >= 0 for visit in visits], dtype=np.bool_
    )
