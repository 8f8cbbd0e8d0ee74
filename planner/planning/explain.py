"""Why a session is not planned, and what would bring it in: each claim checked before it is made.

A claim is a change and what comes of it. It was tried on the board, and the checker found nothing
broken with the change made: hours lent, means lent, or another session given up for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from optimizer.check import violations
from optimizer.problem import NOT_OFFERED, Constraint, Problem
from planner.planning.edits import Add, Board, Broken, Drop, Verdict, evaluate, visits_of

MEANS = frozenset(
    {
        Constraint.KIT,
        Constraint.POWER,
        Constraint.SIGNAL,
        Constraint.LANGUAGE,
        Constraint.AVAILABILITY,
    }
)
"""What a team can be lent for a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """Nothing: there is room, it was only worth less than what it costs to go there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreTime:
    """The team works so many minutes longer on that day."""

    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lent:
    """The team is lent what it lacks on that day."""

    means: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """Another session of the same day is given up."""

    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """With this change a team can hold the session on a day; ``people`` are gained in all."""

    session: str
    team: str
    day: date
    change: Free | MoreTime | Lent | Instead
    people: int


def what_it_takes(board: Board, session: str) -> tuple[Claim, ...]:
    """Return the best change of each kind that lets a session that is not planned be held.

    Raises
    ------
    NotFound
        If there is no such session.
    """
    best: dict[type, Claim] = {}
    for claim in _claims(board, session):
        kind = type(claim.change)
        if kind not in best or _rank(claim) < _rank(best[kind]):
            best[kind] = claim
    return tuple(sorted(best.values(), key=lambda c: (-c.people, _rank(c))))


def _rank(claim: Claim) -> tuple[int, int]:
    """Return what makes one claim better than another of its kind: least asked, most gained."""
    match claim.change:
        case MoreTime(minutes=minutes):
            return minutes, -claim.people
        case Lent(means=means):
            return len(means), -claim.people
        case _:
            return 0, -claim.people


def _claims(board: Board, session: str) -> Iterator[Claim]:
    for team, day in _days(board, session):
        add = Add(session=session, team=team, day=day)
        verdict = evaluate(board, add)
        if not verdict.broken:
            yield _claim(add, Free(), verdict)
            continue
        change = _mended(verdict)
        if change is not None:
            yield _claim(add, change, verdict)
        yield from _instead(board, add)


def _claim(add: Add, change: Free | MoreTime | Lent | Instead, verdict: Verdict) -> Claim:
    return Claim(
        session=add.session, team=add.team, day=add.day, change=change, people=verdict.people
    )


def _days(board: Board, session: str) -> Iterator[tuple[str, date]]:
    """Yield the days on which a crew that offers the session works within one of its windows."""
    names = board.translation
    pieces = [names.problem.visits[number] for number in visits_of(names, session)]
    windows = [window for visit in pieces for window in visit.windows]
    for key, shift in zip(names.shifts, names.problem.shifts, strict=True):
        offered = pieces[0].service_s[shift.crew] != NOT_OFFERED
        if offered and any(a <= shift.end_s and shift.start_s <= b for a, b in windows):
            yield key


def _mended(verdict: Verdict) -> MoreTime | Lent | None:
    """Return what would have to be lent, if that mends all that is broken."""
    kinds = {one.constraint for one in verdict.broken}
    if kinds == {Constraint.SHIFT_HOURS}:
        lent: MoreTime | Lent | None = _more_time(verdict.broken)
    elif kinds <= MEANS:
        lent = Lent(means=tuple(sorted(kinds)))
    else:
        lent = None
    return lent if lent is not None and _holds(verdict, lent) else None


def _more_time(broken: tuple[Broken, ...]) -> MoreTime | None:
    """Return how much longer a day would have to be; None where it is late days in a row."""
    over = []
    for one in broken:
        facts = dict(one.facts)
        if "back_s" in facts:
            over.append(facts["back_s"] - facts["end_s"])
        elif "work_s" in facts:
            over.append(facts["work_s"] - facts["max_work_s"])
        else:
            return None
    return MoreTime(minutes=-(-max(over) // 60))


def _holds(verdict: Verdict, change: MoreTime | Lent) -> bool:
    """Return whether the checker finds nothing with the change made."""
    names = verdict.board.translation
    days = {(one.team, one.day) for one in verdict.broken}
    problem: Problem = names.problem
    shifts = list(problem.shifts)
    every = (1 << len(problem.need_names)) - 1
    for index, key in enumerate(names.shifts):
        if key not in days:
            continue
        if isinstance(change, MoreTime):
            more = 60 * change.minutes
            shifts[index] = replace(
                shifts[index],
                end_s=shifts[index].end_s + more,
                max_work_s=shifts[index].max_work_s + more,
            )
        else:
            lent = sum(
                1 << bit for bit, name in enumerate(problem.need_names) if name in change.means
            )
            shifts[index] = replace(shifts[index], has=(shifts[index].has | lent) & every)
    return not violations(replace(problem, shifts=tuple(shifts)), verdict.board.solution)


def _instead(board: Board, add: Add) -> Iterator[Claim]:
    """Yield the sessions of the day that could be given up for it."""
    names = board.translation
    for plan in board.solution.plans:
        if names.shifts[plan.shift] != (add.team, add.day):
            continue
        for stop in plan.stops:
            other = names.sessions[stop.visit].id
            verdict = evaluate(board, Drop(session=other), add)
            if not verdict.broken:
                yield _claim(add, Instead(session=other), verdict)
