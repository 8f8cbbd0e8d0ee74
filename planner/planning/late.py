"""Deciding a day later: what of a change of plan can still be had then, and until when all of it.

Pure.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from planner.domain.plan import Plan, Shift, Stop
from planner.planning.replan import move_cost
from planner.planning.stability import Stability

TO_TELL = timedelta(hours=2)
"""So long before a team leaves it must be decided: to phone the teams and the heads of the villages
concerned, one after the other, and to load other things. A planner's choice, not a measured figure.
"""


def decide_by(held: Plan, other: Plan) -> datetime | None:
    """Return until when all of ``other`` can be had instead of ``held``; ``None`` if they agree."""
    one, two = _days(held), _days(other)
    leaves = [
        shift.depart
        for key in one.keys() | two.keys()
        if _work(one.get(key)) != _work(two.get(key))
        for shift in (one.get(key), two.get(key))
        if shift is not None
    ]
    return min(leaves) - TO_TELL if leaves else None


def decided_at(held: Plan, other: Plan, moment: datetime) -> Plan:
    """Return what is worked if ``other`` is decided for at a moment, and ``held`` until then.

    Days whose teams leave before people can be told stay as they were; no session is held twice.
    Nothing is planned anew for that, so that it is no more than what could be had.
    """
    begins = moment + TO_TELL
    kept = tuple(shift for shift in held.shifts if shift.depart <= begins)
    done = {stop.session.lasting_name for shift in kept for stop in shift.stops}
    fixed = {(shift.team, shift.day) for shift in kept}
    later = tuple(
        _without(shift, done)
        for shift in other.shifts
        if shift.depart > begins and (shift.team, shift.day) not in fixed
    )
    return replace(held, shifts=tuple(_mended((*kept, *later))))


def missed(changes: Stability, now: datetime) -> float:
    """Return how many people do not come because their session is held at another hour.

    The shares are those that replanning weighs changes by (``replan.MOVE_COSTS``). Whose session is
    cancelled is not counted: a plan does not serve them anyway.
    """
    return sum(
        min(move.before.people, move.after.people) * move_cost(move.before.start - now)
        for move in changes.changed
        if move.before and move.after and move.before.start != move.after.start
    )


def _days(plan: Plan) -> dict[tuple[str, date], Shift]:
    return {(shift.team, shift.day): shift for shift in plan.shifts}


def _work(shift: Shift | None) -> object:
    """Return what a team does on a day, as far as it must be told."""
    if shift is None:
        return None
    stops = [(stop.session.id, stop.start) for stop in shift.stops]
    return shift.start_place, shift.depart, stops, shift.end_place


def _without(shift: Shift, done: set[str]) -> Shift:
    return replace(shift, stops=tuple(s for s in shift.stops if s.session.lasting_name not in done))


def _mended(shifts: tuple[Shift, ...]) -> Iterator[Shift]:
    """Yield shifts in order of days, without fallbacks that no longer go with what is planned."""
    planned = {stop.session.id for shift in shifts for stop in shift.stops}
    for shift in sorted(shifts, key=lambda s: (s.day, s.team)):
        yield replace(shift, stops=tuple(_fitting(stop, planned) for stop in shift.stops))


def _fitting(stop: Stop, planned: set[str]) -> Stop:
    other = stop.fallback
    if other is None or other.session.id == stop.session.id:
        return stop
    swaps = other.own_start is not None
    return stop if swaps == (other.session.id in planned) else replace(stop, fallback=None)
