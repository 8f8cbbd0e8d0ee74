"""How one gets there: road segments, their weak points, and the speeds on them."""

from dataclasses import dataclass
from enum import StrEnum

from planner.domain.rules import filled, not_negative, positive, within
from planner.errors import BadData, refuse

RAIN_STRENGTH = (0.1, 10.0)
"""The least and the most rain, in times the usual, that a road or a weak point may bear."""


class Surface(StrEnum):
    """What a road is made of, from the fastest to the slowest."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    CONCRETE = "concrete"
    GRAVEL = "gravel"
    EARTH = "earth"
    PATH = "path"


class VehicleClass(StrEnum):
    """How a team travels, from the most to the least demanding of the road."""

    CAR = "car"
    FOUR_BY_FOUR = "4x4"
    MOTORBIKE = "motorbike"
    FOOT = "foot"


class RoadState(StrEnum):
    """In what state of the roads travel times hold.

    The first form knows two states of the whole network. Rain scenarios will add a passability
    for each segment and day; whatever asks for travel times already names the state it means.
    """

    DRY = "dry"
    WET = "wet"


class WeakPointKind(StrEnum):
    """What makes a segment fail in rain."""

    FORD = "ford"
    BRIDGE = "bridge"
    SLIDE = "slide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of road between two places, travelled both ways.

    ``climb_m`` is the signed rise from ``start`` to ``end`` (place ids). ``lowest_class`` is the
    most demanding vehicle that passes when dry: ``4x4`` lets 4x4, motorbike and foot pass.
    ``straight_line`` marks geometry that nobody surveyed: length = distance × detour factor. It
    bears ``rain_strength`` times as much rain as its surface usually does.
    """

    id: str
    name: str = ""
    start: str
    end: str
    length_km: float
    climb_m: float = 0.0
    surface: Surface
    lowest_class: VehicleClass
    straight_line: bool = False
    rain_strength: float = 1.0
    source: str = ""
    synthetic: bool = False

    def __post_init__(self) -> None:
        faults = filled(id=self.id, start=self.start, end=self.end)
        faults += within("length_km", self.length_km, 0.01, 300)
        faults += within("rain_strength", self.rain_strength, *RAIN_STRENGTH)
        if self.length_km > 0 and abs(self.climb_m) > 2000 * self.length_km:
            faults.append(
                BadData(
                    "out_of_range",
                    field="climb_m",
                    value=self.climb_m,
                    low=-2000 * self.length_km,
                    high=2000 * self.length_km,
                )
            )
        refuse("segment", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakPoint:
    """Where a segment fails in rain, and the commune (code) whose rain governs it.

    It bears ``rain_strength`` times as much rain as others of its kind.
    """

    id: str
    segment: str
    kind: WeakPointKind
    name: str
    rain_commune: str
    rain_strength: float = 1.0
    source: str = ""
    synthetic: bool = False

    def __post_init__(self) -> None:
        faults = filled(id=self.id, segment=self.segment, name=self.name)
        refuse("weak point", faults + within("rain_strength", self.rain_strength, *RAIN_STRENGTH))


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Door-to-door speed of a vehicle class on a surface; 0 km/h when it cannot pass.

    On foot there is no row: walking follows Tobler's function (``planner.world.travel``).
    """

    surface: Surface
    vehicle_class: VehicleClass
    dry_kmh: float
    wet_kmh: float
    source: str = ""

    def __post_init__(self) -> None:
        faults = not_negative(wet_kmh=self.wet_kmh) + positive(dry_kmh=self.dry_kmh)
        refuse("speed", faults + within("dry_kmh", self.dry_kmh, 0, 120))
