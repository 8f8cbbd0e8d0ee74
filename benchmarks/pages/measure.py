"""Every page that a reader can come to by links, asked for again and again.

The pages are found, not listed: from the overview each link is followed, a few addresses of every
route. What is measured is the server's own time, from request to answer, without a network.
"""

import gzip
import re
import tempfile
import time
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from statistics import median, quantiles

from flask.testing import FlaskClient

from benchmarks.pages.find import find_pages, leave_work
from benchmarks.repairs.measure import AT, published
from web.app import create_app
from web.gate.acting import DEMO_VISITOR
from web.serving import collect_rarely

PLAN_S = 10.0
ADDRESSES = 3
"""Of each route: the first that are met."""
TIMES = 40
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
        leave_work(app, client)
        found = find_pages(app, client, ADDRESSES)
        return [_timed(client, route, found[route], times) for route in sorted(found)]


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
