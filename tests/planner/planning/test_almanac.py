"""Which days count for what: weekdays, holidays, closed days, markets, turnout windows."""

from datetime import date

from planner.domain.almanac import AlmanacKind
from planner.domain.district import Settings
from planner.domain.plan import Horizon
from planner.domain.team import TeamKind
from planner.planning.almanac import (
    days_of,
    markets,
    open_days,
    present,
    team_days,
    turnout_factors,
    working_days,
)
from tests.planner import valley

MON, TUE, WED, THU, FRI = (date(2022, 9, d) for d in range(5, 10))
WEEK = Horizon.weeks(MON, 1)
HOLIDAY, CLOSED = AlmanacKind.HOLIDAY, AlmanacKind.CLOSED
MARKET, TURNOUT = AlmanacKind.MARKET, AlmanacKind.TURNOUT


def test_an_entry_holds_on_its_days_within_the_horizon() -> None:
    entry = valley.entry(CLOSED, date(2022, 9, 1), TUE)
    assert days_of(entry, WEEK) == (MON, TUE)
    assert days_of(valley.entry(CLOSED, date(2022, 9, 1)), WEEK) == ()


def test_a_rule_recurs_from_its_first_day_to_its_last() -> None:
    """Every sixth day from 1 September: 1, 7, 13."""
    entry = valley.entry(
        MARKET, date(2022, 9, 1), date(2022, 12, 31), rule="FREQ=DAILY;INTERVAL=6", scope="v1"
    )
    assert days_of(entry, WEEK) == (WED,)
    ended = valley.entry(MARKET, date(2022, 9, 1), TUE, rule="FREQ=DAILY;INTERVAL=6", scope="v1")
    assert days_of(ended, WEEK) == ()


def test_a_recurring_day_at_either_end_counts() -> None:
    entry = valley.entry(CLOSED, MON, date(2022, 9, 11), rule="FREQ=WEEKLY;BYDAY=MO,SU")
    assert days_of(entry, WEEK) == (MON, date(2022, 9, 11))


def test_the_district_works_on_its_weekdays_but_holidays() -> None:
    district = valley.district(almanac=(valley.entry(HOLIDAY, WED),))
    assert working_days(district, WEEK) == (MON, TUE, THU, FRI)
    saturdays = valley.district(settings=Settings(name="Thử", working_days=("SA",)))
    assert working_days(saturdays, WEEK) == (date(2022, 9, 10),)


def test_a_closed_day_is_no_holiday() -> None:
    district = valley.district(almanac=(valley.entry(CLOSED, WED),))
    assert working_days(district, WEEK) == (MON, TUE, WED, THU, FRI)


def test_a_commune_teams_holiday_is_that_of_its_commune() -> None:
    own = valley.team("t1", kind=TeamKind.COMMUNE, commune="c1")
    district = valley.district(
        teams=(own, valley.team("m1")),
        members=(*valley.members("t1"), *valley.members("m1")),
        almanac=(valley.entry(HOLIDAY, WED, scope="c1"),),
    )
    assert team_days(district, WEEK, own) == (MON, TUE, THU, FRI)
    assert team_days(district, WEEK, valley.team("m1")) == (MON, TUE, WED, THU, FRI)


def test_a_team_works_when_somebody_is_there() -> None:
    one, two = valley.members(count=1, days_off=(MON, TUE)) + valley.members(
        "m1-2", 1, teams=("m1",), days_off=(TUE,)
    )
    district = valley.district(members=(one, two))
    assert present(district, valley.team(), MON) == (two,)
    assert present(district, valley.team(), TUE) == ()
    assert team_days(district, WEEK, valley.team()) == (MON, WED, THU, FRI)


def test_a_place_closes_with_the_district_its_commune_or_itself() -> None:
    district = valley.district(
        (valley.village("v1"), valley.village("v2"), valley.village("v3", commune="c2")),
        almanac=(
            valley.entry(CLOSED, MON),
            valley.entry(CLOSED, TUE, scope="c1"),
            valley.entry(CLOSED, WED, scope="v1"),
            valley.entry(HOLIDAY, THU, scope="c2"),
        ),
    )
    opened = {v.id: open_days(district, WEEK, v.as_place()) for v in district.villages}
    assert opened == {"v1": (THU, FRI), "v2": (WED, THU, FRI), "v3": (TUE, WED, FRI)}


def test_markets_are_the_entries_of_that_kind() -> None:
    market = valley.entry(MARKET, TUE, scope="v1")
    assert markets(valley.district(almanac=(valley.entry(CLOSED, MON), market))) == (market,)


def test_turnout_windows_multiply_in_their_scope() -> None:
    district = valley.district(
        almanac=(
            valley.entry(TURNOUT, MON, TUE, factor=0.5),
            valley.entry(TURNOUT, TUE, factor=1.5, scope="v1"),
            valley.entry(TURNOUT, WED, factor=0.1, scope="v2"),
        )
    )
    assert turnout_factors(district, WEEK, ("", "c1", "v1")) == {MON: 0.5, TUE: 0.75}
