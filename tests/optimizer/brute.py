"""Every plan there is, for problems of a handful of visits: shares no code with the engine.

A team's week is every choice of a way for each of its shifts; a plan is a week for each team. Plans
are looked at from the most promising on: worth what their people, roads, nights and promises give
if all promises on their day are kept. Then starts are found: as early as the order allows, but
where a promise or a pin says when, or where a resource is busy. Of two visits that meet at a
resource either may go first, and each way is tried. For a given order of everything, starting
early is never worse, so that nothing is missed. ``violations`` and ``value`` have the last word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise, permutations

from optimizer.check import violations
from optimizer.problem import BASE, NONE, NOT_OFFERED, UNREACHABLE, Problem
from optimizer.solution import ShiftPlan, Solution, Stop
from optimizer.value import value

Starts = dict[int, int]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to work a shift: visits in order, nights before and after, travel, open scenarios."""

    shift: int
    order: tuple[int, ...]
    slept_at: int
    sleeps_at: int
    cost: int
    masks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """A way for some shifts of a team; who is served, in people × weights, by demand."""

    ways: tuple[Way, ...]
    visits: frozenset[int]
    groups: frozenset[int]
    nights: frozenset[tuple[int, int]]
    cost: int
    served: tuple[int, ...]


def best_value(problem: Problem) -> int:
    """Return the value of the best plan that the checker accepts; there is one without pins."""
    best = best_plan(problem)
    if best is None:
        raise ValueError("no plan keeps all pins")
    return best.value


def best_plan(problem: Problem) -> Solution | None:
    """Return the best plan that the checker accepts, or ``None`` if none keeps all pins."""
    best: Solution | None = None
    for most, ways in _plans(problem):
        if best is not None and most <= best.value:
            break
        found = _best_times(problem, most, ways, best)
        if found is not None:
            best = found
    return best


def every_plan(problem: Problem) -> Iterator[Solution]:
    """Yield a plan for every choice of ways that the checker accepts; for problems without pins."""
    for _, ways in _plans(problem):
        made = (_solution(problem, ways, starts) for starts in _timetables(problem, ways, {}, ()))
        accepted = next((one for one in made if not violations(problem, one)), None)
        if accepted is not None:
            yield accepted


def _best_times(
    problem: Problem, most: int, ways: Sequence[Way], best: Solution | None
) -> Solution | None:
    """Return the plan in which these ways keep the dearest promises they can."""
    promised = _promised(problem, ways)
    pinned = {p.visit: p.start_s for p in problem.pins if p.start_s is not None}
    lost_and_kept = sorted(
        (sum(promised[v][1] for v in promised if v not in kept), kept)
        for n in range(len(promised) + 1)
        for kept in combinations(sorted(promised), n)
    )
    for lost, kept in lost_and_kept:
        if best is not None and most - lost <= best.value:
            return None
        fixed = {v: promised[v][0] for v in kept}
        if any(pinned.get(v, start_s) != start_s for v, start_s in fixed.items()):
            continue
        for starts in _timetables(problem, ways, fixed | pinned, ()):
            made = _solution(problem, ways, starts)
            if not violations(problem, made):
                assert made.value == most - lost, "the value is not what was expected"
                return made
    return None


def _solution(problem: Problem, ways: Sequence[Way], starts: Starts) -> Solution:
    plans = tuple(
        ShiftPlan(
            shift=way.shift,
            depart_s=problem.shifts[way.shift].start_s,
            stops=tuple(Stop(visit=v, start_s=starts[v]) for v in way.order),
            slept_at=way.slept_at,
            sleeps_at=way.sleeps_at,
        )
        for way in ways
    )
    worth = value(problem, Solution(plans=plans, value=0, bound=0))
    return Solution(plans=plans, value=worth, bound=worth)


def _promised(problem: Problem, ways: Sequence[Way]) -> dict[int, tuple[int, int]]:
    """Return (start, cost of another) of each visit that is held on the day it was promised."""
    on = {v: way.shift for way in ways for v in way.order}
    return {
        p.visit: (p.start_s, p.move_cost) for p in problem.promises if on.get(p.visit) == p.shift
    }


def _plans(problem: Problem) -> list[tuple[int, tuple[Way, ...]]]:
    """Return every choice of ways that may be a plan, with the most it can be worth, best first."""
    weeks = [list(_weeks(problem, team)) for team in range(len(problem.teams))]
    plans = [
        (_most(problem, chosen), tuple(chain.from_iterable(w.ways for w in chosen)))
        for chosen in _together(problem, weeks, ())
    ]
    plans.sort(key=lambda plan: plan[0], reverse=True)
    return plans


def _together(
    problem: Problem, weeks: list[list[Week]], chosen: tuple[Week, ...]
) -> Iterator[tuple[Week, ...]]:
    if len(chosen) == len(weeks):
        if _keeps_pins(problem, chosen):
            yield chosen
        return
    visits = frozenset[int]().union(*(w.visits for w in chosen))
    groups = frozenset[int]().union(*(w.groups for w in chosen))
    for week in weeks[len(chosen)]:
        if not visits & week.visits and not groups & week.groups:
            yield from _together(problem, weeks, (*chosen, week))


def _keeps_pins(problem: Problem, chosen: tuple[Week, ...]) -> bool:
    """Return whether all pins are kept, but for the time."""
    if not problem.pins:
        return True
    at = {v: (w.shift, i) for week in chosen for w in week.ways for i, v in enumerate(w.order)}
    return all(
        pin.visit in at
        and problem.shifts[at[pin.visit][0]].team == pin.team
        and pin.shift in (None, at[pin.visit][0])
        and pin.position in (None, at[pin.visit][1])
        for pin in problem.pins
    )


def _most(problem: Problem, chosen: tuple[Week, ...]) -> int:
    """Return what the weeks are worth if every promise on its day is kept to the second."""
    worth = -sum(week.cost for week in chosen)
    parts = sum(_weights(problem))
    for demand, people in zip(
        problem.demands, zip(*(w.served for w in chosen), strict=True), strict=True
    ):
        most = min(sum(people), demand.people * parts)
        worth += demand.weight * most // parts
    kept = _promised(problem, [way for week in chosen for way in week.ways])
    return worth - sum(p.move_cost for p in problem.promises if p.visit not in kept)


def _weeks(problem: Problem, team: int) -> Iterator[Week]:
    """Yield every week of a team that ends at home and sees no visit twice."""
    days = sorted((s.day, k) for k, s in enumerate(problem.shifts) if s.team == team)
    ways = [_ways(problem, k) for _, k in days]
    yield from _rest_of_week(problem, [day for day, _ in days], ways, ())


def _rest_of_week(
    problem: Problem, days: list[int], ways: list[list[Way]], chosen: tuple[Way | None, ...]
) -> Iterator[Week]:
    at = len(chosen)
    before = chosen[-1] if chosen else None
    slept_at = before.sleeps_at if before else BASE
    if at == len(days):
        if slept_at == BASE:
            yield _week(problem, tuple(w for w in chosen if w))
        return
    if slept_at != BASE and days[at] != days[at - 1] + 1:
        return
    seen = {v for way in chosen if way for v in way.order}
    if slept_at == BASE:
        yield from _rest_of_week(problem, days, ways, (*chosen, None))
    for way in ways[at]:
        if way.slept_at == slept_at and not seen.intersection(way.order):
            yield from _rest_of_week(problem, days, ways, (*chosen, way))


def _week(problem: Problem, ways: tuple[Way, ...]) -> Week:
    served = [0] * len(problem.demands)
    mask = everywhere = 2**problem.scenarios - 1
    weights = _weights(problem)
    for way in ways:
        mask = everywhere if way.slept_at == BASE else mask
        for v, leg in zip(way.order, way.masks, strict=False):
            mask &= leg
            for demand, people in problem.visits[v].contributions:
                served[demand] += people * sum(w for s, w in enumerate(weights) if mask & 1 << s)
        mask &= way.masks[-1]
    visits = [v for way in ways for v in way.order]
    return Week(
        ways=ways,
        visits=frozenset(visits),
        groups=frozenset(problem.visits[v].group for v in visits) - {NONE},
        nights=frozenset(
            (way.sleeps_at, problem.shifts[way.shift].day) for way in ways if way.sleeps_at != BASE
        ),
        cost=sum(way.cost for way in ways),
        served=tuple(served),
    )


def _ways(problem: Problem, shift: int) -> list[Way]:
    """Return every way to work one shift that it could keep to if nobody else were there."""
    asked = problem.shifts[shift]
    able = [
        v
        for v, visit in enumerate(problem.visits)
        if visit.service_s[asked.crew] != NOT_OFFERED and not visit.needs & ~asked.has
    ]
    away = range(len(problem.lodgings)) if problem.teams[asked.team].max_nights else ()
    nights = [(a, b) for a in (BASE, *away) for b in (BASE, *away)]
    ways = []
    for slept_at, sleeps_at in nights:
        for order in chain.from_iterable(permutations(able, n) for n in range(len(able) + 1)):
            way = _way(problem, shift, order, (slept_at, sleeps_at))
            if way and (order or way.slept_at != BASE or way.sleeps_at != BASE):
                ways.append(way)
    return ways


def _way(
    problem: Problem, shift: int, order: tuple[int, ...], nights: tuple[int, int]
) -> Way | None:
    asked = problem.shifts[shift]
    first, last = (problem.sleeping_place(asked.team, night) for night in nights)
    legs = list(pairwise([first, *(problem.visits[v].location for v in order), last]))
    seconds = [int(problem.travel_s[asked.profile, a, b]) for a, b in legs]
    masks = tuple(_open_in(problem, asked.profile, a, b) for a, b in legs)
    service = [problem.visits[v].service_s[asked.crew] for v in order]
    if UNREACHABLE in seconds or 0 in masks or sum(seconds) + sum(service) > asked.max_work_s:
        return None
    clock = asked.start_s
    for v, leg, takes in zip(order, seconds, service, strict=False):
        start_s = _first_start(problem, v, clock + leg)
        if start_s is None:
            return None
        clock = start_s + takes
    if clock + seconds[-1] > asked.end_s:
        return None
    night = problem.lodgings[nights[1]].cost if nights[1] != BASE else 0
    cost = sum(seconds) * problem.travel_cost + night
    return Way(shift, order, *nights, cost, masks)


def _weights(problem: Problem) -> tuple[int, ...]:
    return problem.scenario_weights or (1,) * problem.scenarios


def _open_in(problem: Problem, profile: int, a: int, b: int) -> int:
    mask: int = 2**problem.scenarios - 1
    if problem.open_in is not None and a != b:
        mask &= int(problem.open_in[profile, a, b])
    return mask


def _first_start(problem: Problem, visit: int, earliest: int) -> int | None:
    windows = problem.visits[visit].windows
    return next((max(opens, earliest) for opens, latest in windows if earliest <= latest), None)


def _timetables(
    problem: Problem, ways: Sequence[Way], fixed: Starts, first: tuple[tuple[int, int], ...]
) -> Iterator[Starts]:
    """Yield the earliest starts for every way to share the resources.

    ``fixed`` visits start at their second; of each pair in ``first`` the one is over when the other
    starts. Where two visits meet at a resource, both ways are tried.
    """
    starts = _earliest(problem, ways, fixed, first)
    if starts is None:
        return
    met = _meeting(problem, ways, starts)
    if met is None:
        yield starts
        return
    one, other = met
    for pair in ((one, other), (other, one)):
        if pair not in first:
            yield from _timetables(problem, ways, fixed, (*first, pair))


def _earliest(
    problem: Problem, ways: Sequence[Way], fixed: Starts, first: tuple[tuple[int, int], ...]
) -> Starts | None:
    """Return the earliest starts, or ``None`` if there are none: each only ever moves later."""
    takes = _takes(problem, ways)
    starts: Starts = {}
    while True:
        found = dict[int, int]()
        for way in ways:
            asked = problem.shifts[way.shift]
            clock, here = asked.start_s, problem.sleeping_place(asked.team, way.slept_at)
            for v in way.order:
                there = problem.visits[v].location
                ready = clock + int(problem.travel_s[asked.profile, here, there])
                over = [starts.get(a, 0) + takes[a] for a, b in first if b == v]
                start_s = _first_start(problem, v, max([ready, *over]))
                if start_s is None or start_s > fixed.get(v, start_s):
                    return None
                found[v] = fixed.get(v, start_s)
                clock, here = found[v] + takes[v], there
        if found == starts:
            return starts
        starts = found


def _takes(problem: Problem, ways: Sequence[Way]) -> dict[int, int]:
    return {
        v: problem.visits[v].service_s[problem.shifts[way.shift].crew]
        for way in ways
        for v in way.order
    }


def _meeting(problem: Problem, ways: Sequence[Way], starts: Starts) -> tuple[int, int] | None:
    """Return two visits that use one resource at one time, if any do."""
    takes = _takes(problem, ways)
    users = sorted(
        (problem.visits[v].resource, start_s, start_s + takes[v], v)
        for v, start_s in starts.items()
    )
    for (kind, _, end, one), (other_kind, start, _, other) in pairwise(users):
        if kind == other_kind != NONE and start < end:
            return one, other
    return None
