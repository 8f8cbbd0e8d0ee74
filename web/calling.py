"""The call list of a revision: whom to phone, in what order, with ticks; it prints."""

from http import HTTPStatus

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from calendars.calls import Reach, calls
from calendars.links import list_links
from calendars.news import News
from calendars.publish import news_of
from planner.data.tellings import add_telling, list_told
from web.feed import fetches
from web.gate.acting import note
from web.publishing import KINDS
from web.shelf import shelf

blueprint = Blueprint("calling", __name__)

REACHES = {
    Reach.NO_LINK: lazy_gettext("has no link"),
    Reach.NOT_FETCHED: lazy_gettext("phone has not fetched it yet"),
    Reach.FETCHED: lazy_gettext("phone has fetched it"),
}


@blueprint.get("/calls")
def newest() -> Response:
    """Send the reader to the call list of the newest revision."""
    number = shelf().store.get_revision().number
    return redirect(url_for("calling.page", revision=number))


@blueprint.get("/calls/<int:revision>")
def page(revision: int) -> str:
    """Return the call list of one revision."""
    here = shelf()
    news = _news(revision)
    links, told = list_links(here.folder), list_told(here.store, revision)
    found = calls(news, links, fetches().known(), told)
    return render_template(
        "calls.html",
        shown=here.shown(),
        number=revision,
        newest=here.store.get_revision().number,
        calls=found,
        left=sum(call.told is None for call in found),
        later=[one for one in news if not one.short],
        kinds=KINDS,
        reaches=REACHES,
        done="done" in request.args,
        now=here.now(),
    )


@blueprint.post("/calls/<int:revision>")
def tick(revision: int) -> Response:
    """Note that somebody was told, or take that back."""
    here = shelf()
    feed = request.form.get("feed", "")
    names = {one.subscriber.key: one.subscriber.name for one in _news(revision)}
    if feed not in names:
        abort(HTTPStatus.NOT_FOUND)
    told = request.form.get("told") == "1"
    before = feed in list_told(here.store, revision)
    add_telling(here.store, revision, feed, told=told, at=here.now())
    facts = [{"revision": revision, "told": each} for each in (before, told)]
    note("told" if told else "not_told", names[feed], *facts)
    return redirect(url_for("calling.page", revision=revision), HTTPStatus.SEE_OTHER)


def calls_left(revision: int) -> int:
    """Return how many who get changes of a revision at short notice nobody has called yet."""
    told = list_told(shelf().store, revision)
    return sum(one.short and one.subscriber.key not in told for one in _news(revision))


def _news(revision: int) -> tuple[News, ...]:
    """Return what a revision changed for whom, which never changes itself."""
    here = shelf()
    return here.memory.of(("news", revision), lambda: news_of(here.store, revision))
