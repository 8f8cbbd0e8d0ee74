"""Publishing on the page: the difference first; who is late changes nothing; going back; calls."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calendars.fetches import Fetch
from calendars.folder import shown_revision
from calendars.links import list_links
from calendars.publish import publish
from planner.data.store import Store
from planner.domain.plan import Plan
from tests.web import worlds
from tests.web.html import Page, read
from web.app import create_app
from web.feed import FETCHES

OWN = {"Sec-Fetch-Site": "same-origin"}


def later_plan() -> Plan:
    """Return the plan with v2's session an hour later and without the office's."""
    first, second, _ = worlds.tiny_plan().shifts
    stop = second.stops[0]
    moved = replace(stop, start=worlds.at(worlds.TUESDAY, 18))
    return replace(worlds.tiny_plan(), shifts=(first, replace(second, stops=(moved,))))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a published folder with a newer draft."""
    worlds.published(tmp_path)
    store = Store.open(tmp_path)
    store.add_plan(later_plan(), district_id=1, at=worlds.NOW)
    return tmp_path


@pytest.fixture
def app(folder: Path) -> Flask:
    """Return the application in the morning of Tuesday, the day of v2's session."""
    return create_app(folder, feed_host="lenban.example", now=lambda: worlds.NOW)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def confirm(client: FlaskClient, plan: object = 2, revision: object = 2) -> tuple[int, str]:
    """Return status and text of the answer to pressing the button."""
    form = {"plan": plan, "revision": revision}
    answer = client.post("/publish?lang=en", data=form, headers=OWN)
    return answer.status_code, answer.headers.get("Location", "") or Page(answer.text).text


def test_the_difference_comes_first(client: FlaskClient, folder: Path) -> None:
    text = read(client, "/publish?lang=en").text
    assert "Publish plan 2 as revision 2?" in text
    assert "Moved 1 session" in text
    assert "Bản Nậm Hai : 17:00 → 18:00 Tuesday 6 Sep" in text
    assert "Of them to be called 4 under 48 h notice" in text
    assert shown_revision(folder) == 1


def test_every_page_tells_of_a_newer_draft(client: FlaskClient) -> None:
    assert "a newer draft waits: plan 2" in read(client, "/?lang=en").text
    confirm(client)
    assert "a newer draft waits" not in read(client, "/?lang=en").text


def test_the_button_publishes_what_was_shown(client: FlaskClient, folder: Path) -> None:
    assert confirm(client) == (303, "/calls/2?done=1")
    assert shown_revision(folder) == 2
    text = read(client, "/calls/2?done=1&lang=en").text
    assert "Revision 2 is published: every calendar shows it from now on." in text


def test_who_comes_second_gets_409_with_the_difference_to_the_first(
    client: FlaskClient, folder: Path
) -> None:
    store = Store.open(folder)
    publish(store, 2, folder=folder, at=worlds.NOW, host="lenban.example")
    status, text = confirm(client, plan=1, revision=2)
    assert status == 409
    assert "Somebody else has published meanwhile, so nothing was done." in text
    assert "Publish plan 1 as revision 3?" in text
    assert shown_revision(folder) == 2


@pytest.mark.parametrize("form", [{}, {"plan": "x", "revision": 2}, {"plan": 2}])
def test_a_form_that_lacks_something_is_refused(
    client: FlaskClient, folder: Path, form: dict[str, object]
) -> None:
    assert client.post("/publish", data=form, headers=OWN).status_code == 400
    assert shown_revision(folder) == 1


def test_another_site_cannot_publish(client: FlaskClient, folder: Path) -> None:
    answer = client.post("/publish", data={"plan": 2, "revision": 2})
    assert (answer.status_code, shown_revision(folder)) == (403, 1)


def test_an_unknown_plan_is_not_found(client: FlaskClient) -> None:
    assert client.get("/publish?plan=9").status_code == 404


def test_going_back_is_a_new_revision(client: FlaskClient, folder: Path) -> None:
    confirm(client)
    page = read(client, "/revisions?lang=en")
    assert [row[0] for row in page.rows[1:]] == ["2 now on phones", "1"]
    assert "/publish?plan=1" in page.links
    assert confirm(client, plan=1, revision=3) == (303, "/calls/3?done=1")
    assert Store.open(folder).get_revision().plan_id == 1


def test_before_the_first_publication_every_session_is_new(tmp_path: Path) -> None:
    worlds.draft(tmp_path)
    client = create_app(tmp_path, now=lambda: worlds.MADE_AT).test_client()
    text = read(client, "/publish?lang=en").text
    assert "New 3 sessions" in text
    assert "It is the first revision: every session is new." in text
    assert "/publish" in read(client, "/").links
    assert "Nothing has been published yet." in read(client, "/revisions?lang=en").text


def rows(client: FlaskClient) -> list[list[str]]:
    """Return who is on the call list of revision 2, with what the list says of their phone."""
    return [[row[0], row[3]] for row in read(client, "/calls/2?lang=en").rows[1:5]]


def test_the_call_list_is_in_order_and_ticked_off(client: FlaskClient) -> None:
    confirm(client)
    before = rows(client)
    assert {phone for _, phone in before} == {"Has no link"}
    data = {"feed": "member-m1", "told": "1"}
    assert client.post("/calls/2", data=data, headers=OWN).status_code == 303
    names = [name for name, _ in rows(client)]
    assert names[-1] == "Thành viên 1 (ví dụ)"
    assert "3 people and offices are left to call" in read(client, "/calls/2?lang=en").text
    client.post("/calls/2", data={**data, "told": "0"}, headers=OWN)
    assert rows(client) == before


def test_whose_phone_has_fetched_it_is_called_last(app: Flask, client: FlaskClient) -> None:
    confirm(client)
    client.post("/subscribe/member-m1", headers=OWN)
    (link,) = list_links(app.extensions["lenban.shelf"].folder)
    assert ["Thành viên 1 (ví dụ)", "Phone has not fetched it yet"] in rows(client)
    seen = Fetch(at=worlds.NOW, client="apple", revision=2)
    app.extensions[FETCHES].note(link.id, seen)
    name, phone = rows(client)[-1]
    assert name == "Thành viên 1 (ví dụ)"
    assert phone.startswith("Phone has fetched it 09:00")


def test_nobody_is_ticked_off_who_is_not_on_the_list(client: FlaskClient) -> None:
    confirm(client)
    data = {"feed": "team-none", "told": "1"}
    assert client.post("/calls/2", data=data, headers=OWN).status_code == 404
    assert client.get("/calls/9").status_code == 404


def test_the_call_list_without_a_number_is_the_newest(client: FlaskClient) -> None:
    confirm(client)
    assert client.get("/calls").headers["Location"] == "/calls/2"
    assert "A newer revision has been published since." in read(client, "/calls/1?lang=en").text


def test_what_changes_nothing_has_no_button(client: FlaskClient) -> None:
    page = read(client, "/publish?plan=1&lang=en")
    assert "Nothing would change on any phone." in page.text
    assert "Publish revision 2" not in page.text
    assert "Publish revision 2" in read(client, "/publish?plan=2&lang=en").text


def test_no_link_of_a_draft_leads_nowhere(tmp_path: Path) -> None:
    worlds.draft(tmp_path)
    client = create_app(tmp_path, now=lambda: worlds.MADE_AT).test_client()
    waiting, seen = ["/"], set()
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(("#", "geo:")):
            continue
        seen.add(address)
        with client.get(address, follow_redirects=True) as answer:
            assert answer.status_code == 200, address
            if answer.mimetype == "text/html":
                waiting += Page(answer.get_data(as_text=True)).links
    assert {"/publish", "/print", "/revisions"} <= {a.partition("?")[0] for a in seen}
