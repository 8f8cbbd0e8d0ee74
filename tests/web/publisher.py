"""Publishes on demand in child processes that a test may kill: ``python -m tests.web.publisher``.

Reads ``PLAN ISO-TIME`` lines, forks a child for each, prints its process id, and, when it has
ended, its status. It has no threads, so that forking is safe; everything is imported beforehand, so
that a child spends its time on publishing.
"""

import os
import sys
from datetime import datetime
from pathlib import Path

from calendars.publish import publish
from planner.data.store import Store
from planner.errors import PlannerError

HOST = "lenban.example"


def main(folder: Path) -> None:
    """Publish what is asked for, until the input ends."""
    for line in sys.stdin:
        plan, moment = line.split()
        child = os.fork()
        if child == 0:
            os._exit(_publish(folder, int(plan), datetime.fromisoformat(moment)))
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _publish(folder: Path, plan: int, at: datetime) -> int:
    try:
        publish(Store.open(folder), plan, folder=folder, at=at, host=HOST)
    except PlannerError:
        return 1
    return 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
