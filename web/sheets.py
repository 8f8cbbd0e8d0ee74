"""What is printed: a team's week, the call list aside, and the notices of villages, on A4."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template, request

from planner.domain.team import Lodging, Member
from planner.errors import NotFound
from web import figures
from web.board import Card, TeamDay, cards, team_days
from web.map.draw import View, draw
from web.map.tours import tours
from web.session import kit_list, present
from web.shelf import Shown, shelf
from web.village_notice import LINES, Notice, notice_of

blueprint = Blueprint("sheets", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDay:
    """One day of a team's sheet; ``lodging`` is where it sleeps away from base."""

    day: TeamDay
    crew: tuple[Member, ...]
    lodging: Lodging | None


@blueprint.get("/print")
def choices() -> str:
    """Return what there is to print."""
    shown = shelf().shown()
    mondays = figures.mondays(shown.plan.horizon)
    first = next((m for m in mondays if m + figures.WEEK > shown.today), mondays[0])
    wanted = request.args.get("week", "")
    chosen = next((m for m in mondays if m.isoformat() == wanted), first)
    busy = {s.team for s in shown.plan.shifts if chosen <= s.day < chosen + figures.WEEK}
    return render_template(
        "sheets.html",
        shown=shown,
        mondays=mondays,
        chosen=chosen,
        teams=[t for t in shown.district.teams if t.id in busy],
        communes=shown.district.communes,
        notices=len(_invitations(shown)),
    )


@blueprint.get("/print/team/<path:team_id>/<day:monday>")
def team(team_id: str, monday: date) -> str:
    """Return the sheet of one team for the week that begins on ``monday``."""
    shown = shelf().shown()
    found = shown.district.team_by_id.get(team_id)
    if found is None or monday.weekday():
        raise NotFound("no such team or week")
    days = [d for d in team_days(shown, monday, monday + timedelta(days=6)) if d.team == found]
    return render_template(
        "sheet_team.html",
        shown=shown,
        team=found,
        monday=monday,
        days=[_sheet_day(shown, day) for day in days],
        members=shown.district.members_of(found.id),
        kits=kit_list(shown, found),
        scene=_map(shown, tuple(days)) if days else None,
    )


@blueprint.get("/print/village/<path:village_id>")
def village(village_id: str) -> str:
    """Return the notice of one village."""
    shown = shelf().shown()
    found = shown.district.village_by_id.get(village_id)
    if found is None:
        raise NotFound("no such village")
    return _notices(shown, [notice_of(shown, found, _invitations(shown).get(found.id, []))])


@blueprint.get("/print/villages")
def villages() -> str:
    """Return the notices of all villages with sessions, or of those of one commune."""
    shown = shelf().shown()
    invited, commune = _invitations(shown), request.args.get("commune", "")
    found = [v for v in shown.district.villages if v.id in invited and commune in ("", v.commune)]
    return _notices(shown, [notice_of(shown, v, invited[v.id]) for v in found])


def _notices(shown: Shown, notices: list[Notice]) -> str:
    return render_template("sheet_notices.html", shown=shown, notices=notices, line=LINES)


def _invitations(shown: Shown) -> dict[str, list[Card]]:
    """Return the sessions still to come by the village (id) whose people they invite."""
    found: dict[str, list[Card]] = {}
    for card in _to_come(shown):
        for village in dict.fromkeys(v for v, _, _ in card.stop.served):
            found.setdefault(village, []).append(card)
    return found


def _to_come(shown: Shown) -> Iterator[Card]:
    """Yield the sessions from today on; all of a plan that is over."""
    over = shown.today > shown.plan.horizon.last
    to_come = (card for card in cards(shown) if over or card.day >= shown.today)
    return iter(sorted(to_come, key=lambda card: card.start))


def _sheet_day(shown: Shown, day: TeamDay) -> SheetDay:
    there = day.night.id if day.night else ""
    lodging = next((d for d in shown.district.lodgings if d.place == there), None)
    crew = present(shown, day.cards[0]) if day.cards else ()
    return SheetDay(day=day, crew=crew, lodging=lodging)


def _map(shown: Shown, days: tuple[TeamDay, ...]) -> object:
    """Return the map of the communes that the team's week touches."""
    travel = shelf().travel(shown.district_id, shown.plan.road_state)
    driven = tours(shown.district, travel, days)
    there = {card.place.commune for day in days for card in day.cards}
    ends = {p for tour in driven for p in tour.path}
    through = {shown.district.place(p).commune for p in ends}
    view = View(
        district=shown.district,
        progress=figures.by_village(shown.district, shown.plan),
        tours=driven,
        communes=frozenset((there | through) - {""}),
    )
    return draw(view)
