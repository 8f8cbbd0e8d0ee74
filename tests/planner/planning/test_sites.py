"""Where people gather and who comes: villages, markets, seats, on days of equal turnout."""

from datetime import date, time
from typing import Any

import pytest

from planner.domain.almanac import AlmanacKind
from planner.domain.district import District
from planner.domain.place import PlaceKind
from planner.domain.plan import Horizon
from planner.domain.road import RoadState
from planner.domain.session import Sitting
from planner.planning.sites import Opening, Site, sites
from planner.world.travel import travel_times
from tests.planner import valley

MON, TUE, WED, THU, FRI = (date(2022, 9, d) for d in range(5, 10))
WEEK = Horizon.weeks(MON, 1)


def found(district: District) -> tuple[Site, ...]:
    """Return the sites of the week on dry roads."""
    waiting = {(d.village, d.service): d.people for d in district.demands}
    return sites(district, WEEK, travel_times(district, RoadState.DRY), waiting)


def at(district: District, sitting: Sitting, place: str = "v1") -> list[Site]:
    """Return the sites of one place and sitting."""
    return [s for s in found(district) if s.sitting is sitting and s.place.id == place]


def three_villages(**changes: Any) -> District:
    """Return v1, v2 an hour's walk from it, and v3 in another commune two hours from it."""
    return valley.district(
        (valley.village("v1"), valley.village("v2"), valley.village("v3", commune="c2")),
        [valley.road("base", "v1", 20), valley.road("v1", "v2", 5), valley.road("v1", "v3", 10)],
        **changes,
    )


def test_a_village_gathers_in_the_evening_and_fewer_by_day() -> None:
    evening, by_day = found(valley.district(segments=[valley.road("base", "v1", 20)]))[:2]
    assert evening.sitting is Sitting.VILLAGE_EVENING
    assert evening.turnout == (("v1", 0.8),)
    assert evening.openings[0] == Opening(day=MON, opens=time(15, 30), closes=time(22))
    assert by_day.sitting is Sitting.VILLAGE_DAY
    assert by_day.turnout == (("v1", 0.4),)
    assert by_day.openings[0] == Opening(day=MON, opens=time(7), closes=time(15, 30))
    assert [o.day for o in by_day.openings] == [MON, TUE, WED, THU, FRI]


def test_neighbours_walk_in_from_any_commune() -> None:
    (evening,) = at(three_villages(), Sitting.VILLAGE_EVENING)
    assert evening.turnout == (("v1", 0.8), ("v2", 0.4), ("v3", 0.2))


def test_a_village_where_nobody_waits_is_no_site_and_sends_nobody() -> None:
    district = three_villages(demands=(valley.demand("v2"),))
    assert at(district, Sitting.VILLAGE_EVENING) == []
    (evening,) = at(district, Sitting.VILLAGE_EVENING, "v2")
    assert evening.turnout == (("v2", 0.8),)


def test_the_seat_serves_its_communes_villages_by_walking_time() -> None:
    district = valley.district(
        (valley.village("v1"), valley.village("v2"), valley.village("v3", commune="c2")),
        [valley.road("base", "v1", 5), valley.road("base", "v2", 11), valley.road("base", "v3", 1)],
    )
    (seat,) = at(district, Sitting.SEAT, "base")
    assert seat.turnout == (("v1", 0.4),)
    assert seat.openings[0] == Opening(day=MON, opens=time(7), closes=time(19))


def test_a_market_draws_villages_around_on_its_days_in_its_hours() -> None:
    market = valley.entry(
        AlmanacKind.MARKET,
        TUE,
        date(2022, 9, 11),
        scope="mk",
        opens=time(6),
        closes=time(11),
        rule="FREQ=WEEKLY;BYDAY=TU,SU",
    )
    district = valley.district(
        (valley.village("v1"), valley.village("v3", commune="c2")),
        [valley.road("base", "mk", 20), valley.road("mk", "v1", 5), valley.road("mk", "v3", 10)],
        places=(valley.place("base", PlaceKind.BASE), valley.place("mk", PlaceKind.MARKET)),
        almanac=(market,),
    )
    (site,) = at(district, Sitting.MARKET, "mk")
    assert site.turnout == (("v1", 0.25), ("v3", 0.125))
    assert site.openings == (Opening(day=TUE, opens=time(6), closes=time(11)),)


def test_closed_days_and_holidays_are_no_openings() -> None:
    closing = (
        valley.entry(AlmanacKind.HOLIDAY, MON),
        valley.entry(AlmanacKind.CLOSED, TUE, scope="c1"),
        valley.entry(AlmanacKind.CLOSED, WED, scope="v1"),
    )
    district = valley.district(almanac=closing)
    assert [[o.day for o in s.openings] for s in found(district)] == [
        [THU, FRI],
        [THU, FRI],
        [WED, THU, FRI],
    ]


def test_most_comers_language_is_spoken_at_seats_and_the_villages_own_at_home() -> None:
    district = valley.district(
        (valley.village("v1", languages=("dao",)), valley.village("v2"), valley.village("v3")),
        [valley.road("base", "v1", 1), valley.road("base", "v2", 1), valley.road("base", "v3", 1)],
        demands=(valley.demand("v1", people=50), valley.demand("v2"), valley.demand("v3")),
    )
    (village,) = at(district, Sitting.VILLAGE_EVENING)
    (seat,) = at(district, Sitting.SEAT, "base")
    assert (village.language, seat.language) == ("dao", "hmong")


def turnout(first: date, last: date, factor: float, scope: str = "") -> Any:
    """Return a turnout window."""
    return valley.entry(AlmanacKind.TURNOUT, first, last, factor=factor, scope=scope)


def test_days_of_other_turnout_are_a_level_of_their_own() -> None:
    district = valley.district(
        segments=[valley.road("base", "v1", 20)], almanac=(turnout(TUE, WED, 0.5, "v1"),)
    )
    high, low = at(district, Sitting.VILLAGE_EVENING)
    assert (high.level, high.turnout) == (1, (("v1", 0.8),))
    assert [o.day for o in high.openings] == [MON, THU, FRI]
    assert (low.level, low.turnout) == (2, (("v1", 0.4),))
    assert [o.day for o in low.openings] == [TUE, WED]


def test_days_of_nearly_equal_turnout_are_told_at_the_lower() -> None:
    almanac = (turnout(TUE, WED, 0.85),)
    district = valley.district(segments=[valley.road("base", "v1", 20)], almanac=almanac)
    (site,) = at(district, Sitting.VILLAGE_EVENING)
    assert dict(site.turnout) == pytest.approx({"v1": 0.68})
    assert [o.day for o in site.openings] == [MON, TUE, WED, THU, FRI]


def test_days_on_which_nobody_comes_fall_away() -> None:
    district = valley.district(almanac=(turnout(MON, THU, 0.0),))
    assert [[o.day for o in s.openings] for s in found(district)] == [[FRI], [FRI], [FRI]]


def test_no_more_than_all_people_come() -> None:
    district = valley.district(
        segments=[valley.road("base", "v1", 20)], almanac=(turnout(MON, FRI, 3.0),)
    )
    (evening,) = at(district, Sitting.VILLAGE_EVENING)
    assert evening.turnout == (("v1", 1.0),)


def test_a_turnout_window_of_a_place_counts_for_all_who_come_there() -> None:
    district = valley.district(
        segments=[valley.road("base", "v1", 5)], almanac=(turnout(MON, FRI, 0.5, "base"),)
    )
    (seat,) = at(district, Sitting.SEAT, "base")
    (evening,) = at(district, Sitting.VILLAGE_EVENING)
    assert (seat.turnout, evening.turnout) == ((("v1", 0.2),), (("v1", 0.8),))
