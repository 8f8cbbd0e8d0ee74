"""Why nobody can serve a village with a service: what would have to change."""

from collections.abc import Iterable
from datetime import timedelta

from planner.domain.district import District
from planner.domain.place import Village
from planner.domain.plan import Horizon, SkipReason
from planner.domain.service import Service
from planner.planning.almanac import open_days, team_days
from planner.planning.crews import Means, can_reach, lacking, may_serve
from planner.planning.due import SHORTEST_H, fits
from planner.planning.sites import Opening
from planner.world.travel import TravelTimes


def why_no_session(
    district: District,
    horizon: Horizon,
    travel: TravelTimes,
    village: Village,
    service: Service,
    *,
    everyone: Iterable[Means],
) -> SkipReason:
    """Return why no session of ``everyone`` was found for a village's people, by elimination.

    Of the teams that offer the service, those fall away that cannot come, then those that lack a
    kit, power, signal or language; what leaves none is the reason. If some are left at last, the
    days are the reason, then the hours; then so few would come that other work is worth more.
    """
    place = village.as_place()
    teams = [m for m in everyone if service.id in m.team.services and may_serve(m.team, place)]
    if not teams:
        return SkipReason.AVAILABILITY
    teams = [m for m in teams if can_reach(m.team, place, travel)]
    if not teams:
        return SkipReason.PASSABLE
    for reason in (SkipReason.KIT, SkipReason.POWER, SkipReason.SIGNAL, SkipReason.LANGUAGE):
        teams = [m for m in teams if reason not in lacking(m, service, place, village.languages[0])]
        if not teams:
            return reason
    return _by_day_and_hour(district, horizon, village, teams)


def _by_day_and_hour(
    district: District, horizon: Horizon, village: Village, teams: Iterable[Means]
) -> SkipReason:
    days = set(open_days(district, horizon, village.as_place()))
    teams = [m for m in teams if days & set(team_days(district, horizon, m.team))]
    if not teams:
        return SkipReason.AVAILABILITY
    rules = district.settings
    shortest = timedelta(minutes=rules.setup_min + rules.packup_min, hours=SHORTEST_H)
    day = min(days)
    openings = (
        Opening(day=day, opens=rules.village_opens, closes=rules.village_closes),
        Opening(day=day, opens=rules.seat_opens, closes=rules.village_opens),
    )
    if any(fits(m.team, shortest, opening) for m in teams for opening in openings):
        return SkipReason.VALUE
    return SkipReason.TIME_WINDOW
