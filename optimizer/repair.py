"""What is left of a plan when its problem has changed: the largest part that the rules still allow.

Stops fall out one by one, nights with what hangs on them; nothing is added. What a pin promises and
the plan does not hold is left to the method. Knows no method: the checker has the last word.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from optimizer.check import CHECKS, Violation, pinned
from optimizer.fit import cannot_hold, conflict
from optimizer.problem import BASE, NONE, NOT_OFFERED, Constraint, Problem
from optimizer.rota import Rules, best_days
from optimizer.solution import ShiftPlan, Solution, Stop
from optimizer.value import tours, value

UNKNOWN = "unknown"
"""Why a piece is dropped whose index points to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A stop that is not kept, or the night after ``shift`` if ``visit`` is ``None``, and why."""

    visit: int | None
    shift: int
    why: Constraint | str

    def __str__(self) -> str:
        what = "night after" if self.visit is None else f"visit {self.visit} in"
        return f"{what} shift {self.shift}: {self.why}"


def feasible_part(problem: Problem, solution: Solution) -> tuple[Solution, tuple[Dropped, ...]]:
    """Return the part of ``solution`` that breaks no rule but pins, and what it had to leave out.

    A plan that breaks no rule comes back as it is. Otherwise stops keep their start where they can
    and their order as far as it works; they are held as early as can be where that keeps more of
    them. A night that cannot be is spent at base. The value is that of the part; the bound stays.

    Parameters
    ----------
    solution
        Any: its indices may point nowhere, its times and nights may make no sense.
    """
    part = _Part(problem=problem)
    plans = _known(part, solution.plans)
    if _broken(problem, plans):
        idle = {plan.shift for plan in solution.plans if _is_at_base(plan)}
        fitted = _fitted(part, _once(part, plans))
        plans = _accepted(part, [p for p in fitted if p.shift in idle or not _is_at_base(p)])
    kept = replace(solution, plans=plans)
    return replace(kept, value=value(problem, kept)), tuple(part.dropped)


@dataclass(slots=True, kw_only=True)
class _Part:
    """What a repair has found so far.

    ``uses`` are the times, as (start, end), at which shifts need a resource: by resource and shift.
    ``sound`` are shifts that broke no rule of their own as they were given.
    """

    problem: Problem
    dropped: list[Dropped] = field(default_factory=list)
    uses: defaultdict[int, dict[int, list[tuple[int, int]]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    sound: set[int] = field(default_factory=set)

    def drop(self, shift: int, stops: Iterable[Stop], why: Constraint | str) -> None:
        self.dropped += [Dropped(visit=stop.visit, shift=shift, why=why) for stop in stops]

    def drop_night(self, shift: int, why: Constraint | str) -> None:
        self.dropped.append(Dropped(visit=None, shift=shift, why=why))

    def busy(self, shift: int, resource: int) -> list[tuple[int, int]]:
        """Return when others than ``shift`` use a resource."""
        if resource == NONE:
            return []
        by_shift = self.uses[resource]
        return [time for other, times in by_shift.items() if other != shift for time in times]

    def use(self, plan: ShiftPlan) -> None:
        """Let a shift use what its stops need, and nothing else from now on."""
        for by_shift in self.uses.values():
            by_shift.pop(plan.shift, None)
        for resource, start, end in _uses(self.problem, plan):
            self.uses[resource].setdefault(plan.shift, []).append((start, end))


_RULES = tuple(check for check in CHECKS if check is not pinned)


def _violations(problem: Problem, plans: Iterable[ShiftPlan]) -> list[Violation]:
    """Return what the plans break, but for pins."""
    solution = Solution(plans=tuple(plans), value=0, bound=0)
    return [found for check in _RULES for found in check(problem, solution)]


def _broken(problem: Problem, plans: Iterable[ShiftPlan]) -> list[Constraint]:
    return [found.constraint for found in _violations(problem, plans)]


def _known(part: _Part, plans: Iterable[ShiftPlan]) -> tuple[ShiftPlan, ...]:
    """Return what of the plans points to something; what does not is dropped."""
    problem, kept = part.problem, []
    lodgings = range(BASE, len(problem.lodgings))
    for plan in plans:
        if plan.shift not in range(len(problem.shifts)):
            part.drop(plan.shift, plan.stops, UNKNOWN)
            continue
        strange = [s for s in plan.stops if s.visit not in range(len(problem.visits))]
        part.drop(plan.shift, strange, UNKNOWN)
        if plan.sleeps_at not in lodgings:
            part.drop_night(plan.shift, UNKNOWN)
        kept.append(
            replace(
                plan,
                stops=tuple(s for s in plan.stops if s not in strange),
                slept_at=plan.slept_at if plan.slept_at in lodgings else BASE,
                sleeps_at=plan.sleeps_at if plan.sleeps_at in lodgings else BASE,
            )
        )
    return tuple(kept)


def _once(part: _Part, plans: tuple[ShiftPlan, ...]) -> list[ShiftPlan]:
    """Return plans of different shifts without stops that cannot be, or that are there twice.

    Of two that exclude each other that stays whose shift was sound as it was given.
    """
    kept: dict[int, ShiftPlan] = {}
    for plan in sorted(plans, key=lambda p: (not _is_sound(part, p), -len(p.stops))):
        if plan.shift in kept:
            part.drop(plan.shift, plan.stops, Constraint.AVAILABILITY)
        else:
            kept[plan.shift] = plan
    part.sound = {plan.shift for plan in kept.values() if _is_sound(part, plan)}
    visits: set[int] = set()
    groups: set[int] = set()
    # a dictionary stays in the order in which it was filled: sound plans first
    for shift, plan in kept.items():
        stops = [s for s in plan.stops if _admitted(part, shift, s, visits, groups)]
        if len(stops) < len(plan.stops):
            kept[shift] = replace(plan, stops=tuple(stops))
    return [kept[plan.shift] for plan in _first_of_each(plans)]


def _first_of_each(plans: Iterable[ShiftPlan]) -> list[ShiftPlan]:
    return list({plan.shift: plan for plan in reversed(tuple(plans))}.values())[::-1]


def _admitted(part: _Part, shift: int, stop: Stop, visits: set[int], groups: set[int]) -> bool:
    visit = part.problem.visits[stop.visit]
    why: Constraint | None = None
    if cannot_hold(part.problem, shift, visit):
        why = _lacking(part.problem, shift, stop)
    elif stop.visit in visits:
        why = Constraint.VISITED_AT_MOST_ONCE
    elif visit.group != NONE and visit.group in groups:
        why = Constraint.ALTERNATIVES
    if why:
        part.drop(shift, [stop], why)
        return False
    visits.add(stop.visit)
    groups.add(visit.group)
    return True


def _lacking(problem: Problem, shift: int, stop: Stop) -> Constraint:
    asked, visit = problem.shifts[shift], problem.visits[stop.visit]
    if visit.service_s[asked.crew] == NOT_OFFERED:
        return Constraint.SKILLS
    missing = visit.needs & ~asked.has
    return problem.need_names[(missing & -missing).bit_length() - 1]


def _is_sound(part: _Part, plan: ShiftPlan) -> bool:
    """Return whether a shift breaks no rule of its own."""
    return not set(_broken(part.problem, [plan])) - _OF_MANY


def _uses(problem: Problem, plan: ShiftPlan) -> list[tuple[int, int, int]]:
    crew = problem.shifts[plan.shift].crew
    visits = [(problem.visits[stop.visit], stop.start_s) for stop in plan.stops]
    return [(v.resource, s, s + v.service_s[crew]) for v, s in visits if v.resource != NONE]


def _claim(part: _Part, plan: ShiftPlan) -> None:
    """Let a sound shift have its resources, unless one before has them."""
    taken = any(
        conflict((start, end), other)
        for resource, start, end in _uses(part.problem, plan)
        for other in part.busy(plan.shift, resource)
    )
    if not taken:
        part.use(plan)


def _fitted(part: _Part, plans: list[ShiftPlan]) -> list[ShiftPlan]:
    """Return the plans, each made to fit by itself and with the days of its team."""
    problem = part.problem
    for plan in plans:
        if plan.shift in part.sound:
            _claim(part, plan)
    nights = _nights(part, plans)
    by_team: defaultdict[int, list[ShiftPlan]] = defaultdict(list)
    for plan in sorted(plans, key=lambda p: problem.shifts[p.shift].day):
        by_team[problem.shifts[plan.shift].team].append(plan)
    dear = frozenset(pin.visit for pin in problem.pins)
    fitted: dict[int, ShiftPlan] = {}
    for team in sorted(by_team):
        given = by_team[team]
        made = best_days(Rules(problem, nights, dear, part.busy), given)
        for after in made:
            part.use(after)
            fitted[after.shift] = after
        for before, after in zip(given, made, strict=True):
            _tell(part, before, after, made)
    return [fitted[plan.shift] for plan in plans]


def _is_at_base(plan: ShiftPlan) -> bool:
    return not plan.stops and plan.slept_at == plan.sleeps_at == BASE


def _nights(part: _Part, plans: list[ShiftPlan]) -> set[int]:
    """Return the shifts after which the team may sleep where the plan says."""
    problem = part.problem
    by_day = {(problem.shifts[p.shift].team, problem.shifts[p.shift].day): p for p in plans}
    guests: defaultdict[tuple[int, int], int] = defaultdict(int)
    allowed = set()
    for plan in plans:
        shift = problem.shifts[plan.shift]
        following = by_day.get((shift.team, shift.day + 1))
        where = (plan.sleeps_at, shift.day)
        if plan.sleeps_at == BASE or following is None or following.slept_at != plan.sleeps_at:
            continue
        if guests[where] < problem.lodgings[plan.sleeps_at].capacity:
            guests[where] += 1
            allowed.add(plan.shift)
    return allowed


def _tell(part: _Part, given: ShiftPlan, made: ShiftPlan, team: Sequence[ShiftPlan]) -> None:
    """Note what a shift lost, and why: the first rule that it would break as it was given."""
    kept = {stop.visit for stop in made.stops}
    lost = [stop for stop in given.stops if stop.visit not in kept]
    night = given.sleeps_at != made.sleeps_at
    if not lost and not night:
        return
    problem = part.problem
    own = [v for v in _violations(problem, [given]) if v.constraint not in _OF_MANY]
    others = [given if plan.shift == given.shift else plan for plan in team]
    together = _broken(problem, others)
    if night:
        why = Constraint.MAX_NIGHTS if Constraint.MAX_NIGHTS in together else Constraint.LODGING
        part.drop_night(given.shift, why)
    for stop in lost:
        about = f"visit {stop.visit} in "
        named = [v.constraint for v in own if v.where.startswith(about)]
        names = [*named, *(v.constraint for v in own), *together, Constraint.RESOURCE]
        part.drop(given.shift, [stop], names[0])


_OF_MANY = {Constraint.LODGING, Constraint.MAX_NIGHTS}
"""Constraints that one shift alone says nothing of."""


def _accepted(part: _Part, plans: list[ShiftPlan]) -> tuple[ShiftPlan, ...]:
    """Return the plans if the checker takes them together, else the tours that it does, in turn."""
    if not _broken(part.problem, plans):
        return tuple(plans)
    kept: list[ShiftPlan] = []
    for tour in tours(part.problem, Solution(plans=tuple(plans), value=0, bound=0)):
        found = _broken(part.problem, [*kept, *tour])
        if found:
            for plan in tour:
                part.drop(plan.shift, plan.stops, found[0])
        else:
            kept += tour
    chosen = {plan.shift for plan in kept}
    return tuple(plan for plan in plans if plan.shift in chosen)
