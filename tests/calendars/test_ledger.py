"""What becomes of each event from one publication to the next."""

import base64
import gzip
from dataclasses import replace
from datetime import timedelta

import pytest

from calendars.ledger import Ledger, from_text, next_ledger, to_text
from calendars.subscribers import wanted_feeds
from planner.domain.plan import Horizon
from planner.errors import StorageError
from tests.calendars.scenes import (
    HOST,
    MONDAY,
    PUBLISHED,
    TUESDAY,
    Laid,
    events,
    hai_xa,
    listed,
    local,
    plan_of,
    shown,
    told,
    with_every_word,
)

FIRST: Laid = {"v1": ("t1", MONDAY, 15), "v2": ("t1", TUESDAY, 15)}
LATER = PUBLISHED + timedelta(days=1)
V1, V2 = "Bản Huổi Một (xã Một) · C, V", "Bản 2 (xã Một) · C, V"


def team_feed(ledger: Ledger, team: str = "t1") -> list[tuple[str, int, str]]:
    return listed(shown(ledger, f"team-{team}"))


def test_a_first_publication_starts_counting_at_zero() -> None:
    assert team_feed(told(FIRST)) == [("CONFIRMED", 0, V1), ("CONFIRMED", 0, V2)]


def test_the_same_plan_again_changes_no_byte() -> None:
    first = told(FIRST)
    again = told(FIRST, first, at=LATER)
    assert again.revision == 2
    assert [shown(again, f.key) for f in again.feeds] == [shown(first, f.key) for f in first.feeds]


@pytest.mark.parametrize("before", [None, told(FIRST)])
def test_when_what_feeds_should_show_was_worded_is_nowhere_seen(before: Ledger | None) -> None:
    plan, district = with_every_word(plan_of({**FIRST, "v3": ("t2", TUESDAY, 8)})), hai_xa()
    early, late = (
        next_ledger(before, wanted_feeds(plan, district, host=HOST, at=at), LATER)
        for at in (PUBLISHED - timedelta(days=40), LATER)
    )
    assert early == late


def test_a_moved_session_counts_up_and_the_others_stay_to_the_byte() -> None:
    first = told(FIRST)
    moved = told({**FIRST, "v2": ("t1", TUESDAY, 16)}, first, at=LATER)
    assert team_feed(moved) == [("CONFIRMED", 0, V1), ("CONFIRMED", 1, V2)]
    before, after = (events(shown(ledger, "team-t1")) for ledger in (first, moved))
    assert after[0].raw == before[0].raw
    assert after[1].uid == before[1].uid
    assert [e.stamp for e in after] == [PUBLISHED, LATER]
    assert [e.modified for e in after] == [PUBLISHED, LATER]


def test_another_place_counts_up_and_another_text_does_not() -> None:
    first = told(FIRST)
    village, *others = hai_xa().villages
    renamed = hai_xa(villages=(replace(village, name="Huổi Mới"), *others))
    assert [n for _, n, _ in team_feed(told(FIRST, first, at=LATER, district=renamed))] == [1, 0]
    reworded = hai_xa(members=hai_xa().members[:1])
    ledger = told(FIRST, first, at=LATER, district=reworded)
    assert [n for _, n, _ in team_feed(ledger)] == [0, 0]
    assert [e.stamp for e in events(shown(ledger, "team-t1"))] == [LATER, LATER]


def test_a_vanished_session_stays_as_a_tombstone() -> None:
    ledger = told({"v1": FIRST["v1"]}, told(FIRST), at=LATER)
    assert team_feed(ledger) == [("CONFIRMED", 0, V1), ("CANCELLED", 1, f"ĐÃ HUỶ: {V2}")]
    tombstone = events(shown(ledger, "team-t1"))[1]
    assert (tombstone.transp, tombstone.alarms) == ("TRANSPARENT", ())
    assert tombstone.description.startswith("Buổi này đã huỷ hoặc không còn")
    again = told({"v1": FIRST["v1"]}, ledger, at=LATER + timedelta(days=1))
    assert shown(again, "team-t1") == shown(ledger, "team-t1")


def test_a_restored_session_is_confirmed_again_and_counts_up() -> None:
    gone = told({"v1": FIRST["v1"]}, told(FIRST), at=LATER)
    back = told(FIRST, gone, at=LATER + timedelta(hours=1))
    assert team_feed(back) == [("CONFIRMED", 0, V1), ("CONFIRMED", 2, V2)]


@pytest.mark.parametrize(("days", "kept"), [(60, True), (61, False)])
def test_a_tombstone_is_kept_until_60_days_after_its_date(days: int, kept: bool) -> None:
    gone = told({}, told({"v1": FIRST["v1"]}), at=LATER)
    later = told({}, gone, at=local(MONDAY, 16) + timedelta(days=days))
    assert ("CANCELLED", 1, f"ĐÃ HUỶ: {V1}") in team_feed(gone)
    assert (team_feed(later) == team_feed(gone)) is kept


@pytest.mark.parametrize(("days", "kept"), [(30, True), (31, False)])
def test_a_held_session_is_shown_for_30_days(days: int, kept: bool) -> None:
    first = told(FIRST)
    later = told({}, first, at=local(TUESDAY, 16) + timedelta(days=days))
    assert (team_feed(later)[-1] == ("CONFIRMED", 0, V2)) is kept


@pytest.mark.parametrize(("days", "seen"), [(120, True), (121, False)])
def test_a_session_is_shown_120_days_ahead(days: int, seen: bool) -> None:
    at = local(MONDAY, 15) - timedelta(days=days)
    expected = V1 if seen else "Chưa có lịch"
    assert team_feed(told({"v1": FIRST["v1"]}, at=at)) == [("CONFIRMED", 0, expected)]


def test_a_session_that_began_is_history_and_no_longer_cancelled() -> None:
    ledger = told({}, told(FIRST), at=local(MONDAY, 15))
    assert team_feed(ledger) == [("CONFIRMED", 0, V1), ("CANCELLED", 1, f"ĐÃ HUỶ: {V2}")]


def test_days_outside_the_plan_stay_as_they_were_published() -> None:
    following = Horizon.weeks(MONDAY + timedelta(days=7), 1)
    ledger = told({}, told(FIRST), at=LATER, horizon=following)
    assert team_feed(ledger) == [("CONFIRMED", 0, V1), ("CONFIRMED", 0, V2)]


def test_what_returns_after_it_was_forgotten_never_counts_backwards() -> None:
    gone = told({}, told({"v1": FIRST["v1"]}), at=LATER)
    late = MONDAY + timedelta(days=100)
    forgotten = told({}, gone, at=local(late, 1), horizon=Horizon.weeks(late, 1))
    assert team_feed(forgotten) == [("CONFIRMED", 1, "Chưa có lịch")]
    back = {"v1": ("t1", late + timedelta(days=2), 15)}
    returned = told(back, forgotten, at=local(late, 2), horizon=Horizon.weeks(late, 1))
    assert team_feed(returned) == [("CONFIRMED", 2, V1)]


def test_a_session_that_changes_teams_leaves_a_tombstone_and_has_a_new_uid() -> None:
    first = told(FIRST)
    swapped = told({**FIRST, "v2": ("t2", TUESDAY, 15)}, first, at=LATER)
    assert team_feed(swapped, "t1") == [("CONFIRMED", 0, V1), ("CANCELLED", 1, f"ĐÃ HUỶ: {V2}")]
    assert team_feed(swapped, "t2") == [("CONFIRMED", 0, V2)]
    old, new = (events(shown(swapped, key))[-1].uid for key in ("team-t1", "team-t2"))
    assert old != new


def test_a_member_of_both_teams_keeps_a_session_that_changes_between_them() -> None:
    first = told(FIRST)
    swapped = told({**FIRST, "v2": ("t2", TUESDAY, 15)}, first, at=LATER)
    assert listed(shown(swapped, "member-m2")) == [
        ("CONFIRMED", 0, f"{V1} · Tổ lưu động 1"),
        ("CONFIRMED", 0, f"{V2} · Tổ lưu động 2"),
    ]


def test_the_publish_time_never_falls() -> None:
    first = told(FIRST)
    moved = told({**FIRST, "v2": ("t1", TUESDAY, 16)}, first, at=PUBLISHED - timedelta(days=3))
    assert moved.published == PUBLISHED
    assert {e.stamp for e in events(shown(moved, "team-t1"))} == {PUBLISHED}


def test_another_host_gives_published_events_no_new_uid() -> None:
    first = told(FIRST)
    elsewhere = told(FIRST, first, at=LATER, host="khac.example.vn")
    uids = [[e.uid for e in events(shown(x, "team-t1"))] for x in (first, elsewhere)]
    assert uids[0] == uids[1]
    assert [uid.partition("@")[2] for uid in uids[0]] == [HOST, HOST]
    assert [n for _, n, _ in team_feed(elsewhere)] == [0, 0]


def test_the_feed_of_a_team_that_is_gone_goes_on_with_tombstones() -> None:
    first = told(FIRST)
    without = hai_xa(teams=hai_xa().teams[1:])
    ledger = told({}, first, at=LATER, district=without)
    assert [status for status, _, _ in team_feed(ledger)] == ["CANCELLED", "CANCELLED"]


def test_the_ledger_comes_back_from_its_text() -> None:
    gone = told({"v1": FIRST["v1"]}, told(FIRST), at=LATER)
    assert from_text(to_text(gone)) == gone
    assert to_text(from_text(to_text(gone))) == to_text(gone)


def packed(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content, mtime=0)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no base64 ế",
        base64.b64encode(b"no gzip").decode(),
        packed(b"no JSON"),
        packed(b'{"revision": "one"}'),
        packed(b"cut off")[:-8],
    ],
)
def test_a_text_that_is_no_ledger_is_a_storage_error(text: str) -> None:
    with pytest.raises(StorageError):
        from_text(text)
