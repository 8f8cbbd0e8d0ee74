"""Publishing: all or nothing, one after the other, and healed after a crash."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from calendars.folder import FEEDS, Staged, feed_path, shown_revision
from calendars.publish import draft, publish, publish_draft, rewrite_feeds
from planner.data.store import Store
from planner.errors import Conflict, NotFound, StorageError
from tests.calendars.scenes import (
    HOST,
    MONDAY,
    PUBLISHED,
    TUESDAY,
    FakeStore,
    Laid,
    hai_xa,
    listed,
    plan_of,
)

FIRST: Laid = {"v1": ("t1", MONDAY, 15)}
SECOND: Laid = {"v1": ("t1", TUESDAY, 15)}
LATER = PUBLISHED + timedelta(hours=2)


def content(folder: Path) -> dict[str, bytes]:
    """Return every file of the feeds folder."""
    return {p.name: p.read_bytes() for p in (folder / FEEDS).glob("*")}


def test_a_plan_becomes_a_revision_and_a_file_per_subscriber(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    district_id = store.add_district(hai_xa(), at=PUBLISHED)
    plan_id = store.add_plan(plan_of(FIRST), district_id=district_id, at=PUBLISHED)
    done = publish(store, plan_id, folder=tmp_path, at=PUBLISHED, host=HOST)
    assert done.revision == 1
    assert [path.stem for path in done.feeds] == [
        "commune-c1",
        "commune-c2",
        "district",
        "member-m1",
        "member-m2",
        "member-m3",
        "team-t1",
        "team-t2",
        *("village-v1", "village-v2", "village-v3", "village-v4"),
    ]
    assert {path.parent for path in done.feeds} == {tmp_path / FEEDS}
    assert len(done.changes.new) == 1
    recorded = store.get_revision()
    assert (recorded.number, recorded.plan_id, recorded.published_at) == (1, plan_id, PUBLISHED)


def test_feeds_are_rewritten_from_the_ledger_to_the_same_bytes(tmp_path: Path) -> None:
    store = FakeStore()
    publish(store, store.lay(FIRST), folder=tmp_path, at=PUBLISHED, host=HOST)
    publish(store, store.lay(SECOND), folder=tmp_path, at=LATER, host=HOST)
    before = content(tmp_path)
    feed_path(tmp_path, "district").unlink()
    feed_path(tmp_path, "team-t1").write_bytes(b"damaged")
    assert len(rewrite_feeds(store, tmp_path)) == len(before) - 1  # the revision's number apart
    assert content(tmp_path) == before


def test_without_a_revision_there_is_nothing_to_rewrite(tmp_path: Path) -> None:
    assert rewrite_feeds(FakeStore(), tmp_path) == ()


def test_of_two_publishers_who_saw_the_same_one_wins(tmp_path: Path) -> None:
    store = FakeStore()
    mine = draft(store, store.lay(FIRST), at=PUBLISHED, host=HOST)
    yours = draft(store, store.lay(SECOND), at=LATER, host=HOST)
    publish_draft(store, yours, folder=tmp_path)
    before = content(tmp_path)
    with pytest.raises(Conflict):
        publish_draft(store, mine, folder=tmp_path)
    assert content(tmp_path) == before
    assert len(store.revisions) == 1


def test_a_draft_tells_nobody(tmp_path: Path) -> None:
    store = FakeStore()
    assert len(draft(store, store.lay(FIRST), at=PUBLISHED, host=HOST).changes.new) == 1
    assert (store.revisions, list(tmp_path.iterdir())) == ([], [])


def test_what_cannot_be_written_is_not_published(tmp_path: Path) -> None:
    store = FakeStore()
    (tmp_path / FEEDS).write_text("a file where the folder should be")
    with pytest.raises(StorageError):
        publish(store, store.lay(FIRST), folder=tmp_path, at=PUBLISHED, host=HOST)
    assert store.revisions == []


class Killed(BaseException):
    """Stands for the end of the process: nothing may catch it and go on."""


def dies(*_: object) -> None:
    raise Killed


@pytest.mark.parametrize("renamed", range(4))
def test_a_crash_amid_the_renames_leaves_whole_files_that_the_ledger_heals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renamed: int
) -> None:
    store = FakeStore()
    publish(store, store.lay(FIRST), folder=tmp_path, at=PUBLISHED, host=HOST)
    old = content(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", dying_after(renamed, Path.replace))
        with pytest.raises(Killed):
            publish(store, store.lay(SECOND), folder=tmp_path, at=LATER, host=HOST)
    halfway = {n: c for n, c in content(tmp_path).items() if n.endswith(".ics")}
    assert shown_revision(tmp_path) == 1
    rewrite_feeds(store, tmp_path)
    new = content(tmp_path)
    assert (len(store.revisions), shown_revision(tmp_path)) == (2, 2)
    assert sorted(new) == sorted(old)
    assert [n for n, c in halfway.items() if c not in (old[n], new[n])] == []
    assert sum(c != old[n] for n, c in halfway.items()) == renamed


def dying_after(calls: int, work: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
    """Return ``work`` that ends the process at the call after ``calls``."""
    left = iter(range(calls))

    def limited(source: Path, target: Path) -> Path:
        if next(left, None) is None:
            raise Killed
        return work(source, target)

    return limited


def test_a_crash_before_the_record_leaves_the_old_revision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FakeStore()
    publish(store, store.lay(FIRST), folder=tmp_path, at=PUBLISHED, host=HOST)
    old = content(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(FakeStore, "add_revision", dies)
        patch.setattr(Staged, "drop", dies)  # a killed process cleans nothing up
        with pytest.raises(Killed):
            publish(store, store.lay(SECOND), folder=tmp_path, at=LATER, host=HOST)
    assert {n: c for n, c in content(tmp_path).items() if not n.startswith(".")} == old
    assert len(store.revisions) == 1
    rewrite_feeds(store, tmp_path)
    assert content(tmp_path) == old


def test_an_earlier_plan_comes_back_as_a_new_revision(tmp_path: Path) -> None:
    store = FakeStore()
    first, second = store.lay(FIRST), store.lay(SECOND)
    for n, plan_id in enumerate((first, second, first)):
        at = PUBLISHED + timedelta(hours=n)
        done = publish(store, plan_id, folder=tmp_path, at=at, host=HOST)
    assert done.revision == 3
    assert [n for _, n, _ in listed(feed_path(tmp_path, "team-t1").read_bytes())] == [2]


def test_fractions_of_seconds_of_the_publish_time_are_dropped(tmp_path: Path) -> None:
    store = FakeStore()
    at = PUBLISHED + timedelta(microseconds=7)
    publish(store, store.lay(FIRST), folder=tmp_path, at=at, host=HOST)
    assert store.get_revision().published_at == PUBLISHED


def test_a_publish_time_without_a_zone_is_refused(tmp_path: Path) -> None:
    store = FakeStore()
    naive = datetime(2022, 9, 1)  # noqa: DTZ001 - this is what is refused
    with pytest.raises(ValueError, match="must be aware"):
        publish(store, store.lay(FIRST), folder=tmp_path, at=naive, host=HOST)


def test_an_unknown_plan_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        publish(FakeStore(), 7, folder=tmp_path, at=PUBLISHED, host=HOST)


def test_an_empty_plan_publishes_notices(tmp_path: Path) -> None:
    store = FakeStore(plans=[plan_of({})])
    done = publish(store, 1, folder=tmp_path, at=PUBLISHED, host=HOST)
    assert {tuple(listed(p.read_bytes())) for p in done.feeds} == {
        (("CONFIRMED", 0, "Chưa có lịch"),)
    }


@pytest.mark.slow
def test_bytes_depend_on_no_clock_zone_locale_or_hash_seed() -> None:
    command = (
        "from tests.calendars.write_golden import golden_feeds as g; print(sorted(g().items()))"
    )
    machines = (
        {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/New_York", "LC_ALL": "vi_VN.UTF-8", "PYTHONHASHSEED": "2"},
        {"TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "3"},
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", command],
            env={**os.environ, **machine, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for machine in machines
    ]
    assert outputs[0].startswith(b"[('first-commune-c1.ics'")
    assert outputs == [outputs[0]] * len(machines)
