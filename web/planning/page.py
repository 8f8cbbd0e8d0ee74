"""The pages of planning: the form with the plans made, and a job while it runs and after."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from planner.data.drafts import get_draft
from planner.data.store import PlanSummary, StoredPlan
from planner.domain.district import District
from planner.domain.job import Job, JobState
from planner.errors import BadData
from planner.jobs import works
from planner.jobs.plans import Asked, knows_rain, to_request
from web import figures
from web.gate.acting import acting_name, note
from web.jobs import Kind, jobs, kind_of, offer_kind
from web.planning.chart import chart_of, rows_of, worth
from web.planning.form import (
    FAULTS_OF_PROMISES,
    LABELS,
    MOST_SECONDS,
    MOST_SHORT,
    SHORT_SECONDS,
    Fields,
    fresh,
    read,
)
from web.planning.wishes import of_completion, of_plan, of_replan
from web.shelf import shelf

blueprint = Blueprint("planning", __name__)
blueprint.add_app_template_filter(worth)
MOST_PLANS = 12
MOST_JOBS = 8

STATES = {
    JobState.WAITING: lazy_gettext("Waiting"),
    JobState.RUNNING: lazy_gettext("Running"),
    JobState.DONE: lazy_gettext("Done"),
    JobState.STOPPED: lazy_gettext("Stopped"),
    JobState.FAILED: lazy_gettext("Failed"),
    JobState.BROKEN_OFF: lazy_gettext("Broken off"),
}


def _to_repair(found: Job) -> tuple[str, object] | None:
    """Return where it is told what a repair changes, session by session."""
    if found.ended.plan is None:
        return None
    address = url_for("repairs.result", plan=found.ended.plan)
    return address, lazy_gettext("Session by session: who must be told soonest")


def _to_board(found: Job) -> tuple[str, object]:
    """Return the week board of the draft that was to be completed."""
    return url_for("drafts.latest", number=found.arguments[0]), lazy_gettext("Back to the draft")


for name, kind in {
    works.PLAN: Kind(title=lazy_gettext("Make a plan"), asked=of_plan),
    works.REPLAN: Kind(
        title=lazy_gettext("Plan again around what was published"),
        asked=of_replan,
        then=_to_repair,
    ),
    works.COMPLETE: Kind(
        title=lazy_gettext("Complete a draft around its pins"),
        asked=of_completion,
        then=_to_board,
    ),
}.items():
    offer_kind(name, kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A plan in the list: which revision shows it, and whether the district is a newer one now."""

    plan: PlanSummary
    revision: int | None
    older_data: bool


@blueprint.get("/plan")
def page() -> str:
    """Return the form of a plan, and the plans made so far."""
    return _form_page()


@blueprint.post("/plan")
def ask() -> Response | tuple[str, HTTPStatus]:
    """Have a plan made."""
    store = shelf().store
    fields, asked = read(request.form, rain=knows_rain(store))
    if asked is not None:
        try:
            to_request(store, asked)
        except BadData as fault:
            if fault.code not in FAULTS_OF_PROMISES:
                raise
            where, said = FAULTS_OF_PROMISES[fault.code]
            fields.faults[where] = said
    if asked is None or fields.faults:
        return _form_page(fields), HTTPStatus.UNPROCESSABLE_ENTITY
    return _to_job(begin_plan(asked))


@blueprint.post("/plan/again")
def ask_again() -> Response | tuple[str, HTTPStatus]:
    """Have the published plan planned again, with as little change as is worth it."""
    shelf().store.get_revision()
    again = Fields(request.form.to_dict())
    seconds = again.number("seconds", 1, MOST_SECONDS, SHORT_SECONDS)
    limit = again.number("most_short", 0, MOST_SHORT, -1)
    if again.faults:
        return _form_page(again=again), HTTPStatus.UNPROCESSABLE_ENTITY
    return _to_job(begin_replan(float(seconds), None if limit < 0 else limit))


@blueprint.post("/plan/complete/<int:number>")
def complete(number: int) -> Response:
    """Have a draft completed; ``version`` is the one that the reader saw, else the newest."""
    stored, sent = get_draft(shelf().store, number), Fields(request.form.to_dict())
    seconds = sent.number("seconds", 1, MOST_SECONDS, SHORT_SECONDS)
    version = request.form.get("version", type=int) or stored.version
    return _to_job(begin_completion(number, version, float(seconds)))


@blueprint.get("/plan/jobs/<int:number>")
def job(number: int) -> str:
    """Return a job as it stands."""
    shown = shelf().shown_if_any()
    return render_template(
        "job.html", **({"shown": shown} if shown else {}), **_told(jobs().get(number))
    )


@blueprint.get("/plan/jobs/<int:number>/now")
def job_now(number: int) -> str:
    """Return the part of a job's page that changes while it runs."""
    return render_template("job_now.html", **_told(jobs().get(number)))


@blueprint.post("/plan/jobs/<int:number>/stop")
def stop(number: int) -> Response:
    """Let a job end with the best that it has."""
    end_job(number)
    return _to_job(number)


def begin_plan(asked: Asked) -> int:
    """Return the number of the job that makes a plan."""
    return _begun(
        "plan_asked", jobs().submit(works.PLAN, works.plan, asked, by=acting_name()), asked
    )


def begin_replan(seconds: float, most_short: int | None) -> int:
    """Return the number of the job that plans around the newest revision."""
    asked = (seconds, 1, most_short, shelf().now())
    number = jobs().submit(works.REPLAN, works.replan, *asked, by=acting_name())
    return _begun("replan_asked", number, {"seconds": seconds, "most_short": most_short})


def begin_completion(number: int, version: int, seconds: float) -> int:
    """Return the number of the job that completes a draft."""
    job_number = jobs().submit(
        works.COMPLETE, works.complete, number, version, seconds, by=acting_name()
    )
    return _begun("completion_asked", job_number, {"draft": number, "version": version})


def end_job(number: int) -> None:
    """Let a job end."""
    jobs().stop(number)
    note("job_stopped", str(number))


def _begun(what: str, number: int, asked: object) -> int:
    note(what, str(number), after=asked)
    return number


def _to_job(number: int) -> Response:
    return redirect(url_for("planning.job", number=number), HTTPStatus.SEE_OTHER)


def _form_page(fields: Fields | None = None, again: Fields | None = None) -> str:
    here = shelf()
    shown = here.shown_if_any()
    district = here.district(here.store.get_district_id())
    rain = knows_rain(here.store)
    today = here.now().astimezone(ZoneInfo(district.settings.timezone)).date()
    recent = jobs().list()
    return render_template(
        "plan.html",
        **({"shown": shown} if shown else {}),
        rain=rain,
        promises=bool(district.guarantees),
        fields=fields or fresh(today, rain=rain),
        again=again or Fields({"seconds": str(SHORT_SECONDS)}),
        published=shown is not None and shown.revision is not None,
        plans=_lines(),
        open_jobs=[one for one in reversed(recent) if not one.is_over],
        past_jobs=[one for one in recent if one.is_over][:MOST_JOBS],
        labels=LABELS,
        states=STATES,
        kind_of=kind_of,
        local=_local(district),
    )


def _lines() -> list[Line]:
    here = shelf()
    published, current = here.store.published_plans(), here.store.get_district_id()
    found = (here.summary(number) for number in here.store.newest_plan_ids(MOST_PLANS))
    return [
        Line(plan=p, revision=published.get(p.id), older_data=p.district_id != current)
        for p in found
    ]


def _local(district: District) -> Any:
    zone = ZoneInfo(district.settings.timezone)
    return lambda moment: moment.astimezone(zone)


def _told(found: Job) -> dict[str, Any]:
    """Return what a job's page tells of it."""
    here, kind = shelf(), kind_of(found)
    current = here.store.get_district_id()
    took = _took(found, here.now())
    stored = here.plan(found.ended.plan) if found.ended.plan else None
    return {
        "job": found,
        "kind": kind,
        "state": STATES[found.state],
        "ahead": jobs().ahead(found.number) if found.state is JobState.WAITING else 0,
        "took": took,
        "so_far": found.points[-1] if found.points else None,
        "chart": chart_of(found.points, took.total_seconds()),
        "rows": rows_of(found.points),
        "then": kind.then(found) if found.is_over else None,
        "stored": stored,
        "older_data": stored is not None and stored.district_id != current,
        "made": _figures_of(stored) if stored else None,
        "local": _local(here.district(current)),
    }


def _took(found: Job, now: datetime) -> timedelta:
    """Return how long a job has run, or ran."""
    if found.began_at is None:
        return timedelta()
    return max(timedelta(), (found.ended_at or now) - found.began_at)


def _figures_of(stored: StoredPlan) -> dict[str, int]:
    """Return what is counted of a plan."""
    district, stops = shelf().district(stored.district_id), list(figures.stops(stored.plan))
    return {
        "sessions": len(stops),
        "nights": sum(figures.sleeps_away(district, shift) for shift in stored.plan.shifts),
        "fallbacks": sum(stop.fallback is not None for _, stop in stops),
    }
