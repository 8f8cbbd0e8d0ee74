"""A small world that can really be planned in seconds, as an application with its jobs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from planner.data.store import Store
from planner.jobs import works
from planner.jobs.plans import Asked
from planner.jobs.runner import Room, Runner, own_process, same_process
from tests.planner.planning.test_edits import TWO_TEAMS
from tests.planner.planning.test_replan import MON
from tests.web import worlds
from web.app import create_app
from web.jobs import EXTENSION

FORM = {
    "first": MON.isoformat(),
    "weeks": "1",
    "seconds": "1",
    "roads": "dry",
    "unlucky": "0",
    "seed": "1",
}
"""What is typed for a plan of one week."""


def planned(folder: Path) -> Store:
    """Return the store of a folder with two teams, four villages and a plan of a week."""
    store = Store.open(folder)
    store.add_district(TWO_TEAMS, at=worlds.MADE_AT)
    works.plan(folder, Asked(first=MON, weeks=1, seconds=1, roads="dry"))
    return store


@contextmanager
def application(folder: Path, *, own: bool = False) -> Iterator[Flask]:
    """Yield an application over a folder; its jobs end with it.

    ``own``: jobs are at work in a process of their own, as in the product.
    """
    room: Room = own_process if own else same_process
    app = create_app(folder, now=lambda: worlds.NOW, feed_host="lenban.example", room=room)
    try:
        yield app
    finally:
        jobs_of(app).close()


def jobs_of(app: Flask) -> Runner:
    """Return the jobs of an application."""
    found: Runner = app.extensions[EXTENSION]
    return found
