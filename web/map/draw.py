"""From a district, its figures and the tours of a day to a scene."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from planner.domain.district import District, OutlinePoint
from planner.domain.place import Place, PlaceKind, Village
from planner.domain.road import Surface
from web.figures import Progress
from web.map.labels import Box, Label, Wish, dot, place_labels
from web.map.projection import Projection, fit
from web.map.scene import Badge, Bubble, Road, Scene, Spot, Track
from web.map.tours import Tour
from web.words import road_name

SEAT_SIZE, STOP_SIZE, VILLAGE_SIZE = 14.0, 12.5, 11.5
LEAST_RADIUS, MOST_RADIUS = 3.0, 13.0
BADGE_RADIUS, SEAT_RADIUS = 8.5, 6.0
DISTRICT_WIDTH, COMMUNE_WIDTH, SEVERAL_WIDTH = 1240.0, 420.0, 720.0
WIDTHS = {0: DISTRICT_WIDTH, 1: COMMUNE_WIDTH}
"""How wide a drawing is, by how many communes are chosen; none are all."""
MARGIN = 40.0
LEAST_KM = 6.0
BAR_HEIGHT, NORTH_SIDE = 30.0, 44.0
FASTEST_LAST = tuple(reversed(Surface))
"""Roads are drawn in this order, so that the main ones lie on top."""


@dataclass(frozen=True, kw_only=True)
class View:
    """What one drawing shows: the whole district, or some communes of it (codes).

    Unless it is ``named`` only communes and stops have their names.
    """

    district: District
    progress: Mapping[str, Progress]
    tours: tuple[Tour, ...]
    communes: frozenset[str] = frozenset()
    named: bool = True

    def holds(self, commune: str) -> bool:
        """Return whether a commune is in view."""
        return not self.communes or commune in self.communes

    @property
    def villages(self) -> tuple[Village, ...]:
        """The villages in view."""
        return tuple(v for v in self.district.villages if self.holds(v.commune))

    @property
    def places(self) -> tuple[Place, ...]:
        """The places in view that are no villages."""
        return tuple(p for p in self.district.places if self.holds(p.commune))

    @cached_property
    def projection(self) -> Projection:
        """The projection that fits what is in view."""
        corners: list[Village | Place | OutlinePoint] = [*self.villages, *self.places]
        if not self.communes:
            corners += self.district.outline
        width = WIDTHS.get(len(self.communes), SEVERAL_WIDTH)
        points = [(c.latitude_deg, c.longitude_deg) for c in corners]
        return fit(points, width=width, margin=MARGIN, least_km=LEAST_KM)

    def xy(self, spot: Place | Village | OutlinePoint) -> tuple[float, float]:
        """Return where something lies on the drawing."""
        return self.projection.xy(spot.latitude_deg, spot.longitude_deg)

    def line(self, spots: Sequence[Place] | Sequence[OutlinePoint]) -> str:
        """Return the ``points`` of an SVG line through these spots."""
        return " ".join(f"{x},{y}" for x, y in map(self.xy, spots))


def draw(view: View) -> Scene:
    """Return the scene of a view, its names placed so that none covers another."""
    projection = view.projection
    bubbles, badges = tuple(_bubbles(view)), tuple(_badges(view))
    seats = tuple(_seats(view))
    bar_km = projection.round_km(projection.width / 5)
    bar = round(bar_km * projection.scale, 1)
    return Scene(
        width=projection.width,
        height=projection.height,
        outline=view.line(sorted(view.district.outline, key=lambda p: p.order)),
        roads=tuple(_roads(view)),
        bubbles=bubbles,
        seats=seats,
        tracks=tuple(_tracks(view)),
        badges=badges,
        labels=_labels(view, bubbles, seats, badges, bar),
        bar_km=bar_km,
        bar=bar,
    )


def _bubbles(view: View) -> Iterator[Bubble]:
    """Yield the villages, the large circles first, so that small ones lie on top."""
    most = max((p.left for p in view.progress.values()), default=0) or 1
    nobody = Progress(due=0, planned=0)
    for village in sorted(view.villages, key=lambda v: -view.progress.get(v.id, nobody).left):
        progress = view.progress.get(village.id, nobody)
        share = sqrt(max(progress.left, 0) / most)
        x, y = view.xy(village)
        radius = round(LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * share, 1)
        yield Bubble(village=village, progress=progress, x=x, y=y, radius=radius)


def _seats(view: View) -> Iterator[Spot]:
    """Yield the communes' offices, named for the commune."""
    for place in view.places:
        if place.kind is PlaceKind.COMMUNE_SEAT:
            x, y = view.xy(place)
            yield Spot(place=place, x=x, y=y)


def _roads(view: View) -> Iterator[Road]:
    """Yield the roads in view, the main ones last."""
    shown = {v.id for v in view.villages} | {p.id for p in view.places}
    roads = [s for s in view.district.segments if s.start in shown or s.end in shown]
    for segment in sorted(roads, key=lambda s: FASTEST_LAST.index(s.surface)):
        ends = (view.district.place(segment.start), view.district.place(segment.end))
        (x, y), (u, v) = map(view.xy, ends)
        yield Road(
            segment=segment,
            name=road_name(view.district, segment),
            points=view.line(ends),
            middle=(round((x + u) / 2, 1), round((y + v) / 2, 1)),
        )


def _tracks(view: View) -> Iterator[Track]:
    for tour in view.tours:
        places = [view.district.place(p) for p in tour.path]
        yield Track(tour=tour, points=view.line(places))


def _badges(view: View) -> Iterator[Badge]:
    """Yield the stops; those at one place stand side by side."""
    there: Counter[str] = Counter()
    for tour in view.tours:
        for card in tour.day.cards:
            if view.holds(card.place.commune):
                x, y = view.xy(card.place)
                aside = there[card.place.id] * 2 * BADGE_RADIUS
                there[card.place.id] += 1
                yield Badge(tour=tour, card=card, x=round(x + aside, 1), y=y)


def _labels(
    view: View,
    bubbles: tuple[Bubble, ...],
    seats: tuple[Spot, ...],
    badges: tuple[Badge, ...],
    bar: float,
) -> tuple[Label, ...]:
    width, height = view.projection.width, view.projection.height
    taken = [dot(b.x, b.y, b.reach) for b in bubbles]
    taken += [dot(s.x, s.y, SEAT_RADIUS) for s in seats]
    taken += [dot(b.x, b.y, BADGE_RADIUS) for b in badges]
    taken.append(Box(left=0, top=height - BAR_HEIGHT, right=bar + 80, bottom=height))
    taken.append(Box(left=width - NORTH_SIDE, top=0, right=width, bottom=NORTH_SIDE))
    edge = Box(left=2, top=2, right=width - 2, bottom=height - 2)
    named = {seat.place.id for seat in seats}
    wishes = [*_seat_wishes(view, seats), *_stop_wishes(badges, named)]
    stops = {badge.card.place.id for badge in badges}
    if view.named:
        wishes += _village_wishes(bubbles, stops)
    return tuple(place_labels(wishes, taken, edge))


def _seat_wishes(view: View, seats: tuple[Spot, ...]) -> Iterator[Wish]:
    for seat in seats:
        commune = view.district.commune_by_code.get(seat.place.commune)
        yield Wish(
            key=seat.place.id,
            kind="seat",
            text=commune.name if commune else seat.place.name,
            x=seat.x,
            y=seat.y,
            radius=SEAT_RADIUS,
            size=SEAT_SIZE,
            priority=0,
            bold=True,
        )


def _stop_wishes(badges: tuple[Badge, ...], named: set[str]) -> Iterator[Wish]:
    """Yield the names of the places with a stop, but for those that are ``named`` already."""
    last_there = {b.card.place.id: b for b in badges if b.card.place.id not in named}
    for badge in last_there.values():
        yield Wish(
            key=badge.card.place.id,
            kind="stop",
            text=badge.card.place.name,
            x=badge.x,
            y=badge.y,
            radius=BADGE_RADIUS,
            size=STOP_SIZE,
            priority=1,
            bold=True,
        )


def _village_wishes(bubbles: tuple[Bubble, ...], stops: set[str]) -> Iterator[Wish]:
    for bubble in bubbles:
        if bubble.village.id not in stops:
            yield Wish(
                key=bubble.village.id,
                kind="village",
                text=bubble.village.name,
                x=bubble.x,
                y=bubble.y,
                radius=bubble.reach,
                size=VILLAGE_SIZE,
                priority=2 + 1 / (1 + max(bubble.progress.left, 0)),
            )
