"""All shortest times of a road network at once, in many states of its roads.

A mountain network is a small core of roads that form circles, and trees of valleys that hang on it.
Only the core needs a search; what hangs on it is reached through one neighbour, and follows by
addition, for all states together. Owns SciPy's graph routines beside ``network``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

Seconds = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """A place that one segment joins to those before it: its neighbour, and the segment's number.

    ``outward`` says that the segment leads from the neighbour to the place.
    """

    place: int
    neighbour: int
    segment: int
    outward: bool


@dataclass(frozen=True, kw_only=True)
class Skeleton:
    """A network taken apart: ``core`` places, and the ``hanging`` ones from the core outward.

    ``ends`` (segments, 2) are the places that each segment joins.
    """

    places: int
    ends: NDArray[np.intp]
    core: NDArray[np.intp]
    hanging: tuple[Hanging, ...]

    @cached_property
    def core_segments(self) -> NDArray[np.intp]:
        """The numbers of the segments that join two places of the core."""
        inside = np.zeros(self.places, np.bool_)
        inside[self.core] = True
        found: NDArray[np.intp] = np.flatnonzero(inside[self.ends].all(axis=1))
        return found

    def times_s(self, there_s: Seconds, back_s: Seconds) -> Seconds:
        """Return the shortest times between all places, shape (states, places, places).

        Parameters
        ----------
        there_s, back_s
            Seconds to pass each segment from its first end to its second, and back, shape (states,
            segments); infinite where it is closed.
        """
        times_s = np.full((len(there_s), self.places, self.places), np.inf)
        everywhere = np.arange(self.places)
        times_s[:, everywhere, everywhere] = 0.0
        known = np.zeros(self.places, np.bool_)
        known[self.core] = True
        core = self.core
        times_s[:, core[:, None], core[None, :]] = self._core_times_s(there_s, back_s)
        for one in self.hanging:
            out_s, home_s = (there_s, back_s) if one.outward else (back_s, there_s)
            at, by, reached = one.place, one.neighbour, np.flatnonzero(known)
            times_s[:, reached, at] = times_s[:, reached, by] + out_s[:, one.segment, None]
            times_s[:, at, reached] = times_s[:, by, reached] + home_s[:, one.segment, None]
            known[at] = True
        return times_s

    def _core_times_s(self, there_s: Seconds, back_s: Seconds) -> Seconds:
        """Return the times within the core; equal states share one search."""
        some = self.core_segments
        both = np.concatenate([there_s[:, some], back_s[:, some]], axis=1)
        distinct, which = np.unique(both, axis=0, return_inverse=True)
        number = np.zeros(self.places, np.intp)
        number[self.core] = np.arange(len(self.core))
        starts = np.concatenate([number[self.ends[some, 0]], number[self.ends[some, 1]]])
        ends = np.concatenate([number[self.ends[some, 1]], number[self.ends[some, 0]]])
        found = np.zeros((len(distinct), len(self.core), len(self.core)))
        for state, seconds in enumerate(distinct):
            found[state] = _searched_s(len(self.core), starts, ends, seconds)
        return found[which.ravel()]


def skeleton(places: int, ends: Sequence[tuple[int, int]]) -> Skeleton:
    """Return the network of ``places`` whose segments join the pairs of ``ends``.

    What no road joins to the rest belongs to the core, where a search finds that no way leads
    there.
    """
    touching: list[set[int]] = [set() for _ in range(places)]
    for number, pair in enumerate(ends):
        if pair[0] != pair[1]:
            for place in pair:
                touching[place].add(number)
    leaves = [place for place in range(places) if len(touching[place]) == 1]
    taken: list[Hanging] = []
    off = np.zeros(places, np.bool_)
    while leaves:
        place = leaves.pop()
        if len(touching[place]) != 1:
            continue  # the last of its tree
        segment = touching[place].pop()
        a, b = ends[segment]
        neighbour = a if b == place else b
        touching[neighbour].discard(segment)
        off[place] = True
        outward = b == place
        taken.append(Hanging(place=place, neighbour=neighbour, segment=segment, outward=outward))
        if len(touching[neighbour]) == 1:
            leaves.append(neighbour)
    return Skeleton(
        places=places,
        ends=np.array(ends, np.intp).reshape(-1, 2),
        core=np.flatnonzero(~off),
        hanging=tuple(reversed(taken)),
    )


def _searched_s(
    places: int, starts: NDArray[np.intp], ends: NDArray[np.intp], seconds: Seconds
) -> Seconds:
    """Return the shortest times over these legs; of several between two places the fastest."""
    open_now = np.isfinite(seconds) & (starts != ends)
    order = np.flatnonzero(open_now)[np.argsort(-seconds[open_now], kind="stable")]
    legs = np.full((places, places), np.inf)
    legs[starts[order], ends[order]] = seconds[order]
    joined = np.isfinite(legs)
    graph = csr_array((legs[joined], joined.nonzero()), shape=(places, places))
    found: Seconds = dijkstra(graph, directed=True)
    return found
