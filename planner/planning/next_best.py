"""Why here: where else a planned session could be held, and what each of these places would cost.

Every place is judged by the checker with the whole plan, before it is named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from optimizer.problem import Constraint
from planner.planning.attempts import Attempt, attempts
from planner.planning.counterparts import stand_ins, visits_of
from planner.planning.edits import (
    Add,
    Board,
    Broken,
    Drop,
    Retimed,
    Verdict,
    evaluate,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPlace:
    """A team and day on which a session could be held, and what would come of that.

    ``loss`` are people and services lost on the mean over the weathers, gained if negative;
    ``retimed`` are the other sessions whose hour shifts. ``broken`` is empty where it can be held.
    """

    session: str
    team: str
    day: date
    order: int
    loss: int
    retimed: tuple[Retimed, ...]
    broken: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The next-best places of a planned session, best first.

    ``bound`` is the best of the rest, with what keeps it from being one more; None if there are
    enough, or nowhere else to try.
    """

    places: tuple[OtherPlace, ...]
    bound: OtherPlace | None


def next_best(board: Board, session: str, count: int = 3) -> Elsewhere:
    """Return the best other teams and days on which a planned session could be held.

    All days that break nothing by themselves are judged with the whole plan: of these none is
    better than those returned. What the board breaks already does not count against a place.

    Raises
    ------
    NotFound
        If the session is not in the plan.
    """
    without = evaluate(board, Drop(session=session)).board
    tried = sorted(_elsewhere(board, without, session), key=lambda a: a.harm)
    known = frozenset(evaluate(board).broken)
    judged = [_judged(board, a, session, known) for a in tried if not a.broken]
    can = sorted((p for p in judged if not p.broken), key=lambda p: (p.loss, p.day, p.team))
    if len(can) >= count:
        return Elsewhere(places=tuple(can[:count]), bound=None)
    rest = [p for p in judged if p.broken]
    rest += [_judged(board, a, session, known) for a in [a for a in tried if a.broken][:count]]
    bound = min(rest, key=lambda p: (len(p.broken), p.loss, p.day, p.team), default=None)
    return Elsewhere(places=tuple(can), bound=bound)


def _elsewhere(board: Board, without: Board, session: str) -> Iterator[Attempt]:
    """Yield the other days, each with the session as the team of that day can hold it."""
    names = board.translation
    pieces = visits_of(names, session)
    held, own = next(
        (p.shift, s.visit) for p in board.solution.plans for s in p.stops if s.visit in pieces
    )
    visits: dict[int, set[str]] = {}
    planned = {stop.visit for plan in without.solution.plans for stop in plan.stops}
    as_held = stand_ins(names, names.sessions[own], range(len(names.shifts)), planned)
    for shift in range(len(names.shifts)):
        visit = as_held.setdefault(shift, own)
        visits.setdefault(visit, set()).add(names.shifts[shift][0])
    for visit, teams in visits.items():
        if visit in planned:
            continue
        for one in attempts(without, (visit,), teams):
            at = names.shifts.index((one.team, one.day))
            if at != held and as_held[at] == visit:
                yield one


def _judged(board: Board, one: Attempt, session: str, known: frozenset[Broken]) -> OtherPlace:
    """Return what the checker says of a place, besides what is known to be broken."""
    add = Add(session=one.session, team=one.team, day=one.day, order=one.order)
    verdict: Verdict = evaluate(board, Drop(session=session), add)
    return OtherPlace(
        session=one.session,
        team=one.team,
        day=one.day,
        order=one.order,
        loss=-verdict.people,
        retimed=verdict.retimed,
        broken=tuple(dict.fromkeys(b.constraint for b in verdict.broken if b not in known)),
    )
