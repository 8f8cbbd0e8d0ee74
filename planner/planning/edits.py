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
from optimizer.value import held_masks, leg_times, served, value
from planner.domain.guarantee import Pledge
from planner.domain.plan import Plan, Stop
from planner.domain.session import Session
from planner.errors import NotFound
from planner.planning.guarantees import is_kept, reached
from planner.planning.plan import finished
from planner.planning.translate import Translation, to_solution

EDITED = "edited"
"""In place of why the optimizer stopped."""
ABOUT = re.compile(r"(visit|shift|team|lodging) (\d+)")
"""What the checker's places are made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Hold a session (by id) with another team, on another day or at another place in the order.

    ``order`` counts the stops of that day from 1; where it fits best, if it is None.
    """

    session: str
    team: str
    day: date
    order: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Do not hold a session."""

    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """Hold a session that is due and not planned."""

    session: str
    team: str
    day: date
    order: int | None = None


Edit = Move | Drop | Add


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
        raise NotFound(f"not in the problem: {before.lost[0]}")
    return Board(translation=translation, solution=before.solution)


def to_edited_plan(board: Board) -> Plan:
    """Return the plan that a board holds, checked like any other.

    Its bound is what serving everybody would be worth: a hand cannot prove more.

    Raises
    ------
    Infeasible
        If the plan breaks a constraint.
    """
    problem, plain = board.translation.problem, board.translation.plain
    worth, besides = value(problem, board.solution), value(plain, board.solution)
    everybody = sum(d.people * d.weight for d in plain.demands)
    bound = worth - besides + max(besides, everybody)
    answer = replace(board.solution, value=worth, bound=bound, stopped_by=EDITED)
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
        after = _edited(after, edit)
    problem = board.translation.problem
    found = violations(problem, after.solution)
    plain, due = board.translation.plain, len(board.translation.demands)
    people = [int(served(problem, b.solution)[:due].sum()) for b in (board, after)]
    worth = [value(plain, b.solution) for b in (board, after)]
    return Verdict(
        board=after,
        broken=tuple(_named(board.translation, one) for one in found),
        retimed=tuple(_retimed(board, after)),
        people=people[1] - people[0],
        value=worth[1] - worth[0],
    )


def pledges_kept(board: Board) -> frozenset[Pledge]:
    """Return what is kept of the district's guarantees if the board is played as it is."""
    names = board.translation
    masks = held_masks(names.problem, board.solution)
    stops = [
        Stop(
            session=names.sessions[held.visit],
            arrive=names.at(held.start_s),
            start=names.at(held.start_s),
            end=names.at(held.start_s),
            served=(),
            held_in=masks[day.shift, position].bit_count() / names.problem.scenarios,
        )
        for day in board.solution.plans
        for position, held in enumerate(day.stops)
    ]
    return frozenset(
        pledge
        for pledge in names.pledges
        if is_kept(pledge, reached(names.district, stops, pledge))
    )


def _edited(board: Board, edit: Edit) -> Board:
    days = {plan.shift: plan for plan in board.solution.plans}
    names = board.translation
    if not isinstance(edit, Add):
        visits = visits_of(names, edit.session)
        shift = next((k for k, p in days.items() if any(s.visit in visits for s in p.stops)), None)
        if shift is None:
            raise NotFound(f"{edit.session} is not in the plan")
        left = [stop for stop in days[shift].stops if stop.visit not in visits]
        days[shift] = _timed(names, days[shift], left)
    if not isinstance(edit, Drop):
        shift = _shift(names, edit.team, edit.day)
        held = days.get(shift) or ShiftPlan(shift=shift, depart_s=0, stops=())
        visit = _counterpart(names, edit.session, shift)
        days[shift] = _with_stop(names, held, visit, edit.order)
    plans = tuple(days[k] for k in sorted(days) if _is_worked(days[k]))
    return replace(board, solution=replace(board.solution, plans=plans))


def _is_worked(plan: ShiftPlan) -> bool:
    return bool(plan.stops) or plan.slept_at != BASE or plan.sleeps_at != BASE


def visits_of(names: Translation, session: str) -> tuple[int, ...]:
    """Return the numbers of a session by its id: one for each of its pieces.

    Raises
    ------
    NotFound
        If no such session is due.
    """
    try:
        return names.visits[session]
    except KeyError:
        raise NotFound(f"no session {session!r} is due") from None


def _shift(names: Translation, team: str, day: date) -> int:
    try:
        return names.shifts.index((team, day))
    except ValueError:
        raise NotFound(f"team {team!r} does not work on {day}") from None


def _counterpart(names: Translation, session: str, shift: int) -> int:
    """Return the session as the team of a shift can hold it that day; itself, if it cannot.

    Sessions are due by kind of crew and of day: of those at the same place and hours of the day,
    for the same services, that which the team can hold is meant.
    """
    pieces = visits_of(names, session)
    own = next((piece for piece in pieces if _can_hold(names, piece, shift)), None)
    if own is not None:
        return own
    wished = names.sessions[pieces[0]]
    alike = [
        number
        for number, other in enumerate(names.sessions)
        if _alike(wished, other) and _can_hold(names, number, shift)
    ]
    return min(alike, key=lambda n: _distance(wished, names.sessions[n]), default=pieces[0])


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
    tried = [_timed(names, day, [*day.stops[:at], stop, *day.stops[at:]]) for at in places]

    def harm(made: ShiftPlan) -> tuple[int, int]:
        alone = Solution(plans=(made,), value=0, bound=0)
        return len(violations(names.problem, alone)), made.stops[-1].start_s

    return min(tried, key=harm)


def _timed(names: Translation, day: ShiftPlan, stops: Sequence[Held]) -> ShiftPlan:
    """Return the day with these stops in order, each as early as can be, not before it was.

    The team leaves as late as it may for the first.
    """
    problem = names.problem
    shift = problem.shifts[day.shift]
    if not stops:
        return replace(day, stops=(), depart_s=max(day.depart_s, shift.start_s))
    bare = replace(day, stops=tuple(stops))
    legs = leg_times(problem, bare)
    clock, timed = shift.start_s, []
    for stop, leg in zip(stops, legs, strict=False):
        visit = problem.visits[stop.visit]
        start = _start(visit.windows, clock + leg, stop.start_s)
        timed.append(replace(stop, start_s=start))
        clock = start + max(0, visit.service_s[shift.crew])
    depart = max(shift.start_s, timed[0].start_s - legs[0])
    return replace(bare, stops=tuple(timed), depart_s=depart)


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


def _named(names: Translation, found: Violation) -> Broken:
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
