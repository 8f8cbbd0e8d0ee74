"""Random chains of publications: what must hold however often plans change.

Moves, cancellations, restorations, team swaps, another horizon, a return to an earlier plan and a
clock that goes back are all just the next plan laid at random.
"""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.ledger import Ledger, from_text, to_text
from planner.domain.plan import Horizon
from tests.calendars.scenes import MONDAY, PUBLISHED, ZONE, Laid, Seen, events, local, shown, told

UPDATED = re.compile(r"\nCập nhật lúc .*$")
DAYS = st.integers(0, 13).map(lambda n: MONDAY + timedelta(days=n))
PLACES = st.sampled_from(("v1", "v2", "v3", "v4"))
PLANS = st.dictionaries(PLACES, st.tuples(st.sampled_from(("t1", "t2")), DAYS, st.just(15)))
HORIZONS = st.sampled_from(
    (Horizon.weeks(MONDAY, 2), Horizon.weeks(MONDAY, 1), Horizon.weeks(MONDAY + timedelta(7), 1))
)
GAPS_H = st.sampled_from((-30, 0, 1, 24, 24 * 5, 24 * 40))
STEPS = st.lists(st.tuples(PLANS, HORIZONS, GAPS_H), min_size=2, max_size=6)
Step = tuple[dict[str, tuple[str, date, int]], Horizon, int]


def within(laid: Laid, horizon: Horizon) -> Laid:
    """Return what a plan of this horizon can hold."""
    return {v: held for v, held in laid.items() if horizon.first <= held[1] <= horizon.last}


def publications(steps: list[Step]) -> list[tuple[Ledger, Laid, Horizon]]:
    """Return the chain of ledgers, each read back from its text, with what was laid."""
    chain: list[tuple[Ledger, Laid, Horizon]] = []
    at, previous = PUBLISHED, None
    for laid, horizon, gap in steps:
        at += timedelta(hours=gap)
        plan = within(laid, horizon)
        previous = from_text(to_text(told(plan, previous, at=at, horizon=horizon)))
        chain.append((previous, plan, horizon))
    return chain


def promise(event: Seen) -> tuple[object, ...]:
    """Return what SEQUENCE counts: status, time and place."""
    return (event.status, event.start, event.end, event.location)


def content(event: Seen) -> Seen:
    """Return what people can see of an event but the time of its last change."""
    said = UPDATED.sub("", event.description)
    return replace(
        event, description=said, sequence=0, stamp=PUBLISHED, modified=PUBLISHED, raw=b""
    )


def moment(event: Seen) -> datetime:
    assert isinstance(event.start, datetime)
    return event.start


def covers(horizon: Horizon, event: Seen) -> bool:
    """Return whether a plan of this horizon speaks of the day of a session."""
    return horizon.first <= moment(event).astimezone(ZONE).date() <= horizon.last


def by_uid(ledger: Ledger, key: str) -> dict[str, Seen]:
    return {e.uid: e for e in events(shown(ledger, key))}


@settings(deadline=None, derandomize=True, max_examples=30)
@given(STEPS)
def test_sequence_and_dtstamp_never_fall_and_rise_for_a_reason(steps: list[Step]) -> None:
    last: dict[tuple[str, str], Seen] = {}
    for ledger, _, _ in publications(steps):
        for feed in ledger.feeds:
            for uid, now in by_uid(ledger, feed.key).items():
                before = last.get((feed.key, uid))
                if before is not None:
                    assert now.stamp >= before.stamp
                    least = 1 if promise(now) != promise(before) else 0
                    assert now.sequence >= before.sequence + least
                assert now.stamp == now.modified <= ledger.published
                last[feed.key, uid] = now


@settings(deadline=None, derandomize=True, max_examples=30)
@given(STEPS)
def test_bytes_change_if_and_only_if_content_changes(steps: list[Step]) -> None:
    chain = publications(steps)
    for (before, _, _), (after, _, _) in pairwise(chain):
        for feed in after.feeds:
            old, new = by_uid(before, feed.key), by_uid(after, feed.key)
            same = {uid: content(old[uid]) == content(new[uid]) for uid in old.keys() & new.keys()}
            for uid, unchanged in same.items():
                assert (old[uid].raw == new[uid].raw) is unchanged
                risen = new[uid].sequence - old[uid].sequence
                assert risen == (promise(old[uid]) != promise(new[uid]))
            all_same = old.keys() == new.keys() and all(same.values())
            assert (shown(before, feed.key) == shown(after, feed.key)) is all_same


@settings(deadline=None, derandomize=True, max_examples=30)
@given(STEPS)
def test_no_published_future_session_disappears_without_a_tombstone(steps: list[Step]) -> None:
    chain = publications(steps)
    for (before, _, _), (after, _, horizon) in pairwise(chain):
        for feed in before.feeds:
            new = by_uid(after, feed.key)
            for uid, old in by_uid(before, feed.key).items():
                if not old.is_session or moment(old) <= after.published:
                    continue
                assert uid in new
                if not covers(horizon, old):
                    assert new[uid].status in {"CONFIRMED", old.status}
                if new[uid].status == "CANCELLED":
                    assert new[uid].summary.startswith("ĐÃ HUỶ: ")
                    assert (new[uid].transp, new[uid].alarms) == ("TRANSPARENT", ())


@settings(deadline=None, derandomize=True, max_examples=30)
@given(STEPS)
def test_every_feed_shows_the_plan_and_never_nothing(steps: list[Step]) -> None:
    for ledger, laid, horizon in publications(steps):
        for feed in ledger.feeds:
            assert len(events(shown(ledger, feed.key))) >= 1
        for team in ("t1", "t2"):
            confirmed = {
                (moment(e), e.location.partition(",")[0])
                for e in events(shown(ledger, f"team-{team}"))
                if e.status == "CONFIRMED" and e.is_session
                if ledger.published < moment(e) and covers(horizon, e)
            }
            assert confirmed == expected_of(laid, team, ledger.published)


def expected_of(laid: Laid, team: str, published: datetime) -> set[tuple[datetime, str]]:
    """Return start and place of the sessions that a team still has before it."""
    names = {"v1": "Bản Huổi Một (Hui Một)", "v2": "Bản 2", "v3": "Bản 3", "v4": "Bản 4"}
    return {
        (local(day, hour), names[village])
        for village, (holder, day, hour) in laid.items()
        if holder == team and local(day, hour) > published
    }
