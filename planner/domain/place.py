"""Where things are: communes, places, villages."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.rules import filled, in_vietnam, not_negative, within
from planner.errors import BadData, refuse


class Signal(StrEnum):
    """Phone signal at a place."""

    GOOD = "good"
    WEAK = "weak"
    NONE = "none"


class PlaceKind(StrEnum):
    """What a place is; a village has its own type and this kind."""

    VILLAGE = "village"
    COMMUNE_SEAT = "commune_seat"
    MARKET = "market"
    SIGNAL_POINT = "signal_point"
    LODGING = "lodging"
    BASE = "base"
    JUNCTION = "junction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """An administrative unit; ``(code, edition)`` is its key, because codes are reused.

    ``edition`` is the year from which code, name and borders hold (2022). ``seat`` is the id of
    the place where the commune's office stands. In it falls ``rain_factor`` times the rain of the
    district's climate.
    """

    code: str
    edition: int
    name: str
    seat: str
    area_km2: float = 0.0
    population: int = 0
    households: int = 0
    rain_factor: float = 1.0
    source: str = ""
    synthetic: bool = False

    def __post_init__(self) -> None:
        faults = filled(code=self.code, name=self.name, seat=self.seat)
        faults += within("edition", self.edition, 1945, 2100)
        faults += within("rain_factor", self.rain_factor, 0.1, 10)
        faults += not_negative(
            area_km2=self.area_km2, population=self.population, households=self.households
        )
        refuse("commune", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point that can be travelled to. ``commune`` is a commune's code."""

    id: str
    name: str
    kind: PlaceKind
    commune: str
    latitude_deg: float
    longitude_deg: float
    elevation_m: float = 0.0
    signal: Signal = Signal.GOOD
    power: bool = True
    source: str = ""
    synthetic: bool = False

    def __post_init__(self) -> None:
        faults = filled(id=self.id, name=self.name)
        faults += in_vietnam(self.latitude_deg, self.longitude_deg)
        faults += within("elevation_m", self.elevation_m, -10, 3200)
        refuse("place", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Village:
    """Where people live; the stable key of everything.

    ``languages`` are ordered, the language of most people first. ``other_name`` is the second
    spelling people use. ``last_visit`` is the day on which a team last sat there, None if never or
    not known. The village is a place too: see ``as_place``.
    """

    id: str
    name: str
    other_name: str = ""
    commune: str
    latitude_deg: float
    longitude_deg: float
    elevation_m: float = 0.0
    signal: Signal
    power: bool
    languages: tuple[str, ...]
    residents: int
    households: int
    poor_households: int
    source: str = ""
    synthetic: bool = False
    last_visit: date | None = None

    def __post_init__(self) -> None:
        faults = filled(id=self.id, name=self.name, languages=self.languages)
        faults += in_vietnam(self.latitude_deg, self.longitude_deg)
        faults += within("elevation_m", self.elevation_m, -10, 3200)
        faults += not_negative(
            residents=self.residents,
            households=self.households,
            poor_households=self.poor_households,
        )
        faults += _no_more("poor_households", self.poor_households, "households", self.households)
        faults += _no_more("households", self.households, "residents", self.residents)
        refuse("village", faults)

    def as_place(self) -> Place:
        """Return the village as a place that can be travelled to."""
        return Place(
            id=self.id,
            name=self.name,
            kind=PlaceKind.VILLAGE,
            commune=self.commune,
            latitude_deg=self.latitude_deg,
            longitude_deg=self.longitude_deg,
            elevation_m=self.elevation_m,
            signal=self.signal,
            power=self.power,
            source=self.source,
            synthetic=self.synthetic,
        )


def _no_more(field: str, value: int, other: str, limit: int) -> list[BadData]:
    if value <= limit:
        return []
    return [BadData("more_than", field=field, value=value, other=other, limit=limit)]
