"""Random chains of publications: what must hold however often plans change.

A step of a chain lays a new plan at random (which moves, cancels and restores), lets the teams swap
all sessions, goes back to an earlier plan, or publishes the same one again; with another horizon,
and a clock that may go back.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
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
LAY = st.tuples(st.just("lay"), PLANS, HORIZONS, GAPS_H)
BACK = st.tuples(st.just("back"), st.integers(0, 9), st.none(), GAPS_H)
SWAP = st.tuples(st.just("swap"), st.none(), st.none(), GAPS_H)
SAME = st.tuples(st.just("same"), st.none(), st.none(), GAPS_H)
STEPS = st.tuples(LAY, st.lists(LAY | BACK | SWAP | SAME, min_size=1, max_size=5)).map(
    lambda chain: [chain[0], *chain[1]]
)
Step = tuple[str, Any, Any, int]
Chain = list[tuple[Ledger, Laid, Horizon]]
OTHER_TEAM = {"t1": "t2", "t2": "t1"}


def within(laid: Laid, horizon: Horizon) -> Laid:
    """Return what a plan of this horizon can hold."""
    return {v: held for v, held in laid.items() if horizon.first <= held[1] <= horizon.last}


def laid_next(step: Step, so_far: list[tuple[Laid, Horizon]]) -> tuple[Laid, Horizon]:
    """Return the plan of a step, after those that were published so far."""
    kind, what, horizon, _ = step
    if kind == "lay":
        return within(what, horizon), horizon
    laid, horizon = so_far[what % len(so_far) if kind == "back" else -1]
    if kind == "swap":
        laid = {v: (OTHER_TEAM[team], day, hour) for v, (team, day, hour) in laid.items()}
    return laid, horizon


def publications(steps: list[Step]) -> Chain:
    """Return the chain of ledgers, each read back from its text, with what was laid."""
    chain: Chain = []
    plans: list[tuple[Laid, Horizon]] = []
    at, previous = PUBLISHED, None
    for step in steps:
        at += timedelta(hours=step[3])
        laid, horizon = laid_next(step, plans)
        plans.append((laid, horizon))
        previous = from_text(to_text(told(laid, previous, at=at, horizon=horizon)))
        chain.append((previous, laid, horizon))
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


def sequence_and_dtstamp_never_fall_and_rise_for_a_reason(chain: Chain) -> None:
    last: dict[tuple[str, str], Seen] = {}
    for ledger, _, _ in chain:
        for feed in ledger.feeds:
            for uid, now in by_uid(ledger, feed.key).items():
                before = last.get((feed.key, uid))
                if before is not None:
                    assert now.stamp >= before.stamp
                    least = 1 if promise(now) != promise(before) else 0
                    assert now.sequence >= before.sequence + least
                assert now.stamp == now.modified <= ledger.published
                last[feed.key, uid] = now


def bytes_change_if_and_only_if_content_changes(chain: Chain) -> None:
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


def no_published_future_session_disappears_without_a_tombstone(chain: Chain) -> None:
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


def every_feed_shows_the_plan_and_never_nothing(chain: Chain) -> None:
    for ledger, laid, horizon in chain:
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


RULES = (
    sequence_and_dtstamp_never_fall_and_rise_for_a_reason,
    bytes_change_if_and_only_if_content_changes,
    no_published_future_session_disappears_without_a_tombstone,
    every_feed_shows_the_plan_and_never_nothing,
)


def keep_all_rules(steps: list[Step]) -> None:
    chain = publications(steps)
    for rule in RULES:
        rule(chain)


@settings(deadline=None, derandomize=True, max_examples=20)
@given(STEPS)
def test_some_chains_keep_all_rules(steps: list[Step]) -> None:
    keep_all_rules(steps)


@pytest.mark.slow
@settings(deadline=None, derandomize=True, max_examples=300)
@given(STEPS)
def test_many_chains_keep_all_rules(steps: list[Step]) -> None:
    keep_all_rules(steps)
