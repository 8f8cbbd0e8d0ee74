"""Which sessions of a plan are reached by each road."""

from collections import defaultdict
from collections.abc import Mapping

from planner.domain.district import District
from planner.domain.plan import Plan
from planner.world.travel import TravelTimes


def sessions_by_road(
    district: District, plan: Plan, travel: TravelTimes
) -> Mapping[str, frozenset[str]]:
    """Return the ids of the sessions whose team comes by each segment (id), as planned."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    routes: dict[tuple[object, str, str], tuple[str, ...]] = {}
    vehicles = {team.id: team.vehicle_class for team in district.teams}
    for shift in plan.shifts:
        here, vehicle = shift.start_place, vehicles[shift.team]
        for stop in shift.stops:
            leg = (vehicle, here, stop.session.place)
            if leg not in routes:
                routes[leg] = tuple(travel.route(vehicle, here, stop.session.place))
            for segment in routes[leg]:
                found[segment].add(stop.session.id)
            here = stop.session.place
    return {segment: frozenset(sessions) for segment, sessions in found.items()}
