"""Local clock times of a district as UTC moments, and the steps in which times are told."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from planner.domain.district import District

STEP_S = 300
"""Travel and time on site are rounded up to five minutes: nobody is asked for at 08:02:04."""


def moment(district: District, day: date, clock: time) -> datetime:
    """Return the UTC moment at which the district's clocks show ``clock`` on ``day``."""
    zone = ZoneInfo(district.settings.timezone)
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
