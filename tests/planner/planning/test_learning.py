"""What reports say of the plan's figures, and when everybody will have been served."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.domain.district import District
from planner.domain.outcome import Held, Outcome, Promised, WhyNot
from planner.domain.service import Demand
from planner.planning.forecast import FEWEST as FEWEST_TO_FORECAST
from planner.planning.forecast import target
from planner.planning.learning import FEWEST, Seen, accepted, seen
from planner.planning.register import Told, register
from planner.world.travel import travel_times
from tests.planner.planning.reported import MONDAY, district, known, noon, outcome, promise

DAYS = [MONDAY + timedelta(days=n) for n in range(20)]


def figures(told: Told) -> tuple[Seen, ...]:
    return seen(told, lambda state: travel_times(told.district, state))


def week(count: int) -> list[Promised]:
    return [promise(f"v1/{n}", DAYS[n % 5]) for n in range(count)]


def at_pace(promised: Promised, served: int, minutes: float) -> Outcome:
    """Return a report in which each person took that many minutes at the one station.

    Set-up takes 45 minutes, pack-up 30; 85 % of the sitting are worked.
    """
    stay = timedelta(minutes=45 + 30 + served * minutes / 0.85)
    arrived = noon(promised.day) - timedelta(hours=2)
    return outcome(promised, served, arrived=arrived, left=arrived + stay)


def test_minutes_are_the_median_and_need_enough_sessions() -> None:
    sessions = week(FEWEST)
    paces = [7.0] * (FEWEST - 2) + [40.0, 3.0]
    told = known(sessions, [at_pace(p, 10, m) for p, m in zip(sessions, paces, strict=True)])
    minutes = figures(told)[0]
    assert (minutes.key, minutes.now, minutes.sessions) == ("minutes-card", 6.0, FEWEST)
    assert minutes.median == pytest.approx(7.0)
    assert minutes.proposed
    after = accepted(told.district, minutes)
    assert after.service_by_id["card"].minutes == minutes.median
    assert replace(after, services=told.district.services) == told.district
    few = known(sessions[1:], [at_pace(p, 10, 7.0) for p in sessions[1:]])
    assert (figures(few)[0].sessions, figures(few)[0].proposed) == (FEWEST - 1, False)
    right = known(sessions, [at_pace(p, 10, 6.1) for p in sessions])
    assert not figures(right)[0].proposed


def test_accepting_does_not_make_the_next_look_propose_again() -> None:
    sessions = week(FEWEST)
    reports = [at_pace(p, 24, 9.0) for p in sessions]
    told = known(sessions, reports)
    minutes, turnout = figures(told)
    assert (turnout.key, turnout.now) == ("turnout-village_evening", 0.8)
    assert turnout.median == pytest.approx(0.8 * 24 / 40)
    changed = accepted(accepted(told.district, minutes), turnout)
    again = figures(replace(told, district=changed))
    assert [(s.median, s.proposed) for s in again] == [(9.0, False), (0.48, False)]


def test_sessions_in_part_or_in_dispute_teach_nothing() -> None:
    sessions = week(FEWEST)
    partly = [outcome(p, 9, held=Held.PARTLY, reason=WhyNot.RAIN) for p in sessions]
    assert figures(known(sessions, partly)) == ()
    both = [outcome(p, 30) for p in sessions] + [outcome(p, 9, report=p.name[3:]) for p in sessions]
    assert figures(known(sessions, both)) == ()


def cards_only(people: int) -> District:
    return district(demands=(Demand(village="v1", service="card", people=people),))


def test_with_few_reports_the_plan_is_taken_at_its_word() -> None:
    """200 people are due and 40 were served; four sessions of 40 come, one a day."""
    coming = [promise(f"v1/c{n}", DAYS[7 + n]) for n in range(4)]
    told = known(
        [promise("v1"), *coming], [outcome(promise("v1"))], district=cards_only(200), today=DAYS[6]
    )
    found = target(told, register(told))
    assert (found.sessions, found.part) == (1, 1.0)
    assert found.services["card"].middle == DAYS[10]
    assert found.whole.earliest == found.whole.middle == found.whole.latest


def test_what_sessions_really_served_moves_the_day_and_gives_a_range() -> None:
    """Half of what is expected comes on the mean: eight sessions are needed for 160 people."""
    past = [promise(f"v1/{n}", DAYS[n % 5]) for n in range(FEWEST_TO_FORECAST)]
    reports = [outcome(p, 10 if n % 2 else 30) for n, p in enumerate(past)]
    coming = [promise(f"v1/c{n}", DAYS[7 + n]) for n in range(12)]
    left = 160
    told = known(
        [*past, *coming],
        reports,
        district=cards_only(left + 20 * FEWEST_TO_FORECAST),
        today=DAYS[6],
    )
    found = target(told, register(told))
    assert found.part == pytest.approx(0.5)
    assert found.whole.middle == DAYS[7 + 7]
    assert found.whole.earliest is not None
    assert found.whole.latest is not None
    assert found.whole.earliest < found.whole.middle < found.whole.latest
    assert found.part_low < 0.5 < found.part_high


def test_after_the_plan_its_pace_goes_on_and_without_sessions_nothing_is_in_sight() -> None:
    coming = [promise("v1/c", DAYS[7])]
    told = known(coming, [], district=cards_only(120), today=DAYS[6])
    # 40 on the day, then 40 a week
    assert target(told, register(told)).whole.middle == DAYS[7] + timedelta(days=14)
    nothing = known([], [], district=cards_only(120), today=DAYS[6])
    assert target(nothing, register(nothing)).whole.middle is None


def test_one_service_does_not_make_up_for_another() -> None:
    told = known([promise("v1", DAYS[7]), promise("v2", DAYS[8]), promise("v3", DAYS[9])], [])
    found = target(told, register(told))
    assert found.services["card"].middle is not None
    assert found.services["vneid"].middle is None
    assert found.whole.middle is None
