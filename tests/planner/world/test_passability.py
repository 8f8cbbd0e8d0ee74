"""Rain to roads: each rule alone, then what people reported and warned of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from planner.domain.district import District, Settings
from planner.domain.road import Surface, VehicleClass, WeakPoint, WeakPointKind
from planner.domain.weather import (
    RainRule,
    RainTarget,
    RoadCondition,
    RoadReport,
    Sky,
    WeatherWarning,
)
from planner.world.passability import chance_closed, road_states
from planner.world.passing import State
from planner.world.rain import LEAD_IN_DAYS, Rain
from tests.planner.valley import district, road

FIRST = date(2022, 8, 1)
EARTH = RainRule(target=RainTarget.EARTH, slow_from_mm=15, closed_at_mm=30, spread=0)
OPEN, SLOW, CLOSED, FORBIDDEN = State
NOW = datetime(2022, 7, 31, tzinfo=UTC)


def on_earth(*rules: RainRule, **changes: Any) -> District:
    """Return a village behind an earth road."""
    segment = road("base", "v1", surface=Surface.EARTH, lowest_class=VehicleClass.MOTORBIKE)
    return district(segments=[segment], rain_rules=rules or (EARTH,), **changes)


def fell(*mm: float, scenarios: int = 1) -> Rain:
    """Return the rain of days from ``FIRST`` on, dry before."""
    days = [0.0] * LEAD_IN_DAYS + list(mm)
    amounts = np.array([[[x] for x in days]] * scenarios)
    return Rain(first=FIRST - timedelta(days=LEAD_IN_DAYS), communes=("c1",), mm=amounts)


def states(asked: District, *mm: float, sky: Sky | None = None) -> list[int]:
    found = road_states(asked, fell(*mm), sky or Sky())
    assert found.first == FIRST
    return [int(state) for state in found.states[0, :, 0]]


def test_rain_slows_then_closes_and_a_day_later_it_is_open() -> None:
    assert states(on_earth(), 14.9, 15, 29.9, 30, 0, 0) == [0, 1, 1, 2, 2, 0]


def test_after_heavy_rain_it_stays_closed_longer() -> None:
    assert states(on_earth(), 50, 0, 0, 0) == [2, 2, 2, 0]


def test_the_slide_line_counts_three_days_before() -> None:
    slides = replace(EARTH, closed_at_mm=None, slow_from_mm=None, slides=True, reopens_h=0)
    # 40.8 - 0.201 x 60 = 28.74
    assert states(on_earth(slides), 20, 20, 20, 28.7) == [0, 0, 0, 0]
    assert states(on_earth(slides), 20, 20, 20, 28.8) == [0, 0, 0, 2]
    assert states(on_earth(slides), 20, 20, 20, 0, 28.8) == [0, 0, 0, 0, 0]


def test_a_curve_grows_evenly_around_its_middle() -> None:
    rule, rules = replace(EARTH, spread=0.2), Settings(name="thử")
    mm = np.array([23.9, 24, 27, 30, 33, 36, 36.1])
    found = chance_closed(mm, np.zeros(7), rule, rules, 1.0)
    assert found == pytest.approx([0, 0, 0.25, 0.5, 0.75, 1, 1])
    assert chance_closed(2 * mm, np.zeros(7), rule, rules, 2.0) == pytest.approx(found)


def test_a_road_has_one_strength_in_each_scenario() -> None:
    asked = on_earth(replace(EARTH, spread=0.5, reopens_h=0))
    found = road_states(asked, fell(30, 0, 0, 30, scenarios=64), Sky()).states[:, :, 0]
    assert (found[:, 0] == CLOSED).sum() == 32
    assert np.array_equal(found[:, 0], found[:, 3])


def test_a_stronger_road_bears_more() -> None:
    segment = road("base", "v1", surface=Surface.EARTH, rain_strength=2.0)
    asked = district(segments=[segment], rain_rules=(replace(EARTH, slow_from_mm=None),))
    assert states(asked, 59, 60) == [0, 2]


def test_a_weak_point_stops_walkers_too() -> None:
    ford = WeakPoint(
        id="w", segment="base-v1", kind=WeakPointKind.FORD, name="Ngầm", rain_commune="c1"
    )
    rule = RainRule(target=RainTarget.FORD, closed_at_mm=40, spread=0)
    asked = on_earth(EARTH, rule, weak_points=(ford,))
    assert states(asked, 35, 0, 45, 0, 0) == [2, 2, 3, 3, 0]


def test_what_is_reported_overrides_the_rain_until_it_expires() -> None:
    def report(condition: RoadCondition, first: int, last: int, hour: int = 0) -> RoadReport:
        return RoadReport(
            segment="base-v1",
            condition=condition,
            first=FIRST + timedelta(days=first),
            last=FIRST + timedelta(days=last),
            made_at=NOW + timedelta(hours=hour),
            source="trưởng bản",
        )

    opened = report(RoadCondition.OPEN, 0, 1, hour=2)
    closed = report(RoadCondition.CLOSED, 1, 3, hour=1)
    assert states(on_earth(), 30, 0, 0, 0, 0, sky=Sky(reports=(opened,))) == [0, 0, 0, 0, 0]
    both = Sky(reports=(opened, closed))
    assert states(on_earth(), 0, 0, 0, 0, 0, sky=both) == [0, 0, 3, 3, 0]


def test_nobody_travels_where_a_warning_holds() -> None:
    warned = WeatherWarning(
        communes=("c1",), first=FIRST, last=FIRST, made_at=NOW, source="Đài KTTV"
    )
    asked = on_earth()
    assert states(asked, 0, 0, sky=Sky(warnings=(warned,))) == [FORBIDDEN, OPEN]
    elsewhere = replace(warned, communes=("c9",))
    assert states(asked, 0, 0, sky=Sky(warnings=(elsewhere,))) == [OPEN, OPEN]


def test_without_rules_rain_does_nothing() -> None:
    assert states(replace(on_earth(), rain_rules=()), 200, 200) == [OPEN, OPEN]
