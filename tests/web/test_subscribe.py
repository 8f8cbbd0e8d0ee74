"""Subscribing: links are made by this site only, and shown once."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from calendars.links import list_links
from tests.web import worlds
from tests.web.html import Page, read
from web.app import create_app

OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a published folder of its own, to make links in."""
    return worlds.published(tmp_path)


def link_on(page: Page) -> str:
    """Return the address that the page hands over."""
    return next(value for tag, name, value in page.attributes if (tag, name) == ("input", "value"))


def test_every_published_calendar_is_offered(client: FlaskClient) -> None:
    offered = [k for k in read(client, "/subscribe").links if k.startswith("/subscribe/")]
    keys = ["district", "team-t1", "team-t2", "commune-c1", "member-m1", "member-m2", "member-m3"]
    keys += ["village-v1", "village-v2", "village-v3", "agency-049626241a43"]
    assert offered == [f"/subscribe/{key}" for key in keys]


def test_before_publishing_the_page_names_the_next_step(tmp_path: Path) -> None:
    worlds.draft(tmp_path)
    text = read(create_app(tmp_path).test_client(), "/subscribe").text
    assert "Chưa có lịch nào vì chưa công bố kế hoạch." in text
    assert "lenban publish" in text


def test_a_link_opens_the_calendar_it_was_made_for(folder: Path) -> None:
    client = create_app(folder, public_url="https://lich.example/").test_client()
    page = Page(client.post("/subscribe/team-t1", headers=OWN).text)
    url = link_on(page)
    assert url.startswith("https://lich.example/f/")
    assert url.replace("https:", "webcal:") in page.links
    feed = client.get(url.removeprefix("https://lich.example"))
    assert feed.data == (folder / "feeds" / "team-t1.ics").read_bytes()


def test_the_link_stands_in_no_title_and_is_kept_nowhere(folder: Path) -> None:
    client = create_app(folder).test_client()
    answer = client.post("/subscribe/district", headers=OWN)
    token = link_on(Page(answer.text)).rpartition("/")[2].removesuffix(".ics")
    assert token not in answer.text.partition("</title>")[0]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert token not in client.get("/subscribe/district").text
    assert [link.feed for link in list_links(folder)] == ["district"]


def test_without_a_public_address_the_page_says_that_phones_cannot_use_it(folder: Path) -> None:
    warning = "Địa chỉ này chỉ mở được trên máy tính này."
    here = create_app(folder).test_client().post("/subscribe/district", headers=OWN)
    public = create_app(folder, public_url="https://lich.example").test_client()
    assert warning in Page(here.text).text
    assert warning not in Page(public.post("/subscribe/district", headers=OWN).text).text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Host": "rebound.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_another_sites_page_cannot_make_links(folder: Path, headers: dict[str, str]) -> None:
    client = create_app(folder).test_client()
    assert client.post("/subscribe/district", headers=headers).status_code == 403
    assert list_links(folder) == ()


def test_an_older_browser_says_only_its_origin(folder: Path) -> None:
    client = create_app(folder).test_client()
    answer = client.post("/subscribe/district", headers={"Origin": "http://localhost"})
    assert answer.status_code == 200


def test_no_such_calendar(folder: Path) -> None:
    client = create_app(folder).test_client()
    assert client.get("/subscribe/team-none").status_code == 404
    assert client.post("/subscribe/team-none", headers=OWN).status_code == 404
    assert list_links(folder) == ()


def test_android_users_learn_the_way_round(client: FlaskClient) -> None:
    text = read(client, "/subscribe/district?lang=en").text
    assert "ICSx5" in text
    assert "Its Android app cannot add an address." in text
