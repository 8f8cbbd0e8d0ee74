"""Edits by hand: what a change of a plan breaks, shifts in time, and is worth, at once.

A board is a plan in the numbers of its problem. An edit makes another board; the checker, which
knows no method, says what it breaks. Nothing is repaired silently: a day that is edited keeps its
order, each stop as early as it can be held and no earlier than it was.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from optimizer.check import Violation, violations
from optimizer.problem import BASE, Constraint
from optimizer.solution import ShiftPlan, Solution
from optimizer.solution import Stop as Held
from optimizer.value import held_masks, leg_times, value
from planner.domain.draft import Add, Drop, Edit, Move
from planner.domain.guarantee import Pledge
from planner.domain.plan import Plan, Stop
from planner.errors import NotFound
from planner.planning.counterparts import counterpart, visits_of
from planner.planning.guarantees import is_kept, reached
from planner.planning.plan import finished
from planner.planning.translate import Translation, people_expected, to_solution

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
]

EDITED = "edited"
"""In place of why the optimizer stopped."""
ABOUT = re.compile(r"(visit|shift|team|lodging) (\d+)")
"""What the checker's places are made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sleep:
    """After a day a team sleeps at a lodging (place id); from there the next day begins."""

    team: str
    day: date
    place: str


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

    @cached_property
    def people(self) -> int:
        """How many people and services it serves, on the mean over the weathers."""
        return int(people_expected(self.translation, self.solution).sum())

    @cached_property
    def value(self) -> int:
        """What it is worth in the optimizer's prizes, besides what is guaranteed."""
        return value(self.translation.plain, self.solution)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What an edit makes of a board.

    ``people`` are gained, or lost if negative, on the mean over the weathers planned for; ``value``
    likewise in the optimizer's prizes, with travel and nights. ``broken`` are all constraints that
    the edited plan breaks; none: it can be held as it is. Of what is guaranteed some is
    ``pledges_lost``, some ``pledges_won``.
    """

    board: Board
    broken: tuple[Broken, ...]
    retimed: tuple[Retimed, ...]
    people: int
    value: int
    pledges_lost: frozenset[Pledge]
    pledges_won: frozenset[Pledge]


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
    problem, plain = board.translation.problem, board.translation.plain
    worth, besides = value(problem, board.solution), value(plain, board.solution)
    everybody = sum(d.people * d.weight for d in plain.demands)
    bound = worth - besides + max(besides, everybody)
    answer = replace(board.solution, value=worth, bound=bound, stopped_by=stopped_by)
    return finished(board.translation, answer)


def evaluate(board: Board, *edits: Edit | Sleep) -> Verdict:
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
    kept, still_kept = pledges_kept(before), pledges_kept(after)
    return Verdict(
        board=after,
        broken=tuple(named(names, one) for one in found),
        retimed=tuple(_retimed(before, after)),
        people=after.people - before.people,
        value=after.value - before.value,
        pledges_lost=kept - still_kept,
        pledges_won=still_kept - kept,
    )


def pledges_kept(board: Board) -> frozenset[Pledge]:
    """Return what is kept of the district's guarantees if the board is played as it is."""
    names = board.translation
    if not names.pledges:
        return frozenset()
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


def edited(board: Board, edit: Edit | Sleep) -> Board:
    """Return the board after an edit, whatever that breaks.

    Raises
    ------
    NotFound
        If there is no such session, or the team does not work on that day.
    """
    days = {plan.shift: plan for plan in board.solution.plans}
    names = board.translation
    if isinstance(edit, Sleep):
        _sleep(names, days, edit)
    if isinstance(edit, Move | Drop):
        visits = visits_of(names, edit.session)
        shift = next((k for k, p in days.items() if any(s.visit in visits for s in p.stops)), None)
        if shift is None:
            raise NotFound(f"{edit.session} is not in the plan").saying(
                "not_planned", value=edit.session
            )
        left = [stop for stop in days[shift].stops if stop.visit not in visits]
        days[shift] = timed(names, days[shift], left)
    if isinstance(edit, Move | Add):
        shift = shift_of(names, edit.team, edit.day)
        planned = {stop.visit for plan in days.values() for stop in plan.stops}
        visit = counterpart(names, edit.session, shift, planned)
        days[shift] = _with_stop(names, _day(days, shift), visit, edit.order)
    plans = tuple(days[k] for k in sorted(days) if _is_worked(days[k]))
    return replace(board, solution=replace(board.solution, plans=plans))


def _day(days: dict[int, ShiftPlan], shift: int) -> ShiftPlan:
    return days.get(shift) or ShiftPlan(shift=shift, depart_s=0, stops=())


def _sleep(names: Translation, days: dict[int, ShiftPlan], edit: Sleep) -> None:
    """Let the team of an edit sleep where it says."""
    if edit.place not in names.lodgings:
        raise NotFound(f"no team sleeps at {edit.place!r}")
    lodging = names.lodgings.index(edit.place)
    evening = shift_of(names, edit.team, edit.day)
    morning = shift_of(names, edit.team, edit.day + timedelta(days=1))
    before, after = _day(days, evening), _day(days, morning)
    days[evening] = timed(names, replace(before, sleeps_at=lodging), before.stops)
    days[morning] = timed(names, replace(after, slept_at=lodging), after.stops)


def _is_worked(plan: ShiftPlan) -> bool:
    return bool(plan.stops) or plan.slept_at != BASE or plan.sleeps_at != BASE


def shift_of(names: Translation, team: str, day: date) -> int:
    """Return the number of a team's day.

    Raises
    ------
    NotFound
        If the team does not work on that day.
    """
    try:
        return names.shifts.index((team, day))
    except ValueError:
        raise NotFound(f"team {team!r} does not work on {day}").saying(
            "no_team_day", team=team, day=day
        ) from None


def _with_stop(names: Translation, day: ShiftPlan, visit: int, order: int | None) -> ShiftPlan:
    """Return the day with one more stop at its order, else where it breaks least and ends first."""
    orders = range(1, len(day.stops) + 2) if order is None else (order,)
    tried = [with_stop_at(names, day, visit, at) for at in orders]

    def harm(made: ShiftPlan) -> tuple[int, int]:
        alone = Solution(plans=(made,), value=0, bound=0)
        return len(violations(names.problem, alone)), made.stops[-1].start_s

    return min(tried, key=harm)


def with_stop_at(names: Translation, day: ShiftPlan, visit: int, order: int) -> ShiftPlan:
    """Return the day with one more stop at a place in its order, counted from 1."""
    at = order - 1
    stops = [*day.stops[:at], Held(visit=visit, start_s=0), *day.stops[at:]]
    return timed(names, day, stops)


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
