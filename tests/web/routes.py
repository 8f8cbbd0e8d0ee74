"""Every route of the product with an address that leads somewhere, and how it may be used."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from calendars.links import list_links
from tests.calendars.scenes import MONDAY
from web.headers import SAFE_METHODS
from web.shelf import EXTENSION as SHELF

VALUES: dict[str, Any] = {
    "token": "no-such-token",
    "name": "no-such-feed.ics",
    "filename": "style.css",
    "session_id": "v1/day/1",
    "village_id": "v1",
    "commune": "c1",
    "feed_key": "commune-c1",
    "team_id": "t1",
    "monday": MONDAY,
    "day": MONDAY,
    "revision": 1,
    "link_id": "",
    "account_id": 4,
    "number": 1,
    "version": 1,
    "plan": 1,
    "session": "v1/day/1",
    "village": "v1",
    "segment_id": "seat-v1",
    "form": "docx",
    "table": "villages",
    "row_id": "v1",
}
"""What stands in addresses of Hai Xã; a route with another name in it needs one more line."""


@dataclass(frozen=True)
class Way:
    """One method of one route."""

    endpoint: str
    method: str
    address: str

    @property
    def safe(self) -> bool:
        """Whether it only reads."""
        return self.method in SAFE_METHODS


def ways(app: Flask, **values: Any) -> list[Way]:
    """Return every route with each of its methods, as to the first commune's things."""
    links = list_links(app.extensions[SHELF].folder)
    known = {**VALUES, "link_id": links[0].id if links else "0" * 64, **values}
    return [way for rule in app.url_map.iter_rules() for way in _ways(app, rule, known)]


def _ways(app: Flask, rule: Rule, known: dict[str, Any]) -> Iterator[Way]:
    given = {name: known[name] for name in rule.arguments if name not in (rule.defaults or {})}
    with app.test_request_context():
        built = rule.build({**given, **(rule.defaults or {})})
    assert built is not None, rule
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
        yield Way(rule.endpoint, method, built[1])
