"""Signing in and out: sessions that end, cookies that tell nothing, guesses that take long."""

import re
import stat
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

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
from planner.data.sessions import LASTS
from planner.data.store import Store
from planner.domain.account import Account, Role, Standing
from planner.domain.throttle import FIRST_WAIT, FREE_BY_ADDRESS, FREE_BY_NAME
from tests.web import worlds
from tests.web.client import SECRET, Client
from tests.web.html import Page, read
from tests.web.two_communes import state
from web.acting import DEMO_VISITOR
from web.app import create_app
from web.csrf import FIELD
from web.next_page import local_path
from web.secret import FILE_NAME, Secret
from web.sessions import COOKIE, IDLE, signer

OWN = {"Sec-Fetch-Site": "same-origin"}
PASSWORD = "ruộng lúa bậc thang"  # noqa: S105 - of tests only
OTHER = "nương ngô trên núi"


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.moment = worlds.NOW

    def __call__(self) -> datetime:
        """Return the moment that was set."""
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return worlds.published(tmp_path)


@pytest.fixture
def store(folder: Path) -> Store:
    return Store.open(folder)


@pytest.fixture
def mai(store: Store) -> Account:
    """Return a coordinator who has a password."""
    made = add_account(store, "Mai", Standing(role=Role.COORDINATOR), at=worlds.NOW)
    set_password(store, made.id, hash_password(PASSWORD), at=worlds.NOW)
    return made


@pytest.fixture
def fresh(folder: Path, clock: Clock) -> Flask:
    """Return the application as ``lenban serve`` has it, before there is any account."""
    return create_app(folder, now=clock, visitor=None)


@pytest.fixture
def app(fresh: Flask, mai: Account) -> Flask:
    """Return the application with Mai's account."""
    assert mai.id == 1
    return fresh


def sign_in(client: FlaskClient, name: str = "mai", password: str = PASSWORD, **more: str) -> int:
    """Return the status of the answer to the form of the sign-in page."""
    return form(client, "/sign-in", name=name, password=password, **more).status_code


def form(client: FlaskClient, address: str, **typed: str) -> TestResponse:
    """Return the answer to a form whose token was read from its page, as a browser does."""
    assert isinstance(client, Client)
    page = client.get(address)
    token = re.search(rf'name="{FIELD}" value="([^"]+)"', page.text)
    assert token, page.text
    return client.open(address, method="POST", headers=OWN, data={FIELD: token[1], **typed})


def cookie(client: FlaskClient) -> str:
    kept = client.get_cookie(COOKIE)
    return kept.value if kept else ""


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


# names and the demo


def test_pages_answer_to_the_public_name_too(folder: Path) -> None:
    app = create_app(
        folder, public_url="https://len-ban.example/", now=lambda: worlds.NOW, visitor=None
    )
    for host, status in (
        ("len-ban.example", 200),
        ("len-ban.example:443", 200),
        ("localhost:8000", 200),
        ("evil.example", 403),
        ("len-ban.example.evil.example", 403),
        ("192.0.2.1", 403),
    ):
        assert app.test_client().get("/sign-in", headers={"Host": host}).status_code == status


@pytest.mark.usefixtures("mai")
def test_behind_a_proxy_the_origin_is_the_public_one(folder: Path) -> None:
    app = create_app(
        folder, public_url="https://len-ban.example", now=lambda: worlds.NOW, visitor=None
    )
    typed = {"name": "mai", "password": PASSWORD}
    for origin, status in (
        ("https://len-ban.example", 303),
        ("http://len-ban.example.evil.example", 403),
        ("https://evil.example", 403),
    ):
        headers = {"Host": "localhost", "Origin": origin}
        got = app.test_client().post("/sign-in", data=typed, headers=headers)
        assert got.status_code == status


def test_the_demo_signs_in_who_is_at_this_machine_and_nobody_else(folder: Path) -> None:
    app = create_app(folder, now=lambda: worlds.NOW, visitor=DEMO_VISITOR)
    for address, status in (
        ("127.0.0.1", 200),
        ("127.8.8.8", 200),
        ("::1", 200),
        ("192.168.1.5", 303),
        ("203.0.113.7", 303),
        ("", 303),
        ("no address", 303),
    ):
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        got = client.get("/?lang=en")
        assert got.status_code == status, address
        assert ("no sign-in needed" in got.text) == (status == 200)


def test_behind_the_demos_public_name_nobody_is_at_this_machine(folder: Path) -> None:
    app = create_app(
        folder, public_url="https://demo.example", now=lambda: worlds.NOW, visitor=DEMO_VISITOR
    )
    assert app.test_client().get("/", headers={"Host": "demo.example"}).status_code == 303
    assert app.test_client().get("/", headers={"Host": "localhost"}).status_code == 200


def test_in_the_demo_one_can_sign_in_as_somebody_else_and_out_again(
    folder: Path, store: Store
) -> None:
    viewer = add_account(store, "Tâm", Standing(role=Role.VIEWER), at=worlds.NOW)
    set_password(store, viewer.id, hash_password(OTHER), at=worlds.NOW)
    client = create_app(folder, now=lambda: worlds.NOW, visitor=DEMO_VISITOR).test_client()
    assert client.get("/accounts").status_code == 200
    sign_in(client, "tâm", OTHER)
    assert client.get("/accounts").status_code == 403
    client.post("/sign-out", headers=OWN)
    assert client.get("/accounts").status_code == 200


def test_the_demos_visitor_has_no_password_to_change(folder: Path) -> None:
    client = create_app(folder, now=lambda: worlds.NOW, visitor=DEMO_VISITOR).test_client()
    assert client.post("/me/password", headers=OWN).status_code == 403
    assert "This is the demo" in read(client, "/me?lang=en").text


# the key


def test_the_key_is_random_its_owners_alone_and_stays(tmp_path: Path) -> None:
    first, second = Secret(tmp_path / "a"), Secret(tmp_path / "b")
    assert len(first.key) == 32
    assert first.key != second.key
    assert stat.S_IMODE((tmp_path / "a" / FILE_NAME).stat().st_mode) == 0o600
    assert Secret(tmp_path / "a").key == first.key
    assert [p.name for p in (tmp_path / "a").iterdir()] == [FILE_NAME]


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
