"""Under which names pages answer, and whom the demo signs in."""

from pathlib import Path

import pytest

from planner.data.accounts import (
    add_account,
    set_password,
)
from planner.data.passwords import hash_password
from planner.data.store import Store
from planner.domain.account import Role, Standing
from tests.web import worlds
from tests.web.gate.forms import OTHER, OWN, PASSWORD, sign_in
from tests.web.html import read
from web.app import create_app
from web.gate.acting import DEMO_VISITOR


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
