"""Names that do not cover each other: the most important are placed first, each where it fits.

Point-feature labelling is NP-hard; greedy by priority over a few candidate positions (Christensen,
Marks & Shieber 1995 compare it with better methods) is enough at this density, with leader lines
for the names that find no room beside their own point.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians, sin
from unicodedata import normalize

EMS = (
    ("'", 0.28, 0.31),
    ("ijlI., ", 0.34, 0.39),
    ("frt-()/", 0.42, 0.5),
    ("ckszxvyJL", 0.6, 0.67),
    ("aeoơFT", 0.64, 0.69),
    ("bdđghnpqu0123456789", 0.64, 0.72),
    ("EPSYư", 0.68, 0.76),
    ("ABCKRVXZ", 0.73, 0.78),
    ("DĐGHNU", 0.78, 0.84),
    ("OQ", 0.79, 0.86),
    ("ƠƯw", 0.92, 0.93),
    ("M", 0.91, 1.0),
)
"""How wide letters are, regular and bold, in parts of the size: the same with every tone.

The reader's machine chooses the face, so these are the widest in any of the faces that the style
sheet names for the map and that could be measured: DejaVu Sans, Noto Sans, Roboto, and Liberation
Sans in place of Arial [1]_. DejaVu Sans, which Linux falls back on, is nearly always the widest;
no face's bold is wider by one factor.

References
----------
.. [1] Advance widths (table ``hmtx``) in the font files of DejaVu 2.37, Noto 2020-12-25,
       Roboto 2017-08-02 and Liberation 1.07.4.
"""
WIDEST = (1.0, 1.11)
"""What any other sign is taken for: m, W and the dash are as wide."""
HORN = "\N{COMBINING HORN}"
"""The one accent that makes a letter wider."""
EMS_OF = {letter: (regular, bold) for letters, regular, bold in EMS for letter in letters}
DIRECTIONS_DEG = (0, 180, 325, 215, 35, 145, 270, 90, 305, 235, 55, 125, 345, 195, 15, 165)
"""Where to try, in order of preference: right, left, upper right …; y grows downwards."""
LEADERS = (0.0, 10.0, 20.0, 32.0, 46.0, 62.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share any ground."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: "Box") -> bool:
        """Whether this one lies in the other."""
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A name that wants to stand beside its point; the lowest ``priority`` is placed first.

    ``kind`` is what it names: a seat, a stop, a village.
    """

    key: str
    kind: str
    text: str
    x: float
    y: float
    radius: float
    size: float
    priority: float
    bold: bool = False

    @property
    def width(self) -> float:
        """How much room the name needs from left to right."""
        return text_width(self.text, self.size, bold=self.bold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name where it stands: ``x`` is its left edge and ``y`` its baseline.

    ``leader`` is the line from point to name, if the name stands apart.
    """

    wish: Wish
    x: float
    y: float
    box: Box
    leader: tuple[float, float, float, float] | None


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a name is in the widest face it may be shown in."""
    return size * sum(_ems(sign)[bold] for sign in normalize("NFC", text))


def _ems(sign: str) -> tuple[float, float]:
    """Return the width of a sign, regular and bold."""
    apart = normalize("NFD", sign)
    letter = apart[0] + HORN if HORN in apart else apart[0]
    return EMS_OF.get(normalize("NFC", letter), WIDEST)


def dot(x: float, y: float, radius: float) -> Box:
    """Return the box around a point."""
    return Box(left=x - radius, top=y - radius, right=x + radius, bottom=y + radius)


def place_labels(wishes: list[Wish], taken: list[Box], frame: Box) -> list[Label]:
    """Return the names that found room, the most important first.

    Parameters
    ----------
    taken
        What no name may cover: symbols, legend.
    frame
        The edge of the drawing; no name crosses it.
    """
    full = list(taken)
    placed = []
    for wish in sorted(wishes, key=lambda w: (w.priority, w.key)):
        label = next((c for c in _candidates(wish) if _is_free(c.box, full, frame)), None)
        if label:
            placed.append(label)
            full.append(label.box)
    return placed


def _is_free(box: Box, full: list[Box], frame: Box) -> bool:
    return box.within(frame) and not any(box.overlaps(other) for other in full)


def _candidates(wish: Wish) -> Iterator[Label]:
    width, height = wish.width, wish.size * 1.15
    for reach in LEADERS:
        for degrees in DIRECTIONS_DEG:
            across, down = cos(radians(degrees)), sin(radians(degrees))
            far = wish.radius + 2 + reach
            middle = wish.x + across * (far + width / 2)
            centre = wish.y + down * (far + height / 2)
            box = Box(
                left=middle - width / 2,
                top=centre - height / 2,
                right=middle + width / 2,
                bottom=centre + height / 2,
            )
            yield Label(
                wish=wish,
                x=round(box.left, 1),
                y=round(centre + wish.size * 0.35, 1),
                box=box,
                leader=_leader(wish, box) if reach else None,
            )


def _leader(wish: Wish, box: Box) -> tuple[float, float, float, float]:
    """Return the line from the point to the nearest spot on the name's box."""
    x = min(max(wish.x, box.left), box.right)
    y = min(max(wish.y, box.top), box.bottom)
    return (wish.x, wish.y, round(x, 1), round(y, 1))
