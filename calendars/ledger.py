"""What was published: every event of every feed, with its SEQUENCE and its last change.

The next ledger is a pure function of the previous one, of what is wanted now and of the publish
time; the feeds' bytes follow from the ledger alone. It is kept as text by the store.
"""

import base64
import gzip
import zlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import msgspec

from calendars.event import FeedEvent, Status, uid_stem
from planner.errors import StorageError

BEFORE = timedelta(days=30)
AFTER = timedelta(days=120)
TOMBSTONE_STAYS = timedelta(days=60)
CANCELLED_PREFIX = "ĐÃ HUỶ: "
CANCELLED_NOTE = "Buổi này đã huỷ hoặc không còn trong lịch này. Xin đừng đến theo giờ cũ."


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """What stays of an event that is too old to show: enough never to count backwards."""

    uid: str
    sequence: int
    changed: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed: its key, the name people see, its events in order of start and UID.

    ``notice`` is shown when no event lies in the window: a feed without events is refused by some
    clients and empties others (rule 4).
    """

    key: str
    name: str
    notice: FeedEvent
    events: tuple[FeedEvent, ...] = ()
    retired: tuple[Retired, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a plan wants to be seen: its feeds, for sessions that start in ``since`` .. ``until``.

    What is announced of them lies before, and goes with them. Of days outside (``until`` is the
    first moment after them) the plan says nothing, so what was published for them stays.
    """

    feeds: tuple[Feed, ...]
    since: datetime
    until: datetime
    host: str
    timezone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Everything published up to a revision: the feeds' bytes follow from it alone."""

    revision: int = 0
    published: datetime
    host: str
    timezone: str
    feeds: tuple[Feed, ...] = ()

    def feed(self, key: str) -> Feed | None:
        """Return the feed with this key, if it was ever published."""
        return next((f for f in self.feeds if f.key == key), None)

    def shown(self, feed: Feed) -> tuple[FeedEvent, ...]:
        """Return what subscribers see of a feed: never nothing (rules 3, 4 and 10)."""
        return _in_window(feed.events, self.published) or (feed.notice,)


def next_ledger(previous: Ledger | None, wanted: Wanted, at: datetime) -> Ledger:
    """Return the ledger after publishing ``wanted`` at ``at``.

    The publish time never falls: with a clock that went back, the previous one holds.
    """
    moment = max(at, previous.published) if previous else at
    ledger = Ledger(
        revision=previous.revision + 1 if previous else 1,
        published=moment,
        host=wanted.host,
        timezone=wanted.timezone,
    )
    before = {feed.key: feed for feed in previous.feeds} if previous else {}
    after = {feed.key: feed for feed in wanted.feeds}
    feeds = tuple(
        _next_feed(before.get(key), after.get(key) or _abandoned(before[key]), wanted, ledger)
        for key in sorted(before.keys() | after.keys())
    )
    return replace(ledger, feeds=feeds)


def to_text(ledger: Ledger) -> str:
    """Return the ledger as text for the store: JSON, gzipped, in base64.

    Most words stand in several feeds, so packing makes it about sixteen times smaller.
    """
    packed = gzip.compress(msgspec.json.encode(ledger, order="deterministic"), mtime=0)
    return base64.b64encode(packed).decode("ascii")


def from_text(text: str) -> Ledger:
    """Return the ledger that ``to_text`` wrote.

    Raises
    ------
    StorageError
        If the text is no ledger.
    """
    try:
        return msgspec.json.decode(gzip.decompress(base64.b64decode(text)), type=Ledger)
    except (ValueError, EOFError, OSError, zlib.error) as error:
        raise StorageError(f"the published ledger cannot be read: {error}") from error


def _abandoned(feed: Feed) -> Feed:
    """Return a feed whose subscriber is no longer in the district: it goes on, without sessions."""
    return replace(feed, events=(), retired=())


def _next_feed(before: Feed | None, after: Feed, wanted: Wanted, ledger: Ledger) -> Feed:
    events = before.events if before else ()
    retired = before.retired if before else ()
    known: dict[str, FeedEvent | Retired] = {uid_stem(r.uid): r for r in retired}
    known |= {uid_stem(e.uid): e for e in events}
    wishes = (_published(known.pop(uid_stem(e.uid), None), e, ledger) for e in after.events)
    entries: list[FeedEvent | Retired] = list(wishes)
    entries += (_unwanted(old, wanted, ledger) for old in known.values())
    now = [e for e in entries if isinstance(e, FeedEvent)]
    gone = [e for e in entries if isinstance(e, Retired)]
    return Feed(
        key=after.key,
        name=after.name,
        notice=_published(before.notice if before else None, after.notice, ledger),
        events=tuple(sorted(now, key=lambda e: (e.start, e.uid))),
        retired=tuple(sorted(gone, key=lambda e: e.uid)),
    )


def _published(before: FeedEvent | Retired | None, after: FeedEvent, ledger: Ledger) -> FeedEvent:
    """Return ``after`` as it stands in the ledger; the one place where SEQUENCE rises.

    An event that did not change stays as it was published, to the byte. The UID keeps the host
    under which it was first published.
    """
    if isinstance(before, FeedEvent) and _same_content(before, after):
        return before
    news = replace(after, revision=ledger.revision, changed=ledger.published)
    if before is None:
        return news
    same_promise = isinstance(before, FeedEvent) and before.promise == after.promise
    return replace(news, uid=before.uid, sequence=before.sequence + (0 if same_promise else 1))


def _same_content(before: FeedEvent, after: FeedEvent) -> bool:
    """Return whether two events differ at most in what the ledger itself adds."""
    return before == replace(
        after,
        uid=before.uid,
        sequence=before.sequence,
        revision=before.revision,
        changed=before.changed,
    )


def _unwanted(old: FeedEvent | Retired, wanted: Wanted, ledger: Ledger) -> FeedEvent | Retired:
    """Return what becomes of a published event that the plan does not hold."""
    if isinstance(old, Retired):
        return old
    planned = wanted.since <= (old.about or old.start) < wanted.until
    promised = planned and ledger.published < old.start
    if promised and not old.cancelled:
        return _published(old, _tombstone(old), ledger)
    if _too_old(old, ledger.published):
        return Retired(uid=old.uid, sequence=old.sequence, changed=old.changed)
    return old


def _tombstone(event: FeedEvent) -> FeedEvent:
    return replace(
        event,
        status=Status.CANCELLED,
        summary=CANCELLED_PREFIX + event.summary,
        description=f"{CANCELLED_NOTE}\n\n{event.description}",
        alarms=(),
    )


def _too_old(event: FeedEvent, at: datetime) -> bool:
    return event.end < at - (TOMBSTONE_STAYS if event.cancelled else BEFORE)


def _in_window(events: tuple[FeedEvent, ...], at: datetime) -> tuple[FeedEvent, ...]:
    return tuple(e for e in events if e.start <= at + AFTER and not _too_old(e, at))
