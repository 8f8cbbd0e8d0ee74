"""The form behind a secret link that reports a session: a team's or a member's own ones only.

Whoever has the link may report: no sign-in, no cookie. What keeps others from posting is the token
in the address, which no other site knows. It must work from a copy that is hours old.
"""

from datetime import date
from http import HTTPStatus

from flask import Response, make_response, redirect, render_template, request, url_for

from calendars.links import Link, LinkState
from planner.domain.outcome import Channel, Promised
from planner.errors import Conflict
from planner.planning.register import Told
from web.feed import feed_copies
from web.languages import chosen_language
from web.member import blueprint, reports, say
from web.outcomes import telling
from web.outcomes.page import keep, known
from web.outcomes.telling import Form
from web.shelf import Shown, shelf


@blueprint.route("/m/<token>/outcome/<day:day>/<path:name>", methods=("GET", "POST"))
def outcome(token: str, day: date, name: str) -> Response:
    """Return the form of a session of this link, or take what it says."""
    link = feed_copies().link(token)
    if link is None or not reports(link):
        return say("missing", HTTPStatus.NOT_FOUND)
    if link.state(shelf().now()) is not LinkState.ACTIVE:
        return say("gone", HTTPStatus.GONE)
    shown, told = shelf().shown(), known()
    promised = _own(shown, told, link, name, day)
    if promised is None:
        return say("missing", HTTPStatus.NOT_FOUND)
    if request.method == "POST":
        return _take(shown, told, promised)
    return _form(shown, told, telling.blank(told, promised))


def _take(shown: Shown, told: Told, promised: Promised) -> Response:
    form, read = telling.read(told, telling.typed(told, promised, request.form), Channel.PHONE)
    if read is None:
        return _form(shown, told, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        keep([read])
    except Conflict as other:
        said = other.text(chosen_language())
        return _form(shown, told, form, status=HTTPStatus.CONFLICT, alarm=said)
    done = url_for("member.outcome", **(request.view_args or {}), done=1)
    return make_response(redirect(done, HTTPStatus.SEE_OTHER))


def _own(shown: Shown, told: Told, link: Link, name: str, day: date) -> Promised | None:
    """Return a promised session that this link's calendar has, None if it has not."""
    promised = next((p for p in told.promised if p.key == (name, day)), None)
    if promised is None or shown.revision is None:
        return None
    feed = shelf().ledger(shown.revision.number).feed(link.feed)
    events = feed.events if feed else ()
    own = any(
        e.session == promised.session_id
        and not e.cancelled
        and shown.local(e.start).date() == day
        and e.team == promised.team
        for e in events
    )
    return promised if own else None


def _form(
    shown: Shown,
    told: Told,
    form: Form,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    alarm: str = "",
) -> Response:
    body = render_template(
        "member_outcome.html",
        shown=shown,
        told=told,
        promised=form.promised,
        place=telling.place_of(form.promised.place, told),
        form=form,
        occasion=told.by_key.get(form.promised.key),
        alarm=alarm,
        token=(request.view_args or {})["token"],
        action=request.path,
    )
    return make_response(body, status)
