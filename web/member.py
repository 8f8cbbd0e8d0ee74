"""The personal page behind a secret link: today, the days to come, each session in full.

It shows what the feed of the same link shows, and works without a network after the first load: a
service worker keeps the last copy, the page says how old it is. The token stands in its address
only. Whatever goes wrong, the phone keeps what it has.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from http import HTTPStatus

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    render_template,
    request,
    send_from_directory,
)

from calendars.event import FeedEvent
from calendars.ledger import CANCELLED_PREFIX
from calendars.links import Link, LinkState
from calendars.subscribers import Audience
from planner.domain.outcome import Promised
from planner.domain.place import Place
from planner.domain.team import KitKind, Member
from planner.jobs import outcomes as jobs
from web.board import Card, cards
from web.feed import feed_copies, note_fetch
from web.session import Timeline, kit_list, present, timeline
from web.shelf import Shown, shelf

blueprint = Blueprint("member", __name__)
DAYS_SHOWN = 28
MOST_SESSIONS = 80
REPORTED_WITHIN = timedelta(days=7)

POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
"""Its own script only, which keeps the copy for hours without a network."""
FORM_POLICY = POLICY.replace("form-action 'none'", "form-action 'self'")
FORM_ENDPOINT = "member.outcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One session: as the feed has it, and, if the plan still holds it, all that belongs to it."""

    event: FeedEvent
    title: str
    start: datetime
    end: datetime
    card: Card | None = None
    times: Timeline | None = None
    crew: tuple[Member, ...] = ()
    kits: tuple[tuple[KitKind, int], ...] = ()
    lodging: Place | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day with its sessions."""

    day: date
    entries: tuple[Entry, ...]


@blueprint.get("/m/worker.js")
def worker() -> Response:
    """Return the service worker; it stands here because it may only keep what lies below it."""
    answer = send_from_directory(str(current_app.static_folder), "worker.js")
    answer.headers["Content-Type"] = "text/javascript; charset=utf-8"
    return answer


@blueprint.get("/m/<token>")
def page(token: str) -> Response:
    """Return the page of the link with this token."""
    link = feed_copies().link(token)
    if link is None:
        return say("missing", HTTPStatus.NOT_FOUND)
    now = shelf().now()
    state = link.state(now)
    if state is LinkState.GONE:
        return say("gone", HTTPStatus.GONE)
    revision = feed_copies().revision()
    answer = say("revoked", HTTPStatus.OK) if state is LinkState.REVOKED else _plan(link, now)
    note_fetch(link, now, revision)
    return answer


@blueprint.errorhandler(Exception)
def keep_copy(error: Exception) -> Response:
    """Answer 503, at which the phone shows its copy; the log names no address."""
    current_app.logger.error("a member's page could not be made: %s", type(error).__name__)
    return say("later", HTTPStatus.SERVICE_UNAVAILABLE)


@blueprint.after_request
def keep_secret(response: Response) -> Response:
    """Return the response with what keeps the address of the page to itself."""
    form = request.endpoint == FORM_ENDPOINT
    response.headers["Content-Security-Policy"] = FORM_POLICY if form else POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def say(what: str, status: HTTPStatus) -> Response:
    """Return the page that stands in for one that cannot be shown."""
    return make_response(render_template("member_none.html", what=what), status)


def _plan(link: Link, now: datetime) -> Response:
    shown = shelf().shown()
    if shown.revision is None:
        return say("empty", HTTPStatus.OK)
    feed = shelf().ledger(shown.revision.number).feed(link.feed)
    if feed is None:
        return say("empty", HTTPStatus.OK)
    over = shown.today > shown.plan.horizon.last
    since = shown.plan.horizon.first if over else shown.today
    events = [e for e in feed.events if shown.local(e.start).date() >= since]
    travels = not link.feed.startswith(Audience.VILLAGE)
    days = _days(shown, events[:MOST_SESSIONS], since, crew=travels)
    token = (request.view_args or {})["token"] if reports(link) else ""
    body = render_template(
        "member.html",
        shown=shown,
        name=feed.name.partition(" · ")[0],
        days=days,
        over=over,
        week=_this_week(shown, days),
        loaded=shown.local(now),
        more=len(events) - sum(len(d.entries) for d in days),
        token=token,
        lasting=_lasting_names(shown),
        missing=_missing(shown, feed.events, now) if token else [],
    )
    return make_response(body)


def reports(link: Link) -> bool:
    """Whether whoever has this link may report on its sessions: teams and their members."""
    return link.feed.startswith((f"{Audience.TEAM.value}-", f"{Audience.MEMBER.value}-"))


def _missing(shown: Shown, events: Sequence[FeedEvent], now: datetime) -> list[Promised]:
    """Return the sessions before today of which nobody has told yet, as far back as a week."""
    known = jobs.told(shelf().store, now)
    own = {(e.session, shown.local(e.start).date()) for e in events if not e.cancelled}
    since = shown.today - REPORTED_WITHIN
    return [
        one
        for one in known.promised
        if since <= one.day < shown.today
        and (one.session_id, one.day) in own
        and one.key not in known.by_key
    ]


def _lasting_names(shown: Shown) -> dict[str, str]:
    """Return what sessions are called in every plan, by their ids in this one."""
    stops = (stop for shift in shown.plan.shifts for stop in shift.stops)
    return {stop.session.id: stop.session.lasting_name for stop in stops}


def _days(shown: Shown, events: list[FeedEvent], since: date, *, crew: bool) -> tuple[Day, ...]:
    """Return the days from ``since`` that have sessions, as far as a phone needs them."""
    of_session = {card.stop.session.id: card for card in cards(shown)}
    until = since + timedelta(days=DAYS_SHOWN)
    by_day: dict[date, list[Entry]] = {}
    for event in events:
        entry = _entry(shown, event, of_session.get(event.session), crew=crew)
        if entry.start.date() < until:
            by_day.setdefault(entry.start.date(), []).append(entry)
    return tuple(Day(day=day, entries=tuple(by_day[day])) for day in sorted(by_day))


def _entry(shown: Shown, event: FeedEvent, card: Card | None, *, crew: bool) -> Entry:
    plain = Entry(
        event=event,
        title=event.summary.removeprefix(CANCELLED_PREFIX),
        start=shown.local(event.start),
        end=shown.local(event.end),
    )
    if card is None or event.cancelled:
        return plain
    known = replace(plain, card=card, times=timeline(shown, card))
    return _with_crew(shown, known, card) if crew else known


def _with_crew(shown: Shown, entry: Entry, card: Card) -> Entry:
    """Return the entry with what only those who travel need: who, with what, where to sleep."""
    sleeps = card.shift.end_place
    away = sleeps != card.team.base and card.order == len(card.shift.stops)
    contacts = (d.contact_role for d in shown.district.lodgings if d.place == sleeps)
    return replace(
        entry,
        crew=present(shown, card),
        kits=tuple(kit_list(shown, card.team)),
        lodging=shown.district.place(sleeps) if away else None,
        contact=next(contacts, "") if away else "",
    )


def _this_week(shown: Shown, days: tuple[Day, ...]) -> tuple[int, int]:
    """Return the sessions held, and the people expected, from today to Sunday."""
    sunday = shown.today + timedelta(days=6 - shown.today.weekday())
    held = [e for d in days if d.day <= sunday for e in d.entries if not e.event.cancelled]
    return len(held), sum(e.card.stop.people for e in held if e.card)
