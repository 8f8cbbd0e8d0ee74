"""Plans played day by day on weathers that nobody planned with.

All weathers of a batch are played side by side: what is one number in a plan is an array of shape
(weathers,) here. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from planner.domain.district import District
from planner.domain.plan import Plan
from planner.domain.road import VehicleClass
from planner.domain.session import Session
from planner.domain.team import Team
from planner.planning.agenda import TeamDay, agenda_of, moved, stops_of
from planner.planning.almanac import team_days
from planner.planning.driving import (
    Amounts,
    Day,
    Flags,
    State,
    Whereabouts,
    drive,
    drive_as_planned,
)
from planner.planning.ways import Ways, places_of
from planner.world.passability import RoadStates

AT_ONCE = 250
"""Weathers that are played side by side: more take more memory."""


class Rule(StrEnum):
    """What teams do where the roads are not as planned."""

    AS_PLANNED = "as-planned"
    """Nothing: a stop is held only if every leg of its tour up to it takes no longer than planned,
    as the optimizer counts."""
    GO_ON = "go-on"
    """Skip what cannot be reached or held in time, use the prepared fallbacks, go on to what can,
    and sleep at the nearest bed if the way back is closed."""
    PUSH = "push"
    """As before, without fallbacks; but a day of which nothing can be held is held on the team's
    next working day, and all days after it later, too."""


@dataclass(frozen=True, kw_only=True)
class Played:
    """What came of a plan in each weather.

    ``people`` (weathers,) are people and services served, nobody twice; ``by_village`` (weathers,
    villages) in the district's order. ``held`` and ``instead`` (weathers, stops) say which stops,
    and which of their fallbacks, were held on any day, in the order of the plan's shifts and stops;
    ``stranded`` (weathers, shifts) that a team ended the day at neither base nor lodging.
    """

    people: Amounts
    by_village: Amounts
    held: Flags
    instead: Flags
    stranded: Flags


def play(district: District, plan: Plan, states: RoadStates, rule: Rule = Rule.GO_ON) -> Played:
    """Return what comes of ``plan`` in the weathers of ``states``."""
    (played,) = play_each(district, [plan], states, rule)
    return played


def play_each(
    district: District, plans: Sequence[Plan], states: RoadStates, rule: Rule = Rule.GO_ON
) -> tuple[Played, ...]:
    """Return what comes of each plan in the same weathers, whose roads are worked out once."""
    places = places_of(district, plans)
    days = sorted({day for plan in plans for day in plan.horizon.days()})
    rounds: list[list[tuple[Flags, Flags]]] = []
    for at in range(0, len(states.states), AT_ONCE):
        some = replace(states, states=states.states[at : at + AT_ONCE])
        roads = Ways(district, some, places)
        games = [Game(district, plan, some, rule, roads=roads) for plan in plans]
        for day in days:
            for game in games:
                game.play_day(day)
            roads.forget()
        # no more of a game: its roads are large, and there may be hundreds of rounds
        rounds.append([(game.held, game.stranded) for game in games])
    return tuple(
        _played(district, plan, parts)
        for plan, parts in zip(plans, zip(*rounds, strict=True), strict=True)
    )


def _played(district: District, plan: Plan, parts: Sequence[tuple[Flags, Flags]]) -> Played:
    """Return what came of one plan in all weathers, played in parts."""
    stops = stops_of(plan)
    held = np.concatenate([part for part, _ in parts])
    by_demand = _served(district, plan, held)
    return Played(
        people=by_demand.sum(axis=1),
        by_village=_by_village(district, by_demand),
        held=held[:, : len(stops)],
        instead=held[:, len(stops) :],
        stranded=np.concatenate([part for _, part in parts]),
    )


class Game:
    """A plan in some weathers side by side.

    If it is ``traced``, it can be asked afterwards where teams were ``before`` each of their items,
    and about any place. ``held`` says which stops were held so far, and after them which fallbacks,
    (weathers, 2 × stops).
    """

    def __init__(
        self,
        district: District,
        plan: Plan,
        states: RoadStates,
        rule: Rule,
        *,
        traced: bool = False,
        roads: Ways | None = None,
    ) -> None:
        self._district, self.plan, self._rule = district, plan, rule
        self._weathers = len(states.states)
        fallen_back = plan if rule is Rule.GO_ON else _without_fallbacks(plan)
        self._agenda = agenda_of(district, fallen_back)
        everywhere = dict.fromkeys(VehicleClass, tuple(district.place_by_id))
        self._roads = roads or Ways(district, states, everywhere)
        self._teams = {team.id: self._at_base(team) for team in district.teams}
        self.held = np.zeros((self._weathers, 2 * len(stops_of(plan))), np.bool_)
        self._queue = {
            team.id: [today for key, today in self._agenda.items() if key[0] == team.id]
            for team in district.teams
        }
        self._works = {team.id: team_days(district, plan.horizon, team) for team in district.teams}
        self._next = {team.id: np.zeros(self._weathers, np.intp) for team in district.teams}
        self._trace: dict[tuple[str, date], list[State]] | None = {} if traced else None
        self.stranded = np.zeros((self._weathers, len(plan.shifts)), np.bool_)

    def play(self) -> Flags:
        """Return which stops and fallbacks were ``held`` after all days."""
        for day in self.plan.horizon.days():
            self.play_day(day)
            if self._trace is None:
                self._roads.forget()
        return self.held

    def play_day(self, day: date) -> None:
        """Play the next day."""
        for today, some in list(self._on(day)):
            self._drive(today, some)

    def before(self, today: TeamDay, position: int) -> State:
        """Return where the team of a day was, and since when, before an item or after all."""
        assert self._trace is not None  # noqa: S101 - told to the type checker
        own = self._trace.get((today.shift.team, today.shift.day))
        if own is None:
            base = self._at_base(self._team(today))
            own = [(base.place, np.zeros(self._weathers))]
        return own[position]

    def day_of(self, today: TeamDay) -> Day:
        """Return a team's day in all weathers."""
        team = self._team(today)
        at = self._roads.at[team.vehicle_class]
        lodgings = [at[one.place] for one in self._district.lodgings] if team.max_nights else []
        return Day(
            district=self._district,
            shift=today.shift,
            seconds=self._roads.on(team.vehicle_class, today.shift.day),
            at=at,
            beds=np.array([at[team.base], *lodgings], np.intp),
        )

    def _on(self, day: date) -> Iterator[tuple[TeamDay, Flags]]:
        """Yield what is to be done on a day, and in which weathers."""
        for team in self._district.teams:
            if self._rule is not Rule.PUSH:
                if (team.id, day) in self._agenda:
                    yield self._agenda[team.id, day], np.ones(self._weathers, np.bool_)
            elif day in self._works[team.id]:
                for number in np.unique(self._next[team.id]):
                    if number < len(self._queue[team.id]):
                        pushed = moved(self._queue[team.id][number], day)
                        yield pushed, self._next[team.id] == number

    def _drive(self, today: TeamDay, some: Flags) -> None:
        """Play one team's day in some weathers."""
        team, day = self._team(today), self.day_of(today)
        if not some.all():
            day = replace(day, seconds=day.seconds[some])
        where, held = self._teams[team.id].of(some), self.held[some]
        if self._rule is Rule.AS_PLANNED:
            numbers = [item.number for item in today.items]
            held[:, numbers] = drive_as_planned(day, where)
        else:
            trace: list[State] = []
            lost = drive(day, where, today.items, held, trace)
            if self._trace is not None:
                self._trace[team.id, today.shift.day] = trace
            if today.shift_number is not None:
                self.stranded[some, today.shift_number] |= lost
        self.held[some] = held
        self._teams[team.id].put(some, where)
        if self._rule is Rule.PUSH:
            numbers = [item.number for item in today.items]
            gone = held[:, numbers].any(axis=1) if numbers else np.ones(len(held), np.bool_)
            self._next[team.id][some] += gone

    def _team(self, today: TeamDay) -> Team:
        return self._district.team_by_id[today.shift.team]

    def _at_base(self, team: Team) -> Whereabouts:
        return Whereabouts(
            np.full(self._weathers, self._roads.at[team.vehicle_class][team.base], np.intp),
            np.ones(self._weathers, np.bool_),
        )


def _without_fallbacks(plan: Plan) -> Plan:
    return replace(
        plan,
        shifts=tuple(
            replace(shift, stops=tuple(replace(stop, fallback=None) for stop in shift.stops))
            for shift in plan.shifts
        ),
    )


def _served(district: District, plan: Plan, held: Flags) -> NDArray[np.float64]:
    """Return whom the held sessions serve of each demand, (weathers, demands), nobody twice."""
    number = {(d.village, d.service): i for i, d in enumerate(district.demands)}
    served = np.zeros((len(held), len(number)))
    stops = stops_of(plan)
    fallbacks: Sequence[Session | None] = [
        stop.fallback.session if stop.fallback else None for stop in stops
    ]
    for i, session in enumerate([*(stop.session for stop in stops), *fallbacks]):
        for expected in session.expected if session else ():
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
