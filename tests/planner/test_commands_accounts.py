"""Accounts on the command line: ``accounts``."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from planner.commands import COMMANDS
from planner.commands.edge import assemble
from planner.data.account_links import find_link, use_link, use_setup_link
from planner.data.accounts import named_account, password_hash
from planner.data.audit import list_entries
from planner.data.passwords import is_password
from planner.data.sessions import add_session, session_account
from planner.data.store import Store
from tests import worlds
from tests.planner.calls import NOW, answer, lenban

PASSWORD = "ruộng lúa bậc thang"  # noqa: S105 - of tests only


@pytest.fixture
def store(data: Path) -> Store:
    """Return a store of Ba Bản, whose one commune is ``c1``."""
    opened = Store.open(data)
    opened.add_district(worlds.district(), at=NOW)
    return opened


@pytest.fixture
def mai(store: Store) -> str:
    """Return the name of the first coordinator."""
    token = token_of(answer("accounts", "link")["address"])
    return use_setup_link(store, token, "Mai", "hash", at=NOW).name


def token_of(address: str) -> str:
    root, found, token = address.rpartition("/start/")
    assert (root, found) == ("", "/start/")
    return token


def test_without_a_name_the_link_is_to_the_first_account_and_only_once(
    store: Store, mai: str
) -> None:
    assert named_account(store, mai).coordinates
    result = lenban("accounts", "link", "--lang", "en")
    assert result.exit_code == 3
    assert "there are accounts" in result.stderr


def test_who_is_added_gets_a_link_and_no_password(store: Store, mai: str) -> None:
    facts = answer("accounts", "add", "Tâm", "officer", "--commune", "c1")
    assert {k: v for k, v in facts.items() if k != "address"} == {
        "name": "Tâm",
        "role": "officer",
        "commune": "c1",
        "closed": False,
        "invited": True,
    }
    found = find_link(store, token_of(facts["address"]), now=NOW)
    assert found.account == named_account(store, "Tâm")
    listed = answer("accounts", "list")["accounts"]
    assert [(a["name"], a["role"], a["invited"]) for a in listed] == [
        (mai, "coordinator", False),
        ("Tâm", "officer", True),
    ]
    lines = lenban("accounts", "list", "--lang", "en").stdout.splitlines()
    assert lines == ["Mai  coordinator  in use", "Tâm  officer of commune c1  no password yet"]


def test_the_address_is_whole_where_the_public_one_is_known(
    store: Store, mai: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LENBAN_PUBLIC_URL", "https://len-ban.example/")
    address = answer("accounts", "link", mai)["address"]
    assert address.startswith("https://len-ban.example/start/")
    token = address.rpartition("/")[2]
    assert use_link(store, token, "new", at=NOW).name == mai


@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        (("add", "Mai", "viewer"), 3, "the sign-in name Mai is taken"),
        (("add", "Tâm", "officer"), 3, "a commune officer needs a commune"),
        (("add", "Tâm", "officer", "--commune", "c9"), 3, "no commune with code c9"),
        (("add", "Tâm", "viewer", "--commune", "c1"), 3, "must be empty"),
        (("add", "Tâm", "king"), 2, "king"),
        (("role", "Mai", "viewer"), 3, "Mai is the last coordinator"),
        (("close", "Mai"), 3, "Mai is the last coordinator"),
        (("close", "Tâm"), 4, "there is no account Tâm"),
        (("link", "Tâm"), 4, "there is no account Tâm"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    store: Store, mai: str, call: tuple[str, ...], code: int, words: str
) -> None:
    before = (answer("accounts", "list"), list_entries(store))
    result = lenban("accounts", *call, "--lang", "en")
    assert result.exit_code == code
    assert words in " ".join(result.stderr.split())
    assert (answer("accounts", "list"), list_entries(store)) == before
    assert mai == "Mai"


def test_closing_signs_out_and_a_role_opens_again(store: Store, mai: str) -> None:
    answer("accounts", "add", "Tâm", "viewer")
    add_session(store, "s", named_account(store, "Tâm").id, at=NOW)
    assert answer("accounts", "close", "tâm")["closed"]
    assert session_account(store, "s", now=NOW) is None
    assert lenban("accounts", "link", "Tâm").exit_code == 3
    opened = answer("accounts", "role", "Tâm", "officer", "--commune", "c1")
    assert (opened["closed"], opened["role"], opened["commune"]) == (False, "officer", "c1")
    assert session_account(store, "s", now=NOW) is None
    assert mai == "Mai"


@pytest.mark.parametrize(
    ("options", "typed"), [((), f"{PASSWORD}\n{PASSWORD}\n"), (("--stdin",), f"{PASSWORD}\r\n")]
)
def test_a_password_is_read_and_never_shown(
    store: Store, mai: str, options: tuple[str, ...], typed: str
) -> None:
    add_session(store, "s", named_account(store, mai).id, at=NOW)
    arguments = ["accounts", "password", mai, *options]
    result = CliRunner().invoke(assemble(COMMANDS), arguments, input=typed)
    assert result.exit_code == 0
    assert PASSWORD not in result.output + result.stderr
    kept = password_hash(store, named_account(store, mai).id)
    assert is_password(kept, PASSWORD)
    assert session_account(store, "s", now=NOW) is None


def test_a_weak_password_is_refused(store: Store, mai: str) -> None:
    result = CliRunner().invoke(
        assemble(COMMANDS), ["accounts", "password", mai, "--stdin"], input="ngắn\n"
    )
    assert result.exit_code == 3
    assert "ngắn" not in result.output + result.stderr
    assert password_hash(store, named_account(store, mai).id) == "hash"


def test_the_audit_tells_of_each_change_and_of_no_secret(store: Store, mai: str) -> None:
    address = answer("accounts", "add", "Tâm", "officer", "--commune", "c1")["address"]
    answer("accounts", "role", "Tâm", "viewer")
    answer("accounts", "close", "Tâm")
    answer("accounts", "role", "Tâm", "viewer")
    CliRunner().invoke(
        assemble(COMMANDS), ["accounts", "password", mai, "--stdin"], input=f"{PASSWORD}\n"
    )
    entries = list_entries(store)
    assert {e.who for e in entries} == {"lenban"}
    assert [(e.what, e.subject) for e in reversed(entries)] == [
        ("account_added", "Tâm"),
        ("account_linked", "Tâm"),
        ("account_changed", "Tâm"),
        ("account_closed", "Tâm"),
        ("account_opened", "Tâm"),
        ("password_changed", "Mai"),
    ]
    assert entries[3].before == {"role": "officer", "commune": "c1", "closed": False}
    assert entries[3].after == {"role": "viewer", "commune": "", "closed": False}
    assert token_of(address) not in str(entries)
    assert PASSWORD not in str(entries)


def test_there_must_be_a_store(data: Path) -> None:
    assert lenban("accounts", "list").exit_code == 4
    assert not data.exists()


def test_a_folder_without_accounts_says_what_comes_next(store: Store) -> None:
    assert lenban("accounts", "list").stdout.splitlines() == [
        "Chưa có tài khoản nào.",
        "Tiếp theo: lenban accounts link",
    ]
    assert store.list_plans() == ()
