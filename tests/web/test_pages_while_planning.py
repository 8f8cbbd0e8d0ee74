"""Pages and feeds answer while a job is at work, whatever it does to its own process."""

import time
from http.client import HTTPConnection
from pathlib import Path

from calendars.links import create_link
from planner.domain.job import JobState
from tests.planner.jobs.hand import PATIENCE_S
from tests.web import worlds
from tests.web.browser import serving
from tests.web.pages import addresses
from tests.web.planning_world import application, jobs_of

MANY = 3


def holds_the_interpreter(folder: Path, *, on_progress: object) -> int:  # noqa: ARG001 - a work
    """Never let another thread of its process run: one call of C that takes hours."""
    (folder / "begun").touch()
    return max(range(10**13))


def test_every_page_and_feed_answers_while_a_job_lets_nothing_else_run(tmp_path: Path) -> None:
    worlds.published(tmp_path)
    token = create_link(tmp_path, "district", worlds.MADE_AT)
    with application(tmp_path, own=True) as app, serving(app) as root:
        number = jobs_of(app).submit("other", holds_the_interpreter)
        wait_until_begun(tmp_path)
        asked = [a for a in addresses(app).values() if a != "/no-such-page"]
        asked = [*asked, f"/f/{token}.ics"] * MANY
        answered = [status(root, address) for address in asked]
        assert answered == [200] * len(asked)
        assert jobs_of(app).get(number).state is JobState.RUNNING
    assert jobs_of(app).get(number).state is JobState.BROKEN_OFF


def status(root: str, address: str) -> int:
    """Return the status of the answer to an address; read by what logs nothing."""
    line = HTTPConnection(root.removeprefix("http://"), timeout=PATIENCE_S)
    try:
        line.request("GET", address)
        return line.getresponse().status
    finally:
        line.close()


def wait_until_begun(folder: Path) -> None:
    """Wait for the work to begin."""
    until = time.monotonic() + PATIENCE_S
    while not (folder / "begun").exists():
        assert time.monotonic() < until
        time.sleep(0.02)
