"""The sky over a district: its climate, and how rain closes roads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from planner.domain.rules import filled, not_negative, positive, within
from planner.errors import BadData, refuse

MOST_RAIN_MM = 2000.0
"""More never fell in a day anywhere on earth (1,825 mm, La Réunion 1966)."""


class RainTarget(StrEnum):
    """What rain acts on: the surface of a whole segment, or a weak point on one."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    CONCRETE = "concrete"
    GRAVEL = "gravel"
    EARTH = "earth"
    PATH = "path"
    FORD = "ford"
    BRIDGE = "bridge"
    SLIDE = "slide"


@dataclass(frozen=True, slots=True, kw_only=True)
class RainRule:
    """How rain of a day slows and closes one kind of surface or weak point.

    It is slow from ``slow_from_mm``. It closes at ``closed_at_mm``: never below that by the share
    ``spread``, always above it by that share, and in between with a chance that grows evenly.
    What ``slides`` closes at the slide line, too (``Settings.slide_line_mm``). ``None``: rain
    alone does not. It stays closed for ``reopens_h`` hours from the end of the day; for
    ``heavy_reopens_h`` if ``heavy_mm`` or more fell.
    """

    target: RainTarget
    slow_from_mm: float | None = None
    closed_at_mm: float | None = None
    spread: float = 0.2
    slides: bool = False
    reopens_h: float = 24.0
    heavy_mm: float = 50.0
    heavy_reopens_h: float = 48.0
    source: str = ""

    def __post_init__(self) -> None:
        limits = {"slow_from_mm": self.slow_from_mm, "closed_at_mm": self.closed_at_mm}
        faults = positive(**{field: mm for field, mm in limits.items() if mm is not None})
        faults += within("spread", self.spread, 0, 0.9)
        faults += within("reopens_h", self.reopens_h, 0, 24 * 30)
        faults += within("heavy_reopens_h", self.heavy_reopens_h, 0, 24 * 30)
        faults += not_negative(heavy_mm=self.heavy_mm)
        if self.heavy_reopens_h < self.reopens_h:
            faults.append(
                BadData(
                    "out_of_range",
                    field="heavy_reopens_h",
                    value=self.heavy_reopens_h,
                    low=self.reopens_h,
                    high=24 * 30,
                )
            )
        refuse("rain rule", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimateMonth:
    """How it rains in one month of the year.

    A day is wet with the chance ``wet_after_wet`` or ``wet_after_dry``; on a wet day falls an
    amount of the gamma distribution of ``shape`` and ``scale_mm``, in millimetres.
    """

    month: int
    wet_after_wet: float
    wet_after_dry: float
    shape: float
    scale_mm: float
    source: str = ""
    synthetic: bool = False

    def __post_init__(self) -> None:
        faults = within("month", self.month, 1, 12)
        faults += within("wet_after_wet", self.wet_after_wet, 0.001, 0.999)
        faults += within("wet_after_dry", self.wet_after_dry, 0.001, 0.999)
        faults += within("shape", self.shape, 0.1, 50)
        faults += within("scale_mm", self.scale_mm, 0.1, 200)
        refuse("climate", faults)

    @property
    def wet(self) -> float:
        """The share of days that are wet in the long run."""
        return self.wet_after_dry / (1 - self.wet_after_wet + self.wet_after_dry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """Rain of one commune (code) on one day: one amount, or one for each member of an ensemble."""

    commune: str
    day: date
    mm: tuple[float, ...]

    def __post_init__(self) -> None:
        faults = filled(commune=self.commune, mm=self.mm)
        for amount in self.mm:
            faults += within("mm", amount, 0, MOST_RAIN_MM)
        refuse("forecast", faults)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What somebody expected on ``made_on``.

    Members of an ensemble are in the same order everywhere. Days before ``made_on`` are what did
    fall. What is not among ``days`` is not known: it is not dry. ``source`` is told to people.
    """

    made_on: date
    source: str
    days: tuple[Foreseen, ...]

    def __post_init__(self) -> None:
        refuse("forecast", filled(source=self.source, days=self.days))

    @cached_property
    def mm(self) -> Mapping[tuple[str, date], tuple[float, ...]]:
        """The amounts by commune and day."""
        return {(one.commune, one.day): one.mm for one in self.days}


@dataclass(frozen=True, kw_only=True)
class Rainfall:
    """What did fall, as somebody measured it: one amount for each commune and day."""

    source: str
    days: tuple[Foreseen, ...]

    def __post_init__(self) -> None:
        faults = filled(source=self.source, days=self.days)
        faults += [
            BadData("out_of_range", field="mm", value=len(one.mm), low=1, high=1)
            for one in self.days
            if len(one.mm) != 1
        ]
        refuse("rainfall", faults)


class RoadCondition(StrEnum):
    """How a segment is reported to be."""

    OPEN = "open"
    SLOW = "slow"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadReport:
    """What somebody saw of a segment; holds on the days from ``first`` to ``last``.

    It overrides whatever rain says. Of several that hold the one made last counts.
    """

    segment: str
    condition: RoadCondition
    first: date
    last: date
    made_at: datetime
    source: str

    def __post_init__(self) -> None:
        faults = filled(segment=self.segment, source=self.source)
        if self.last < self.first:
            faults.append(
                BadData("ends_before_start", field="last", value=self.last, start=self.first)
            )
        refuse("road report", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherWarning:
    """A warning of the hydro-meteorological service: nobody travels in ``communes`` on those days.

    Warnings hold for hours; plans are made by days, so a warning closes every day it touches.
    """

    communes: tuple[str, ...]
    first: date
    last: date
    made_at: datetime
    source: str

    def __post_init__(self) -> None:
        faults = filled(communes=self.communes, source=self.source)
        if self.last < self.first:
            faults.append(
                BadData("ends_before_start", field="last", value=self.last, start=self.first)
            )
        refuse("weather warning", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sky:
    """What is known of the weather: a forecast, if there is one, what fell, reports and warnings.

    ``fallen`` has one amount for each commune and day; it counts more than any forecast. ``seed``
    draws what is not known.
    """

    seed: int = 1
    forecast: Forecast | None = None
    fallen: tuple[Foreseen, ...] = ()
    reports: tuple[RoadReport, ...] = ()
    warnings: tuple[WeatherWarning, ...] = ()
