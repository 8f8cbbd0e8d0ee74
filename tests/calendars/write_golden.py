"""Writes the golden feeds: ``python -m tests.calendars.write_golden``, then read the difference.

Two publications a day apart: in the second one session moved, one changed teams, one was cancelled
and one is new.
"""

from datetime import timedelta
from pathlib import Path

from calendars.feed import feed_bytes, revoked_feed
from tests.calendars.scenes import MONDAY, PUBLISHED, TUESDAY, Laid, told

GOLDEN = Path(__file__).parent / "golden"
FIRST: Laid = {"v1": ("t1", MONDAY, 15), "v2": ("t1", TUESDAY, 8), "v3": ("t1", TUESDAY, 15)}
SECOND: Laid = {"v1": ("t1", MONDAY, 16), "v2": ("t2", TUESDAY, 8), "v4": ("t1", TUESDAY, 18)}


def golden_feeds() -> dict[str, bytes]:
    """Return the content of each golden file by its name."""
    first = told(FIRST)
    second = told(SECOND, first, at=PUBLISHED + timedelta(days=1))
    return {
        **{f"first-{feed.key}.ics": feed_bytes(feed, first) for feed in first.feeds},
        **{f"second-{feed.key}.ics": feed_bytes(feed, second) for feed in second.feeds},
        "revoked.ics": revoked_feed(PUBLISHED),
    }


if __name__ == "__main__":
    for name, content in golden_feeds().items():
        (GOLDEN / name).write_bytes(content)
