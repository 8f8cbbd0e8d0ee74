"""What people were told, and how little of it may change when they have little time to hear of it.

Short notice is under 48 hours. What of it cannot be held any more is forced to change; of the rest
at most so many sessions as a budget allows, which pins see to.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from optimizer.problem import Pin, Problem, Visit
from optimizer.solution import Solution
from optimizer.solution import Stop as Held
from planner.domain.plan import SHORT_NOTICE, Plan, Shift
from planner.planning.stability import Move
from planner.planning.translate import Translation, begun_days, begun_sessions
from planner.planning.translate.names import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The plan that people have, and the moment from which it may change.

    Days (team, day) that are ``fixed`` stay as they were told, like those that have begun.
    """

    plan: Plan
    now: datetime
    fixed: frozenset[tuple[str, date]] = frozenset()

    @property
    def begun(self) -> dict[tuple[str, date], Shift]:
        """The days that stay: those that have begun, and those that are fixed."""
        return begun_days(self.plan, self.now, self.fixed)

    @property
    def begun_sessions(self) -> frozenset[str]:
        """The ids of the sessions of those days."""
        return begun_sessions(self.plan, self.now, self.fixed)


def _short(names: Names, told: Told, held: Held) -> bool:
    """Return whether people who were told of a stop have short notice of any change."""
    notice = names.at(held.start_s) - told.now
    return timedelta() < notice < SHORT_NOTICE


def forced_changes(names: Names, told: Told, before: Solution, possible: Solution) -> Iterator[str]:
    """Yield the sessions of short notice that can no longer be held as they were told."""
    kept = {(p.shift, s.visit, s.start_s) for p in possible.plans for s in p.stops}
    known = set()
    for plan in before.plans:
        for stop in plan.stops:
            name = names.sessions[stop.visit].lasting_name
            known.add(name)
            if (plan.shift, stop.visit, stop.start_s) not in kept and _short(names, told, stop):
                yield name
    for day in told.plan.shifts:
        for lost in day.stops:
            notice = lost.start - told.now
            name = lost.session.lasting_name
            if name not in known and timedelta() < notice < SHORT_NOTICE:
                yield name


def allowed_changes(changed: Iterable[Move], forced: Iterable[str], most: int) -> frozenset[str]:
    """Return which sessions may change: those that must, and those that fewest people attend."""
    must = set(forced)
    wished = [m for m in changed if m.name not in must]
    wished.sort(key=lambda m: m.before.people if m.before else 0)
    return frozenset(must | {m.name for m in wished[: max(0, most - len(must))]})


def held_to(asked: Translation, told: Told, possible: Solution, free: frozenset[str]) -> Problem:
    """Return the problem in which only the sessions in ``free`` change at short notice.

    Those of short notice that the ``possible`` part of the told plan holds are pinned; those of
    later may not come so soon.
    """
    pins = _kept_pins(asked, told, possible, free)
    return replace(
        asked.problem,
        pins=(*asked.problem.pins, *pins),
        visits=tuple(_not_sooner(asked, told, free)),
    )


def _not_sooner(asked: Translation, told: Told, free: frozenset[str]) -> Iterator[Visit]:
    """Yield the visits, those that were told for later than two days never sooner than that."""
    later = {
        stop.session.lasting_name
        for day in told.plan.shifts
        for stop in day.stops
        if stop.start - told.now >= SHORT_NOTICE
    }
    soonest = int((told.now + SHORT_NOTICE - asked.zero).total_seconds())
    never = max(shift.end_s for shift in asked.problem.shifts) + 1
    for session, visit in zip(asked.sessions, asked.problem.visits, strict=True):
        if session.lasting_name not in later - free:
            yield visit
            continue
        left = tuple((max(a, soonest), b) for a, b in visit.windows if b >= soonest)
        yield replace(visit, windows=left or ((never, never),))


def _kept_pins(
    names: Translation, told: Told, possible: Solution, free: frozenset[str]
) -> Iterator[Pin]:
    """Yield pins for the sessions of short notice that stay as they were told."""
    begun = told.begun_sessions
    for plan in possible.plans:
        for stop in plan.stops:
            session = names.sessions[stop.visit]
            stays = session.id not in begun and session.lasting_name not in free
            if stays and _short(names, told, stop):
                yield Pin(
                    visit=stop.visit,
                    team=names.problem.shifts[plan.shift].team,
                    shift=plan.shift,
                    start_s=stop.start_s,
                )
