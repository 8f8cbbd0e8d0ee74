"""Publishing a plan: a numbered revision, and the bytes of every feed.

The order makes every crash harmless. All bytes are made in memory and written beside the old files
(a full disk stops it here, with nothing published); then the store records the revision; then the
files are renamed. A crash before the record leaves the old revision. A crash after it leaves every
file whole, old or new, and ``rewrite_feeds`` brings the rest forward from the recorded ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from calendars.changes import Changes, changes
from calendars.feed import feed_bytes
from calendars.folder import Staged, feed_path, one_writer, revision_path
from calendars.ledger import Ledger, Wanted, from_text, next_ledger, to_text
from calendars.news import News, news
from calendars.subscribers import wanted_feeds
from planner.data.store import Revision, StoredPlan
from planner.domain.district import District
from planner.errors import NotFound


class Memory(Protocol):
    """What publishing needs of ``planner.data.store.Store``."""

    def get_plan(self, plan_id: int | None = None) -> StoredPlan: ...

    def get_district(self, district_id: int | None = None) -> District: ...

    def get_revision(self, number: int | None = None) -> Revision: ...

    def add_revision(
        self, plan_id: int, *, at: datetime, ledger: str, expected: int
    ) -> Revision: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a publication did: its revision, the files of all feeds, what changed for people."""

    revision: int
    timezone: str
    feeds: tuple[Path, ...]
    changes: Changes
    news: tuple[News, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What publishing a plan would say, before anybody is told."""

    plan_id: int
    ledger: Ledger
    changes: Changes
    news: tuple[News, ...]


def draft(store: Memory, plan_id: int, *, at: datetime, host: str) -> Draft:
    """Return what publishing a plan at ``at`` would change; nothing is stored or written.

    Raises
    ------
    NotFound
        If there is no such plan.
    """
    stored = store.get_plan(plan_id)
    district = store.get_district(stored.district_id)
    wanted = wanted_feeds(stored.plan, district, host=host, at=_whole_second(at))
    return draft_of(plan_id, wanted, district, previous=_newest_ledger(store), at=at)


def draft_of(
    plan_id: int, wanted: Wanted, district: District, *, previous: Ledger | None, at: datetime
) -> Draft:
    """Return the same from what feeds should show, which is the same at any time.

    What is published at ``at``, and what changed then, the ledger says itself.
    """
    ledger = next_ledger(previous, wanted, _whole_second(at))
    return Draft(
        plan_id=plan_id,
        ledger=ledger,
        changes=changes(previous, ledger),
        news=news(previous, ledger, district),
    )


def publish(store: Memory, plan_id: int, *, folder: Path, at: datetime, host: str) -> Published:
    """Return the new revision, once the store has it and every feed shows it.

    Raises
    ------
    Conflict
        If somebody else has published meanwhile; nothing changed.
    NotFound
        If there is no such plan.
    """
    return publish_draft(store, draft(store, plan_id, at=at, host=host), folder=folder)


def publish_draft(store: Memory, wanted: Draft, *, folder: Path) -> Published:
    """Return the revision of a draft; what was shown of it is exactly what is published.

    Raises
    ------
    Conflict
        If somebody else has published since the draft was made; nothing changed.
    """
    ledger = wanted.ledger
    contents = _contents(ledger, folder)
    text = to_text(ledger)
    with one_writer(folder):
        staged = Staged(_with_revision(contents, ledger, folder))
        try:
            store.add_revision(
                wanted.plan_id, at=ledger.published, ledger=text, expected=ledger.revision
            )
        except BaseException:
            staged.drop()
            raise
        staged.show()
    return Published(
        revision=ledger.revision,
        timezone=ledger.timezone,
        feeds=tuple(contents),
        changes=wanted.changes,
        news=wanted.news,
    )


def news_of(store: Memory, number: int) -> tuple[News, ...]:
    """Return whom a revision had to reach, as it was when it was published.

    Raises
    ------
    NotFound
        If there is no such revision.
    """
    revision = store.get_revision(number)
    previous = from_text(store.get_revision(number - 1).ledger) if number > 1 else None
    district = store.get_district(store.get_plan(revision.plan_id).district_id)
    return news(previous, from_text(revision.ledger), district)


def rewrite_feeds(store: Memory, folder: Path) -> tuple[Path, ...]:
    """Return the files of all feeds, made to show the newest revision again.

    For a start after a crash, or when files were lost; files that are right stay untouched.
    """
    with one_writer(folder):
        ledger = _newest_ledger(store)
        if ledger is None:
            return ()
        contents = _contents(ledger, folder)
        Staged(_with_revision(contents, ledger, folder)).show()
    return tuple(contents)


def _newest_ledger(store: Memory) -> Ledger | None:
    try:
        return from_text(store.get_revision().ledger)
    except NotFound:
        return None


def _contents(ledger: Ledger, folder: Path) -> dict[Path, bytes]:
    return {feed_path(folder, feed.key): feed_bytes(feed, ledger) for feed in ledger.feeds}


def _with_revision(feeds: Mapping[Path, bytes], ledger: Ledger, folder: Path) -> dict[Path, bytes]:
    """Return the feeds and, last to be shown, the number of the revision that they show."""
    return {**feeds, revision_path(folder): b"%d\n" % ledger.revision}


def _whole_second(at: datetime) -> datetime:
    """Return a publish time as feeds can write it."""
    if at.tzinfo is None:
        raise ValueError(f"the publish time must be aware, not {at!r}")
    return at.astimezone(UTC).replace(microsecond=0)
