"""When everybody will have been served, at the pace of the plan and of what came of it. Pure.

Each service for itself, for one cannot make up for another: the plan says how many people its
sessions to come expect; reports say which part of those expected sessions really served. That part
is drawn again and again from the reported sessions (Efron 1979), a session that was not held
serving nobody; the middle eight tenths of what comes out are the range. After the last planned day
the plan's mean pace is taken to go on. A service of which no session is planned is not in sight.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from planner.planning.register import Line, Told

FEWEST = 10
"""With fewer reported sessions their part says little: the plan's own pace is taken alone."""
DRAWS = 400
SEED = 1
FARTHEST = timedelta(days=5 * 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """When nobody is left: as likely earlier as later, and the range; None: not in sight."""

    middle: date | None
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """When everybody will have been served with each service (by id), and with all of them.

    ``part`` is what share of expected people the reported ``sessions`` served, with its range;
    ``weekly`` is how many people a week the plan expects over all services.
    """

    services: Mapping[str, Days]
    whole: Days
    weekly: float
    sessions: int
    part: float
    part_low: float
    part_high: float


def target(told: Told, lines: Sequence[Line]) -> Target:
    """Return when everybody will have been served."""
    low, middle, high, sessions = _parts(told)
    weeks = len({p.day - timedelta(days=p.day.weekday()) for p in told.promised})
    coming, total = _expected(told)
    services = {}
    for service in told.district.services:
        own = [line for line in lines if line.service == service.id]
        if own:
            left = sum(line.left for line in own)
            days = sorted(coming[service.id].items())
            weekly = total[service.id] / weeks if weeks else 0.0
            early, usual, late = (
                _reached(told.today, left, days, weekly, part) for part in (high, middle, low)
            )
            services[service.id] = Days(middle=usual, earliest=early, latest=late)
    return Target(
        services=services,
        whole=_last(told.today, list(services.values())),
        weekly=total.total() / weeks if weeks else 0.0,
        sessions=sessions,
        part=middle,
        part_low=low,
        part_high=high,
    )


def _parts(told: Told) -> tuple[float, float, float, int]:
    """Return the low, middle and high share of expected people who are served, and of how many."""
    pairs = [(o.counting.served, sum(n for _, _, n in o.counting.expected)) for o in told.found]
    pairs = [(served, expected) for served, expected in pairs if expected]
    if len(pairs) < FEWEST:
        return 1.0, 1.0, 1.0, len(pairs)
    served, expected = (np.array(column, np.float64) for column in zip(*pairs, strict=True))
    drawn = np.random.default_rng(SEED).integers(len(pairs), size=(DRAWS, len(pairs)))
    parts = served[drawn].sum(axis=1) / expected[drawn].sum(axis=1)
    low, high = (float(x) for x in np.quantile(parts, (0.1, 0.9)))
    return low, float(served.sum() / expected.sum()), high, len(pairs)


def _expected(told: Told) -> tuple[dict[str, Counter[date]], Counter[str]]:
    """Return whom sessions to come expect by service and day, and all sessions by service."""
    known = told.by_key
    coming: defaultdict[str, Counter[date]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    for one in told.promised:
        to_come = one.key not in known and one.end > told.now
        for service, people in one.by_service().items():
            total[service] += people
            if to_come and people:
                coming[service][one.day] += people
    return coming, total


def _reached(
    today: date, left: int, coming: Sequence[tuple[date, int]], weekly: float, part: float
) -> date | None:
    still = float(left)
    if still <= 0:
        return today
    for day, people in coming:
        still -= people * part
        if still <= 0:
            return day
    last = max(today, coming[-1][0]) if coming else today
    if weekly * part <= 0:
        return None
    wait = timedelta(days=float(np.ceil(7 * still / (weekly * part))))
    return last + wait if wait <= FARTHEST else None


def _last(today: date, some: Sequence[Days]) -> Days:
    """Return when the last of some is reached; never, if one of them never is."""

    def latest(days: Sequence[date | None]) -> date | None:
        return None if None in days else max((d for d in days if d), default=today)

    return Days(
        earliest=latest([one.earliest for one in some]),
        middle=latest([one.middle for one in some]),
        latest=latest([one.latest for one in some]),
    )
