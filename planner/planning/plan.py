"""The middle of the walk, and nothing else: a district in, a checked plan out."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from optimizer.check import violations
from optimizer.problem import Problem
from optimizer.solution import Solution
from optimizer.solve import OnProgress, solve, work_for
from optimizer.unlucky import Solver, solve_balanced
from optimizer.warm import warm_up
from planner.domain.district import District
from planner.domain.plan import Horizon, Plan, Unlucky
from planner.domain.road import RoadState
from planner.domain.session import Session
from planner.domain.weather import Sky
from planner.errors import BadData, Infeasible
from planner.planning.almanac import team_days
from planner.planning.clock import STEP_S
from planner.planning.due import sessions_due
from planner.planning.fallback import with_fallbacks
from planner.planning.guarantees import pledges
from planner.planning.keeping import answer_keeping
from planner.planning.risk import with_causes
from planner.planning.translate import (
    Drafted,
    Translation,
    out_of_reach,
    plan_of_no_work,
    to_plan,
    to_solution,
    to_statement,
)
from planner.world.alike import Sharing
from planner.world.sky import weather_of
from planner.world.travel import TravelTimes, travel_times
from planner.world.weathered import Weather

MEAN_FIRST = 0.6
"""Share of the work that goes into the mean before unlucky weather is minded."""
PATIENCE = 4
"""The clock cuts off a plan that takes so many times as long as was asked for: a safety net."""


class Engine(Protocol):
    """A method that answers a problem with so much work, and is cut off after some seconds."""

    def __call__(
        self,
        problem: Problem,
        *,
        work: int,
        seconds: float,
        seed: int,
        on_progress: OnProgress | None,
        start: Solution | None = None,
    ) -> Solution:
        """Return a solution, with a bound that no solution exceeds."""


def solve_warm(
    problem: Problem,
    *,
    work: int,
    seconds: float,
    seed: int,
    on_progress: OnProgress | None,
    start: Solution | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """Return the optimizer's answer; its seconds begin once it is compiled.

    Once ``cancelled`` answers yes, its best so far is the answer.
    """
    warm_up()
    return solve(
        problem,
        work=work,
        seconds=seconds,
        seed=seed,
        on_progress=on_progress,
        start=start,
        cancelled=cancelled,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """For which days to plan, how long to think, from which seed, on roads in which state.

    With a ``sky`` legs are planned in its weathers, and ``state`` says only how people walk;
    ``unlucky_percent`` of what is aimed at is then what is had in the unluckiest tenth of them.
    ``seconds`` buy work: what a machine of some years does in that time. So that the same request
    gives the same plan on every machine, a slow one takes longer, up to ``PATIENCE`` times.
    """

    horizon: Horizon
    seconds: float = 30.0
    seed: int = 1
    state: RoadState = RoadState.DRY
    sky: Sky | None = None
    unlucky_percent: int = 0


class Answering(Protocol):
    """What answers problems as a request asks for it; ``work`` in place of all of its work."""

    def __call__(
        self, problem: Problem, start: Solution | None = None, *, work: int | None = None
    ) -> Solution:
        """Return an engine's answer."""


def answering(engine: Engine, request: PlanRequest, on_progress: OnProgress | None) -> Answering:
    """Return what answers problems by an engine, as a request asks for it."""

    def ask(
        problem: Problem, start: Solution | None = None, *, work: int | None = None
    ) -> Solution:
        return engine(
            problem,
            work=work_for(request.seconds) if work is None else work,
            seconds=PATIENCE * request.seconds,
            seed=request.seed,
            on_progress=on_progress,
            start=start,
        )

    return ask


def plan_district(
    district: District,
    request: PlanRequest,
    on_progress: OnProgress | None = None,
    *,
    start: Plan | None = None,
    engine: Engine = solve_warm,
) -> Plan:
    """Return a checked plan of all teams over the horizon; empty if no session can be held.

    Parameters
    ----------
    start
        A plan of these days to begin from, also of another district: what of it cannot be held
        here is left out. Not heeded where unlucky weather is minded.
    engine
        What answers the problem; whatever it is, its answer is checked.

    Raises
    ------
    Infeasible
        If the checker refuses what the optimizer answered.
    NotFound
        If there is a sky to plan for, and the district has no climate.
    BadData
        If unlucky weather is to be minded, and something is guaranteed.
    """
    if request.unlucky_percent and pledges(district, request.horizon):
        raise BadData("unlucky_with_guarantees", value=request.unlucky_percent)
    travel = travel_times(district, request.state)
    if not any(team_days(district, request.horizon, team) for team in district.teams):
        return plan_of_no_work(district, request.horizon, travel, request.state, request.seed)
    sessions = sessions_due(district, request.horizon, travel)
    asking = partial(_translated, district, sessions, travel, request)
    ask = answering(engine, request, on_progress)
    unlucky, most = None, None
    if request.sky is None or request.unlucky_percent == 0:
        drawn = asking()
        before = None if start is None else to_solution(drawn, start).solution
        asked, answer, most = answer_keeping(drawn, ask, before)
    else:
        asked, answer, unlucky = _minding(asking, request, ask)
    plan = finished(asked, answer, most)
    if plan.weather is None:
        return plan
    return replace(plan, weather=replace(plan.weather, unlucky=unlucky))


def finished(asked: Translation, answer: Solution, most: int | None = None) -> Plan:
    """Return the checked plan of an answer, with causes and fallbacks where weather is planned for.

    ``most`` is how many pledges a plan can keep at most, as far as that is proven.

    Raises
    ------
    Infeasible
        If the checker refuses the answer.
    """
    broken = violations(asked.problem, answer)
    if broken:
        raise Infeasible("\n".join(str(violation) for violation in broken))
    plan = to_plan(asked, answer, most)
    if asked.weather is None:
        return plan
    return with_fallbacks(asked, with_causes(asked.district, plan, asked.weather))


def _translated(
    district: District,
    sessions: Sequence[Session],
    travel: TravelTimes,
    request: PlanRequest,
    *,
    sharing: Sharing = Sharing.MOST,
) -> Translation:
    """Return sessions of a district in numbers, in the weathers that are planned for."""
    return drafted(district, sessions, travel, request, sharing=sharing).sealed()


def drafted(
    district: District,
    sessions: Sequence[Session],
    travel: TravelTimes,
    request: PlanRequest,
    *,
    sharing: Sharing = Sharing.MOST,
    weather: Weather | None = None,
    begun: Collection[str] = (),
) -> Drafted:
    """Return the same, before it must hold together.

    Sessions to which no road leads on any day, there and back, are left out: what is reported
    closed for as long as the plan lasts does that.

    Parameters
    ----------
    weather
        That of the request's sky, if it is known already.
    begun
        Ids of sessions that have begun: they stay, these teams have found a way.
    """
    horizon = request.horizon
    if weather is None and request.sky is not None:
        weather = weather_of(district, horizon, request.sky, step_s=STEP_S, sharing=sharing)
    stating = partial(
        to_statement,
        district,
        travel=travel,
        horizon=horizon,
        state=request.state,
        weather=weather,
    )
    stated = stating(sessions)
    lost = out_of_reach(stated) - frozenset(begun)
    if not lost:
        return stated
    cut = tuple(session for session in sessions if session.id in lost)
    return replace(stating([s for s in sessions if s.id not in lost]), cut_off=cut)


def _minding(
    asking: Callable[..., Translation], request: PlanRequest, ask: Solver
) -> tuple[Translation, Solution, Unlucky]:
    """Return a plan that minds unlucky weather, with what it was asked of.

    What is unlucky shows over all days together, in whole courses of the weather. For the mean
    those of a week will do for all, and a good plan is found much sooner: that is the start.
    """
    work, percent = work_for(request.seconds), request.unlucky_percent
    weeks, courses = asking(sharing=Sharing.WEEKS), asking(sharing=Sharing.COURSES)
    start = ask(weeks.problem, work=int(MEAN_FIRST * work), start=None)
    found = solve_balanced(
        courses.problem, ask, work=work - start.work, percent=percent, start=start
    )
    told = Unlucky(
        percent=percent,
        value=int(found.unlucky),
        balance=int(found.balance),
        bound=int(found.bound),
    )
    return courses, found.solution, told
