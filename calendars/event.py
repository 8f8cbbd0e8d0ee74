"""What a subscriber sees of one session: the value that feeds, ledger and changes share.

Knows nothing of iCalendar's spelling (``feed``) nor of how it came about (``wording``).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256


class Status(StrEnum):
    """Whether a session takes place; the values are those of RFC 5545."""

    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEvent:
    """One event of one feed, with what was published about it. Aware UTC datetimes.

    ``sequence``, ``revision`` and ``changed`` belong to the ledger: they say how often time, place
    or status changed in public, and with which revision, at what publish time, anything changed.
    ``session`` is empty for a notice. ``about`` is the moment of which the event speaks, where that
    is not its start: the plan of that moment decides whether it stays. An ``all_day`` event covers
    whole local days. ``alarms`` are how long before ``start`` the phone rings. Coordinates are None
    where there is no place.
    """

    uid: str
    session: str = ""
    team: str = ""
    sequence: int = 0
    status: Status = Status.CONFIRMED
    revision: int = 0
    changed: datetime
    start: datetime
    end: datetime
    all_day: bool = False
    summary: str
    location: str = ""
    description: str
    latitude_deg: float | None = None
    longitude_deg: float | None = None
    categories: tuple[str, ...] = ()
    url: str = ""
    alarms: tuple[timedelta, ...] = ()
    about: datetime | None = None

    @property
    def cancelled(self) -> bool:
        """Whether the event is a tombstone."""
        return self.status is Status.CANCELLED

    @property
    def spot(self) -> str:
        """The place as short as people say it: what LOCATION begins with."""
        return self.location.partition(",")[0] or self.summary

    @property
    def promise(self) -> tuple[object, ...]:
        """What was promised: SEQUENCE rises when a published promise changes (rule 2)."""
        where = (self.location, self.latitude_deg, self.longitude_deg)
        return (self.status, self.start, self.end, self.all_day, *where)


def opaque(*parts: str) -> str:
    """Return a name that is the same for the same parts and tells nothing about them."""
    return sha256("\n".join(parts).encode()).hexdigest()[:40]


def make_uid(session: str, feed_key: str, host: str) -> str:
    """Return the UID of a session in a feed: stable from plan to plan, opaque."""
    return f"{opaque(session, feed_key)}@{host}"


def uid_stem(uid: str) -> str:
    """Return the part of a UID that does not depend on the host."""
    return uid.partition("@")[0]
