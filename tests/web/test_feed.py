"""The feed route: only 200, 304, 404, 410; the same bytes for everybody who may have them."""

import gzip
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendars.folder import feed_path
from calendars.links import create_link, list_links, revoke_link
from tests.web import worlds
from web.app import create_app


@dataclass
class Clock:
    """A clock that tests set."""

    moment: datetime = worlds.NOW

    def __call__(self) -> datetime:
        """Return the moment that was set."""
        return self.moment


@dataclass
class Phone:
    """A client with a link to the district's feed."""

    client: FlaskClient
    folder: Path
    token: str
    clock: Clock

    def get(self, **headers: str) -> TestResponse:
        """Ask for the feed with these headers (underscores for dashes)."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(f"/f/{self.token}.ics", headers=named)

    @property
    def content(self) -> bytes:
        """The feed's bytes as published."""
        return feed_path(self.folder, "district").read_bytes()


@pytest.fixture
def phone(tmp_path: Path) -> Phone:
    """Return a phone over a published plan of its own."""
    worlds.published(tmp_path)
    clock = Clock()
    app = create_app(tmp_path, now=clock)
    token = create_link(tmp_path, "district", worlds.MADE_AT)
    return Phone(client=app.test_client(), folder=tmp_path, token=token, clock=clock)


def test_the_bytes_are_those_that_were_published(phone: Phone) -> None:
    answer = phone.get()
    assert (answer.status_code, answer.data) == (200, phone.content)
    assert answer.content_length == len(phone.content)


def test_headers(phone: Phone) -> None:
    answer = phone.get()
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'inline; filename="len-ban.ics"'
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["ETag"].startswith('W/"')
    assert "Set-Cookie" not in answer.headers


def test_gzip_has_the_same_etag_and_the_same_bytes_inside(phone: Phone) -> None:
    plain, packed = phone.get(), phone.get(Accept_Encoding="br, gzip;q=0.5")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.content_length == len(packed.data)
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert packed.data == phone.get(Accept_Encoding="gzip").data


@pytest.mark.parametrize("coding", ["", "identity", "gzip;q=0", "br"])
def test_identity_for_who_does_not_take_gzip(phone: Phone, coding: str) -> None:
    answer = phone.get(Accept_Encoding=coding)
    assert "Content-Encoding" not in answer.headers
    assert answer.data == phone.content


@pytest.mark.parametrize(
    "form", ["{weak}", "{strong}", '"other", {weak}', '{strong}, "other"', "*", ' W/"x" ,{weak}']
)
def test_if_none_match_that_matches(phone: Phone, form: str) -> None:
    weak = phone.get().headers["ETag"]
    answer = phone.get(If_None_Match=form.format(weak=weak, strong=weak.removeprefix("W/")))
    assert (answer.status_code, answer.data) == (304, b"")
    for name in ("ETag", "Vary", "Cache-Control"):
        assert answer.headers[name] == phone.get().headers[name]


@pytest.mark.parametrize("header", ['"other"', 'W/"other", "more"', ""])
def test_if_none_match_outweighs_the_date(phone: Phone, header: str) -> None:
    now = format_datetime(datetime(2100, 1, 1, tzinfo=UTC), usegmt=True)
    assert phone.get(If_None_Match=header, If_Modified_Since=now).status_code == 200


def test_if_modified_since(phone: Phone) -> None:
    changed = phone.get().last_modified
    assert changed is not None
    before = format_datetime(changed - timedelta(seconds=1), usegmt=True)
    assert phone.get(If_Modified_Since=format_datetime(changed, usegmt=True)).status_code == 304
    assert phone.get(If_Modified_Since=before).status_code == 200
    assert phone.get(If_Modified_Since="yesterday").status_code == 200


def test_head_says_what_get_would(phone: Phone) -> None:
    got = phone.get()
    head = phone.client.head(f"/f/{phone.token}.ics")
    assert (head.status_code, head.data) == (200, b"")
    for name in ("Content-Length", "ETag", "Last-Modified", "Content-Type", "Vary"):
        assert head.headers[name] == got.headers[name]


def test_every_wrong_token_gets_the_same_answer(phone: Phone) -> None:
    wrong = ["x", "x" * 43, phone.token[:-1] + "~", "../lenban.sqlite", "%00", "a/b/c", "ă"]
    names = [f"{token}.ics" for token in wrong] + [phone.token, "", f"{phone.token}.txt"]
    answers = [phone.client.get(f"/f/{name}") for name in names]
    assert {a.status_code for a in answers} == {404}
    assert {a.data for a in answers} == {answers[0].data}
    assert {str(a.headers) for a in answers} == {str(answers[0].headers)}
    assert answers[0].headers["Content-Type"] == "text/plain; charset=utf-8"


def test_no_redirect_whatever_the_slashes(phone: Phone) -> None:
    for path in (f"/f//{phone.token}.ics", f"/f/{phone.token}.ics/", "/f//"):
        assert phone.client.get(path).status_code == 404


def test_a_revoked_link_says_so_for_ninety_days_and_is_then_gone(phone: Phone) -> None:
    revoke_link(phone.folder, list_links(phone.folder)[0].id, worlds.NOW)
    phone.clock.moment = worlds.NOW + timedelta(days=89, hours=23)
    answer = phone.get()
    assert answer.status_code == 200
    assert answer.text.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Liên kết lịch đã bị thu hồi" in answer.text
    assert answer.data == phone.get().data
    phone.clock.moment = worlds.NOW + timedelta(days=90)
    assert phone.get().status_code == 410
    assert phone.get().headers["Content-Type"] == "text/plain; charset=utf-8"


def test_it_works_without_any_database(phone: Phone) -> None:
    for path in phone.folder.glob("lenban.sqlite*"):
        path.unlink()
    assert phone.get().data == phone.content
    assert not list(phone.folder.glob("lenban.sqlite*"))


def test_it_works_with_a_broken_database(phone: Phone) -> None:
    for path in phone.folder.glob("lenban.sqlite*"):
        path.unlink()
    (phone.folder / "lenban.sqlite").write_bytes(b"not a database" * 100)
    assert phone.get().data == phone.content
    assert phone.client.get("/").status_code == 500


def test_an_unreadable_feed_is_answered_from_memory(phone: Phone) -> None:
    good = phone.get()
    path = feed_path(phone.folder, "district")
    path.unlink()
    path.mkdir()
    assert phone.get().data == good.data
    assert phone.get(If_None_Match=good.headers["ETag"]).status_code == 304


def test_a_cut_off_feed_is_never_shown(phone: Phone) -> None:
    good = phone.get().data
    feed_path(phone.folder, "district").write_bytes(good[:200])
    assert phone.get().data == good


def test_an_unreadable_link_is_answered_from_memory(phone: Phone) -> None:
    good = phone.get().data
    for path in (phone.folder / "links").glob("*.json"):
        path.write_bytes(b"{")
    assert phone.get().data == good


def test_what_was_never_read_is_404_not_an_error(phone: Phone) -> None:
    feed_path(phone.folder, "district").unlink()
    for path in (phone.folder / "links").glob("*.json"):
        path.write_bytes(b"{")
    assert phone.get().status_code == 404


def test_a_newer_revision_is_served_at_once(phone: Phone) -> None:
    old = phone.get()
    newer = phone.content.replace(b"Hu\xe1\xbb\x95i", b"Ch\xe1\xbb\x95i")
    feed_path(phone.folder, "district").write_bytes(newer)
    answer = phone.get(If_None_Match=old.headers["ETag"])
    assert (answer.status_code, answer.data) == (200, newer)


def test_a_calendar_is_only_read(phone: Phone) -> None:
    answer = phone.client.post(f"/f/{phone.token}.ics")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_phones_reach_it_under_any_name_and_language(phone: Phone) -> None:
    answer = phone.client.get(f"/f/{phone.token}.ics?lang=en", headers={"Host": "lenban.example"})
    assert answer.data == phone.content
    assert "Set-Cookie" not in answer.headers


def test_no_log_names_the_token(phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> datetime:
        raise RuntimeError(f"clock of {phone.token}")

    client = create_app(phone.folder, now=broken).test_client()
    with caplog.at_level(logging.DEBUG):
        answer = client.get(f"/f/{phone.token}.ics")
    assert answer.status_code == 404
    assert [r.getMessage() for r in caplog.records] == ["a feed could not be served: RuntimeError"]
    assert phone.token not in caplog.text


def test_robots_may_fetch_feeds_to_read_that_they_are_not_indexed(client: FlaskClient) -> None:
    assert client.get("/robots.txt").text == "User-agent: *\nAllow: /f/\nDisallow: /\n"
