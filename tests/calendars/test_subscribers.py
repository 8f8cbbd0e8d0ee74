"""Who sees which session."""

from dataclasses import replace
from datetime import timedelta

from calendars.event import FeedEvent
from calendars.ledger import Ledger
from calendars.subscribers import wanted_feeds
from tests import worlds
from tests.calendars.scenes import HOST, MONDAY, PUBLISHED, TUESDAY, Laid, hai_xa, local, told

LAID: Laid = {
    "v1": ("t1", MONDAY, 15),
    "v2": ("t2", MONDAY, 15),
    "v3": ("t2", TUESDAY, 15),
}


def places(ledger: Ledger) -> dict[str, list[str]]:
    """Return the places that each feed shows."""
    return {f.key: [e.session.partition("/")[0] for e in f.events] for f in ledger.feeds}


def test_each_feed_shows_its_own_sessions() -> None:
    shown = {key: sorted(held) for key, held in places(told(LAID)).items()}
    assert shown == {
        "district": ["v1", "v2", "v3"],
        "team-t1": ["v1"],
        "team-t2": ["v2", "v3"],
        "member-m1": ["v1"],
        "member-m2": ["v1", "v2", "v3"],  # in both teams
        "member-m3": ["v2"],  # a day off on Tuesday
        "commune-c1": ["v1", "v2"],
        "commune-c2": ["v1", "v3"],  # people of v4 walk to v1
        "village-v1": ["v1"],
        "village-v2": ["v2"],
        "village-v3": ["v3"],
        "village-v4": ["v1"],
    }


def test_an_event_has_its_own_uid_in_every_feed_and_the_same_in_every_plan() -> None:
    first, second = told(LAID), told({**LAID, "v1": ("t1", TUESDAY, 8)})
    uids = [{f.key: {e.session: e.uid for e in f.events} for f in x.feeds} for x in (first, second)]
    assert uids[0] == uids[1]
    every = [uid for by_session in uids[0].values() for uid in by_session.values()]
    assert len(set(every)) == len(every)
    assert {(len(uid), uid.partition("@")[2]) for uid in every} == {(56, "lich.example.vn")}


def test_a_longer_sitting_of_the_same_group_is_the_same_event() -> None:
    shorter, longer = (_held(f"v1/day/1/{hours}h") for hours in (3, 5))
    assert shorter.uid == longer.uid
    assert (shorter.session, longer.session) == ("v1/day/1/3h", "v1/day/1/5h")


def _held(session_id: str) -> FeedEvent:
    """Return the event of a session of the group ``v1/day/1``, as the first team sees it."""
    held = worlds.stop(worlds.session(id=session_id, group="v1/day/1"))
    plan = worlds.plan(shifts=(worlds.shift(stops=(held,)),))
    feeds = wanted_feeds(plan, hai_xa(), host=HOST, at=PUBLISHED).feeds
    return next(f for f in feeds if f.key == "team-t1").events[0]


def test_the_team_is_named_where_the_reader_cannot_know_it() -> None:
    only: Laid = {"v1": LAID["v1"]}
    summaries = {f.key: e.summary for f in told(only).feeds for e in f.events}
    spot = "Bản Huổi Một (xã Một) · C, V"
    assert summaries["team-t1"] == spot
    assert summaries["district"] == summaries["member-m1"] == f"{spot} · Tổ lưu động 1"


def test_names_people_see() -> None:
    district = hai_xa(members=(replace(hai_xa().members[0], name=" Thành\nviên 1 (ví dụ)"),))
    assert {f.key: f.name for f in told(LAID, district=district).feeds} == {
        "district": "Huyện Hai Xã · Lên Bản",
        "team-t1": "Tổ lưu động 1 · Lên Bản",
        "team-t2": "Tổ lưu động 2 · Lên Bản",
        "member-m1": "Thành viên 1 (ví dụ) · Lên Bản",
        "commune-c1": "Xã Một · Lên Bản",
        "commune-c2": "Xã Hai · Lên Bản",
        "village-v1": "Bản Huổi Một · Lên Bản",
        "village-v2": "Bản 2 · Lên Bản",
        "village-v3": "Bản 3 · Lên Bản",
        "village-v4": "Bản 4 · Lên Bản",
    }


def test_villagers_see_when_they_are_received_and_no_names() -> None:
    (event,) = (e for f in told(LAID).feeds if f.key == "village-v1" for e in f.events)
    assert (event.start, event.end) == (local(MONDAY, 15, 45), local(MONDAY, 16, 30))
    assert event.alarms == (timedelta(hours=21, minutes=45),)
    assert "Tiếp dân: 15:45–16:30" in event.description
    assert "Thành viên" not in event.description
    assert "Thiết bị" not in event.description


def test_a_stay_shorter_than_setting_up_is_open_all_along() -> None:
    district = hai_xa(settings=replace(hai_xa().settings, setup_min=90))
    ledger = told(LAID, district=district)
    (event,) = (e for f in ledger.feeds if f.key == "village-v1" for e in f.events)
    assert (event.start, event.end) == (local(MONDAY, 15), local(MONDAY, 17))
