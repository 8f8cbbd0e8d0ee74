"""Who is signed in: a signed cookie names a session that the store remembers.

The cookie holds random bytes and when it was last renewed, so that it expires when nobody is at
work without a row being added for each look. A browser with which nobody has signed in gets one
too, to bind its forms to; signing in always gives another.
"""

import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request
from itsdangerous import BadSignature, TimestampSigner

from planner.data.sessions import add_session, end_session, session_account
from planner.domain.account import Account
from web.gate.secret import secret_key
from web.headers import host_name
from web.shelf import shelf

COOKIE = "lenban"
IDLE = timedelta(hours=3)
RENEWED_AFTER = timedelta(minutes=10)
SECRET_BYTES = 32


class _Signer(TimestampSigner):
    """Signs with the clock of the app."""

    def get_timestamp(self) -> int:
        """Return the present second."""
        return int(shelf().now().timestamp())


def signer() -> TimestampSigner:
    """Return what signs and reads this app's cookies."""
    return _Signer(secret_key(), salt="lenban session")


def session_of_request() -> Account | None:
    """Return who has signed in with this browser, if the session has not ended or grown stale."""
    secret = _cookie(IDLE)
    if secret is None:
        return None
    account = session_account(shelf().store, secret, now=shelf().now())
    if account is not None and _cookie(RENEWED_AFTER) is None:
        _give(secret)
    return account


def begin_session(account: Account) -> None:
    """Sign somebody in with this browser, under a secret that nobody knew before."""
    end_this_session()
    secret = secrets.token_urlsafe(SECRET_BYTES)
    add_session(shelf().store, secret, account.id, at=shelf().now())
    _give(secret)


def end_this_session() -> None:
    """Sign out whoever is signed in with this browser; its forms are worth nothing any more."""
    secret = _cookie()
    if secret is not None:
        end_session(shelf().store, secret, at=shelf().now())
    g.pop("given", None)
    g.gone = True


def browser_secret(*, make: bool) -> str:
    """Return what this browser's forms are bound to; if it has nothing yet, give it something."""
    known: str | None = g.get("given") or _cookie()
    if known is None and make:
        known = secrets.token_urlsafe(SECRET_BYTES)
        _give(known)
    return known or ""


def _cookie(youngest: timedelta | None = None) -> str | None:
    """Return the secret in the cookie if it is signed by us, and was renewed within a time."""
    signed = request.cookies.get(COOKIE)
    if not signed or g.get("gone"):
        return None
    try:
        age = int(youngest.total_seconds()) if youngest else None
        return signer().unsign(signed, max_age=age).decode()
    except (BadSignature, UnicodeDecodeError):
        return None


def _give(secret: str) -> None:
    g.given = secret


def _is_https() -> bool:
    """Whether the browser reached this page through https, a reverse proxy's if not our own."""
    public = urlsplit(current_app.config["PUBLIC_URL"])
    return request.is_secure or (public.scheme == "https" and host_name() == public.hostname)


def send_cookie(response: Response) -> Response:
    """Return the response with the cookie that this request has earned."""
    if "given" in g:
        response.set_cookie(
            COOKIE,
            signer().sign(g.given).decode(),
            httponly=True,
            samesite="Lax",
            secure=_is_https(),
        )
    elif g.get("gone"):
        response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=_is_https())
    return response


def offer_sessions(app: Flask) -> None:
    """Let ``app`` keep browsers signed in."""
    app.after_request(send_cookie)
