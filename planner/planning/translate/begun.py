"""What has begun cannot change: past days, and teams that are on the road, in a problem's numbers.

A day that has begun gets a travel profile in which nothing is left to its team but the way that it
takes, in every weather; its sessions are pinned to team, day, order and time. Days whose ways have
no place in common share one. A past day on which a team stayed at base has no way at all. So nights
that were slept stay as they were, too.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import BASE, UNREACHABLE, Pin, Shift
from optimizer.solution import ShiftPlan, Solution
from planner.domain.plan import Plan
from planner.domain.plan import Shift as Day
from planner.planning.translate.names import Drafted

Key = tuple[str, date]
"""A team's day."""


def has_begun(day: Day, now: datetime) -> bool:
    """Return whether a team has left for its day."""
    return day.depart <= now


def begun_days(plan: Plan, now: datetime, fixed: Collection[Key] = ()) -> dict[Key, Day]:
    """Return the days that have begun, and those ``fixed`` as if they had, by team and day."""
    days = {(day.team, day.day): day for day in plan.shifts}
    return {key: day for key, day in days.items() if has_begun(day, now) or key in fixed}


def begun_sessions(plan: Plan, now: datetime, fixed: Collection[Key] = ()) -> frozenset[str]:
    """Return the ids of the sessions of days that have begun, or are ``fixed``."""
    days = begun_days(plan, now, fixed).values()
    return frozenset(stop.session.id for day in days for stop in day.stops)


def with_begun(
    drafted: Drafted, before: Solution, plan: Plan, now: datetime, fixed: Collection[Key] = ()
) -> Drafted:
    """Return the problem with all that has begun by ``now``, or is ``fixed``, as ``plan`` has it.

    ``before`` is the plan in the problem's numbers.
    """
    asked = drafted.statement
    ways = _Ways(drafted)
    begun = begun_days(plan, now, fixed)
    by_shift = {held.shift: held for held in before.plans}
    now_s = int((now - drafted.zero).total_seconds())
    shifts, pins = list(asked.shifts), list(asked.pins)
    for index, key in enumerate(drafted.shifts):
        shift = shifts[index]
        if key in begun and index in by_shift:
            held = by_shift[index]
            shifts[index] = _as_it_was(shift, held, begun[key], ways, drafted)
            pins += _pins(shift, held)
        elif shift.start_s <= now_s:
            over = shift.end_s <= now_s or shift.day < _day_of(drafted, now)
            shifts[index] = (
                replace(shift, profile=ways.none) if over else replace(shift, start_s=now_s)
            )
    return replace(
        drafted,
        statement=replace(
            asked,
            shifts=tuple(shifts),
            pins=tuple(pins),
            travel_s=ways.travel_s,
            open_in=ways.open_in,
            passable_in=ways.passable_in,
        ),
    )


def _day_of(drafted: Drafted, now: datetime) -> int:
    """Return the number of the day that it is in the district."""
    since: timedelta = now - drafted.zero
    return since.days


def _as_it_was(shift: Shift, held: ShiftPlan, day: Day, ways: "_Ways", drafted: Drafted) -> Shift:
    """Return a shift that can only be worked as it is worked already."""
    back_s = int((day.back - drafted.zero).total_seconds())
    return replace(
        shift,
        profile=ways.only(held, day, shift.team),
        start_s=held.depart_s,
        end_s=back_s,
        max_work_s=max(shift.max_work_s, back_s - held.depart_s),
    )


def _pins(shift: Shift, held: ShiftPlan) -> Iterator[Pin]:
    for position, stop in enumerate(held.stops):
        yield Pin(
            visit=stop.visit,
            team=shift.team,
            shift=held.shift,
            position=position,
            start_s=stop.start_s,
        )


class _Ways:
    """The travel profiles of a problem, and those that are added for days that have begun."""

    def __init__(self, drafted: Drafted) -> None:
        asked = drafted.statement
        self._drafted = drafted
        self._travel = [asked.travel_s]
        self._count: int = asked.travel_s.shape[0]
        self._known = self._count - 1
        self._none: int | None = None
        self._shared: list[tuple[int, set[int]]] = []

    def _add(self, seconds: NDArray[np.int32]) -> int:
        self._travel.append(seconds[None])
        self._count += 1
        return self._count - 1

    @property
    def none(self) -> int:
        """The profile in which nothing can be reached."""
        if self._none is None:
            self._none = self._add(self._nowhere())
        return self._none

    def only(self, held: ShiftPlan, day: Day, team: int) -> int:
        """Return a profile with the legs of one day, each as long as it was planned.

        No other day whose way it has leads to any of its places, nor from there.
        """
        asked = self._drafted.statement
        stops = [asked.visits[stop.visit].location for stop in held.stops]
        places = [self._bed(team, held.slept_at), *stops, self._bed(team, held.sleeps_at)]
        leaves = [day.depart, *(stop.end for stop in day.stops)]
        arrives = [*(stop.arrive for stop in day.stops), day.back]
        profile = self._with_room(set(places))
        seconds = self._travel[profile - self._known][0]
        for (a, b), left, arrived in zip(pairwise(places), leaves, arrives, strict=True):
            if a != b:
                seconds[a, b] = int((arrived - left).total_seconds())
        # From every stop there must be a way to a bed; the pins hold the team to its own way.
        for place, stop in zip(stops, day.stops, strict=True):
            for bed, taken in (
                ((places[0], place), stop.arrive - day.depart),
                ((place, places[-1]), day.back - stop.end),
            ):
                if bed[0] != bed[1]:
                    seconds[bed] = min(seconds[bed], int(taken.total_seconds()))
        return profile

    def _with_room(self, places: set[int]) -> int:
        """Return an added profile that has none of these places yet."""
        for profile, taken in self._shared:
            if not taken & places:
                taken.update(places)
                return profile
        self._shared.append((self._add(self._nowhere()), places))
        return self._shared[-1][0]

    def _bed(self, team: int, lodging: int) -> int:
        asked = self._drafted.statement
        return asked.teams[team].base if lodging == BASE else asked.lodgings[lodging].location

    def _nowhere(self) -> NDArray[np.int32]:
        size = self._drafted.statement.travel_s.shape[1]
        seconds = np.full((size, size), UNREACHABLE, dtype=np.int32)
        np.fill_diagonal(seconds, 0)
        return seconds

    @property
    def travel_s(self) -> NDArray[np.int32]:
        """All profiles."""
        return np.concatenate(self._travel)

    @property
    def open_in(self) -> NDArray[np.uint64] | None:
        """In which weathers each leg is open: the added ones in all."""
        return self._with_all(self._drafted.statement.open_in)

    @property
    def passable_in(self) -> NDArray[np.uint64] | None:
        """In which weathers each leg is passable at all: the added ones in all."""
        return self._with_all(self._drafted.statement.passable_in)

    def _with_all(self, masks: NDArray[np.uint64] | None) -> NDArray[np.uint64] | None:
        if masks is None:
            return None
        added = self._count - masks.shape[0]
        size = masks.shape[1]
        every = (1 << self._drafted.statement.scenarios) - 1
        full = np.full((added, size, size), every, dtype=np.uint64)
        return np.concatenate([masks, full])
