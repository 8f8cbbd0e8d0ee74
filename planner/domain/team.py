"""Who travels, with what, and where they may sleep."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from planner.domain.road import VehicleClass
from planner.domain.rules import filled, within
from planner.errors import BadData, refuse


class TeamKind(StrEnum):
    """A mobile team leaves its commune; a commune team serves its own."""

    MOBILE = "mobile"
    COMMUNE = "commune"


class KitKind(StrEnum):
    """An enrolment station, or what replaces missing power or signal."""

    ENROLMENT = "enrolment"
    GENERATOR = "generator"
    PORTABLE_SIGNAL = "portable_signal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """People who travel together.

    ``commune`` (code) is the commune a commune team serves, empty for a mobile one. ``base`` is a
    place id. A working day lies within ``day_start``..``day_end`` (local time) and holds at most
    ``max_work_h`` hours of travel and sessions; waiting is not counted. ``max_nights`` is how many
    nights in a row the team may sleep away from base: 0 for day tours only.
    """

    id: str
    name: str
    kind: TeamKind
    commune: str = ""
    base: str
    vehicle_class: VehicleClass
    day_start: time
    day_end: time
    max_work_h: float
    max_nights: int = 0
    services: tuple[str, ...]
    source: str = ""
    synthetic: bool = False

    def __post_init__(self) -> None:
        faults = filled(id=self.id, name=self.name, base=self.base, services=self.services)
        faults += within("max_work_h", self.max_work_h, 0.5, 24)
        faults += within("max_nights", self.max_nights, 0, 30)
        if self.kind is TeamKind.COMMUNE:
            faults += filled(commune=self.commune)
        if self.day_end <= self.day_start:
            faults.append(
                BadData(
                    "ends_before_start", field="day_end", value=self.day_end, start=self.day_start
                )
            )
        refuse("team", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of one or more teams (ids)."""

    id: str
    name: str
    teams: tuple[str, ...]
    roles: tuple[str, ...] = ()
    languages: tuple[str, ...]
    days_off: tuple[date, ...] = ()
    synthetic: bool = False

    def __post_init__(self) -> None:
        refuse(
            "member",
            filled(id=self.id, name=self.name, teams=self.teams, languages=self.languages),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """One piece of equipment that a team carries."""

    id: str
    kind: KitKind
    team: str
    synthetic: bool = False

    def __post_init__(self) -> None:
        refuse("kit", filled(id=self.id, team=self.team))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lodging:
    """An approved place (id) where teams may sleep; ``capacity`` is how many teams a night."""

    place: str
    capacity: int = 1
    contact_role: str = ""
    source: str = ""
    synthetic: bool = False

    def __post_init__(self) -> None:
        faults = filled(place=self.place)
        refuse("lodging", faults + within("capacity", self.capacity, 1, 100))
