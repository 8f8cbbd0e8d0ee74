"""All that is told of a village or a session in a plan: what binds, what would help, where else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain.plan import Left, Plan, SkipReason
from planner.domain.session import Session
from planner.planning.case import Case, planned_names
from planner.planning.claims import Claim
from planner.planning.explain import Binding, binding, what_it_takes
from planner.planning.next_best import Elsewhere, next_best
from planner.planning.wanted import Unserved, Wanted

MOST_SESSIONS = 2
"""So many sittings of a village are looked at, those first that most would come to."""
ENOUGH = 3
"""So many other places are told of a planned session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What is not planned, with what binds and what would bring it in."""

    wanted: Wanted
    bound: Binding | None
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """A planned session, and where else it could be."""

    session: Session
    team: str
    day: date
    elsewhere: Elsewhere


def missing(case: Case, wanted: Wanted) -> Missing:
    """Return what binds what is not planned, and what would bring it in.

    Raises
    ------
    NotFound
        If no such session is due.
    """
    return Missing(wanted=wanted, bound=binding(case, wanted), claims=what_it_takes(case, wanted))


def here(case: Case, session: Session, team: str, day: date) -> Here:
    """Return where else a planned session could be."""
    places = next_best(case.board, session.id, ENOUGH)
    return Here(session=session, team=team, day=day, elsewhere=places)


def left_of(plan: Plan, village: str) -> tuple[Left, ...]:
    """Return who of a village is left."""
    return tuple(x for x in plan.left if x.village == village and x.people > 0)


def held_of(plan: Plan, asked: str) -> Iterator[tuple[Session, str, date]]:
    """Yield the planned sessions of a place, or of this id or lasting name."""
    for day in plan.shifts:
        for stop in day.stops:
            session = stop.session
            if asked in (session.id, session.lasting_name, session.place):
                yield session, day.team, day.day


def wanted_of(case: Case, left: tuple[Left, ...]) -> Iterator[Wanted]:
    """Yield the sittings that most of the people left would come to, then who has none to come to.

    Of sessions that differ only in who holds them, or for how long, one is enough.
    """
    waiting = {(x.village, x.service): x.people for x in left}
    never = [x for x in left if x.reason is not SkipReason.VALUE]
    names = case.board.translation
    planned = planned_names(names, case.plan)
    served: set[tuple[str, str]] = set()
    sittings: dict[tuple[str, str], tuple[int, str]] = {}
    for session in names.sessions:
        expected = {(e.village, e.service): e.people for e in session.expected}
        some = {key: min(expected[key], waiting[key]) for key in expected.keys() & waiting.keys()}
        served |= some.keys()
        if some and session.lasting_name not in planned:
            best = (sum(some.values()), session.id)
            key = (session.place, session.sitting.value)
            sittings[key] = max(sittings.get(key, best), best, key=lambda x: x[0])
    for _, name in sorted(sittings.values(), reverse=True)[:MOST_SESSIONS]:
        yield name
    for one in never:
        if (one.village, one.service) not in served:
            yield Unserved(village=one.village, service=one.service)
