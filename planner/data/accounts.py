"""Remembers accounts: who they are, what they may do, and the hash of their password.

Rows are only added: a change of role or password is a new one, and the newest counts.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select

from planner.data.database import failing_as_storage, reading, writing
from planner.data.schema import accounts, passwords, session_ends, sessions, standings
from planner.data.store import Store
from planner.domain.account import Account, Role, Standing, name_key, plain_name
from planner.errors import BadData, Conflict, NotFound


@dataclass(frozen=True, slots=True)
class Changed:
    """A standing that was changed: what it was, and the account as it is now."""

    before: Standing
    account: Account

    @property
    def what(self) -> str:
        """What the audit calls it."""
        if self.before.closed == self.account.closed:
            return "account_changed"
        return "account_closed" if self.account.closed else "account_opened"


def add_account(store: Store, name: str, standing: Standing, *, at: datetime) -> Account:
    """Return a new account that has no password yet.

    Raises
    ------
    BadData
        If the name is not one, or taken; closed accounts keep theirs.
    """
    with failing_as_storage(store.path), writing(store.engine) as connection:
        return insert_account(connection, name, standing, at)


def insert_account(connection: Connection, name: str, standing: Standing, at: datetime) -> Account:
    """Return a new account, within the transaction of ``connection``.

    Raises
    ------
    BadData
        As ``add_account`` does.
    """
    named, key = plain_name(name), name_key(name)
    if _first(connection, accounts.c.key == key) is not None:
        raise BadData("name_taken", field="name", value=named)
    values = {"name": named, "key": key, "made_at": at}
    added = accounts.insert().values(**values).returning(accounts.c.id)
    account_id: int = connection.execute(added).scalar_one()
    _add_standing(connection, account_id, standing, at)
    return account_in(connection, account_id)


def list_accounts(store: Store) -> tuple[Account, ...]:
    """Return all accounts, in the order of their making."""
    with failing_as_storage(store.path), reading(store.engine) as connection:
        rows = connection.execute(_asked().order_by(accounts.c.id)).all()
    return tuple(_account(row) for row in rows)


def get_account(store: Store, account_id: int) -> Account:
    """Return an account by its number.

    Raises
    ------
    NotFound
        If there is none.
    """
    with failing_as_storage(store.path), reading(store.engine) as connection:
        return account_in(connection, account_id)


def find_account(store: Store, name: str) -> Account | None:
    """Return the account of a name however it is spelled, None if there is none."""
    with failing_as_storage(store.path), reading(store.engine) as connection:
        row = connection.execute(_asked().where(accounts.c.key == name_key(name))).first()
    return None if row is None else _account(row)


def named_account(store: Store, name: str) -> Account:
    """Return the account of a name.

    Raises
    ------
    NotFound
        If there is none.
    """
    found = find_account(store, name)
    if found is None:
        raise NotFound(f"no account {name!r}").saying("no_such_account", value=name)
    return found


def set_standing(
    store: Store, account_id: int, standing: Standing, *, expected: int, at: datetime
) -> Changed:
    """Return the account with what it may do from now on; closing ends its sessions at once.

    Raises
    ------
    Conflict
        If it is at another version than ``expected``; carries both standings.
    BadData
        If nobody would be left to coordinate.
    NotFound
        If there is no such account.
    """
    with failing_as_storage(store.path), writing(store.engine) as connection:
        now = account_in(connection, account_id)
        if now.version != expected:
            raise Conflict(
                f"account {account_id} is at version {now.version}, not {expected}",
                ours=standing,
                theirs=now.standing,
            ).saying("account_changed", value=now.name)
        keeps = standing.role is Role.COORDINATOR and not standing.closed
        if now.coordinates and not keeps:
            _refuse_last(connection, now)
        _add_standing(connection, account_id, standing, at)
        if standing.closed:
            end_sessions(connection, account_id, at)
        return Changed(now.standing, account_in(connection, account_id))


def password_hash(store: Store, account_id: int) -> str | None:
    """Return the hash of an account's password, None if there is no account or none was set."""
    asked = (
        select(passwords.c.hash)
        .where(passwords.c.account_id == account_id)
        .order_by(passwords.c.id.desc())
        .limit(1)
    )
    with failing_as_storage(store.path), reading(store.engine) as connection:
        found: str | None = connection.scalar(asked)
    return found


def set_password(
    store: Store, account_id: int, hashed: str, *, at: datetime, ends: bool = True
) -> None:
    """Give an account another password; its sessions end at once, unless only the hash changed.

    Raises
    ------
    NotFound
        If there is no such account.
    """
    with failing_as_storage(store.path), writing(store.engine) as connection:
        account_in(connection, account_id)
        insert_password(connection, account_id, hashed, at, ends=ends)


def insert_password(
    connection: Connection, account_id: int, hashed: str, at: datetime, *, ends: bool = True
) -> None:
    """Give an account another password, within the transaction of ``connection``."""
    connection.execute(passwords.insert().values(account_id=account_id, hash=hashed, at=at))
    if ends:
        end_sessions(connection, account_id, at)


def end_sessions(connection: Connection, account_id: int, at: datetime) -> None:
    """End every session of an account that has not ended."""
    ended = select(session_ends.c.session_id)
    asked = select(sessions.c.id).where(
        sessions.c.account_id == account_id, sessions.c.id.not_in(ended)
    )
    for session_id in connection.scalars(asked).all():
        connection.execute(session_ends.insert().values(session_id=session_id, at=at))


def account_in(connection: Connection, account_id: int) -> Account:
    """Return an account as the transaction of ``connection`` sees it.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = connection.execute(_asked().where(accounts.c.id == account_id)).first()
    if row is None:
        raise NotFound(f"no account {account_id}").saying("no_such_account", value=account_id)
    return _account(row)


def _asked() -> Select[Any]:
    """Return the question for accounts with the newest standing of each."""
    newest = select(func.max(standings.c.id)).group_by(standings.c.account_id)
    has_password = select(passwords.c.id).where(passwords.c.account_id == accounts.c.id).exists()
    return select(
        accounts.c.id,
        accounts.c.name,
        standings.c.id.label("version"),
        standings.c.role,
        standings.c.commune,
        standings.c.closed,
        has_password.label("has_password"),
    ).join(standings, and_(standings.c.account_id == accounts.c.id, standings.c.id.in_(newest)))


def _account(row: Row[Any]) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        standing=Standing(role=Role(row.role), commune=row.commune, closed=row.closed),
        version=row.version,
        invited=not row.has_password,
    )


def _add_standing(
    connection: Connection, account_id: int, standing: Standing, at: datetime
) -> None:
    values = {
        "account_id": account_id,
        "role": standing.role.value,
        "commune": standing.commune,
        "closed": standing.closed,
        "at": at,
    }
    connection.execute(standings.insert().values(**values))


def _refuse_last(connection: Connection, leaving: Account) -> None:
    """Refuse to lose the only coordinator who can sign in."""
    rows = connection.execute(_asked().where(accounts.c.id != leaving.id)).all()
    if not any(each.coordinates and not each.invited for each in map(_account, rows)):
        raise BadData("last_coordinator", field="role", value=leaving.name)


def _first(connection: Connection, where: Any) -> Row[Any] | None:
    return connection.execute(select(accounts).where(where)).first()
