"""When everybody will have been served, at the pace of the plan and of what came of it. Pure.

The plan says how many people its sessions to come expect; reports say which part of those expected
sessions really served. That part is drawn again and again from the reported sessions (Efron 1979),
a session that was not held serving nobody; the middle eight tenths of what comes out are the range.
After the last planned day the plan's mean pace is taken to go on.
"""

from collections.abc import Sequence
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
class Target:
    """When nobody is left: as likely earlier as later, and the range; None: not at this pace.

    ``part`` is what share of expected people reported ``sessions`` served, with its range;
    ``weekly`` how many people a week the plan expects, ``left`` who are to be served.
    """

    left: int
    weekly: float
    sessions: int
    part: float
    part_low: float
    part_high: float
    middle: date | None
    earliest: date | None
    latest: date | None


def target(told: Told, lines: Sequence[Line]) -> Target:
    """Return when everybody will have been served."""
    left = sum(line.left for line in lines)
    low, middle, high, sessions = _parts(told)
    coming = sorted(
        (p.day, p.people) for p in told.promised if p.key not in told.by_key and p.end > told.now
    )
    weekly = _weekly(told)
    days = [_reached(told.today, left, coming, weekly, part) for part in (high, middle, low)]
    return Target(
        left=left,
        weekly=weekly,
        sessions=sessions,
        part=middle,
        part_low=low,
        part_high=high,
        earliest=days[0],
        middle=days[1],
        latest=days[2],
    )


def _parts(told: Told) -> tuple[float, float, float, int]:
    """Return the low, middle and high share of expected people who are served, and of how many."""
    pairs = [(one.counting.served, _expected(one.counting.expected)) for one in told.found]
    pairs = [(served, expected) for served, expected in pairs if expected]
    if len(pairs) < FEWEST:
        return 1.0, 1.0, 1.0, len(pairs)
    served, expected = (np.array(column, np.float64) for column in zip(*pairs, strict=True))
    drawn = np.random.default_rng(SEED).integers(len(pairs), size=(DRAWS, len(pairs)))
    parts = served[drawn].sum(axis=1) / expected[drawn].sum(axis=1)
    low, high = (float(x) for x in np.quantile(parts, (0.1, 0.9)))
    return low, float(served.sum() / expected.sum()), high, len(pairs)


def _expected(people: Sequence[tuple[str, str, int]]) -> int:
    return sum(count for _, _, count in people)


def _weekly(told: Told) -> float:
    """Return how many people a week the promised sessions expect, over the weeks that have any."""
    weeks = {p.day - timedelta(days=p.day.weekday()) for p in told.promised}
    return sum(p.people for p in told.promised) / len(weeks) if weeks else 0.0


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
    last = coming[-1][0] if coming else today
    if weekly * part <= 0:
        return None
    wait = timedelta(days=float(np.ceil(7 * still / (weekly * part))))
    return last + wait if wait <= FARTHEST else None
