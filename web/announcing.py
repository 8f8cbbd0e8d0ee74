"""How people hear of the sessions of a day: who announces what by when, and what was noted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from http import HTTPStatus

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from planner.data.announced import Noted, list_announced, note_announced
from planner.domain.announcement import Duty, Step
from planner.domain.place import Commune
from planner.errors import Conflict, NotFound
from planner.planning.announcing import announcements, duties
from web.board import Card, cards
from web.gate.acting import note as audit
from web.gate.policy import refuse_other_commune
from web.shelf import Shown, shelf

blueprint = Blueprint("announcing", __name__)

STEPS = {
    Step.WEEK_BEFORE: lazy_gettext("7 days before"),
    Step.TWO_DAYS_BEFORE: lazy_gettext("2 days before"),
    Step.SAME_DAY: lazy_gettext("on the day"),
}


class Standing(StrEnum):
    """How far an announcement is."""

    DONE = "done"
    STALE = "stale"
    LATE = "late"
    MISSED = "missed"
    DUE = "due"
    AHEAD = "ahead"


WORDS = {
    Standing.DONE: lazy_gettext("done"),
    Standing.STALE: lazy_gettext("changed since: tell again"),
    Standing.LATE: lazy_gettext("overdue"),
    Standing.MISSED: lazy_gettext("published too late for it"),
    Standing.DUE: lazy_gettext("due today"),
    Standing.AHEAD: lazy_gettext("to come"),
}
PRESSING = (Standing.STALE, Standing.LATE, Standing.DUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One announcement as a page shows it; ``noted`` is None until somebody notes it."""

    duty: Duty
    noted: Noted | None
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One session of a commune, or one agency (then ``card`` is None), with a cell for each step.

    A step in which it has nothing to announce is None.
    """

    card: Card | None
    agency: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one commune's office announces, or (``commune`` is None) what all agencies do."""

    commune: Commune | None
    lines: tuple[Line, ...]


@blueprint.get("/announcing")
def now() -> Response:
    """Send the reader to the next day with sessions, or to the plan's last."""
    shown = shelf().shown()
    days = _days(shown)
    if not days:
        raise NotFound("no session is planned")
    near = next((day for day in days if day >= shown.today), days[-1])
    return redirect(url_for("announcing.page", day=near))


@blueprint.get("/announcing/<day:day>")
def page(day: date) -> str:
    """Return the announcements of the sessions of one day."""
    shown = shelf().shown()
    days = _days(shown)
    if day not in days:
        raise NotFound("no session is planned on this day")
    every = _cells(shown)
    mine = [cell for cell in every if cell.duty.day == day]
    commune = request.args.get("commune", "")
    return render_template(
        "announcing.html",
        shown=shown,
        day=day,
        days=days,
        parts=list(_parts(shown, mine, commune)),
        commune=commune,
        steps=STEPS,
        words=WORDS,
        done=sum(cell.standing is Standing.DONE for cell in mine),
        count=len(mine),
        pressing=_pressing(shown, every),
        saved="saved" in request.args,
    )


@blueprint.post("/announcing/<day:day>")
def note(day: date) -> Response:
    """Note what was announced, and what was not after all, as far as the reader changed it.

    Raises
    ------
    Conflict
        If one of the announcements is of another day or plan by now.
    """
    here = shelf()
    known = {c.duty.name: c.duty for c in _cells(here.shown()) if c.duty.day == day}
    had, done = (set(request.form.getlist(name)) for name in ("had", "done"))
    seen = set(request.form.getlist("seen"))
    if not (had | done) <= seen:
        abort(HTTPStatus.BAD_REQUEST)
    if not seen <= known.keys():
        raise Conflict("these sessions were moved", ours=sorted(seen), theirs=sorted(known))
    for made, names in ((True, done - had), (False, had - done)):
        _keep([known[name] for name in sorted(names)], done=made)
    commune = request.args.get("commune") or None
    address = url_for("announcing.page", day=day, commune=commune, saved=1)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _keep(found: list[Duty], *, done: bool) -> None:
    """Note that duties are done, or are not after all.

    Raises
    ------
    NotAllowed
        If one is not that of who is signed in.
    """
    for duty in found:
        refuse_other_commune(duty.commune)
    note_announced(shelf().store, found, done=done, at=shelf().now())
    for duty in found:
        audit("announced" if done else "not_announced", duty.name)


def pressing(shown: Shown, commune: str = "") -> Counter[date]:
    """Return how many announcements wait to be made or noted, by the day of their sessions.

    Of one commune's office, if one is given, else of all offices and agencies.
    """
    return _pressing(shown, [c for c in _cells(shown) if commune in ("", c.duty.commune)])


def _pressing(shown: Shown, cells: list[Cell]) -> Counter[date]:
    to_come = (cell for cell in cells if cell.duty.day >= shown.today)
    return Counter(cell.duty.day for cell in to_come if cell.standing in PRESSING)


def _days(shown: Shown) -> list[date]:
    return sorted({shift.day for shift in shown.plan.shifts if shift.stops})


def _cells(shown: Shown) -> list[Cell]:
    """Return every announcement of the plan with how far it is."""
    found = shelf().memory.of(("duties", shown.district_id, shown.plan_id), lambda: _duties(shown))
    noted = list_announced(shelf().store, found)
    return [
        Cell(duty=d, noted=noted.get(d.name), standing=_standing(shown, d, noted.get(d.name)))
        for d in found
    ]


def _duties(shown: Shown) -> tuple[Duty, ...]:
    stops = (stop for shift in shown.plan.shifts for stop in shift.stops)
    return duties(announcements(stops, shown.district))


def _standing(shown: Shown, duty: Duty, noted: Noted | None) -> Standing:
    if noted:
        return Standing.STALE if noted.stale else Standing.DONE
    if shown.revision and duty.due < shown.revision.published_at:
        return Standing.MISSED
    on = shown.local(duty.due).date()
    if on < shown.today:
        return Standing.LATE
    return Standing.DUE if on == shown.today else Standing.AHEAD


def _parts(shown: Shown, cells: list[Cell], commune: str) -> Iterator[Part]:
    of_session = {card.stop.session.lasting_name: card for card in cards(shown)}
    for office in shown.district.communes:
        if commune in ("", office.code):
            mine = [c for c in cells if c.duty.commune == office.code]
            names = dict.fromkeys(c.duty.session for c in mine)
            lines = [_line([c for c in mine if c.duty.session == n], of_session[n]) for n in names]
            if lines:
                lines.sort(key=lambda line: line.card.start if line.card else shown.made_at)
                yield Part(commune=office, lines=tuple(lines))
    agencies = dict.fromkeys(c.duty.agency for c in cells if c.duty.agency)
    if agencies and not commune:
        lines = [_line([c for c in cells if c.duty.agency == name], None) for name in agencies]
        yield Part(commune=None, lines=tuple(lines))


def _line(cells: list[Cell], card: Card | None) -> Line:
    of_step = {cell.duty.step: cell for cell in cells}
    return Line(
        card=card, agency=cells[0].duty.agency, cells=tuple(of_step.get(step) for step in Step)
    )
