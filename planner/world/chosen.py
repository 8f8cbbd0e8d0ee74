"""Which of many weathers to plan for: so few that a machine word holds them, and like all of them.

A plan is made to be good in its weathers, and finds each road that is better in them than it is. So
they are chosen, not drawn: 64 of a thousand, such that on the days planned for each village is cut
off as often as in all. Greedily, each making up for how far those before it are off, as in kernel
herding [1]_ with a linear kernel; then by exchange, as long as that brings the mean nearer.

.. [1] Chen, Y., Welling, M., & Smola, A. (2010). Super-samples from kernel herding. UAI.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.domain.district import District
from planner.domain.plan import Horizon
from planner.domain.road import RoadState, VehicleClass
from planner.domain.team import Team, TeamKind
from planner.world.passability import RoadStates
from planner.world.travel import TravelTimes, travel_times
from planner.world.weathered import planned_states

MOST_EXCHANGES, WORTH_IT = 300, 1e-6
"""Exchanges are made until none is worth it, as a share of what a weather is off on the mean."""

Features = NDArray[np.float32]
StandIns = tuple[Mapping[date, date], Mapping[date, date]]
Area = tuple[str, VehicleClass, str]
"""Whence a team sets out and how, and the commune that it keeps to."""


def choose(features: Features, some: int) -> NDArray[np.intp]:
    """Return so many rows whose mean is near the mean of all rows, in order."""
    off = features - features.mean(axis=0)
    alike = (off @ off.T).astype(np.float64)
    chosen = _greedily(alike, some)
    for _ in range(MOST_EXCHANGES):
        if not _exchange(alike, chosen):
            break
    return np.sort(chosen)


def _greedily(alike: NDArray[np.float64], some: int) -> NDArray[np.intp]:
    """Return rows, each the one that brings the sum of those before it nearest to 0."""
    own, sums = np.diagonal(alike).copy(), np.zeros(len(alike))
    chosen = []
    for _ in range(some):
        best = int(np.argmin(own + 2 * sums))
        own[best] = np.inf
        sums += alike[:, best]
        chosen.append(best)
    return np.array(chosen, np.intp)


def _exchange(alike: NDArray[np.float64], chosen: NDArray[np.intp]) -> bool:
    """Exchange the row for another that brings the sum nearest to 0; return whether any does."""
    own, sums = np.diagonal(alike), alike[:, chosen].sum(axis=1)
    leaving = own[chosen] - 2 * sums[chosen]
    coming = own + 2 * sums
    coming[chosen] = np.inf
    change = leaving[:, None] + coming[None, :] - 2 * alike[chosen]
    at, other = np.unravel_index(int(np.argmin(change)), change.shape)
    if change[at, other] >= -WORTH_IT * own.mean():
        return False
    chosen[at] = other
    return True


def features(
    district: District, horizon: Horizon, many: RoadStates, stand_ins: StandIns
) -> Features:
    """Return what weathers are compared by, shape (weathers, any): whom they cut off, in people.

    For each team and each day whose weathers are planned for, every village that it may go to, if
    the way there is worse than planned; as often as the day stands in for others, and as likely as
    it is that the team goes there and nowhere else.
    """
    planned = planned_states(many.states, district.settings)
    touring = {team.vehicle_class for team in district.teams if team.max_nights}
    days: Counter[tuple[Area, date]] = Counter()
    for team in district.teams:
        area = (team.base, team.vehicle_class, _commune(team))
        stand_in = stand_ins[team.vehicle_class in touring]
        days.update((area, stand_in[day]) for day in horizon.days())
    travel = travel_times(district, RoadState.DRY)
    ways = {area: _ways(district, travel, area) for area in {area for area, _ in days}}
    columns = [np.zeros((len(many.states), 0), np.float32)]
    for (area, day), times in days.items():
        people, on_way = ways[area]
        number = (day - many.first).days
        worse = (many.states[:, number] > planned[number]).astype(np.float32)
        columns.append((worse @ on_way.T > 0) * (people * np.float32(times / len(people))))
    return np.concatenate(columns, axis=1)


def _commune(team: Team) -> str:
    """Return the commune that a team keeps to, "" if to none."""
    return team.commune if team.kind is TeamKind.COMMUNE else ""


def _ways(district: District, travel: TravelTimes, area: Area) -> tuple[Features, Features]:
    """Return the people of the villages of an area, and the segments (villages, any) on the way."""
    base, vehicle_class, commune = area
    number = {segment.id: i for i, segment in enumerate(district.segments)}
    villages = [v for v in district.villages if commune in {"", v.commune}]
    on_way = np.zeros((len(villages), len(number)), np.float32)
    for row, village in zip(on_way, villages, strict=True):
        row[[number[one] for one in travel.route(vehicle_class, base, village.id)]] = 1
    return np.array([v.residents for v in villages], np.float32), on_way
