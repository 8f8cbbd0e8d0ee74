"""Plans played day by day on weathers that nobody planned with.

All weathers of a batch are played side by side: what is one number in a plan is an array of shape
(weathers,) here. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from planner.domain.district import District
from planner.domain.plan import Plan, Shift, Stop
from planner.domain.road import VehicleClass
from planner.planning.clock import STEP_S, moment
from planner.world.passability import RoadStates
from planner.world.passing import Seconds
from planner.world.weathered import DayTimes

AT_ONCE = 250
"""Weathers that are played side by side: more take more memory."""

Flags = NDArray[np.bool_]
Amounts = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Played:
    """What came of a plan in each weather.

    ``people`` (weathers,) are people and services served, nobody twice; ``by_village`` (weathers,
    villages) in the district's order. ``held`` (weathers, stops) is in the order of the plan's
    shifts and stops, ``stranded`` (weathers, shifts) says that a team ended the day at neither
    base nor lodging.
    """

    people: Amounts
    by_village: Amounts
    held: Flags
    stranded: Flags


@dataclass(slots=True)
class _Team:
    """Where a team is in each weather, (weathers,), and whether its tour went as planned so far."""

    place: NDArray[np.intp]
    on_plan: Flags


@dataclass(frozen=True, kw_only=True)
class _Day:
    """One shift on its day: ``seconds`` (weathers, places, places) of its team's vehicle.

    ``beds`` are the places where a team may sleep, its base first.
    """

    district: District
    shift: Shift
    seconds: Seconds
    at: dict[str, int]
    beds: NDArray[np.intp]

    def leg_s(self, here: NDArray[np.intp], there: str) -> Amounts:
        """Return the time from where the team is to a place, in each weather."""
        found: Amounts = self.seconds[np.arange(len(here)), here, self.at[there]]
        return found

    def nearest_bed_s(self, here: NDArray[np.intp]) -> tuple[NDArray[np.intp], Amounts]:
        """Return the nearest place to sleep in each weather, and the time to get there."""
        way_s = self.seconds[np.arange(len(here))[:, None], here[:, None], self.beds[None, :]]
        return self.beds[way_s.argmin(axis=1)], way_s.min(axis=1)


def play(district: District, plan: Plan, states: RoadStates, *, recourse: bool) -> Played:
    """Return what comes of ``plan`` in the weathers of ``states``.

    Parameters
    ----------
    recourse
        Whether teams do what they would: skip what cannot be reached or held in time, go on to
        what can, and sleep at the nearest bed if the way back is closed. Otherwise a stop is held
        only if every leg of its tour up to it takes no longer than planned, as the optimizer
        counts.
    """
    parts = [
        _play(district, plan, replace(states, states=states.states[at : at + AT_ONCE]), recourse)
        for at in range(0, len(states.states), AT_ONCE)
    ]
    return Played(
        people=np.concatenate([part.people for part in parts]),
        by_village=np.concatenate([part.by_village for part in parts]),
        held=np.concatenate([part.held for part in parts]),
        stranded=np.concatenate([part.stranded for part in parts]),
    )


def _play(district: District, plan: Plan, states: RoadStates, recourse: bool) -> Played:
    """Play some weathers side by side."""
    times = DayTimes(district, states)
    weathers, at = len(states.states), {p: i for i, p in enumerate(district.place_by_id)}
    lodgings = [at[lodging.place] for lodging in district.lodgings]
    teams = {
        t.id: _Team(np.full(weathers, at[t.base], np.intp), np.ones(weathers, np.bool_))
        for t in district.teams
    }
    first = np.cumsum([0, *(len(shift.stops) for shift in plan.shifts)])
    held = np.zeros((weathers, int(first[-1])), np.bool_)
    stranded = np.zeros((weathers, len(plan.shifts)), np.bool_)
    for day, shifts in _by_day(plan):
        seconds = {c: in_steps(times.on(c, day)) for c in _classes(district, shifts)}
        for number, shift in shifts:
            team = district.team_by_id[shift.team]
            today = _Day(
                district=district,
                shift=shift,
                seconds=seconds[team.vehicle_class],
                at=at,
                beds=np.array([at[team.base], *(lodgings if team.max_nights else ())], np.intp),
            )
            drive = _drive if recourse else _drive_as_planned
            some, lost = drive(today, teams[shift.team])
            held[:, first[number] : first[number + 1]] = some
            stranded[:, number] = lost
    by_demand = _served(district, plan, held)
    return Played(
        people=by_demand.sum(axis=1),
        by_village=_by_village(district, by_demand),
        held=held,
        stranded=stranded,
    )


def in_steps(seconds: Seconds) -> Seconds:
    """Return times in the steps in which they are told, rounded up."""
    return np.asarray(STEP_S * np.ceil(seconds / STEP_S), np.float64)


def _by_day(plan: Plan) -> Iterator[tuple[date, list[tuple[int, Shift]]]]:
    """Yield the days of a plan in order, each with its shifts and their numbers."""
    for day in sorted({shift.day for shift in plan.shifts}):
        yield day, [(n, shift) for n, shift in enumerate(plan.shifts) if shift.day == day]


def _classes(district: District, shifts: Sequence[tuple[int, Shift]]) -> set[VehicleClass]:
    return {district.team_by_id[shift.team].vehicle_class for _, shift in shifts}


def _drive_as_planned(today: _Day, team: _Team) -> tuple[Flags, Flags]:
    """Return (weathers, stops) where each leg so far was driven in its planned time; no strands."""
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
    return held, np.zeros_like(going)


def _drive(today: _Day, team: _Team) -> tuple[Flags, Flags]:
    """Return (weathers, stops) that are held, and (weathers,) where the team is stranded at last.

    A stop is tried if the team comes in time for it and can be where it should sleep, or at a bed,
    by the end of its day afterwards.
    """
    shift = today.shift
    zero = moment(today.district, shift.day, today.district.team_by_id[shift.team].day_start)
    ends_s = _since(
        zero, moment(today.district, shift.day, today.district.team_by_id[shift.team].day_end)
    )
    clock = np.zeros(len(team.place))
    held = np.zeros((len(clock), len(shift.stops)), np.bool_)
    for number, stop in enumerate(shift.stops):
        arrives = clock + today.leg_s(team.place, stop.session.place)
        # nobody leaves earlier than planned: people are told the planned time
        starts = np.maximum(arrives, _since(zero, stop.start))
        until = starts + (stop.end - stop.start).total_seconds()
        there = np.full_like(team.place, today.at[stop.session.place])
        home_s = np.minimum(today.leg_s(there, shift.end_place), today.nearest_bed_s(there)[1])
        fits = (starts <= _since(zero, _latest(stop))) & (until + home_s <= ends_s)
        held[:, number] = fits
        team.place = np.where(fits, there, team.place)
        clock = np.where(fits, until, clock)
    return held, _sleep(today, team)


def _latest(stop: Stop) -> datetime:
    """Return the last start of the window in which the stop is planned."""
    return max(w.latest for w in stop.session.windows if w.earliest <= stop.start <= w.latest)


def _since(zero: datetime, at: datetime) -> float:
    return (at - zero) / timedelta(seconds=1)


def _sleep(today: _Day, team: _Team) -> Flags:
    """Bring the team to where it should sleep, or to the nearest bed; return where it cannot be."""
    nearest, way_s = today.nearest_bed_s(team.place)
    reaches = np.isfinite(today.leg_s(team.place, today.shift.end_place))
    somewhere = np.isfinite(way_s)
    beds = np.where(somewhere, nearest, team.place)
    team.place = np.where(reaches, today.at[today.shift.end_place], beds)
    stranded: Flags = ~reaches & ~somewhere
    return stranded


def _served(district: District, plan: Plan, held: Flags) -> Amounts:
    """Return whom the held stops serve of each demand, (weathers, demands), nobody twice."""
    number = {(d.village, d.service): i for i, d in enumerate(district.demands)}
    served = np.zeros((len(held), len(number)))
    stops = [stop for shift in plan.shifts for stop in shift.stops]
    for i, stop in enumerate(stops):
        for expected in stop.session.expected:
            if (expected.village, expected.service) in number:
                column = number[expected.village, expected.service]
                served[:, column] += expected.people * held[:, i]
    return np.minimum(served, [d.people for d in district.demands])


def _by_village(district: District, by_demand: Amounts) -> Amounts:
    row = {village.id: i for i, village in enumerate(district.villages)}
    found = np.zeros((len(by_demand), len(row)))
    for number, demand in enumerate(district.demands):
        found[:, row[demand.village]] += by_demand[:, number]
    return found
