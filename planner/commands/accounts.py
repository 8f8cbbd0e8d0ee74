"""The commands of accounts: ``accounts list|add|role|password|close|link``.

Whoever may write the data folder may do this; the audit calls them ``lenban``.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import click

from planner.commands.edge import Answer, command
from planner.commands.spoken import Pair, SpokenGroup, option
from planner.commands.stores import existing_store
from planner.config import Config
from planner.data.account_links import has_accounts, make_link, make_setup_link
from planner.data.accounts import (
    add_account,
    list_accounts,
    named_account,
    set_password,
    set_standing,
)
from planner.data.audit import Entry, add_entry, facts_of
from planner.data.passwords import hash_password
from planner.data.store import Store
from planner.domain.account import Account, Role, Standing, refuse_weak
from planner.errors import BadData, NotFound
from planner.messages import phrase

BY_COMMAND = "lenban"
START_PATH = "/start/"
"""Where the pages take a one-time link."""

NONE: Pair = (
    "Chưa có tài khoản nào.\nTiếp theo: lenban accounts link",
    "There are no accounts yet.\nNext: lenban accounts link",
)
LINE: Pair = ("{name}  {role}  {state}", "{name}  {role}  {state}")
ROLES: dict[Role, Pair] = {
    Role.COORDINATOR: ("điều phối viên", "coordinator"),
    Role.OFFICER: ("cán bộ xã {commune}", "officer of commune {commune}"),
    Role.VIEWER: ("người xem", "viewer"),
}
CLOSED: Pair = ("đã khoá", "closed")
INVITED: Pair = ("chưa có mật khẩu", "no password yet")
IN_USE: Pair = ("đang dùng", "in use")
LINKED: Pair = (
    "Liên kết đặt mật khẩu cho {name}, chỉ hiện một lần này, dùng được một lần:\n  {address}",
    "Link to a password for {name}, shown this once only, good for one use:\n  {address}",
)
SETUP: Pair = (
    "Liên kết lập tài khoản đầu tiên (điều phối viên), dùng được một lần, trong 24 giờ:\n"
    "  {address}",
    "Link to make the first account (a coordinator's), good for one use within 24 hours:\n"
    "  {address}",
)
NEW_PASSWORD: Pair = ("Mật khẩu mới", "New password")
SET: Pair = (
    "Đã đặt mật khẩu cho {name}; ai đang đăng nhập bằng tài khoản này phải đăng nhập lại",
    "The password of {name} is set; whoever is signed in with it must sign in again",
)


@click.group(
    "accounts",
    cls=SpokenGroup,
    words=(
        "Tài khoản: ai được đăng nhập, với vai trò gì; mời, đổi, khoá.",
        "Accounts: who may sign in, as what; invite, change, close.",
    ),
)
def accounts() -> None:
    """Hold the commands of accounts."""


role_argument = click.argument("role", type=click.Choice([r.value for r in Role]))
commune_option = option(
    "--commune",
    default="",
    metavar="CODE",
    words=("Mã xã của cán bộ xã.", "The code of an officer's commune."),
)


@command("list", ("Mọi tài khoản.", "All accounts."))
def list_(config: Config) -> Answer:
    """List the accounts in the order of their making."""
    found = list_accounts(existing_store(config))
    return Answer(
        facts={"accounts": [_facts(account) for account in found]},
        lines=_lines(found, config.language),
    )


@command(
    "add",
    (
        "Thêm tài khoản và in liên kết mời.",
        "Add an account and print its invitation link.",
    ),
)
@click.argument("name")
@role_argument
@commune_option
def add(config: Config, *, name: str, role: str, commune: str) -> Answer:
    """Add an account, which has no password until its link is used."""
    store, at = existing_store(config), datetime.now(UTC)
    standing = _standing(store, role, commune)
    account = add_account(store, name, standing, at=at)
    _note(store, "account_added", account, at, after=standing)
    return _linked(config, store, account, at)


@command(
    "role",
    (
        "Đổi vai trò; tài khoản đã khoá được mở lại.",
        "Change a role; an account that was closed is open again.",
    ),
)
@click.argument("name")
@role_argument
@commune_option
def role_(config: Config, *, name: str, role: str, commune: str) -> Answer:
    """Give an account another role."""
    store = existing_store(config)
    return _set(config, store, named_account(store, name), _standing(store, role, commune))


@command(
    "close",
    (
        "Khoá tài khoản: ai đang đăng nhập bằng nó bị đăng xuất ngay.",
        "Close an account: whoever is signed in with it is signed out at once.",
    ),
)
@click.argument("name")
def close(config: Config, *, name: str) -> Answer:
    """Close an account; its name stays taken, what its holder did stays in the audit."""
    store = existing_store(config)
    account = named_account(store, name)
    return _set(config, store, account, replace(account.standing, closed=True))


@command(
    "password",
    (
        "Đặt mật khẩu: hỏi hai lần, hoặc đọc một dòng từ đầu vào.",
        "Set a password: asks twice, or reads a line of the input.",
    ),
)
@click.argument("name")
@option(
    "--stdin",
    "from_input",
    is_flag=True,
    words=("Đọc mật khẩu từ đầu vào chuẩn.", "Read the password from standard input."),
)
def password(config: Config, *, name: str, from_input: bool) -> Answer:
    """Set an account's password; it is in no argument, for those stand in lists of processes."""
    store, at = existing_store(config), datetime.now(UTC)
    account = named_account(store, name)
    typed = _read_password(config.language, from_input=from_input)
    refuse_weak(typed, account.name)
    set_password(store, account.id, hash_password(typed), at=at)
    _note(store, "password_changed", account, at)
    said = phrase(SET, config.language, name=account.name)
    return Answer(facts={"name": account.name}, lines=(said,))


@command(
    "link",
    (
        "In liên kết dùng một lần để đặt mật khẩu; không nêu tên: lập tài khoản đầu tiên.",
        "Print a one-time link to a password; without a name, to the first account of all.",
    ),
)
@click.argument("name", required=False)
def link(config: Config, *, name: str | None) -> Answer:
    """Make a link; those made before for the same account stop working."""
    store, at = existing_store(config), datetime.now(UTC)
    if name is not None:
        return _linked(config, store, named_account(store, name), at)
    if has_accounts(store):
        raise BadData("accounts_exist")
    address = start_address(config, make_setup_link(store, at=at))
    lines = phrase(SETUP, config.language, address=address).splitlines()
    return Answer(facts={"address": address}, lines=lines)


def start_address(config: Config, token: str, root: str = "") -> str:
    """Return where a one-time link leads; below the server's address, if none is known."""
    return f"{(config.public_url or root).rstrip('/')}{START_PATH}{token}"


def _read_password(language: str, *, from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt(
        phrase(NEW_PASSWORD, language), hide_input=True, confirmation_prompt=True, err=True
    )
    return asked


def _standing(store: Store, role: str, commune: str) -> Standing:
    """Return a standing whose commune is one of the district.

    Raises
    ------
    BadData
        If it is none.
    """
    if commune and commune not in _communes(store):
        raise BadData("no_such_commune", field="commune", value=commune)
    return Standing(role=Role(role), commune=commune)


def _communes(store: Store) -> set[str]:
    try:
        return set(store.get_district().commune_by_code)
    except NotFound:
        return set()


def _set(config: Config, store: Store, account: Account, standing: Standing) -> Answer:
    at = datetime.now(UTC)
    changed = set_standing(store, account.id, standing, expected=account.version, at=at)
    _note(store, changed.what, account, at, before=changed.before, after=standing)
    return Answer(facts=_facts(changed.account), lines=_lines((changed.account,), config.language))


def _linked(config: Config, store: Store, account: Account, at: datetime) -> Answer:
    address = start_address(config, make_link(store, account.id, at=at))
    _note(store, "account_linked", account, at)
    said = phrase(LINKED, config.language, name=account.name, address=address)
    return Answer(facts={**_facts(account), "address": address}, lines=said.splitlines())


def _note(
    store: Store,
    what: str,
    account: Account,
    at: datetime,
    *,
    before: object | None = None,
    after: object | None = None,
) -> None:
    entry = Entry(
        at=at,
        who=BY_COMMAND,
        what=what,
        subject=account.name,
        before=facts_of(before),
        after=facts_of(after),
    )
    add_entry(store, entry)


def _facts(account: Account) -> dict[str, Any]:
    return {
        "name": account.name,
        "role": account.role.value,
        "commune": account.commune or None,
        "closed": account.closed,
        "invited": account.invited,
    }


def _lines(found: tuple[Account, ...], language: str) -> Iterator[str]:
    if not found:
        yield from phrase(NONE, language).splitlines()
    for account in found:
        state = CLOSED if account.closed else INVITED if account.invited else IN_USE
        yield phrase(
            LINE,
            language,
            name=account.name,
            role=phrase(ROLES[account.role], language, commune=account.commune),
            state=phrase(state, language),
        )


for each in (list_, add, role_, password, close, link):
    accounts.add_command(each)
