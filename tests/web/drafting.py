"""A small district with a real plan, and a client that changes it by hand."""

import time
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from calendars.publish import publish
from planner.data.drafts import get_draft
from planner.data.store import Store
from planner.domain.draft import Add, Completed, Drop, Move, Pin, Step, Unpin
from planner.jobs.desk import Desk, desk_of
from planner.planning.plan import plan_district
from tests.planner.planning.test_edits import TWO_TEAMS
from tests.planner.planning.test_replan import REQUEST
from tests.web.html import Page
from tests.web.worlds import MADE_AT
from web.app import create_app

OWN = {"Sec-Fetch-Site": "same-origin"}
WEEK = "/drafts/1/week/2022-09-05"
PATIENCE_S = 60.0


def planned(folder: Path) -> Store:
    """Return a store of two teams and four villages with a plan that is published."""
    store = Store.open(folder)
    district_id = store.add_district(TWO_TEAMS, at=MADE_AT)
    plan_id = store.add_plan(plan_district(TWO_TEAMS, REQUEST), district_id=district_id, at=MADE_AT)
    publish(store, plan_id, folder=folder, at=MADE_AT, host="lenban.example")
    return store


def app_of(folder: Path) -> Flask:
    """Return the application over a folder, at the time when its plan was published."""
    return create_app(folder, feed_host="lenban.example", now=lambda: MADE_AT)


class Coordinator:
    """Somebody who changes draft 1 of a folder on its pages."""

    def __init__(self, folder: Path) -> None:
        self.store = Store.open(folder)
        self.client: FlaskClient = app_of(folder).test_client()

    def open(self, plan: int = 1) -> None:
        """Open a draft of a plan."""
        answer = self.client.post("/drafts", data={"plan": plan}, headers=OWN)
        assert answer.status_code == 303

    def text(self, address: str) -> str:
        """Return the source of a page once it has all that it waits for."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            answer = self.client.get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            if 'http-equiv="refresh"' not in answer.text:
                return answer.text
            time.sleep(0.05)
        raise AssertionError(f"{address} waits for ever")

    def page(self, address: str = WEEK) -> Page:
        """Return the same, parsed."""
        return Page(self.text(address))

    def post(self, deed: str, form: dict[str, Any]) -> tuple[int, str]:
        """Return status, and address or text, of the answer to a form of the draft."""
        answer = self.client.post(f"/drafts/1/{deed}", data=form, headers=OWN)
        return answer.status_code, answer.location or answer.text

    def step(self, step: Step, version: int | None = None) -> tuple[int, str]:
        """Do a step by its form, as whoever saw this version, the newest by default."""
        seen = self.desk().stored.version if version is None else version
        return self.post("steps", {**form_of(step), "version": seen})

    def desk(self) -> Desk:
        """Return draft 1 with its problem stated anew."""
        return desk_of(self.store, get_draft(self.store, 1))


def form_of(step: Step) -> dict[str, Any]:
    """Return the fields of the form that makes a step."""
    match step:
        case Move() | Add():
            kind = type(step).__name__.lower()
            at = {"session": step.session, "to": step.team, "day": step.day.isoformat()}
            return {"kind": kind, **at, "order": step.order or ""}
        case Drop():
            return {"kind": "drop", "session": step.session}
        case Pin():
            strengths = [strength.value for strength in step.strengths]
            return {"kind": "pin", "session": step.session, "strength": strengths}
        case Unpin():
            return {"kind": "unpin", "session": step.session}
        case Completed():
            raise AssertionError(step)
