"""Sessions that end, cookies that tell nothing, one's own password, and the key."""

import os
import stat
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from flask import Flask

from planner.data.accounts import (
    add_account,
    set_password,
    set_standing,
)
from planner.data.audit import list_entries
from planner.data.passwords import hash_password
from planner.data.sessions import LASTS
from planner.data.store import Store
from planner.domain.account import Account, Role, Standing
from planner.domain.throttle import FREE_BY_NAME
from tests.web import worlds
from tests.web.client import SECRET, Client
from tests.web.gate.forms import OTHER, OWN, PASSWORD, Clock, cookie, sign_in
from tests.web.html import Page, read
from tests.web.two_communes import state
from web.app import create_app
from web.gate.secret import FILE_NAME, Secret
from web.gate.sessions import COOKIE, IDLE, signer

# sessions and cookies


def test_signing_in_opens_the_pages_and_signing_out_closes_them(app: Flask, mai: Account) -> None:
    client = app.test_client()
    assert sign_in(client, name=" MAI ") == 303
    assert mai.name in read(client, "/").text
    copied = cookie(client)
    assert client.post("/sign-out", headers=OWN).headers["Location"] == "/sign-in"
    assert (cookie(client), client.get("/").status_code) == ("", 303)
    thief = app.test_client()
    thief.set_cookie(COOKIE, copied)
    assert thief.get("/").status_code == 303


def test_signing_in_gives_a_secret_that_nobody_knew_before(app: Flask) -> None:
    """Session fixation: a cookie planted beforehand opens nothing afterwards."""
    attacker, victim = app.test_client(), app.test_client()
    attacker.get("/sign-in")
    planted = cookie(attacker)
    assert planted
    victim.set_cookie(COOKIE, planted)
    assert sign_in(victim) == 303
    assert cookie(victim).partition(".")[0] != planted.partition(".")[0]
    assert victim.get("/").status_code == 200
    assert attacker.get("/").status_code == 303
    before = cookie(victim)
    assert sign_in(victim) == 303
    late = app.test_client()
    late.set_cookie(COOKIE, before)
    assert (victim.get("/").status_code, late.get("/").status_code) == (200, 303)


def test_the_cookie_is_for_this_site_alone_and_for_no_script(app: Flask, mai: Account) -> None:
    for host, secure in (("localhost", False), ("len-ban.example", True)):
        app.config["PUBLIC_URL"] = "https://len-ban.example"
        client = app.test_client()
        given = client.get("/sign-in", headers={"Host": host}).headers["Set-Cookie"]
        morsel = SimpleCookie(given)[COOKIE]
        assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "Lax", "/")
        assert (morsel["domain"], morsel["expires"], morsel["max-age"]) == ("", "", "")
        assert bool(morsel["secure"]) == secure
    assert mai.name not in given


@pytest.mark.parametrize("change", ["cut", "other secret", "other time", "another key's"])
def test_a_cookie_that_was_changed_is_none(app: Flask, tmp_path: Path, change: str) -> None:
    client = app.test_client()
    assert sign_in(client) == 303
    secret, moment, sign = cookie(client).split(".")
    if change == "another key's":
        other = create_app(tmp_path / "other", now=lambda: worlds.NOW, visitor=None)
        with other.test_request_context():
            forged = signer().sign(secret).decode()
    else:
        forged = {
            "cut": f"{secret}.{moment}.{sign[:-2]}",
            "other secret": f"A{secret[1:]}.{moment}.{sign}",
            "other time": f"{secret}.{moment[:-1]}Z.{sign}",
        }[change]
    client.set_cookie(COOKIE, forged)
    assert client.get("/").status_code == 303


def test_a_session_ends_when_nobody_is_at_work(app: Flask, clock: Clock) -> None:
    client = app.test_client()
    sign_in(client)
    clock.moment += IDLE
    assert client.get("/").status_code == 200  # and is renewed by it
    clock.moment += IDLE
    assert client.get("/").status_code == 200
    clock.moment += IDLE + timedelta(seconds=1)
    assert client.get("/").status_code == 303


def test_a_session_ends_after_a_working_day_whoever_is_at_work(app: Flask, clock: Clock) -> None:
    client = app.test_client()
    sign_in(client)
    began, statuses = clock.moment, []
    while clock.moment < began + LASTS + timedelta(hours=1):
        statuses.append(client.get("/").status_code)
        clock.moment += timedelta(hours=1)
    assert statuses == [200] * 12 + [303]


def test_looking_at_pages_adds_no_rows(app: Flask, store: Store) -> None:
    client = app.test_client()
    sign_in(client)
    before = state(store.folder)
    for address in ("/", "/week", "/accounts", "/audit", "/me"):
        client.get(address, follow_redirects=True)
    assert state(store.folder) == before


def test_closing_an_account_ends_its_session_at_once(
    app: Flask, store: Store, clock: Clock
) -> None:
    tam = add_account(store, "Tâm", Standing(role=Role.VIEWER), at=clock())
    set_password(store, tam.id, hash_password(OTHER), at=clock())
    boss, client = app.test_client(), app.test_client()
    sign_in(boss)
    assert sign_in(client, "tâm", OTHER) == 303
    assert client.get("/").status_code == 200
    answer = boss.post(f"/accounts/{tam.id}/close", data={"version": tam.version}, headers=OWN)
    assert answer.status_code == 303
    assert client.get("/").status_code == 303
    assert sign_in(client, "tâm", OTHER) == 422


def test_a_new_role_holds_at_once(app: Flask, store: Store, clock: Clock) -> None:
    tam = add_account(store, "Tâm", Standing(role=Role.COORDINATOR), at=clock())
    set_password(store, tam.id, hash_password(OTHER), at=clock())
    client = app.test_client()
    sign_in(client, "tâm", OTHER)
    assert client.get("/accounts").status_code == 200
    viewer = Standing(role=Role.VIEWER)
    set_standing(store, tam.id, viewer, expected=tam.version, at=clock())
    assert client.get("/accounts").status_code == 403


# one's own password


def test_ones_own_password_is_changed_with_the_present_one(app: Flask, store: Store) -> None:
    client, elsewhere = app.test_client(), app.test_client()
    sign_in(client)
    sign_in(elsewhere)
    client.get("/?lang=en")
    typed = {"present": "wrong", "password": OTHER, "again": OTHER}
    wrong = client.post("/me/password", data=typed, headers=OWN)
    assert wrong.status_code == 422
    assert "The present password is not right." in Page(wrong.text).text
    assert elsewhere.get("/").status_code == 200
    done = client.post("/me/password", data={**typed, "present": PASSWORD}, headers=OWN)
    assert done.status_code == 303
    assert "The new password holds from now on." in read(client, done.headers["Location"]).text
    assert elsewhere.get("/").status_code == 303
    assert sign_in(elsewhere) == 422
    assert sign_in(elsewhere, password=OTHER) == 303
    assert [(e.who, e.what) for e in list_entries(store)] == [("Mai", "password_changed")]


def test_the_present_password_cannot_be_guessed_either(app: Flask) -> None:
    client = app.test_client()
    sign_in(client)
    client.get("/?lang=en")
    typed = {"present": "wrong", "password": OTHER, "again": OTHER}
    for _ in range(FREE_BY_NAME):
        client.post("/me/password", data=typed, headers=OWN)
    late = client.post("/me/password", data={**typed, "present": PASSWORD}, headers=OWN)
    assert late.status_code == 422
    assert "Wrong too often: wait 3 seconds" in Page(late.text).text


# the key


def test_the_key_is_random_its_owners_alone_and_stays(tmp_path: Path) -> None:
    first, second = Secret(tmp_path / "a"), Secret(tmp_path / "b")
    assert len(first.key) == 32
    assert first.key != second.key
    assert stat.S_IMODE((tmp_path / "a" / FILE_NAME).stat().st_mode) == 0o600
    assert Secret(tmp_path / "a").key == first.key
    assert [p.name for p in (tmp_path / "a").iterdir()] == [FILE_NAME]


def test_a_file_system_without_links_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    key = Secret(tmp_path).key
    assert (tmp_path / FILE_NAME).read_bytes() == key == Secret(tmp_path).key
    assert [p.name for p in tmp_path.iterdir()] == [FILE_NAME]


def test_of_two_processes_that_make_a_key_both_have_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = Secret(tmp_path), Secret(tmp_path)
    monkeypatch.setattr(second, "_read", lambda: first.key and b"")
    assert second.key == first.key == (tmp_path / FILE_NAME).read_bytes()


def test_without_a_store_a_page_says_what_is_wrong_and_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / "lenban.sqlite").write_bytes(b"not a database" * 100)
    client = create_app(tmp_path, visitor=None).test_client()
    client.set_cookie(COOKIE, "x")
    assert client.get("/").status_code == 303
    assert isinstance(client, Client)
    client.give(SECRET)
    answer = client.get("/?lang=en")
    assert answer.status_code == 500
    assert "Something went wrong here" in Page(answer.text).text
    assert str(tmp_path) not in answer.text
