"""Calendars to subscribe to, and links to them.

A link is a secret: it is shown once, on the answer to a POST, so that it stands in no address, no
page title, no history and no Referer.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import segno
from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for
from flask_babel import lazy_gettext
from markupsafe import Markup

from calendars.folder import feed_path
from calendars.links import SHORTEST_ID, create_link, find_link
from calendars.subscribers import Audience, subscribers
from planner.domain.district import District
from planner.errors import NotFound
from web.gate.acting import note
from web.headers import LOOPBACK_NAMES
from web.shelf import shelf

blueprint = Blueprint("subscribe", __name__)

TITLES = {
    Audience.DISTRICT: lazy_gettext("The whole district"),
    Audience.TEAM: lazy_gettext("Teams"),
    Audience.COMMUNE: lazy_gettext("Communes"),
    Audience.MEMBER: lazy_gettext("Members"),
    Audience.VILLAGE: lazy_gettext("Villages"),
    Audience.AGENCY: lazy_gettext("Agencies that announce"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A calendar that can be subscribed to; ``note`` says more about whom it is for."""

    key: str
    audience: Audience
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Calendars of one kind."""

    title: object
    offers: tuple[Offer, ...]


@blueprint.get("/subscribe")
def choices() -> str:
    """Return the list of calendars."""
    shown = shelf().shown()
    groups = _groups(shown.district) if shown.revision else []
    return render_template("subscribe.html", shown=shown, groups=groups)


@blueprint.get("/subscribe/<path:feed_key>")
def instructions(feed_key: str) -> str:
    """Return how to subscribe to one calendar."""
    shown = shelf().shown()
    offer = _offer(shown.district, feed_key)
    return render_template("subscribe_one.html", shown=shown, offer=offer)


@blueprint.post("/subscribe/<path:feed_key>")
def create(feed_key: str) -> Response:
    """Create a link to one calendar and return the only page that ever shows it."""
    offer = _offer(shelf().shown().district, feed_key)
    token = create_link(shelf().folder, offer.key, shelf().now())
    note("link_made", offer.name, after=made_link(token))
    return hand_over(offer.key, token)


def made_link(token: str) -> dict[str, str]:
    """Return by what a new link is known to those who cannot use it."""
    link = find_link(shelf().folder, token)
    return {"link": link.id[:SHORTEST_ID]} if link else {}


def hand_over(feed_key: str, token: str) -> Response:
    """Return the page that shows a new link, to a phone's calendar and to its own page."""
    shown = shelf().shown()
    offer = _offer(shown.district, feed_key)
    url = _public_root() + url_for("feed.serve", name=f"{token}.ics")
    own_page = _public_root() + url_for("member.page", token=token)
    page = render_template(
        "subscribe_link.html",
        shown=shown,
        offer=offer,
        url=url,
        webcal="webcal:" + url.partition(":")[2],
        code=_qr(url),
        own_page=own_page,
        own_code=_qr(own_page),
        only_here=_only_here(),
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _groups(district: District) -> list[Group]:
    """Return the published calendars by kind."""
    offers = [offer for offer in _offers(district) if _is_published(offer)]
    groups = (
        Group(title=TITLES[audience], offers=tuple(o for o in offers if o.audience is audience))
        for audience in TITLES
    )
    return [group for group in groups if group.offers]


def _offers(district: District) -> Iterator[Offer]:
    """Yield everybody's calendar, published or not."""
    teams = {team.id: team.name for team in district.teams}
    communes = {commune.code: commune.name for commune in district.communes}
    notes = {f"member-{m.id}": ", ".join(teams[t] for t in m.teams) for m in district.members}
    notes |= {f"village-{v.id}": communes[v.commune] for v in district.villages}
    for who in subscribers(district):
        note = notes.get(who.key, "")
        yield Offer(key=who.key, audience=who.audience, name=who.name, note=note)


def _offer(district: District, feed_key: str) -> Offer:
    for offer in _offers(district):
        if offer.key == feed_key and _is_published(offer):
            return offer
    raise NotFound("no such calendar has been published")


def _is_published(offer: Offer) -> bool:
    return feed_path(shelf().folder, offer.key).is_file()


def _public_root() -> str:
    """Return scheme and host under which phones reach the feeds, without the last slash."""
    configured: str = current_app.config["PUBLIC_URL"]
    return (configured or request.host_url).rstrip("/")


def _only_here() -> bool:
    """Whether the link works on this machine alone."""
    return not current_app.config["PUBLIC_URL"] and request.host.split(":")[0] in LOOPBACK_NAMES


def _qr(url: str) -> Markup:
    """Return the QR code of a link as inline SVG, dark on light in any colour scheme."""
    code = segno.make(url, error="m", micro=False)
    svg = code.svg_inline(scale=4, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    return Markup(svg)  # noqa: S704 - segno writes paths only, no text of the link
