"""A district's own roads, and of surveyed ones only what joins places that its own do not. Pure."""

from collections import Counter
from dataclasses import replace

from planner.domain.district import District
from planner.domain.place import PlaceKind
from planner.domain.road import Segment
from planner.world.ground.joining import Guesses, Joined


def complete(district: District, surveyed: Joined) -> Joined:
    """Return the district with as few kilometres of ``surveyed`` roads as join all its places.

    What can be joined at all: a shortest spanning forest over its own roads (Kruskal 1956), without
    the ends that lead to no place.
    """
    component = {place: place for place in {*district.place_by_id, *_ends(surveyed.district)}}

    def root(place: str) -> str:
        while component[place] != place:
            component[place] = place = component[component[place]]
        return place

    def joins(segment: Segment) -> bool:
        a, b = root(segment.start), root(segment.end)
        component[a] = b
        return a != b

    for segment in district.segments:
        joins(segment)
    by_length = sorted(surveyed.district.segments, key=lambda s: (s.length_km, s.id))
    added = _without_dead_ends([segment for segment in by_length if joins(segment)], district)
    ids = {segment.id for segment in added}
    used = {end for segment in added for end in (segment.start, segment.end)}
    new = [p for p in surveyed.district.places if p.id in used and p.kind is PlaceKind.JUNCTION]
    weak = [point for point in surveyed.district.weak_points if point.segment in ids]
    return Joined(
        district=replace(
            district,
            places=(*district.places, *(p for p in new if p.id not in district.place_by_id)),
            segments=(*district.segments, *added),
            weak_points=(*district.weak_points, *weak),
        ),
        guesses=Guesses(
            surfaces=_among(surveyed.guesses.surfaces, ids),
            straight=_among(surveyed.guesses.straight, ids),
            unjoined=surveyed.guesses.unjoined,
            heights=_among(surveyed.guesses.heights, ids),
        ),
    )


def _ends(district: District) -> set[str]:
    return {end for segment in district.segments for end in (segment.start, segment.end)}


def _without_dead_ends(segments: list[Segment], district: District) -> list[Segment]:
    """Return the segments but those that lead only to a junction that is not the district's."""
    while True:
        count = Counter(end for s in segments for end in (s.start, s.end))
        dead = {end for end, n in count.items() if n == 1 and end not in district.place_by_id}
        if not dead:
            return segments
        segments = [s for s in segments if not dead & {s.start, s.end}]


def _among(some: tuple[str, ...], ids: set[str]) -> tuple[str, ...]:
    return tuple(one for one in some if one in ids)
