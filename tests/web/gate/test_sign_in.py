"""The first start, guesses that take long, and where one goes after signing in."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st

from planner.data import passwords
from planner.data.account_links import find_link, make_link, make_setup_link
from planner.data.accounts import (
    add_account,
    list_accounts,
    password_hash,
    set_password,
    set_standing,
)
from planner.data.audit import list_entries
from planner.data.passwords import hash_password
from planner.data.store import Store
from planner.domain.account import Account, Role, Standing
from planner.domain.throttle import FIRST_WAIT, FREE_BY_ADDRESS, FREE_BY_NAME
from tests.web import worlds
from tests.web.gate.forms import OTHER, OWN, PASSWORD, Clock, form, sign_in
from tests.web.html import Page, read
from web.app import create_app
from web.gate.next_page import local_path

# the first start


def test_a_folder_without_accounts_has_no_way_in_but_the_link(fresh: Flask) -> None:
    client = fresh.test_client()
    assert client.get("/").headers["Location"] == "/sign-in"
    page = read(client, "/sign-in?lang=en")
    assert "Nobody has an account here yet." in page.text
    assert "lenban accounts link" in page.text
    assert "password" not in {value for tag, name, value in page.attributes if name == "type"}
    for name, password in (("admin", "admin"), ("", ""), ("coordinator", "coordinator")):
        typed = {"name": name, "password": password}
        assert client.post("/sign-in", data=typed, headers=OWN).status_code == 422
    assert client.get("/").status_code == 303


def test_the_set_up_link_makes_the_first_coordinator(
    fresh: Flask, store: Store, clock: Clock
) -> None:
    token = make_setup_link(store, at=clock())
    client = fresh.test_client()
    address = f"/start/{token}"
    assert client.get(address).headers["Cache-Control"] == "no-store"
    done = form(client, address, name=" Lò  Thị Mai", password=PASSWORD, again=PASSWORD)
    assert (done.status_code, done.headers["Location"]) == (303, "/")
    assert client.get("/").status_code == 200
    (account,) = list_accounts(store)
    assert (account.name, account.role) == ("Lò Thị Mai", Role.COORDINATOR)
    (entry,) = list_entries(store)
    assert (entry.who, entry.what, entry.subject) == ("Lò Thị Mai", "set_up", "Lò Thị Mai")
    again = fresh.test_client()
    assert again.get(address).status_code == 404
    typed = {"name": "Hai", "password": PASSWORD, "again": PASSWORD}
    assert again.post(address, data=typed, headers=OWN).status_code == 404
    assert len(list_accounts(store)) == 1


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"name": "", "password": PASSWORD, "again": PASSWORD}, "The sign-in name must not be"),
        ({"name": "Mai", "password": "short", "again": "short"}, "must have 10 signs or more"),
        ({"name": "Mai", "password": PASSWORD, "again": OTHER}, "The two passwords are not the"),
    ],
)
def test_what_was_typed_wrong_is_said_and_the_link_stays(
    fresh: Flask, store: Store, clock: Clock, typed: dict[str, str], fault: str
) -> None:
    token = make_setup_link(store, at=clock())
    client = fresh.test_client()
    client.get("/sign-in?lang=en")
    answer = form(client, f"/start/{token}", **typed)
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.text.count(fault) == 2  # in the summary, and beside the field
    assert PASSWORD not in answer.text
    assert ("input", "value", typed["name"]) in page.attributes
    assert find_link(store, token, now=clock()).account is None


def test_an_invitation_sets_a_password_and_ends_other_sessions(
    app: Flask, store: Store, mai: Account, clock: Clock
) -> None:
    elsewhere, client = app.test_client(), app.test_client()
    assert sign_in(elsewhere) == 303
    token = make_link(store, mai.id, at=clock())
    assert "Mai" in read(client, f"/start/{token}").text
    done = form(client, f"/start/{token}", password=OTHER, again=OTHER)
    assert (done.status_code, client.get("/").status_code) == (303, 200)
    assert elsewhere.get("/").status_code == 303
    assert client.get(f"/start/{token}").status_code == 404
    assert sign_in(app.test_client()) == 422
    assert sign_in(app.test_client(), password=OTHER) == 303
    assert [e.what for e in list_entries(store)] == ["password_set"]


# guessing


def test_nothing_tells_whether_a_name_has_an_account(
    app: Flask, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same words, same status, and the same number of hashes made: so it takes the same time."""
    add_account(store, "Mời", Standing(role=Role.VIEWER), at=clock())
    closed = add_account(store, "Khoá", Standing(role=Role.VIEWER), at=clock())
    set_password(store, closed.id, hash_password(PASSWORD), at=clock())
    shut = Standing(role=Role.VIEWER, closed=True)
    set_standing(store, closed.id, shut, expected=closed.version, at=clock())
    compared: list[str] = []
    real = passwords.HASHER

    class Counting:
        def verify(self, hashed: str, password: str) -> bool:
            compared.append(hashed)
            return real.verify(hashed, password)

        def check_needs_rehash(self, hashed: str) -> bool:
            return real.check_needs_rehash(hashed)

    monkeypatch.setattr(passwords, "HASHER", Counting())
    answers = []
    for name, password in (
        ("Mai", "wrong"),
        ("Nobody", PASSWORD),
        ("Mời", PASSWORD),
        ("Khoá", PASSWORD),
        ("", ""),
        ("a" * 5000, "b" * 5000),
    ):
        compared.clear()
        answer = form(app.test_client(), "/sign-in", name=name, password=password)
        text = Page(answer.text).text
        answers.append((answer.status_code, text, len(compared)))
    assert len(set(answers)) == 1
    assert answers[0][0] == 422
    assert answers[0][2] == 1
    assert "không khớp" in answers[0][1]


@pytest.mark.usefixtures("mai")
def test_guessing_is_slowed_down_also_after_a_restart(folder: Path, clock: Clock) -> None:
    def client() -> FlaskClient:
        return create_app(folder, now=clock, visitor=None).test_client()

    for _ in range(FREE_BY_NAME):
        assert sign_in(client(), password="wrong guess") == 422  # noqa: S106
    refused = form(client(), "/sign-in", name="mai", password=PASSWORD)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == str(int(FIRST_WAIT.total_seconds()))
    assert "2 giây" in Page(refused.text).text
    clock.moment += FIRST_WAIT
    assert sign_in(client(), password="wrong guess") == 422  # noqa: S106
    clock.moment += FIRST_WAIT
    assert sign_in(client()) == 429
    clock.moment += FIRST_WAIT
    assert sign_in(client()) == 303


def test_an_unknown_name_is_slowed_down_like_a_known_one(app: Flask) -> None:
    for name in ("mai", "nobody"):
        statuses = [sign_in(app.test_client(), name, "wrong") for _ in range(FREE_BY_NAME + 1)]
        assert statuses == [422] * FREE_BY_NAME + [429]


@pytest.mark.parametrize(
    ("addresses", "status"),
    [
        (["203.0.113.7"], 429),
        (["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"], 429),
        (["203.0.113.7", "203.0.113.8"], 303),
        (["2001:db8:1:2::1", "2001:db8:1:3::1"], 303),
    ],
)
def test_guessing_many_names_is_slowed_down_by_address(
    app: Flask, addresses: list[str], status: int
) -> None:
    """In IPv6 an office has as many addresses as it likes, all with the same beginning."""
    for number in range(FREE_BY_ADDRESS):
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = addresses[0]
        assert sign_in(client, f"name {number}", "wrong") == 422
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = addresses[-1]
    assert sign_in(client) == status


def test_a_password_typed_for_a_name_is_kept_nowhere(
    app: Flask, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(app.test_client(), name=PASSWORD, password=PASSWORD)
    content = b"".join(path.read_bytes() for path in store.folder.glob("lenban.sqlite*"))
    assert PASSWORD.encode() not in content
    assert PASSWORD not in caplog.text


def test_a_hash_of_older_parameters_is_renewed_by_signing_in(
    app: Flask, store: Store, mai: Account
) -> None:
    old = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    set_password(store, mai.id, old, at=worlds.NOW)
    client = app.test_client()
    assert sign_in(client) == 303
    assert password_hash(store, mai.id) != old
    assert client.get("/").status_code == 200


# where one goes afterwards


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example/",
        "///evil.example",
        "https://evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "\\\\evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\x00//evil.example",
        " //evil.example",
        "evil.example",
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(app: Flask, wanted: str) -> None:
    client = app.test_client()
    answer = form(client, "/sign-in", name="mai", password=PASSWORD, next=wanted)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    page = Page(client.get("/sign-in", query_string={"next": wanted}).text)
    assert ("input", "value", wanted) not in page.attributes or not wanted


def test_signing_in_leads_to_the_page_that_was_wanted(app: Flask) -> None:
    client = app.test_client()
    sent = client.get("/week/2022-09-05?team=t1&commune=c1").headers["Location"]
    typed = [
        v for t, n, v in Page(client.get(sent).text).attributes if (t, n) == ("input", "value")
    ]
    (wanted,) = (value for value in typed if value.startswith("/"))
    answer = form(client, sent, name="mai", password=PASSWORD, next=wanted)
    assert answer.headers["Location"] == "/week/2022-09-05?team=t1&commune=c1"


@given(st.text(max_size=30) | st.from_regex(r"[/\\\t\n .:a-z@]{0,12}", fullmatch=True))
@example("/%2F/evil.example")
@example("/@evil.example")
def test_a_local_path_is_one_for_every_browser(text: str) -> None:
    """As the URL standard has it: tabs and line ends are dropped, a backslash is a slash."""
    found = local_path(text)
    assert found in ("", text)
    read = re.sub(r"[\t\r\n]", "", found).strip("".join(map(chr, range(0x21)))).replace("\\", "/")
    assert not found or (read.startswith("/") and not read.startswith("//"))
    assert urlsplit(found).netloc == urlsplit(found).scheme == ""
