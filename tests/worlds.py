"""Tiny named worlds: builders of the domain's values with every default filled.

The district is Ba Bản: three villages on one road out of a seat, one mobile team, one commune team.
All of it is made up. Coordinates lie in Vietnam, distances are round.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from planner.domain.district import District, Settings
from planner.domain.place import Commune, Place, PlaceKind, Signal, Village
from planner.domain.plan import Horizon, Left, Plan, Proof, Shift, SkipReason, Stop
from planner.domain.road import RoadState, Segment, Speed, Surface, VehicleClass
from planner.domain.service import Demand, Service
from planner.domain.session import Expected, Session, Sitting, Window
from planner.domain.team import Kit, KitKind, Lodging, Member, Team, TeamKind

MONDAY = date(2022, 9, 5)
PUBLISHED = datetime(2022, 9, 1, 1, tzinfo=UTC)


def village(number: int = 1, **changes: Any) -> Village:
    """Return village ``number``, that many hundredths of a degree north of the seat."""
    filled: dict[str, Any] = {
        "id": f"v{number}",
        "name": f"Bản {number}",
        "commune": "c1",
        "latitude_deg": 21.7 + number / 100,
        "longitude_deg": 102.8,
        "signal": Signal.GOOD,
        "power": True,
        "languages": ("vi",),
        "residents": 100,
        "households": 20,
        "poor_households": 5,
    }
    return Village(**filled | changes)


def seat(**changes: Any) -> Place:
    """Return the seat of commune ``c1``, where both teams are based."""
    filled: dict[str, Any] = {
        "id": "seat",
        "name": "Trung tâm xã Một",
        "kind": PlaceKind.COMMUNE_SEAT,
        "commune": "c1",
        "latitude_deg": 21.7,
        "longitude_deg": 102.8,
    }
    return Place(**filled | changes)


def segment(start: str, end: str, **changes: Any) -> Segment:
    """Return 10 km of concrete road from ``start`` to ``end`` that every vehicle passes."""
    filled: dict[str, Any] = {
        "id": f"{start}-{end}",
        "start": start,
        "end": end,
        "length_km": 10.0,
        "surface": Surface.CONCRETE,
        "lowest_class": VehicleClass.CAR,
    }
    return Segment(**filled | changes)


def service(**changes: Any) -> Service:
    """Return chip ID cards: six minutes each, with a kit and power."""
    filled: dict[str, Any] = {
        "id": "card",
        "name": "Cấp thẻ căn cước",
        "letter": "C",
        "minutes": 6.0,
        "needs_kit": True,
        "needs_power": True,
    }
    return Service(**filled | changes)


def team(**changes: Any) -> Team:
    """Return the mobile team: motorbikes, 06:00 to 22:00, two nights away."""
    filled: dict[str, Any] = {
        "id": "t1",
        "name": "Tổ lưu động 1",
        "kind": TeamKind.MOBILE,
        "base": "seat",
        "vehicle_class": VehicleClass.MOTORBIKE,
        "day_start": time(6),
        "day_end": time(22),
        "max_work_h": 10.0,
        "max_nights": 2,
        "services": ("card",),
    }
    return Team(**filled | changes)


def commune_team(**changes: Any) -> Team:
    """Return the team of commune ``c1``: day tours only."""
    filled: dict[str, Any] = {
        "id": "t2",
        "name": "Tổ xã Một",
        "kind": TeamKind.COMMUNE,
        "commune": "c1",
        "max_nights": 0,
    }
    return team(**filled | changes)


def member(number: int = 1, **changes: Any) -> Member:
    """Return a member of the mobile team."""
    filled: dict[str, Any] = {
        "id": f"m{number}",
        "name": f"Thành viên {number} (ví dụ)",
        "teams": ("t1",),
        "languages": ("vi",),
    }
    return Member(**filled | changes)


def district(**changes: Any) -> District:
    """Return Ba Bản: villages v1, v2, v3 in a row behind the seat, 20 people to serve in each."""
    filled: dict[str, Any] = {
        "settings": Settings(name="Ba Bản"),
        "communes": (Commune(code="c1", edition=2022, name="xã Một", seat="seat"),),
        "places": (seat(),),
        "villages": (village(1), village(2), village(3)),
        "segments": (segment("seat", "v1"), segment("v1", "v2"), segment("v2", "v3")),
        "speeds": (
            Speed(
                surface=Surface.CONCRETE,
                vehicle_class=VehicleClass.MOTORBIKE,
                dry_kmh=30.0,
                wet_kmh=20.0,
            ),
        ),
        "services": (service(),),
        "demands": tuple(Demand(village=f"v{n}", service="card", people=20) for n in (1, 2, 3)),
        "teams": (team(), commune_team()),
        "members": (member(1), member(2, teams=("t2",))),
        "kits": (
            Kit(id="k1", kind=KitKind.ENROLMENT, team="t1"),
            Kit(id="k2", kind=KitKind.ENROLMENT, team="t2"),
        ),
        "lodgings": (Lodging(place="v3"),),
    }
    return District(**filled | changes)


def session(**changes: Any) -> Session:
    """Return a session in v1 on Monday afternoon: two hours on site, 16 people expected."""
    opens = datetime(2022, 9, 5, 8, tzinfo=UTC)
    filled: dict[str, Any] = {
        "id": "v1/village_day/1",
        "place": "v1",
        "sitting": Sitting.VILLAGE_DAY,
        "services": ("card",),
        "repeat": 1,
        "stations": 1,
        "takes": (("t1", timedelta(hours=2)),),
        "windows": (Window(earliest=opens, latest=opens + timedelta(hours=4)),),
        "expected": (Expected(village="v1", service="card", people=16),),
    }
    return Session(**filled | changes)


def stop(held: Session | None = None, **changes: Any) -> Stop:
    """Return a session as a stop from 08:00 to 10:00 UTC (15:00 to 17:00 in the district)."""
    start = datetime(2022, 9, 5, 8, tzinfo=UTC)
    filled: dict[str, Any] = {
        "session": held or session(),
        "arrive": start - timedelta(minutes=15),
        "start": start,
        "end": start + timedelta(hours=2),
        "served": (("v1", "card", 16),),
    }
    return Stop(**filled | changes)


def shift(**changes: Any) -> Shift:
    """Return the mobile team's Monday: one stop in v1, back at the seat."""
    filled: dict[str, Any] = {
        "team": "t1",
        "day": MONDAY,
        "start_place": "seat",
        "end_place": "seat",
        "depart": datetime(2022, 9, 5, 7, 25, tzinfo=UTC),
        "back": datetime(2022, 9, 5, 10, 20, tzinfo=UTC),
        "stops": (stop(),),
        "travel": timedelta(minutes=40),
        "km": 20.0,
    }
    return Shift(**filled | changes)


def proof(**changes: Any) -> Proof:
    """Return a proof with a gap of a fifth."""
    filled: dict[str, Any] = {
        "value": 1600,
        "bound": 2000,
        "gap": 0.2,
        "seconds": 1.5,
        "seed": 1,
        "work": 10,
        "stopped_by": "work",
    }
    return Proof(**filled | changes)


def plan(**changes: Any) -> Plan:
    """Return a plan of one week for Ba Bản: one session held, the people of v2 and v3 left."""
    filled: dict[str, Any] = {
        "district_name": "Ba Bản",
        "horizon": Horizon.weeks(MONDAY, 1),
        "road_state": RoadState.DRY,
        "shifts": (shift(),),
        "left": tuple(
            Left(village=v, service="card", people=p, reason=SkipReason.VALUE)
            for v, p in (("v1", 4), ("v2", 20), ("v3", 20))
        ),
        "people_expected": 16,
        "people_due": 60,
        "proof": proof(),
    }
    return Plan(**filled | changes)


def with_proof(made: Plan, **changes: Any) -> Plan:
    """Return the same plan with another proof."""
    return replace(made, proof=replace(made.proof, **changes))
