"""Whom a publication must reach: whose calendar changes, by when, with how much notice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendars.changes import Change, ChangeKind, changes
from calendars.ledger import Ledger
from calendars.subscribers import Audience, Subscriber, subscribers
from planner.domain.district import District
from planner.domain.plan import SHORT_NOTICE

TELL_BEFORE = time(18, 0)
"""People make ready the evening before: by then they must know."""

SPOKEN_OF = (
    ChangeKind.NEW,
    ChangeKind.CANCELLED,
    ChangeKind.RESTORED,
    ChangeKind.MOVED,
    ChangeKind.TEAM_CHANGED,
)
"""Changes that people must know of; other words alone do not matter to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What one subscriber must be told of a revision: changes of days that are still to come.

    ``first`` is the earliest hour that no longer is, or newly is, theirs. They must know by
    ``tell_by``, which is the publish time where that is past already. Aware UTC datetimes; people
    are told them in the ``timezone``.
    """

    revision: int
    timezone: str
    subscriber: Subscriber
    changes: tuple[Change, ...]
    published: datetime
    first: datetime
    tell_by: datetime

    @property
    def notice(self) -> timedelta:
        """The time from the publication to the first hour that changes."""
        return self.first - self.published

    @property
    def short(self) -> bool:
        """Whether that is too little to leave it to calendars."""
        return self.notice < SHORT_NOTICE


def news(previous: Ledger | None, ledger: Ledger, district: District) -> tuple[News, ...]:
    """Return whom ``ledger`` must reach, those first who have least time.

    Those are the members, the offices of communes and the heads of villages concerned, and teams
    that have no members of their own.
    """
    found = (_news(previous, ledger, who) for who in _people(district))
    return tuple(sorted((m for m in found if m), key=lambda m: (m.first, m.subscriber.key)))


def _people(district: District) -> Iterator[Subscriber]:
    manned = {team for member in district.members for team in member.teams}
    for who in subscribers(district):
        if who.audience is Audience.DISTRICT:
            continue
        if who.audience is not Audience.TEAM or who.id not in manned:
            yield who


def _news(previous: Ledger | None, ledger: Ledger, who: Subscriber) -> News | None:
    told = tuple(
        change
        for change in changes(previous, ledger, who.key).every
        if change.kind in SPOKEN_OF and _still_to_come(change, ledger.published)
    )
    if not told:
        return None
    first = min(hour for change in told for hour in _hours(change, ledger.published))
    return News(
        revision=ledger.revision,
        timezone=ledger.timezone,
        subscriber=who,
        changes=told,
        published=ledger.published,
        first=first,
        tell_by=max(_evening_before(first, ZoneInfo(ledger.timezone)), ledger.published),
    )


def _hours(change: Change, now: datetime) -> list[datetime]:
    """Return the hours still to come at which the session would have begun, or begins."""
    events = (change.before, change.after)
    return [e.start for e in events if e is not None and not e.all_day and e.start > now]


def _still_to_come(change: Change, now: datetime) -> bool:
    return bool(_hours(change, now))


def _evening_before(moment: datetime, zone: ZoneInfo) -> datetime:
    day = moment.astimezone(zone).date() - timedelta(days=1)
    return datetime.combine(day, TELL_BEFORE, zone).astimezone(moment.tzinfo)
