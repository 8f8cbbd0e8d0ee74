"""The web application over one data folder."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

from flask import Flask, Response, current_app, render_template, request
from flask_babel import lazy_gettext
from jinja2 import StrictUndefined
from werkzeug.routing import BaseConverter, ValidationError

from calendars.fetches import Fetches
from planner.config import DEFAULT_HOST
from planner.domain.account import Account
from planner.jobs.runner import Room, Runner, own_process
from web import (
    advising,
    announcing,
    calling,
    drafts,
    feed,
    links,
    overview,
    publishing,
    repairs,
    risks,
    session,
    sheets,
    skies,
    subscribe,
    village,
    week,
    why,
)
from web.data import lists, removal, rows
from web.data import page as data_page
from web.drafts.boards import EXTENSION as BOARDS
from web.drafts.boards import Boards
from web.errors import explain_errors
from web.feed import EXTENSION as FEEDS
from web.feed import FETCHES
from web.feed_copies import FeedCopies
from web.formats import offer_formats
from web.gate import accounts, audit, me, sign_in, start
from web.gate.acting import VISITOR, offer_acting
from web.gate.csrf import offer_tokens
from web.gate.next_page import here_again
from web.gate.policy import offer_policy
from web.gate.secret import EXTENSION as SECRET
from web.gate.secret import Secret
from web.gate.sessions import offer_sessions
from web.headers import SAFE_METHODS, guard
from web.jobs import EXTENSION as JOBS
from web.languages import LANGUAGES, chosen_language, speak
from web.map import page as map_page
from web.outcomes import member as member_outcome
from web.outcomes import page as outcomes_page
from web.outcomes import register
from web.outcomes import week as week_report
from web.outcomes.telling import offer_telling
from web.packing import offer_packing
from web.planning import page as planning_page
from web.risks import offer_risks
from web.roads import page as roads_page
from web.shelf import EXTENSION as SHELF
from web.shelf import NothingToShow, Shelf, carry_plan
from web.words import offer_words

SUBJECTS = (
    overview,
    week,
    session,
    village,
    map_page,
    skies,
    planning_page,
    drafts,
    why,
    roads_page,
    repairs,
    risks,
    advising,
    publishing,
    data_page,
    lists,
    rows,
    removal,
    calling,
    announcing,
    subscribe,
    links,
    sheets,
    outcomes_page,
    register,
    week_report,
    feed,
    member_outcome,
    sign_in,
    start,
    me,
    accounts,
    audit,
)
FILTERS = ("team", "commune", "service", "plan", "who", "what")

MAIN_PAGES = (
    ("overview.page", lazy_gettext("Overview")),
    ("data.page", lazy_gettext("Data")),
    ("planning.page", lazy_gettext("Plan")),
    ("week.now", lazy_gettext("Week")),
    ("map.whole", lazy_gettext("Map")),
    ("skies.now", lazy_gettext("Rain and roads")),
    ("advising.page", lazy_gettext("Advice")),
    ("publishing.preview", lazy_gettext("Publish")),
    ("announcing.now", lazy_gettext("Announcements")),
    ("outcomes.page", lazy_gettext("Outcomes")),
    ("register.page", lazy_gettext("Register")),
    ("subscribe.choices", lazy_gettext("Calendars")),
    ("sheets.choices", lazy_gettext("Prints")),
)
"""What the frame of each page leads to, in the order in which a week needs it."""


class DayConverter(BaseConverter):
    """A day in an address: 2022-09-05."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Return the day.

        Raises
        ------
        ValidationError
            If there is no such day; the address is then not found.
        """
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValidationError(f"no such day: {value}") from None

    def to_url(self, value: date) -> str:
        """Return the day as it stands in an address."""
        return value.isoformat()


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def create_app(
    folder: Path,
    *,
    public_url: str = "",
    feed_host: str = DEFAULT_HOST,
    now: Callable[[], datetime] = utc_now,
    room: Room = own_process,
    visitor: Account | None = None,
) -> Flask:
    """Return the application over the data in ``folder``; nothing is opened before it is needed.

    Parameters
    ----------
    public_url
        Scheme and host under which phones reach ``/f/`` (a reverse proxy's); without it, links
        are made for the host of the request.
    feed_host
        The name in every event's identity (``planner.config.Config.host``).
    now
        The clock: which week is this week, and how long ago a link was revoked.
    room
        Where jobs are at work (``planner.jobs.runner``).
    visitor
        Who somebody at this very machine is without signing in: the demo's visitor, else nobody.
    """
    app = Flask("web")
    app.config["PUBLIC_URL"] = public_url
    app.config[publishing.HOST] = feed_host
    app.config[VISITOR] = visitor
    app.url_map.merge_slashes = False  # a feed's address is right or wrong, never redirected
    app.url_map.converters["day"] = DayConverter
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions[SHELF] = Shelf(folder, now)
    app.extensions[JOBS] = Runner(folder, room, now)
    app.extensions[SECRET] = Secret(folder)
    app.extensions[BOARDS] = Boards(app.extensions[SHELF])
    app.extensions[FEEDS] = FeedCopies(folder)
    app.extensions[FETCHES] = Fetches(folder)
    offer_packing(app)
    speak(app)
    guard(app)
    offer_sessions(app)
    offer_acting(app)
    offer_policy(app)
    offer_tokens(app)
    explain_errors(app)
    offer_formats(app)
    offer_words(app)
    offer_telling(app)
    offer_risks(app)
    app.context_processor(_layout)
    app.url_default_functions.setdefault(None, []).append(carry_plan)
    app.register_error_handler(NothingToShow, _first_steps)
    app.add_url_rule("/robots.txt", view_func=robots)
    for subject in SUBJECTS:
        app.register_blueprint(subject.blueprint)
    return app


def robots() -> Response:
    """Let nobody index the pages; feeds stay open: they say ``noindex`` themselves."""
    return current_app.response_class(
        "User-agent: *\nAllow: /f/\nDisallow: /\n", content_type="text/plain; charset=utf-8"
    )


def _layout() -> dict[str, object]:
    """Return what every page's frame needs."""
    return {
        "language": chosen_language(),
        "languages": LANGUAGES,
        "address_in": _address_in,
        "main_pages": MAIN_PAGES,
    }


def _address_in(language: str) -> str:
    """Return the address of this page in another language, with what it is filtered by."""
    kept = {k: request.args[k] for k in FILTERS if k in request.args}
    return f"/{quote(_path_to_read().lstrip('/'))}?{urlencode({**kept, 'lang': language})}"


def _path_to_read() -> str:
    """Return the path of this page, of the page whose form it answers if it cannot be read."""
    routes = current_app.create_url_adapter(request)
    if request.method in SAFE_METHODS or (routes and routes.test(request.path, "GET")):
        return request.path
    return here_again(safe=False) or "/"


def _first_steps(nothing: NothingToShow) -> str:
    """Return the page that says what to do before there is a plan; an answer, not an error."""
    return render_template("first_steps.html", has_district=nothing.has_district)
