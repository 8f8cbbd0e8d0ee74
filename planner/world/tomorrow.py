"""What tomorrow's forecast would show of days that are still uncertain today.

The next forecast sees each day from one day nearer, and is trusted more for it. Of what today's
leaves open of a day it shows a part, and the rest stays open: a course of rain is shown blurred.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from planner.domain.district import District
from planner.domain.weather import Sky
from planner.world.rain import Rain, trust_in

GROUPS = 4
"""Kinds of tomorrow's forecast that are told apart, from least rain to most, equally likely."""
DRAWS = 200
"""How often each course of rain is blurred anew, so that the blur itself decides nothing."""

Chances = NDArray[np.float64]


def shown_tomorrow(
    district: District, rain: Rain, sky: Sky, days: Iterable[date], *, today: date, seed: int
) -> Chances:
    """Return how likely each course of rain shows tomorrow as each kind, (kinds, courses).

    The kinds are told apart by the rain of all ``days``, on the mean of the communes. The columns
    sum to 1, the rows are alike. If nothing is left to learn there is one kind.
    """
    rows = {day: number for number, day in enumerate(rain.days())}
    some = [day for day in days if day in rows]
    mm = np.stack([rain.mm[:, rows[day]].mean(axis=1) for day in some], axis=1)
    learned = np.sqrt([share_learned(district, sky, day, today) for day in some])
    off, spread = mm - mm.mean(axis=0), mm.std(axis=0)
    shown, doubt = off @ learned, spread * np.sqrt(1 - learned**2)
    count = len(mm)
    if not np.any(spread * learned):
        return np.ones((1, count))
    dice = np.random.default_rng((seed, 2))
    found = np.zeros((GROUPS, count))
    for _ in range(DRAWS):
        blurred = shown + dice.standard_normal(off.shape) @ doubt
        rank = blurred.argsort().argsort()
        found[rank * GROUPS // count, np.arange(count)] += 1 / DRAWS
    return found


def share_learned(district: District, sky: Sky, day: date, today: date) -> float:
    """Return how much of what is open today of a day's rain tomorrow's forecast settles.

    A forecast that is trusted by t leaves 1 - t² of the variance open. Tomorrow's knows all that
    today's does, so it settles (t₁² - t₀²) / (1 - t₀²) of what that leaves; a day that is past by
    then is known.
    """
    told = sky.forecast is not None and any(at == day for _, at in sky.forecast.mm)
    now = trust_in(district, sky.forecast.made_on, day) if told and sky.forecast else 0.0
    then = trust_in(district, today + timedelta(days=1), day)
    if now >= 1 or then <= now:
        return 0.0
    return (then**2 - now**2) / (1 - now**2)
