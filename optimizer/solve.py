"""The whole method, at any time ready to answer.

1. ``walk`` fills shifts greedily: a first plan within a second.
2. ``walk`` ruins and recreates; the shifts it meets are the first columns.
3. ``generation``: column generation (Desaulniers, Desrosiers & Solomon 2005) proves an upper bound
   and finds the columns that matter.
4. ``dive`` rounds the LP to a plan (Sadykov et al. 2019).
5. ``search``: walks and packings better the best plan, until the work is done, the clock has run
   out, or value and bound meet.

``run`` says what goes on at the same time.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from optimizer.budget import STEPS_PER_SECOND, Budget
from optimizer.check import violations
from optimizer.draft import without_idle_stops
from optimizer.errors import CutOff, InvalidProblem, OptimizerError
from optimizer.incumbent import Incumbent
from optimizer.kinds import by_kinds
from optimizer.problem import Problem
from optimizer.repair import feasible_part
from optimizer.run import Run
from optimizer.solution import Solution
from optimizer.value import value


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a solve has come: seconds since it began, value, proven bound."""

    seconds: float
    value: int
    bound: int

    @property
    def gap(self) -> float:
        """(bound − value) / bound, 0 for a bound of 0."""
        return (self.bound - self.value) / self.bound if self.bound > 0 else 0.0


OnProgress = Callable[[Progress], None]


def work_for(seconds: float) -> int:
    """Return the work that there is time for in so many seconds, on a machine of some years."""
    return int(seconds * STEPS_PER_SECOND)


def solve(
    problem: Problem,
    *,
    seconds: float | None = None,
    work: int | None = None,
    gap: float = 0.0,
    seed: int = 1,
    cores: int = 2,
    start: Solution | None = None,
    on_progress: OnProgress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """Return a plan that the checker accepts, its value, and a proven bound.

    Parameters
    ----------
    seconds
        Wall-clock limit.
    work
        Limit in steps (``work_for``). The same problem, seed and work give the same plan on any
        machine and number of cores, unless ``seconds`` cut it off. One of the two must be given.
    gap
        Good enough: the solve ends once (bound − value) / bound is no more than this.
    cores
        Threads at work.
    start
        A plan to start from. What of it is not feasible is dropped, and named in the answer. If
        nothing better is found its feasible part comes back as it is.
    on_progress
        Called whenever value or bound is better, and now and then.
    cancelled
        Asked every few milliseconds, from another thread; once it answers yes the best plan so far
        is returned. Before there is one, that is the ``start``, or nothing: but pins are kept.

    Raises
    ------
    InvalidProblem
        If neither ``seconds`` nor ``work`` is given, or no plan was found that keeps all pins.
    """
    if seconds is None and work is None:
        raise InvalidProblem("seconds or work must be given")
    if not problem.visits:
        return Solution(plans=(), value=0, bound=0, seed=seed)
    with Budget(seconds=seconds, work=work, cancelled=cancelled) as budget:
        return _solved(problem, budget, gap, seed, cores, start, on_progress or (lambda _: None))


def _solved(  # noqa: PLR0917 - what ``solve`` was asked, one by one
    problem: Problem,
    budget: Budget,
    gap: float,
    seed: int,
    cores: int,
    start: Solution | None,
    on_progress: OnProgress,
) -> Solution:
    if not problem.visits:
        return Solution(plans=(), value=0, bound=0, seconds=budget.seconds(), seed=seed)
    given = Solution(plans=(), value=0, bound=0) if start is None else start
    part, dropped = feasible_part(problem, given)
    lost = tuple(str(one) for one in dropped)
    try:
        # what is pinned has to be planned, however little time there is
        kinds = by_kinds(problem) if problem.pins else by_kinds(problem, budget.go_on)
    except CutOff:
        return _unchanged(problem, part, lost, budget, seed)
    incumbent = Incumbent(kinds)
    if start is not None:
        incumbent.give(part)
    most = _most(problem)

    def tell() -> None:
        worth = incumbent.value
        if worth is not None:
            bound = int(min(most, run.prover.bound))
            on_progress(Progress(seconds=budget.seconds(), value=worth, bound=bound))

    run = Run(
        kinds=kinds,
        budget=budget,
        seed=seed,
        cores=cores,
        good_enough=gap,
        incumbent=incumbent,
        tell=tell,
    )
    if budget.called_off and not problem.pins:
        return _unchanged(problem, part, lost, budget, seed)
    run.go()
    if incumbent.draft is None:
        raise InvalidProblem(_nothing_found(problem))
    incumbent.offer_draft(without_idle_stops(incumbent.draft))
    bound = int(min(most, run.prover.bound))
    return Solution(
        plans=(plans := incumbent.plans()),
        value=_checked(problem, Solution(plans=plans, value=incumbent.value or 0, bound=bound)),
        bound=bound,
        seconds=budget.seconds(),
        seed=seed,
        work=budget.spent,
        stopped_by=_stopped_by(budget, run, incumbent.value == bound),
        dropped=lost,
    )


def _unchanged(
    problem: Problem, part: Solution, lost: tuple[str, ...], budget: Budget, seed: int
) -> Solution:
    """Return the answer to what was called off before anything was planned: what was given."""
    bound = _most(problem)
    return Solution(
        plans=part.plans,
        value=_checked(problem, replace(part, bound=bound)),
        bound=bound,
        seconds=budget.seconds(),
        seed=seed,
        stopped_by="cancelled",
        dropped=lost,
    )


def _most(problem: Problem) -> int:
    """Return what nothing can be worth more than."""
    return sum(d.people * d.weight for d in problem.demands)


def _checked(problem: Problem, claimed: Solution) -> int:
    """Return the value of a plan, recomputed by what never saw the method.

    Raises
    ------
    OptimizerError
        If plan, value or bound are wrong: never, unless the method has a fault.
    """
    broken, worth = violations(problem, claimed), value(problem, claimed)
    if broken or worth != claimed.value:
        raise OptimizerError(f"a wrong plan was made: {broken[:3]} {worth} {claimed.value}")
    if worth > claimed.bound:
        raise OptimizerError(f"a wrong bound was proven: {claimed.bound} below {worth}")
    return worth


def _stopped_by(budget: Budget, run: Run, optimal: bool) -> str:
    if optimal:
        return "optimal"
    if budget.cut_by:
        return budget.cut_by
    if run.gap() <= run.good_enough:
        return "gap"
    return "work" if budget.limit is not None else "deadline"


def _nothing_found(problem: Problem) -> str:
    pins = ", ".join(f"visit {pin.visit}" for pin in problem.pins[:5])
    return f"no plan was found that keeps all pins ({pins}{', …' if len(problem.pins) > 5 else ''})"
