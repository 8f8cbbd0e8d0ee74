"""How likely each road is to be passed on a day, and how much rain to expect there. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.domain.district import District
from planner.domain.road import Segment
from planner.planning.risk import rain_communes
from planner.world.passability import RoadStates
from planner.world.passing import State
from planner.world.rain import Rain

SHARES = (10, 50, 90)
"""Percentiles of rain that are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadChance:
    """A segment on a day: in which shares of the weathers vehicles pass, and pass slowly.

    ``communes`` (codes) are those whose rain decides.
    """

    segment: Segment
    passes: float
    slow: float
    communes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RainOutlook:
    """Rain of a commune (code) on a day: millimetres in the drier tenth, half, wetter tenth."""

    commune: str
    day: date
    low_mm: float
    median_mm: float
    high_mm: float


def road_chances(district: District, states: RoadStates, day: date) -> tuple[RoadChance, ...]:
    """Return the chances of all segments on a day, in the district's order."""
    today = states.states[:, (day - states.first).days]
    closed = (today >= State.CLOSED).mean(axis=0).tolist()
    slow = (today == State.SLOW).mean(axis=0).tolist()
    return tuple(
        RoadChance(
            segment=segment,
            passes=1 - closed[number],
            slow=slow[number],
            communes=rain_communes(district, segment.id),
        )
        for number, segment in enumerate(district.segments)
    )


def rain_outlook(rain: Rain, days: Sequence[date]) -> tuple[RainOutlook, ...]:
    """Return what rain to expect in each commune on some days of ``rain``, day by day."""
    found = []
    for day in days:
        mm = np.percentile(rain.mm[:, (day - rain.first).days], SHARES, axis=0)
        for number, commune in enumerate(rain.communes):
            low, median, high = mm[:, number].tolist()
            found.append(
                RainOutlook(commune=commune, day=day, low_mm=low, median_mm=median, high_mm=high)
            )
    return tuple(found)


def segment_chances(
    district: District, states: RoadStates, segment: str, days: Sequence[date]
) -> tuple[float, ...]:
    """Return in which share of the weathers vehicles pass a segment (id), on each of some days."""
    number = [s.id for s in district.segments].index(segment)
    closed = (states.states[:, :, number] >= State.CLOSED).mean(axis=0)
    return tuple(1 - float(closed[(day - states.first).days]) for day in days)
