"""Which sessions a road leads to on any day, in the weathers that are planned for."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from planner.domain.district import District
from planner.domain.plan import Horizon
from planner.domain.session import Session
from planner.domain.team import Team
from planner.planning.almanac import team_days
from planner.world.network import UNREACHABLE
from planner.world.weathered import Weather


def cut_off_sessions(
    district: District,
    horizon: Horizon,
    sessions: Sequence[Session],
    weather: Weather,
    keep: Collection[str],
) -> Iterator[Session]:
    """Yield the sessions to which none of their teams has a way there and back on any day.

    A road reported closed for as long as the plan lasts does that. ``keep`` are ids of sessions
    that have begun: these teams have found a way.
    """
    reach = {team.id: _reach(district, horizon, team, weather) for team in district.teams}
    at = {place: number for number, place in enumerate(district.place_by_id)}
    for session in sessions:
        teams = [reach[team] for team, _ in session.takes if team in reach]
        found = any(reached[at[session.place]] for reached in teams)
        if not found and session.id not in keep:
            yield session


def _reach(district: District, horizon: Horizon, team: Team, weather: Weather) -> NDArray[np.bool_]:
    """Return the places to and from which a bed of a team has a way on any day, (places,)."""
    at = {place: number for number, place in enumerate(district.place_by_id)}
    lodgings = district.lodgings if team.max_nights else ()
    beds = [at[team.base], *(at[lodging.place] for lodging in lodgings)]
    found = np.zeros(len(at), np.bool_)
    for day in team_days(district, horizon, team):
        open_ = weather.on(team.vehicle_class, day).seconds != UNREACHABLE
        found |= open_[beds].any(axis=0) & open_[:, beds].any(axis=1)
    return found
