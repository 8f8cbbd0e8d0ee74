"""The middle of the walk, and nothing else: a district in, a checked plan out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from optimizer.check import violations
from optimizer.problem import Problem
from optimizer.solution import Solution
from optimizer.solve import Progress, solve
from planner.domain.district import District
from planner.domain.plan import Horizon, Plan
from planner.domain.road import RoadState
from planner.errors import Infeasible
from planner.planning.almanac import team_days
from planner.planning.due import sessions_due
from planner.planning.translate import plan_of_no_work, to_plan, to_problem
from planner.world.travel import travel_times


class Engine(Protocol):
    """A method that answers a problem within some seconds."""

    def __call__(
        self,
        problem: Problem,
        *,
        seconds: float,
        seed: int,
        on_progress: Callable[[Progress], None] | None,
    ) -> Solution:
        """Return a solution, with a bound that no solution exceeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """For which days to plan, how long to think, from which seed, on roads in which state."""

    horizon: Horizon
    seconds: float = 30.0
    seed: int = 1
    state: RoadState = RoadState.DRY


def plan_district(
    district: District,
    request: PlanRequest,
    on_progress: Callable[[Progress], None] | None = None,
    *,
    engine: Engine = solve,
) -> Plan:
    """Return a checked plan of all teams over the horizon; empty if no session can be held.

    Parameters
    ----------
    engine
        What answers the problem; whatever it is, its answer is checked.

    Raises
    ------
    Infeasible
        If the checker refuses what the optimizer answered.
    """
    travel = travel_times(district, request.state)
    if not any(team_days(district, request.horizon, team) for team in district.teams):
        return plan_of_no_work(district, request.horizon, travel, request.state, request.seed)
    sessions = sessions_due(district, request.horizon, travel)
    asked = to_problem(district, sessions, travel, request.horizon, request.state)
    answer = engine(
        asked.problem, seconds=request.seconds, seed=request.seed, on_progress=on_progress
    )
    broken = violations(asked.problem, answer)
    if broken:
        raise Infeasible("\n".join(str(violation) for violation in broken))
    return to_plan(asked, answer)
