"""A coordinator at a page of the data: fills in forms as a browser does, and sends workbooks."""

from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from planner.data.store import Store
from planner.domain.district import District
from tests.web import worlds
from web.app import create_app

OWN = {"Sec-Fetch-Site": "same-origin"}


class Form(HTMLParser):
    """The fields that a browser would send from the page's one form that posts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._inside = False
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an input, a select or a box would send."""
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = found.get("method") == "post"
        elif self._inside and tag == "input":
            ticked = found["type"] not in ("checkbox", "radio") or "checked" in found
            if ticked and found["type"] != "file":
                self.fields.setdefault(found["name"], []).append(found.get("value", ""))
        elif self._inside and tag == "select":
            self._select = found["name"]
        elif tag == "option" and self._select:
            # without a choice a browser sends the first
            chosen = "selected" in found or self._select not in self.fields
            self.fields[self._select] = [found["value"]] if chosen else self.fields[self._select]

    def handle_endtag(self, tag: str) -> None:
        """Leave a form, or a select."""
        if tag == "form":
            self._inside = False
        if tag == "select":
            self._select = ""


def small_district() -> District:
    """Return the tiny district without what refers to nothing, as a workbook must be."""
    base = worlds.tiny_district()
    return replace(base, tasks=base.tasks[:1])


def office(folder: Path, district: District | None = None) -> Flask:
    """Return the application over a folder that holds a district, the small one at first."""
    Store.open(folder).add_district(district or small_district(), at=worlds.MADE_AT)
    return create_app(folder, now=lambda: worlds.NOW)


def form_at(client: FlaskClient, address: str) -> dict[str, list[str]]:
    """Return what the form at an address would send as it stands."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return Form(answer.text).fields


def send(client: FlaskClient, address: str, fields: dict[str, Any], **typed: Any) -> TestResponse:
    """Return the answer to a form sent in English; ``typed`` are fields of its first row."""
    changed = {**fields, **{f"0-{name}": value for name, value in typed.items()}}
    return client.post(f"{address}?lang=en", data=changed, headers=OWN)


def bring(client: FlaskClient, content: bytes, name: str = "huyen.xlsx") -> TestResponse:
    """Return the answer to an upload, after its redirection if it was taken."""
    file = FileStorage(BytesIO(content), filename=name, name="file")
    boundary, body = encode_multipart({"file": file})
    return client.post(
        "/data/upload?lang=en",
        data=body,
        headers=OWN,
        content_type=f"multipart/form-data; boundary={boundary}",
        follow_redirects=True,
    )


def current(folder: Path) -> tuple[int, District]:
    """Return the district that holds now, and how many changes there were."""
    store = Store.open(folder)
    return len(store.list_imports()), store.get_district()
