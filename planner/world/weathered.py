"""Travel in uncertain weather: what a leg is planned to take, and in which scenarios it can.

For each vehicle class and day there is one network as planned for: a segment counts as slow, or as
closed, if it is so in enough scenarios. A leg is open in a scenario if the fastest way there takes
no longer than planned. Owns the bits; knows no sessions or teams' hours.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.domain.district import District, Settings
from planner.domain.road import RoadState, VehicleClass
from planner.domain.weather import Sky
from planner.world.alike import TURN, Sharing, standing_in, turns
from planner.world.network import UNREACHABLE
from planner.world.passability import RoadStates
from planner.world.passing import Seconds, State, States, driven, walked
from planner.world.skeleton import Skeleton, skeleton
from planner.world.travel import NOWHERE, TravelTimes, travel_times, travel_times_in

SCENARIOS = 64
"""As many as there are bits in a mask."""

Masks = NDArray[np.uint64]
Steps = NDArray[np.float32]
"""Seconds, whole steps of them: exact in 32 bits for years."""


@dataclass(frozen=True, kw_only=True)
class Openness:
    """One vehicle class on one day.

    ``seconds`` (int32, ``UNREACHABLE`` where no way is planned), ``open_in`` (bit *s* set where
    scenario *s* takes no longer) and ``passable_in`` (where there is a way in it at all) have shape
    (places, places), from row to column.
    """

    seconds: NDArray[np.int32]
    open_in: Masks
    passable_in: Masks


class DayTimes:
    """Travel times in every scenario, parked where one parks in good weather.

    Times are whole steps of ``step_s``, rounded up.
    """

    def __init__(self, district: District, states: RoadStates, *, step_s: int) -> None:
        self._district, self._states, self._step_s = district, states, step_s
        self._skeleton = skeleton_of(district)
        self._dry = travel_times(district, RoadState.DRY)
        self._walked: tuple[date, Seconds] | None = None

    def on(self, vehicle_class: VehicleClass, day: date, among: NDArray[np.intp]) -> Steps:
        """Return the times of a class on a day between some places, (scenarios, among, among)."""
        states = self._states.states[:, (day - self._states.first).days]
        distinct, which = np.unique(states, axis=0, return_inverse=True)
        times_s = self._distinct_s(vehicle_class, day, distinct, among)
        steps = np.ceil(times_s / self._step_s).astype(np.float32, order="C")
        return (steps * self._step_s)[which.ravel()]

    def _distinct_s(
        self, vehicle_class: VehicleClass, day: date, states: States, among: NDArray[np.intp]
    ) -> Seconds:
        """Return the times in the states of a day, each once."""
        walked_s = self._walked_s(day, states)
        if vehicle_class is VehicleClass.FOOT:
            return walked_s[:, among[:, None], among]
        passing = driven(self._district, vehicle_class)
        driven_s = self._skeleton.times_s(*passing.in_states(states))
        return parked_s(walked_s, driven_s, self._dry.ways[vehicle_class].parking, among)

    def _walked_s(self, day: date, states: States) -> Seconds:
        """Return the times on foot, which all classes of a day share."""
        if self._walked is None or self._walked[0] != day:
            times_s = self._skeleton.times_s(*walked(self._district).in_states(states))
            self._walked = (day, times_s)
        return self._walked[1]


class Weather:
    """The travel of a district over the days of ``states``, drawn for a ``sky``.

    Planned times are whole steps of ``step_s``, rounded up. Days of which nothing is known but
    the climate share what they can (``standing_in``), those ``apart`` nothing; ``touring`` classes
    need whole weeks. Roads are planned to be as bad as settings say, unless ``planned`` is given.
    """

    def __init__(
        self,
        district: District,
        sky: Sky,
        states: RoadStates,
        *,
        step_s: int,
        touring: Collection[VehicleClass] = (),
        sharing: Sharing = Sharing.MOST,
        apart: Collection[date] = (),
        planned: States | None = None,
    ) -> None:
        self.sky = sky
        self._sharing = sharing
        self._apart = frozenset(apart)
        self._given = planned
        self._touring = frozenset(touring)
        self.states = states
        self._step_s = step_s
        self._district = district
        self._skeleton = skeleton_of(district)
        self._walking = walked(district)
        self._found: dict[tuple[VehicleClass, date], Openness] = {}
        self._planned_travel: dict[bytes, TravelTimes] = {}

    @cached_property
    def planned(self) -> States:
        """The state that each segment is planned to be in, (days, segments)."""
        if self._given is not None:
            return self._given
        return planned_states(self.states.states, self._district.settings)

    def planned_for(self, planned: States) -> "Weather":
        """Return the same weathers, with other states of the roads planned for."""
        return Weather(
            self._district,
            self.sky,
            self.states,
            step_s=self._step_s,
            touring=self._touring,
            sharing=self._sharing,
            apart=self._apart,
            planned=planned,
        )

    def planned_on(self, vehicle_class: VehicleClass, day: date) -> TravelTimes:
        """Return times and ways as they are planned for a class; equal states share them."""
        states = self.planned[self._number(self.standing_in(vehicle_class, day))]
        known = self._planned_travel.get(states.tobytes())
        if known is None:
            known = self._planned_travel[states.tobytes()] = travel_times_in(self._district, states)
        return known

    def standing_in(self, vehicle_class: VehicleClass, day: date) -> date:
        """Return the day whose weathers are taken for ``day``."""
        return self._stand_ins[vehicle_class in self._touring][day]

    def on(self, vehicle_class: VehicleClass, day: date) -> Openness:
        """Return the travel of a class on a day."""
        key = (vehicle_class, self.standing_in(vehicle_class, day))
        if key not in self._found:
            self._found[key] = self._openness(*key)
        found, by = self._found[key], self._turns(vehicle_class, day)
        if by == 0:
            return found
        return Openness(
            seconds=found.seconds,
            open_in=turned(found.open_in, by),
            passable_in=turned(found.passable_in, by),
        )

    def _turns(self, vehicle_class: VehicleClass, day: date) -> int:
        if self._sharing is not Sharing.COURSES:
            return 0
        return turns(day, self.standing_in(vehicle_class, day), SCENARIOS)

    def turns_apart(self, vehicle_class: VehicleClass, day: date) -> int:
        """Return by how many scenarios a day's masks are yet to be turned to be like no other's.

        Days that share their weathers would be held or lost together in every scenario; turned,
        they are as good as independent. In truth days in a row are a little alike.
        """
        if self._sharing is Sharing.COURSES:
            return 0
        apart = (day - self.standing_in(vehicle_class, day)).days
        return apart * TURN % SCENARIOS

    def worse_than_planned(
        self, vehicle_class: VehicleClass, day: date, scenario: int, segments: Iterable[str]
    ) -> tuple[str, ...]:
        """Return those of the segments that are worse in a scenario than they are planned to be."""
        number = self._number(self.standing_in(vehicle_class, day))
        drawn = (scenario - self._turns(vehicle_class, day)) % SCENARIOS
        worse = self.states.states[drawn, number] > self.planned[number]
        return tuple(one for one in segments if worse[self._segment_number[one]])

    @cached_property
    def _segment_number(self) -> dict[str, int]:
        return {segment.id: number for number, segment in enumerate(self._district.segments)}

    @cached_property
    def _stand_ins(self) -> tuple[dict[date, date], dict[date, date]]:
        days = [self.states.first + timedelta(days=i) for i in range(self.states.states.shape[1])]
        return standing_in(self._district, self.sky, days, self._sharing, self._apart)

    def _number(self, day: date) -> int:
        return (day - self.states.first).days

    def _openness(self, vehicle_class: VehicleClass, day: date) -> Openness:
        number = self._number(day)
        # the first state is the planned one
        states = np.concatenate([self.planned[None, number], self.states.states[:, number]])
        states, which = np.unique(states, axis=0, return_inverse=True)
        times_s = walked_s = self._skeleton.times_s(*self._walking.in_states(states))
        if vehicle_class is not VehicleClass.FOOT:
            passing = driven(self._district, vehicle_class)
            driven_s = self._skeleton.times_s(*passing.in_states(states))
            parking = self.planned_on(vehicle_class, day).ways[vehicle_class].parking
            times_s = parked_s(walked_s, driven_s, parking, np.arange(len(parking)))
        planned, *scenarios = which.ravel()
        planned_s = self._step_s * np.ceil(times_s[planned] / self._step_s)
        can = np.isfinite(planned_s) & (times_s <= planned_s)
        seconds = np.where(np.isfinite(planned_s), planned_s, UNREACHABLE).astype(np.int32)
        return Openness(
            seconds=seconds,
            open_in=masks(can[scenarios]),
            passable_in=masks(np.isfinite(times_s)[scenarios]),
        )


def planned_states(states: States, rules: Settings) -> States:
    """Return the states (days, segments) that are planned for, of those (scenarios, …) that may be.

    A road is planned to be as bad as it is in the share of the scenarios that the settings say.
    """
    slow = (states >= State.SLOW).mean(axis=0) >= rules.plan_slow_share
    closed = (states >= State.CLOSED).mean(axis=0) > rules.plan_closed_share
    forbidden = (states >= State.FORBIDDEN).mean(axis=0) > rules.plan_closed_share
    found: NDArray[np.uint8] = np.where(
        forbidden,
        State.FORBIDDEN,
        np.where(closed, State.CLOSED, np.where(slow, State.SLOW, 0)),
    ).astype(np.uint8)
    return found


def parked_s(
    walked_s: Seconds, driven_s: Seconds, parking: NDArray[np.int32], among: NDArray[np.intp]
) -> Seconds:
    """Return the times of walking to the vehicle, driving, and walking on, (…, among, among).

    ``parking`` (places,) is where the vehicle stands while its team is at each place; times are
    those between the places ``among``.
    """
    stands, here = parking[among], np.arange(len(among))
    on_foot, on_wheels = (np.moveaxis(one, 0, -1) for one in (walked_s, driven_s))
    times_s = on_wheels[np.ix_(stands, stands)]
    times_s += on_foot[among, stands][:, None]
    times_s += on_foot[stands, among][None]
    together = np.nonzero(stands[:, None] == stands)
    times_s[together] = on_foot[among[together[0]], among[together[1]]]
    nowhere = stands == NOWHERE
    times_s[nowhere] = times_s[:, nowhere] = np.inf
    times_s[here, here] = 0.0
    return np.moveaxis(times_s, -1, 0)


def turned(found: Masks, by: int) -> Masks:
    """Return masks whose bit *s* + ``by``, counted round, is bit *s* of ``found``; 0 < by < 64."""
    return (found << np.uint64(by)) | (found >> np.uint64(SCENARIOS - by))


def masks(can: NDArray[np.bool_]) -> Masks:
    """Return which of the scenarios, the first axis, are true: bit *s* of each mask."""
    bits = np.zeros((*can.shape[1:], SCENARIOS), np.bool_)
    bits[..., : len(can)] = np.moveaxis(can, 0, -1)
    octets = np.packbits(bits, axis=-1, bitorder="little")
    return octets.view("<u8")[..., 0].astype(np.uint64)


def skeleton_of(district: District) -> Skeleton:
    """Return the district's network taken apart, its places in the district's order."""
    index = {place_id: i for i, place_id in enumerate(district.place_by_id)}
    ends = [(index[s.start], index[s.end]) for s in district.segments]
    return skeleton(len(index), ends)
