"""How many a crew serves in one sitting: kits, helpers, talks, weak signal, fair shares."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.district import Settings
from planner.domain.place import Signal
from planner.domain.service import Service
from planner.planning.capacity import Seated, fill, seated
from planner.planning.crews import Crew, Means
from tests.planner import valley

RULES = Settings(name="Thung lũng thử")
CARD, VNEID, TALK = ("v1", "card"), ("v1", "vneid"), ("v1", "talk")


def crew(
    kits: int = 2, hands: int = 4, portable_signal: bool = False, talk: Service | None = None
) -> Crew:
    """Return a crew of one team with all three services."""
    means = Means(
        team=valley.team(),
        kits=kits,
        hands=hands,
        generator=False,
        portable_signal=portable_signal,
        languages=frozenset({"hmong"}),
        always=frozenset({"hmong"}),
    )
    services = (valley.card(), valley.vneid(), talk or valley.talk())
    return Crew(tag="crew", means=(means,), services=services)


def sit(
    wanted: dict[tuple[str, str], float],
    by: Crew | None = None,
    hours: float = 4,
    signal: Signal = Signal.GOOD,
    rules: Settings = RULES,
) -> Seated:
    """Return whom the crew serves in a sitting of four hours."""
    return seated(wanted, by or crew(), 60 * hours, rules, signal)


@pytest.mark.parametrize(("hours", "people"), [(4, 17), (6, 25), (8, 34)])
def test_one_kit_serves_whole_people_in_85_percent_of_the_time(hours: float, people: int) -> None:
    assert sit({CARD: 500}, crew(kits=1), hours) == Seated(people={CARD: people}, stations=1)


def test_each_kit_serves_its_own_queue() -> None:
    """Six hours are 25.5 people at one kit, so 50 at two."""
    assert sit({CARD: 500}, crew(kits=2), 6).people == {CARD: 50}


def test_no_more_kits_than_members_or_queues() -> None:
    assert sit({CARD: 500}, crew(kits=3, hands=2)) == Seated(people={CARD: 34}, stations=2)
    assert sit({CARD: 10}, crew(kits=3)) == Seated(people={CARD: 10}, stations=1)
    assert sit({CARD: 500}, crew(kits=0)) == Seated(people={}, stations=1)


def test_who_operates_no_kit_helps_with_phones() -> None:
    """Two kits, two helpers: 2 × 17 cards and 2 × floor(204 / 5) accounts."""
    assert sit({CARD: 500, VNEID: 500}) == Seated(people={CARD: 34, VNEID: 80}, stations=4)


def test_one_member_stays_free_for_phones() -> None:
    found = sit({CARD: 500, VNEID: 500}, crew(kits=2, hands=2))
    assert found == Seated(people={CARD: 17, VNEID: 40}, stations=2)


def test_no_kit_serves_more_than_a_days_most() -> None:
    rules = Settings(name="Thử", people_per_kit_day_max=10)
    assert sit({CARD: 500}, rules=rules).people == {CARD: 20}


def test_weak_signal_slows_what_needs_signal() -> None:
    """204 minutes at 5 / 0.6 minutes each; cards need no signal."""
    wanted = {CARD: 500.0, VNEID: 500.0}
    assert sit(wanted, signal=Signal.WEAK).people == {CARD: 34, VNEID: 48}
    boosted = crew(portable_signal=True)
    assert sit(wanted, boosted, signal=Signal.WEAK).people == {CARD: 34, VNEID: 80}


def test_a_talk_fills_its_audience_and_takes_a_helper_away() -> None:
    """One helper has 204 - 30 minutes left: 34 people."""
    found = sit({VNEID: 500, TALK: 100}, crew(kits=0, hands=1))
    assert found == Seated(people={VNEID: 34, TALK: 60}, stations=1)


def test_a_talk_takes_an_operator_away_if_nobody_helps() -> None:
    found = sit({CARD: 500, TALK: 20}, crew(kits=1, hands=1))
    assert found == Seated(people={CARD: 14, TALK: 20}, stations=1)


def test_a_talk_alone_needs_one_member() -> None:
    assert sit({TALK: 30}) == Seated(people={TALK: 30}, stations=1)


def test_a_talk_longer_than_the_sitting_is_not_given() -> None:
    """Four hours are 204 minutes of work."""
    assert sit({TALK: 30}, crew(talk=valley.talk(minutes=204))).people == {TALK: 30}
    assert sit({TALK: 30}, crew(talk=valley.talk(minutes=205))).people == {}


def test_places_are_shared_in_proportion() -> None:
    near, far = ("v1", "card"), ("v2", "card")
    assert fill({near: 60.0, far: 30.0}, {"card": 12.0}, 9, 108.0) == {near: 6, far: 3}


def test_the_largest_remainder_gets_the_last_place() -> None:
    one, two, three = ("v1", "card"), ("v2", "card"), ("v3", "card")
    wanted = {one: 10.0, two: 11.0, three: 10.0}
    assert fill(wanted, {"card": 12.0}, 10, 120.0) == {one: 3, two: 4, three: 3}
    assert fill(wanted, {"card": 12.0}, 11, 132.0) == {one: 4, two: 4, three: 3}


def test_part_people_are_rounded_together() -> None:
    """0.8 + 0.8 + 0.8 people are two, and one is one."""
    shares = {("v1", "card"): 0.8, ("v2", "card"): 0.8, ("v3", "card"): 0.8}
    assert sum(fill(shares, {"card": 12.0}, 50, 600.0).values()) == 2
    assert fill({("v1", "card"): 0.8}, {"card": 12.0}, 50, 600.0) == {("v1", "card"): 1}


def test_nobody_gets_a_place_that_is_longer_than_the_time_left() -> None:
    """One of each is 18 of 27 minutes: a card of 12 no longer fits, an e-ID of 6 does."""
    card, eid = ("v1", "card"), ("v1", "eid")
    minutes = {"card": 12.0, "eid": 6.0}
    assert fill({card: 1.5, eid: 1.5}, minutes, 3, 27.0) == {card: 1, eid: 2}


wants = st.dictionaries(
    st.tuples(st.sampled_from(("v1", "v2", "v3")), st.sampled_from(("card", "vneid", "talk"))),
    st.integers(1, 300).map(lambda n: n * 0.8),
    min_size=1,
)


@settings(derandomize=True, deadline=None, max_examples=50)
@given(wants, st.integers(0, 3), st.integers(1, 6), st.sampled_from((3.0, 5.0, 6.0)))
def test_nobody_is_served_beyond_time_or_wish(
    wanted: dict[tuple[str, str], float], kits: int, hands: int, hours: float
) -> None:
    by = crew(kits, hands)
    found = sit(wanted, by, hours)
    minutes = {"card": 12.0, "vneid": 5.0, "talk": 0.0}
    busy = sum(n * minutes[service] for (_, service), n in found.people.items())
    talk = 30 if any(service == "talk" for _, service in found.people) else 0
    assert all(n < wanted[key] + 1 for key, n in found.people.items())
    assert busy + talk <= found.stations * hours * 60 * 0.85
    assert found.stations <= hands
    cards = sum(n for (_, service), n in found.people.items() if service == "card")
    assert cards <= kits * (hours * 60 * 0.85 // 12)
