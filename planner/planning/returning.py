"""A plan comes back from a file: it is this district's, or refused with what does not fit.

Who goes where when is taken from the file, and all else is told anew by the district as it is now:
the checker must accept it, hours and places must come out as the file has them. How many people
are expected, and how likely each session is held, are what is known now.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from itertools import islice

from planner.domain.district import District
from planner.domain.plan import Plan, Shift, Stop
from planner.domain.rules import not_negative, within
from planner.errors import BadData, refuse
from planner.planning.almanac import team_days
from planner.planning.due import sessions_due
from planner.planning.edits import Broken, judged, open_board, to_edited_plan
from planner.planning.plan import PlanRequest, drafted
from planner.planning.translate import Translation, as_told, plan_of_no_work
from planner.rule_messages import RULES
from planner.world.travel import travel_times

IMPORTED = "imported"
"""In place of why the optimizer stopped."""
MOST_DAYS = 7 * 26
"""The longest horizon that is planned for."""
MOST_TOLD = 20
"""So many differences are told; a plan of another district has no end of them."""
TOLD_ANEW = frozenset(
    {"stops", "session", "served", "held_in", "held_played", "causes", "fallback"}
)
"""Of a shift and its stops: what is known of it now counts, not what the file says."""


def taken_back(district: District, request: PlanRequest, given: Plan) -> Plan:
    """Return a plan as the district tells it now, checked like any other.

    Its bound is what serving everybody would be worth: what a file says of it is proven nowhere.

    Raises
    ------
    BadFile
        If it does not fit the district: a line for each fault.
    """
    refuse("plan", list(_other_district(district, given)))
    if not any(team_days(district, given.horizon, team) for team in district.teams):
        refuse("plan", list(_no_days(given)))
        travel = travel_times(district, request.state)
        return plan_of_no_work(district, given.horizon, travel, request.state, request.seed)
    travel = travel_times(district, request.state)
    sessions = sessions_due(district, given.horizon, travel)
    names = as_told(drafted(district, sessions, travel, request), given).sealed()
    refuse("plan", list(islice(_unknown(names, given), MOST_TOLD)))
    board = open_board(names, given)
    broken = judged(board, board).broken
    refuse("plan", [_breaks(district, one) for one in broken[:MOST_TOLD]])
    made = to_edited_plan(board, stopped_by=IMPORTED)
    refuse("plan", list(islice(_differences(given, made), MOST_TOLD)))
    return made


def _other_district(district: District, given: Plan) -> Iterator[BadData]:
    if given.district_name != district.settings.name:
        yield BadData(
            "plan_other_district",
            where="$.district_name",
            value=given.district_name,
            other=district.settings.name,
        )
    horizon = given.horizon
    if horizon.last < horizon.first:
        yield BadData(
            "ends_before_start",
            where="$.horizon",
            field="last",
            value=horizon.last,
            start=horizon.first,
        )
    days = (horizon.last - horizon.first).days + 1
    for fault in within("days", days, min(days, 1), MOST_DAYS):
        yield fault.at("$.horizon")
    for fault in not_negative(seed=given.proof.seed):
        yield fault.at("$.proof")


def _no_days(given: Plan) -> Iterator[BadData]:
    for place, shift in _placed(given):
        yield BadData("plan_unknown_day", where=place, value=shift.team, day=shift.day)


def _placed(plan: Plan) -> Iterator[tuple[str, Shift]]:
    for i, shift in enumerate(plan.shifts):
        yield f"$.shifts[{i}]", shift


def _unknown(names: Translation, given: Plan) -> Iterator[BadData]:
    """Yield what the district has not: days of teams, sessions, beds; and days that come twice."""
    known, due = set(names.shifts), {session.id for session in names.sessions}
    times = Counter((shift.team, shift.day) for shift in given.shifts)
    for place, shift in _placed(given):
        if (shift.team, shift.day) not in known:
            yield BadData("plan_unknown_day", where=place, value=shift.team, day=shift.day)
            continue
        if times[shift.team, shift.day] > 1:
            yield BadData("plan_twice", where=place, value=shift.team, day=shift.day)
        beds = {names.district.team_by_id[shift.team].base, *names.lodgings}
        for bed in {shift.start_place, shift.end_place} - beds:
            yield BadData("plan_unknown_bed", where=place, value=shift.team, other=bed)
        for j, stop in enumerate(shift.stops):
            if stop.session.id not in due:
                where = f"{place}.stops[{j}].session"
                yield BadData("plan_unknown_session", where=where, value=stop.session.id)


def _breaks(district: District, broken: Broken) -> BadData:
    team = district.team_by_id.get(broken.team)
    day = f"{broken.day:%d/%m/%Y}" if broken.day else ""
    parts = (team.name if team else broken.team, day, broken.session, broken.place)
    where = ", ".join(part for part in parts if part)
    return BadData("plan_breaks", where=where, what=RULES[broken.constraint])


def _differences(given: Plan, made: Plan) -> Iterator[BadData]:
    """Yield the hours and places that are not as the district has them."""
    ours = {(shift.team, shift.day): shift for shift in made.shifts}
    for place, shift in _placed(given):
        own = ours.get((shift.team, shift.day))
        if own is None:
            continue  # a day at base without a session
        yield from _unlike(place, shift, own)
        for j, (stop, other) in enumerate(zip(shift.stops, own.stops, strict=True)):
            yield from _unlike(f"{place}.stops[{j}]", stop, other)


def _unlike(place: str, given: Shift | Stop, made: Shift | Stop) -> Iterator[BadData]:
    for field in fields(given):
        value, other = getattr(given, field.name), getattr(made, field.name)
        if field.name not in TOLD_ANEW and value != other:
            yield BadData("plan_differs", where=f"{place}.{field.name}", value=value, other=other)
