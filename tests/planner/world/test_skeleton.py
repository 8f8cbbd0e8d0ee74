"""All shortest times of a network taken apart: the same as by searching it whole."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse.csgraph import csgraph_from_dense, dijkstra

from planner.world.skeleton import skeleton

Network = tuple[int, list[tuple[int, int]]]


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Return places and the pairs that segments join: trees, circles, parallels, islands."""
    places = draw(st.integers(1, 9))
    ends = st.integers(0, places - 1)
    return places, draw(st.lists(st.tuples(ends, ends), max_size=14))


def whole(
    places: int, pairs: list[tuple[int, int]], there: NDArray[np.float64], back: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the shortest times by SciPy's search of the whole network."""
    legs = np.full((places, places), np.inf)
    for (a, b), out, home in zip(pairs, there, back, strict=True):
        legs[a, b], legs[b, a] = min(legs[a, b], out), min(legs[b, a], home)
    np.fill_diagonal(legs, np.inf)
    found: NDArray[np.float64] = dijkstra(csgraph_from_dense(legs, null_value=np.inf))
    return found


@given(networks(), st.integers(0, 2**32 - 1))
def test_times_are_the_shortest_in_every_state(network: Network, seed: int) -> None:
    places, pairs = network
    dice = np.random.default_rng(seed)
    seconds = dice.integers(1, 100, (2, 5, len(pairs))).astype(float)
    seconds[dice.random(seconds.shape) < 0.2] = np.inf
    found = skeleton(places, pairs).times_s(seconds[0], seconds[1])
    for state in range(5):
        expected = whole(places, pairs, seconds[0, state], seconds[1, state])
        assert np.array_equal(found[state], expected)


@given(networks())
def test_every_place_is_in_the_core_or_hangs_on_a_place_before_it(network: Network) -> None:
    places, pairs = network
    apart = skeleton(places, pairs)
    known = set(apart.core.tolist())
    for one in apart.hanging:
        assert one.place not in known
        assert one.neighbour in known
        known.add(one.place)
    assert known == set(range(places))


def test_a_valley_is_all_trees_but_one_place() -> None:
    assert len(skeleton(4, [(0, 1), (1, 2), (1, 3)]).core) == 1
