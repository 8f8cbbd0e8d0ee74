"""Publishing: the difference first, then the revision; and going back to an earlier one."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from calendars.changes import Change, ChangeKind
from calendars.publish import Draft, Published, draft_of, publish_draft
from planner.data.store import PlanSummary, Revision
from planner.errors import Conflict, NotFound
from web.gate.acting import note
from web.shelf import shelf

blueprint = Blueprint("publishing", __name__)
HOST = "FEED_HOST"
MOST_LISTED = 40

KINDS = {
    ChangeKind.CANCELLED: lazy_gettext("Cancelled"),
    ChangeKind.MOVED: lazy_gettext("Moved"),
    ChangeKind.TEAM_CHANGED: lazy_gettext("Another team"),
    ChangeKind.RESTORED: lazy_gettext("On again"),
    ChangeKind.NEW: lazy_gettext("New"),
    ChangeKind.REWORDED: lazy_gettext("Other words only"),
    ChangeKind.UNCHANGED: lazy_gettext("Unchanged"),
}
LISTED = (
    ChangeKind.CANCELLED,
    ChangeKind.MOVED,
    ChangeKind.TEAM_CHANGED,
    ChangeKind.RESTORED,
    ChangeKind.NEW,
)
"""Kinds whose sessions are named, those first that hurt most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The changes of one kind: the first of them, and how many more there are."""

    kind: ChangeKind
    title: object
    changes: tuple[Change, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One revision in the list, with the plan it shows."""

    revision: Revision
    plan: PlanSummary
    newest: bool


@blueprint.get("/publish")
def preview() -> str:
    """Return what publishing a plan, the newest if none is named, would change."""
    shown = shelf().shown()
    return _page(_draft(request.args.get("plan", type=int)), shown_plan=shown.plan_id)


@blueprint.post("/publish")
def confirm() -> Response | tuple[str, HTTPStatus]:
    """Publish what was shown; if somebody was first, show the difference to theirs instead."""
    plan, expected = (request.form.get(name, type=int) for name in ("plan", "revision"))
    if plan is None or expected is None:
        abort(HTTPStatus.BAD_REQUEST)
    published = _publish(_draft(plan), expected)
    if published is None:
        page = _page(_draft(plan), shown_plan=shelf().shown().plan_id, late=True)
        return page, HTTPStatus.CONFLICT
    address = url_for("calling.page", revision=published.revision, done=1)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _publish(wanted: Draft, expected: int) -> Published | None:
    """Return what was published, None if it would not be the revision that the reader saw."""
    if wanted.ledger.revision != expected:
        return None
    here = shelf()
    before = _shown_now()
    try:
        published = publish_draft(here.store, wanted, folder=here.folder)
    except Conflict:
        return None
    after = {"revision": published.revision, "plan": wanted.plan_id}
    note("published", str(published.revision), before, after)
    return published


def _shown_now() -> dict[str, int] | None:
    """Return the newest revision and its plan by number, None before the first."""
    try:
        newest = shelf().store.get_revision()
    except NotFound:
        return None
    return {"revision": newest.number, "plan": newest.plan_id}


@blueprint.get("/revisions")
def revisions() -> str:
    """Return all revisions, the newest first, each to go back to."""
    return render_template("revisions.html", shown=shelf().shown(), lines=list(_lines()))


def _draft(plan_id: int | None) -> Draft:
    here = shelf()
    wanted = here.store.get_plan(plan_id).id if plan_id is None else plan_id
    stored, host = here.plan(wanted), current_app.config[HOST]
    return draft_of(
        wanted,
        here.wanted(wanted, host),
        here.district(stored.district_id),
        previous=here.newest_ledger(),
        at=here.now(),
    )


def _page(wanted: Draft, *, shown_plan: int, late: bool = False) -> str:
    counts = wanted.changes.counts()
    return render_template(
        "publish.html",
        shown=shelf().shown(),
        draft=wanted,
        same=wanted.plan_id == shown_plan and wanted.ledger.revision > 1,
        nothing=not any(n for kind, n in counts.items() if kind is not ChangeKind.UNCHANGED),
        late=late,
        counts=[(KINDS[kind], counts[kind]) for kind in KINDS if counts[kind]],
        parts=list(_parts(wanted)),
        short=[one for one in wanted.news if one.short],
    )


def _parts(wanted: Draft) -> Iterator[Part]:
    for kind in LISTED:
        found = wanted.changes.of(kind)
        if found and (kind is not ChangeKind.NEW or wanted.ledger.revision > 1):
            more = max(0, len(found) - MOST_LISTED)
            yield Part(kind=kind, title=KINDS[kind], changes=found[:MOST_LISTED], more=more)


def _lines() -> Iterator[Line]:
    store = shelf().store
    plans = {plan.id: plan for plan in store.list_plans()}
    found = store.list_revisions()
    for revision in reversed(found):
        newest = revision.number == found[-1].number
        yield Line(revision=revision, plan=plans[revision.plan_id], newest=newest)
