"""How good forecasts were: what was expected of a day against what fell. Pure.

What is scored is what is planned with: the chance of rain that the product's own model makes of a
forecast, drawn toward the climate the further it looks ahead; the reference is the climate alone.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.domain.district import District
from planner.domain.plan import Horizon
from planner.domain.weather import Forecast
from planner.world.rain import Rain, rain_scenarios

THRESHOLDS_MM = (1.0, 15.0, 30.0, 50.0)
"""Rain at all; and what slows earth roads, closes them, and closes gravel, by default."""
BINS = 10
SCENARIOS = 400
MOST_AHEAD = 10
FEWEST = 30
"""With fewer pairs a score says little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A forecast of one commune and day, made ``ahead`` days before, and what fell.

    ``chances`` and ``climate`` are those of each of ``THRESHOLDS_MM``, without and with nothing
    known; ``mean_mm`` is what was expected, ``fell_mm`` what fell.
    """

    ahead: int
    chances: tuple[float, ...]
    climate: tuple[float, ...]
    mean_mm: float
    fell_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How good the chances of one threshold were, at one lead time.

    ``brier`` is the mean square of chance less outcome (Brier 1950), ``skill`` by how much it is
    below that of the climate. It is ``reliability`` − ``resolution`` + ``uncertainty`` (Murphy
    1973) over bins of like chances, plus what chances differ within them.
    """

    ahead: int
    threshold_mm: float
    pairs: int
    brier: float
    skill: float
    reliability: float
    resolution: float
    uncertainty: float
    bias_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Forecasts of like chances: how many, the mean chance, and how often it came true."""

    threshold_mm: float
    pairs: int
    chance: float
    came_true: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Scores by lead time and threshold, and the reliability of all lead times together."""

    pairs: int
    scores: tuple[Score, ...]
    bins: tuple[Bin, ...]


def pairs_of(
    district: District, forecasts: Sequence[Forecast], fell: Mapping[tuple[str, date], float]
) -> Iterator[Pair]:
    """Yield each forecast of a commune and day on which it is known what fell."""
    for forecast in forecasts:
        days = sorted({day for _, day in forecast.mm if (day - forecast.made_on).days >= 0})
        days = [day for day in days if any(key[1] == day for key in fell)]
        if not days:
            continue
        horizon = Horizon(first=forecast.made_on, last=max(days))
        told = _drawn(district, horizon, forecast)
        climate = _drawn(district, horizon, None)
        for day in days:
            for number, commune in enumerate(told.communes):
                if (commune, day) in fell and (commune, day) in forecast.mm:
                    mm = told.mm[:, (day - told.first).days, number]
                    usual = climate.mm[:, (day - climate.first).days, number]
                    yield Pair(
                        ahead=(day - forecast.made_on).days,
                        chances=tuple(float((mm >= t).mean()) for t in THRESHOLDS_MM),
                        climate=tuple(float((usual >= t).mean()) for t in THRESHOLDS_MM),
                        mean_mm=float(mm.mean()),
                        fell_mm=fell[commune, day],
                    )


def calibration(pairs: Sequence[Pair]) -> Calibration:
    """Return how good forecasts were."""
    by_lead: defaultdict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_lead[min(pair.ahead, MOST_AHEAD)].append(pair)
    return Calibration(
        pairs=len(pairs),
        scores=tuple(
            _score(ahead, number, by_lead[ahead])
            for ahead in sorted(by_lead)
            for number in range(len(THRESHOLDS_MM))
        ),
        bins=tuple(one for n in range(len(THRESHOLDS_MM)) for one in _bins(n, pairs)),
    )


def _drawn(district: District, horizon: Horizon, forecast: Forecast | None) -> Rain:
    return rain_scenarios(district, horizon, scenarios=SCENARIOS, seed=1, forecast=forecast)


def _score(ahead: int, number: int, pairs: Sequence[Pair]) -> Score:
    threshold = THRESHOLDS_MM[number]
    true = np.array([pair.fell_mm >= threshold for pair in pairs], np.float64)
    brier = float(np.mean((np.array([p.chances[number] for p in pairs]) - true) ** 2))
    usual = float(np.mean((np.array([p.climate[number] for p in pairs]) - true) ** 2))
    base, bins = float(true.mean()), list(_bins(number, pairs))
    weights = np.array([one.pairs for one in bins]) / len(pairs)
    chances = np.array([one.chance for one in bins])
    happened = np.array([one.came_true for one in bins])
    return Score(
        ahead=ahead,
        threshold_mm=threshold,
        pairs=len(pairs),
        brier=brier,
        skill=1 - brier / usual if usual > 0 else 0.0,
        reliability=float(weights @ (chances - happened) ** 2),
        resolution=float(weights @ (happened - base) ** 2),
        uncertainty=base * (1 - base),
        bias_mm=float(np.mean([p.mean_mm - p.fell_mm for p in pairs])),
    )


def _bins(number: int, pairs: Sequence[Pair]) -> Iterator[Bin]:
    threshold = THRESHOLDS_MM[number]
    alike: defaultdict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        alike[min(BINS - 1, int(pair.chances[number] * BINS))].append(pair)
    for _, some in sorted(alike.items()):
        yield Bin(
            threshold_mm=threshold,
            pairs=len(some),
            chance=float(np.mean([p.chances[number] for p in some])),
            came_true=float(np.mean([p.fell_mm >= threshold for p in some])),
        )
