"""A team's days made to fit together: nights, late days in a row, weather carried over a tour.

Knows one team at a time: which nights it may spend away, and when others use a resource, is told.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from optimizer.fit import Day, Fit, fit
from optimizer.problem import BASE, Problem
from optimizer.solution import ShiftPlan


@dataclass(frozen=True, slots=True)
class Rules:
    """What a team's days must keep to.

    ``nights`` are the shifts after which it may sleep where the plan says. ``dear`` visits stay
    before others. ``busy`` tells when others than a shift use a resource, as (start, end).
    """

    problem: Problem
    nights: set[int]
    dear: frozenset[int]
    busy: Callable[[int, int], Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    """The best way to work a team's days so far, and in which state it ends."""

    score: tuple[int, int, int, int] = (0, 0, 0, 0)
    fits: tuple[Fit, ...] = ()
    slept_at: int = BASE
    nights: int = 0
    late_days: int = 0


def best_days(rules: Rules, given: list[ShiftPlan]) -> list[ShiftPlan]:
    """Return the best way to work a team's days: most pins, stops, nights, starts as they were.

    Day by day; of the ways that end a day alike, the best is kept.
    """
    problem = rules.problem
    states = [_Days()]
    last_day = None
    for plan in given:
        day = problem.shifts[plan.shift].day
        if last_day is None or day != last_day + 1:
            states = [replace(s, late_days=0, nights=0) for s in states if s.slept_at == BASE]
        last_day = day
        best: dict[tuple[int, int, int], _Days] = {}
        for state in states:
            for after in _days_after(rules, plan, state):
                key = (after.slept_at, after.nights, after.late_days)
                if key not in best or after.score > best[key].score:
                    best[key] = after
        states = list(best.values())
    end = max((s for s in states if s.slept_at == BASE), key=lambda s: s.score)
    return [found.plan for found in end.fits]


def _days_after(rules: Rules, plan: ShiftPlan, state: _Days) -> Iterator[_Days]:
    """Yield the ways to work one more day: to sleep as given or at base, late or not."""
    problem = rules.problem
    team = problem.teams[problem.shifts[plan.shift].team]
    away = plan.shift in rules.nights and state.nights < team.max_nights
    for sleeps_at in dict.fromkeys((plan.sleeps_at if away else BASE, BASE)):
        late_too = state.late_days < team.max_late_in_a_row
        for late_allowed in (True, False) if late_too else (False,):
            day = Day(
                slept_at=state.slept_at,
                sleeps_at=sleeps_at,
                late_allowed=late_allowed,
                busy=lambda resource: rules.busy(plan.shift, resource),
            )
            found = fit(problem, plan, day, rules.dear)
            if found:
                yield _Days(
                    score=_score(state, plan, found.plan, rules.dear),
                    fits=(*state.fits, found),
                    slept_at=sleeps_at,
                    nights=state.nights + 1 if sleeps_at != BASE else 0,
                    late_days=state.late_days + 1 if found.late else 0,
                )
            if not (found and found.late):
                break


def _score(
    state: _Days, given: ShiftPlan, made: ShiftPlan, dear: frozenset[int]
) -> tuple[int, int, int, int]:
    pins, stops, nights, as_given = state.score
    same = len(set(given.stops) & set(made.stops)) + (given.depart_s == made.depart_s)
    return (
        pins + sum(stop.visit in dear for stop in made.stops),
        stops + len(made.stops),
        nights + (made.sleeps_at != BASE),
        as_given + same,
    )
