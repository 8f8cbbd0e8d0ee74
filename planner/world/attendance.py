"""Who comes to a session from where: attendance falls with the time people must walk."""

from datetime import timedelta

from planner.domain.district import District, Settings
from planner.domain.road import VehicleClass
from planner.world.travel import TravelTimes


def attendance_share(walk: timedelta | None, settings: Settings) -> float:
    """Return the share of those who would come from next door, after this long a walk.

    It halves every ``Settings.walk_half_min`` and is 0 past ``Settings.walk_limit_min``.
    ``None`` is a walk that does not exist.
    """
    if walk is None:
        return 0.0
    minutes = walk / timedelta(minutes=1)
    if minutes > settings.walk_limit_min:
        return 0.0
    return float(0.5 ** (minutes / settings.walk_half_min))


def comers(district: District, travel: TravelTimes, place_id: str) -> tuple[tuple[str, float], ...]:
    """Return (village, share) for every village whose people would walk to the place.

    Wet roads are walked more slowly, so fewer come: ``travel`` says in which state they are.
    """
    shares = (
        (
            v.id,
            attendance_share(travel.between(VehicleClass.FOOT, v.id, place_id), district.settings),
        )
        for v in district.villages
    )
    return tuple((village, share) for village, share in shares if share > 0)
