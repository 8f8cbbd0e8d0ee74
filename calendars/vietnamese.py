"""How a feed writes numbers, days and times in Vietnamese, whatever the machine's locale.

Moments are aware; whoever calls gives the zone of the district.
"""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.numbers import format_decimal

LOCALE = "vi"


@lru_cache(maxsize=4096)
def number(value: int) -> str:
    """Return a whole number with a dot for the thousands: 8.190."""
    return format_decimal(value, format="#,##0", locale=LOCALE)


@lru_cache(maxsize=4096)
def day(moment: datetime, zone: ZoneInfo) -> str:
    """Return the local day of ``moment``: thứ Ba, 06/09/2022."""
    said = format_datetime(moment, "EEEE, dd/MM/yyyy", tzinfo=zone, locale=LOCALE)
    return said[:1].lower() + said[1:]


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """Return the local time of ``moment`` on the 24-hour clock: 16:05."""
    return f"{moment.astimezone(zone):%H:%M}"


def instant(moment: datetime, zone: ZoneInfo) -> str:
    """Return the local time and day of ``moment``: 08:00 thứ Năm, 01/09/2022."""
    return f"{clock(moment, zone)} {day(moment, zone)}"
