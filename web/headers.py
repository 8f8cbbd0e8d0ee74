"""What every answer says to the browser about safety, and which requests are refused for it.

Pages answer only to this machine's own names and to that of the public address: a page elsewhere
cannot reach them by pointing a foreign name at this machine (DNS rebinding). What needs a secret
link is exempt: phones reach it through whatever host a reverse proxy has.
"""

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1"}
FEED_PREFIX = "/f/"
MEMBER_PREFIX = "/m/"
"""Whoever posts here knows a secret token, which no other site does; no cookie helps them."""
OUTSIDE_PREFIXES = (FEED_PREFIX, MEMBER_PREFIX, "/static/")
"""What phones fetch from outside: feeds, their own page, and the files that it is made of."""

POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "script-src 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def is_feed() -> bool:
    """Whether this request is for a feed, which phones fetch from outside."""
    return request.path.startswith(FEED_PREFIX)


def host_name() -> str:
    """Return the name under which this request was sent, without its port."""
    return urlsplit(f"//{request.host}").hostname or ""


def own_origins() -> set[str]:
    """Return scheme and host of this site: as the request has them, and the public ones."""
    public = urlsplit(current_app.config["PUBLIC_URL"])
    outside = {f"{public.scheme}://{public.netloc}"} if public.netloc else set()
    return {request.host_url[:-1], *outside}


def refuse_foreign_names() -> None:
    """Refuse a page under any name but this machine's own and the public one."""
    public = urlsplit(current_app.config["PUBLIC_URL"]).hostname
    named = LOOPBACK_NAMES | ({public} if public else set())
    if not request.path.startswith(OUTSIDE_PREFIXES) and host_name() not in named:
        abort(HTTPStatus.FORBIDDEN)


def refuse_foreign_posts() -> None:
    """Refuse an unsafe request that another site's page has sent.

    Browsers say where a request comes from in Sec-Fetch-Site, older ones in Origin; one of the
    two must be there and name this very site.
    """
    if request.method in SAFE_METHODS or is_feed() or request.path.startswith(MEMBER_PREFIX):
        return
    site = request.headers.get("Sec-Fetch-Site")
    own = site == "same-origin" if site else request.headers.get("Origin") in own_origins()
    if not own:
        abort(HTTPStatus.FORBIDDEN)


def add_headers(response: Response) -> Response:
    """Return the response with the headers that it has not set itself."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not is_feed() and request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.vary.add("Cookie")
    return response


def guard(app: Flask) -> None:
    """Let ``app`` refuse foreign requests and answer with the headers of this module."""
    app.before_request(refuse_foreign_names)
    app.before_request(refuse_foreign_posts)
    app.after_request(add_headers)
