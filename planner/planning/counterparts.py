"""The same session as another team can hold it on another day."""

from collections.abc import Collection, Iterable

from optimizer.problem import NOT_OFFERED
from planner.domain.session import Session
from planner.errors import NotFound
from planner.planning.translate import Translation


def visits_of(names: Translation, session: str) -> tuple[int, ...]:
    """Return the numbers of a session by its id: one for each of its pieces.

    Raises
    ------
    NotFound
        If no such session is due.
    """
    try:
        return names.visits[session]
    except KeyError:
        raise NotFound(f"no session {session!r} is due").saying("not_due", value=session) from None


def counterpart(names: Translation, session: str, shift: int, planned: Collection[int] = ()) -> int:
    """Return the session as the team of a shift can hold it that day; itself, if it cannot.

    Sessions are due by kind of crew and of day: of those at the same place and hours of the day,
    for the same services, that which the team can hold is meant; one that is ``planned`` already
    only if there is no other, for nobody means to hold it twice.
    """
    pieces = visits_of(names, session)
    own = next((piece for piece in pieces if _can_hold(names, piece, shift)), pieces[0])
    others = frozenset(planned) - frozenset(pieces)
    free = stand_ins(names, names.sessions[own], (shift,), others)
    return (free or stand_ins(names, names.sessions[own], (shift,))).get(shift, own)


def stand_ins(
    names: Translation, wished: Session, shifts: Iterable[int], taken: Collection[int] = ()
) -> dict[int, int]:
    """Return the same for those of some shifts that can hold one; none that is ``taken``."""
    alike = [
        n for n, other in enumerate(names.sessions) if n not in taken and _alike(wished, other)
    ]
    alike.sort(key=lambda n: (names.sessions[n] != wished, _distance(wished, names.sessions[n])))
    found = {
        shift: next((n for n in alike if _can_hold(names, n, shift)), None) for shift in shifts
    }
    return {shift: number for shift, number in found.items() if number is not None}


def _alike(one: Session, other: Session) -> bool:
    return (one.place, one.sitting) == (other.place, other.sitting)


def _distance(one: Session, other: Session) -> tuple[int, int, int]:
    """Return how unlike two sessions of a place are: in services, repeats, people."""
    services = len(set(one.services) ^ set(other.services))
    return services, abs(one.repeat - other.repeat), abs(one.people - other.people)


def _can_hold(names: Translation, visit: int, shift: int) -> bool:
    """Return whether the crew can hold a session within a window of the day."""
    problem = names.problem
    day, wanted = problem.shifts[shift], problem.visits[visit]
    if wanted.service_s[day.crew] == NOT_OFFERED or wanted.needs & ~day.has:
        return False
    return any(
        earliest <= day.end_s and day.start_s <= latest for earliest, latest in wanted.windows
    )
