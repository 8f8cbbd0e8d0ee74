"""Shortest paths over road segments, for one way of moving. Owns SciPy's graph routines."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

UNREACHABLE = int(np.iinfo(np.int32).max)
"""Seconds between two places that no road joins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One segment travelled one way, between place indices, in whole seconds above 0."""

    start: int
    end: int
    seconds: int
    km: float
    segment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """The fastest paths between all places.

    ``seconds`` (int32, ``UNREACHABLE`` where none) and ``km`` (infinite where none) have shape
    (places, places), from row to column. ``before[a, b]`` is the place passed just before ``b`` on
    the way from ``a``. ``fastest`` holds the leg that counts between two neighbours.
    """

    seconds: NDArray[np.int32]
    km: NDArray[np.float64]
    before: NDArray[np.int32]
    fastest: dict[tuple[int, int], Leg]

    def route(self, a: int, b: int) -> tuple[str, ...]:
        """Return the segments from ``a`` to ``b`` in order; empty if there is no path."""
        if self.seconds[a, b] == UNREACHABLE:
            return ()
        segments = []
        while b != a:
            previous = int(self.before[a, b])
            segments.append(self.fastest[previous, b].segment)
            b = previous
        return tuple(reversed(segments))


def shortest_paths(places: int, legs: Iterable[Leg]) -> Paths:
    """Return the fastest paths over ``legs``; of several between two places the fastest counts."""
    fastest: dict[tuple[int, int], Leg] = {}
    for leg in legs:
        known = fastest.get((leg.start, leg.end))
        if known is None or leg.seconds < known.seconds:
            fastest[leg.start, leg.end] = leg
    graph = _graph(places, fastest)
    distance, before = dijkstra(graph, directed=True, return_predecessors=True)
    seconds = np.where(np.isinf(distance), UNREACHABLE, distance).astype(np.int32)
    km = _km_along(distance, before, fastest)
    return Paths(seconds=seconds, km=km, before=before.astype(np.int32), fastest=fastest)


def _graph(places: int, fastest: dict[tuple[int, int], Leg]) -> csr_array:
    starts = np.array([a for a, _ in fastest], dtype=np.int32)
    ends = np.array([b for _, b in fastest], dtype=np.int32)
    seconds = np.array([leg.seconds for leg in fastest.values()], dtype=np.float64)
    return csr_array((seconds, (starts, ends)), shape=(places, places))


def _km_along(
    distance: NDArray[np.float64],
    before: NDArray[np.int32],
    fastest: dict[tuple[int, int], Leg],
) -> NDArray[np.float64]:
    """Add up lengths outward from each place, nearest first, for all rows at once."""
    places = len(distance)
    leg_km = np.zeros((places, places))
    for (a, b), leg in fastest.items():
        leg_km[a, b] = leg.km
    km = np.where(np.isinf(distance), np.inf, 0.0)
    outward = np.argsort(distance, axis=1, kind="stable")
    for nearest in outward.T:
        rows = np.flatnonzero(before[np.arange(places), nearest] >= 0)
        here = nearest[rows]
        previous = before[rows, here]
        km[rows, here] = km[rows, previous] + leg_km[previous, here]
    return km
