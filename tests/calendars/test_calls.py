"""Whom to phone, in what order."""

from datetime import timedelta

from calendars.calls import Call, Reach, calls
from calendars.fetches import Fetch
from calendars.links import Link
from calendars.news import news
from tests.calendars.scenes import MONDAY, TUESDAY, Laid, hai_xa, local, told

FIRST: Laid = {"v1": ("t1", MONDAY, 15), "v2": ("t1", TUESDAY, 8)}
AT = local(MONDAY, 12) - timedelta(days=1)
LEDGER = told({}, told(FIRST), at=AT)
NEWS = news(told(FIRST), LEDGER, hai_xa())


def link(feed: str, number: int = 1, **changes: object) -> Link:
    return Link(id=f"{feed}/{number}", feed=feed, created=AT, **changes)  # type: ignore[arg-type]


def fetch(revision: int, hours: int = 1) -> Fetch:
    return Fetch(at=AT + timedelta(hours=hours), client="apple", revision=revision)


def order(found: tuple[Call, ...]) -> list[str]:
    return [c.news.subscriber.key for c in found]


def reach(found: tuple[Call, ...], key: str) -> Reach:
    (one,) = [c for c in found if c.news.subscriber.key == key]
    return one.reach


def test_everybody_with_short_notice_is_called_the_shortest_first() -> None:
    found = calls(NEWS, (), {}, {})
    assert order(found) == [n.subscriber.key for n in NEWS if n.short]
    assert {c.reach for c in found} == {Reach.NO_LINK}
    firsts = [c.news.first for c in found]
    assert firsts == sorted(firsts)


def test_long_notice_needs_no_call() -> None:
    previous = told(FIRST)
    early = told({}, previous, at=AT - timedelta(days=3))
    assert calls(news(previous, early, hai_xa()), (), {}, {}) == ()


def test_whose_phone_has_it_comes_after_those_whose_has_not() -> None:
    mine, yours = link("member-m1"), link("commune-c1")
    fetches = {mine.id: fetch(2), yours.id: fetch(1)}
    found = calls(NEWS, (mine, yours), fetches, {})
    assert reach(found, "member-m1") is Reach.FETCHED
    assert reach(found, "commune-c1") is Reach.NOT_FETCHED
    assert order(found)[-1] == "member-m1"


def test_one_of_several_links_is_enough_and_the_newest_fetch_is_told() -> None:
    links = (link("member-m1", 1), link("member-m1", 2))
    fetches = {links[0].id: fetch(2, hours=1), links[1].id: fetch(1, hours=5)}
    (one,) = [c for c in calls(NEWS, links, fetches, {}) if c.reach is not Reach.NO_LINK]
    assert (one.reach, one.last) == (Reach.FETCHED, fetch(1, hours=5))


def test_a_revoked_link_reaches_nobody() -> None:
    gone = link("member-m1", revoked=AT)
    found = calls(NEWS, (gone,), {gone.id: fetch(2)}, {})
    assert reach(found, "member-m1") is Reach.NO_LINK


def test_who_was_told_comes_last() -> None:
    first = order(calls(NEWS, (), {}, {}))[0]
    found = calls(NEWS, (), {}, {first: AT})
    assert order(found)[-1] == first
    assert [c.told for c in found if c.told] == [AT]
