"""What is asked about: a session that is not planned, or people for whom perhaps none is due."""

from collections.abc import Iterator
from dataclasses import dataclass

from planner.domain.session import Session
from planner.planning.attempts import Attempt, attempts
from planner.planning.case import Case, due_session, planned_names
from planner.planning.counterparts import stand_ins
from planner.planning.edits import Board


@dataclass(frozen=True, slots=True, kw_only=True)
class Unserved:
    """The people of a village who wait for a service: any session there will do."""

    village: str
    service: str


Wanted = str | Unserved
"""A session by its id, or people who wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a team needs for what is wanted: to come to the place, and to offer the services."""

    place: str
    services: tuple[str, ...]
    language: str


def asked_for(case: Case, wanted: Wanted) -> Asked:
    """Return what is wanted in terms of what teams bring.

    Raises
    ------
    NotFound
        If no such session is due.
    """
    if isinstance(wanted, Unserved):
        village = case.district.village_by_id[wanted.village]
        services: tuple[str, ...] = (wanted.service,)
        return Asked(place=village.id, services=services, language=village.languages[0])
    session = due_session(case, wanted)
    known = case.district.village_by_id.get(session.place)
    spoken = session.needs_language or (known.languages[0] if known else "")
    return Asked(place=session.place, services=session.services, language=spoken)


def tried(
    case: Case, board: Board, wanted: Wanted, teams: tuple[str, ...] = ()
) -> Iterator[Attempt]:
    """Yield what is wanted on each day of each team, or of some, on a board of the case.

    A team whose means are others holds the session as it can, if that has all its services.
    """
    if isinstance(wanted, Unserved):
        yield from attempts(board, _serving(case, board, wanted), teams)
        return
    names, asked = board.translation, due_session(case, wanted)
    planned = planned_names(names, case.plan)
    own = next(iter(names.visits.get(wanted, ())), None)
    some = [n for n, (team, _) in enumerate(names.shifts) if not teams or team in teams]
    taken = {n for n, known in enumerate(names.sessions) if known.lasting_name in planned}
    as_held = stand_ins(names, asked, some, taken)
    visits: dict[int, set[str]] = {}
    for shift in some:
        visit = as_held.get(shift, own)
        if visit is not None:
            visits.setdefault(visit, set()).add(names.shifts[shift][0])
    for visit, able in visits.items():
        if _stands_for(asked, names.sessions[visit], planned):
            yield from attempts(board, (visit,), able)


def _serving(case: Case, board: Board, wanted: Unserved) -> Iterator[int]:
    planned = planned_names(board.translation, case.plan)
    key = (wanted.village, wanted.service)
    for number, session in enumerate(board.translation.sessions):
        here = session.place == wanted.village and session.lasting_name not in planned
        if here and key in {(e.village, e.service) for e in session.expected}:
            yield number


def _stands_for(asked: Session, other: Session, planned: frozenset[str]) -> bool:
    return other.lasting_name not in planned and set(asked.services) <= set(other.services)
