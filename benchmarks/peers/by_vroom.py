"""VROOM, asked: a job per visit with all its windows, a vehicle per shift, priorities as prizes.

Priorities are whole numbers within 0..100, so that larger prizes lose their last digits. VROOM ends
by itself once it has explored as far as its highest level goes. It works on all cores.
"""

import time
from datetime import timedelta

import numpy as np
import vroom

from benchmarks.answers import Routes
from benchmarks.peers.budget import Budget
from benchmarks.peers.simple import Asked

EXPLORATION = 5
"""The highest level."""
HIGHEST_PRIORITY = 100


def routes(asked: Asked, budget: Budget) -> Routes:
    """Return the routes VROOM finds; it knows no seed."""
    began = time.perf_counter()
    question = _question(asked)
    left = max(0.05, budget.seconds - (time.perf_counter() - began))
    found = question.solve(EXPLORATION, nb_threads=budget.cores, timeout=timedelta(seconds=left))
    return {
        route["vehicle"]: [step["id"] for step in route["steps"] if step["type"] == "job"]
        for route in found.to_dict()["routes"]
    }


def _question(asked: Asked) -> vroom.Input:
    problem = asked.problem
    question = vroom.Input()
    for profile, travel in enumerate(problem.travel_s):
        far = np.minimum(travel, asked.far_s()).astype(np.uint32)
        question.set_durations_matrix(str(profile), far)
    for k, shift in enumerate(problem.shifts):
        question.add_vehicle(
            vroom.Vehicle(
                k,
                start=asked.base(k),
                end=asked.base(k),
                profile=str(shift.profile),
                skills=_bits(shift.has),
                time_window=vroom.TimeWindow(shift.start_s, shift.end_s),
            )
        )
    highest = max((asked.prizes[v] for v in asked.visits), default=1)
    for v in asked.visits:
        visit = problem.visits[v]
        question.add_job(
            vroom.Job(
                v,
                location=visit.location,
                default_service=asked.service_s[v],
                skills=_bits(visit.needs),
                priority=_priority(asked.prizes[v], highest),
                time_windows=[vroom.TimeWindow(early, late) for early, late in visit.windows],
            )
        )
    return question


def _priority(prize: int, highest: int) -> int:
    if highest <= HIGHEST_PRIORITY:
        return prize
    return max(1, round(HIGHEST_PRIORITY * prize / highest))


def _bits(needs: int) -> set[int]:
    return {bit + 1 for bit in range(needs.bit_length()) if needs >> bit & 1}
