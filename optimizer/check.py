"""The specification: which constraints a solution breaks. Knows no method and no solver.

One function per constraint, named after it. ``violations`` runs them all and stops at none.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from optimizer.errors import InvalidSolution
from optimizer.problem import BASE, NONE, NOT_OFFERED, UNREACHABLE, Constraint, Problem
from optimizer.solution import ShiftPlan, Solution
from optimizer.statement import Statement
from optimizer.value import leg_masks, leg_times, places


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One broken constraint: its name, what it is about, and the numbers."""

    constraint: Constraint
    where: str
    facts: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        numbers = ", ".join(f"{name} {number}" for name, number in self.facts)
        return f"{self.constraint}: {self.where}" + (f" ({numbers})" if numbers else "")


Found = Iterator[Violation]


def violations(problem: Problem, solution: Solution) -> tuple[Violation, ...]:
    """Return every broken constraint of ``solution``.

    Raises
    ------
    InvalidSolution
        If an index of the solution points to nothing.
    """
    _refuse_strange_indices(problem, solution)
    return tuple(found for check in CHECKS for found in check(problem, solution))


def visited_at_most_once(_problem: Problem, solution: Solution) -> Found:
    """Each visit is held at most once."""
    for visit, times in Counter(s.visit for p in solution.plans for s in p.stops).items():
        if times > 1:
            yield _broken(Constraint.VISITED_AT_MOST_ONCE, f"visit {visit}", times=times)


def availability(_problem: Problem, solution: Solution) -> Found:
    """A shift is worked at most once."""
    for shift, times in Counter(p.shift for p in solution.plans).items():
        if times > 1:
            yield _broken(Constraint.AVAILABILITY, f"shift {shift}", times=times)


def time_window(problem: Problem, solution: Solution) -> Found:
    """Each visit starts within one of its windows."""
    for plan in solution.plans:
        for stop in plan.stops:
            windows = problem.visits[stop.visit].windows
            if not any(earliest <= stop.start_s <= latest for earliest, latest in windows):
                yield _broken(Constraint.TIME_WINDOW, _at(plan, stop.visit), start_s=stop.start_s)


def travel(problem: Problem, solution: Solution) -> Found:
    """No visit starts before the team can be there."""
    for plan in solution.plans:
        for stop, (arrive_s, _) in zip(plan.stops, _timeline(problem, plan), strict=False):
            if stop.start_s < arrive_s:
                yield _broken(
                    Constraint.TRAVEL,
                    _at(plan, stop.visit),
                    start_s=stop.start_s,
                    arrive_s=arrive_s,
                )


def passable(problem: Problem, solution: Solution) -> Found:
    """Every leg exists, and is open in at least one scenario."""
    for plan in solution.plans:
        legs = zip(leg_times(problem, plan), leg_masks(problem, plan), strict=True)
        for position, (seconds, mask) in enumerate(legs):
            if seconds == UNREACHABLE or mask == 0:
                yield _broken(Constraint.PASSABLE, f"shift {plan.shift}", leg=position)


def shift_hours(problem: Problem, solution: Solution) -> Found:
    """A shift keeps within its hours and its most work; late shifts in a row are limited."""
    for plan in solution.plans:
        shift = problem.shifts[plan.shift]
        where = f"shift {plan.shift}"
        if plan.depart_s < shift.start_s:
            yield _broken(
                Constraint.SHIFT_HOURS, where, depart_s=plan.depart_s, start_s=shift.start_s
            )
        back_s = _timeline(problem, plan)[-1][0]
        if back_s > shift.end_s:
            yield _broken(Constraint.SHIFT_HOURS, where, back_s=back_s, end_s=shift.end_s)
        work_s = _work_s(problem, plan)
        if work_s > shift.max_work_s:
            yield _broken(Constraint.SHIFT_HOURS, where, work_s=work_s, max_work_s=shift.max_work_s)
    for team, days in _days_of(problem, solution, lambda plan: _is_late(problem, plan)):
        limit = problem.teams[team].max_late_in_a_row
        if len(days) > limit:
            yield _broken(
                Constraint.SHIFT_HOURS, f"team {team}", late_in_a_row=len(days), most=limit
            )


def max_nights(problem: Problem, solution: Solution) -> Found:
    """A team sleeps away at most its limit of nights in a row."""
    for team, days in _days_of(problem, solution, lambda plan: plan.sleeps_at != BASE):
        limit = problem.teams[team].max_nights
        if len(days) > limit:
            yield _broken(Constraint.MAX_NIGHTS, f"team {team}", nights=len(days), most=limit)


def lodging(problem: Problem, solution: Solution) -> Found:
    """A team wakes where it went to sleep, and no lodging holds more teams than it can."""
    by_day = {_team_day(problem, plan): plan for plan in solution.plans}
    guests: Counter[tuple[int, int]] = Counter()
    for plan in solution.plans:
        team, day = _team_day(problem, plan)
        before, after = by_day.get((team, day - 1)), by_day.get((team, day + 1))
        if plan.slept_at != (before.sleeps_at if before else BASE):
            yield _broken(Constraint.LODGING, f"shift {plan.shift}", slept_at=plan.slept_at)
        if plan.sleeps_at != BASE:
            guests[plan.sleeps_at, day] += 1
            if after is None:
                yield _broken(Constraint.LODGING, f"shift {plan.shift}", sleeps_at=plan.sleeps_at)
    for (where, day), teams in guests.items():
        if teams > problem.lodgings[where].capacity:
            yield _broken(
                Constraint.LODGING,
                f"lodging {where}",
                day=day,
                teams=teams,
                capacity=problem.lodgings[where].capacity,
            )


def skills(problem: Problem, solution: Solution) -> Found:
    """A shift has what its visits need; each missing bit under the name the problem gives it."""
    for plan in solution.plans:
        shift = problem.shifts[plan.shift]
        for stop in plan.stops:
            visit = problem.visits[stop.visit]
            if visit.service_s[shift.crew] == NOT_OFFERED:
                yield _broken(Constraint.SKILLS, _at(plan, stop.visit), crew=shift.crew)
            for bit, name in enumerate(problem.need_names):
                if (visit.needs & ~shift.has) >> bit & 1:
                    yield _broken(name, _at(plan, stop.visit), bit=bit)


def resource(problem: Problem, solution: Solution) -> Found:
    """A resource serves one visit at a time."""
    uses: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for plan in solution.plans:
        for stop in plan.stops:
            kind = problem.visits[stop.visit].resource
            if kind != NONE:
                end_s = stop.start_s + _service_s(problem, plan, stop.visit)
                uses[kind].append((stop.start_s, end_s, stop.visit))
    for kind, times in uses.items():
        latest = 0
        for start_s, end_s, visit in sorted(times):
            if start_s < latest:
                yield _broken(
                    Constraint.RESOURCE,
                    f"resource {kind} at visit {visit}",
                    start_s=start_s,
                    free_s=latest,
                )
            latest = max(latest, end_s)


def alternatives(problem: Problem, solution: Solution) -> Found:
    """Of each group of alternatives at most one visit is held."""
    held = {s.visit for p in solution.plans for s in p.stops}
    groups = Counter(problem.visits[v].group for v in sorted(held))
    for group, times in groups.items():
        if group != NONE and times > 1:
            yield _broken(Constraint.ALTERNATIVES, f"group {group}", times=times)


def strand_safety(problem: Problem, solution: Solution) -> Found:
    """Each day, the chance to reach neither base nor a lodging stays within the limit.

    A day counts by itself: as if it began as planned, whatever the days before it were.
    """
    for plan in solution.plans:
        cut_off = stranded(problem, plan).bit_count()
        if cut_off > problem.strand_risk * problem.scenarios:
            yield _broken(
                Constraint.STRAND_SAFETY,
                f"shift {plan.shift}",
                scenarios=cut_off,
                of=problem.scenarios,
            )


def stranded(problem: Problem, plan: ShiftPlan) -> int:
    """Return the scenarios, as a bit set, in which a team is stranded if its day began as planned.

    Where the next leg is closed it turns to any place where it may sleep; stranded are the
    scenarios in which it can drive to none of these, however long it takes.
    """
    if problem.open_in is None:
        return 0
    going, cut_off = 2**problem.scenarios - 1, 0
    for here, leg in zip(places(problem, plan), leg_masks(problem, plan), strict=False):
        closed = going & ~leg
        if closed:
            cut_off |= closed & ~_refuge(problem, plan.shift, here)
        going &= leg
    return cut_off


def _refuge(problem: Problem, shift: int, here: int) -> int:
    """Return the scenarios in which the team can drive from ``here`` to where it may sleep."""
    assert problem.open_in is not None  # noqa: S101 - told to the type checker
    team, profile = problem.shifts[shift].team, problem.shifts[shift].profile
    lodgings = range(len(problem.lodgings)) if problem.teams[team].max_nights else ()
    beds = [problem.sleeping_place(team, night) for night in (BASE, *lodgings)]
    if here in beds:
        return (1 << problem.scenarios) - 1
    if problem.passable_in is not None:
        return _any_of(problem.passable_in[profile, here, beds])
    ways = [bed for bed in beds if problem.travel_s[profile, here, bed] != UNREACHABLE]
    return _any_of(problem.open_in[profile, here, ways])


def _any_of(masks: NDArray[np.uint64]) -> int:
    found: np.uint64 = np.bitwise_or.reduce(masks)
    return int(found)


def pinned(problem: Statement, solution: Solution) -> Found:
    """Each promised visit is held by its team, on its day, in its order, at its time."""
    held = {
        stop.visit: (plan.shift, position, stop.start_s)
        for plan in solution.plans
        for position, stop in enumerate(plan.stops)
    }
    for number, pin in enumerate(problem.pins):
        shift, position, start_s = held.get(pin.visit, (NONE, NONE, NONE))
        kept = (
            shift != NONE
            and problem.shifts[shift].team == pin.team
            and pin.shift in (None, shift)
            and pin.position in (None, position)
            and pin.start_s in (None, start_s)
        )
        if not kept:
            yield _broken(Constraint.PINNED, f"visit {pin.visit}", pin=number)


CHECKS: tuple[Callable[[Problem, Solution], Found], ...] = (
    visited_at_most_once,
    availability,
    time_window,
    travel,
    passable,
    shift_hours,
    max_nights,
    lodging,
    skills,
    resource,
    alternatives,
    strand_safety,
    pinned,
)


def _broken(constraint: Constraint, where: str, **facts: int) -> Violation:
    return Violation(constraint=constraint, where=where, facts=tuple(facts.items()))


def _at(plan: ShiftPlan, visit: int) -> str:
    return f"visit {visit} in shift {plan.shift}"


def _team_day(problem: Problem, plan: ShiftPlan) -> tuple[int, int]:
    shift = problem.shifts[plan.shift]
    return shift.team, shift.day


def _service_s(problem: Problem, plan: ShiftPlan, visit: int) -> int:
    # a crew that cannot hold the visit is a violation of its own; its time counts as none
    return max(0, problem.visits[visit].service_s[problem.shifts[plan.shift].crew])


def _timeline(problem: Problem, plan: ShiftPlan) -> list[tuple[int, int]]:
    """Return (arrive, end) of each stop, and of the place to sleep last."""
    clock, times = plan.depart_s, []
    legs = leg_times(problem, plan)
    for stop, leg in zip(plan.stops, legs, strict=False):
        arrive_s = clock + leg
        clock = stop.start_s + _service_s(problem, plan, stop.visit)
        times.append((arrive_s, clock))
    return [*times, (clock + legs[-1], clock + legs[-1])]


def _work_s(problem: Problem, plan: ShiftPlan) -> int:
    sitting = sum(_service_s(problem, plan, stop.visit) for stop in plan.stops)
    return sitting + sum(leg_times(problem, plan))


def _is_late(problem: Problem, plan: ShiftPlan) -> bool:
    if not plan.stops:
        return False
    last_end = _timeline(problem, plan)[-2][1]
    return last_end > problem.shifts[plan.shift].late_s


def _days_of(
    problem: Problem, solution: Solution, counts: Callable[[ShiftPlan], bool]
) -> Iterator[tuple[int, list[int]]]:
    """Yield (team, days in a row) for each unbroken run of days whose plan ``counts``."""
    marked = sorted({_team_day(problem, p) for p in solution.plans if counts(p)})
    run: list[int] = []
    for (team, day), following in pairwise([*marked, (NONE, NONE)]):
        run.append(day)
        if following != (team, day + 1):
            yield team, run
            run = []


def _refuse_strange_indices(problem: Problem, solution: Solution) -> None:
    for number, plan in enumerate(solution.plans):
        where = f"plans[{number}]"
        _refuse_outside(f"{where}.shift", plan.shift, 0, len(problem.shifts) - 1)
        for side in (plan.slept_at, plan.sleeps_at):
            _refuse_outside(f"{where} lodging", side, BASE, len(problem.lodgings) - 1)
        for stop in plan.stops:
            _refuse_outside(f"{where} visit", stop.visit, 0, len(problem.visits) - 1)


def _refuse_outside(where: str, index: int, low: int, high: int) -> None:
    if not low <= index <= high:
        raise InvalidSolution(f"{where} must be within {low}..{high}, not {index}")
