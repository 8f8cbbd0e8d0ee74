"""What a row must hold beyond the domain's own rules: time zones, months, recurrence, corners."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrulestr

from planner.data.table import Row, Table
from planner.domain.rules import in_vietnam, within
from planner.errors import BadData

# whole days recur; dateutil would loop for ever on an interval of 0
_RULE = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;(?!FREQ)[A-Z]+=[A-Z0-9,+-]+)*")
_ZERO = re.compile(r";(INTERVAL|COUNT)=0*(;|$)")


def row_faults(table: Table) -> Iterator[BadData]:
    """Yield what is wrong with single rows of one sheet, each with its cell."""
    check = _CHECKS.get(table.sheet.key)
    for row in table.rows if check else ():
        for fault in check(row) if check else ():
            yield fault.at(row.where(fault.field), row.sheet.column(fault.field).label)


def is_rule(rule: str, first: date) -> bool:
    """Return whether ``rule`` is an RFC 5545 recurrence of days that can start on ``first``."""
    if not _RULE.fullmatch(rule) or _ZERO.search(rule):
        return False
    try:
        rrulestr(rule, dtstart=datetime.combine(first, time()))
    except (ValueError, TypeError, KeyError):
        return False
    return True


def _settings(row: Row) -> Iterator[BadData]:
    zone = row.values.get("timezone")
    if zone and not _is_zone(zone):
        yield BadData("unknown_timezone", field="timezone", value=zone)
    for month in row.values.get("rainy_months", ()):
        yield from within("rainy_months", month, 1, 12)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _calendar(row: Row) -> Iterator[BadData]:
    rule = row.values.get("rule")
    if rule and not is_rule(rule, row.values.get("first", date(2000, 1, 1))):
        yield BadData("bad_rule", field="rule", value=rule)


def _outline(row: Row) -> Iterator[BadData]:
    if "latitude_deg" in row.values and "longitude_deg" in row.values:
        yield from in_vietnam(row.values["latitude_deg"], row.values["longitude_deg"])


_CHECKS: dict[str, Callable[[Row], Iterator[BadData]]] = {
    "settings": _settings,
    "calendar": _calendar,
    "outline": _outline,
}
