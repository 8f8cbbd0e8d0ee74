"""Replanning without upheaval: around what has begun, near to what people were told.

Days that have begun stay as they are. Every other session that was published is a promise: to hold
it at another time, elsewhere or not at all costs, in people, the more the less notice is left, so
that it changes only where that serves more people than it costs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from optimizer.problem import Problem, Promise
from optimizer.repair import feasible_part
from optimizer.solution import Solution
from optimizer.solve import OnProgress
from planner.domain.district import District
from planner.domain.plan import Plan, Stop
from planner.domain.session import Expected, Session, Window
from planner.domain.team import Member
from planner.errors import BadData, refuse
from planner.planning.almanac import team_days
from planner.planning.clock import moment
from planner.planning.due import sessions_due
from planner.planning.keeping import answer_keeping
from planner.planning.plan import (
    Engine,
    PlanRequest,
    answering,
    drafted,
    finished,
    solve_warm,
)
from planner.planning.stability import Stability, stability
from planner.planning.told import (
    Told,
    allowed_changes,
    forced_changes,
    held_to,
)
from planner.planning.translate import (
    Before,
    Drafted,
    Lost,
    Stuck,
    Translation,
    out_of_reach,
    stuck_teams,
    to_solution,
    with_begun,
    with_days_off,
    with_stuck,
)
from planner.planning.translate.names import Names
from planner.planning.translate.numbers import VALUE_PER_PERSON
from planner.world.travel import travel_times
from planner.world.weathered import Weather

MOVE_COSTS = (
    (timedelta(hours=24), 0.6),
    (timedelta(hours=48), 0.4),
    (timedelta(days=7), 0.2),
)
"""What it costs to move a session with less notice than this, as a share of the people expected at
it: some of them will come at the old hour. Shares are a planner's choice, not a measured figure."""
LEAST_MOVE_COST = 0.1
"""The same with more notice than any of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """A new plan, how far it is from the one that was told, and what of that could not be kept.

    ``lost`` are pieces that the district no longer knows; ``dropped`` says, one line each, what no
    longer can be as it was (a road closed, a team absent). ``forced`` are sessions (lasting names)
    of people with short notice that no plan can hold as they were told. Teams that are ``stuck``
    slept beyond a closed road.
    """

    plan: Plan
    stability: Stability
    lost: tuple[Lost, ...]
    dropped: tuple[str, ...]
    forced: tuple[str, ...]
    stuck: tuple[Stuck, ...]


@dataclass(frozen=True, kw_only=True)
class Rest:
    """What is left to plan: its problem, the told plan in its numbers, and all sessions due.

    Teams that are ``stuck`` slept beyond a closed road. Those that are ``cut_off``, with the place
    where they slept, have no way home before the plan ends: nothing is planned around them.
    """

    drafted: Drafted
    before: Before
    due: tuple[Session, ...]
    told: Told
    stuck: tuple[Stuck, ...]
    cut_off: tuple[tuple[str, str], ...]

    def to_plan(self, asked: Translation, answer: Solution, most: int | None = None) -> Plan:
        """Return the checked plan of an answer, its sessions as they are due.

        ``most`` is how many pledges a plan can keep at most, as far as that is proven.

        Raises
        ------
        Infeasible
            If the checker refuses the answer.
        """
        return _with_own_sessions(finished(asked, answer, most), self.told.plan, self.due)


def replan_district(
    district: District,
    request: PlanRequest,
    told: Told,
    on_progress: OnProgress | None = None,
    *,
    most_short: int | None = None,
    engine: Engine = solve_warm,
) -> Replanned:
    """Return a checked plan of the same days as ``told``, with as little change as is worth it.

    Parameters
    ----------
    request
        Its horizon must be that of the plan that was told.
    most_short
        At most so many sessions may change that people have under 48 hours to hear of, whatever it
        costs; more only if more are ``forced``.

    Raises
    ------
    ValueError
        If the horizon is another one.
    Infeasible
        If the checker refuses what the optimizer answered.
    BadFile
        If a team that slept away has no way home before the plan ends: a line for each.
    """
    rest = rest_of(district, request, told)
    refuse_cut_off(district, rest)
    asked, before = rest.drafted.sealed(), rest.before

    ask = answering(engine, request, on_progress)

    def answered(problem: Problem) -> tuple[Plan, Solution]:
        own, answer, most = answer_keeping(replace(asked, problem=problem), ask, before.solution)
        return rest.to_plan(own, answer, most), answer

    plan, answer = answered(asked.problem)
    possible, _ = feasible_part(asked.problem, before.solution)
    forced = tuple(forced_changes(asked, told, before.solution, possible))
    changed = stability(told.plan, plan).short(told.now)
    if most_short is not None and len(changed) > max(most_short, len(forced)):
        free = allowed_changes(changed, forced, most_short)
        plan, answer = answered(held_to(asked, told, possible, free))
    return Replanned(
        plan=plan,
        stability=stability(told.plan, plan),
        lost=before.lost,
        dropped=answer.dropped,
        forced=forced,
        stuck=rest.stuck,
    )


def rest_of(
    district: District,
    request: PlanRequest,
    told: Told,
    *,
    weather: Weather | None = None,
    without: frozenset[str] = frozenset(),
) -> Rest:
    """Return what is left to plan of ``told``; in a ``weather``, if one is given.

    Sessions that no road leads to on any day that is left are not planned.

    Parameters
    ----------
    without
        Sessions (ids) that are not to be planned, for nothing leads to them.

    Raises
    ------
    ValueError
        If the horizon is another one.
    """
    if request.horizon != told.plan.horizon:
        raise ValueError(f"replan {told.plan.horizon}, not {request.horizon}")
    district = _with_those_on_the_way(district, told)
    travel = travel_times(district, request.state)
    due = sessions_due(district, request.horizon, travel)
    sessions = tuple(s for s in still_due(district, due, told) if s.id not in without)
    plain = with_days_off(
        drafted(district, sessions, travel, request, weather=weather, begun=told.begun_sessions),
        told.plan,
    )
    before = to_solution(plain, told.plan)
    found = stuck_teams(plain, before.solution, told.begun)
    begun = with_begun(plain, before.solution, told.plan, told.now, told.fixed)
    waits = tuple(one for one in found if one.home is not None)
    begun, start = with_stuck(begun, before.solution, told.begun, waits)
    lost = out_of_reach(begun) - told.begun_sessions
    if lost:
        return rest_of(district, request, told, weather=weather, without=without | lost)
    cut_off = tuple(session for session in due if session.id in without)
    promised = replace(begun.statement, promises=tuple(_promises(begun, told)))
    return Rest(
        drafted=replace(begun, statement=promised, cut_off=(*begun.cut_off, *cut_off)),
        before=replace(before, solution=start),
        due=due,
        told=told,
        stuck=waits,
        cut_off=tuple((one.team, one.place) for one in found if one.home is None),
    )


def refuse_cut_off(district: District, rest: Rest) -> None:
    """Refuse to plan for a team that slept away and has no way home before the plan ends."""
    refuse(
        "replan",
        [
            BadData(
                "team_cut_off",
                where=district.team_by_id[team].name,
                team=district.team_by_id[team].name,
                place=district.place(place).name,
            )
            for team, place in rest.cut_off
        ],
    )


def _with_those_on_the_way(district: District, told: Told) -> District:
    """Return the district with nobody off on a day on which their team has already left."""
    begun = told.begun

    def days_off(member: Member) -> tuple[date, ...]:
        return tuple(d for d in member.days_off if not any((t, d) in begun for t in member.teams))

    members = tuple(replace(m, days_off=days_off(m)) for m in district.members)
    return replace(district, members=members)


def still_due(district: District, due: Iterable[Session], told: Told) -> Iterator[Session]:
    """Yield the sessions that can still be held, and as they were those of days that have begun."""
    begun = told.begun_sessions
    for day in told.plan.shifts:
        for stop in day.stops:
            if stop.session.id in begun:
                yield as_held(district, stop.session, stop.start)
    free, zone = _days_left(district, told), ZoneInfo(district.settings.timezone)

    @cache
    def day_of(at: datetime) -> date:
        return at.astimezone(zone).date()

    for session in due:
        windows = tuple(
            w
            for w in _from(session.windows, told.now)
            if any(
                (team, day) in free
                for day in {day_of(w.earliest), day_of(w.latest)}
                for team, _ in session.takes
            )
        )
        if windows and session.id not in begun:
            yield replace(session, windows=windows)


def _days_left(district: District, told: Told) -> frozenset[tuple[str, date]]:
    """Return the days of teams that have not begun and are not over."""
    begun = told.begun
    return frozenset(
        (team.id, day)
        for team in district.teams
        for day in team_days(district, told.plan.horizon, team)
        if (team.id, day) not in begun and moment(district, day, team.day_end) > told.now
    )


def as_held(district: District, session: Session, start: datetime) -> Session:
    """Return a session that has begun: at its hour, for people whom the district still counts."""
    counted = {(d.village, d.service) for d in district.demands if d.people > 0}
    expected: tuple[Expected, ...] = tuple(
        e for e in session.expected if (e.village, e.service) in counted
    )
    return replace(
        session, windows=(Window(earliest=start, latest=start),), expected=expected or ()
    )


def _from(windows: Iterable[Window], now: datetime) -> Iterator[Window]:
    """Yield what is left of windows after ``now``."""
    for window in windows:
        if window.latest > now:
            yield Window(earliest=max(window.earliest, now), latest=window.latest)


def _with_own_sessions(plan: Plan, told: Plan, due: Iterable[Session]) -> Plan:
    """Return the plan with its sessions as they are due, not as what is left of them by now.

    So what was not touched comes out as it went in.
    """
    own = {session.id: session for session in due}
    own |= {stop.session.id: stop.session for day in told.shifts for stop in day.stops}

    def mended(stop: Stop) -> Stop:
        other = stop.fallback
        if other is not None:
            other = replace(other, session=own[other.session.id])
        return replace(stop, session=own[stop.session.id], fallback=other)

    return replace(
        plan,
        shifts=tuple(replace(day, stops=tuple(map(mended, day.stops))) for day in plan.shifts),
    )


def _promises(names: Names, told: Told) -> Iterator[Promise]:
    """Yield what was told of days that have not begun, each with the cost of changing it."""
    begun = told.begun_sessions
    shifts = {key: i for i, key in enumerate(names.shifts)}
    for day in told.plan.shifts:
        for stop in day.stops:
            name = stop.session.id
            visit = names.visit_at(name, stop.start)
            if name not in begun and visit is not None and (day.team, day.day) in shifts:
                share = move_cost(stop.start - told.now)
                yield Promise(
                    visit=visit,
                    shift=shifts[day.team, day.day],
                    start_s=int((stop.start - names.zero).total_seconds()),
                    move_cost=round(VALUE_PER_PERSON * share * stop.people),
                )


def move_cost(notice: timedelta) -> float:
    """Return what it costs to move a session with this much notice, as a share of its people."""
    return next((share for limit, share in MOVE_COSTS if notice < limit), LEAST_MOVE_COST)
