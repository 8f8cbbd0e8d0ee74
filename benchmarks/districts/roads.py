"""Road networks of made-up districts, and travel times over them.

Junctions form a star of valleys, a ring with spurs, or a tree; each carries one village at the end
of a path of its own. Location 0 is the district seat. Travel is the shortest way over the network,
slower uphill, and on unpaved segments slower the wetter the roads.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

STATES = (1.0, 1.3, 1.8)
"""How much longer an unpaved segment takes on dry, damp and wet roads."""
VEHICLES = (1.0, 1.25)
"""How much longer each vehicle class takes on paved roads: car, motorbike."""
UNPAVED = (2.0, 1.3)
"""How much longer an unpaved segment takes each class than a paved one, dry."""
MEAN_FROM_SEAT_S = 75 * 60
"""Time by car from the seat to a village, on dry roads, on average."""
UPHILL, DOWNHILL = 1.15, 0.95


class Shape(StrEnum):
    """How the roads of a district hang together."""

    STAR = "star"
    RING = "ring"
    TREE = "tree"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roads:
    """Segments between locations 0..``locations`` − 1; ``ends[i]`` joins a lower and a higher end.

    ``paved_s`` is a car's time on the segment if it were paved and flat.
    """

    locations: int
    ends: NDArray[np.int64]
    paved_s: NDArray[np.int64]
    paved: NDArray[np.bool_]

    def profile(self, vehicle: int, state: int) -> int:
        """Return the index of the travel profile of ``vehicle`` on roads in ``state``."""
        return vehicle * len(STATES) + state


def make_roads(shape: Shape, villages: int, draw: np.random.Generator) -> Roads:
    """Return roads that reach ``villages`` villages, at locations 1..villages."""
    parents = _PARENTS[shape](villages, draw)
    children = np.arange(1, villages + 1)
    ends = [np.column_stack([parents, children])]
    if shape is Shape.RING:
        # the main road comes back to the seat
        ends.append(np.array([[0, _trunk(villages)]]))
    joined = np.concatenate(ends)
    paved = (joined[:, 1] <= _trunk(villages)) & (draw.random(len(joined)) < 0.8)
    lengths = draw.integers(300, 1500, len(joined))
    rough = Roads(locations=villages + 1, ends=joined, paved_s=lengths, paved=paved)
    # long thin networks would else be out of reach of day tours, and bushy ones trivial
    mean_s = _shortest(rough, 0, 0)[0][0, 1:].mean()
    fitted = np.maximum(60, np.rint(lengths * MEAN_FROM_SEAT_S / mean_s)).astype(np.int64)
    return replace(rough, paved_s=fitted)


def travel_times(roads: Roads) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return seconds, and the location before the last on each way.

    Both have shape (profiles, locations, locations); profiles are numbered by ``Roads.profile``.
    """
    found = [_shortest(roads, v, s) for v in range(len(VEHICLES)) for s in range(len(STATES))]
    return np.stack([times for times, _ in found]), np.stack([before for _, before in found])


def _trunk(villages: int) -> int:
    """Return how many villages lie along the main roads; the others hang on them."""
    return max(2, villages // 3)


def _star(villages: int, draw: np.random.Generator) -> NDArray[np.int64]:
    arms = max(3, villages // 20)
    trunk = _trunk(villages)
    along = [max(0, v - arms) for v in range(1, trunk + 1)]
    return np.array(along + _hanging(villages, trunk, draw), dtype=np.int64)


def _ring(villages: int, draw: np.random.Generator) -> NDArray[np.int64]:
    trunk = _trunk(villages)
    return np.array([*range(trunk), *_hanging(villages, trunk, draw)], dtype=np.int64)


def _tree(villages: int, draw: np.random.Generator) -> NDArray[np.int64]:
    # a village joins one of the last few: branches grow long instead of bushy
    parents = [int(draw.integers(max(0, v - 8), v)) for v in range(1, villages + 1)]
    return np.array(parents, dtype=np.int64)


def _hanging(villages: int, trunk: int, draw: np.random.Generator) -> list[int]:
    """Return what each village beyond the main roads hangs on: they, or a village before it."""
    return [
        int(draw.integers(1, trunk + 1)) if draw.random() < 0.7 else int(draw.integers(1, v))
        for v in range(trunk + 1, villages + 1)
    ]


_PARENTS = {Shape.STAR: _star, Shape.RING: _ring, Shape.TREE: _tree}


def _shortest(
    roads: Roads, vehicle: int, state: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    slow = np.where(roads.paved, VEHICLES[vehicle], UNPAVED[vehicle] * STATES[state])
    times = roads.paved_s * slow
    # away from the seat roads climb: the end with the higher number lies above
    low, high = roads.ends[:, 0], roads.ends[:, 1]
    seconds = np.ceil(np.concatenate([times * UPHILL, times * DOWNHILL]))
    rows, columns = np.concatenate([low, high]), np.concatenate([high, low])
    graph = csr_array((seconds, (rows, columns)), shape=(roads.locations, roads.locations))
    distances, before = dijkstra(graph, return_predecessors=True)
    return distances.astype(np.int32), before.astype(np.int64)
