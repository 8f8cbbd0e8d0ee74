"""Accounts in the store: rows are only added, links open once, sessions end at once."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from planner.data import schema
from planner.data.account_links import (
    find_link,
    has_accounts,
    make_link,
    make_setup_link,
    use_link,
    use_setup_link,
)
from planner.data.accounts import (
    add_account,
    find_account,
    list_accounts,
    named_account,
    password_hash,
    set_password,
    set_standing,
)
from planner.data.database import reading
from planner.data.sessions import LASTS, add_session, end_session, session_account
from planner.data.store import Store
from planner.domain.account import (
    INVITATION_LASTS,
    SETUP_LASTS,
    Account,
    Role,
    Standing,
    name_key,
    plain_name,
)
from planner.errors import BadData, Conflict, NotFound

NOW = datetime(2022, 9, 1, 5, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
COORDINATOR, VIEWER = Standing(role=Role.COORDINATOR), Standing(role=Role.VIEWER)
OFFICER = Standing(role=Role.OFFICER, commune="c1")
TABLES = (schema.accounts, schema.standings, schema.passwords, schema.account_links)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path)


@pytest.fixture
def mai(store: Store) -> Account:
    """Return the first coordinator."""
    return use_setup_link(store, make_setup_link(store, at=NOW), "Mai", "hash", at=NOW)


def close(store: Store, account: Account) -> Account:
    closed = Standing(role=account.role, commune=account.commune, closed=True)
    return set_standing(store, account.id, closed, expected=account.version, at=LATER).account


def code_of(call: Callable[[], object]) -> str:
    """Return the code of the fault that a call is refused with."""
    with pytest.raises(BadData) as caught:
        call()
    return caught.value.code


# names and standings


@pytest.mark.parametrize(("typed", "name"), [("  Lò  Thị\tMai ", "Lò Thị Mai"), ("Lo\u0300", "Lò")])
def test_names_are_kept_plain(typed: str, name: str) -> None:
    assert plain_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "empty"), (" \n", "empty"), ("a" * 61, "too_long"), ("a\u200bb", "unseen_signs")],
)
def test_what_is_no_name_is_refused(store: Store, typed: str, code: str) -> None:
    assert code_of(lambda: add_account(store, typed, VIEWER, at=NOW)) == code
    assert list_accounts(store) == ()


def test_one_name_in_two_spellings_is_one_name(store: Store, mai: Account) -> None:
    assert name_key("MAI ") == name_key("mai")
    assert code_of(lambda: add_account(store, " mAI", VIEWER, at=NOW)) == "name_taken"
    assert find_account(store, "mai") == mai
    assert find_account(store, "may") is None
    with pytest.raises(NotFound):
        named_account(store, "may")


@pytest.mark.parametrize(
    ("role", "commune", "code"),
    [(Role.OFFICER, "", "officer_without_commune"), (Role.VIEWER, "c1", "not_of_kind")],
)
def test_an_officer_has_a_commune_and_nobody_else(role: Role, commune: str, code: str) -> None:
    assert code_of(lambda: Standing(role=role, commune=commune)) == code


def test_changes_are_new_rows(store: Store, mai: Account) -> None:
    tam = add_account(store, "Tâm", OFFICER, at=NOW)
    before = rows(store)
    changed = set_standing(store, tam.id, VIEWER, expected=tam.version, at=LATER)
    set_password(store, tam.id, "hash 2", at=LATER)
    set_password(store, tam.id, "hash 3", at=LATER)
    assert (changed.before, changed.account.standing) == (OFFICER, VIEWER)
    assert password_hash(store, tam.id) == "hash 3"
    after = rows(store)
    assert all(set(before[name]) <= set(after[name]) for name in before)
    assert len(after["standings"]) == len(before["standings"]) + 1
    assert [a.name for a in list_accounts(store)] == ["Mai", "Tâm"]
    assert mai.invited is False


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with reading(store.engine) as connection:
        return {t.name: [tuple(r) for r in connection.execute(select(t))] for t in TABLES}


def test_of_two_who_change_an_account_the_second_sees_both(store: Store, mai: Account) -> None:
    tam = add_account(store, "Tâm", OFFICER, at=NOW)
    set_standing(store, tam.id, VIEWER, expected=tam.version, at=NOW)
    with pytest.raises(Conflict) as caught:
        set_standing(store, tam.id, COORDINATOR, expected=tam.version, at=LATER)
    assert (caught.value.ours, caught.value.theirs) == (COORDINATOR, VIEWER)
    assert named_account(store, "Tâm").standing == VIEWER
    assert mai.role is Role.COORDINATOR


def test_the_last_who_can_coordinate_stays(store: Store, mai: Account) -> None:
    invited = add_account(store, "Tâm", COORDINATOR, at=NOW)
    for standing in (VIEWER, Standing(role=Role.COORDINATOR, closed=True)):

        def leave(wanted: Standing = standing) -> object:
            return set_standing(store, mai.id, wanted, expected=mai.version, at=LATER)

        assert code_of(leave) == "last_coordinator"
    set_password(store, invited.id, "hash", at=LATER)
    assert close(store, mai).closed


# links


def test_the_set_up_link_opens_once_and_makes_a_coordinator(store: Store) -> None:
    assert not has_accounts(store)
    token = make_setup_link(store, at=NOW)
    assert find_link(store, token, now=NOW).account is None
    made = use_setup_link(store, token, "Mai", "hash", at=NOW)
    assert (made.standing, made.invited) == (COORDINATOR, False)
    assert has_accounts(store)
    refused(lambda: find_link(store, token, now=NOW))
    refused(lambda: use_setup_link(store, token, "Hai", "hash", at=NOW))
    assert code_of(lambda: make_setup_link(store, at=NOW)) == "accounts_exist"
    assert len(list_accounts(store)) == 1


def refused(call: Callable[[], object]) -> None:
    with pytest.raises(NotFound) as caught:
        call()
    assert caught.value.code == "link_over"


def test_a_name_that_is_none_does_not_use_the_link_up(store: Store) -> None:
    token = make_setup_link(store, at=NOW)
    assert code_of(lambda: use_setup_link(store, token, "", "hash", at=NOW)) == "empty"
    assert not has_accounts(store)
    assert use_setup_link(store, token, "Mai", "hash", at=NOW).name == "Mai"


def test_links_grow_old(store: Store, mai: Account) -> None:
    token = make_link(store, mai.id, at=NOW)
    last = NOW + INVITATION_LASTS - timedelta(seconds=1)
    assert find_link(store, token, now=last).account == mai
    refused(lambda: find_link(store, token, now=NOW + INVITATION_LASTS))
    refused(lambda: use_link(store, token, "x", at=NOW + INVITATION_LASTS))
    assert password_hash(store, mai.id) == "hash"


def test_set_up_links_grow_old(store: Store) -> None:
    token = make_setup_link(store, at=NOW)
    refused(lambda: find_link(store, token, now=NOW + SETUP_LASTS))


def test_only_the_newest_link_opens(store: Store, mai: Account) -> None:
    tam = add_account(store, "Tâm", VIEWER, at=NOW)
    first, others = make_link(store, mai.id, at=NOW), make_link(store, tam.id, at=NOW)
    second = make_link(store, mai.id, at=NOW)
    refused(lambda: use_link(store, first, "x", at=NOW))
    assert use_link(store, second, "new", at=NOW).name == "Mai"
    assert password_hash(store, mai.id) == "new"
    assert find_link(store, others, now=NOW).account == tam


def test_a_closed_account_has_no_links(store: Store, mai: Account) -> None:
    tam = add_account(store, "Tâm", VIEWER, at=NOW)
    token = make_link(store, tam.id, at=NOW)
    close(store, tam)
    refused(lambda: use_link(store, token, "x", at=NOW))
    assert code_of(lambda: make_link(store, tam.id, at=NOW)) == "account_closed"
    assert mai.id != tam.id


def test_links_of_one_kind_do_not_open_the_other(store: Store, mai: Account) -> None:
    token = make_link(store, mai.id, at=NOW)
    refused(lambda: use_setup_link(store, token, "Hai", "x", at=NOW))
    refused(lambda: find_link(store, "", now=NOW))
    refused(lambda: find_link(store, "\udcff" + token, now=NOW))


def test_of_two_who_use_a_link_at_once_one_is_let_through(store: Store, mai: Account) -> None:
    token, got = make_link(store, mai.id, at=NOW), list[str]()

    def use(mine: str) -> None:
        try:
            use_link(store, token, mine, at=NOW)
            got.append(mine)
        except NotFound:
            got.append("")

    threads = [threading.Thread(target=use, args=(f"hash {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got)[:5] == [""] * 5
    assert password_hash(store, mai.id) == max(got)


def test_the_store_holds_no_token(store: Store) -> None:
    tokens = [make_setup_link(store, at=NOW)]
    mai = use_setup_link(store, tokens[0], "Mai", "hash", at=NOW)
    tokens.append(make_link(store, mai.id, at=NOW))
    add_session(store, "the browser's secret", mai.id, at=NOW)
    content = b"".join(path.read_bytes() for path in store.folder.glob("lenban.sqlite*"))
    assert b"Mai" in content
    for secret in (*tokens, "the browser's secret"):
        assert secret.encode() not in content


# sessions


def test_a_session_lasts_a_working_day(store: Store, mai: Account) -> None:
    add_session(store, "s", mai.id, at=NOW)
    assert session_account(store, "s", now=NOW + LASTS - timedelta(seconds=1)) == mai
    assert session_account(store, "s", now=NOW + LASTS) is None
    assert session_account(store, "t", now=NOW) is None


def test_signing_out_twice_ends_it_once(store: Store, mai: Account) -> None:
    add_session(store, "s", mai.id, at=NOW)
    add_session(store, "other", mai.id, at=NOW)
    for _ in range(2):
        end_session(store, "s", at=LATER)
    assert session_account(store, "s", now=LATER) is None
    assert session_account(store, "other", now=LATER) == mai
    with reading(store.engine) as connection:
        assert connection.scalar(select(func.count()).select_from(schema.session_ends)) == 1


@pytest.mark.parametrize("how", ["close", "password", "link"])
def test_what_ends_all_sessions_of_an_account(store: Store, mai: Account, how: str) -> None:
    tam = add_account(store, "Tâm", OFFICER, at=NOW)
    add_session(store, "tam", tam.id, at=NOW)
    add_session(store, "mai", mai.id, at=NOW)
    if how == "close":
        closed = close(store, tam)
        set_standing(store, tam.id, OFFICER, expected=closed.version, at=LATER)
    elif how == "password":
        set_password(store, tam.id, "hash", at=LATER)
    else:
        use_link(store, make_link(store, tam.id, at=NOW), "hash", at=LATER)
    assert session_account(store, "tam", now=LATER) is None
    assert session_account(store, "mai", now=LATER) == mai


def test_a_new_role_holds_in_sessions_that_have_begun(store: Store, mai: Account) -> None:
    tam = add_account(store, "Tâm", COORDINATOR, at=NOW)
    add_session(store, "tam", tam.id, at=NOW)
    set_standing(store, tam.id, VIEWER, expected=tam.version, at=LATER)
    found = session_account(store, "tam", now=LATER)
    assert found is not None
    assert found.role is Role.VIEWER
    assert mai.id != tam.id


def test_a_hash_alone_can_be_renewed_without_signing_anybody_out(
    store: Store, mai: Account
) -> None:
    add_session(store, "mai", mai.id, at=NOW)
    set_password(store, mai.id, "the same, hashed better", at=LATER, ends=False)
    assert session_account(store, "mai", now=LATER) == mai
