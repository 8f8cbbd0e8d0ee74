"""What links fetched: noted at once, written down a little later, never in the way."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from calendars.clients import FAMILIES, OTHER, client_family
from calendars.fetches import FETCHES, Fetch, Fetches, read_fetches

AT = datetime(2022, 9, 5, 1, tzinfo=UTC)


def fetch(minutes: int = 0, revision: int = 1) -> Fetch:
    return Fetch(at=AT + timedelta(minutes=minutes), client="apple", revision=revision)


def test_a_fetch_is_known_at_once_and_written_down_later(tmp_path: Path) -> None:
    fetches = Fetches(tmp_path, save_after_s=60)
    fetches.note("a", fetch())
    assert fetches.known() == {"a": fetch()}
    assert read_fetches(tmp_path) == {}
    fetches.save()
    assert read_fetches(tmp_path) == {"a": fetch()}
    assert Fetches(tmp_path).known() == {"a": fetch()}


def test_it_is_written_down_without_being_asked(tmp_path: Path) -> None:
    fetches = Fetches(tmp_path, save_after_s=0.01)
    fetches.note("a", fetch())
    written = threading.Event()
    for _ in range(500):
        if read_fetches(tmp_path):
            written.set()
            break
        written.wait(0.01)
    assert read_fetches(tmp_path) == {"a": fetch()}


def test_what_another_process_wrote_stays_if_it_is_newer(tmp_path: Path) -> None:
    one, other = Fetches(tmp_path, save_after_s=60), Fetches(tmp_path, save_after_s=60)
    one.note("a", fetch(5, revision=2))
    one.note("b", fetch(1))
    one.save()
    other.note("a", fetch(3, revision=1))
    other.note("c", fetch(9))
    other.save()
    assert read_fetches(tmp_path) == {"a": fetch(5, revision=2), "b": fetch(1), "c": fetch(9)}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}', b"\xff"])
def test_a_damaged_file_is_no_more_than_forgotten(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FETCHES).write_bytes(content)
    assert read_fetches(tmp_path) == {}


def test_a_folder_that_cannot_be_written_is_survived(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    fetches = Fetches(blocked, save_after_s=0.01)
    fetches.note("a", fetch())
    for _ in range(50):
        threading.Event().wait(0.01)
    fetches.note("a", fetch(1))
    assert fetches.known() == {"a": fetch(1)}


@pytest.mark.parametrize(
    ("said", "family"),
    [
        ("Google-Calendar-Importer", "google"),
        ("iOS/16.5 (20F66) dataaccessd/1.0", "apple"),
        ("macOS/13.4 (22F66) CalendarAgent/988", "apple"),
        ("ICSx5/2.2 (ical4j/3.2.7; okhttp/4.11) Android/13", "icsx5"),
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Thunderbird/115.0", "thunderbird"),
        ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0)", "outlook"),
        ("vdirsyncer/0.19.2", "vdirsyncer"),
        ("Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/109 Mobile", "browser"),
        ("", OTHER),
        ("something/1", OTHER),
    ],
)
def test_families(said: str, family: str) -> None:
    assert client_family(said) == family
    assert family in FAMILIES
