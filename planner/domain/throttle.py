"""How long whoever guesses passwords must wait: longer with each wrong one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
"""Older attempts do not count."""
FREE_BY_NAME, FREE_BY_ADDRESS = 5, 40
"""Mistakes that cost nothing: one office may be one address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """Wrong passwords in a row: how many, and when the last one was, ``None`` without any."""

    count: int
    last: datetime | None


def wait(failures: Failures, *, free: int, now: datetime) -> timedelta:
    """Return how long the next attempt must wait, counted from ``now``; zero if it need not.

    The first ``free`` mistakes cost nothing; from then on the wait doubles with each.
    """
    over = failures.count - free
    if over < 0 or failures.last is None:
        return timedelta(0)
    doublings = min(over, 20)
    longer: timedelta = FIRST_WAIT * 2**doublings
    until = failures.last + min(longer, LONGEST_WAIT)
    return max(until - now, timedelta(0))
