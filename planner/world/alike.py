"""Days of which nothing is known but the climate: which of them may share their weathers.

Nothing that is planned joins the weather of one tour to that of another: people are expected by
the mean, and no tour is longer than a week. So days that only the climate tells of may stand in for
each other, one for all of its month; for teams that sleep away whole weeks do, so that each day
follows the one before. What is shared is worked out, and priced, once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from enum import Enum

from planner.domain.district import District
from planner.domain.weather import Sky


class Sharing(Enum):
    """What days of which only the climate tells may share.

    ``NONE``: nothing. ``MOST``: a day stands in for its month, for teams that sleep away a week.
    ``WEEKS``: a week stands in for all teams. ``COURSES`` does that too, but each week's scenarios
    are turned (``turns``), so that a scenario is one course of the weather over the whole horizon:
    days of a week belong together, weeks are as good as independent.
    """

    NONE = "none"
    MOST = "most"
    WEEKS = "weeks"
    COURSES = "courses"


TURN = 23
"""Scenarios by which each week, or day, is turned further: no two of 64 alike."""
ROADS_REMEMBER_DAYS = 6
"""So long after rain that was foreseen, or fell, roads still show it."""


def known_days(district: District, sky: Sky) -> frozenset[date]:
    """Return the days of which a forecast, what fell, a report or a warning says something."""
    spans = [(report.first, report.last) for report in sky.reports]
    spans += [(warning.first, warning.last) for warning in sky.warnings]
    spans += [(f.day, f.day + timedelta(days=ROADS_REMEMBER_DAYS)) for f in sky.fallen]
    if sky.forecast is not None:
        days = sorted({day for _, day in sky.forecast.mm})
        trusted = len(district.settings.forecast_trust)
        last = sky.forecast.made_on + timedelta(days=trusted + ROADS_REMEMBER_DAYS)
        spans += [(days[0], last)] if days else []
    return frozenset(
        first + timedelta(days=i) for first, last in spans for i in range((last - first).days + 1)
    )


def alike_days(days: Iterable[date]) -> dict[date, date]:
    """Return for each day the one in the middle of those of its month."""
    return {day: some[len(some) // 2] for some in _by_month(days).values() for day in some}


def alike_weeks(days: Iterable[date]) -> dict[date, date]:
    """Return for each day the same day of the middle whole week of its month, if there is one."""
    found = {}
    for some in _by_month(days).values():
        present = set(some)
        mondays = [d for d in some if d.weekday() == 0]
        whole = [m for m in mondays if {m + timedelta(days=i) for i in range(7)} <= present]
        if whole:
            monday = whole[len(whole) // 2]
            found.update({day: monday + timedelta(days=day.weekday()) for day in some})
    return found


def standing_in(
    district: District,
    sky: Sky,
    days: Sequence[date],
    sharing: Sharing,
    apart: Collection[date] = (),
) -> tuple[dict[date, date], dict[date, date]]:
    """Return for each day the one that stands in: for day tours, and where teams sleep away.

    A day of which something is known, or that is to be ``apart``, stands for itself.
    """
    own = {day: day for day in days}
    if sharing is Sharing.NONE:
        return own, own
    known = known_days(district, sky)
    unknown = [day for day in days if day not in known and day not in apart]
    weeks = own | alike_weeks(unknown)
    return (own | alike_days(unknown) if sharing is Sharing.MOST else weeks), weeks


def turns(day: date, stands_in: date, scenarios: int) -> int:
    """Return by how many scenarios a day's are turned against those of the day that stands in."""
    return (day - stands_in).days // 7 * TURN % scenarios


def _by_month(days: Iterable[date]) -> dict[tuple[int, int], Sequence[date]]:
    months: defaultdict[tuple[int, int], list[date]] = defaultdict(list)
    for day in sorted(days):
        months[day.year, day.month].append(day)
    return dict(months)
