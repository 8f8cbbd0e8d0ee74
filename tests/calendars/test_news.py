"""Whom a publication must reach, by when, with how much notice."""

from datetime import UTC, datetime, timedelta

import pytest

from calendars.changes import ChangeKind
from calendars.ledger import Ledger
from calendars.news import News, news
from planner.domain.district import District
from tests import worlds
from tests.calendars.scenes import MONDAY, PUBLISHED, TUESDAY, Laid, hai_xa, local, told

FIRST: Laid = {"v1": ("t1", MONDAY, 15), "v2": ("t1", TUESDAY, 8)}
SUNDAY_NOON = local(MONDAY, 12) - timedelta(days=1)


def of(found: tuple[News, ...], key: str) -> News:
    """Return the news of one subscriber."""
    (one,) = [n for n in found if n.subscriber.key == key]
    return one


def keys(found: tuple[News, ...]) -> set[str]:
    return {n.subscriber.key for n in found}


def after(laid: Laid, *, at: datetime = PUBLISHED, before: Laid | None = FIRST) -> tuple[News, ...]:
    """Return whom a publication of ``laid`` must reach after one of ``before``."""
    previous = told(before) if before is not None else None
    return news(previous, told(laid, previous, at=at), hai_xa())


def test_the_first_publication_is_news_to_all_who_have_sessions() -> None:
    found = after(FIRST, before=None)
    # v4's people walk to v1's session; its commune, c2, hears of it for them
    members = {"member-m1", "member-m2"}
    places = {"commune-c1", "commune-c2", "village-v1", "village-v2", "village-v4"}
    assert keys(found) == members | places
    assert {c.kind for n in found for c in n.changes} == {ChangeKind.NEW}


def test_the_same_plan_is_no_news() -> None:
    assert after(FIRST) == ()


def test_who_keeps_their_sessions_is_not_bothered() -> None:
    found = after({**FIRST, "v2": ("t1", TUESDAY, 10)})
    assert keys(found) == {"member-m1", "member-m2", "commune-c1", "village-v2"}
    assert [c.kind for c in of(found, "village-v2").changes] == [ChangeKind.MOVED]


def test_a_session_that_changes_teams_is_lost_to_the_one_and_new_to_the_other() -> None:
    found = after({**FIRST, "v1": ("t2", MONDAY, 15)})
    assert [c.kind for c in of(found, "member-m1").changes] == [ChangeKind.CANCELLED]
    assert [c.kind for c in of(found, "member-m3").changes] == [ChangeKind.NEW]
    assert [c.kind for c in of(found, "member-m2").changes] == [ChangeKind.TEAM_CHANGED]


def test_notice_runs_to_the_earlier_of_the_old_and_the_new_hour() -> None:
    found = after({**FIRST, "v1": ("t1", TUESDAY, 15)}, at=SUNDAY_NOON)
    one = of(found, "village-v1")
    opens = local(MONDAY, 15) + timedelta(minutes=45)
    assert (one.first, one.notice, one.short) == (opens, timedelta(hours=27, minutes=45), True)
    assert one.tell_by == local(MONDAY, 18) - timedelta(days=1)


def test_after_the_evening_before_they_must_know_at_once() -> None:
    at = local(MONDAY, 9)
    one = of(after({**FIRST, "v1": ("t1", MONDAY, 17)}, at=at), "member-m1")
    assert (one.tell_by, one.notice) == (at, timedelta(hours=6))


@pytest.mark.parametrize(("hours", "short"), [(47, True), (48, False), (49, False)])
def test_notice_is_short_under_two_days(hours: int, short: bool) -> None:
    at = local(TUESDAY, 8) - timedelta(hours=hours)
    assert of(after({"v1": FIRST["v1"]}, at=at), "member-m1").short is short


def test_what_is_past_is_no_news() -> None:
    assert after({"v2": FIRST["v2"]}, at=local(MONDAY, 20)) == ()


def test_a_session_moved_out_of_the_past_counts_from_its_new_hour() -> None:
    at = local(MONDAY, 20)
    found = after({**FIRST, "v1": ("t1", TUESDAY, 20)}, at=at)
    assert of(found, "member-m1").first == local(TUESDAY, 20)


def test_other_words_alone_are_no_news() -> None:
    previous = told(FIRST)
    renamed: District = hai_xa(members=(worlds.member(1, name="Người khác (ví dụ)"),))
    later = told(FIRST, previous, at=PUBLISHED + timedelta(hours=1), district=renamed)
    assert news(previous, later, renamed) == ()


def test_a_team_without_members_is_told_itself() -> None:
    bare = hai_xa(members=())
    ledger: Ledger = told(FIRST, district=bare)
    assert "team-t1" in keys(news(None, ledger, bare))
    assert "team-t1" not in keys(after(FIRST, before=None))


def test_who_has_least_time_comes_first() -> None:
    found = after({}, at=SUNDAY_NOON)
    assert [n.first for n in found] == sorted(n.first for n in found)
    assert found[0].first == local(MONDAY, 15)
    assert all(n.published == SUNDAY_NOON.astimezone(UTC) for n in found)
