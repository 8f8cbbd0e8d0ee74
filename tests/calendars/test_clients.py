"""What programs of others make of the feeds: libical, ical.js, and vdirsyncer with khal."""

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from calendars.event import FeedEvent
from calendars.feed import feed_bytes
from calendars.folder import FEEDS
from calendars.ledger import from_text
from calendars.publish import publish
from tests.calendars.scenes import HOST, MONDAY, PUBLISHED, ZONE, FakeStore, Laid, hai_xa, told
from tests.calendars.test_feed import fuzzed
from tests.calendars.write_golden import FIRST, GOLDEN, SECOND
from tests.outside import outside_package, outside_program

pytestmark = pytest.mark.outside

CLIENTS = Path(__file__).parent / "clients"
ONE: Laid = {"v1": ("t1", MONDAY, 15)}
NASTY = (
    "a\r\nb\rc\x00d\x1be\x85f",
    "a\u2028b\u2029c\ufeffd\u202eđảo\u202c",
    "Huo\u0302\u0309i Co\u031b 🏔️👩‍👧",
    "END:VEVENT\nEND:VCALENDAR",
    ";,:\\n\\\\\"'^n%0D%0A",
    "dài " * 2500,
    "ế" * 10_000,
)


@pytest.fixture(scope="module")
def libical(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the compiled checker."""
    compiler, configured = outside_program("gcc"), outside_program("pkg-config")
    flags = subprocess.run(
        [configured, "--cflags", "--libs", "libical"], capture_output=True, text=True, check=False
    )
    if flags.returncode:
        outside_program("libical's headers")
    checker = tmp_path_factory.mktemp("libical") / "check_feed"
    source = str(CLIENTS / "check_feed.c")
    subprocess.run([compiler, source, "-o", checker, *flags.stdout.split()], check=True)
    return checker


def checked(checker: Path, feed: Path) -> tuple[int, list[str]]:
    """Return how libical ends and what it says of a feed."""
    done = subprocess.run([checker, feed], capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).splitlines()


def as_checked(event: FeedEvent) -> str:
    """Return the line that the checker prints of an event, a whole day with its date only."""
    start = f"{event.start:%Y%m%dT%H%M%SZ}"
    if event.all_day:
        start = f"{event.start.astimezone(ZONE):%Y%m%d}"
    return f"{event.uid} {start} {event.sequence} {event.status.value}"


@pytest.mark.parametrize("golden", sorted(GOLDEN.glob("*.ics")), ids=lambda p: p.stem)
def test_libical_finds_no_fault(libical: Path, golden: Path) -> None:
    code, said = checked(libical, golden)
    assert (code, len(said)) == (0, golden.read_bytes().count(b"BEGIN:VEVENT"))


def test_libical_reads_what_was_planned(libical: Path, tmp_path: Path) -> None:
    ledger = told(SECOND, told(FIRST), at=PUBLISHED + timedelta(days=1))
    for feed in ledger.feeds:
        path = tmp_path / "feed.ics"
        path.write_bytes(feed_bytes(feed, ledger))
        assert checked(libical, path) == (0, [as_checked(e) for e in ledger.shown(feed)])


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (rb"DTSTAMP:[^\r]*\r\n", b""),
        (rb"UID:[^\r]*\r\n", b""),
        (rb"DTSTART:\d{8}T", b"DTSTART:tomorrow"),
        (rb"PRODID:[^\r]*\r\n", b""),
        (rb"STATUS:", b"STATUS:CONFIRMED\r\nSTATUS:"),
    ],
)
def test_libical_finds_the_fault_of_a_broken_feed(
    libical: Path, tmp_path: Path, right: bytes, wrong: bytes
) -> None:
    good = (GOLDEN / "first-team-t1.ics").read_bytes()
    broken, changed = re.subn(right, wrong, good)
    assert changed > 0
    path = tmp_path / "broken.ics"
    path.write_bytes(broken)
    assert checked(libical, path)[0] == 1


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_libical_takes_any_text_of_the_workbook(libical: Path, tmp_path: Path, text: str) -> None:
    ledger = told(ONE, district=fuzzed(text), wordy=True)
    for feed in ledger.feeds:
        path = tmp_path / "feed.ics"
        path.write_bytes(feed_bytes(feed, ledger))
        assert checked(libical, path) == (0, [as_checked(e) for e in ledger.shown(feed)])


def read_by_ical_js(*feeds: Path) -> list[list[dict[str, Any]]]:
    """Return the events of each feed as ical.js reads them."""
    command = [outside_program("node"), str(CLIENTS / "read_feed.cjs")]
    command += [str(outside_package("ical.js")), *map(str, feeds)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def as_read(event: FeedEvent) -> tuple[object, ...]:
    """Return what ical.js should read of an event: its sign, its hours, its words."""
    start, end = (_iso(event, moment) for moment in (event.start, event.end))
    said = (event.summary, event.location or None, event.description)
    return (event.uid, event.sequence, event.status.value, start, end, *said, len(event.alarms))


def _iso(event: FeedEvent, moment: Any) -> str:
    return (
        f"{moment.astimezone(ZONE):%Y-%m-%d}" if event.all_day else f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    )


def as_told(read: dict[str, Any]) -> tuple[object, ...]:
    """Return what ical.js read, without the line that says when it was updated."""
    said, _, updated = read["description"].rpartition("\n")
    assert updated.startswith("Cập nhật lúc ")
    return (*(said if key == "description" else read[key] for key in read),)


@pytest.mark.parametrize("text", ["", *NASTY], ids=range(len(NASTY) + 1))
def test_ical_js_reads_back_every_word(tmp_path: Path, text: str) -> None:
    district = fuzzed(text) if text else hai_xa()
    at = PUBLISHED + timedelta(days=1)
    ledger = told(SECOND, told(FIRST), at=at, district=district, wordy=True)
    paths = [tmp_path / f"{n}.ics" for n in range(len(ledger.feeds))]
    for path, feed in zip(paths, ledger.feeds, strict=True):
        path.write_bytes(feed_bytes(feed, ledger))
    read = [[as_told(event) for event in events] for events in read_by_ical_js(*paths)]
    assert read == [[as_read(event) for event in ledger.shown(feed)] for feed in ledger.feeds]


def test_ical_js_reads_every_golden_file() -> None:
    files = sorted(GOLDEN.glob("*.ics"))
    counts = [len(events) for events in read_by_ical_js(*files)]
    assert counts == [path.read_bytes().count(b"BEGIN:VEVENT") for path in files]


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without telling of it."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback while the block runs; give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Subscriber:
    """A phone's stand-in: vdirsyncer fetches one feed, khal shows it."""

    def __init__(self, home: Path, address: str) -> None:
        self.vdirsyncer, self.khal = outside_program("vdirsyncer"), outside_program("khal")
        self.home = home
        self.environment = {**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        self.environment |= {f"XDG_{n}_HOME": str(home / n) for n in ("CONFIG", "DATA", "CACHE")}
        (home / "events").mkdir(parents=True)
        (home / "vdirsyncer").write_text(
            f'[general]\nstatus_path = "{home}/status"\n'
            '[pair plan]\na = "phone"\nb = "feed"\n'
            'collections = null\nconflict_resolution = "b wins"\n'
            f'[storage phone]\ntype = "filesystem"\npath = "{home}/events"\nfileext = ".ics"\n'
            f'[storage feed]\ntype = "http"\nurl = "{address}"\n'
        )
        (home / "khal").write_text(
            f"[calendars]\n[[plan]]\npath = {home}/events\n"
            f"[sqlite]\npath = {home}/khal.db\n"
            "[locale]\nlocal_timezone = Asia/Ho_Chi_Minh\ndefault_timezone = Asia/Ho_Chi_Minh\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        )
        self._run(self.vdirsyncer, "-c", str(home / "vdirsyncer"), "discover", "plan")

    def poll(self) -> list[tuple[str, str, str, str]]:
        """Return start, end, title and place of all sessions after fetching the feed."""
        self._run(self.vdirsyncer, "-c", str(self.home / "vdirsyncer"), "sync")
        fields = ("start-long-full", "end-long-full", "title", "location")
        wanted = [word for field in fields for word in ("--json", field)]
        listing = ("list", *wanted, "2022-08-01", "2022-12-31")
        said = self._run(self.khal, "-c", str(self.home / "khal"), *listing)
        days = [json.loads(line) for line in said.splitlines()]
        return sorted(tuple(event[f] for f in fields) for day in days for event in day)

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def as_listed(event: FeedEvent) -> tuple[str, str, str, str]:
    """Return what khal should list of an event."""
    if event.all_day:
        day = f"{event.start.astimezone(ZONE):%Y-%m-%d} 00:00"
        return (day, day, event.summary, "")
    start, end = (f"{m.astimezone(ZONE):%Y-%m-%d %H:%M}" for m in (event.start, event.end))
    return (start, end, event.summary, event.location)


@pytest.mark.slow
@pytest.mark.parametrize("key", ["district", "team-t1", "team-t2", "member-m2"])
def test_a_subscriber_lists_what_was_planned_and_follows_changes(tmp_path: Path, key: str) -> None:
    store, data = FakeStore(), tmp_path / "data"
    phone: Subscriber | None = None
    with served(data / FEEDS) as address:
        for n, laid in enumerate((FIRST, SECOND, FIRST)):
            at = PUBLISHED + timedelta(hours=n)
            publish(store, store.lay(laid), folder=data, at=at, host=HOST)
            phone = phone or Subscriber(tmp_path / "home", f"{address}/{key}.ics")
            ledger = from_text(store.get_revision().ledger)
            feed = ledger.feed(key)
            assert feed is not None
            assert phone.poll() == sorted(as_listed(e) for e in ledger.shown(feed))
