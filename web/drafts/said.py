"""What the steps of a draft, and the rules that it breaks, are to people."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext, ngettext

from optimizer.problem import Constraint
from planner.domain.almanac import AlmanacKind
from planner.domain.district import District
from planner.domain.draft import Add, Completed, Drop, Move, Pin, Step, Strength, Unpin
from planner.domain.plan import Horizon
from planner.domain.session import Session
from planner.planning.almanac import days_of, scopes_of
from planner.planning.edits import Board, Broken
from planner.rule_messages import RULES
from web.drafts.boards import Opened
from web.formats import day as long_day
from web.formats import duration, number
from web.languages import chosen_language
from web.words import team_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A broken rule: what, where, and the session and day at which it shows, if any."""

    what: str
    where: str
    session: str
    day: date | None


def sessions_of(board: Board) -> dict[str, Session]:
    """Return the sessions of a board by id and by lasting name."""
    known = board.translation.sessions
    return {s.lasting_name: s for s in known} | {s.id: s for s in known}


def place_of(opened: Opened, session: str) -> str:
    """Return what people call a session: the name of its place."""
    found = sessions_of(opened.board).get(session)
    return opened.district.place(found.place).name if found else session


def step_words(opened: Opened, step: Step) -> str:
    """Return a step as people say it."""
    if isinstance(step, Completed):
        return str(gettext("have the rest planned"))
    place = place_of(opened, step.session)
    match step:
        case Move():
            return str(gettext("move %(place)s to %(to)s", place=place, to=_to(opened, step)))
        case Add():
            return str(gettext("plan %(place)s for %(to)s", place=place, to=_to(opened, step)))
        case Drop():
            return str(gettext("take %(place)s out", place=place))
        case Unpin():
            return str(gettext("unpin %(place)s", place=place))
        case Pin(strengths=strengths):
            return str(
                gettext("pin %(place)s (%(what)s)", place=place, what=strength_words(strengths))
            )


def _to(opened: Opened, step: Move | Add) -> str:
    return f"{team_name(opened.district, step.team)}, {long_day(step.day)}"


def strength_words(strengths: tuple[Strength, ...]) -> str:
    """Return what is pinned, strongest last."""
    words = {
        Strength.TEAM: gettext("team"),
        Strength.DAY: gettext("day"),
        Strength.ORDER: gettext("order"),
        Strength.TIME: gettext("hour"),
    }
    return ", ".join(words[s] for s in strengths)


def fault_of(opened: Opened, board: Board, broken: Broken) -> Fault:
    """Return a broken rule in the field's words, with what the checker found."""
    district = opened.district
    facts = dict(broken.facts)
    session = sessions_of(board).get(broken.session)
    place = district.place(session.place) if session else None
    lodging = district.place(broken.place).name if broken.place else ""
    parts = (
        place.name if place else "",
        team_name(district, broken.team) if broken.team else "",
        long_day(broken.day) if broken.day else "",
        lodging,
    )
    what = _with_facts(broken.constraint, facts)
    if place and broken.day and broken.constraint is Constraint.TIME_WINDOW:
        what = _closed(district, place.id, broken.day) or what
    return Fault(
        what=what,
        where=", ".join(part for part in parts if part),
        session=broken.session or _first_of_day(board, broken),
        day=broken.day or _day_of(board, broken.session),
    )


def _with_facts(constraint: Constraint, facts: dict[str, int]) -> str:
    """Return what is broken, with by how much where that is known."""
    if constraint is Constraint.MAX_NIGHTS:
        said = ngettext(
            "%(num)s night away in a row, limit %(most)s",
            "%(num)s nights away in a row, limit %(most)s",
            facts["nights"],
            most=facts["most"],
        )
        return str(said)
    if "late_in_a_row" in facts:
        late, most = facts["late_in_a_row"], facts["most"]
        return str(gettext("%(num)s late evenings in a row, limit %(most)s", num=late, most=most))
    too_late = _too_late(facts)
    if too_late:
        return too_late
    if "capacity" in facts:
        teams = {"teams": facts["teams"], "capacity": facts["capacity"]}
        return str(gettext("%(teams)s teams sleep there, room for %(capacity)s", **teams))
    if constraint is Constraint.STRAND_SAFETY:
        cut, of = number(facts["scenarios"]), number(facts["of"])
        rule = rule_words(constraint)
        return str(gettext("%(rule)s (in %(cut)s of %(of)s weathers)", rule=rule, cut=cut, of=of))
    return rule_words(constraint)


def _too_late(facts: dict[str, int]) -> str:
    """Return by how much a day is too long or a team too late; "" if it is another rule."""

    def over(late: str, limit: str) -> str:
        more = timedelta(seconds=facts.get(late, 0) - facts.get(limit, 0))
        known = {late, limit} <= facts.keys() and timedelta() < more < timedelta(days=1)
        return duration(more) if known else ""

    back, work = over("back_s", "end_s"), over("work_s", "max_work_s")
    arrive = over("arrive_s", "start_s")
    if back:
        return str(gettext("back %(time)s after the team's hours", time=back))
    if work:
        return str(gettext("works %(time)s more than it may in a day", time=work))
    return str(gettext("gets there %(time)s too late", time=arrive)) if arrive else ""


def rule_words(constraint: Constraint) -> str:
    """Return what a broken rule is to people."""
    return RULES[constraint].text(chosen_language())


def _closed(district: District, place: str, day: date) -> str:
    """Return why a place is closed that day, by the almanac; "" if it is not."""
    only, scopes = Horizon(first=day, last=day), scopes_of(district.place(place))
    closing = (AlmanacKind.HOLIDAY, AlmanacKind.CLOSED)
    for entry in district.almanac:
        if entry.kind in closing and entry.scope in scopes and days_of(entry, only):
            return str(gettext("closed that day: %(name)s", name=entry.name))
    return ""


def _first_of_day(board: Board, broken: Broken) -> str:
    """Return a session of the team's day that is broken: where to look for it."""
    names = board.translation
    for plan in board.solution.plans:
        team, day = names.shifts[plan.shift]
        if plan.stops and team == broken.team and broken.day in (None, day):
            return names.sessions[plan.stops[0].visit].id
    return ""


def _day_of(board: Board, session: str) -> date | None:
    names = board.translation
    for plan in board.solution.plans:
        if any(names.sessions[stop.visit].id == session for stop in plan.stops):
            return names.shifts[plan.shift][1]
    return None
