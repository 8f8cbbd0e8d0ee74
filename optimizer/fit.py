"""One shift made to fit: which of its stops it can hold, when, and how it is left and reached.

Knows no other shift: what others use of resources and whether a late end is allowed is told to it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from optimizer.check import stranded
from optimizer.problem import NOT_OFFERED, UNREACHABLE, Problem, Visit
from optimizer.solution import ShiftPlan, Stop
from optimizer.value import leg_masks, leg_times

FEW = 6
"""Of so many stops every subset is tried; more are taken one by one."""

Busy = Callable[[int], Sequence[tuple[int, int]]]
"""The times at which other shifts use a resource, as (start, end)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a shift finds: where the team slept and will sleep, and what it must keep to."""

    slept_at: int
    sleeps_at: int
    late_allowed: bool
    busy: Busy


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A shift that fits: its plan, and whether it ends late."""

    plan: ShiftPlan
    late: bool


def fit(problem: Problem, given: ShiftPlan, day: Day, dear: frozenset[int]) -> Fit | None:
    """Return ``given`` with as many of its stops as fit, those of ``dear`` visits first.

    Starts stay as given where they can; if more stops fit that way, they are as early as can be.
    No visit is there twice, and the crew can hold them all.
    """
    orders = _orders(given)
    for chosen in _choices(given.stops, dear):
        for order in orders:
            stops = [stop for stop in order if stop.visit in chosen]
            found = _timed(problem, given, stops, day)
            if found:
                return found
    if len(given.stops) > FEW:
        return max(
            (_one_by_one(problem, given, order, day) for order in orders),
            key=lambda found: len(found.plan.stops) if found else -1,
        )
    return None


def cannot_hold(problem: Problem, shift: int, visit: Visit) -> bool:
    """Return whether the shift's crew does not hold such visits, or lacks what one needs."""
    asked = problem.shifts[shift]
    return visit.service_s[asked.crew] == NOT_OFFERED or bool(visit.needs & ~asked.has)


def conflict(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return whether two uses of one resource, as (start, end), overlap as the checker has it."""
    before, after = sorted((one, other))
    return after[0] < before[1]


def _orders(given: ShiftPlan) -> list[tuple[Stop, ...]]:
    by_start = tuple(sorted(given.stops, key=lambda stop: stop.start_s))
    return [given.stops] if by_start == given.stops else [given.stops, by_start]


def _choices(stops: tuple[Stop, ...], dear: frozenset[int]) -> Iterator[set[int]]:
    """Yield which visits to keep: all, then fewer; only all if there are many."""
    if len(stops) > FEW:
        yield {stop.visit for stop in stops}
        return
    subsets = [c for n in range(len(stops) + 1) for c in combinations(stops, n)]
    subsets.sort(key=lambda c: (sum(s.visit in dear for s in c), len(c)), reverse=True)
    for subset in subsets:
        yield {stop.visit for stop in subset}


def _one_by_one(
    problem: Problem, given: ShiftPlan, order: tuple[Stop, ...], day: Day
) -> Fit | None:
    kept: list[Stop] = []
    best = _timed(problem, given, kept, day)
    for stop in order:
        found = _timed(problem, given, [*kept, stop], day)
        if found:
            best = found
            kept.append(stop)
    return best


def _timed(problem: Problem, given: ShiftPlan, stops: list[Stop], day: Day) -> Fit | None:
    """Return these stops in this order, with as little moved as can be."""
    starts_s = problem.shifts[given.shift].start_s
    ways = [(max(given.depart_s, starts_s), True), (starts_s, True), (starts_s, False)]
    for depart_s, keep in dict.fromkeys(ways):
        plan = ShiftPlan(
            shift=given.shift,
            depart_s=depart_s,
            stops=tuple(stops),
            slept_at=day.slept_at,
            sleeps_at=day.sleeps_at,
        )
        found = _at_times(problem, plan, day, keep=keep)
        if found:
            return found
    return None


def _at_times(problem: Problem, plan: ShiftPlan, day: Day, *, keep: bool) -> Fit | None:
    """Return ``plan`` with starts that fit, or ``None`` if some rule of its own stays broken."""
    shift = problem.shifts[plan.shift]
    legs, masks = leg_times(problem, plan), leg_masks(problem, plan)
    if UNREACHABLE in legs or 0 in masks:
        return None
    clock, work, stops = plan.depart_s, sum(legs), []
    for stop, leg in zip(plan.stops, legs, strict=False):
        visit = problem.visits[stop.visit]
        takes = visit.service_s[shift.crew]
        earliest = clock + leg
        start_s = _start(visit, takes, max(earliest, stop.start_s) if keep else earliest, day.busy)
        if start_s is None:
            return None
        stops.append(stop if stop.start_s == start_s else Stop(visit=stop.visit, start_s=start_s))
        clock, work = start_s + takes, work + takes
    late = bool(stops) and clock > shift.late_s
    if clock + legs[-1] > shift.end_s or work > shift.max_work_s or (late and not day.late_allowed):
        return None
    made = ShiftPlan(
        shift=plan.shift,
        depart_s=plan.depart_s,
        stops=tuple(stops),
        slept_at=plan.slept_at,
        sleeps_at=plan.sleeps_at,
    )
    cut_off = stranded(problem, made)
    if cut_off.bit_count() > problem.strand_risk * problem.scenarios:
        return None
    return Fit(plan=made, late=late)


def _start(visit: Visit, takes: int, earliest: int, busy: Busy) -> int | None:
    """Return the first start from ``earliest`` on within a window, while the resource is free."""
    others = sorted(busy(visit.resource))
    for opens, latest in visit.windows:
        start_s = max(earliest, opens)
        for other in others:
            if conflict((start_s, start_s + takes), other):
                start_s = other[1]
        if start_s <= latest:
            return start_s
    return None
