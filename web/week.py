"""The week: who goes where, teams by days like a timetable."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.domain.team import Team
from web import figures
from web.board import TeamDay, holiday, team_days
from web.shelf import Shown, shelf

blueprint = Blueprint("week", __name__)
WORKING_DAYS = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One day of the week with its totals; ``holiday`` is its name or nothing."""

    day: date
    holiday: str
    sessions: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One team's week: a cell for each column, None where it stays at base."""

    team: Team
    cells: tuple[TeamDay | None, ...]

    @property
    def sessions(self) -> int:
        """Sessions of the week."""
        return sum(len(cell.cards) for cell in self.cells if cell)

    @property
    def people(self) -> int:
        """People expected in the week."""
        return sum(cell.people for cell in self.cells if cell)


@blueprint.get("/week")
def now() -> Response:
    """Send the reader to this week, or to the plan's nearest one."""
    shown = shelf().shown()
    near = min(max(shown.today, shown.plan.horizon.first), shown.plan.horizon.last)
    return redirect(url_for("week.page", monday=figures.monday_of(near)))


@blueprint.get("/week/<day:monday>")
def page(monday: date) -> str | Response:
    """Return the week board of the week that begins on ``monday``."""
    if monday.weekday():
        return redirect(url_for("week.page", monday=figures.monday_of(monday)))
    shown = shelf().shown()
    team, commune = request.args.get("team", ""), request.args.get("commune", "")
    days = tuple(filtered(team_days(shown, monday, monday + 6 * ONE_DAY), team, commune))
    columns = columns_of(shown, monday, days)
    return render_template(
        "week.html",
        shown=shown,
        monday=monday,
        columns=columns,
        rows=rows_of(shown, columns, days, some=bool(team or commune)),
        by_day={c.day: [d for d in days if d.day == c.day] for c in columns},
        team=team,
        commune=commune,
        previous=within_plan(shown, monday - figures.WEEK),
        following=within_plan(shown, monday + figures.WEEK),
    )


def filtered(days: tuple[TeamDay, ...], team: str, commune: str) -> Iterator[TeamDay]:
    """Yield the days of ``team`` (or all) with the cards in ``commune`` (or all)."""
    for day in days:
        held = tuple(c for c in day.cards if not commune or c.place.commune == commune)
        if (held or not commune) and team in ("", day.team.id):
            yield replace(day, cards=held)


def columns_of(shown: Shown, monday: date, days: tuple[TeamDay, ...]) -> tuple[Column, ...]:
    """Return Monday to Friday, and the days of the weekend on which somebody works."""
    busy = {d.day for d in days}
    week = [monday + i * ONE_DAY for i in range(7)]
    return tuple(
        Column(
            day=day,
            holiday=holiday(shown.district, day),
            sessions=sum(len(d.cards) for d in days if d.day == day),
            people=sum(d.people for d in days if d.day == day),
        )
        for day in week
        if day.weekday() < WORKING_DAYS or day in busy
    )


def rows_of(
    shown: Shown, columns: tuple[Column, ...], days: tuple[TeamDay, ...], *, some: bool
) -> tuple[Row, ...]:
    """Return the weeks of all teams, or, if only some are wanted, of those that have a day."""
    at = {(d.team.id, d.day): d for d in days}
    rows = (
        Row(team=team, cells=tuple(at.get((team.id, c.day)) for c in columns))
        for team in shown.district.teams
    )
    return tuple(row for row in rows if any(row.cells) or not some)


def within_plan(shown: Shown, monday: date) -> date | None:
    """Return the Monday if its week touches the plan."""
    horizon = shown.plan.horizon
    return monday if horizon.first - figures.WEEK < monday <= horizon.last else None
