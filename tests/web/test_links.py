"""The page of links: who fetched what, when; replacing and revoking."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calendars.links import LinkState, create_link, list_links
from tests.web import worlds
from tests.web.html import Page, read
from tests.web.test_feed import Clock
from web.app import create_app

OWN = {"Sec-Fetch-Site": "same-origin"}
IPHONE = {"User-Agent": "iOS/16.5 (20F66) dataaccessd/1.0"}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> Flask:
    return create_app(worlds.published(tmp_path), now=clock)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def token(tmp_path: Path, app: Flask) -> str:  # noqa: ARG001 - the app publishes first
    """Return the token of a link to the first team's feed."""
    return create_link(tmp_path, "team-t1", worlds.MADE_AT)


def row(client: FlaskClient) -> list[str]:
    """Return the cells of the only link."""
    _, only = read(client, "/links?lang=en").rows
    return only


def test_a_link_that_never_fetched_has_seen_nothing(client: FlaskClient, token: str) -> None:
    assert token
    assert row(client)[0] == "Tổ lưu động 1"
    assert row(client)[3:5] == ["never", "–"]
    text = read(client, "/links?lang=en").text
    assert "1 link is in use; 1 has not seen revision 1 yet." in text


def test_a_fetch_is_shown_with_its_age_and_the_family_of_the_program(
    client: FlaskClient, token: str, clock: Clock
) -> None:
    client.get(f"/f/{token}.ics", headers=IPHONE)
    clock.moment = worlds.NOW + timedelta(hours=3)
    assert row(client)[3:5] == ["3 h ago iPhone, iPad, Mac", "1"]
    text = read(client, "/links?lang=en").text
    assert "1 link is in use; all have seen revision 1." in text


def test_an_answer_of_304_and_a_look_with_head_count_as_seen(
    client: FlaskClient, token: str
) -> None:
    etag = client.get(f"/f/{token}.ics").headers["ETag"]
    headers = {"If-None-Match": etag, **IPHONE}
    assert client.head(f"/f/{token}.ics", headers=headers).status_code == 304
    assert row(client)[3] == "0 min ago iPhone, iPad, Mac"


def test_a_wrong_token_is_nobodys_fetch(client: FlaskClient, token: str) -> None:
    client.get(f"/f/{token[:-1]}.ics")
    assert row(client)[3] == "never"


def test_revoking(client: FlaskClient, token: str, tmp_path: Path) -> None:
    (link,) = list_links(tmp_path)
    assert client.post(f"/links/{link.id}/revoke", headers=OWN).status_code == 303
    assert row(client)[2].startswith("revoked")
    assert client.get(f"/f/{token}.ics").text.count("BEGIN:VEVENT") == 1


def test_replacing_shows_the_new_link_once(client: FlaskClient, token: str, tmp_path: Path) -> None:
    (old,) = list_links(tmp_path)
    answer = client.post(f"/links/{old.id}/rotate", headers=OWN)
    page = Page(answer.text)
    (new_url,) = [
        value
        for tag, name, value in page.attributes
        if (tag, name) == ("input", "value") and "/f/" in value
    ]
    assert token not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get(new_url.removeprefix("http://localhost")).status_code == 200
    states = [link.state(worlds.NOW) for link in list_links(tmp_path) if link.id == old.id]
    assert states == [LinkState.REVOKED]


def test_another_site_can_do_neither(client: FlaskClient, token: str, tmp_path: Path) -> None:
    (link,) = list_links(tmp_path)
    for what in ("revoke", "rotate"):
        assert client.post(f"/links/{link.id}/{what}").status_code == 403
    assert (list_links(tmp_path), len(token)) == ((link,), 43)


def test_no_such_link(client: FlaskClient) -> None:
    assert client.post("/links/0123456789/revoke", headers=OWN).status_code == 404


def test_no_page_names_a_token(client: FlaskClient, token: str) -> None:
    for address in ("/links", "/subscribe", "/subscribe/team-t1", "/calls/1", "/revisions"):
        assert token not in client.get(address).text
