"""Hai Xã, two communes, published, with an account of each kind: whose is what?"""

from concurrent.futures import BrokenExecutor, Executor
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from calendars.publish import publish
from planner.data.accounts import add_account, named_account
from planner.data.database import reading
from planner.data.schema import metadata
from planner.data.store import Store
from planner.domain.account import Role, Standing
from planner.jobs.worker import Flag
from tests.calendars.scenes import MONDAY, PUBLISHED, TUESDAY, hai_xa, plan_of
from tests.web.client import signed_in
from web.advising import SOURCE_ADDRESS, TRIES
from web.app import create_app
from web.shelf import EXTENSION as SHELF

WHO = {
    "coordinator": Standing(role=Role.COORDINATOR),
    "officer of c1": Standing(role=Role.OFFICER, commune="c1"),
    "officer of c2": Standing(role=Role.OFFICER, commune="c2"),
    "viewer": Standing(role=Role.VIEWER),
}
NOBODY = "nobody"


def published(folder: Path) -> Path:
    """Return the folder with a session in each commune, published, and the accounts of ``WHO``."""
    store = Store.open(folder)
    laid = {"v1": ("t1", MONDAY, 15), "v3": ("t2", TUESDAY, 8)}
    district = store.add_district(hai_xa(), at=PUBLISHED)
    plan = store.add_plan(plan_of(laid), district_id=district, at=PUBLISHED)
    publish(store, plan, folder=folder, at=PUBLISHED, host="lenban.example")
    for name, standing in WHO.items():
        add_account(store, name, standing, at=PUBLISHED)
    return folder


def guarded(folder: Path) -> Flask:
    """Return the application as ``lenban serve`` has it: nobody is signed in by itself."""
    app = create_app(folder, now=lambda: PUBLISHED, visitor=None, room=no_room)
    app.config[SOURCE_ADDRESS], app.config[TRIES] = "http://127.0.0.1:9/", 1
    return app


def no_room() -> tuple[Executor, Flag]:
    """Refuse to work: who may ask for a job is tested here, not what comes of it."""
    raise BrokenExecutor("there is no room for jobs")


def client_of(app: Flask, who: str) -> FlaskClient:
    """Return a client in which one of ``WHO`` has signed in, or nobody."""
    client = app.test_client()
    store: Store = app.extensions[SHELF].store
    return client if who == NOBODY else signed_in(client, named_account(store, who))


def state(folder: Path) -> tuple[object, object]:
    """Return all rows of the store, and all other files of the folder."""
    with reading(Store.open(folder).engine) as connection:
        tables = {t.name: connection.execute(select(t)).all() for t in metadata.sorted_tables}
    others = (p for p in folder.rglob("*") if p.is_file() and "sqlite" not in p.name)
    return tables, {p: p.read_bytes() for p in others}
