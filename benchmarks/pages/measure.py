"""Every page that a reader can come to by links, asked for again and again.

The pages are found, not listed: from the overview each link is followed, a few addresses of every
route. What is measured is the server's own time, from request to answer, without a network.
"""

import gzip
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from http import HTTPStatus
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from benchmarks.repairs.measure import AT, published
from planner.data.store import Store
from web.app import create_app
from web.gate.acting import DEMO_VISITOR
from web.gate.csrf import FIELD
from web.serving import collect_rarely

PLAN_S = 10.0
ADDRESSES = 3
"""Of each route: the first that are met."""
TIMES = 40
PATIENCE_S = 60.0
NOT_PAGES = {"static", "feed.serve", "robots", "member.worker"}
LINK = re.compile(r'\shref="([^"#]+)')
PART = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """One route: the server's times in milliseconds, and the bytes of a first load, packed."""

    route: str
    addresses: int
    median_ms: float
    p95_ms: float
    first_load: int


def measure(pace: float, seed: int) -> list[Timed]:
    """Return how fast each page of the example is; ``pace`` asks less often."""
    times = max(10, round(TIMES * pace))
    with tempfile.TemporaryDirectory() as folder:
        plan = published(Path(folder) / "data", PLAN_S, seed)
        collect_rarely()
        app = create_app(plan.folder, now=lambda: AT, visitor=DEMO_VISITOR)
        client = app.test_client()
        _with_work(app, client)
        found = _find(app, client)
        return [_timed(client, route, found[route], times) for route in sorted(found)]


def _with_work(app: Flask, client: FlaskClient) -> None:
    """Leave what a week leaves: a road that closed and a draft, so that their pages are there."""
    day = AT.date() + timedelta(days=1)
    segment = Store.open(_folder(app)).get_district().segments[0].id
    _send(client, f"/roads/{segment}", condition="closed", first=day, last=day, source="UBND xã")
    _send(client, "/drafts", plan=1)


def _folder(app: Flask) -> Path:
    found: Path = app.extensions["lenban.shelf"].folder
    return found


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


def _find(app: Flask, client: FlaskClient) -> dict[str, list[str]]:
    """Return some addresses of each route that links lead to."""
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
        if len(known) >= ADDRESSES or endpoint in NOT_PAGES or address in known:
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
        answer = client.get(address, follow_redirects=True)
        if answer.status_code != HTTPStatus.OK or answer.mimetype != "text/html":
            return None
        waits = "Refresh" in answer.headers or 'http-equiv="refresh"' in answer.text
        if not waits or time.monotonic() > until:
            return answer.request.full_path.rstrip("?"), answer.text
        time.sleep(0.2)


def _timed(client: FlaskClient, route: str, addresses: list[str], times: int) -> Timed:
    """Ask for each address, in turn, and return how long the answers took."""
    packed = {"Accept-Encoding": "gzip"}
    took = []
    for _ in range(times):
        for address in addresses:
            began = time.perf_counter()
            client.get(address, headers=packed)
            took.append((time.perf_counter() - began) * 1000)
    return Timed(
        route=route,
        addresses=len(addresses),
        median_ms=median(took),
        p95_ms=quantiles(took, n=20)[-1],
        first_load=max(_first_load(client, address) for address in addresses),
    )


def _first_load(client: FlaskClient, address: str) -> int:
    """Return the bytes of a page and of its style sheets and scripts, as they go over the line."""
    packed = {"Accept-Encoding": "gzip"}
    page = client.get(address, headers=packed)
    text = gzip.decompress(page.data).decode() if page.content_encoding else page.text
    parts = {unescape(part) for part in PART.findall(text)}
    return len(page.data) + sum(len(client.get(part, headers=packed).data) for part in parts)
