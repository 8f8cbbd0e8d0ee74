"""One-time links: to the first account of all, and to an account's first or next password.

Only the SHA-256 of a token is kept; with 256 random bits a plain hash is enough. A link that was
used, has expired, or was followed by a newer one of the same kind opens nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, func, select

from planner.data.accounts import account_in, insert_account, insert_password
from planner.data.database import failing_as_storage, reading, writing
from planner.data.schema import account_links, accounts, link_uses
from planner.data.store import Store
from planner.domain.account import (
    INVITATION_LASTS,
    SETUP_LASTS,
    Account,
    Role,
    Standing,
)
from planner.errors import BadData, NotFound

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLink:
    """A link that can still be used; without an account it sets up the first one."""

    account: Account | None
    expires_at: datetime


def has_accounts(store: Store) -> bool:
    """Whether anybody has an account."""
    with failing_as_storage(store.path), reading(store.engine) as connection:
        return _any(connection)


def make_setup_link(store: Store, *, at: datetime) -> str:
    """Return the token of a link by which the first coordinator makes an account.

    Raises
    ------
    BadData
        If there are accounts already.
    """
    with failing_as_storage(store.path), writing(store.engine) as connection:
        if _any(connection):
            raise BadData("accounts_exist")
        return _make(connection, None, at, at + SETUP_LASTS)


def make_link(store: Store, account_id: int, *, at: datetime) -> str:
    """Return the token of a link by which an account's holder sets a password.

    Raises
    ------
    BadData
        If the account is closed.
    NotFound
        If there is no such account.
    """
    with failing_as_storage(store.path), writing(store.engine) as connection:
        account = account_in(connection, account_id)
        if account.closed:
            raise BadData("account_closed", value=account.name)
        return _make(connection, account_id, at, at + INVITATION_LASTS)


def find_link(store: Store, token: str, *, now: datetime) -> OpenLink:
    """Return what a token opens.

    Raises
    ------
    NotFound
        If it opens nothing, whatever the reason.
    """
    with failing_as_storage(store.path), reading(store.engine) as connection:
        row, account = _usable(connection, token, now)
    return OpenLink(account=account, expires_at=row.expires_at)


def use_setup_link(store: Store, token: str, name: str, hashed: str, *, at: datetime) -> Account:
    """Return the first account, a coordinator's, with its password.

    Raises
    ------
    NotFound
        If the link opens nothing any more.
    BadData
        If the name is not one; the link can be used again then.
    """
    with failing_as_storage(store.path), writing(store.engine) as connection:
        row, account = _usable(connection, token, at)
        if account is not None:
            raise _over()
        made = insert_account(connection, name, Standing(role=Role.COORDINATOR), at)
        insert_password(connection, made.id, hashed, at)
        _use(connection, row.id, at)
        return account_in(connection, made.id)


def use_link(store: Store, token: str, hashed: str, *, at: datetime) -> Account:
    """Return the account of a link with its new password; its sessions end.

    Raises
    ------
    NotFound
        If the link opens nothing any more.
    """
    with failing_as_storage(store.path), writing(store.engine) as connection:
        row, account = _usable(connection, token, at)
        if account is None:
            raise _over()
        insert_password(connection, account.id, hashed, at)
        _use(connection, row.id, at)
        return account_in(connection, account.id)


def _usable(connection: Connection, token: str, now: datetime) -> tuple[Row[Any], Account | None]:
    """Return the row of a link that can be used, and its account."""
    named = account_links.c.sha256 == _hash(token)
    row = connection.execute(select(account_links).where(named)).first()
    if row is None or row.expires_at <= now or not _counts(connection, row):
        raise _over()
    if row.account_id is None:
        if _any(connection):
            raise _over()
        return row, None
    account = account_in(connection, row.account_id)
    if account.closed:
        raise _over()
    return row, account


def _counts(connection: Connection, row: Row[Any]) -> bool:
    """Whether a link is the newest of its account and was not used."""
    column = account_links.c.account_id
    same = column.is_(None) if row.account_id is None else column == row.account_id
    newest = connection.scalar(select(func.max(account_links.c.id)).where(same))
    used = connection.scalar(select(link_uses.c.at).where(link_uses.c.link_id == row.id))
    return newest == row.id and used is None


def _make(connection: Connection, account_id: int | None, at: datetime, until: datetime) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {
        "sha256": _hash(token),
        "account_id": account_id,
        "made_at": at,
        "expires_at": until,
    }
    connection.execute(account_links.insert().values(**values))
    return token


def _use(connection: Connection, link_id: int, at: datetime) -> None:
    connection.execute(link_uses.insert().values(link_id=link_id, at=at))


def _any(connection: Connection) -> bool:
    return connection.scalar(select(func.count()).select_from(accounts)) != 0


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _over() -> NotFound:
    return NotFound("the link opens nothing").saying("link_over")
