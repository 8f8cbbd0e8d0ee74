"""The steps of a draft, from a form to the store: one at a time, never over somebody else's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from planner.data.drafts import StoredDraft, change_draft
from planner.domain.draft import (
    Add,
    Draft,
    Drop,
    Move,
    Pin,
    Status,
    Step,
    Strength,
    Unpin,
    strengths_of,
)
from planner.errors import Conflict, NotFound
from planner.planning.drafts import find_held
from web.drafts.board import board_page, wished
from web.drafts.boards import Judged
from web.drafts.said import sessions_of, step_words
from web.drafts.subject import FILTERS, blueprint, judged_now, stored_draft
from web.drafts.verdicts import faults_of
from web.figures import monday_of
from web.gate.acting import note
from web.shelf import shelf

Change = Callable[[Draft], Draft]
AGAIN = ("kind", "session", "to", "day", "order", "strength", "monday", *FILTERS)
"""What of a form makes its step once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A change that came second: what it was, and what was done before it; ``fields`` repeat it."""

    mine: str
    theirs: tuple[str, ...]
    since: int
    fields: tuple[tuple[str, str], ...]
    action: str


@blueprint.post("/drafts/<int:number>/steps")
def add_step(number: int) -> Response | tuple[str, HTTPStatus]:
    """Add the step that a form asks for, and show where it led."""
    stored = stored_draft(number)
    now = judged_now(stored)
    step = step_of(now, request.form)
    return _done(now, lambda draft: draft.with_step(step), step_words(now.opened, step), step)


@blueprint.post("/drafts/<int:number>/undo")
def undo(number: int) -> Response | tuple[str, HTTPStatus]:
    """Let the last step count no more."""
    return _done(judged_now(stored_draft(number)), Draft.undone, gettext("undo"))


@blueprint.post("/drafts/<int:number>/redo")
def redo(number: int) -> Response | tuple[str, HTTPStatus]:
    """Let the next step count again."""
    return _done(judged_now(stored_draft(number)), Draft.redone, gettext("redo"))


@blueprint.post("/drafts/<int:number>/discard")
def discard(number: int) -> Response | tuple[str, HTTPStatus]:
    """End a draft without a plan; it need not be one that can still be opened."""
    here, stored, expected = shelf(), stored_draft(number), expected_version()
    ended = stored.draft.discarded()
    try:
        change_draft(here.store, number, ended, expected=expected, at=here.now())
    except (Conflict, NotFound):
        return late_page(judged_now(stored_draft(number)), gettext("discard the draft"), expected)
    note("draft_discarded", str(number), {"steps": len(stored.draft.counting)})
    return redirect(url_for(".listing"), HTTPStatus.SEE_OTHER)


def step_of(now: Judged, form: "MultiDict[str, str]") -> Step:
    """Return the step that a form asks for; a bad request if it is none.

    Raises
    ------
    NotFound
        If it is about a session that is not planned.
    """
    kind, session = form.get("kind", ""), form.get("session", "")
    board = now.now.board
    if kind in ("move", "add"):
        team, day, order = form.get("to", ""), _day(form), form.get("order", type=int)
        if not team or day is None or (order is not None and order < 1):
            abort(HTTPStatus.BAD_REQUEST)
        if kind == "add":
            return Add(session=session, team=team, day=day, order=order)
        held = find_held(board, session).session
        return Move(session=held, team=team, day=day, order=order)
    if kind == "drop":
        return Drop(session=find_held(board, session).session)
    if kind == "pin":
        wanted = strengths_of(*_strengths(form))
        return Pin(session=find_held(board, session).name, strengths=wanted)
    if kind == "unpin":
        names = (name for name, pin in now.now.pins.items() if pin.session == session)
        return Unpin(session=next(names, session))
    return abort(HTTPStatus.BAD_REQUEST)


def _day(form: "MultiDict[str, str]") -> date | None:
    try:
        return date.fromisoformat(form.get("day", ""))
    except ValueError:
        return None


def _strengths(form: "MultiDict[str, str]") -> tuple[Strength, ...]:
    try:
        return tuple(Strength(value) for value in form.getlist("strength"))
    except ValueError:
        abort(HTTPStatus.BAD_REQUEST)


def change(now: Judged, expected: int, made: Change) -> StoredDraft:
    """Return a draft after a change, once it is stored: where pages change an open one.

    Raises
    ------
    Conflict
        If the draft is at another version than ``expected``.
    NotFound
        If it has ended, or the change is about something that is not there.
    """
    after = now.opened.desk(shelf().store, now.stored, expected).changed(made).stored
    note("draft_changed", str(after.number), _facts(now, now.stored), _facts(now, after))
    return after


def _facts(now: Judged, stored: StoredDraft) -> dict[str, object]:
    """Return what the audit keeps of a draft: its last step, and whether it has ended."""
    steps = stored.draft.counting
    return {
        "steps": len(steps),
        "last": step_words(now.opened, steps[-1]) if steps else "",
        "status": stored.draft.status,
    }


def _done(
    now: Judged, made: Change, mine: str, step: Step | None = None
) -> Response | tuple[str, HTTPStatus]:
    """Change a draft, and send the reader back; if somebody was first, say what each did."""
    expected = expected_version()
    if now.stored.version == expected and now.stored.draft.status is not Status.OPEN:
        return late_page(now, mine, expected)
    try:
        after = change(now, expected, made)
    except Conflict:
        return late_page(judged_now(stored_draft(now.stored.number)), mine, expected)
    return redirect(_back(judged_now(after), step), HTTPStatus.SEE_OTHER)


def expected_version() -> int:
    """Return the version of the draft that the reader saw."""
    expected = request.form.get("version", type=int)
    return abort(HTTPStatus.BAD_REQUEST) if expected is None else expected


def late_page(now: Judged, mine: str, expected: int) -> tuple[str, HTTPStatus]:
    """Return what somebody else did first beside what the reader wanted, to do it on top."""
    stored = now.stored
    since = stored.version - expected
    theirs = stored.draft.counting[-max(1, min(since, 3)) :]
    fields = tuple((k, v) for k in AGAIN for v in request.form.getlist(k))
    late = Late(
        mine=mine,
        theirs=tuple(step_words(now.opened, step) for step in theirs),
        since=since,
        fields=fields,
        action=request.path,
    )
    page = render_template(
        "draft_late.html", stored=stored, late=late, open=stored.draft.status is Status.OPEN
    )
    return page, HTTPStatus.CONFLICT


def _back(now: Judged, step: Step | None) -> str:
    """Return the address of the week and card of the last step, else of the week that was seen."""
    number = now.stored.number
    held = _held(now, step) if step is not None else None
    if held is not None:
        session, day = held
        return _week(number, day, f"s-{session}")
    try:
        return _week(number, date.fromisoformat(request.form.get("monday", "")), "verdict")
    except ValueError:
        return url_for(".latest", number=number)


def _week(number: int, day: date, anchor: str) -> str:
    filters: dict[str, Any] = {name: value or None for name, value in wished().items()}
    monday = monday_of(day)
    return url_for(".week", number=number, monday=monday, _anchor=anchor, **filters)


def _held(now: Judged, step: Step) -> tuple[str, date] | None:
    """Return where the session of a step is held, by its name or place; None if nowhere."""
    asked = sessions_of(now.opened.board).get(getattr(step, "session", ""))
    held = [(stop.session, day) for day in now.plan.shifts for stop in day.stops]
    for session, day in held:
        if asked and asked.lasting_name == session.lasting_name:
            return session.id, day.day
    for session, day in held:
        there = isinstance(step, Move | Add) and (day.team, day.day) == (step.team, step.day)
        if asked and there and asked.place == session.place:
            return session.id, day.day
    return None


def refused_page(now: Judged) -> tuple[str, HTTPStatus]:
    """Return the board with what keeps its draft from being kept."""
    days = [plan.day for plan in now.plan.shifts] or [now.plan.horizon.first]
    faults = faults_of(now, now.verdict.broken)
    day = next((fault.day for fault in faults if fault.day), days[0])
    page = board_page(now, monday_of(day), refused=faults)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY
