"""vrp-cli (reinterpretcat/vrp), asked in its pragmatic format: a job with a value per visit.

Its objectives are ordered: value first, then cost. Times are written as timestamps, whole seconds
after the first of January 1970. It works on all cores and takes whole seconds as its limit.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import vrp_cli

from benchmarks.answers import Routes
from benchmarks.peers.budget import Budget
from benchmarks.peers.simple import Asked

ZERO = datetime(1970, 1, 1, tzinfo=UTC)


def routes(asked: Asked, budget: Budget) -> Routes:
    """Return the routes vrp-cli finds, in at least a second; its seed cannot be set."""
    config = {
        "termination": {"maxTime": max(1, round(budget.seconds))},
        "environment": {
            "parallelism": {"numThreadPools": 1, "threadsPerPool": budget.cores},
            "logging": {"enabled": False},
        },
        "telemetry": {"progress": {"enabled": False, "logBest": 10**6, "logPopulation": 10**6}},
    }
    answer = vrp_cli.solve_pragmatic(
        problem=json.dumps(_question(asked)),
        matrices=[json.dumps(matrix) for matrix in _matrices(asked)],
        config=json.dumps(config),
    )
    return {
        int(tour["vehicleId"]): [
            int(activity["jobId"])
            for stop in tour["stops"]
            for activity in stop["activities"]
            if activity["type"] == "service"
        ]
        for tour in json.loads(answer)["tours"]
    }


def _question(asked: Asked) -> dict[str, Any]:
    profiles = sorted({shift.profile for shift in asked.problem.shifts})
    return {
        "plan": {"jobs": [_job(asked, v) for v in asked.visits]},
        "fleet": {
            "vehicles": [_vehicle(asked, k) for k in range(len(asked.problem.shifts))],
            "profiles": [{"name": str(profile)} for profile in profiles],
        },
        "objectives": OBJECTIVES,
    }


OBJECTIVES: list[Any] = [[{"type": "maximize-value"}], [{"type": "minimize-cost"}]]


def _job(asked: Asked, v: int) -> dict[str, Any]:
    visit = asked.problem.visits[v]
    place = {
        "location": {"index": visit.location},
        "duration": asked.service_s[v],
        "times": [[_stamp(early), _stamp(late)] for early, late in visit.windows],
    }
    job = {"id": str(v), "services": [{"places": [place]}], "value": asked.prizes[v]}
    needs = _bits(visit.needs)
    return job | ({"skills": {"allOf": needs}} if needs else {})


def _vehicle(asked: Asked, k: int) -> dict[str, Any]:
    shift = asked.problem.shifts[k]
    base = {"index": asked.base(k)}
    return {
        "typeId": f"shift {k}",
        "vehicleIds": [str(k)],
        "profile": {"matrix": str(shift.profile)},
        "costs": {"fixed": 0, "distance": 1, "time": 0},
        "shifts": [
            {
                "start": {"earliest": _stamp(shift.start_s), "location": base},
                "end": {"latest": _stamp(shift.end_s), "location": base},
            }
        ],
        "capacity": [1],
        "skills": _bits(shift.has),
    }


def _matrices(asked: Asked) -> list[dict[str, Any]]:
    """Return the matrices over the locations that are named, in the order of their index."""
    named = {asked.problem.visits[v].location for v in asked.visits}
    named |= {asked.base(k) for k in range(len(asked.problem.shifts))}
    size = max(named, default=0) + 1
    matrices = []
    for profile in sorted({shift.profile for shift in asked.problem.shifts}):
        travel = np.minimum(asked.problem.travel_s[profile, :size, :size], asked.far_s())
        flat = travel.ravel().tolist()
        matrices.append({"profile": str(profile), "travelTimes": flat, "distances": flat})
    return matrices


def _bits(needs: int) -> list[str]:
    return [str(bit) for bit in range(needs.bit_length()) if needs >> bit & 1]


def _stamp(seconds: int) -> str:
    return (ZERO + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
