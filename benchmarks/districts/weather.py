"""In which weather scenarios the legs of a made-up district can be driven.

A scenario is a strength of rain; the wetter the roads already are, and the weaker an unpaved
segment, the less rain closes it. A leg is open where every segment on its way is.
"""

import numpy as np
from numpy.typing import NDArray

from benchmarks.districts.roads import STATES, VEHICLES, Roads

SCENARIOS = 64
WEAK = 0.15
"""Share of unpaved segments that rain can close."""
EVERYTHING = np.uint64(2**64 - 1)


def open_in(
    roads: Roads, before: NDArray[np.int64], draw: np.random.Generator
) -> NDArray[np.uint64]:
    """Return the masks, of the shape of ``before``: (profiles, locations, locations)."""
    rain = draw.random(SCENARIOS)
    weak = ~roads.paved & (draw.random(len(roads.ends)) < WEAK)
    closes_at = draw.uniform(0.85, 1.3, len(roads.ends))
    masks = np.empty(before.shape, dtype=np.uint64)
    for vehicle in range(len(VEHICLES)):
        for state in range(len(STATES)):
            # each step of wetness closes roads by a tenth less rain
            open_ones = ~weak[:, np.newaxis] | (rain < (closes_at - 0.1 * state)[:, np.newaxis])
            profile = roads.profile(vehicle, state)
            masks[profile] = _along_ways(_segments(roads, open_ones), before[profile])
    return masks


def _segments(roads: Roads, open_ones: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Return the masks of single segments, shape (locations, locations), the same both ways."""
    bits = np.uint64(1) << np.arange(SCENARIOS, dtype=np.uint64)
    masks = np.where(open_ones, bits, np.uint64(0)).sum(axis=1, dtype=np.uint64)
    single = np.full((roads.locations, roads.locations), EVERYTHING, dtype=np.uint64)
    low, high = roads.ends[:, 0], roads.ends[:, 1]
    single[low, high] = masks
    single[high, low] = masks
    return single


def _along_ways(single: NDArray[np.uint64], before: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the masks of whole ways: each step doubles how much of a way is counted in."""
    count = len(single)
    here = np.arange(count)
    start = here[:, np.newaxis]
    back = np.where(before < 0, start, before)
    masks = np.asarray(single[back, here[np.newaxis]])
    for _ in range(count.bit_length()):
        masks = masks & np.take_along_axis(masks, back, axis=1)
        back = np.take_along_axis(back, back, axis=1)
    return masks
