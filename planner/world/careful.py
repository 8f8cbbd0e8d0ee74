"""Planning for days on which nobody may be caught: only by roads that are as good as sure.

Roads have one state a day here, so who comes to a place could always go back. A careful coordinator
knows better: rain falls while the team is out. So a road must be open that day and the next.
"""

from collections.abc import Collection
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.world.passing import States
from planner.world.weathered import Weather

DAYS_OPEN = 2
"""So many days a road must stay open from the day on which it is used: that day and the next."""


def careful(weather: Weather, days: Collection[date], *, sure: float) -> Weather:
    """Return the same weathers, with roads planned for on some days as in the worst that may come.

    At most the share 1 - ``sure`` of the weathers is set aside: those that do most harm to the
    roads on these days. A road is planned to be as bad as in any of the others, that day or the
    next. So whatever legs are left are open, in time, in all the others together, and whoever is
    led by such legs alone is where he should be with a chance of at least ``sure``.
    """
    states = weather.states.states
    rows = sorted((day - weather.states.first).days for day in days)
    rows = [row for row in rows if 0 <= row < states.shape[1]]
    if not rows:
        return weather
    kept = states[_all_but_worst(states[:, rows], sure)]
    planned = weather.planned.copy()
    for row in rows:
        planned[row] = kept[:, row : row + DAYS_OPEN].max(axis=(0, 1))
    return weather.planned_for(planned)


def _all_but_worst(states: States, sure: float) -> NDArray[np.intp]:
    """Return all weathers but those, within 1 - ``sure``, of the worst states in all."""
    harm = states.sum(axis=(1, 2), dtype=np.int64)
    aside = int((1 - sure) * len(states) + 1e-9)
    return np.sort(np.argsort(harm, kind="stable")[: len(states) - aside])
