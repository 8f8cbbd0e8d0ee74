"""Edits by hand: what a change of a plan breaks, shifts in time, and is worth, at once.

A board is a plan in the numbers of its problem. An edit makes another board; the checker, which
knows no method, says what it breaks. Nothing is repaired silently: a day that is edited keeps its
order, each stop as early as it can be held and no earlier than it was.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from optimizer.check import Violation, violations
from optimizer.problem import BASE, NOT_OFFERED, Constraint
from optimizer.solution import ShiftPlan, Solution
from optimizer.solution import Stop as Held
from optimizer.value import leg_times, served, value
from planner.domain.draft import Add, Drop, Edit, Move
from planner.domain.plan import Plan
from planner.domain.session import Session
from planner.errors import NotFound
from planner.planning.plan import finished
from planner.planning.translate import Translation, to_solution

__all__ = [
    "Add",
    "Board",
    "Broken",
    "Drop",
    "Edit",
    "Move",
    "Retimed",
    "Verdict",
    "edited",
    "evaluate",
    "judged",
    "named",
    "open_board",
    "timed",
    "to_edited_plan",
    "visit_of",
]

EDITED = "edited"
"""In place of why the optimizer stopped."""
ABOUT = re.compile(r"(visit|shift|team|lodging) (\d+)")
"""What the checker's places are made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One broken constraint, with what it is about where that has a name."""

    constraint: Constraint
    session: str = ""
    team: str = ""
    day: date | None = None
    place: str = ""
    facts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Retimed:
    """A session that keeps its day and team and changes its hour."""

    session: str
    before: datetime
    after: datetime


@dataclass(frozen=True, kw_only=True)
class Board:
    """A plan in the numbers of its problem."""

    translation: Translation
    solution: Solution


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What an edit makes of a board.

    ``people`` are gained, or lost if negative, on the mean over the weathers planned for; ``value``
    likewise in the optimizer's prizes, with travel and nights. ``broken`` are all constraints that
    the edited plan breaks; none: it can be held as it is.
    """

    board: Board
    broken: tuple[Broken, ...]
    retimed: tuple[Retimed, ...]
    people: int
    value: int


def open_board(translation: Translation, plan: Plan) -> Board:
    """Return a plan as a board.

    Raises
    ------
    NotFound
        If the problem does not know a piece of the plan.
    """
    before = to_solution(translation, plan)
    if before.lost:
        raise NotFound(f"not in the problem: {before.lost[0]}").saying(
            "plan_outdated", value=before.lost[0].session or before.lost[0].team
        )
    solution = replace(before.solution, seed=plan.proof.seed)
    return Board(translation=translation, solution=solution)


def to_edited_plan(board: Board, *, stopped_by: str = EDITED) -> Plan:
    """Return the plan that a board holds, checked like any other.

    Its seed is that of the plan that the board began from, so that it is judged in the same
    weathers. Its bound is what serving everybody would be worth: a hand cannot prove more.

    Raises
    ------
    Infeasible
        If the plan breaks a constraint.
    """
    problem = board.translation.problem
    worth = value(problem, board.solution)
    everybody = sum(d.people * d.weight for d in problem.demands)
    answer = replace(
        board.solution, value=worth, bound=max(worth, everybody), stopped_by=stopped_by
    )
    return finished(board.translation, answer)


def evaluate(board: Board, *edits: Edit) -> Verdict:
    """Return what edits, one after the other, make of a board.

    Raises
    ------
    NotFound
        If there is no such session, or the team does not work on that day.
    """
    after = board
    for edit in edits:
        after = edited(after, edit)
    return judged(board, after)


def judged(before: Board, after: Board) -> Verdict:
    """Return what a board breaks, and what has become of another one with the same numbers."""
    names = after.translation
    found = violations(names.problem, after.solution)
    people = [int(served(names.problem, b.solution).sum()) for b in (before, after)]
    worth = [value(names.problem, b.solution) for b in (before, after)]
    return Verdict(
        board=after,
        broken=tuple(named(names, one) for one in found),
        retimed=tuple(_retimed(before, after)),
        people=people[1] - people[0],
        value=worth[1] - worth[0],
    )


def edited(board: Board, edit: Edit) -> Board:
    """Return the board after an edit, whatever that breaks.

    Raises
    ------
    NotFound
        If there is no such session, or the team does not work on that day.
    """
    days = {plan.shift: plan for plan in board.solution.plans}
    names = board.translation
    if not isinstance(edit, Add):
        visit = visit_of(names, edit.session)
        shift = next((k for k, p in days.items() if visit in {s.visit for s in p.stops}), None)
        if shift is None:
            raise NotFound(f"{edit.session} is not in the plan").saying(
                "not_planned", value=edit.session
            )
        left = [stop for stop in days[shift].stops if stop.visit != visit]
        days[shift] = timed(names, days[shift], left)
    if not isinstance(edit, Drop):
        shift = _shift(names, edit.team, edit.day)
        held = days.get(shift) or ShiftPlan(shift=shift, depart_s=0, stops=())
        visit = _counterpart(names, edit.session, shift)
        days[shift] = _with_stop(names, held, visit, edit.order)
    plans = tuple(days[k] for k in sorted(days) if _is_worked(days[k]))
    return replace(board, solution=replace(board.solution, plans=plans))


def _is_worked(plan: ShiftPlan) -> bool:
    return bool(plan.stops) or plan.slept_at != BASE or plan.sleeps_at != BASE


def visit_of(names: Translation, session: str) -> int:
    """Return the number of a session by its id.

    Raises
    ------
    NotFound
        If no such session is due.
    """
    for number, known in enumerate(names.sessions):
        if known.id == session:
            return number
    raise NotFound(f"no session {session!r} is due").saying("not_due", value=session)


def _shift(names: Translation, team: str, day: date) -> int:
    try:
        return names.shifts.index((team, day))
    except ValueError:
        raise NotFound(f"team {team!r} does not work on {day}").saying(
            "no_team_day", team=team, day=day
        ) from None


def _counterpart(names: Translation, session: str, shift: int) -> int:
    """Return the session as the team of a shift can hold it that day; itself, if it cannot.

    Sessions are due by kind of crew and of day: of those at the same place and hours of the day,
    for the same services, that which the team can hold is meant.
    """
    own = visit_of(names, session)
    wished = names.sessions[own]
    if _can_hold(names, own, shift):
        return own
    alike = [
        number
        for number, other in enumerate(names.sessions)
        if _alike(wished, other) and _can_hold(names, number, shift)
    ]
    return min(alike, key=lambda n: _distance(wished, names.sessions[n]), default=own)


def _alike(one: Session, other: Session) -> bool:
    return (one.place, one.sitting) == (other.place, other.sitting)


def _distance(one: Session, other: Session) -> tuple[int, int, int]:
    """Return how unlike two sessions of a place are: in services, repeats, people."""
    services = len(set(one.services) ^ set(other.services))
    return services, abs(one.repeat - other.repeat), abs(one.people - other.people)


def _can_hold(names: Translation, visit: int, shift: int) -> bool:
    """Return whether the crew can hold a session within a window of the day."""
    problem = names.problem
    day, wanted = problem.shifts[shift], problem.visits[visit]
    if wanted.service_s[day.crew] == NOT_OFFERED or wanted.needs & ~day.has:
        return False
    return any(
        earliest <= day.end_s and day.start_s <= latest for earliest, latest in wanted.windows
    )


def _with_stop(names: Translation, day: ShiftPlan, visit: int, order: int | None) -> ShiftPlan:
    """Return the day with one more stop at its order, else where it breaks least and ends first."""
    stop = Held(visit=visit, start_s=0)
    places = range(len(day.stops) + 1) if order is None else (order - 1,)
    tried = [timed(names, day, [*day.stops[:at], stop, *day.stops[at:]]) for at in places]

    def harm(made: ShiftPlan) -> tuple[int, int]:
        alone = Solution(plans=(made,), value=0, bound=0)
        return len(violations(names.problem, alone)), made.stops[-1].start_s

    return min(tried, key=harm)


def timed(names: Translation, day: ShiftPlan, stops: Sequence[Held]) -> ShiftPlan:
    """Return the day with these stops in order, each as early as can be, not before it was.

    The team leaves as late as it may for the first.
    """
    problem = names.problem
    shift = problem.shifts[day.shift]
    if not stops:
        return replace(day, stops=(), depart_s=max(day.depart_s, shift.start_s))
    bare = replace(day, stops=tuple(stops))
    legs = leg_times(problem, bare)
    clock, held = shift.start_s, []
    for stop, leg in zip(stops, legs, strict=False):
        visit = problem.visits[stop.visit]
        start = _start(visit.windows, clock + leg, stop.start_s)
        held.append(replace(stop, start_s=start))
        clock = start + max(0, visit.service_s[shift.crew])
    depart = max(shift.start_s, held[0].start_s - legs[0])
    return replace(bare, stops=tuple(held), depart_s=depart)


def _start(windows: Sequence[tuple[int, int]], arrive: int, wished: int) -> int:
    """Return the first second in a window from ``arrive`` on, from ``wished`` on if it can be."""
    for least in (max(arrive, wished), arrive):
        for earliest, latest in windows:
            if max(earliest, least) <= latest:
                return max(earliest, least)
    return arrive


def _retimed(before: Board, after: Board) -> Iterator[Retimed]:
    names = before.translation
    old, new = (
        {(s.visit, p.shift): s.start_s for p in b.solution.plans for s in p.stops}
        for b in (before, after)
    )
    for key in sorted(old.keys() & new.keys()):
        if old[key] != new[key]:
            yield Retimed(
                session=names.sessions[key[0]].id,
                before=names.at(old[key]),
                after=names.at(new[key]),
            )


def named(names: Translation, found: Violation) -> Broken:
    """Return a violation with the words behind its numbers."""
    about = {kind: int(number) for kind, number in ABOUT.findall(found.where)}
    team, day = names.shifts[about["shift"]] if "shift" in about else ("", None)
    return Broken(
        constraint=found.constraint,
        session=names.sessions[about["visit"]].id if "visit" in about else "",
        team=names.teams[about["team"]] if "team" in about else team,
        day=day,
        place=names.lodgings[about["lodging"]] if "lodging" in about else "",
        facts=found.facts,
    )
