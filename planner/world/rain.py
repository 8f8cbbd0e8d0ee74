"""Joint scenarios of rain, over all communes and days together, around a forecast if there is one.

Whether a day is wet, and how much falls, is one quantile of the day's distribution: that of the
wet/dry chain and gamma amounts of its month (Richardson 1981). The quantiles of all communes are
normal numbers correlated by distance (Wilks 1998, section 3); a forecast pulls them toward its own
quantile, the less the further ahead it looks. Without a forecast that is the climate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc, gammaincinv, ndtr, ndtri

from planner.domain.district import District
from planner.domain.plan import Horizon
from planner.domain.weather import ClimateMonth, Forecast, Foreseen
from planner.world.distance import km_between

LEAD_IN_DAYS = 7
"""Days before the horizon that scenarios begin with: roads remember the rain of days."""
NEARLY = 0.999
"""How alike the rain of two communes at one point is: not quite, so that the matrix has a root."""
SURE = 1e-9
"""Nearest that a quantile comes to 0 or 1."""

Amounts = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Rain:
    """Rain in millimetres, ``mm`` of shape (scenarios, days, communes), from ``first`` on."""

    first: date
    communes: tuple[str, ...]
    mm: Amounts

    def days(self) -> tuple[date, ...]:
        """Return the days, in order."""
        return tuple(self.first + timedelta(days=i) for i in range(self.mm.shape[1]))


def rain_scenarios(
    district: District,
    horizon: Horizon,
    *,
    scenarios: int,
    seed: int,
    forecast: Forecast | None = None,
    fallen: Sequence[Foreseen] = (),
    evenly: bool = True,
) -> Rain:
    """Return so many equally likely courses of rain, beginning ``LEAD_IN_DAYS`` before ``horizon``.

    Parameters
    ----------
    fallen
        What did fall, one amount each: it falls in every course.
    evenly
        Spread the quantiles of each commune and day evenly over the scenarios (Latin hypercube,
        in the order of ranks: Iman & Conover 1982), so that few scenarios say as much as many.
        Otherwise they are drawn independently.
    """
    first = horizon.first - timedelta(days=LEAD_IN_DAYS)
    days = Horizon(first=first, last=horizon.last).days()
    dice = np.random.default_rng(seed)
    months = {month.month: month for month in district.climate}
    root = np.linalg.cholesky(_correlation(district))
    noise = dice.standard_normal((len(days), scenarios, len(root))) @ root.T
    if evenly:
        noise = _spread(noise, dice)
    wet = dice.random((scenarios, len(root))) < months[first.month].wet
    known_mm = {(one.commune, one.day): one.mm[0] for one in fallen}
    factors = np.array([commune.rain_factor for commune in district.communes])
    mm = np.zeros((scenarios, len(days), len(root)))
    for number, day in enumerate(days):
        month = months[day.month]
        chance = np.where(wet, month.wet_after_wet, month.wet_after_dry)
        quantile = noise[number]
        told = None if forecast is None else _told(forecast, district, day, scenarios)
        if told is not None and forecast is not None:
            trust = trust_in(district, forecast.made_on, day)
            pull = ndtri(_quantile(told / factors, chance, month))
            known = ~np.isnan(told)
            pulled = trust * pull + np.sqrt(1 - trust**2) * quantile
            quantile = np.where(known, pulled, quantile)
        fell = np.array([known_mm.get((c.code, day), np.nan) for c in district.communes])
        certain = ndtri(_quantile(fell / factors, chance, month))
        quantile = np.where(np.isnan(fell), quantile, certain)
        amounts = _amounts(ndtr(quantile), chance, month)
        wet = amounts > 0
        mm[:, number] = amounts * factors
    return Rain(first=first, communes=tuple(c.code for c in district.communes), mm=mm)


def _correlation(district: District) -> Amounts:
    """Return how alike the rain of two communes is: falling by distance between their seats."""
    seats = [district.place(commune.seat) for commune in district.communes]
    km = np.array([[km_between(a, b) for b in seats] for a in seats])
    alike = NEARLY * np.exp(-km / district.settings.rain_reach_km)
    np.fill_diagonal(alike, 1.0)
    return np.asarray(alike, np.float64)


def _spread(noise: Amounts, dice: np.random.Generator) -> Amounts:
    """Return normal numbers in the same order along axis 1, spread evenly over what is normal."""
    ranks = noise.argsort(axis=1).argsort(axis=1)
    return np.asarray(ndtri((ranks + dice.random(noise.shape)) / noise.shape[1]), np.float64)


def _quantile(mm: Amounts, chance: Amounts, month: ClimateMonth) -> Amounts:
    """Return the share of days with less rain; of a dry day the middle of the dry ones."""
    wet = (1 - chance) + chance * gammainc(month.shape, np.nan_to_num(mm) / month.scale_mm)
    return np.clip(np.where(mm > 0, wet, (1 - chance) / 2), SURE, 1 - SURE)


def _amounts(quantile: Amounts, chance: Amounts, month: ClimateMonth) -> Amounts:
    """Return the rain of each quantile: none in the dry share, gamma amounts above it."""
    above = np.clip((quantile - (1 - chance)) / chance, 0.0, 1 - SURE)
    return np.asarray(month.scale_mm * gammaincinv(month.shape, above), np.float64)


def _told(forecast: Forecast, district: District, day: date, scenarios: int) -> Amounts | None:
    """Return what the forecast says of a day, (scenarios, communes); NaN where it says nothing.

    Each scenario follows one member of an ensemble.
    """
    by_commune = [_members(forecast.mm.get((commune.code, day))) for commune in district.communes]
    if not any(by_commune):
        return None
    told = np.full((scenarios, len(by_commune)), np.nan)
    for c, members in enumerate(by_commune):
        if members:
            told[:, c] = np.resize(np.array(members), scenarios)
    return told


def _members(mm: Sequence[float] | None) -> Sequence[float]:
    return () if mm is None else mm


def trust_in(district: District, made_on: date, day: date) -> float:
    """Return how far to believe a forecast of a day: by how far it looked ahead."""
    ahead = (day - made_on).days
    trust: Mapping[int, float] = dict(enumerate(district.settings.forecast_trust))
    return 1.0 if ahead < 0 else trust.get(ahead, 0.0)
