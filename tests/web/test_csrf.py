"""Forms bring a token of their own browser: no unsafe route works without, and nothing changes."""

import re
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from calendars.links import create_link
from tests.calendars.scenes import PUBLISHED
from tests.web.client import SECRET, Client
from tests.web.routes import Way, ways
from tests.web.two_communes import client_of, guarded, published, state
from web.gate.csrf import FIELD, HEADER, is_token, make_token
from web.gate.policy import POLICIES

OWN = {"Sec-Fetch-Site": "same-origin"}
TEMPLATES = Path(__file__).parents[2] / "web" / "templates"
POST_FORM = re.compile(r"<form\b[^>]*\bmethod=\"?post\b[^>]*>(.{0,20})", re.IGNORECASE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    published(tmp_path)
    create_link(tmp_path, "commune-c1", PUBLISHED)
    return tmp_path


@pytest.fixture
def app(folder: Path) -> Flask:
    return guarded(folder)


def unsafe(app: Flask) -> list[Way]:
    """Return all routes that change something and ask who it is."""
    return [w for w in ways(app) if not w.safe and not POLICIES[w.endpoint].faceless]


FILLED = {
    "plan": 1,
    "revision": 2,
    "feed": "member-m1",
    "told": "1",
    "name": "Tâm",
    "role": "viewer",
    "version": 4,
    "password": "ruộng lúa bậc thang",
    "again": "ruộng lúa bậc thang",
}
"""What would be right in the forms there are, so that only the token is missing."""


@pytest.mark.parametrize("wrong", ["none", "empty", "made up", "another browser's", "cut"])
def test_without_its_token_no_form_changes_anything(app: Flask, folder: Path, wrong: str) -> None:
    every = unsafe(app)
    assert len(every) > 9
    for way in every:
        client = client_of(app, "coordinator")
        assert isinstance(client, Client)
        with app.test_request_context():
            tokens = {
                "empty": "",
                "made up": "WyJhIiwiYiJd.AAAA",
                "another browser's": make_token("somebody else's secret"),
                "cut": client.token()[:-1],
            }
        before = state(folder)
        data = FILLED | ({} if wrong == "none" else {FIELD: tokens[wrong]})
        got = client.open(way.address, method=way.method, headers=OWN, data=data)
        assert got.status_code == 400, way
        got = client.open(
            way.address, method=way.method, headers={**OWN, HEADER: tokens.get(wrong, "")}
        )
        assert got.status_code == 400, way
        assert state(folder) == before, way


def test_without_a_cookie_no_token_is_right(app: Flask) -> None:
    for way in unsafe(app):
        client = app.test_client()
        with app.test_request_context():
            data = FILLED | {FIELD: make_token("")}
        got = client.open(way.address, method=way.method, headers=OWN, data=data)
        assert got.status_code in (303, 400), way
        assert got.status_code == 400 or got.headers["Location"].startswith("/sign-in"), way


def test_with_its_token_a_form_works(app: Flask, folder: Path) -> None:
    """The proof that the tests above fill forms rightly: but for the token they would work."""
    client = client_of(app, "coordinator")
    assert isinstance(client, Client)
    for address in ("/publish", "/accounts", "/calls/1", "/subscribe/district"):
        before = state(folder)
        data = FILLED | {FIELD: client.token()}
        got = client.open(address, method="POST", headers=OWN, data=data)
        assert got.status_code in (200, 303), address
        assert state(folder) != before, address


def test_another_site_is_refused_even_with_the_token(app: Flask, folder: Path) -> None:
    for way in unsafe(app):
        client = client_of(app, "coordinator")
        assert isinstance(client, Client)
        before = state(folder)
        for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            sent = {**headers, HEADER: client.token()}
            got = client.open(way.address, method=way.method, headers=sent, data=FILLED)
            assert got.status_code == 403, way
        assert state(folder) == before, way


def test_each_page_has_another_token_so_that_packing_betrays_none(app: Flask) -> None:
    client = client_of(app, "coordinator")
    found = [re.findall(rf'name="{FIELD}" value="([^"]+)"', client.get("/me").text) for _ in "ab"]
    assert len({token for tokens in found for token in tokens}) == sum(map(len, found)) > 2


def test_every_form_of_every_template_has_a_token() -> None:
    forms = {
        (path.name, after.strip()[:12])
        for path in TEMPLATES.rglob("*.html")
        for after in POST_FORM.findall(path.read_text(encoding="utf-8"))
    }
    assert len(forms) > 5
    # a member's form has none: their link is a secret, and they have no cookie
    phones = {("outcome_fields.html", "{{ csrf() if")}
    assert {after for _, after in forms - phones} == {"{{ csrf() }}"}


@given(text=st.text(max_size=80))
def test_no_text_is_a_token(published_folder: Path, text: str) -> None:
    with guarded(published_folder).test_request_context():
        assert not is_token(text, SECRET)
