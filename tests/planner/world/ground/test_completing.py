"""What is added to a district's own roads: no more than joins its places."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.road import Segment
from planner.world.ground.completing import complete
from tests.planner import valley
from tests.planner.world.ground.test_joining import TRACK, Nodes, district_at, joined

NODES: Nodes = {n: (21.70 + n / 100, 102.70) for n in range(1, 8)} | {9: (21.74, 102.75)}
ALONG = (1, 2, 3, 4, 5, 6, 7)


def test_own_roads_stay_and_only_what_is_missing_is_added(tmp_path: Path) -> None:
    district = district_at({"base": NODES[1], "v1": NODES[4], "v2": NODES[7]})
    own = valley.road("base", "v1", 7.0)
    district = replace(district, segments=(own,))
    surveyed = joined(tmp_path, district, NODES, [(ALONG, TRACK), ((4, 9), TRACK)])
    found = complete(district, surveyed).district
    assert found.segments[0] == own
    (added,) = found.segments[1:]
    assert {added.start, added.end} == {"v1", "v2"}
    assert complete(found, surveyed).district == found


def reached(segments: tuple[Segment, ...]) -> set[str]:
    """Return what can be reached from the base."""
    known, waiting = set[str](), ["base"]
    while waiting:
        here = waiting.pop()
        if here not in known:
            known.add(here)
            for s in segments:
                if here in (s.start, s.end):
                    waiting += [s.start, s.end]
    return known


@pytest.mark.parametrize("seed", range(20))
def test_all_is_joined_that_the_extract_joins(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    nodes: Nodes = {
        n: (round(21.6 + dice.random() * 0.2, 6), round(102.6 + dice.random() * 0.2, 6))
        for n in range(1, 20)
    }
    ways = [(tuple(dice.sample(range(1, 20), dice.randint(2, 5))), TRACK) for _ in range(9)]
    on_road = sorted({n for refs, _ in ways for n in refs})
    names = ("base", "v1", "v2", "v3", "v4")
    stands = dict(zip(names, dice.sample(on_road, 5), strict=True))
    district = district_at({name: nodes[n] for name, n in stands.items()})
    own = (valley.road("base", "v1", 9.0), valley.road("v2", "v3", 9.0))
    district = replace(district, segments=own)
    surveyed = joined(tmp_path, district, nodes, ways)
    found = complete(district, surveyed).district
    assert found.segments[:2] == own
    both = reached((*own, *surveyed.district.segments))
    assert reached(found.segments) & set(names) == both & set(names)
    # a forest: taking any away would cut something off
    for one in found.segments[2:]:
        fewer = tuple(s for s in found.segments if s != one)
        ends = reached(fewer)
        assert one.start not in ends or one.end not in ends or "base" not in both
