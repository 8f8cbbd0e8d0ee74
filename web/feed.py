"""The feed route: a published calendar's bytes, exactly as they lie in the data folder.

A calendar client that gets an error page wipes or disables its calendar. So this route answers
only 200, 304, 404 and 410 (405 to what is no GET), in plain text where it is no calendar, and it
never asks the database.
"""

from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, Response, current_app, request
from werkzeug.http import http_date

from calendars.clients import client_family
from calendars.fetches import Fetch, Fetches
from calendars.links import Link, LinkState
from web.feed_copies import Copy, FeedCopies
from web.shelf import shelf

blueprint = Blueprint("feed", __name__)
EXTENSION = "lenban.feeds"
FETCHES = "lenban.fetches"
SUFFIX = ".ics"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
SAYS = {
    HTTPStatus.NOT_FOUND: "Không có lịch ở địa chỉ này.\nThere is no calendar at this address.\n",
    HTTPStatus.GONE: "Liên kết lịch này đã hết hạn.\nThis calendar link has expired.\n",
    HTTPStatus.METHOD_NOT_ALLOWED: "Chỉ đọc được lịch.\nA calendar can only be read.\n",
}
"""Nobody's language is known here, so both stand in the answer."""


@blueprint.route("/f/", defaults={"name": ""}, methods=METHODS)
@blueprint.route("/f/<path:name>", methods=METHODS)
def serve(name: str) -> Response:
    """Return the calendar of the token in ``name``, ``<token>.ics``."""
    if request.method not in ("GET", "HEAD"):
        return _say(HTTPStatus.METHOD_NOT_ALLOWED)
    copies = feed_copies()
    link = copies.link(name.removesuffix(SUFFIX)) if name.endswith(SUFFIX) else None
    if link is None:
        return _say(HTTPStatus.NOT_FOUND)
    return _answer(link, copies)


@blueprint.errorhandler(Exception)
def keep_calendars(error: Exception) -> Response:
    """Answer whatever goes wrong with 404, at which clients keep what they have.

    The log names the error but not the address, which holds the token.
    """
    current_app.logger.error("a feed could not be served: %s", type(error).__name__)
    return _say(HTTPStatus.NOT_FOUND)


def _answer(link: Link, copies: FeedCopies) -> Response:
    now = shelf().now()
    state = link.state(now)
    if state is LinkState.GONE:
        return _say(HTTPStatus.GONE)
    revision = copies.revision()  # before the feed: it may only be newer than this
    copy = copies.revoked(link) if state is LinkState.REVOKED else copies.feed(link.feed)
    if copy is None:
        return _say(HTTPStatus.NOT_FOUND)
    note_fetch(link, now, revision)
    return _calendar(copy)


def note_fetch(link: Link, now: datetime, revision: int) -> None:
    """Remember that this request was answered with all that was published up to ``revision``."""
    client = client_family(request.headers.get("User-Agent", ""))
    fetches().note(link.id, Fetch(at=now, client=client, revision=revision))


def feed_copies() -> FeedCopies:
    """Return the feeds and links of the app that answers this request."""
    found: FeedCopies = current_app.extensions[EXTENSION]
    return found


def fetches() -> Fetches:
    """Return what links have fetched, for the app that answers this request."""
    found: Fetches = current_app.extensions[FETCHES]
    return found


def _say(status: HTTPStatus) -> Response:
    answer = Response(SAYS[status], status=status, content_type="text/plain; charset=utf-8")
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = "GET, HEAD"
    return _private(answer)


def _calendar(copy: Copy) -> Response:
    """Return 304 if the client has these bytes, else the bytes in the coding that it takes."""
    unchanged = _has_already(copy)
    answer = Response(status=HTTPStatus.NOT_MODIFIED if unchanged else HTTPStatus.OK)
    answer.headers["Last-Modified"] = http_date(copy.changed)
    answer.headers["Vary"] = "Accept-Encoding"
    answer.set_etag(copy.etag, weak=True)
    if not unchanged:
        _fill(answer, copy)
    else:
        del answer.headers["Content-Type"]
    return _private(answer)


def _fill(answer: Response, copy: Copy) -> None:
    packed = request.accept_encodings.quality("gzip") > 0
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.set_data(copy.packed if packed else copy.content)  # sets Content-Length, for HEAD too
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'inline; filename="len-ban.ics"'


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _has_already(copy: Copy) -> bool:
    """Whether the client's copy is this one."""
    # RFC 9110, 13.2.2: a date is only looked at where there is no ETag.
    if "If-None-Match" in request.headers:
        return request.if_none_match.contains_weak(copy.etag)
    since = request.if_modified_since
    return since is not None and copy.changed <= since
