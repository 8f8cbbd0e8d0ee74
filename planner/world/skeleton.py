"""All shortest times of a road network at once, in many states of its roads.

A mountain network is a small core of roads that form circles, and trees of valleys that hang on it.
Only the core needs a search; what hangs on it is reached through one neighbour, and follows by
addition, for all states together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

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
        # States stand last while it is worked on: what is added for all of them lies together.
        there, back = there_s.T, back_s.T
        times_s = np.full((self.places, self.places, len(there_s)), np.inf)
        everywhere = np.arange(self.places)
        times_s[everywhere, everywhere] = 0.0
        known = np.zeros(self.places, np.bool_)
        known[self.core] = True
        times_s[np.ix_(self.core, self.core)] = self._core_times_s(there, back)
        for one in self.hanging:
            out_s, home_s = (there, back) if one.outward else (back, there)
            at, by, reached = one.place, one.neighbour, np.flatnonzero(known)
            times_s[reached, at] = times_s[reached, by] + out_s[one.segment]
            times_s[at, reached] = times_s[by, reached] + home_s[one.segment]
            known[at] = True
        return times_s.transpose(2, 0, 1)

    def _core_times_s(self, there: Seconds, back: Seconds) -> Seconds:
        """Return the times within the core, (core, core, states), from those of (segments, states).

        Floyd's algorithm [1]_ for all states side by side; SciPy's routines take them one by one,
        and making a graph of each takes longer than searching it.

        References
        ----------
        .. [1] Floyd, R. W. (1962). Algorithm 97: Shortest path. Comm. ACM 5(6), 345.
        """
        number = np.zeros(self.places, np.intp)
        number[self.core] = np.arange(len(self.core))
        times_s = np.full((len(self.core), len(self.core), there.shape[1]), np.inf)
        for segment in self.core_segments:
            a, b = number[self.ends[segment]]
            times_s[a, b] = np.minimum(times_s[a, b], there[segment])
            times_s[b, a] = np.minimum(times_s[b, a], back[segment])
        here = np.arange(len(self.core))
        times_s[here, here] = 0.0
        for by in here:
            np.minimum(times_s, times_s[:, by, None] + times_s[by], out=times_s)
        return times_s


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
