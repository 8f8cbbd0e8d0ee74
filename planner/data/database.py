"""Opens the SQLite file of a data folder, at the newest form of its tables.

Owns connections, their settings and migrations; knows nothing of what the rows mean.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from planner.errors import StorageError

FILE_NAME = "lenban.sqlite"
MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MS = 10_000

# Each holds for one connection. FULL: what was published survives a power cut.
PRAGMAS = (f"busy_timeout={BUSY_MS}", "synchronous=FULL", "foreign_keys=ON")


def open_database(folder: Path) -> Engine:
    """Return the engine of the folder's database, created and migrated as needed.

    Raises
    ------
    StorageError
        If folder or file cannot be written, or a newer version of the product wrote it.
    """
    path = folder / FILE_NAME
    with failing_as_storage(path):
        folder.mkdir(parents=True, exist_ok=True)
        engine = _engine(path)
        with writing(engine) as connection:
            _migrate(connection, path)
    return engine


@contextmanager
def failing_as_storage(path: Path) -> Iterator[None]:
    """Turn the failures of SQLAlchemy and the file system into ``StorageError``."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise StorageError(f"{path}: {cause}").saying(
            "store_failed", path=path, cause=cause
        ) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that sees one state of the database until it is closed."""
    with engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that holds the write lock; committed at the end, unless it raised."""
    with engine.execution_options(sqlite_begin="BEGIN IMMEDIATE").begin() as connection:
        yield connection


def _engine(path: Path) -> Engine:
    # No pool: opening a file costs less than a millisecond, and no handle outlives its use.
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # Python's driver would open transactions by its own rules, and none for schema changes.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()
    _log_ahead(connection)


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Set the journal's mode, which the file keeps.

    For the lock of the first change SQLite does not wait as ``busy_timeout`` says, so several who
    open a new folder at once would fail here; they ask again instead.
    """
    until = monotonic() + BUSY_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(0.01)
        else:
            return


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


def _migrate(connection: Connection, path: Path) -> None:
    """Bring the tables to the newest form, inside the transaction of ``connection``."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    found = MigrationContext.configure(connection).get_current_revision()
    known = scripts.get_current_head()
    if found == known:
        return
    if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
        raise StorageError(f"{path}: form {found} is newer than {known}").saying(
            "store_newer", path=path, found=found, known=known
        )
    command.upgrade(config, "head")
