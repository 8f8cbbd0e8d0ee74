"""What is drawn where: shapes in the drawing's units, for the template to write as SVG."""

from dataclasses import dataclass

from planner.domain.place import Place, Signal, Village
from planner.domain.road import Segment
from web.board import Card
from web.figures import Progress
from web.map.labels import Label
from web.map.tours import Tour

RING_GAP = 2.5
"""Between a village's circle and the ring around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """A road from end to end, by the name that people know; ``middle`` is where a mark stands."""

    segment: Segment
    name: str
    points: str
    middle: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """A village: its circle's area grows with the people left, its ring shows the signal."""

    village: Village
    progress: Progress
    x: float
    y: float
    radius: float

    @property
    def ring(self) -> float:
        """The radius of the ring that shows missing signal."""
        return round(self.radius + RING_GAP, 1)

    @property
    def reach(self) -> float:
        """How far out its drawing goes."""
        return self.radius if self.village.signal is Signal.GOOD else self.ring + RING_GAP / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place with a symbol of its own, such as a commune's office."""

    place: Place
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A tour's line."""

    tour: Tour
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A stop's number on its tour."""

    tour: Tour
    card: Card
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything on one map, in drawing order.

    ``bar_km`` is the length of the scale bar on the ground, ``bar`` on the drawing.
    """

    width: float
    height: float
    outline: str
    roads: tuple[Road, ...]
    bubbles: tuple[Bubble, ...]
    seats: tuple[Spot, ...]
    tracks: tuple[Track, ...]
    badges: tuple[Badge, ...]
    labels: tuple[Label, ...]
    bar_km: float
    bar: float
