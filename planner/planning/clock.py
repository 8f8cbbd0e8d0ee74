"""Local clock times of a district as moments in UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from planner.domain.district import District


def moment(district: District, day: date, clock: time) -> datetime:
    """Return the UTC moment at which the district's clocks show ``clock`` on ``day``."""
    zone = ZoneInfo(district.settings.timezone)
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
