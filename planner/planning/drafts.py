"""What the steps of a draft come to: a board, its pins, and what a hand did that must stay.

Played from the base plan each time, so that undoing a step is leaving it out. Pins are set as the
board has it at that moment. Nothing here refuses a step for what it breaks: the checker names it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from itertools import chain

from optimizer.check import pinned
from optimizer.contradictions import pins_kept, pins_together
from optimizer.problem import Constraint, Problem
from optimizer.problem import Pin as Numbered
from optimizer.statement import Statement
from planner.domain.draft import Completed, Draft, Pin, Strength, Unpin
from planner.domain.plan import Plan
from planner.errors import NotFound
from planner.planning.edits import Board, Broken, Verdict, edited, judged, named, open_board
from planner.planning.translate import Pinned, Translation, held_sessions, to_pin

OF_PIN = re.compile(r"pins\[(\d+)\]")
"""How the optimizer names a pin in what it says of contradictions."""


@dataclass(frozen=True, kw_only=True)
class Played:
    """A draft as far as its steps count.

    ``base`` and ``board`` are in the same numbers; pins are in the problem of neither. ``pins`` are
    those that were set, by lasting name; ``moved`` are sessions that a hand has put where they are;
    ``away`` are the lasting names of those that it has taken out.
    """

    base: Board
    board: Board
    pins: Mapping[str, Pinned]
    moved: Mapping[str, Pinned]
    away: frozenset[str]


def played(base: Board, draft: Draft, completions: Mapping[int, Plan]) -> Played:
    """Return what the steps of a draft that count come to.

    Parameters
    ----------
    base
        The plan that the draft began from.
    completions
        The plans that its steps name, by number.

    Raises
    ------
    NotFound
        If a step is about something that is not there.
    """
    board, pins, touched = base, dict[str, Pinned](), dict[str, None]()
    for step in draft.counting:
        match step:
            case Pin():
                found = find_held(board, step.session)
                pins[found.name] = _as_strong(found, step.strengths)
            case Unpin():
                if pins.pop(step.session, None) is None:
                    raise NotFound(f"{step.session} is not pinned").saying(
                        "not_pinned", value=step.session
                    )
            case Completed():
                board = open_board(base.translation, completions[step.completion])
            case _:
                after = edited(board, step)
                touched |= dict.fromkeys(_touched(board, after, step.session))
                board = after
    now = {held.name: held for held in _held(board)}
    return Played(
        base=base,
        board=board,
        pins=pins,
        moved={
            name: _as_strong(now[name], (Strength.TEAM, Strength.DAY))
            for name in touched
            if name in now
        },
        away=frozenset(touched.keys() - now.keys()),
    )


def verdict_of(now: Played) -> Verdict:
    """Return what a draft breaks, pins too, and what it changes against its base."""
    names = now.board.translation
    sound, hopeless = pins_apart(names, now.pins.values())
    verdict = judged(now.base, now.board)
    # the rest of the problem is known to hold together: with pins it need not be proved again
    asked = _stated(names.problem, (*names.problem.pins, *sound.values()))
    pins = (named(names, one) for one in pinned(asked, now.board.solution))
    others = (one for one in verdict.broken if one.constraint is not Constraint.PINNED)
    lost = (pin for pin in hopeless if not _is_kept(now.board, pin))
    return replace(verdict, broken=(*others, *pins, *map(_broken, lost)))


def find_held(board: Board, session: str) -> Pinned:
    """Return where a session (by its id or lasting name) is held.

    Raises
    ------
    NotFound
        If it is not.
    """
    for held in _held(board):
        if session in (held.session, held.name):
            return held
    raise NotFound(f"{session} is not in the plan").saying("not_planned", value=session)


def pins_apart(
    names: Translation, pins: Iterable[Pinned]
) -> tuple[dict[Pinned, Numbered], tuple[Pinned, ...]]:
    """Return the pins that a problem takes, in its numbers, and those that no plan can keep."""
    numbered = {pin: to_pin(names, pin) for pin in pins}
    sound = {pin: number for pin, number in numbered.items() if number is not None}
    while True:
        bad = _contradictory(names.problem, tuple(sound.values()))
        if not bad:
            break
        sound = {pin: one for i, (pin, one) in enumerate(sound.items()) if i not in bad}
    return sound, tuple(pin for pin in numbered if pin not in sound)


def with_pins(names: Translation, pins: Iterable[Numbered]) -> Translation:
    """Return the problem with more pins.

    Raises
    ------
    InvalidProblem
        If no plan can keep them.
    """
    problem = replace(names.problem, pins=(*names.problem.pins, *pins))
    return replace(names, problem=problem)


def _contradictory(problem: Problem, pins: tuple[Numbered, ...]) -> frozenset[int]:
    """Return which pins (by number) contradict the problem, or one before them."""
    asked = _stated(problem, pins)
    told = chain(pins_together(asked), pins_kept(asked))
    return frozenset(int(found[1]) for line in told if (found := OF_PIN.match(line)))


def _stated(problem: Problem, pins: tuple[Numbered, ...]) -> Statement:
    stated = {f.name: getattr(problem, f.name) for f in fields(Statement)}
    return Statement(**{**stated, "pins": pins})


def _held(board: Board) -> Iterator[Pinned]:
    return held_sessions(board.translation, board.solution)


def _touched(before: Board, after: Board, session: str) -> Iterator[str]:
    """Yield the lasting names of the sessions that an edit is about.

    Another crew holds a session of its own in place of the one that was moved: that is two.
    """
    old, new = ({held.session: held.name for held in _held(b)} for b in (before, after))
    known = {**old, **new}
    if session in known:
        yield known[session]
    yield from (name for one, name in known.items() if (one in old) != (one in new))


def _as_strong(held: Pinned, strengths: Iterable[Strength]) -> Pinned:
    """Return a pin of what a session has, of some strengths."""
    return replace(
        held,
        day=held.day if Strength.DAY in strengths else None,
        order=held.order if Strength.ORDER in strengths else None,
        start=held.start if Strength.TIME in strengths else None,
    )


def _is_kept(board: Board, pin: Pinned) -> bool:
    """Return whether a pin that the checker cannot be asked about is kept all the same.

    It can be, on a board that breaks other rules.
    """
    for held in _held(board):
        if held.session == pin.session and held.team == pin.team:
            pairs = ((pin.day, held.day), (pin.order, held.order), (pin.start, held.start))
            return all(wanted in (None, has) for wanted, has in pairs)
    return False


def _broken(pin: Pinned) -> Broken:
    return Broken(constraint=Constraint.PINNED, session=pin.session, team=pin.team, day=pin.day)
