"""A plan on the board of its district, and the same plan on boards of the district changed.

On a changed board what is planned stays as it was told; what is due at the place in question is due
as the change has it. So whatever is then broken, the change did not mend.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from planner.domain.district import District
from planner.domain.plan import Plan
from planner.domain.session import Session
from planner.errors import NotFound
from planner.planning.changes import (
    Change,
    Changes,
    LeavesCommune,
    Mended,
    MoreNights,
    NewRoad,
    ReportLifted,
    applied,
    lifted,
)
from planner.planning.clock import STEP_S
from planner.planning.due import sessions_due
from planner.planning.edits import Board, open_board
from planner.planning.plan import PlanRequest, drafted
from planner.planning.translate import as_told
from planner.planning.translate.names import Names
from planner.world.sky import weather_of
from planner.world.travel import TravelTimes, travel_times
from planner.world.weathered import Weather

OF_THE_GROUND = (Mended, NewRoad, ReportLifted, LeavesCommune, MoreNights)
"""Changes of roads, and of who may go where: the weathers planned for are chosen by these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is known of the roads of a changed district."""

    travel: TravelTimes
    weather: Weather | None


@dataclass(frozen=True, kw_only=True)
class Case:
    """A plan of a district and what was asked for it; ``board`` is the plan in numbers.

    ``grounds`` remembers what was worked out of changed roads.
    """

    district: District
    request: PlanRequest
    plan: Plan
    travel: TravelTimes
    board: Board
    grounds: dict[Changes, Ground] = field(default_factory=dict, repr=False, compare=False)


def open_case(district: District, request: PlanRequest, plan: Plan) -> Case:
    """Return a plan as a case.

    Raises
    ------
    NotFound
        If the district does not know a piece of the plan.
    """
    travel = travel_times(district, request.state)
    due = sessions_due(district, request.horizon, travel)
    board = open_board(as_told(drafted(district, due, travel, request), plan).sealed(), plan)
    return Case(district=district, request=request, plan=plan, travel=travel, board=board)


def due_session(case: Case, session: str) -> Session:
    """Return a session that is due, or would be if a road led there.

    Raises
    ------
    NotFound
        If there is none of this id.
    """
    names = case.board.translation
    for known in (*names.sessions, *names.cut_off):
        if known.id == session:
            return known
    raise NotFound(f"no session {session!r} is due").saying("no_such_session", value=session)


def planned_names(names: Names, plan: Plan) -> frozenset[str]:
    """Return the lasting names of the sessions that a plan holds."""
    held = {stop.session.id for day in plan.shifts for stop in day.stops}
    return frozenset(s.lasting_name for s in names.sessions if s.id in held)


def with_changes(case: Case, changes: Changes, place: str, team: str = "") -> Board:
    """Return the board of the district with changes, with what is due at a place anew.

    With a ``team`` there is only this one with its part of the plan: quickly made, and whatever is
    broken there is broken among all teams, too.
    """
    if not changes:
        return case.board
    district = applied(case.district, changes)
    request = replace(case.request, sky=lifted(case.request.sky, changes))
    ground = _ground(case, district, request, changes, quick=bool(team))
    plan = case.plan
    if team:
        district = replace(district, teams=(district.team_by_id[team],))
        plan = replace(plan, shifts=plan.shifts_of(team))
    due = sessions_due(district, request.horizon, ground.travel, only=place)
    sessions = tuple(_with_those_before(case, plan, due, place))
    asked = drafted(district, sessions, ground.travel, request, weather=ground.weather)
    return open_board(as_told(asked, plan).sealed(), plan)


def _with_those_before(
    case: Case, plan: Plan, due: Iterable[Session], place: str
) -> Iterator[Session]:
    """Yield what is due, then what was: what is planned, and all at the place."""
    held = {stop.session.id for day in plan.shifts for stop in day.stops}
    names, seen = case.board.translation, set()
    for session in due:
        seen.add(session.id)
        yield session
    for session in (*names.sessions, *names.cut_off):
        if session.id not in seen and (session.id in held or session.place == place):
            yield session


def _ground(
    case: Case, district: District, request: PlanRequest, changes: Changes, *, quick: bool
) -> Ground:
    """Return the ways and weathers of a changed district; those of the case if they are the same.

    Weathers are chosen by whom they cut off from which teams (``world.chosen``). ``quick``: if only
    the choice may differ, and was not made yet, that of the case will do.
    """
    touching = tuple(change for change in changes if chooses_weather(change))
    known = Ground(travel=case.travel, weather=case.board.translation.weather)
    roads = any(map(_is_road, touching))
    if not touching or (known.weather is None and not roads):
        return known
    if touching not in case.grounds:
        if quick and not roads and request.sky == case.request.sky:
            return known
        sky = request.sky
        case.grounds[touching] = Ground(
            travel=travel_times(district, request.state),
            weather=weather_of(district, request.horizon, sky, step_s=STEP_S) if sky else None,
        )
    return case.grounds[touching]


def chooses_weather(change: Change) -> bool:
    """Return whether in rain other weathers may be planned for with a change."""
    return isinstance(change, OF_THE_GROUND)


def _is_road(change: Change) -> bool:
    return isinstance(change, Mended | NewRoad)
