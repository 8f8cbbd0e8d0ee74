"""The risk pages: which sessions of a day may fail in the weather as it is known now, and why."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from flask import Blueprint, Flask, current_app, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from planner.data.weather import newest_weather
from planner.domain.plan import Cause
from planner.domain.team import Team
from planner.errors import NotFound
from planner.jobs.risks import risks
from planner.planning.risk import Risk, SessionRisk
from planner.world.sky import months_without_climate
from web.background import Background, within
from web.board import Card, cards
from web.figures import WEEK, monday_of
from web.shelf import WEATHER_SEED, Shown, shelf
from web.words import road_name

blueprint = Blueprint("risks", __name__)
ONE_DAY = timedelta(days=1)
EXTENSION = "lenban.risks"
PATIENCE_S = 0.1
MOST_RISKS = 4
"""Plans in a weather whose risks are kept."""
NOTABLE = 0.02
"""Sessions that fail in fewer of the weathers are counted, not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A road that may be why: its segment (id), its name, and whose rain it is."""

    segment: str
    road: str
    fails: float
    communes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A session with its risk; ``lost`` are the people it expects by its chance of failing."""

    card: Card
    fails: float
    reasons: tuple[Reason, ...]

    @property
    def lost(self) -> float:
        """People expected who would be missed, on the mean."""
        return self.card.stop.people * self.fails


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySum:
    """A day of the strip: its sessions, how many may well fail, and the people at risk."""

    day: date
    sessions: int
    notable: int
    lost: float
    within: bool


@blueprint.get("/risk")
def now() -> Response:
    """Send the reader to today, or to the plan's nearest day."""
    shown = shelf().shown()
    near = min(max(shown.today, shown.plan.horizon.first), shown.plan.horizon.last)
    return redirect(url_for("risks.page", day=near))


@blueprint.get("/risk/<day:day>")
def page(day: date) -> str | Response:
    """Return the risks of a day, the largest first."""
    shown = shelf().shown()
    if not shown.plan.horizon.first <= day <= shown.plan.horizon.last:
        raise NotFound("this day is not in the plan")
    if months_without_climate(shown.district):
        return render_template(
            "sky_unknown.html", shown=shown, day=day, days=shown.plan.horizon.days()
        )
    work = _risks(shown)
    if not within(work, PATIENCE_S):
        title = gettext("The risks are being worked out")
        return render_template("working.html", shown=shown, title=title)
    found = work.result()
    rows = list(_rows(shown, (one for one in found.sessions if one.day == day)))
    known = shelf().weather(shown)
    return render_template(
        "risk.html",
        shown=shown,
        day=day,
        one_week=WEEK,
        week=[_sum(shown, found, monday_of(day) + i * ONE_DAY) for i in range(7)],
        rows=sorted(
            (row for row in rows if row.fails >= NOTABLE),
            key=lambda r: (-r.fails, -r.lost, r.card.start),
        ),
        safe=sum(row.fails < NOTABLE for row in rows),
        lost=sum(row.lost for row in rows),
        people=sum(row.card.stop.people for row in rows),
        strands=[(_team(shown, s.team), s) for s in found.strands if s.day == day],
        forecast=known.sky.forecast if known else None,
        age_h=(shelf().now() - known.told_at) / timedelta(hours=1)
        if known and known.told_at
        else None,
    )


def offer_risks(app: Flask) -> None:
    """Let pages of ``app`` have risks worked out."""
    app.extensions[EXTENSION] = Background("risks", MOST_RISKS)


def _risks(shown: Shown) -> "Future[Risk]":
    """Return the risks of a plan in the newest weather, being worked out if they are not."""
    background: Background = current_app.extensions[EXTENSION]
    key = (shown.plan_id, newest_weather(shelf().store))
    return background.of(key, partial(risks, shelf().store, shown.plan_id, seed=WEATHER_SEED))


def _rows(shown: Shown, found: Iterable[SessionRisk]) -> Iterator[Row]:
    known = {card.stop.session.id: card for card in cards(shown)}
    for one in found:
        yield Row(
            card=known[one.session],
            fails=one.fails,
            reasons=tuple(_reasons(shown, one.causes)),
        )


def _reasons(shown: Shown, causes: Iterable[Cause]) -> Iterator[Reason]:
    segments = {s.id: s for s in shown.district.segments}
    for cause in causes:
        yield Reason(
            segment=cause.segment,
            road=road_name(shown.district, segments[cause.segment]),
            fails=cause.fails,
            communes=tuple(shown.district.commune_by_code[c].name for c in cause.communes),
        )


def _team(shown: Shown, team_id: str) -> Team:
    return shown.district.team_by_id[team_id]


def _sum(shown: Shown, found: Risk, day: date) -> DaySum:
    today = [one for one in found.sessions if one.day == day]
    people = {c.stop.session.id: c.stop.people for c in cards(shown) if c.day == day}
    return DaySum(
        day=day,
        sessions=len(today),
        notable=sum(one.fails >= NOTABLE for one in today),
        lost=sum(people[one.session] * one.fails for one in today),
        within=shown.plan.horizon.first <= day <= shown.plan.horizon.last,
    )
