"""One count for each occasion, whatever order its reports came in."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.outcome import Count, Held, Received, Ruling, WhyNot
from planner.domain.plan import Horizon, Plan
from planner.planning.tally import (
    by_village,
    occasions,
    promised,
    promised_of,
    served_since,
    shared_out,
    with_people_left,
)
from tests import worlds
from tests.planner.planning.reported import (
    IMPORTED,
    MONDAY,
    district,
    noon,
    outcome,
    promise,
    received,
)

SESSION = promise("v1")


@given(st.integers(0, 500), st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_people_are_shared_out_whole_and_in_proportion(people: int, weights: list[int]) -> None:
    found = shared_out(people, weights)
    assert sum(found) == people
    total = sum(weights)
    if total:
        for share, weight in zip(found, weights, strict=True):
            assert abs(Fraction(people * weight, total) - share) < 1


@given(st.data())
def test_the_order_in_which_reports_arrive_does_not_matter(data: st.DataObject) -> None:
    told = data.draw(st.lists(st.integers(0, 600), min_size=1, max_size=5, unique=True))
    reports = [
        received(
            outcome(SESSION, served=data.draw(st.integers(0, 3)))
            if minutes % 2
            else outcome(SESSION, served=9),
            minutes=data.draw(st.integers(0, 60)),
        )
        for minutes in told
    ]
    reports = [
        replace(
            r,
            outcome=replace(r.outcome, report=f"r{m}", told_at=noon(MONDAY) + timedelta(minutes=m)),
            received_at=r.received_at + timedelta(minutes=m),
        )
        for m, r in zip(told, reports, strict=True)
    ]
    (one,) = occasions(reports, ())
    (other,) = occasions(data.draw(st.permutations(reports)), ())
    assert one == other
    assert one.counting.report == f"r{max(told)}"
    differ = len({r.outcome.served for r in reports}) > 1
    assert one.undecided is differ


def test_a_clock_that_is_ahead_is_not_believed() -> None:
    ahead = outcome(SESSION, served=1, report="ahead", told_at=noon(MONDAY) + timedelta(days=900))
    right = outcome(SESSION, served=2, report="right", told_at=noon(MONDAY) + timedelta(hours=5))
    came = [
        Received(outcome=ahead, received_at=noon(MONDAY) + timedelta(hours=1)),
        Received(outcome=right, received_at=noon(MONDAY) + timedelta(hours=5)),
    ]
    assert occasions(came, ())[0].counting == right


def test_a_ruling_holds_until_another_report_comes() -> None:
    first = outcome(SESSION, served=1, report="a")
    second = outcome(SESSION, served=2, report="b", told_at=noon(MONDAY) + timedelta(hours=1))
    third = outcome(SESSION, served=3, report="c", told_at=noon(MONDAY) + timedelta(minutes=1))
    ruling = Ruling(
        session="v1", day=MONDAY, report="a", among=("a", "b"), at=noon(MONDAY) + timedelta(hours=2)
    )
    (one,) = occasions([received(first), received(second)], ())
    assert (one.counting, one.undecided) == (second, True)
    (one,) = occasions([received(first), received(second)], [ruling])
    assert (one.counting, one.undecided) == (first, False)
    (one,) = occasions([received(x) for x in (first, second, third)], [ruling])
    assert (one.counting, one.undecided) == (third, True)


def test_a_session_of_the_same_name_on_another_day_is_another_occasion() -> None:
    later = promise("v1", MONDAY + timedelta(days=28))
    found = occasions([received(outcome(SESSION, 3)), received(outcome(later, 5))], ())
    assert [o.counting.served for o in found] == [3, 5]
    assert not any(o.undecided for o in found)


def test_people_come_from_where_the_plan_expected_them() -> None:
    crowd = (("v1", "card", 30), ("v2", "card", 10), ("v1", "vneid", 5))
    told = outcome(SESSION, expected=crowd)
    assert by_village(told, {"card": 22}) == {("v1", "card"): 17, ("v2", "card"): 5}
    assert by_village(told, {"vneid": 4}) == {("v1", "vneid"): 4}
    # a service that nobody expected is shared out like all others together: 35 to 10
    assert by_village(told, {"talk": 9}) == {("v1", "talk"): 7, ("v2", "talk"): 2}
    assert by_village(replace(told, expected=()), {"card": 9}) == {("v1", "card"): 9}


def test_the_newest_plan_that_has_a_day_says_what_was_promised_for_it() -> None:
    old = (
        Horizon.weeks(MONDAY, 2),
        [promise("v1"), promise("v2", MONDAY + timedelta(days=8))],
    )
    new = (
        Horizon.weeks(MONDAY + timedelta(days=7), 2),
        [promise("v3", MONDAY + timedelta(days=9))],
    )
    found = promised([new, old])
    assert [p.name for p in found] == ["v1", "v3"]


def test_what_was_heard_before_a_figure_of_demand_was_written_is_in_it() -> None:
    found = occasions([received(outcome(SESSION, 30))], ())
    since = {("v1", "card"): noon(MONDAY) + timedelta(days=1)}
    fresh, everybody = served_since(found, since)
    assert (fresh, everybody) == ({}, {("v1", "card"): 30})
    fresh, _ = served_since(found, {("v1", "card"): noon(MONDAY)})
    assert fresh == {("v1", "card"): 30}


def left(kept: Plan | None, *served: int) -> int:
    """Return who are left for cards at v1 after reports of the first sessions of a plan."""
    sessions = list(promised_of(worlds.plan()))[: len(served)]
    found = occasions([received(outcome(p, n)) for p, n in zip(sessions, served, strict=True)], ())
    since = {(d.village, d.service): IMPORTED for d in district().demands}
    after = with_people_left(district(), found, since, kept)
    return sum(d.people for d in after.demands if d.service == "card")


def test_who_was_served_is_no_longer_left() -> None:
    assert left(None) == 300
    assert left(None, 30) == 270
    # never below nobody: only the village's own hundred can be served
    assert left(None, 130) == 200


def test_a_plan_whose_past_stays_finds_its_reported_sessions_in_the_demand() -> None:
    """The session takes its planned people away again, so that the served ones are what is gone."""
    planned = sum(n for _, _, n in next(promised_of(worlds.plan())).expected)
    assert left(worlds.plan(), 30) == 300 - 30 + planned


def test_a_session_that_was_not_held_serves_nobody() -> None:
    none = outcome(SESSION, held=Held.NOT_HELD, reason=WhyNot.ROAD, counts=())
    (one,) = occasions([received(none)], ())
    assert (one.served, one.counting.served) == ({}, 0)
    awaited = outcome(
        SESSION,
        held=Held.NOT_HELD,
        reason=WhyNot.TEAM,
        counts=(Count(service="card", served=0, absent=12),),
    )
    (one,) = occasions([received(awaited)], ())
    assert one.absent == {("v1", "card"): 12}
