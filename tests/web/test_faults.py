"""Subscribers poll while the database is locked or gone, the disk full, the publisher killed.

Whatever happens, they see no 5xx, no page, no cut-off or emptied feed, and no older revision; after
each fault the database and the folder of feeds agree.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest

from calendars.feed import feed_bytes
from calendars.folder import feed_path, shown_revision
from calendars.ledger import from_text
from calendars.links import create_link
from calendars.publish import publish, rewrite_feeds
from planner.data import database
from planner.data.store import Store
from planner.errors import StorageError
from tests.calendars.scenes import MONDAY, PUBLISHED, TUESDAY, Laid, hai_xa, plan_of
from tests.web.publisher import HOST
from tests.web.server import Server
from tests.web.subscriber import Loop, Vdirsyncer, phone, reader
from web.app import create_app

pytestmark = [pytest.mark.outside, pytest.mark.slow]

ODD: Laid = {"v1": ("t1", MONDAY, 15), "v2": ("t1", TUESDAY, 8)}
EVEN: Laid = {"v1": ("t1", TUESDAY, 15), "v3": ("t2", TUESDAY, 8)}
NOW = PUBLISHED + timedelta(days=1)
KILLS = 50


class Field:
    """A data folder, a server over it, and subscribers that poll it all the time."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        store = Store.open(folder)
        district = store.add_district(hai_xa(), at=PUBLISHED)
        for laid in (EVEN, ODD):
            store.add_plan(plan_of(laid), district_id=district, at=PUBLISHED)
        self.publish()
        self.path = f"/f/{create_link(folder, 'district', PUBLISHED)}.ics"
        self._serve(0)
        self._home = home
        self.loops: list[Loop] = []

    def _serve(self, port: int) -> None:
        self._server = Server(create_app(self.folder, feed_host=HOST, now=lambda: NOW), port)
        self.port = self._server.port

    def stop(self) -> None:
        """End the server."""
        self._server.stop()

    def restart(self) -> None:
        """Start the server again, as ``lenban serve`` does: unfinished work first."""
        self.stop()
        if Store.exists(self.folder):
            rewrite_feeds(Store.open(self.folder), self.folder)
        self._serve(self.port)

    @contextmanager
    def polled(self) -> Iterator[None]:
        """Let subscribers poll; at the end they must have found nothing wrong."""
        syncer = Vdirsyncer(self._home, f"http://127.0.0.1:{self.port}{self.path}")
        self.loops = [reader(lambda: (self.port, self.path)), phone(syncer)]
        with ExitStack() as stack:
            for loop in self.loops:
                stack.enter_context(loop)
            self.settle()
            yield
            self.settle()
        assert [loop.faults for loop in self.loops] == [[], []]
        assert [loop.newest for loop in self.loops] == [self.revision] * 2

    def settle(self) -> None:
        """Wait until each subscriber has polled twice more."""
        wanted = [loop.polls + 2 for loop in self.loops]
        until = time.monotonic() + 60
        while any(loop.polls < n for loop, n in zip(self.loops, wanted, strict=True)):
            assert time.monotonic() < until, [loop.faults for loop in self.loops]
            time.sleep(0.02)

    @property
    def revision(self) -> int:
        """The revision that the feeds show."""
        return shown_revision(self.folder)

    def publish(self) -> None:
        """Publish the plan that is not shown now."""
        revision = self.revision + 1
        at = PUBLISHED + timedelta(minutes=revision)
        store = Store.open(self.folder)
        publish(store, revision % 2 + 1, folder=self.folder, at=at, host=HOST)

    def agree(self) -> None:
        """Check that the folder shows what the database holds."""
        newest = Store.open(self.folder).get_revision()
        ledger = from_text(newest.ledger)
        assert self.revision == newest.number
        for feed in ledger.feeds:
            path = feed_path(self.folder, feed.key)
            assert path.read_bytes() == feed_bytes(feed, ledger), feed.key
        assert list((self.folder / "feeds").glob(".*")) == []


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    """Return a field on the ordinary disk."""
    made = Field(tmp_path / "data", tmp_path / "home")
    yield made
    made.stop()


def test_while_nothing_is_wrong(field: Field) -> None:
    with field.polled():
        for _ in range(3):
            field.publish()
            field.settle()
    field.agree()
    assert field.revision == 4


def test_the_database_is_locked(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PRAGMAS", ("busy_timeout=100",))
    monkeypatch.setattr(database, "BUSY_MS", 100)
    with field.polled():
        holder = sqlite3.connect(field.folder / database.FILE_NAME, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageError):
            field.publish()
        field.settle()
        holder.execute("ROLLBACK")
        holder.close()
        field.publish()
    field.agree()


def test_the_database_is_removed(field: Field, tmp_path: Path) -> None:
    with field.polled():
        kept = tmp_path / "kept.sqlite"
        sqlite3.connect(field.folder / database.FILE_NAME).execute(f"VACUUM INTO '{kept}'")
        for path in field.folder.glob(f"{database.FILE_NAME}*"):
            path.unlink()
        field.settle()
        field.restart()
        field.settle()
        shutil.copy(kept, field.folder / database.FILE_NAME)
        field.publish()
    field.agree()


@contextmanager
def small_disk(at: Path, kib: int) -> Iterator[Path]:
    """Mount a disk of a few KiB in memory; only whoever may mount can run this."""
    at.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(at)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield at
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)


def test_the_disk_is_full(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2048) as disk:
        field = Field(disk / "data", tmp_path / "home")
        try:
            with field.polled():
                filler = disk / "filler"
                with pytest.raises(OSError, match="space"):
                    filler.write_bytes(bytes(2048 * 1024))
                with pytest.raises(StorageError):
                    field.publish()
                field.settle()
                filler.unlink()
                field.publish()
            field.agree()
        finally:
            field.stop()


def test_the_publisher_is_killed_at_any_moment(field: Field) -> None:
    rng = random.Random(5)
    command = [sys.executable, "-m", "tests.web.publisher", str(field.folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with field.polled(), subprocess.Popen(command, **pipes) as publisher:  # type: ignore[call-overload]
        whole = [run_once(publisher, field, kill_after=None)[1]]
        killed = 0
        while killed < KILLS:
            # How long a publication takes varies with what else the machine does.
            code, took = run_once(publisher, field, kill_after=rng.uniform(0, 1.1 * median(whole)))
            killed += code == -signal.SIGKILL
            whole += [took] if code == 0 else []
            assert len(whole) < 4 * KILLS
        publisher.stdin.close()
    field.restart()
    field.agree()


def run_once(
    publisher: "subprocess.Popen[str]", field: Field, *, kill_after: float | None
) -> tuple[int, float]:
    """Return how one publication ended and how long it took; then what it left is finished."""
    assert publisher.stdin is not None
    assert publisher.stdout is not None
    revision = Store.open(field.folder).get_revision().number + 1
    at = PUBLISHED + timedelta(minutes=revision)
    publisher.stdin.write(f"{revision % 2 + 1} {at.isoformat()}\n")
    publisher.stdin.flush()
    child = int(publisher.stdout.readline())
    began = time.monotonic()
    if kill_after is not None:
        time.sleep(kill_after)
        with suppress(ProcessLookupError):  # it may have ended by itself
            os.kill(child, signal.SIGKILL)
    code = int(publisher.stdout.readline())
    took = time.monotonic() - began
    rewrite_feeds(Store.open(field.folder), field.folder)
    field.agree()
    return code, took


def test_the_server_starts_again(field: Field) -> None:
    with field.polled():
        for _ in range(3):
            field.restart()
            field.publish()
            field.settle()
    field.agree()
