"""Where links lead: some addresses of every page that a reader can come to from the overview."""

import re
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from html import unescape
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from web.gate.csrf import FIELD
from web.shelf import EXTENSION as SHELF
from web.shelf import Shelf

PATIENCE_S = 240.0
NOT_PAGES = {"static", "feed.serve", "robots", "member.worker"}
LINK = re.compile(r'\shref="([^"#]+)')


def leave_work(app: Flask, client: FlaskClient) -> None:
    """Leave what a week leaves: a road that closed and a draft, so that their pages are there."""
    shelf: Shelf = app.extensions[SHELF]
    day = shelf.now().date() + timedelta(days=1)
    segment = shelf.store.get_district().segments[0].id
    _send(client, f"/roads/{segment}", condition="closed", first=day, last=day, source="UBND xã")
    _send(client, "/drafts", plan=1)


def _send(client: FlaskClient, address: str, **form: object) -> None:
    """Send a form as a browser does, with the token of the page that has it."""
    page = client.get(address).text
    token = re.search(rf'name="{FIELD}" value="([^"]+)"', page)
    if token is None:
        raise RuntimeError(f"{address} has no form")
    sent = client.post(
        address,
        data={FIELD: token[1], **{k: str(v) for k, v in form.items()}},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    if sent.status_code != HTTPStatus.SEE_OTHER:
        raise RuntimeError(f"{address}: {sent.status}")


def find_pages(app: Flask, client: FlaskClient, most: int) -> dict[str, list[str]]:
    """Return at most so many addresses of each route (endpoint) that links lead to."""
    routes = app.url_map.bind("localhost")
    found: dict[str, list[str]] = {}
    waiting, seen = ["/"], {"/"}
    while waiting:
        address = waiting.pop(0)
        answer = _ready(client, address)
        if answer is None:
            continue
        address, page = answer
        try:
            endpoint, _ = routes.match(urlsplit(address).path)
        except HTTPException:
            continue
        known = found.setdefault(endpoint, [])
        if len(known) >= most or endpoint in NOT_PAGES or address in known:
            continue
        known.append(address)
        for link in _links(page):
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return {route: known for route, known in found.items() if known}


def _links(page: str) -> Iterator[str]:
    for link in LINK.findall(page):
        address = unescape(link)
        if address.startswith("/") and "lang=" not in address:
            yield address


def _ready(client: FlaskClient, address: str) -> tuple[str, str] | None:
    """Return where an address leads and the page there, once all that it waits for is there.

    None if there is no page.
    """
    until = time.monotonic() + PATIENCE_S
    while True:
        with closing(client.get(address, follow_redirects=True)) as answer:
            if answer.status_code != HTTPStatus.OK or answer.mimetype != "text/html":
                return None
            if 'http-equiv="refresh"' not in answer.text or time.monotonic() > until:
                return answer.request.full_path.rstrip("?"), answer.text
        time.sleep(0.2)
