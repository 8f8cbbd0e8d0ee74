"""Sets of weathers as bits of a mask: in which a place is reached, is safe, may be woken at.

What a team's nights leave of the weathers in which it begins a day as planned is bounded here, so
that a day away is priced for no more than it can be worth. Owns masks; knows no prices or search.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from optimizer.compiled import kernel
from optimizer.problem import Problem

MOST_TOLD_APART = 8
"""Masks kept of all with which a team can wake at a place: of more, those most alike are joined."""
Masks = NDArray[np.uint64]
Weights = NDArray[np.int64]


@kernel
def bits(mask: np.uint64) -> int:
    """Return how many bits of a 64-bit mask are set."""
    m = np.uint64(mask)
    m = m - ((m >> np.uint64(1)) & np.uint64(0x5555555555555555))
    m = (m & np.uint64(0x3333333333333333)) + ((m >> np.uint64(2)) & np.uint64(0x3333333333333333))
    m = (m + (m >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((m * np.uint64(0x0101010101010101)) >> np.uint64(56))  # type: ignore[return-value]


@kernel
def weigh(mask: np.uint64, weights: Weights) -> int:
    """Return what the scenarios of a mask weigh (``weights_by_octet``); a bit each if all alike."""
    if len(weights) == 0:
        return bits(mask)
    total = 0
    for octet in range(8):
        total += weights[octet, (mask >> np.uint64(8 * octet)) & np.uint64(255)]
    return total


@kernel
def weigh_most(mask: np.uint64, others: Masks, weights: Weights) -> int:
    """Return what a mask and that of ``others`` have in common where it weighs most.

    The first mask of 0 ends the others.
    """
    most = 0
    for other in others:
        if other == 0:
            break
        most = max(most, weigh(mask & other, weights))
    return most


def weights_by_octet(weights: Sequence[int]) -> Weights:
    """Return what each octet of a mask weighs at each of its eight places, (8, 256); or (0, 256).

    So eight looks weigh a mask. None are needed where all scenarios weigh alike, and none come.
    """
    each = np.zeros(64 if weights else 0, np.int64)
    each[: len(weights)] = weights
    set_in = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
    return np.ascontiguousarray(each.reshape(-1, 8) @ set_in.T.astype(np.int64))


def reached(open_in: Masks) -> Masks:
    """Return in which weathers there is any way, by legs of ``open_in`` (places, places)."""
    found = open_in.copy()
    for via in range(len(found)):
        found |= found[:, via, None] & found[None, via, :]
    return found


def refuge(passable_in: Masks, beds: Sequence[int]) -> Masks:
    """Return in which weathers a team can drive from each place (places,) to any of its beds."""
    found: Masks = np.bitwise_or.reduce(passable_in[:, list(beds)], axis=1)
    return found


def trapping(open_in: Masks, refuges: Masks) -> np.uint64:
    """Return the weathers in which a leg leads from a place with a refuge to one without.

    In all others nobody is stranded who sets out from a bed, whatever the way.
    """
    traps = open_in & refuges[:, None] & ~refuges[None, :]
    return np.uint64(np.bitwise_or.reduce(traps, axis=None))


def entering(problem: Problem, open_in: Masks) -> Masks:
    """Return masks (shifts, 1 + lodgings, told apart) of weathers in which a shift may begin there.

    Whatever a tour was until then, the weathers in which it is on its way as planned are within one
    of these; 0 stands for none. All weathers at base; none where the team cannot have slept.
    ``open_in`` is as in ``Kinds``.
    """
    places = range(-1, len(problem.lodgings))
    found = np.zeros((len(problem.shifts), len(places), MOST_TOLD_APART), np.uint64)
    found[:, 0, 0] = np.uint64(2**problem.scenarios - 1)
    ways: dict[int, Masks] = {}
    for k in sorted(range(len(found)), key=lambda k: problem.shifts[k].day):
        shift = problem.shifts[k]
        before = problem.shift_on(shift.team, shift.day - 1)
        if before is None or problem.teams[shift.team].max_nights == 0:
            continue
        profile = problem.shifts[before].profile
        if profile not in ways:
            ways[profile] = reached(open_in[profile])
        slept = [problem.sleeping_place(shift.team, h) for h in places]
        for h in places[1:]:
            way = ways[profile][slept, slept[1 + h]]
            some = maximal((found[before] & way[:, None]).ravel().tolist(), MOST_TOLD_APART)
            found[k, 1 + h, : len(some)] = some
    return found


def maximal(masks: Iterable[int], most: int) -> list[int]:
    """Return at most so many masks, none within another, so that each of ``masks`` is within one.

    While they are too many the two are joined that have fewest bits together.
    """
    kept = _outermost(set(masks) - {0})
    while len(kept) > most:
        pairs = combinations(kept, 2)
        one, other = min(pairs, key=lambda pair: ((pair[0] | pair[1]).bit_count(), pair))
        kept = _outermost({*kept, one | other})
    return kept


def _outermost(masks: Collection[int]) -> list[int]:
    """Return the masks that are within no other, those with most bits first."""
    kept: list[int] = []
    for mask in sorted(masks, key=lambda mask: (-mask.bit_count(), mask)):
        if all(mask & ~other for other in kept):
            kept.append(mask)
    return kept
