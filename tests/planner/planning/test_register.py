"""The register: due, served, left; who is to be caught up on; what is to fix; the week."""

from dataclasses import replace
from datetime import timedelta

from planner.domain.outcome import Count, Held, WhyNot
from planner.domain.session import Sitting
from planner.planning.register import Missed, by_commune, by_service, mop_ups, register, stage
from planner.planning.soundness import Fault, Virtue, findings, unreported
from planner.planning.week_report import week_report
from tests.planner.planning.reported import MONDAY, district, known, noon, outcome, promise

TUESDAY = MONDAY + timedelta(days=1)
NEXT_WEEK = MONDAY + timedelta(days=9)
FIRST, SECOND, COMING = promise("v1"), promise("v2", TUESDAY), promise("v1/2", NEXT_WEEK)


def test_due_served_left_planned_absent_and_the_last_visit() -> None:
    told = known([FIRST, SECOND, COMING], [outcome(FIRST, 30, 6)])
    lines = {(x.village, x.service): x for x in register(told)}
    one = lines["v1", "card"]
    assert (one.due, one.served, one.left, one.planned, one.absent) == (100, 30, 70, 40, 6)
    assert one.last_visit == MONDAY
    # v2 was held, perhaps, but nobody has said so: still planned
    two = lines["v2", "card"]
    assert (two.due, two.served, two.left, two.planned, two.last_visit) == (100, 0, 100, 40, None)
    assert stage(lines.values()).due == 450
    assert by_service(district(), tuple(lines.values()))["card"].left == 270
    assert by_commune(district(), tuple(lines.values()))["c1"].served == 30


def test_progress_goes_on_when_the_figure_of_demand_is_written_anew() -> None:
    """The office writes 70 left after 30 of 100 were served: 100 were due, 30 served, 70 left."""
    fewer = tuple(
        replace(d, people=70) if (d.village, d.service) == ("v1", "card") else d
        for d in district().demands
    )
    told = known([FIRST], [outcome(FIRST, 30)], district=district(demands=fewer))
    told = replace(told, since={**told.since, ("v1", "card"): noon(TUESDAY)})
    one = register(told)[0]
    assert (one.due, one.served, one.left, stage([one]).share) == (100, 30, 70, 0.3)


def test_more_served_than_due_is_told_and_nobody_is_left_below_zero() -> None:
    told = known([FIRST], [outcome(FIRST, 130)])
    lines = register(told)
    assert (lines[0].left, lines[0].beyond) == (0, 30)
    found = [f for f in findings(told, lines) if f.virtue is Virtue.RIGHT]
    assert [(f.fault, f.found, f.limit) for f in found] == [
        (Fault.BEYOND_DUE, 130, 100),
        (Fault.BEYOND_EXPECTED, 130, 40),
    ]


def test_a_village_whose_session_fell_away_or_who_stayed_away_is_caught_up_on() -> None:
    fell = outcome(SECOND, held=Held.NOT_HELD, reason=WhyNot.ROAD, counts=())
    few = outcome(promise("v3"), 36, 4)
    told = known([FIRST, SECOND, COMING, promise("v3")], [outcome(FIRST, 30, 6), fell, few])
    found = [(m.village, m.people, m.missed, m.reason, m.following) for m in mop_ups(told)]
    assert found == [
        ("v2", 40, Missed.FELL_AWAY, WhyNot.ROAD, None),
        ("v1", 6, Missed.ABSENT, None, NEXT_WEEK),
    ]


def test_a_later_session_that_reached_everybody_ends_the_mop_up() -> None:
    fell = outcome(FIRST, held=Held.NOT_HELD, reason=WhyNot.RAIN, counts=())
    again = promise("v1/2", TUESDAY)
    assert [m.village for m in mop_ups(known([FIRST, again], [fell]))] == ["v1"]
    assert mop_ups(known([FIRST, again], [fell, outcome(again, 38, 2)])) == ()


def test_what_is_over_and_not_reported_is_missed_and_what_is_old_is_told() -> None:
    told = known([FIRST, SECOND, COMING], [outcome(FIRST)])
    assert unreported(told) == (SECOND.key,)
    (one,) = findings(told, register(told))
    assert (one.fault, one.session, one.day, one.found) == (Fault.NO_REPORT, "v2", TUESDAY, 6)
    late = known(
        [FIRST, promise("v2", NEXT_WEEK)], [outcome(FIRST)], today=NEXT_WEEK + timedelta(days=1)
    )
    old = [f for f in findings(late, register(late)) if f.virtue is Virtue.LIVE]
    assert [(f.fault, f.place, f.found) for f in old] == [(Fault.OLD, "c1", 10)]


def test_differing_reports_and_reports_of_no_session_are_unclean() -> None:
    other = outcome(FIRST, 20, report="other")
    stray = outcome(promise("v3", TUESDAY))
    told = known([FIRST], [outcome(FIRST), other, stray])
    found = [(f.fault, f.place) for f in findings(told, register(told))]
    assert found == [(Fault.UNDECIDED, "v1"), (Fault.NOT_PROMISED, "v3")]


def test_odd_hours_are_looked_at_again() -> None:
    short = outcome(FIRST, arrived=noon(MONDAY), left=noon(MONDAY) + timedelta(minutes=10))
    told = known([FIRST], [short])
    (one,) = findings(told, register(told))
    assert (one.fault, one.found) == (Fault.ODD_STAY, 10)


def test_the_report_of_a_week_counts_what_was_promised_and_what_was_told() -> None:
    crowd = (("v2", "card", 20), ("v2", "vneid", 10))
    seat = promise("v2/b", TUESDAY, sitting=Sitting.SEAT, expected=crowd, team="t2")
    partly = outcome(
        seat,
        held=Held.PARTLY,
        reason=WhyNot.POWER,
        counts=(Count(service="card", served=5), Count(service="vneid", served=1, absent=2)),
    )
    stray = outcome(promise("v3", TUESDAY), 7)
    told = known([FIRST, SECOND, seat, COMING], [outcome(FIRST, 30, 6), partly, stray])
    found = week_report(told, MONDAY)
    whole = found.whole
    assert (whole.planned, whole.held, whole.partly, whole.not_held) == (3, 2, 1, 0)
    assert (whole.unreported, whole.coming) == (1, 0)
    assert (whole.served, whole.absent) == (30 + 6 + 7, 6 + 2)
    assert (whole.expected_all, whole.expected) == (40 + 40 + 30 + 40, 40 + 30 + 40)
    assert (found.services["vneid"].expected, found.services["vneid"].served) == (10, 1)
    assert {t: r.planned for t, r in found.teams.items()} == {"t1": 2, "t2": 1}
    (cause,) = found.causes
    assert (cause.reason, cause.partly, cause.not_held, cause.missed) == (WhyNot.POWER, 1, 0, 24)
    assert [m.village for m in found.catch_up] == ["v1"]
    assert {s: (r.expected, r.served) for s, r in found.turnout.items()} == {
        Sitting.VILLAGE_EVENING: (40, 30)
    }
    assert week_report(told, MONDAY + timedelta(days=7)).whole.coming == 1
