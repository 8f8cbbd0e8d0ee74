"""A district's road network out of surveyed roads: only what joins its places, in few segments.

Places are joined to the nearest road; of the roads those are kept that lie on a quickest way from
place to place; what runs between two junctions or places is one segment. Whatever nobody surveyed
is marked and told. Pure but for SciPy's search.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from planner.domain.district import District
from planner.domain.place import Place, PlaceKind
from planner.domain.road import Segment, Surface, VehicleClass, WeakPoint, WeakPointKind
from planner.world.distance import km_between
from planner.world.ground.osm import Point, Roads, Way

NEAR_KM = 0.2
"""A place as near to a road lies on it."""
FAR_KM = 3.0
"""A place further from any road is not joined."""
DETOUR = 1.4
"""How much longer a way that nobody surveyed is than the straight line: an assumption."""
SLOWEST_KMH = 3.0
LEAST_KM = 0.01

Height = Callable[[float, float], float | None]


class Edge(NamedTuple):
    """A piece of a way between two nodes that follow each other."""

    start: int
    end: int
    km: float
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesses:
    """What nobody surveyed: ids of segments and places, by what was guessed."""

    surfaces: tuple[str, ...]
    straight: tuple[str, ...]
    unjoined: tuple[str, ...]
    heights: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Joined:
    """A district with its roads, and what of them was guessed."""

    district: District
    guesses: Guesses


def join(district: District, roads: Roads, height: Height) -> Joined:
    """Return the district with the roads of an extract instead of its own.

    Weak points of its own are dropped with the segments that they stood on.
    """
    places = {p.id: p for p in district.place_by_id.values() if p.kind is not PlaceKind.JUNCTION}
    stands, lanes, unjoined = _standing(_nearest(places, roads))
    edges = _kept(list(_edges(roads)), set(stands), _speeds(district))
    ends = _Ends(places=places, roads=roads, height=height, stands=stands, junctions={})
    segments, weak = list(lanes), list[WeakPoint]()
    surfaces, flat = list[str](), list[str]()
    for chain in _chains(edges, set(stands)):
        rise = [height(*roads.points[node]) for node in chain.ends]
        segment = _segment(chain, [ends.place(node) for node in chain.ends], rise)
        segments.append(segment)
        surfaces += [segment.id] if chain.ways[0].guessed else []
        flat += [segment.id] if None in rise else []
        weak += _weak_points(chain, segment, ends)
    for node, name in stands.items():
        if name is None:
            ends.place(node)
    known = (p for p in district.places if p.kind is not PlaceKind.JUNCTION)
    found = replace(
        district,
        places=(*known, *ends.junctions.values()),
        segments=tuple(segments),
        weak_points=tuple(weak),
    )
    return Joined(
        district=found,
        guesses=Guesses(
            surfaces=tuple(surfaces),
            straight=tuple(s.id for s in lanes),
            unjoined=tuple(unjoined),
            heights=tuple(flat),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Chain:
    """Edges one after another between two ``ends``, all of one surface; ``nodes`` in order."""

    nodes: tuple[int, ...]
    km: float
    ways: tuple[Way, ...]

    @property
    def ends(self) -> tuple[int, int]:
        """The first and the last node."""
        return self.nodes[0], self.nodes[-1]


def _at(point: Point) -> Place:
    """Return a point as a place, to measure from."""
    return Place(
        id="x",
        name="x",
        kind=PlaceKind.JUNCTION,
        commune="",
        latitude_deg=point.latitude_deg,
        longitude_deg=point.longitude_deg,
    )


def _edges(roads: Roads) -> Iterator[Edge]:
    for way in roads.ways:
        for start, end in zip(way.nodes, way.nodes[1:], strict=False):
            if start != end:
                km = km_between(_at(roads.points[start]), _at(roads.points[end]))
                yield Edge(start, end, km, way)


def _nearest(places: Mapping[str, Place], roads: Roads) -> dict[str, tuple[int, float]]:
    """Return the nearest node of each place, and how far it is in kilometres."""
    nodes = sorted({node for way in roads.ways for node in way.nodes})
    degrees = np.radians(np.array([roads.points[node] for node in nodes]))
    found = {}
    for name, place in places.items():
        here = np.radians([place.latitude_deg, place.longitude_deg])
        apart = (degrees - here) * np.array([1.0, np.cos(here[0])])
        nearest = nodes[int(np.argmin((apart**2).sum(axis=1)))]
        found[name] = (nearest, km_between(place, _at(roads.points[nearest])))
    return found


def _standing(
    near: Mapping[str, tuple[int, float]],
) -> tuple[dict[int, str | None], list[Segment], list[str]]:
    """Return which place stands at each node, lanes to those that stand aside, and who is far.

    A node that only lanes lead to stands for nobody (``None``): it becomes a junction.
    """
    stands: dict[int, str | None] = {}
    for name, (node, km) in sorted(near.items(), key=lambda one: (one[1][1], one[0])):
        if km <= NEAR_KM and node not in stands:
            stands[node] = name
    own = {name for name in stands.values() if name}
    lanes: list[Segment] = []
    for name, (node, km) in sorted(near.items()):
        if name in own or km > FAR_KM:
            continue
        stands.setdefault(node, None)
        lanes.append(
            Segment(
                id=f"lane-{name}",
                start=stands[node] or _junction_id(node),
                end=name,
                length_km=max(LEAST_KM, round(km * DETOUR, 2)),
                surface=Surface.PATH,
                lowest_class=VehicleClass.MOTORBIKE,
                straight_line=True,
                source=f"straight line × {DETOUR} to the nearest road of OpenStreetMap",
                synthetic=True,
            )
        )
    return stands, lanes, sorted(name for name, (_, km) in near.items() if km > FAR_KM)


def _speeds(district: District) -> dict[Surface, float]:
    """Return the fastest dry speed on each surface, in km/h."""
    found: defaultdict[Surface, float] = defaultdict(lambda: SLOWEST_KMH)
    for speed in district.speeds:
        found[speed.surface] = max(found[speed.surface], speed.dry_kmh)
    return found


def _kept(edges: Sequence[Edge], stands: set[int], speeds: Mapping[Surface, float]) -> list[Edge]:
    """Return the edges on a quickest way between two of the nodes where places stand."""
    nodes = sorted({node for edge in edges for node in (edge.start, edge.end)} | stands)
    number = {node: i for i, node in enumerate(nodes)}
    best: dict[tuple[int, int], tuple[float, Edge]] = {}
    for edge in edges:
        a, b = sorted((number[edge.start], number[edge.end]))
        takes_h = max(LEAST_KM / 100, edge.km) / speeds[edge.way.surface]
        if (a, b) not in best or takes_h < best[a, b][0]:
            best[a, b] = (takes_h, edge)
    hours = np.array([one[0] for one in best.values()])
    pairs = np.array(list(best), np.int64).reshape(-1, 2)
    size = (len(nodes), len(nodes))
    graph = csr_array((hours, (pairs[:, 0], pairs[:, 1])), shape=size)
    starts = sorted(number[node] for node in stands)
    if not starts:
        return []
    apart, before = dijkstra(graph, directed=False, indices=starts, return_predecessors=True)
    used: set[tuple[int, int]] = set()
    for row, start in enumerate(starts):
        for end in starts:
            here = end if np.isfinite(apart[row, end]) else start
            while here != start:
                previous = int(before[row, here])
                used.add((min(previous, here), max(previous, here)))
                here = previous
    return [best[pair][1] for pair in sorted(used)]


def _chains(edges: Sequence[Edge], stands: set[int]) -> Iterator[Chain]:
    """Yield the edges between junctions, places and changes of surface, joined."""
    touching: defaultdict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        touching[edge.start].append(edge)
        touching[edge.end].append(edge)

    def breaks(node: int) -> bool:
        own = touching[node]
        return node in stands or len(own) != 2 or _kind(own[0]) != _kind(own[1])

    taken: set[Edge] = set()
    for start in filter(breaks, sorted(touching)):
        for first in touching[start]:
            if first in taken:
                continue
            nodes, ways, km, here, edge = [start], [], 0.0, start, first
            while True:
                taken.add(edge)
                here = edge.end if edge.start == here else edge.start
                nodes.append(here)
                ways.append(edge.way)
                km += edge.km
                following = [e for e in touching[here] if e not in taken]
                if breaks(here) or not following:
                    break
                edge = following[0]
            yield Chain(nodes=tuple(nodes), km=km, ways=tuple(dict.fromkeys(ways)))


def _kind(edge: Edge) -> tuple[Surface, VehicleClass, bool]:
    return edge.way.surface, edge.way.lowest_class, edge.way.guessed


def _junction_id(node: int) -> str:
    return f"osm-{node}"


@dataclass(frozen=True, kw_only=True)
class _Ends:
    """The places at which segments end: those that stand there, and junctions made for them."""

    places: Mapping[str, Place]
    roads: Roads
    height: Height
    stands: Mapping[int, str | None]
    junctions: dict[int, Place]

    def nearest(self, node: int) -> Place:
        """Return the place that is nearest to a node."""
        point = _at(self.roads.points[node])
        return min(self.places.values(), key=lambda p: (km_between(p, point), p.id))

    def place(self, node: int) -> str:
        """Return the id of the place at a node; make a junction if none stands there."""
        name = self.stands.get(node)
        if name is not None:
            return name
        if node not in self.junctions:
            point, nearest = self.roads.points[node], self.nearest(node)
            self.junctions[node] = Place(
                id=_junction_id(node),
                name=f"Ngã ba gần {nearest.name} ({node})",
                kind=PlaceKind.JUNCTION,
                commune=nearest.commune,
                latitude_deg=point.latitude_deg,
                longitude_deg=point.longitude_deg,
                elevation_m=self.height(*point) or 0.0,
                source="OpenStreetMap; commune: that of the nearest place",
                synthetic=True,
            )
        return self.junctions[node].id


def _segment(chain: Chain, ends: Sequence[str], rise: Sequence[float | None]) -> Segment:
    way, length = chain.ways[0], max(LEAST_KM, round(chain.km, 2))
    start_m, end_m = rise
    climb = 0.0 if start_m is None or end_m is None else end_m - start_m
    names = [w.name for w in chain.ways if w.name]
    notes = "; surface not told, guessed by the kind of road" if way.guessed else ""
    notes += "; heights not known, taken for flat" if None in rise else ""
    return Segment(
        id=f"osm-{chain.nodes[0]}-{chain.nodes[1]}-{chain.nodes[-1]}",
        name=names[0] if names else "",
        start=ends[0],
        end=ends[1],
        length_km=length,
        climb_m=float(np.clip(round(climb, 1), -2000 * length, 2000 * length)),
        surface=way.surface,
        lowest_class=way.lowest_class,
        source=f"OpenStreetMap, way {way.id}{notes}",
        synthetic=way.guessed or None in rise,
    )


def _weak_points(chain: Chain, segment: Segment, ends: _Ends) -> Iterator[WeakPoint]:
    """Yield fords and bridges of a chain; the commune of the nearest place governs them."""
    found = {(way.nodes[0], way.weak) for way in chain.ways if way.weak is not None}
    found |= {(node, WeakPointKind.FORD) for node in chain.nodes if node in ends.roads.fords}
    for node, kind in sorted(found):
        nearest = ends.nearest(node)
        yield WeakPoint(
            id=f"{segment.id}-{kind}-{node}",
            segment=segment.id,
            kind=kind,
            name=f"gần {nearest.name}",
            rain_commune=nearest.commune,
            source="OpenStreetMap; rain: that of the nearest place's commune",
            synthetic=True,
        )
