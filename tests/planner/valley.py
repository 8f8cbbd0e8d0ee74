"""Builders of a valley: roads of several kinds, villages up the slopes, teams with kits.

Every default is filled, so that a test names only what it is about. Unlike Ba Bản (``worlds``),
the valley has all services, surfaces and vehicle classes.
"""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from planner.domain.almanac import AlmanacEntry, AlmanacKind
from planner.domain.district import District, Settings
from planner.domain.place import Commune, Place, PlaceKind, Signal, Village
from planner.domain.road import Segment, Speed, Surface, VehicleClass
from planner.domain.service import Demand, Service, ServiceForm
from planner.domain.team import Kit, KitKind, Lodging, Member, Team, TeamKind

# km/h by surface: (car, 4x4, motorbike), dry then wet; 0 is closed.
KMH = {
    Surface.NATIONAL: ((30, 30, 30), (24, 24, 24)),
    Surface.CONCRETE: ((18, 18, 20), (14, 14, 16)),
    Surface.EARTH: ((12, 12, 15), (0, 4, 8)),
    Surface.PATH: ((0, 0, 8), (0, 0, 3)),
}
DRIVEN = (VehicleClass.CAR, VehicleClass.FOUR_BY_FOUR, VehicleClass.MOTORBIKE)


def speeds() -> tuple[Speed, ...]:
    """Return a speed for every surface of ``KMH`` that a vehicle class passes when dry."""
    return tuple(
        Speed(surface=surface, vehicle_class=vehicle, dry_kmh=dry[i], wet_kmh=wet[i])
        for surface, (dry, wet) in KMH.items()
        for i, vehicle in enumerate(DRIVEN)
        if dry[i] > 0
    )


def village(village_id: str, **changes: Any) -> Village:
    """Return a village of Mông speakers with signal and power, in commune ``c1``."""
    filled: dict[str, Any] = {
        "id": village_id,
        "name": f"Bản {village_id}",
        "commune": "c1",
        "latitude_deg": 21.75,
        "longitude_deg": 102.75,
        "signal": Signal.GOOD,
        "power": True,
        "languages": ("hmong",),
        "residents": 400,
        "households": 80,
        "poor_households": 50,
    }
    return Village(**filled | changes)


def place(place_id: str, kind: PlaceKind = PlaceKind.JUNCTION, **changes: Any) -> Place:
    """Return a place with signal and power in commune ``c1``."""
    filled: dict[str, Any] = {
        "id": place_id,
        "name": f"Địa điểm {place_id}",
        "kind": kind,
        "commune": "c1",
        "latitude_deg": 21.7,
        "longitude_deg": 102.7,
    }
    return Place(**filled | changes)


def road(start: str, end: str, length_km: float = 6.0, **changes: Any) -> Segment:
    """Return a flat concrete road that a car passes."""
    filled: dict[str, Any] = {
        "id": f"{start}-{end}",
        "start": start,
        "end": end,
        "length_km": length_km,
        "surface": Surface.CONCRETE,
        "lowest_class": VehicleClass.CAR,
    }
    return Segment(**filled | changes)


def card(**changes: Any) -> Service:
    """Return the service that needs a kit: 12 minutes each."""
    filled: dict[str, Any] = {"id": "card", "name": "Căn cước", "letter": "C", "needs_kit": True}
    return Service(**{"minutes": 12, **filled} | changes)


def vneid(**changes: Any) -> Service:
    """Return the service that needs a phone with signal: 5 minutes each."""
    filled: dict[str, Any] = {"id": "vneid", "name": "VNeID", "letter": "V", "needs_signal": True}
    return Service(**{"minutes": 5, **filled} | changes)


def talk(**changes: Any) -> Service:
    """Return the talk of half an hour to 60 people, which needs the village's language."""
    filled: dict[str, Any] = {
        "id": "talk",
        "name": "Tuyên truyền",
        "letter": "T",
        "form": ServiceForm.TALK,
        "minutes": 30,
        "audience": 60,
        "needs_language": True,
    }
    return Service(**filled | changes)


def team(team_id: str = "m1", **changes: Any) -> Team:
    """Return a mobile team on motorbikes that starts at ``base`` and sleeps there."""
    filled: dict[str, Any] = {
        "id": team_id,
        "name": f"Tổ {team_id} (ví dụ)",
        "kind": TeamKind.MOBILE,
        "base": "base",
        "vehicle_class": VehicleClass.MOTORBIKE,
        "day_start": time(6),
        "day_end": time(23),
        "max_work_h": 14,
        "services": ("card", "vneid", "talk"),
    }
    return Team(**filled | changes)


def members(team_id: str = "m1", count: int = 4, **changes: Any) -> tuple[Member, ...]:
    """Return members of a team who speak Vietnamese and Mông."""
    filled: dict[str, Any] = {"teams": (team_id,), "languages": ("vietnamese", "hmong")} | changes
    return tuple(
        Member(id=f"{team_id}-{i}", name=f"Thành viên {team_id}-{i} (ví dụ)", **filled)
        for i in range(1, count + 1)
    )


def kits(team_id: str = "m1", count: int = 2, kind: KitKind = KitKind.ENROLMENT) -> tuple[Kit, ...]:
    """Return kits of one kind that a team carries."""
    return tuple(
        Kit(id=f"{team_id}-{kind.value}-{i}", kind=kind, team=team_id) for i in range(1, count + 1)
    )


def demand(village_id: str, service: str = "card", people: int = 40, **changes: Any) -> Demand:
    """Return people of a village who wait for a service, each worth 1."""
    filled: dict[str, Any] = {"village": village_id, "service": service, "people": people}
    return Demand(**filled | changes)


def lodging(place_id: str, capacity: int = 1) -> Lodging:
    """Return an approved lodging at a place."""
    return Lodging(place=place_id, capacity=capacity)


def entry(kind: AlmanacKind, first: date, last: date | None = None, **changes: Any) -> AlmanacEntry:
    """Return a line of the almanac for one day or several."""
    filled: dict[str, Any] = {
        "id": f"{kind.value}-{first}",
        "kind": kind,
        "name": "Ngày (ví dụ)",
        "first": first,
        "last": last or first,
    }
    return AlmanacEntry(**filled | changes)


def district(
    villages: Sequence[Village] | None = None,
    segments: Iterable[Segment] | None = None,
    **changes: Any,
) -> District:
    """Return one village ``v1``, a base and a mobile team of four with two kits.

    Without ``segments`` each village has a road of its own from the base, 18 minutes long.
    """
    inhabited = (village("v1"),) if villages is None else tuple(villages)
    roads = (road("base", v.id) for v in inhabited) if segments is None else segments
    filled: dict[str, Any] = {
        "settings": Settings(name="Thung lũng thử"),
        "communes": (Commune(code="c1", edition=2022, name="xã Một", seat="base"),),
        "places": (place("base", PlaceKind.BASE),),
        "villages": inhabited,
        "segments": tuple(roads),
        "speeds": speeds(),
        "services": (card(), vneid(), talk()),
        "demands": tuple(demand(v.id) for v in inhabited),
        "teams": (team(),),
        "members": members(),
        "kits": kits(),
    }
    return District(**filled | changes)
