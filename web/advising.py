"""The advice page: the newest forecast, and what to do about it: hold, swap or stay low."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from planner.data.findings import Kind, newest_finding
from planner.data.weather import add_weather, newest_weather
from planner.errors import BadFile, NotFound, PlannerError, SourceDown
from planner.jobs import advice, forecasts
from planner.jobs.advice import Advised
from planner.planning.options import Choice
from planner.world.openmeteo import ADDRESS, Service
from web.formats import number
from web.gate.acting import acting_name, note
from web.jobs import Kind as KindOfJob
from web.jobs import jobs, offer_kind
from web.languages import chosen_language
from web.shelf import Shown, shelf

blueprint = Blueprint("advising", __name__)
SECONDS, SOURCE_ADDRESS, TRIES = "ADVICE_SECONDS", "FORECAST_ADDRESS", "FORECAST_TRIES"
"""Names of settings: how long to plan each option; where to ask for forecasts, and how often."""
FETCH_TRIES, FETCH_S = 2, 10.0
MOST_BYTES = 4_000_000
MOST_DAYS = 14
FRESH = timedelta(hours=12)
"""Advice that is older may have been given for another day."""

NAMES = {
    Choice.HOLD: lazy_gettext("Hold"),
    Choice.SWAP: lazy_gettext("Swap"),
    Choice.STAY_LOW: lazy_gettext("Stay low"),
}
MEANINGS = {
    Choice.HOLD: lazy_gettext("The published plan as it stands."),
    Choice.SWAP: lazy_gettext(
        "Planned again for the new weather, with as little change as is worth it."
    ),
    Choice.STAY_LOW: lazy_gettext(
        "Planned again; on the days of the warning only by roads that are sure to lead back."
    ),
}


offer_kind(
    advice.ADVISE,
    KindOfJob(
        title=lazy_gettext("Work out advice on a rain warning"),
        asked=lambda _now, days, seconds: (
            (gettext("Days of the warning, from today on"), number(days)),
            (gettext("Time to think, in seconds"), number(seconds)),
        ),
        then=lambda _: (url_for("advising.page"), lazy_gettext("Hold, swap or stay low")),
        stops=False,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastFaults:
    """Why a forecast was not kept: by the field that it came by."""

    file: tuple[str, ...] = ()
    fetch: tuple[str, ...] = ()
    source: str = ""


@blueprint.get("/advice")
def page() -> str:
    """Return the advice on the newest weather."""
    return _page(shelf().shown(), ForecastFaults())


@blueprint.post("/advice")
def ask() -> Response:
    """Start working out advice for so many days from now on, unless that is being done."""
    days = request.form.get("days", default=advice.DAYS, type=int)
    if not 1 <= days <= MOST_DAYS:
        abort(HTTPStatus.UNPROCESSABLE_ENTITY)
    job = _open_job() or _start(shelf().shown(), days)
    return redirect(url_for("planning.job", number=job), HTTPStatus.SEE_OTHER)


@blueprint.post("/advice/take")
def take() -> Response:
    """Keep an option's plan as a draft, and go to what publishing it would change."""
    shown, choice = shelf().shown(), request.form.get("choice", "")
    said = _advised(shown)
    offered = {one.choice.value: one for one in said.options} if said else {}
    option = offered.get(choice)
    if option is None:
        raise NotFound("no such option")
    plan = advice.take(shelf().store, option, at=shelf().now())
    note("advice_taken", choice, after={"plan": plan})
    return redirect(url_for("publishing.preview", plan=plan), HTTPStatus.SEE_OTHER)


@blueprint.post("/advice/forecast")
def import_forecast() -> Response | tuple[str, HTTPStatus]:
    """Keep the forecast of a file."""
    shown, given = shelf().shown(), request.files.get("file")
    source = " ".join(request.form.get("source", "").split())
    if given is None or not given.filename:
        faults = ForecastFaults(file=(str(lazy_gettext("Choose a file.")),), source=source)
        return _page(shown, faults), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        _keep(shown, given.filename, given.stream.read(MOST_BYTES + 1), source)
    except BadFile as wrong:
        faults = ForecastFaults(file=_texts(wrong), source=source)
        return _page(shown, faults), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("advising.page"), HTTPStatus.SEE_OTHER)


@blueprint.post("/advice/fetch")
def fetch() -> Response | tuple[str, HTTPStatus]:
    """Fetch a forecast; the one before stays in use if none comes."""
    shown = shelf().shown()
    address = current_app.config.get(SOURCE_ADDRESS, ADDRESS)
    service = Service(
        address=address, tries=current_app.config.get(TRIES, FETCH_TRIES), read_s=FETCH_S
    )
    try:
        forecasts.fetch(shelf().store, service, today=shown.today, at=shelf().now())
        note("forecast_fetched", service.address)
    except SourceDown as down:
        faults = ForecastFaults(fetch=(down.text(chosen_language()),))
        return _page(shown, faults), HTTPStatus.SERVICE_UNAVAILABLE
    return redirect(url_for("advising.page"), HTTPStatus.SEE_OTHER)


def _keep(shown: Shown, name: str, body: bytes, source: str) -> None:
    """Add what a file says to the ledger.

    Raises
    ------
    BadFile
        With every fault of the file.
    """
    safe = "forecast.csv" if name.casefold().endswith(".csv") else "forecast.json"
    with TemporaryDirectory() as folder:
        file = Path(folder) / safe
        file.write_bytes(body)
        district = shelf().store.get_district()
        told = forecasts.read_told(file, district, shown.today, source or Path(name).name)
    add_weather(shelf().store, told, at=shelf().now())
    note("forecast_taken", name)


def _texts(wrong: BadFile) -> tuple[str, ...]:
    language = chosen_language()
    return tuple(e.text(language) for e in wrong.exceptions if isinstance(e, PlannerError))


def _start(shown: Shown, days: int) -> int:
    """Return the number of the job that works it out: it ends in a finding about the plan."""
    note("advice_asked", str(shown.plan_id), after={"days": days})
    seconds = current_app.config.get(SECONDS, advice.SECONDS)
    asked = (shelf().now(), days, seconds)
    return jobs().submit(advice.ADVISE, advice.work, *asked, by=acting_name())


def _open_job() -> int | None:
    """Return the number of the job that works advice out just now."""
    found = (job for job in jobs().list() if job.kind == advice.ADVISE and not job.is_over)
    return next((job.number for job in found), None)


def _advised(shown: Shown) -> Advised | None:
    """Return the advice that is remembered for the plan shown and the newest weather."""
    found = newest_finding(shelf().store, Kind.ADVICE, Advised, plan_id=shown.plan_id)
    newest = newest_weather(shelf().store)
    return found.said if found is not None and found.weather == newest else None


def _page(shown: Shown, faults: ForecastFaults) -> str:
    newest = forecasts.newest_forecast(shelf().store)
    said, now = _advised(shown), shelf().now()
    return render_template(
        "advice.html",
        shown=shown,
        forecast=newest.said if newest else None,
        age=now - newest.told_at if newest else None,
        reaches=max((one.day for one in newest.said.days), default=None) if newest else None,
        said=said,
        late=_late(said, now),
        names=NAMES,
        meanings=MEANINGS,
        days=advice.DAYS,
        most_days=MOST_DAYS,
        open_job=_open_job(),
        faults=faults,
    )


def _late(said: Advised | None, now: datetime) -> bool:
    """Return whether the advice is of another day, or its hour has passed."""
    if said is None:
        return False
    best = said.of(said.choice)
    passed = best is not None and best.decide_by is not None and best.decide_by < now
    return passed or now - said.at > FRESH
