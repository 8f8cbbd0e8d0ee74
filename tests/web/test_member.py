"""The personal page behind a link: what it shows, to whom, and how it keeps to itself."""

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from calendars.links import create_link, list_links, revoke_link
from calendars.publish import publish
from planner.data.store import Store
from tests.web import worlds
from tests.web.html import Page
from tests.web.test_feed import Clock
from web.app import create_app

EARLY = worlds.at(worlds.MONDAY, 7)


class Phone:
    """A phone with the page of one feed."""

    def __init__(self, folder: Path, feed: str = "member-m1") -> None:
        self.folder = folder
        self.clock = Clock(EARLY)
        self.client: FlaskClient = create_app(folder, now=self.clock).test_client()
        self.token = create_link(folder, feed, worlds.MADE_AT)

    def page(self, language: str = "en") -> Page:
        """Return the page, which must be there."""
        answer = self.client.get(f"/m/{self.token}?lang={language}")
        assert answer.status_code == 200
        return Page(answer.text)


@pytest.fixture
def phone(tmp_path: Path) -> Phone:
    return Phone(worlds.published(tmp_path))


def test_today_and_the_days_to_come(phone: Phone) -> None:
    text = phone.page().text
    assert "Thành viên 1 (ví dụ)" in text
    assert "This week: 2 sessions, 85 people" in text
    assert "Today · Monday, 5 September 2022" in text
    assert "Tuesday, 6 September 2022" in text
    assert "Published, revision 1" in text


def test_a_session_is_complete_without_signal(phone: Phone) -> None:
    text = phone.page().text
    for fact in (
        "17:00–20:00",
        "Leave 16:00 from Trung tâm xã Một",
        "Arrive 16:45",
        "Open to people 17:45–19:30",
        "C Cấp thẻ căn cước; V Kích hoạt",
        "People expected 45",
        "Team Tổ lưu động 1",
        "Kit 1 × enrolment kit",
        "Night Nhà khách",
        "Coordinates 21.71000, 102.80000",
    ):
        assert fact in text
    assert "geo:21.71000,102.80000?q=21.71000,102.80000" in phone.page().links


def test_it_speaks_vietnamese_first_and_leaves_no_cookie(phone: Phone) -> None:
    answer = phone.client.get(f"/m/{phone.token}")
    assert "Hôm nay" in answer.text
    assert 'lang="vi"' in answer.text
    other = phone.client.get(f"/m/{phone.token}?lang=en")
    assert [r.headers.getlist("Set-Cookie") for r in (answer, other)] == [[], []]


def test_days_gone_by_are_left_out(phone: Phone) -> None:
    phone.clock.moment = worlds.NOW
    text = phone.page().text
    assert "5 September" not in text.partition("Tuesday")[2]
    assert "Today · Tuesday, 6 September 2022" in text


def test_each_sees_only_their_own(tmp_path: Path) -> None:
    phone = Phone(worlds.published(tmp_path), "member-m3")
    text = phone.page().text
    assert "Trung tâm xã Một" in text
    assert "Huổi Một" not in text


def test_villagers_are_told_no_names_of_people(tmp_path: Path) -> None:
    phone = Phone(worlds.published(tmp_path), "village-v1")
    text = phone.page().text
    assert "Open to people 17:45–19:30" in text
    assert "Thành viên" not in text
    assert "Night" not in text


def test_a_cancelled_session_stays_and_says_so(phone: Phone) -> None:
    store = Store.open(phone.folder)
    plan = worlds.tiny_plan()
    plan_id = store.add_plan(replace(plan, shifts=plan.shifts[:1]), district_id=1, at=EARLY)
    publish(store, plan_id, folder=phone.folder, at=EARLY, host="lenban.example")
    text = phone.page().text
    assert "17:00–20:00 Cancelled" in text
    assert "This week: 1 session, 45 people" in text


def test_risk_and_fallback_are_told(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    district = store.add_district(worlds.tiny_district(), at=worlds.MADE_AT)
    plan_id = store.add_plan(worlds.rainy_plan(), district_id=district, at=worlds.MADE_AT)
    publish(store, plan_id, folder=tmp_path, at=worlds.MADE_AT, host="lenban.example")
    text = Phone(tmp_path).page().text
    assert "Often rained off" in text
    assert "If the road is closed go to Bản" in text


def test_a_plan_that_is_over_says_so_and_is_still_there(phone: Phone) -> None:
    phone.clock.moment = worlds.at(worlds.MONDAY, 8) + timedelta(days=400)
    page = phone.page()
    assert "This plan ended on 18 Sep 2022." in page.text
    assert "Huổi Một" in page.text


def test_wrong_revoked_and_gone(phone: Phone) -> None:
    wrong = phone.client.get(f"/m/{phone.token[:-1]}?lang=en")
    assert (wrong.status_code, "There is no page at this address" in wrong.text) == (404, True)
    revoke_link(phone.folder, list_links(phone.folder)[0].id, EARLY)
    page = phone.page()
    assert "This link was revoked" in page.text
    assert "Huổi Một" not in page.text
    phone.clock.moment = EARLY + timedelta(days=91)
    assert phone.client.get(f"/m/{phone.token}").status_code == 410


def test_it_keeps_its_address_to_itself(phone: Phone) -> None:
    answer = phone.client.get(f"/m/{phone.token}", headers={"Host": "lich.example"})
    assert answer.status_code == 200
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "script-src 'none'" not in answer.headers["Content-Security-Policy"]
    # nowhere but in the links to the reports of its own sessions
    own = f'href="/m/{phone.token}/outcome/{worlds.MONDAY}/v1:evening:t1"'
    assert own in answer.text
    assert phone.token not in answer.text.replace(own, "")


def test_its_parts_open_under_any_name_and_the_coordinators_pages_do_not(phone: Phone) -> None:
    outside = {"Host": "lich.example"}
    for part in ("/m/worker.js", "/static/member.js", "/static/member.css"):
        with phone.client.get(part, headers=outside) as answer:
            assert answer.status_code == 200
    for page in ("/", "/links", "/calls/1", "/publish", "/print"):
        assert phone.client.get(page, headers=outside).status_code == 403


def test_the_load_counts_as_a_fetch(phone: Phone) -> None:
    phone.page()
    text = Page(phone.client.get("/links?lang=en").text).text
    assert "all have seen revision 1." in text


def test_without_the_store_the_phone_is_told_to_come_back(
    phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    for path in phone.folder.glob("lenban.sqlite*"):
        path.unlink()
    (phone.folder / "lenban.sqlite").write_bytes(b"not a database" * 100)
    with caplog.at_level(logging.DEBUG):
        answer = phone.client.get(f"/m/{phone.token}?lang=en")
    assert answer.status_code == 503
    assert "The plan cannot be shown right now" in answer.text
    assert phone.token not in caplog.text
