"""Who is acting in this request, and the line that each change leaves in the audit."""

from ipaddress import ip_address

from flask import Flask, current_app, g, request

from planner.data.audit import Entry, add_entry, facts_of
from planner.domain.account import Account, Role, Standing
from web.gate.sessions import session_of_request
from web.headers import LOOPBACK_NAMES, host_name
from web.shelf import shelf

VISITOR = "VISITOR"
DEMO_VISITOR = Account(
    id=0, name="Khách dùng thử", standing=Standing(role=Role.COORDINATOR), version=0
)
"""Whom the demo signs in: whoever opens its pages on this very machine."""


def acting() -> Account | None:
    """Return who is signed in, None if nobody is."""
    found: Account | None = g.get("acting")
    return found


def acting_name() -> str:
    """Return the name of who is signed in, nothing if nobody is."""
    who = acting()
    return who.name if who else ""


def identify() -> Account | None:
    """Find out who is signed in, once for a request, and return them."""
    g.acting = session_of_request()
    g.by_session = g.acting is not None
    if g.acting is None and _is_here():
        g.acting = current_app.config[VISITOR]
    return acting()


def note(
    what: str,
    subject: str,
    before: object | None = None,
    after: object | None = None,
    *,
    who: str = "",
) -> None:
    """Keep in the audit that who is signed in has changed something.

    Parameters
    ----------
    what
        A key of ``web.gate.deeds.DEEDS``.
    subject
        What people call the thing that was changed.
    before, after
        Its facts: a mapping or a dataclass, None where it was not there. Never a secret.
    who
        Another name than that of who is signed in: nobody is yet when an account is set up.
    """
    here, doer = shelf(), acting()
    entry = Entry(
        at=here.now(),
        who=who or (doer.name if doer else "?"),
        what=what,
        subject=subject,
        before=facts_of(before),
        after=facts_of(after),
    )
    add_entry(here.store, entry)


def _is_here() -> bool:
    """Whether the request comes from this machine, under its own name."""
    try:
        near = ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        near = False
    return near and host_name() in LOOPBACK_NAMES


def _known() -> dict[str, object]:
    """Return what the frame of a page says of who is signed in."""
    return {"me": acting(), "by_session": g.get("by_session", False)}


def offer_acting(app: Flask) -> None:
    """Let the pages of ``app`` know who is signed in."""
    app.context_processor(_known)
