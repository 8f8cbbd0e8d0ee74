"""Speeds that reports tell of stand in the register, and are taken when somebody accepts them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from calendars.publish import publish
from planner.data.outcomes import add_outcomes
from planner.data.store import Store
from planner.planning.tally import promised_of
from tests import worlds as small
from tests.planner.planning.reported import outcome
from tests.web import reporting
from tests.web.html import read
from tests.web.worlds import MADE_AT, MONDAY, at
from web.app import create_app

OWN = {"Sec-Fetch-Site": "same-origin"}
EVENING = at(MONDAY + timedelta(days=2), 22)


def test_a_speed_is_proposed_and_accepted(tmp_path: Path) -> None:
    """Each way is 28 km at 30 km/h, 56 minutes, and took 84: it was driven at 20 km/h."""
    roads = tuple(small.segment("seat", v, length_km=14.0) for v in reporting.VILLAGES)
    store, plan = Store.open(tmp_path), reporting.plan(20)
    store.add_district(replace(reporting.district(), segments=roads), at=MADE_AT)
    publish(
        store,
        store.add_plan(plan, district_id=1, at=MADE_AT),
        folder=tmp_path,
        at=MADE_AT,
        host="x",
    )
    told, left = [], EVENING
    for number, session in enumerate(promised_of(plan)):
        arrived = left + timedelta(minutes=84) if number % 5 else session.arrive
        left = arrived + timedelta(hours=2)
        told.append(outcome(session, served=1, arrived=arrived, left=left, told_at=EVENING))
    add_outcomes(store, told, at=EVENING)
    client = create_app(tmp_path, now=lambda: EVENING).test_client()
    row = next(r for r in read(client, "/register?lang=en").rows if r[0].startswith("Speed"))
    assert row[:3] == ["Speed: concrete road, motorbike, dry roads", "30.0 km/h", "20.0 km/h"]
    assert row[4:] == ["16", "Accept 20.0 km/h concrete road, motorbike, dry roads"]
    form = {"figure": "speed-concrete/motorbike/dry", "value": "20.0"}
    assert client.post("/register/accept", data=form, headers=OWN).status_code == 303
    assert store.get_district().speeds[0].dry_kmh == 20.0
