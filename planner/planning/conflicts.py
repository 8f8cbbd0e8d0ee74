"""What of a plan can no longer be, and the fewest facts that say so.

A plan is a set of promises: sessions at their hours, nights at their lodgings. The district says
who is away, what is closed and how long teams work; the sky which roads are closed. A fact that is
left out is taken not to hold: nobody away, the road open, the team at work around the clock.
Promises and facts contradict if the checker refuses the promises, on roads that no rain closes but
only what was reported.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

import numpy as np

from optimizer.check import violations
from optimizer.errors import InvalidProblem
from optimizer.problem import BASE
from optimizer.solution import ShiftPlan, Solution
from planner.domain.almanac import AlmanacKind
from planner.domain.district import District
from planner.domain.plan import Horizon, Plan
from planner.domain.session import Session
from planner.domain.team import Team
from planner.domain.weather import RoadReport, Sky, WeatherWarning
from planner.planning.almanac import days_of, open_days
from planner.planning.clock import STEP_S
from planner.planning.contradiction import smallest_contradiction
from planner.planning.edits import timed
from planner.planning.plan import PlanRequest, drafted
from planner.planning.replan import as_held
from planner.planning.translate import Translation, as_told, to_solution
from planner.world.passability import RoadStates, road_states
from planner.world.rain import LEAD_IN_DAYS, Rain
from planner.world.travel import TravelTimes, travel_times
from planner.world.weathered import Weather

MOST = 10
"""So many contradictions are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A session is held by a team on a day, at the hour that was planned."""

    session: str
    team: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Slept:
    """A team sleeps at a lodging after a day."""

    team: str
    day: date
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A road is as somebody reported it, or a warning holds."""

    what: RoadReport | WeatherWarning


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A member is off on a day."""

    member: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Shut:
    """A holiday or a closed day of the almanac (its id) holds."""

    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A team works within its hours."""

    team: str


Fact = Reported | Away | Shut | Hours | Slept | Promised


def contradictions(
    district: District, request: PlanRequest, plan: Plan, most: int = MOST
) -> Iterator[tuple[Fact, ...]]:
    """Yield sets of facts that contradict each other, none of which can be left out.

    Each contains promises of its own: what is left of the plan without them can be held as it was
    promised, unless there are more than ``most``.
    """
    together = _Together(district, request, plan)
    facts = tuple(facts_of(district, request, plan))
    for _ in range(most):
        found = smallest_contradiction(_few(facts, together.contradict), together.contradict)
        broken = {fact for fact in found if isinstance(fact, Promised | Slept)}
        if not broken:
            return
        yield found
        facts = tuple(fact for fact in facts if fact not in broken)


def facts_of(district: District, request: PlanRequest, plan: Plan) -> Iterator[Fact]:
    """Yield everything that is taken for true of the days of a plan, its promises last."""
    sky = request.sky or Sky()
    yield from (Reported(what=report) for report in sky.reports)
    yield from (Reported(what=warning) for warning in sky.warnings)
    worked = {(day.team, day.day) for day in plan.shifts}
    for member in district.members:
        for day in member.days_off:
            if any((team, day) in worked for team in member.teams):
                yield Away(member=member.id, day=day)
    for entry in district.almanac:
        if _shuts(entry.kind) and days_of(entry, plan.horizon):
            yield Shut(entry=entry.id)
    yield from (Hours(team=team.id) for team in district.teams)
    for shift in plan.shifts:
        if shift.end_place != district.team_by_id[shift.team].base:
            yield Slept(team=shift.team, day=shift.day, place=shift.end_place)
    for shift in plan.shifts:
        for stop in shift.stops:
            yield Promised(session=stop.session.id, team=shift.team, day=shift.day)


def _shuts(kind: AlmanacKind) -> bool:
    return kind in (AlmanacKind.HOLIDAY, AlmanacKind.CLOSED)


def _few(
    facts: tuple[Fact, ...], contradict: Callable[[tuple[Fact, ...]], bool]
) -> tuple[Fact, ...]:
    """Return the promises of one team on one tour that contradict the facts, if any do."""
    if not contradict(facts):
        return ()
    known = tuple(fact for fact in facts if not isinstance(fact, Promised | Slept))
    for team in dict.fromkeys(f.team for f in facts if isinstance(f, Promised | Slept)):
        own = tuple(f for f in facts if isinstance(f, Promised | Slept) and f.team == team)
        if contradict((*known, *own)):
            return (*known, *own)
    return facts


class _Together:
    """Says of facts of one district and plan whether they contradict each other."""

    def __init__(self, district: District, request: PlanRequest, plan: Plan) -> None:
        self._district, self._request, self._plan = district, request, plan
        self._travel: TravelTimes = travel_times(district, request.state)
        self._weathers: dict[tuple[Fact, ...], Weather] = {}

    def contradict(self, facts: tuple[Fact, ...]) -> bool:
        """Return whether the checker refuses the promises among the facts."""
        known = set(facts)
        district = _with_facts(self._district, known)
        horizon = self._request.horizon
        sessions = []
        for shift in self._plan.shifts:
            for stop in shift.stops:
                name = Promised(session=stop.session.id, team=shift.team, day=shift.day)
                if name in known:
                    sessions.append(as_held(district, stop.session, stop.start))
                    place = district.place(stop.session.place)
                    if shift.day not in open_days(district, horizon, place):
                        return True
        return self._refused(district, sessions, known)

    def _refused(self, district: District, sessions: Sequence[Session], known: set[Fact]) -> bool:
        names = frozenset(session.id for session in sessions)
        sky = self._request.sky
        reports = tuple(fact for fact in known if isinstance(fact, Reported))
        weather = self._weather(tuple(sorted(reports, key=repr))) if sky else None
        asked = drafted(
            district, sessions, self._travel, self._request, weather=weather, begun=names
        )
        if not asked.shifts:
            return bool(sessions)
        asked = as_told(asked, self._plan)
        asked = replace(asked, statement=replace(asked.statement, scenarios=1))
        promised = [f for f in known if isinstance(f, Promised | Slept)]
        if any((f.team, f.day) not in asked.shifts for f in promised):
            return True
        try:
            problem = asked.sealed()
        except InvalidProblem:
            return True
        kept = _plan_of(self._plan, known)
        held = to_solution(problem, kept)
        if held.lost:
            return True
        days = tuple(_days(problem, held.solution, known))
        return bool(violations(problem.problem, Solution(plans=days, value=0, bound=0)))

    def _weather(self, reports: tuple[Reported, ...]) -> Weather:
        """Return roads that are dry but for what was reported, in one scenario."""
        if reports not in self._weathers:
            said = [fact.what for fact in reports]
            sky = Sky(
                reports=tuple(x for x in said if isinstance(x, RoadReport)),
                warnings=tuple(x for x in said if isinstance(x, WeatherWarning)),
            )
            states = _dry(self._district, self._request.horizon, sky)
            self._weathers[reports] = Weather(self._district, sky, states, step_s=STEP_S)
        return self._weathers[reports]


def _dry(district: District, horizon: Horizon, sky: Sky) -> RoadStates:
    days = len(horizon.days()) + LEAD_IN_DAYS
    communes = tuple(commune.code for commune in district.communes)
    rain = Rain(
        first=horizon.first - timedelta(days=LEAD_IN_DAYS),
        communes=communes,
        mm=np.zeros((1, days, len(communes))),
    )
    return road_states(district, rain, sky)


def _with_facts(district: District, known: set[Fact]) -> District:
    """Return the district in which only what is known keeps anybody from working."""
    members = tuple(
        replace(m, days_off=tuple(d for d in m.days_off if Away(member=m.id, day=d) in known))
        for m in district.members
    )
    almanac = tuple(e for e in district.almanac if not _shuts(e.kind) or Shut(entry=e.id) in known)
    teams = tuple(t if Hours(team=t.id) in known else _around_the_clock(t) for t in district.teams)
    return replace(district, members=members, almanac=almanac, teams=teams)


def _around_the_clock(team: Team) -> Team:
    return replace(team, day_start=time(0), day_end=time(23, 59), max_work_h=24.0)


def _plan_of(plan: Plan, known: set[Fact]) -> Plan:
    """Return the plan with the sessions that are known to be promised."""
    shifts = tuple(
        replace(
            shift,
            stops=tuple(
                stop
                for stop in shift.stops
                if Promised(session=stop.session.id, team=shift.team, day=shift.day) in known
            ),
        )
        for shift in plan.shifts
        if any(f.team == shift.team for f in known if isinstance(f, Promised | Slept))
    )
    return replace(plan, shifts=shifts)


def _days(names: Translation, held: Solution, known: set[Fact]) -> Iterator[ShiftPlan]:
    """Yield the days as they are promised, each night that is not at base."""
    nights = {(f.team, f.day) for f in known if isinstance(f, Slept)}
    for plan in held.plans:
        team, day = names.shifts[plan.shift]
        made = replace(
            plan,
            depart_s=0,
            slept_at=plan.slept_at if (team, day - timedelta(days=1)) in nights else BASE,
            sleeps_at=plan.sleeps_at if (team, day) in nights else BASE,
        )
        if made.stops or made.slept_at != BASE or made.sleeps_at != BASE:
            yield timed(names, made, made.stops)
