"""Sessions that were promised and reports of them, for tests of what is computed from both."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from planner.domain.district import District
from planner.domain.outcome import (
    Channel,
    Count,
    Held,
    Outcome,
    Promised,
    Received,
    Reporter,
    Ruling,
)
from planner.domain.service import Demand
from planner.domain.session import Sitting
from planner.planning.register import Told
from planner.planning.tally import occasions
from tests import worlds

MONDAY = date(2022, 9, 5)
IMPORTED = datetime(2022, 9, 1, tzinfo=UTC)


def noon(day: date) -> datetime:
    """Return an hour at which sessions of a day have begun and are not over."""
    return datetime.combine(day, time(12), UTC)


def district(**changes: Any) -> District:
    """Return Ba Bản with a hundred people due for cards and fifty for activation, in each."""
    filled: dict[str, Any] = {
        "services": (
            worlds.service(),
            worlds.service(id="vneid", name="Kích hoạt", letter="V", minutes=5.0),
        ),
        "demands": tuple(
            Demand(village=f"v{n}", service=s, people=p)
            for n in (1, 2, 3)
            for s, p in (("card", 100), ("vneid", 50))
        ),
    }
    return worlds.district(**filled | changes)


def promise(name: str, day: date = MONDAY, **changes: Any) -> Promised:
    """Return a session at the village that its name begins with, for 40 cards of its people."""
    place = name[:2]
    filled: dict[str, Any] = {
        "name": name,
        "day": day,
        "session_id": f"{name}/3h",
        "team": "t1",
        "place": place,
        "sitting": Sitting.VILLAGE_EVENING,
        "arrive": noon(day) - timedelta(hours=2),
        "end": noon(day) + timedelta(hours=2),
        "stations": 1,
        "expected": ((place, "card", 40),),
        "turnout": 0.8,
    }
    return Promised(**filled | changes)


def outcome(promised: Promised, served: int = 40, absent: int = 0, **changes: Any) -> Outcome:
    """Return a report of a session that was held in full."""
    plain = promised.name.replace("/", "-").replace("_", "-")
    filled: dict[str, Any] = {
        "report": f"r-{promised.day.toordinal()}-{plain}",
        "session": promised.name,
        "day": promised.day,
        "team": promised.team,
        "place": promised.place,
        "held": Held.HELD,
        "counts": (Count(service="card", served=served, absent=absent),),
        "expected": promised.expected,
        "reporter": Reporter.TEAM,
        "channel": Channel.PHONE,
        "told_at": noon(promised.day),
    }
    return Outcome(**filled | changes)


def received(one: Outcome, **late: float) -> Received:
    """Return a report that arrived some time after it was told."""
    return Received(outcome=one, received_at=one.told_at + timedelta(**late))


def known(
    promised: list[Promised],
    outcomes: list[Outcome],
    *,
    rulings: tuple[Ruling, ...] = (),
    today: date = MONDAY + timedelta(days=7),
    **changes: Any,
) -> Told:
    """Return all that is known on a day."""
    here = changes.pop("district", None) or district()
    filled: dict[str, Any] = {
        "district": here,
        "promised": tuple(promised),
        "found": occasions([received(one) for one in outcomes], rulings),
        "since": {(d.village, d.service): IMPORTED for d in here.demands},
        "now": noon(today),
        "today": today,
    }
    return Told(**filled | changes)
