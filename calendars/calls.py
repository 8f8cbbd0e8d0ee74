"""Whom to phone after a publication, and in what order.

Calendars reach a phone when its program likes. Who has little time left, or whose link has not
fetched the revision yet, is called.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calendars.fetches import Fetch
from calendars.links import Link
from calendars.news import News


class Reach(StrEnum):
    """How far a revision has got to somebody's phone."""

    NO_LINK = "no_link"
    NOT_FETCHED = "not_fetched"
    FETCHED = "fetched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One to be phoned: what to say, how far the revision got, and when they were told.

    ``last`` is the newest fetch by one of their links.
    """

    news: News
    reach: Reach
    last: Fetch | None = None
    told: datetime | None = None


def calls(
    news: Iterable[News],
    links: Iterable[Link],
    fetches: Mapping[str, Fetch],
    told: Mapping[str, datetime],
) -> tuple[Call, ...]:
    """Return whom to phone of those who have little notice.

    Who was told stands last; before them who has no link or has not fetched, the shortest notice
    first; then those whose phone has it, who need a call least. ``told`` is by feed key.
    """
    of_feed: dict[str, list[Link]] = {}
    for link in links:
        if link.revoked is None:
            of_feed.setdefault(link.feed, []).append(link)
    made = (
        _call(m, of_feed.get(m.subscriber.key, []), fetches, told.get(m.subscriber.key))
        for m in news
        if m.short
    )
    return tuple(sorted(made, key=_urgency))


def _call(
    news: News, links: list[Link], fetches: Mapping[str, Fetch], told: datetime | None
) -> Call:
    made = [fetches[link.id] for link in links if link.id in fetches]
    last = max(made, key=lambda f: f.at, default=None)
    if not links:
        reach = Reach.NO_LINK
    elif any(fetch.revision >= news.revision for fetch in made):
        reach = Reach.FETCHED
    else:
        reach = Reach.NOT_FETCHED
    return Call(news=news, reach=reach, last=last, told=told)


def _urgency(call: Call) -> tuple[bool, bool, datetime, str]:
    has_it = call.reach is Reach.FETCHED
    return (call.told is not None, has_it, call.news.first, call.news.subscriber.key)
