"""Claims of what would bring a session in, verified and made as small as they can be.

The district was changed, its problem stated anew, the plan and the session put into it, and the
checker found nothing broken. The next smaller changes were tried in the same way, at every place in
the order of that day, and something was broken each time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from planner.errors import NotFound
from planner.planning.attempts import Attempt
from planner.planning.case import Case, with_changes
from planner.planning.changes import Change, Changes, MoreHours, MoreNights, OneMoreKit
from planner.planning.edits import Add, Board, Drop, Sleep, Verdict, edited, evaluate
from planner.planning.wanted import Wanted, asked_for, tried

STEP_MIN = 5
"""Working hours are made longer in such steps."""

Edits = tuple[Drop | Sleep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """Changes of the district and edits of the plan to try with a team on a day."""

    team: str
    day: date
    changes: Changes = ()
    edits: Edits = ()

    @property
    def kind(self) -> tuple[str, ...]:
        """What is changed, by its names; a kit by its kind."""
        return tuple(_kind(part) for part in (*self.changes, *self.edits))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Try):
    """With these changes and edits the team can hold a session on the day.

    ``session`` is what it then holds: with other means another session of the same place and
    services. ``people`` are gained in all. No change or edit can be left out or made a step smaller
    on that day; where there are none there is room already.
    """

    session: str
    order: int
    people: int


def verified(case: Case, wanted: Wanted, one: Try) -> Claim | None:
    """Return what holds of a try, as small as it can be made; None if it does not hold.

    Whatever breaks something for the team alone is not tried with all of them.
    """
    if _held(case, wanted, one, alone=True) is None:
        return None
    found = _held(case, wanted, one)
    while found is not None:
        smaller = next(_smaller_that_hold(case, wanted, one), None)
        if smaller is None:
            return _claim(one, *found)
        one, found = smaller
    return None


def smaller(one: Try) -> Iterator[Try]:
    """Yield the next smaller tries: one change or edit a step less, or left out."""
    for at, change in enumerate(one.changes):
        less: Changes = ()
        if isinstance(change, MoreHours) and change.minutes > STEP_MIN:
            less = (replace(change, minutes=change.minutes - STEP_MIN),)
        elif isinstance(change, MoreNights) and change.nights > 1:
            less = (replace(change, nights=change.nights - 1),)
        yield replace(one, changes=(*one.changes[:at], *less, *one.changes[at + 1 :]))
    for at in range(len(one.edits)):
        yield replace(one, edits=(*one.edits[:at], *one.edits[at + 1 :]))


Found = tuple[Add, Verdict]


def _smaller_that_hold(case: Case, wanted: Wanted, one: Try) -> Iterator[tuple[Try, Found]]:
    for less in smaller(one):
        if _held(case, wanted, less, thorough=True, alone=True) is not None:
            found = _held(case, wanted, less, thorough=True)
            if found is not None:
                yield less, found


def _held(
    case: Case, wanted: Wanted, one: Try, *, thorough: bool = False, alone: bool = False
) -> Found | None:
    """Return how a try is held with nothing broken, best for most people; None if it is not.

    ``thorough``: at any place in the order of the day, not only at the best by the day itself.
    ``alone``: as if there were no other teams.
    """
    try:
        board = with_changes(
            case, one.changes, asked_for(case, wanted).place, one.team if alone else ""
        )
        before = board
        for edit in one.edits:
            before = edited(before, edit)
    except NotFound:
        return None
    best: Found | None = None
    for attempt in tried(case, before, wanted, (one.team,)):
        if attempt.day != one.day or (attempt.broken and not thorough):
            continue
        for add in _orders(before, attempt) if thorough else (attempt.add,):
            verdict = evaluate(board, *one.edits, add)
            if not verdict.broken and (best is None or verdict.people > best[1].people):
                best = (add, verdict)
    return best


def _orders(board: Board, attempt: Attempt) -> Iterator[Add]:
    names = board.translation
    shift = names.shifts.index((attempt.team, attempt.day))
    stops = next((len(p.stops) for p in board.solution.plans if p.shift == shift), 0)
    return (replace(attempt.add, order=order) for order in range(1, stops + 2))


def _claim(one: Try, add: Add, verdict: Verdict) -> Claim:
    return Claim(
        team=one.team,
        day=one.day,
        changes=one.changes,
        edits=one.edits,
        session=add.session,
        order=add.order or 1,
        people=verdict.people,
    )


def _kind(part: Change | Drop | Sleep) -> str:
    name = type(part).__name__
    return f"{name}:{part.kind.value}" if isinstance(part, OneMoreKit) else name
