"""All links: who has which, when it last fetched what; rotate and revoke."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from calendars.clients import OTHER
from calendars.fetches import Fetch, revisions_behind
from calendars.folder import shown_revision
from calendars.links import (
    SHORTEST_ID,
    Link,
    LinkState,
    get_link,
    list_links,
    revoke_link,
    rotate_link,
)
from calendars.subscribers import Subscriber, subscribers
from planner.domain.district import District
from web.feed import fetches
from web.gate.acting import note
from web.shelf import shelf
from web.subscribe import hand_over, made_link

blueprint = Blueprint("links", __name__)

CLIENTS = {
    "google": "Google",
    "apple": "iPhone, iPad, Mac",
    "icsx5": "ICSx5",
    "android": "Android",
    "thunderbird": "Thunderbird",
    "outlook": "Outlook",
    "nextcloud": "Nextcloud",
    "vdirsyncer": "vdirsyncer",
    "gnome": "GNOME",
    "curl": "curl",
    "browser": lazy_gettext("browser"),
    OTHER: lazy_gettext("another program"),
}
STATES = {
    LinkState.ACTIVE: lazy_gettext("in use"),
    LinkState.REVOKED: lazy_gettext("revoked"),
    LinkState.GONE: lazy_gettext("gone"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One link with its last fetch: how long ago, by what, and how many revisions behind."""

    link: Link
    state: LinkState
    last: Fetch | None
    ago: timedelta | None
    behind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One subscriber and their links, those in use first."""

    name: str
    key: str
    lines: tuple[Line, ...]


@blueprint.get("/links")
def page() -> str:
    """Return all links by subscriber."""
    shown = shelf().shown()
    newest = shown_revision(shelf().folder)
    holders = list(_holders(shown.district, newest))
    active = [x for h in holders for x in h.lines if x.state is LinkState.ACTIVE]
    return render_template(
        "links.html",
        shown=shown,
        holders=holders,
        newest=newest,
        active=len(active),
        behind=sum(line.behind > 0 for line in active),
        clients=CLIENTS,
        states=STATES,
    )


@blueprint.post("/links/<link_id>/revoke")
def revoke(link_id: str) -> Response:
    """Revoke one link."""
    link = get_link(shelf().folder, link_id)
    name = holder_name(link.feed)
    revoke_link(shelf().folder, link.id, shelf().now())
    if link.revoked is None:
        note("link_revoked", name, before={"link": link.id[:SHORTEST_ID]})
    return redirect(url_for("links.page"), 303)


@blueprint.post("/links/<link_id>/rotate")
def rotate(link_id: str) -> Response:
    """Replace one link; the answer is the only page that ever shows the new one."""
    old = get_link(shelf().folder, link_id)
    name = holder_name(old.feed)
    feed, token = rotate_link(shelf().folder, old.id, shelf().now())
    note("link_replaced", name, {"link": old.id[:SHORTEST_ID]}, made_link(token))
    return hand_over(feed, token)


def holder_name(feed: str) -> str:
    """Return whose calendar a feed is, its key if nobody reads it now."""
    known = {who.key: who.name for who in subscribers(shelf().shown().district)}
    return known.get(feed, feed)


def _holders(district: District, newest: int) -> Iterator[Holder]:
    """Yield who has links, in the order of the subscribe page; then feeds nobody reads now."""
    of_feed: dict[str, list[Link]] = {}
    for link in list_links(shelf().folder):
        of_feed.setdefault(link.feed, []).append(link)
    known = {who.key: who for who in subscribers(district)}
    last = fetches().known()
    for key in (*known, *(k for k in of_feed if k not in known)):
        if key in of_feed:
            lines = sorted((_line(x, last, newest) for x in of_feed[key]), key=_by_use)
            yield Holder(name=_name(known.get(key), key), key=key, lines=tuple(lines))


def _name(who: Subscriber | None, key: str) -> str:
    return who.name if who else key


def _line(link: Link, fetched: Mapping[str, Fetch], newest: int) -> Line:
    now = shelf().now()
    last = fetched.get(link.id)
    return Line(
        link=link,
        state=link.state(now),
        last=last,
        ago=now - last.at if last else None,
        behind=revisions_behind(last, newest),
    )


def _by_use(line: Line) -> tuple[bool, str]:
    return (line.state is not LinkState.ACTIVE, line.link.id)
