"""What a publication changes for people: the difference of two ledgers, session by session."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from calendars.event import FeedEvent
from calendars.ledger import Ledger

WHOLE_DISTRICT = "district"


class ChangeKind(StrEnum):
    """What happened to a session; the first that applies."""

    NEW = "new"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    MOVED = "moved"
    TEAM_CHANGED = "team_changed"
    REWORDED = "reworded"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One session as a feed showed it ``before`` (None: not at all) and shows it."""

    kind: ChangeKind
    before: FeedEvent | None
    after: FeedEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All sessions of a publication, those of earlier cancellations left out, by start."""

    every: tuple[Change, ...]

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        """Return the changes of one kind."""
        return tuple(c for c in self.every if c.kind is kind)

    @property
    def new(self) -> tuple[Change, ...]:
        """Sessions nobody was told of before."""
        return self.of(ChangeKind.NEW)

    @property
    def cancelled(self) -> tuple[Change, ...]:
        """Sessions that were promised and no longer take place."""
        return self.of(ChangeKind.CANCELLED)

    @property
    def restored(self) -> tuple[Change, ...]:
        """Sessions that had been cancelled and take place after all."""
        return self.of(ChangeKind.RESTORED)

    @property
    def moved(self) -> tuple[Change, ...]:
        """Sessions at another time or place, whoever holds them."""
        return self.of(ChangeKind.MOVED)

    @property
    def team_changed(self) -> tuple[Change, ...]:
        """Sessions at the same time and place that another team holds."""
        return self.of(ChangeKind.TEAM_CHANGED)

    @property
    def reworded(self) -> tuple[Change, ...]:
        """Sessions of which only the text changed."""
        return self.of(ChangeKind.REWORDED)

    @property
    def unchanged(self) -> tuple[Change, ...]:
        """Sessions that stay exactly as they were published."""
        return self.of(ChangeKind.UNCHANGED)

    def counts(self) -> Mapping[ChangeKind, int]:
        """Return how many sessions each kind has, every kind named."""
        return {kind: len(self.of(kind)) for kind in ChangeKind}


def changes(previous: Ledger | None, ledger: Ledger, feed_key: str = WHOLE_DISTRICT) -> Changes:
    """Return what ``ledger`` changes in one feed for people who were told ``previous``.

    A session that another team takes over is cancelled in the one team's feed and new in the
    other's.
    """
    before = _by_uid(previous, feed_key)
    pairs = ((before.get(uid), after) for uid, after in _by_uid(ledger, feed_key).items())
    told = (
        Change(kind=_kind(old, new), before=old, after=new)
        for old, new in pairs
        if not (new.cancelled and (old is None or old.cancelled))
    )
    return Changes(every=tuple(told))


def _by_uid(ledger: Ledger | None, feed_key: str) -> dict[str, FeedEvent]:
    feed = ledger.feed(feed_key) if ledger else None
    return {event.uid: event for event in feed.events} if feed else {}


def _kind(before: FeedEvent | None, after: FeedEvent) -> ChangeKind:
    if before is None:
        return ChangeKind.NEW
    if before.cancelled != after.cancelled:
        return ChangeKind.CANCELLED if after.cancelled else ChangeKind.RESTORED
    if before.promise != after.promise:
        return ChangeKind.MOVED
    if before.team != after.team:
        return ChangeKind.TEAM_CHANGED
    return ChangeKind.UNCHANGED if before == after else ChangeKind.REWORDED
