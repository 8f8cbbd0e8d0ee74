"""A draft is completed: the optimizer plans the rest around its pins and around what a hand did.

What was moved or added by hand stays with its team on its day; what was dropped stays away, and so
does what would stand in for it. Days that have begun stay, and every other session of the base is a
promise, as in replanning: one session dropped must not shuffle all the others.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from optimizer.errors import InvalidProblem
from optimizer.problem import Pin as Numbered
from optimizer.problem import Problem
from optimizer.solution import Solution
from optimizer.solve import OnProgress
from planner.domain.district import District
from planner.domain.plan import Plan
from planner.domain.session import Session
from planner.errors import BadData, BadFile, refuse
from planner.planning.clashes import clash_fault, clashes, pin_where
from planner.planning.drafts import Played, pins_apart, with_pins
from planner.planning.keeping import answer_keeping
from planner.planning.plan import Engine, PlanRequest, answering, solve_warm
from planner.planning.replan import Rest, refuse_cut_off, rest_of
from planner.planning.told import Told
from planner.planning.translate import (
    Pinned,
    Translation,
    held_sessions,
    renumbered,
    with_stay,
)

OF_VISIT = re.compile(r"visit (\d+)")
"""How the optimizer names a pinned session when it finds no plan."""


@dataclass(frozen=True, kw_only=True)
class _Rest:
    """What is left to plan as it is without the draft, its problem, and where to begin.

    ``begun`` are the ids of sessions of days that have begun, which are pinned in it already.
    """

    rest: Rest
    asked: Translation
    start: Solution
    begun: frozenset[str]


def complete_draft(
    district: District,
    request: PlanRequest,
    now: Played,
    told: Told,
    on_progress: OnProgress | None = None,
    *,
    engine: Engine = solve_warm,
) -> Plan:
    """Return a checked plan that keeps every pin and all that a hand did.

    Parameters
    ----------
    told
        The base of the draft, and the moment from which it may change.

    Raises
    ------
    BadFile
        If pins contradict each other, the roads or what was moved by hand: a line for each.
    Infeasible
        If the checker refuses what the optimizer answered.
    """
    rest = _rest_of(district, request, now, told)
    faults, wanted = _wanted(rest, now)
    refuse("draft", faults)
    sound, hopeless = pins_apart(rest.asked, wanted)
    found = clashes(rest.asked, sound, hopeless)
    refuse("draft", [clash_fault(district, clash) for clash in found])
    asked = without_dropped(with_pins(rest.asked, sound.values()), rest.start, now.away)
    try:
        own, answer, most = answer_keeping(
            asked, answering(engine, request, on_progress), rest.start
        )
    except InvalidProblem as error:
        raise _no_plan(district, asked.problem, sound, error) from error
    return rest.rest.to_plan(own, answer, most)


def _rest_of(district: District, request: PlanRequest, now: Played, told: Told) -> _Rest:
    found = rest_of(district, request, told)
    refuse_cut_off(district, found)
    asked = found.drafted.sealed()
    start = renumbered(now.board.solution, now.board.translation, asked)
    for one in found.stuck:
        start = with_stay(asked, asked.problem.shifts, start, one)
    return _Rest(rest=found, asked=asked, start=start, begun=told.begun_sessions)


def _wanted(rest: _Rest, now: Played) -> tuple[list[BadData], list[Pinned]]:
    """Return what is to be pinned, and the pins that what a hand did contradicts."""
    district = rest.asked.district
    faults, wanted = [], list[Pinned]()
    for name in dict.fromkeys([*now.pins, *now.moved]):
        pin, moved = now.pins.get(name), now.moved.get(name)
        if pin is not None and (name in now.away or _elsewhere(pin, moved)):
            faults.append(BadData("pin_moved", where=pin_where(district, pin)))
        elif pin is not None:
            wanted.append(replace(pin, day=pin.day or (moved.day if moved else None)))
        elif moved is not None:
            wanted.append(moved)
    old = {held.session: held for held in held_sessions(now.base.translation, now.base.solution)}
    changed = [*(w for w in wanted if w.session in rest.begun), *_dropped(old, now.away)]
    for one in changed:
        before = old.get(one.session)
        if one.session in rest.begun and (one.name in now.away or _elsewhere(one, before)):
            faults.append(BadData("pin_begun", where=pin_where(district, one)))
    return faults, [w for w in wanted if w.session not in rest.begun]


def _dropped(old: Mapping[str, Pinned], away: Collection[str]) -> Iterator[Pinned]:
    return (held for held in old.values() if held.name in away)


def _elsewhere(pin: Pinned, held: Pinned | None) -> bool:
    """Return whether a session is held by another team or on another day than it is pinned to."""
    if held is None:
        return False
    return pin.team != held.team or (pin.day is not None and pin.day != held.day)


def without_dropped(names: Translation, start: Solution, away: Collection[str]) -> Translation:
    """Return the problem in which what was dropped can be held at no time.

    Nor can what would stand in for it: others of its series, which the same crew holds at the same
    place in the same way, unless they are held already.
    """
    gone = {_series(session) for session in names.sessions if session.lasting_name in away}
    held = {names.sessions[stop.visit].lasting_name for p in start.plans for stop in p.stops}
    never = max(shift.end_s for shift in names.problem.shifts) + 1
    visits = tuple(
        replace(visit, windows=((never, never),))
        if session.lasting_name in away
        or (_series(session) in gone and session.lasting_name not in held)
        else visit
        for session, visit in zip(names.sessions, names.problem.visits, strict=True)
    )
    return replace(names, problem=replace(names.problem, visits=visits))


def _series(session: Session) -> tuple[object, ...]:
    return session.place, session.sitting, frozenset(team for team, _ in session.takes)


def _no_plan(
    district: District, problem: Problem, sound: Mapping[Pinned, Numbered], error: InvalidProblem
) -> BadFile:
    """Return a fault for each pin that the optimizer names, for all if it names none."""
    named = {int(number) for number in OF_VISIT.findall(str(error))}
    few = len(problem.pins) <= len(named)
    pins = [pin for pin, one in sound.items() if few and one.visit in named] or list(sound)
    return BadFile(
        "draft", [BadData("pins_no_plan", where=pin_where(district, pin)) for pin in pins]
    )
