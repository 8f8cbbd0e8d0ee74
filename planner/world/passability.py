"""Which roads are open on which day, in each scenario of rain.

How fast rain closes a road is not known well: in each scenario each segment and weak point has a
strength of its own, drawn once, so that the same road fails again in like rain. What somebody
reported overrides what the rain says; a warning closes everything in its communes.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.domain.district import District, Settings
from planner.domain.road import Segment
from planner.domain.weather import (
    RainRule,
    RainTarget,
    RoadCondition,
    RoadReport,
    Sky,
    WeatherWarning,
)
from planner.world.passing import State, States
from planner.world.rain import LEAD_IN_DAYS, Rain

MEMORY_DAYS = 3
"""Days of rain before that the slide line counts (Do & Yin 2018)."""

Amounts = NDArray[np.float64]


STATE_OF = {
    RoadCondition.OPEN: State.OPEN,
    RoadCondition.SLOW: State.SLOW,
    RoadCondition.CLOSED: State.FORBIDDEN,
}


@dataclass(frozen=True, kw_only=True)
class RoadStates:
    """The ``State`` of each segment, ``states`` (scenarios, days, segments), from ``first`` on."""

    first: date
    states: States


def road_states(district: District, rain: Rain, sky: Sky) -> RoadStates:
    """Return the states of all segments on the days of ``rain`` after its lead-in."""
    dice = np.random.default_rng((sky.seed, 1))
    rules = {rule.target: rule for rule in district.rain_rules}
    at = {code: i for i, code in enumerate(rain.communes)}
    scenarios, days, _ = rain.mm.shape
    states = np.zeros((scenarios, days, len(district.segments)), np.uint8)
    for number, segment in enumerate(district.segments):
        luck = _evenly(dice, scenarios)
        mm = rain.mm[:, :, [at[code] for code in _communes(district, segment)]].max(
            axis=2, initial=0.0
        )
        rule = rules.get(RainTarget(segment.surface.value))
        if rule is not None:
            failed = _fails(mm, rule, district.settings, segment.rain_strength, luck)
            _raise(states[:, :, number], _is_slow(mm, rule), State.SLOW)
            _raise(states[:, :, number], failed, State.CLOSED)
    where = {segment.id: number for number, segment in enumerate(district.segments)}
    for weak in district.weak_points:
        luck = _evenly(dice, scenarios)
        rule = rules.get(RainTarget(weak.kind.value))
        if rule is not None:
            mm = rain.mm[:, :, at[weak.rain_commune]]
            failed = _fails(mm, rule, district.settings, weak.rain_strength, luck)
            _raise(states[:, :, where[weak.segment]], failed, State.FORBIDDEN)
    dates = rain.days()
    _report(states, dates, where, sky.reports)
    _warn(states, dates, district, sky.warnings)
    return RoadStates(first=dates[LEAD_IN_DAYS], states=states[:, LEAD_IN_DAYS:])


def _evenly(dice: np.random.Generator, scenarios: int) -> Amounts:
    """Return numbers of [0, 1), evenly spread, in random order."""
    return (dice.permutation(scenarios) + dice.random(scenarios)) / scenarios


def _communes(district: District, segment: Segment) -> list[str]:
    """Return the communes whose rain a segment gets: those of its ends."""
    ends = (district.place(segment.start), district.place(segment.end))
    return sorted({place.commune for place in ends if place.commune})


def _is_slow(mm: Amounts, rule: RainRule) -> NDArray[np.bool_]:
    if rule.slow_from_mm is None:
        return np.zeros(mm.shape, np.bool_)
    return np.asarray(mm >= rule.slow_from_mm, np.bool_)


def chance_closed(
    mm: Amounts, before_mm: Amounts, rule: RainRule, settings: Settings, strength: float
) -> Amounts:
    """Return the passability curve: how likely rain of a day closes, after that of days before.

    Parameters
    ----------
    before_mm
        The rain of the ``MEMORY_DAYS`` before: what slides closes where mm ≥ line − memory ×
        before, the line of R1 = 40.8 − 0.201 R3 for Hà Giang [1]_.
    strength
        How much more rain than usual the road bears.

    References
    ----------
    .. [1] Do, H. M. & Yin, K. L. (2018). Rainfall threshold analysis and Bayesian probability
           method for landslide initiation in northern Viet Nam.
    """
    burden = np.zeros(np.shape(mm))
    if rule.closed_at_mm is not None:
        burden = np.maximum(burden, mm / rule.closed_at_mm)
    if rule.slides:
        soaked = mm + settings.slide_memory * before_mm
        burden = np.maximum(burden, np.where(mm > 0, soaked / settings.slide_line_mm, 0.0))
    burden = burden / strength
    if rule.spread == 0:
        return np.where(burden >= 1, 1.0, 0.0)
    return np.clip((burden - (1 - rule.spread)) / (2 * rule.spread), 0.0, 1.0)


def _fails(
    mm: Amounts, rule: RainRule, settings: Settings, strength: float, luck: Amounts
) -> NDArray[np.bool_]:
    """Return on which days it is closed: as it fails, and until it opens again."""
    sums = np.cumsum(np.pad(mm, ((0, 0), (MEMORY_DAYS + 1, 0))), axis=1)
    before_mm = sums[:, MEMORY_DAYS:-1] - sums[:, : -MEMORY_DAYS - 1]
    fails = luck[:, None] < chance_closed(mm, before_mm, rule, settings, strength)
    closed = fails.copy()
    for hours, so in (
        (rule.reopens_h, fails),
        (rule.heavy_reopens_h, fails & (mm >= rule.heavy_mm)),
    ):
        for later in range(1, math.ceil(hours / 24) + 1):
            closed[:, later:] |= so[:, :-later]
    return closed


def _raise(states: States, where: NDArray[np.bool_], state: State) -> None:
    """Let the states be at least this bad there."""
    np.maximum(states, np.uint8(state), out=states, where=where)


def _report(
    states: States,
    days: Sequence[date],
    where: dict[str, int],
    reports: Iterable[RoadReport],
) -> None:
    for report in sorted(reports, key=lambda r: r.made_at):
        held = [i for i, day in enumerate(days) if report.first <= day <= report.last]
        if report.segment in where:
            states[:, held, where[report.segment]] = STATE_OF[report.condition]


def _warn(
    states: States,
    days: Sequence[date],
    district: District,
    warnings: Iterable[WeatherWarning],
) -> None:
    for warning in warnings:
        held = [i for i, day in enumerate(days) if warning.first <= day <= warning.last]
        hit = [
            number
            for number, segment in enumerate(district.segments)
            if not set(warning.communes).isdisjoint(_communes(district, segment))
        ]
        states[np.ix_(range(len(states)), held, hit)] = State.FORBIDDEN
