"""What a plan for rain promises, and what comes of it when every team does as planned.

The plan is chosen in its own 64 weathers, so it is worth a little less elsewhere. Whether masks
count people rightly is told by sets of weathers that it was not chosen in. What is told is capped
in each weather; the optimizer itself caps the mean (``counted``), which is never less.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import mean, stdev

from benchmarks.weather import SEASONS, WEEKS
from optimizer.value import served
from planner.data.example import example_folder
from planner.data.workbook import read_workbook
from planner.domain.plan import Horizon
from planner.domain.weather import Sky
from planner.jobs.desk import board_of
from planner.planning.edits import Board
from planner.planning.plan import PlanRequest, plan_district
from planner.planning.simulate import Rule, play
from planner.world.sky import fresh_states

WEATHERS, PLAYED_SEED = 100_000, 11
SETS, FIRST_SET = 40, 1000
"""Seeds of other sets; far from that of the plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """A mean and its standard error."""

    mean: float
    error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """People and services of one plan: expected where it was made and elsewhere, and played."""

    seconds: float
    own: int
    own_counted: int
    sets: int
    elsewhere: Mean
    counted: Mean
    weathers: int
    played: Mean


def measure(seconds: float, pace: float, seed: int) -> Promise:
    """Return what the example's plan for August promises; ``pace`` takes fewer weathers."""
    district, horizon = read_workbook(example_folder()), Horizon.weeks(SEASONS["wet"], WEEKS)
    request = PlanRequest(horizon=horizon, seconds=seconds, seed=seed, sky=Sky(seed=seed))
    plan = plan_district(district, request)
    sets, weathers = max(5, round(SETS * pace)), max(200, round(WEATHERS * pace))
    expected, counted = [], []
    for sky in (request.sky, *(Sky(seed=FIRST_SET + n) for n in range(sets))):
        board = board_of(district, replace(request, sky=sky), plan)
        expected.append(board.people)
        counted.append(_counted(board))
    states = fresh_states(district, horizon, Sky(seed=seed), weathers=weathers, seed=PLAYED_SEED)
    people = play(district, plan, states, Rule.AS_PLANNED).people
    return Promise(
        seconds=seconds,
        own=plan.people_expected,
        own_counted=counted[0],
        sets=sets,
        elsewhere=_mean(expected[1:]),
        counted=_mean(counted[1:]),
        weathers=weathers,
        played=Mean(mean=float(people.mean()), error=float(people.std()) / sqrt(weathers)),
    )


def _counted(board: Board) -> int:
    """Return whom the optimizer counts, who caps the mean over the weathers."""
    names = board.translation
    return int(served(names.problem, board.solution)[: len(names.demands)].sum())


def _mean(figures: Sequence[int]) -> Mean:
    return Mean(mean=mean(figures), error=stdev(figures) / sqrt(len(figures)))
