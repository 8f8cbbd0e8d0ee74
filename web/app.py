"""The web application over one data folder."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

from flask import Flask, Response, current_app, render_template, request
from jinja2 import StrictUndefined
from werkzeug.routing import BaseConverter, ValidationError

from calendars.fetches import Fetches
from planner.config import DEFAULT_HOST
from web import (
    calling,
    feed,
    links,
    member,
    overview,
    publishing,
    session,
    sheets,
    skies,
    subscribe,
    village,
    week,
)
from web.data import lists, removal, rows
from web.data import page as data_page
from web.errors import explain_errors
from web.feed import EXTENSION as FEEDS
from web.feed import FETCHES
from web.feed_copies import FeedCopies
from web.formats import offer_formats
from web.headers import guard
from web.languages import LANGUAGES, chosen_language, speak
from web.map import page as map_page
from web.packing import offer_packing
from web.shelf import EXTENSION as SHELF
from web.shelf import NothingToShow, Shelf
from web.words import offer_words

SUBJECTS = (
    overview,
    week,
    session,
    village,
    map_page,
    skies,
    publishing,
    data_page,
    lists,
    rows,
    removal,
    calling,
    subscribe,
    links,
    sheets,
    feed,
    member,
)
FILTERS = ("team", "commune")


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
    """
    app = Flask("web")
    app.config["PUBLIC_URL"] = public_url
    app.config[publishing.HOST] = feed_host
    app.url_map.merge_slashes = False  # a feed's address is right or wrong, never redirected
    app.url_map.converters["day"] = DayConverter
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions[SHELF] = Shelf(folder, now)
    app.extensions[FEEDS] = FeedCopies(folder)
    app.extensions[FETCHES] = Fetches(folder)
    offer_packing(app)
    speak(app)
    guard(app)
    explain_errors(app)
    offer_formats(app)
    offer_words(app)
    app.context_processor(_layout)
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
    return {"language": chosen_language(), "languages": LANGUAGES, "address_in": _address_in}


def _address_in(language: str) -> str:
    """Return the address of this page in another language, with what it is filtered by."""
    kept = {k: request.args[k] for k in FILTERS if k in request.args}
    return f"/{quote(request.path.lstrip('/'))}?{urlencode({**kept, 'lang': language})}"


def _first_steps(nothing: NothingToShow) -> str:
    """Return the page that says what to do before there is a plan; an answer, not an error."""
    return render_template("first_steps.html", has_district=nothing.has_district)
