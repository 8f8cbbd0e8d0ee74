"""Masks of weathers: in which a place is reached, is safe, and may be woken at."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.arrays import world_of
from optimizer.draft import Draft
from optimizer.kinds import by_kinds
from optimizer.masks import (
    MOST_TOLD_APART,
    bits,
    entering,
    maximal,
    reached,
    weigh,
    weigh_most,
    weights_by_octet,
)
from optimizer.problem import BASE
from optimizer.solution import Solution
from optimizer.value import leg_masks, tours
from optimizer.walk import Walk
from tests.optimizer.worlds import ALL, with_few_beds

MASKS = st.integers(0, 2**64 - 1)
FEW_BITS = st.integers(0, 2**6 - 1)


@given(MASKS)
def test_bits_are_counted(mask: int) -> None:
    assert bits(np.uint64(mask)) == mask.bit_count()


WEIGHTS = st.lists(st.integers(0, 1000), max_size=64)


def _weighed(mask: int, weights: list[int]) -> int:
    if not weights:
        return mask.bit_count()
    return sum(weight for s, weight in enumerate(weights) if mask >> s & 1)


@given(MASKS, WEIGHTS)
def test_a_mask_weighs_what_its_scenarios_do(mask: int, weights: list[int]) -> None:
    assert weigh(np.uint64(mask), weights_by_octet(weights)) == _weighed(mask, weights)


@given(MASKS, st.lists(MASKS.filter(bool), max_size=5), WEIGHTS)
def test_the_mask_that_weighs_most_in_common_counts(
    mask: int, others: list[int], weights: list[int]
) -> None:
    padded = np.array([*others, 0, 2**64 - 1], np.uint64)
    expected = max((_weighed(mask & other, weights) for other in others), default=0)
    assert weigh_most(np.uint64(mask), padded, weights_by_octet(weights)) == expected


@given(st.lists(FEW_BITS, max_size=30), st.integers(1, 8))
def test_each_mask_is_within_one_that_is_kept(masks: list[int], most: int) -> None:
    kept = maximal(masks, most)
    assert len(kept) <= most
    assert all(any(mask & ~one == 0 for one in kept) for mask in masks if mask)
    assert not any(a & ~b == 0 for a in kept for b in kept if a != b)
    outermost = {m for m in masks if m and not any(m & ~o == 0 and m != o for o in masks)}
    assert len(outermost) > most or set(kept) == outermost


@pytest.mark.parametrize("seed", range(20))
def test_a_place_is_reached_where_some_way_of_open_legs_leads_there(seed: int) -> None:
    dice, places, weathers = random.Random(seed), 6, 8
    often = [[dice.getrandbits(8) & dice.getrandbits(8) for _ in range(places)] for _ in range(6)]
    open_in = np.array(often, np.uint64)
    found = reached(open_in)
    for weather in range(weathers):
        legs = {a: [b for b in range(places) if often[a][b] >> weather & 1] for a in range(places)}
        for start in range(places):
            known, waiting = set(), [*legs[start]]
            while waiting:
                here = waiting.pop()
                if here not in known:
                    known.add(here)
                    waiting += legs[here]
            assert known == {b for b in range(places) if int(found[start, b]) >> weather & 1}


def test_every_tour_wakes_within_the_masks_that_are_told_apart() -> None:
    woken = 0
    for seed in range(60):
        asked = with_few_beds(seed, features=ALL)
        kinds = by_kinds(asked)
        if kinds.open_in is None or not asked.lodgings:
            continue
        enter = entering(asked, kinds.open_in)
        assert enter.shape[2] == MOST_TOLD_APART
        walk = Walk(kinds, world_of(kinds), seed)
        walk.construct()
        walk.run(20_000, 0.0, 0.5, np.zeros(1, np.uint8))
        plans = Draft(kinds, walk.columns()).plans()
        for tour in tours(asked, Solution(plans=plans, value=0, bound=0)):
            mask = 2**asked.scenarios - 1
            for plan in tour:
                woke = enter[plan.shift, 1 + plan.slept_at].tolist()
                assert any(mask & ~one == 0 for one in woke)
                woken += plan.slept_at != BASE
                for leg in leg_masks(asked, plan):
                    mask &= leg
    assert woken > 20
