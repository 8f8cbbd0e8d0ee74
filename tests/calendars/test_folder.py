"""Files are whole at every moment."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from calendars.folder import Staged, feed_path, one_writer, write_whole
from planner.errors import StorageError


def test_nothing_shows_before_all_is_written(tmp_path: Path) -> None:
    first, second = feed_path(tmp_path, "team-1"), feed_path(tmp_path, "team-2")
    write_whole(first, b"old")
    staged = Staged({first: b"new", second: b"new"})
    assert (first.read_bytes(), second.exists()) == (b"old", False)
    staged.show()
    assert (first.read_bytes(), second.read_bytes()) == (b"new", b"new")
    assert sorted(p.name for p in first.parent.iterdir()) == ["team-1.ics", "team-2.ics"]


def test_what_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    good = feed_path(tmp_path, "team-1")
    write_whole(good, b"old")
    bad = good / "a file is no folder.ics"
    with pytest.raises(StorageError):
        Staged({good: b"new", bad: b"new"})
    assert {p.name: p.read_bytes() for p in good.parent.iterdir()} == {"team-1.ics": b"old"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot sync a folder")
def test_bytes_are_on_disk_before_a_file_is_replaced_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    for where, name in ((os, "fsync"), (Path, "replace")):
        monkeypatch.setattr(where, name, noting(order, name, getattr(where, name)))
    staged = Staged({feed_path(tmp_path, key): b"new" for key in ("team-1", "team-2")})
    staged.show()
    assert order == ["fsync", "fsync", "replace", "replace", "fsync"]


def noting(order: list[str], name: str, work: Callable[..., object]) -> Callable[..., object]:
    """Return ``work`` that also notes its name."""

    def noted(*given: object) -> object:
        order.append(name)
        return work(*given)

    return noted


def test_a_file_that_holds_the_bytes_is_not_touched(tmp_path: Path) -> None:
    path = feed_path(tmp_path, "district")
    write_whole(path, b"same")
    before = path.stat()
    write_whole(path, b"same")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_a_dead_writer_left_is_thrown_away(tmp_path: Path) -> None:
    path = feed_path(tmp_path, "district")
    Staged({path: b"never shown"})
    with one_writer(tmp_path):
        assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("team-t1", "team-t1.ics"),
        ("team-../../x", "team-..%2F..%2Fx.ics"),
        ("member-Tổ 1", "member-T%E1%BB%95%201.ics"),
    ],
)
def test_a_key_cannot_leave_the_folder(tmp_path: Path, key: str, name: str) -> None:
    assert feed_path(tmp_path, key) == tmp_path / "feeds" / name


def test_a_very_long_key_still_has_a_file(tmp_path: Path) -> None:
    write_whole(feed_path(tmp_path, "team-" + "x" * 5000), b"content")
    assert len(list((tmp_path / "feeds").iterdir())) == 1
