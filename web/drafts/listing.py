"""All drafts, a new one, and how one ends: kept as a plan, off the request path, or discarded."""

from functools import partial
from http import HTTPStatus

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from planner.data.drafts import StoredDraft, add_draft, list_drafts
from planner.domain.draft import Status
from planner.errors import Conflict
from planner.jobs.desk import Desk
from planner.jobs.keep import kept
from web.background import within
from web.drafts.boards import boards
from web.drafts.steps import expected_version, late_page, refused_page
from web.drafts.subject import PATIENCE_S, blueprint, judged_now, stored_draft
from web.gate.acting import note
from web.shelf import shelf


@blueprint.get("/drafts")
def listing() -> str:
    """Return all drafts, the newest first, and the plans that can be changed by hand."""
    store = shelf().store
    plans = sorted(store.list_plans(), key=lambda plan: -plan.id)
    return render_template(
        "drafts.html",
        shown=shelf().shown(),
        drafts=list(reversed(list_drafts(store))),
        plans=plans,
    )


@blueprint.post("/drafts")
def new() -> Response:
    """Begin a draft of a plan, and begin to open its board."""
    plan = request.form.get("plan", type=int)
    if plan is None:
        abort(HTTPStatus.BAD_REQUEST)
    stored = add_draft(shelf().store, plan, at=shelf().now())
    note("draft_opened", str(stored.number), after={"plan": plan})
    boards().of_draft(stored)
    return redirect(url_for(".latest", number=stored.number), HTTPStatus.SEE_OTHER)


@blueprint.post("/drafts/<int:number>/keep")
def keep(number: int) -> Response | tuple[str, HTTPStatus]:
    """Begin to make a plan of a draft; refused while anything is broken."""
    now, expected = judged_now(stored_draft(number)), expected_version()
    if now.stored.version != expected or now.stored.draft.status is not Status.OPEN:
        return late_page(now, gettext("Keep as a plan"), expected)
    if now.verdict.broken:
        return refused_page(now)
    desk = now.opened.desk(shelf().store, now.stored, expected)
    note("draft_kept", str(number), after={"version": expected})
    boards().found.of(_key(number, expected), partial(_kept, desk))
    address = url_for(".keeping", number=number, version=expected)
    return redirect(address, HTTPStatus.SEE_OTHER)


@blueprint.get("/drafts/<int:number>/keeping/<int:version>")
def keeping(number: int, version: int) -> Response | str:
    """Return the page that waits for the plan, and goes on to publishing it."""
    stored = stored_draft(number)
    if stored.draft.kept_as is not None:
        return redirect(url_for("publishing.preview", plan=stored.draft.kept_as))
    work = boards().found.known(_key(number, version))
    if work is None:
        return redirect(url_for(".latest", number=number))
    if not within(work, PATIENCE_S):
        return render_template("draft_keeping.html", stored=stored)
    try:
        ended: StoredDraft = work.result()
    except Conflict:
        return redirect(url_for(".latest", number=number))
    return redirect(url_for("publishing.preview", plan=ended.draft.kept_as))


def _key(number: int, version: int) -> tuple[str, int, int]:
    return ("keep", number, version)


def _kept(desk: Desk) -> StoredDraft:
    return kept(desk).stored
