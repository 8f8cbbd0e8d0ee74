"""One team's day in many weathers side by side: what it reaches, holds, and where it sleeps.

What is one number in a plan is an array of shape (weathers,) here. Knows one day; what days do to
each other, ``simulate`` knows. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from planner.domain.district import District
from planner.domain.plan import Shift
from planner.domain.session import Session
from planner.domain.team import Team
from planner.planning.clock import moment
from planner.world.weathered import Steps

Flags = NDArray[np.bool_]
Amounts = NDArray[np.float64]
NEVER = -np.inf
State = tuple[NDArray[np.intp], Amounts]
"""Where a team is in each weather, and at which second of its day it can leave."""


@dataclass(slots=True)
class Whereabouts:
    """Where a team is in each weather, (weathers,), and whether its tour went as planned so far."""

    place: NDArray[np.intp]
    on_plan: Flags

    def of(self, some: Flags) -> "Whereabouts":
        """Return those of some weathers only."""
        return Whereabouts(self.place[some], self.on_plan[some])

    def put(self, some: Flags, own: "Whereabouts") -> None:
        """Take over what became of some weathers."""
        self.place[some], self.on_plan[some] = own.place, own.on_plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A session to be held: its ``number`` among those of the plan, and when it is planned.

    It is tried where it was not held before; with ``instead_of`` only where the one of that number
    was not held, and with ``in_place_of`` only where that one was held on a day before.
    """

    number: int
    session: Session
    start: datetime
    end: datetime
    instead_of: int | None = None
    in_place_of: int | None = None

    @property
    def is_fallback(self) -> bool:
        """Whether it is held only because of what became of another."""
        return self.instead_of is not None or self.in_place_of is not None

    @property
    def latest(self) -> datetime | None:
        """The last start of the window in which it is planned; ``None`` if it is in none."""
        within = [w.latest for w in self.session.windows if w.earliest <= self.start <= w.latest]
        return max(within, default=None)


@dataclass(frozen=True, kw_only=True)
class Day:
    """One shift on its day: ``seconds`` (weathers, places, places) of its team's vehicle.

    ``beds`` are the places where a team may sleep, its base first.
    """

    district: District
    shift: Shift
    seconds: Steps
    at: dict[str, int]
    beds: NDArray[np.intp]

    @property
    def zero(self) -> datetime:
        """The moment at which the team's day begins."""
        return moment(self.district, self.shift.day, self._team.day_start)

    @property
    def length_s(self) -> float:
        """How long the team's day is."""
        return self.since(moment(self.district, self.shift.day, self._team.day_end))

    @property
    def work_until_s(self) -> float:
        """How late the team may be back, by what it may work since it leaves."""
        return self.since(self.shift.depart + timedelta(hours=self._team.max_work_h))

    @property
    def _team(self) -> Team:
        return self.district.team_by_id[self.shift.team]

    def since(self, at: datetime) -> float:
        """Return the seconds from the beginning of the day to a moment."""
        return (at - self.zero) / timedelta(seconds=1)

    def leg_s(self, here: NDArray[np.intp], there: str) -> Amounts:
        """Return the time from where the team is to a place, in each weather."""
        way_s = self.seconds[np.arange(len(here)), here, self.at[there]]
        return np.asarray(way_s, np.float64)

    def nearest_bed_s(self, here: NDArray[np.intp]) -> tuple[NDArray[np.intp], Amounts]:
        """Return the nearest place to sleep in each weather, and the time to get there."""
        way_s = self.seconds[np.arange(len(here))[:, None], here[:, None], self.beds[None, :]]
        return self.beds[way_s.argmin(axis=1)], np.asarray(way_s.min(axis=1), np.float64)


def drive_as_planned(today: Day, team: Whereabouts) -> Flags:
    """Return (weathers, stops) where each leg so far was driven in its planned time."""
    shift, going = today.shift, team.on_plan
    if shift.start_place == today.district.team_by_id[shift.team].base:
        going = np.ones_like(going)
    place = np.full(len(going), today.at[shift.start_place], np.intp)
    left, held = shift.depart, np.zeros((len(going), len(shift.stops)), np.bool_)
    for number, stop in enumerate(shift.stops):
        planned_s = (stop.arrive - left).total_seconds()
        going = going & (today.leg_s(place, stop.session.place) <= planned_s)
        held[:, number] = going
        place, left = np.full_like(place, today.at[stop.session.place]), stop.end
    planned_s = (shift.back - left).total_seconds()
    team.on_plan = going & (today.leg_s(place, shift.end_place) <= planned_s)
    return held


def drive(
    today: Day, team: Whereabouts, items: Sequence[Item], held: Flags, trace: list[State]
) -> Flags:
    """Hold what can be reached and held; return (weathers,) where the team is stranded at last.

    ``held`` (weathers, all sessions) is filled, and ``trace`` with where the team is before each
    item and after all. An item is tried if the team comes in time for it
    and can be where it should sleep, or at a bed, by the end of its day afterwards. A fallback must
    leave room for what is planned (``_leaves_room``).
    """
    clock, before = np.zeros(len(team.place)), held.copy()
    for number, item in enumerate(items):
        trace.append((team.place, clock))
        fits, until = _tried(today, item, team.place, clock)
        fits &= ~held[:, item.number]
        there = np.full_like(team.place, today.at[item.session.place])
        if item.instead_of is not None:
            fits &= ~held[:, item.instead_of]
        if item.in_place_of is not None:
            fits &= before[:, item.in_place_of]
        if item.is_fallback:
            following = next((one for one in items[number + 1 :] if not one.is_fallback), None)
            fits &= _leaves_room(today, following, (there, until), (team.place, clock))
        held[:, item.number] |= fits
        team.place = np.where(fits, there, team.place)
        clock = np.where(fits, until, clock)
    trace.append((team.place, clock))
    return _sleep(today, team)


def _tried(
    today: Day, item: Item, place: NDArray[np.intp], clock: Amounts
) -> tuple[Flags, Amounts]:
    """Return in which weathers a team can hold a session from where it is, and until when."""
    arrives = clock + today.leg_s(place, item.session.place)
    # nobody leaves earlier than planned: people are told the planned time
    starts = np.maximum(arrives, today.since(item.start))
    until = starts + (item.end - item.start).total_seconds()
    there = np.full_like(place, today.at[item.session.place])
    home_s = np.minimum(today.leg_s(there, today.shift.end_place), today.nearest_bed_s(there)[1])
    latest_s = today.since(item.latest) if item.latest else NEVER
    fits: Flags = (starts <= latest_s) & (until + home_s <= today.length_s)
    return fits, until


def _leaves_room(today: Day, following: Item | None, after: State, without: State) -> Flags:
    """Return where a fallback neither delays what is planned next nor makes the day too long.

    What the team could not hold without it either is no reason against it.
    """
    place, until = after
    if following is not None:
        comes = until + today.leg_s(place, following.session.place)
        in_time: Flags = comes <= today.since(following.start)
        return in_time | ~_tried(today, following, *without)[0]
    if not today.shift.stops:
        return np.ones(len(until), np.bool_)
    back: Flags = until + today.leg_s(place, today.shift.end_place) <= today.work_until_s
    return back


def _sleep(today: Day, team: Whereabouts) -> Flags:
    """Bring the team to where it should sleep, or to the nearest bed; return where it cannot be."""
    nearest, way_s = today.nearest_bed_s(team.place)
    reaches = np.isfinite(today.leg_s(team.place, today.shift.end_place))
    somewhere = np.isfinite(way_s)
    beds = np.where(somewhere, nearest, team.place)
    team.place = np.where(reaches, today.at[today.shift.end_place], beds)
    stranded: Flags = ~reaches & ~somewhere
    return stranded
