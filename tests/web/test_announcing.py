"""What people are told of sessions is noted on a page, and asked for again once it changes."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from calendars.publish import publish
from planner.data.store import Store
from planner.domain.plan import Plan
from tests.web import worlds
from tests.web.html import read
from web.app import create_app

OWN = {"Sec-Fetch-Site": "same-origin"}
DAY = f"/announcing/{worlds.TUESDAY}"
EARLY = worlds.MADE_AT - timedelta(days=14)
NOW = worlds.at(worlds.TUESDAY, 9) - timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder whose plan was published two weeks before its first day."""
    store = Store.open(tmp_path)
    district = store.add_district(worlds.tiny_district(), at=EARLY)
    _publish(store, worlds.tiny_plan(), district)
    return tmp_path


def _publish(store: Store, plan: Plan, district: int = 1) -> None:
    number = store.add_plan(plan, district_id=district, at=EARLY)
    publish(store, number, folder=store.folder, at=EARLY, host="lenban.example")


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return create_app(folder, now=lambda: NOW).test_client()


def duties(client: FlaskClient, address: str = DAY) -> list[str]:
    """Return the names of what a page shows, in its order."""
    return _values(client, address, r'name="seen" value="([^"]+)"')


def ticked(client: FlaskClient, address: str = DAY) -> list[str]:
    """Return the names of what is ticked there."""
    return _values(client, address, r'name="done" value="([^"]+)" checked')


def _values(client: FlaskClient, address: str, pattern: str) -> list[str]:
    return [unescape(value) for value in re.findall(pattern, client.get(address).text)]


def send(client: FlaskClient, **form: list[str]) -> int:
    return client.post(DAY, data=form, headers=OWN).status_code


def test_the_next_day_with_sessions_comes_first(client: FlaskClient) -> None:
    answer = client.get("/announcing")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/announcing/{worlds.MONDAY}")


def test_a_day_without_sessions_is_not_found(client: FlaskClient) -> None:
    assert client.get("/announcing/2022-09-11").status_code == 404


def test_offices_and_agencies_have_a_box_for_each_of_their_steps(client: FlaskClient) -> None:
    found = duties(client)
    assert [name.split("/")[0] for name in found] == ["t7", "t2", "t0", "t7"]
    assert found[-1] == f"t7/{worlds.TUESDAY}/Huyện đoàn (ví dụ)"
    text = read(client, f"{DAY}?lang=en").text
    assert "0 of 4 noted as done" in text
    assert "Overdue" in text
    assert "To come" in text


def test_what_is_noted_stands_there_and_can_be_taken_back(client: FlaskClient) -> None:
    first, second, *rest = found = duties(client)
    assert send(client, seen=found, done=[first, second]) == 303
    assert ticked(client) == [first, second]
    assert "2 of 4 noted as done" in read(client, f"{DAY}?lang=en").text
    assert send(client, seen=found, had=[first, second], done=[second]) == 303
    assert ticked(client) == [second]
    assert rest


def test_two_who_note_at_once_lose_nothing(client: FlaskClient) -> None:
    first, second, *_ = found = duties(client)
    send(client, seen=found, done=[first])
    send(client, seen=found, done=[second])  # from a page on which the first was open still
    assert ticked(client) == [first, second]


def test_a_session_that_moves_asks_to_be_told_again(client: FlaskClient, folder: Path) -> None:
    found = duties(client)
    send(client, seen=found, done=found)
    one, two, three = worlds.tiny_plan().shifts
    (stop,) = two.stops
    later = replace(stop, start=stop.start + timedelta(hours=1), end=stop.end + timedelta(hours=1))
    _publish(
        Store.open(folder),
        replace(worlds.tiny_plan(), shifts=(one, replace(two, stops=(later,)), three)),
    )
    assert duties(client) == found
    assert ticked(client) == []
    assert "Changed since: tell again" in read(client, f"{DAY}?lang=en").text


def test_what_a_newer_plan_no_longer_holds_is_a_conflict_and_notes_nothing(
    client: FlaskClient, folder: Path
) -> None:
    found = duties(client)
    one, two, three = worlds.tiny_plan().shifts
    moved = replace(
        two,
        day=two.day + timedelta(days=2),
        stops=tuple(
            replace(s, start=s.start + timedelta(days=2), end=s.end + timedelta(days=2))
            for s in two.stops
        ),
    )
    _publish(Store.open(folder), replace(worlds.tiny_plan(), shifts=(one, moved, three)))
    assert send(client, seen=found, done=found) == 409
    assert ticked(client, f"/announcing/{moved.day}") == []


def test_what_was_not_on_the_page_is_refused(client: FlaskClient) -> None:
    first, *_ = duties(client)
    assert send(client, seen=[], done=[first]) == 400
    assert send(client, seen=["x"], done=["x"]) == 409
    assert ticked(client) == []


def test_one_commune_can_be_chosen(client: FlaskClient) -> None:
    commune = worlds.tiny_district().communes[0].code
    assert len(duties(client, f"{DAY}?commune={commune}")) == 3
    assert duties(client, f"{DAY}?commune=none") == []
