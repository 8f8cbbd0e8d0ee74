"""Road networks out of extracts: as far from place to place as in the extract, in few segments."""

import random
from dataclasses import replace
from heapq import heappop, heappush
from itertools import pairwise
from pathlib import Path

import pytest

from planner.domain.district import District
from planner.domain.place import PlaceKind, Village
from planner.domain.road import Surface
from planner.world.distance import km_between
from planner.world.ground.joining import DETOUR, Joined, join
from planner.world.ground.osm import read_roads
from tests.planner import valley
from tests.planner.world.ground.extracts import extract

TRACK = {"highway": "track"}
Nodes = dict[int, tuple[float, float]]


def village_at(name: str, point: tuple[float, float]) -> Village:
    return valley.village(name, latitude_deg=point[0], longitude_deg=point[1])


def district_at(points: dict[str, tuple[float, float]]) -> District:
    """Return the valley with its base at the first point, villages at the others."""
    (_, base), *others = points.items()
    plain = valley.district()
    moved = tuple(
        replace(p, latitude_deg=base[0], longitude_deg=base[1]) if p.id == "base" else p
        for p in plain.places
    )
    villages = tuple(village_at(name, point) for name, point in others)
    return replace(
        plain,
        places=tuple(p for p in moved if p.id == "base"),
        villages=villages,
        segments=(),
        weak_points=(),
        demands=(),
    )


def joined(
    path: Path,
    district: District,
    nodes: Nodes,
    ways: list[tuple[tuple[int, ...], dict[str, str]]],
    *,
    fords: tuple[int, ...] = (),
    heights: dict[tuple[float, float], float] | None = None,
) -> Joined:
    roads = read_roads(extract(path / "a.osm", nodes, ways, fords))
    known = heights or {}
    return join(district, roads, lambda north, east: known.get((north, east)))


def apart_km(links: list[tuple[str, str, float]], start: str) -> dict[str, float]:
    """Return how far all is from ``start``: Dijkstra's search, written down once more."""
    found: dict[str, float] = {}
    waiting = [(0.0, start)]
    while waiting:
        km, here = heappop(waiting)
        if here in found:
            continue
        found[here] = km
        for a, b, length in links:
            if here in (a, b):
                heappush(waiting, (km + length, b if here == a else a))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_it_is_as_far_from_place_to_place_as_in_the_extract(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    nodes: Nodes = {
        n: (round(21.6 + dice.random() * 0.2, 6), round(102.6 + dice.random() * 0.2, 6))
        for n in range(1, 26)
    }
    ways = [(tuple(dice.sample(range(1, 26), dice.randint(2, 6))), TRACK) for _ in range(12)]
    on_road = sorted({n for refs, _ in ways for n in refs})
    stands = dict(zip(("base", "v1", "v2", "v3"), dice.sample(on_road, 4), strict=True))
    district = district_at({name: nodes[n] for name, n in stands.items()})
    found = joined(tmp_path, district, nodes, ways)
    at = {
        str(n): replace(valley.place(str(n)), latitude_deg=p[0], longitude_deg=p[1])
        for n, p in nodes.items()
    }
    raw = [
        (str(a), str(b), km_between(at[str(a)], at[str(b)]))
        for refs, _ in ways
        for a, b in pairwise(refs)
    ]
    laid = [(s.start, s.end, s.length_km) for s in found.district.segments]
    for name, n in stands.items():
        before, after = apart_km(raw, str(n)), apart_km(laid, name)
        for other, m in stands.items():
            if str(m) in before:
                assert after[other] == pytest.approx(before[str(m)], abs=0.01 * len(laid))
            else:
                assert other not in after
    # what is kept is needed: junctions have three ways at least
    ends = [end for s in found.district.segments for end in (s.start, s.end)]
    junctions = [p.id for p in found.district.places if p.kind is PlaceKind.JUNCTION]
    assert all(ends.count(junction) >= 3 for junction in junctions)


def test_a_chain_is_one_segment_with_the_rise_of_its_ends(tmp_path: Path) -> None:
    nodes: Nodes = {1: (21.70, 102.70), 2: (21.71, 102.70), 3: (21.72, 102.70)}
    district = district_at({"base": nodes[1], "v1": nodes[3]})
    heights = {nodes[1]: 400.0, nodes[3]: 650.0}
    found = joined(tmp_path, district, nodes, [((1, 2), TRACK), ((2, 3), TRACK)], heights=heights)
    (segment,) = found.district.segments
    back = joined(tmp_path, district, nodes, [((3, 2), TRACK), ((2, 1), TRACK)], heights=heights)
    rise = segment.climb_m if segment.start == "base" else -segment.climb_m
    assert segment.length_km == pytest.approx(2.22, abs=0.01)
    assert rise == 250.0
    assert back.district.segments[0].length_km == segment.length_km
    assert found.guesses.surfaces == (segment.id,)
    assert found.guesses.heights == ()
    assert "guessed" in segment.source
    assert segment.synthetic


def test_surfaces_change_at_a_junction_and_dead_ends_are_left_out(tmp_path: Path) -> None:
    nodes: Nodes = {n: (21.70 + n / 100, 102.70) for n in range(1, 6)} | {9: (21.72, 102.75)}
    paved = {"highway": "tertiary", "surface": "concrete"}
    ways = [((1, 2, 3), paved), ((3, 4, 5), TRACK), ((3, 9), TRACK)]
    district = district_at({"base": nodes[1], "v1": nodes[5]})
    found = joined(tmp_path, district, nodes, ways)
    assert sorted(s.surface for s in found.district.segments) == [Surface.CONCRETE, Surface.EARTH]
    assert [p.id for p in found.district.places if p.kind is PlaceKind.JUNCTION] == ["osm-3"]
    assert len(found.guesses.surfaces) == 1
    assert len(found.guesses.heights) == 2
    # what was guessed stands in the workbook, too
    assert all(s.synthetic and "taken for flat" in s.source for s in found.district.segments)


def test_places_off_the_road_are_joined_straight_or_named(tmp_path: Path) -> None:
    nodes: Nodes = {1: (21.70, 102.70), 2: (21.75, 102.70)}
    district = district_at(
        {"base": nodes[1], "v1": (21.75, 102.71), "v2": (21.75, 102.90), "v3": nodes[1]}
    )
    found = joined(tmp_path, district, nodes, [((1, 2), TRACK)])
    lanes = {s.id: s for s in found.district.segments if s.straight_line}
    assert set(lanes) == {"lane-v1", "lane-v3"} == set(found.guesses.straight)
    assert lanes["lane-v1"].length_km == pytest.approx(1.033 * DETOUR, abs=0.02)
    assert found.guesses.unjoined == ("v2",)


def test_fords_are_weak_points_of_the_nearest_commune(tmp_path: Path) -> None:
    nodes: Nodes = {1: (21.70, 102.70), 2: (21.71, 102.70), 3: (21.72, 102.70)}
    district = district_at({"base": nodes[1], "v1": nodes[3]})
    found = joined(tmp_path, district, nodes, [((1, 2, 3), TRACK)], fords=(2,))
    (weak,) = found.district.weak_points
    assert (weak.kind, weak.rain_commune) == ("ford", "c1")
    assert weak.segment == found.district.segments[0].id
