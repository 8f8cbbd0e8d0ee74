"""One way to go on after a rain warning, in the figures by which ways are compared. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import numpy as np

from planner.domain.district import District
from planner.domain.plan import Plan
from planner.planning.agenda import stops_of
from planner.planning.late import TO_TELL, decide_by, missed
from planner.planning.low import SURE
from planner.planning.simulate import Played
from planner.planning.stability import Shifted, Stability, stability
from planner.world.weathered import SCENARIOS, Weather


class Choice(StrEnum):
    """What may be done: nothing, plan again, or plan again and keep to what is safe."""

    HOLD = "hold"
    SWAP = "swap"
    STAY_LOW = "stay_low"


@dataclass(frozen=True, kw_only=True)
class Option:
    """One way to go on, and what comes of it in fresh weathers where teams go on as they can.

    ``people`` is the mean over the weathers, ``people_p10`` what nine of ten reach; ``missed`` of
    those who are expected do not come because their session changes. ``people_warned`` are those
    served on the days of the warning, ``at_risk`` those who should be and are not: the people of
    each session by its chance of failing. ``nights`` are spent away on these days; after
    ``nights_cut_off`` of them the way home is closed with a chance of more than 1 - ``low.SURE``.
    ``stranded`` team-days are expected to end at neither base nor bed. ``notice`` is the shortest
    that anybody has of a change, and after ``decide_by`` it is too late for all of it.
    """

    choice: Choice
    plan: Plan
    played: Played
    stability: Stability
    people: float
    people_p10: float
    people_warned: float
    at_risk: float
    missed: float
    nights: int
    nights_cut_off: int
    stranded: float
    notice: timedelta | None
    decide_by: datetime | None

    @property
    def worth(self) -> float:
        """People served, less those who miss a session that changes."""
        return self.people - self.missed

    @property
    def changed(self) -> int:
        """Sessions that were promised and are not held as promised."""
        return len(self.stability.changed)

    @property
    def new(self) -> int:
        """Sessions that nobody was told of."""
        return len(self.stability.of(Shifted.NEW))


@dataclass(frozen=True, kw_only=True)
class Scene:
    """In what a way to go on is judged: what was told, the days of the warning, the weather."""

    district: District
    told: Plan
    now: datetime
    days: Collection[date]
    weather: Weather


def option_of(scene: Scene, choice: Choice, plan: Plan, played: Played) -> Option:
    """Return a way to go on, which was played, in figures."""
    changes = stability(scene.told, plan)
    served, lost = _warned(scene, plan, played)
    nights = [n for n in _nights(scene, plan) if n[1] in scene.days]
    numbers = [i for i, shift in enumerate(plan.shifts) if shift.day in scene.days]
    first = min((move.first for move in changes.changed), default=None)
    return Option(
        choice=choice,
        plan=plan,
        played=played,
        stability=changes,
        people=float(played.people.mean()),
        people_p10=float(np.percentile(played.people, 10)),
        people_warned=served,
        at_risk=lost,
        missed=missed(changes, scene.now + TO_TELL),
        nights=len(nights),
        nights_cut_off=sum(_cut_off(scene, *night) > 1 - SURE for night in nights),
        stranded=float(played.stranded[:, numbers].mean(axis=0).sum()),
        notice=first - scene.now if first else None,
        decide_by=decide_by(scene.told, plan),
    )


def _warned(scene: Scene, plan: Plan, played: Played) -> tuple[float, float]:
    """Return who is served on the days of the warning, and who should be and is not."""
    held, instead = played.held.mean(axis=0), played.instead.mean(axis=0)
    days = [shift.day for shift in plan.shifts for _ in shift.stops]
    served = lost = 0.0
    for number, (day, stop) in enumerate(zip(days, stops_of(plan), strict=True)):
        if day in scene.days:
            served += stop.people * float(held[number])
            lost += stop.people * (1 - float(held[number]))
            if stop.fallback and stop.fallback.session.id != stop.session.id:
                served += stop.fallback.people * float(instead[number])
    return served, lost


def _nights(scene: Scene, plan: Plan) -> list[tuple[str, date, str]]:
    """Return the team, day and bed of each night away."""
    bases = {team.id: team.base for team in scene.district.teams}
    return [
        (shift.team, shift.day, shift.end_place)
        for shift in plan.shifts
        if shift.end_place != bases[shift.team]
    ]


def _cut_off(scene: Scene, team_id: str, day: date, bed: str) -> float:
    """Return how likely the way home is closed on the day after a night."""
    morning = day + timedelta(days=1)
    if morning > scene.told.horizon.last:
        return 0.0
    team = scene.district.team_by_id[team_id]
    at = {place: i for i, place in enumerate(scene.district.place_by_id)}
    ways = scene.weather.on(team.vehicle_class, morning).passable_in
    return 1 - int(ways[at[bed], at[team.base]]).bit_count() / SCENARIOS
