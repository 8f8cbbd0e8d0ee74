"""What sessions brought: by session, typed from calls, from a spreadsheet; and what differs."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from flask import url_for as address_of
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answer

from planner.data.outcome_sheet import outcome_sheet_bytes
from planner.domain.outcome import Channel, Outcome, Promised, Ruling
from planner.errors import BadData, BadFile, Conflict, NotFound
from planner.jobs import outcomes as jobs
from planner.planning.register import Told, commune_of
from planner.planning.soundness import unreported
from planner.planning.tally import Occasion, as_promised
from web.figures import WEEK, monday_of
from web.gate.acting import acting, note
from web.gate.policy import refuse_other_commune
from web.languages import chosen_language
from web.outcomes import telling
from web.outcomes.telling import Form
from web.shelf import shelf

blueprint = Blueprint("outcomes", __name__)
MOST_CONFLICTS = 50
MOST_FAULTS = 100
SHEET_BYTES_MAX = 5_000_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One session of the day: what was promised, what was heard, and the form to tell it."""

    promised: Promised
    occasion: Occasion | None
    form: Form
    over: bool


def known() -> Told:
    """Return all that is known of sessions now."""
    return jobs.told(shelf().store, shelf().now())


def keep(outcomes: list[Outcome]) -> tuple[str, ...]:
    """Return the codes of those reports that were new; the one place where pages store reports."""
    new = jobs.take(shelf().store, outcomes, at=shelf().now())
    for one in outcomes:
        if one.report in new:
            note("reported", f"{one.session} {one.day}", after=_facts(one), who=_teller(one))
    return new


def _facts(one: Outcome) -> dict[str, object]:
    counts = {count.service: [count.served, count.absent] for count in one.counts}
    return {"held": one.held, "people": counts}


def _teller(one: Outcome) -> str:
    """Return who tells, if it is not who is signed in: a phone has its link alone."""
    return "" if acting() else f"{one.channel}: {one.reporter}"


def _refuse_foreign(told: Told, promised: Promised) -> None:
    """Refuse a commune officer the sessions of another commune."""
    refuse_other_commune(commune_of(told.district, promised.place))


@blueprint.get("/outcomes")
def page() -> str:
    """Return the sessions of a day to report on, and what waits to be decided."""
    return _page(known())


@blueprint.post("/outcomes/quick")
def quick() -> Answer | tuple[str, HTTPStatus]:
    """Take what was typed for the sessions of a day; all of it, or nothing."""
    told = known()
    rows = _rows(told, _day(told, request.form.get("day", "")), request.form.to_dict())
    read = [(row, *telling.read(told, row.form, Channel.CALL)) for row in rows if row.form.tells]
    wrong = {form.prefix: form for _, form, outcome in read if outcome is None}
    if wrong:
        return _page(told, wrong=wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    for row, _, _ in read:
        _refuse_foreign(told, row.promised)
    new = keep([outcome for _, _, outcome in read if outcome])
    day = rows[0].promised.day if rows else told.today
    address = address_of("outcomes.page", day=day.isoformat(), done=len(new))
    return redirect(address, HTTPStatus.SEE_OTHER)


@blueprint.get("/outcomes/sheet/<day:monday>.xlsx")
def sheet(monday: date) -> Response:
    """Return a spreadsheet with the sessions of a week, to fill in."""
    told = known()
    sessions = [one for one in told.promised if monday <= one.day < monday + WEEK]
    content = outcome_sheet_bytes(sessions, told.district, chosen_language())
    return download(content, f"ket-qua-{monday.isoformat()}.xlsx", XLSX)


@blueprint.post("/outcomes/sheet")
def upload() -> Answer | tuple[str, HTTPStatus]:
    """Take a spreadsheet of reports; with a single faulty cell nothing is taken."""
    sent = request.files.get("file")
    try:
        taken = _take_sheet(sent)
    except BadFile as refused:
        faults = [f.text(chosen_language()) for f in _flat(refused)]
        return _page(known(), faults=faults), HTTPStatus.UNPROCESSABLE_ENTITY
    address = address_of("outcomes.page", done=len(taken.new), rows=taken.rows)
    return redirect(address, HTTPStatus.SEE_OTHER)


@blueprint.get("/outcomes/<path:session_id>")
def of_session(session_id: str) -> Answer:
    """Send the reader to the report of a session of the newest plan, by its id."""
    found = [one for one in jobs.promised_sessions(shelf().store) if one.session_id == session_id]
    if not found:
        raise NotFound("no such session")
    return redirect(address_of("outcomes.occasion", day=found[-1].day, name=found[-1].name))


@blueprint.get("/outcomes/<day:day>/<path:name>")
def occasion(day: date, name: str) -> str:
    """Return the form that reports a session, with what was reported before."""
    told = known()
    promised = find_occasion(told, name, day)
    found = told.by_key.get(promised.key)
    form = telling.blank(told, promised, channel=Channel.CALL.value)
    if found:
        form = telling.filled(form, found.counting, shelf().shown().zone)
    return _occasion(told, form)


@blueprint.post("/outcomes/<day:day>/<path:name>")
def report(day: date, name: str) -> Answer | tuple[str, HTTPStatus]:
    """Take the report of a session."""
    told = known()
    promised = find_occasion(told, name, day)
    _refuse_foreign(told, promised)
    form, outcome = telling.read(told, telling.typed(told, promised, request.form))
    if outcome is None:
        return _occasion(told, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        keep([outcome])
    except Conflict as other:
        return _occasion(told, form, alarm=other.text(chosen_language())), HTTPStatus.CONFLICT
    address = address_of("outcomes.occasion", day=day, name=name, done=1)
    return redirect(address, HTTPStatus.SEE_OTHER)


@blueprint.post("/outcomes/decide")
def decide() -> Answer | tuple[str, HTTPStatus]:
    """Let one of several reports count; if more have come meanwhile, show them all instead."""
    told = known()
    name, day = request.form.get("session", ""), _day(told, request.form.get("day", ""))
    promised = find_occasion(told, name, day)
    ruling = Ruling(
        session=name,
        day=day,
        report=request.form.get("report", ""),
        among=tuple(request.form.getlist("among")),
        at=shelf().now(),
    )
    try:
        jobs.decide(shelf().store, ruling)
        note("ruled", f"{name} {day}", after={"report": ruling.report})
    except Conflict as other:
        form = telling.blank(told, promised, channel=Channel.CALL.value)
        return _occasion(told, form, alarm=other.text(chosen_language())), HTTPStatus.CONFLICT
    address = address_of("outcomes.page", day=day.isoformat(), decided=1)
    return redirect(address, HTTPStatus.SEE_OTHER)


def within(told: Told, monday: date) -> date | None:
    """Return the Monday if its week is between the first and the last that have sessions."""
    days = [p.day for p in told.promised] + [one.key[1] for one in told.found]
    if days and monday_of(min(days)) <= monday <= max(days):
        return monday
    return None


def download(content: bytes, name: str, mimetype: str) -> Response:
    """Return a file to save."""
    answer = make_response(content)
    answer.headers["Content-Type"] = mimetype
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _page(
    told: Told, *, wrong: dict[str, Form] | None = None, faults: list[str] | None = None
) -> str:
    day = _day(told, request.values.get("day", ""))
    rows = _rows(told, day, request.form.to_dict())
    monday = monday_of(day)
    conflicts = jobs.find_conflicts(told)
    missing = unreported(told)
    return render_template(
        "outcomes.html",
        shown=shelf().shown(),
        told=told,
        day=day,
        monday=monday,
        days=sorted({p.day for p in told.promised if monday <= p.day < monday + WEEK}),
        previous=within(told, monday - WEEK),
        following=within(told, monday + WEEK),
        rows=sorted(rows, key=lambda row: row.occasion is not None),
        open=any(row.occasion is None or row.form.tells for row in rows),
        wrong=wrong or {},
        faults=(faults or [])[:MOST_FAULTS],
        fault_count=len(faults or []),
        conflicts=conflicts[:MOST_CONFLICTS],
        conflict_count=len(conflicts),
        missing=len(missing),
        reported=sum(row.occasion is not None for row in rows),
    )


def _rows(told: Told, day: date, sent: dict[str, str]) -> list[Row]:
    heard = told.by_key
    rows = []
    for number, promised in enumerate(p for p in told.promised if p.day == day):
        prefix = f"r{number}-"
        same = sent.get(f"{prefix}key") == promised.name
        form = (
            telling.typed(told, promised, sent, prefix=prefix)
            if same
            else telling.blank(told, promised, prefix=prefix)
        )
        over = promised.end <= told.now
        found = heard.get(promised.key)
        rows.append(Row(promised=promised, occasion=found, form=form, over=over))
    return rows


def _occasion(told: Told, form: Form, *, alarm: str = "") -> str:
    key = form.promised.key
    return render_template(
        "outcome.html",
        shown=shelf().shown(),
        told=told,
        promised=form.promised,
        place=telling.place_of(form.promised.place, told),
        team=told.district.team_by_id.get(form.promised.team),
        form=form,
        occasion=told.by_key.get(key),
        alarm=alarm,
        planned=_is_planned(form.promised),
        office=True,
        action=address_of("outcomes.report", day=key[1], name=key[0]),
    )


def _is_planned(promised: Promised) -> bool:
    """Whether the plan that is shown has the session, so that it has a page."""
    shifts = shelf().shown().plan.shifts
    return any(
        stop.session.id == promised.session_id
        for shift in shifts
        if shift.day == promised.day
        for stop in shift.stops
    )


def find_occasion(told: Told, name: str, day: date) -> Promised:
    """Return a session by its name and day: as it was promised, or as it was reported.

    Raises
    ------
    NotFound
        If it was neither.
    """
    for one in told.promised:
        if one.key == (name, day):
            return one
    heard = told.by_key.get((name, day))
    if heard is None:
        raise NotFound("no such session")
    return as_promised(heard.counting)


def _day(told: Told, text: str) -> date:
    """Return the day that is asked for; else the last that has had sessions, or the first."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        past = [p.day for p in told.promised if p.day <= told.today]
        days = past[-1:] or [p.day for p in told.promised[:1]]
        return days[0] if days else told.today


def _take_sheet(sent: FileStorage | None) -> jobs.Taken:
    if sent is None or not sent.filename:
        raise BadFile("upload", [BadData("no_outcome_sheet")])
    content = sent.stream.read(SHEET_BYTES_MAX + 1)
    if len(content) > SHEET_BYTES_MAX:
        abort(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload.xlsx"
        path.write_bytes(content)
        taken = jobs.take_sheet(shelf().store, path, at=shelf().now())
    note("sheet_taken", str(sent.filename), after={"rows": taken.rows, "new": len(taken.new)})
    return taken


def _flat(refused: BadFile) -> list[BadData]:
    found: list[BadData] = []
    for one in refused.exceptions:
        if isinstance(one, BadFile):
            found += _flat(one)
        elif isinstance(one, BadData):
            found.append(one)
    return found
