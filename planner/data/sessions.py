"""Remembers who has signed in, until they sign out, and who tried to."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, func, select

from planner.data.accounts import account_in
from planner.data.database import failing_as_storage, reading, writing
from planner.data.schema import attempts, session_ends, sessions
from planner.data.store import Store
from planner.domain.account import Account
from planner.domain.throttle import (
    FORGOTTEN_AFTER,
    FREE_BY_ADDRESS,
    FREE_BY_NAME,
    Failures,
    wait,
)

LASTS = timedelta(hours=12)
"""A working day: after it, whoever is still at work signs in again."""


def add_session(store: Store, secret: str, account_id: int, *, at: datetime) -> None:
    """Remember that an account's holder has signed in; ``secret`` is what their browser keeps."""
    values = {"sha256": _hash(secret), "account_id": account_id, "began_at": at}
    with failing_as_storage(store.path), writing(store.engine) as connection:
        connection.execute(sessions.insert().values(**values))


def end_session(store: Store, secret: str, *, at: datetime) -> None:
    """End a session, if there is one and it has not ended."""
    asked = select(sessions.c.id, session_ends.c.at).outerjoin(session_ends)
    with failing_as_storage(store.path), writing(store.engine) as connection:
        row = connection.execute(asked.where(sessions.c.sha256 == _hash(secret))).first()
        if row is not None and row.at is None:
            connection.execute(session_ends.insert().values(session_id=row.id, at=at))


def session_account(store: Store, secret: str, *, now: datetime) -> Account | None:
    """Return whose session this is, None if there is none, it has ended, or grown too old."""
    asked = (
        select(sessions.c.account_id, sessions.c.began_at)
        .outerjoin(session_ends)
        .where(sessions.c.sha256 == _hash(secret), session_ends.c.session_id.is_(None))
    )
    with failing_as_storage(store.path), reading(store.engine) as connection:
        row = connection.execute(asked).first()
        if row is None or now >= row.began_at + LASTS:
            return None
        account = account_in(connection, row.account_id)
    return None if account.closed else account


def begin_attempt(store: Store, name: str, address: str, *, at: datetime) -> timedelta:
    """Return how long whoever wants to sign in must wait; zero lets them try, and counts it.

    Counted as wrong before it is known, so that many at once are no more guesses than one by one.

    Parameters
    ----------
    name, address
        Keyed hashes of the name that was typed and of where the request came from.
    """
    with failing_as_storage(store.path), writing(store.engine) as connection:
        must = max(
            wait(_failures(connection, key, at), free=free, now=at)
            for key, free in ((name, FREE_BY_NAME), (address, FREE_BY_ADDRESS))
        )
        if not must:
            _add_attempt(connection, name, at, right=False)
    return must


def end_attempt(store: Store, name: str, address: str, *, right: bool, at: datetime) -> None:
    """Remember how an attempt ended: a right one clears the name, a wrong one burdens the address.

    A right one does not clear the address, or an account of one's own would make guessing cheap.
    """
    with failing_as_storage(store.path), writing(store.engine) as connection:
        _add_attempt(connection, name if right else address, at, right=right)


def _add_attempt(connection: Connection, key: str, at: datetime, *, right: bool) -> None:
    connection.execute(attempts.insert().values(key=key, right=right, at=at))


def _failures(connection: Connection, key: str, now: datetime) -> Failures:
    """Return how often it went wrong under a key since it last went right, of late."""
    mine = attempts.c.key == key
    last_right = select(func.coalesce(func.max(attempts.c.id), 0)).where(mine, attempts.c.right)
    asked = select(func.count(), func.max(attempts.c.at)).where(
        mine,
        ~attempts.c.right,
        attempts.c.id > last_right.scalar_subquery(),
        attempts.c.at > now - FORGOTTEN_AFTER,
    )
    count, last = connection.execute(asked).one()
    return Failures(count=count, last=last)


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
