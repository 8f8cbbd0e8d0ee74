"""What a plan relies on that a newer district no longer has: places, teams, services."""

from collections import Counter
from dataclasses import dataclass

from planner.domain.district import District
from planner.domain.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Something of the plan's own district that is gone, and how many planned sessions need it."""

    table: str
    id: str
    sessions: int


def missing(plan: Plan, district: District) -> tuple[Missing, ...]:
    """Return what sessions of the plan need and ``district`` has not, most needed first.

    A session needs its team, its place, its services, and the villages that it serves.
    """
    needed: Counter[tuple[str, str]] = Counter()
    for shift in plan.shifts:
        for stop in shift.stops:
            session = stop.session
            served = {village for village, _, _ in stop.served} | {session.place}
            needed.update(("places", place) for place in served)
            needed.update(("services", service) for service in session.services)
            needed["teams", shift.team] += 1
    known = {
        "places": district.place_by_id,
        "services": district.service_by_id,
        "teams": district.team_by_id,
    }
    return tuple(
        Missing(table=table, id=wanted, sessions=count)
        for (table, wanted), count in needed.most_common()
        if wanted not in known[table]
    )
