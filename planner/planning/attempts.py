"""A session tried on every day of every team that could hold it: quickly, each day by itself.

What a day breaks by itself is found without the rest of the plan. What is broken between days and
teams is not: whoever claims anything asks the checker about the whole plan.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from optimizer.check import violations
from optimizer.problem import NOT_OFFERED, UNREACHABLE, Constraint, Problem
from optimizer.solution import ShiftPlan, Solution
from optimizer.value import leg_times
from planner.planning.edits import Add, Board, with_stop_at

BETWEEN_DAYS = frozenset({Constraint.LODGING, Constraint.MAX_NIGHTS, Constraint.PINNED})
"""What a day by itself seems to break, though the plan does not."""
DAY_S = int(timedelta(days=1).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A session at the best place in the order of a team's day, and what that day then breaks.

    ``over_s`` is by how much the day is too long, ``people`` how many are expected.
    """

    session: str
    team: str
    day: date
    order: int
    broken: tuple[Constraint, ...]
    over_s: int
    people: int

    @property
    def add(self) -> Add:
        """The edit that makes it."""
        return Add(session=self.session, team=self.team, day=self.day, order=self.order)

    @property
    def harm(self) -> tuple[int, int, int]:
        """What makes one attempt worse than another."""
        return len(self.broken), self.over_s, -self.people


def attempts(board: Board, visits: Iterable[int], teams: Iterable[str] = ()) -> Iterator[Attempt]:
    """Yield the sessions (their numbers) on each day on which they could start at all.

    With ``teams`` only theirs. Days come in the order of the problem.
    """
    names, asked, some = board.translation, board.translation.problem, set(teams)
    plans = {plan.shift: plan for plan in board.solution.plans}
    for visit in visits:
        wanted = asked.visits[visit]
        days = {at // DAY_S for window in wanted.windows for at in window}
        for number, shift in enumerate(asked.shifts):
            team, _ = names.shifts[number]
            offered = wanted.service_s[shift.crew] != NOT_OFFERED
            if offered and shift.day in days and (not some or team in some):
                plan = plans.get(number) or ShiftPlan(shift=number, depart_s=0, stops=())
                yield _best(board, plan, visit)


def _best(board: Board, plan: ShiftPlan, visit: int) -> Attempt:
    orders = range(1, len(plan.stops) + 2)
    return min((_attempt(board, plan, visit, order) for order in orders), key=lambda a: a.harm)


def _attempt(board: Board, plan: ShiftPlan, visit: int, order: int) -> Attempt:
    names = board.translation
    made = with_stop_at(names, plan, visit, order)
    alone = violations(names.problem, Solution(plans=(made,), value=0, bound=0))
    broken = dict.fromkeys(v.constraint for v in alone if v.constraint not in BETWEEN_DAYS)
    team, day = names.shifts[plan.shift]
    shift = names.problem.shifts[plan.shift]
    return Attempt(
        session=names.sessions[visit].id,
        team=team,
        day=day,
        order=order,
        broken=tuple(broken),
        over_s=over_s(names.problem, made, shift.end_s, shift.max_work_s),
        people=names.sessions[visit].people,
    )


def over_s(problem: Problem, plan: ShiftPlan, end_s: int, max_work_s: int) -> int:
    """Return by how much a day ends later, or is more work, than it may."""
    crew = problem.shifts[plan.shift].crew
    took = [max(0, problem.visits[stop.visit].service_s[crew]) for stop in plan.stops]
    legs = [leg for leg in leg_times(problem, plan) if leg != UNREACHABLE]
    if not plan.stops or len(legs) <= len(plan.stops):
        return 0
    back_s = plan.stops[-1].start_s + took[-1] + legs[-1]
    return max(0, back_s - end_s, sum(took) + sum(legs) - max_work_s)
