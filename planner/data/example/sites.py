"""Puts the 121 villages on the ground: the known ones where they are, the others by a draw.

A drawn village lies inside the outline, nearer to its own commune's seat than to any other
(measured in radii of the communes' areas), and apart from its neighbours.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from planner.data.example.facts import read_facts
from planner.data.example.ground import (
    KM_PER_LATITUDE_DEG,
    KM_PER_LONGITUDE_DEG,
    Ground,
    Point,
    km_between,
    point_of,
)

APART_KM = 1.0
TRIES = 2000
VILLAGES_PER_STEM = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A village before anybody has placed or peopled it.

    ``known`` is what sources say of it, empty if it is made up; ``position`` is "sourced",
    "chosen" by hand, or empty until it is drawn.
    """

    id: str
    name: str
    commune: str
    language: str
    known: str = ""
    position: str = ""
    point: Point | None = None
    elevation_m: float = 0.0
    signal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSite:
    """A village on the ground."""

    site: Site
    point: Point
    elevation_m: float
    km_from_seat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A commune's seat, and the radius of a circle of the commune's area."""

    commune: str
    point: Point
    radius_km: float


def place_sites(rng: Random, ground: Ground) -> tuple[PlacedSite, ...]:
    """Return every village of every commune with its position and height."""
    sites = _all_sites(rng)
    seats = {seat.commune: seat for seat in _seats()}
    taken = [site.point for site in sites if site.point]
    placed = []
    for site in sites:
        point = site.point
        if point is None:
            point = _drawn_point(seats, site.commune, taken, rng, ground)
            taken.append(point)
        placed.append(
            PlacedSite(
                site=site,
                point=point,
                elevation_m=site.elevation_m or ground.height_m(point),
                km_from_seat=km_between(point, seats[site.commune].point),
            )
        )
    return tuple(placed)


def _seats() -> Iterator[Seat]:
    area = {row["code"]: float(row["area_km2"]) for row in read_facts("communes")}
    for row in read_facts("places"):
        if row["kind"] == "commune_seat":
            radius_km = math.sqrt(area[row["commune"]] / 3.14159)
            yield Seat(commune=row["commune"], point=point_of(row), radius_km=radius_km)


def _all_sites(rng: Random) -> list[Site]:
    known = read_facts("villages")
    names = _NameMaker(rng)
    sites: list[Site] = []
    for commune in read_facts("communes"):
        rows = [row for row in known if row["id"].startswith(commune["slug"])]
        spoken = _drawn_languages(commune["languages"], rng)
        sites += [_known_site(r, commune["code"], r["language"] or spoken.pop()) for r in rows]
        for number, language in enumerate(sorted(spoken), len(rows) + 1):
            site_id = f"{commune['slug']}-{number:02d}"
            name = names.next_name(language, commune["slug"])
            sites.append(Site(id=site_id, name=name, commune=commune["code"], language=language))
    return sites


def _drawn_languages(shares: str, rng: Random) -> list[str]:
    """Return the languages of a commune's villages, ``mông:5 thái:2`` spelled out and shuffled."""
    spoken: list[str] = []
    for language, count in re.findall(r"([^:]+):(\d+) ?", shares):
        spoken += [language] * int(count)
    rng.shuffle(spoken)
    return spoken


def _known_site(row: dict[str, str], commune: str, language: str) -> Site:
    return Site(
        id=row["id"],
        name=row["name"],
        commune=commune,
        language=language,
        known=row["source"],
        position=row["position"],
        point=point_of(row) if row["latitude_deg"] else None,
        elevation_m=float(row["elevation_m"] or 0),
        signal=row["signal"],
    )


class _NameMaker:
    """Gives names that no two made-up villages share: a stem of the language and a number."""

    def __init__(self, rng: Random) -> None:
        rows = read_facts("name_stems")
        rng.shuffle(rows)
        self._stems = {
            r["language"]: [s["stem"] for s in rows if s["language"] == r["language"]] for r in rows
        }
        self._numbers: Counter[str] = Counter()
        self._last_commune: dict[str, str] = {}

    def next_name(self, language: str, commune: str) -> str:
        """Return a name; neighbours share a stem, up to three of them."""
        stems = self._stems[language]
        full = self._numbers[stems[0]] % VILLAGES_PER_STEM == 0
        if full or self._last_commune.get(language) != commune:
            stems.append(stems.pop(0))
            self._last_commune[language] = commune
        self._numbers[stems[0]] += 1
        return f"{stems[0]} {self._numbers[stems[0]]}"


def _drawn_point(
    seats: Mapping[str, Seat], commune: str, taken: Sequence[Point], rng: Random, ground: Ground
) -> Point:
    """Return a free point of the commune.

    Raises
    ------
    RuntimeError
        If the commune is full.
    """
    home = seats[commune]
    for _ in range(TRIES):
        point = Point(
            latitude_deg=_near(rng, home.point.latitude_deg, home.radius_km, KM_PER_LATITUDE_DEG),
            longitude_deg=_near(
                rng, home.point.longitude_deg, home.radius_km, KM_PER_LONGITUDE_DEG
            ),
        )
        if (
            min(seats.values(), key=lambda s: km_between(s.point, point) / s.radius_km) is home
            and ground.inside(point)
            and all(km_between(point, other) >= APART_KM for other in taken)
        ):
            return point
    raise RuntimeError(f"no room for another village in commune {commune}")


def _near(rng: Random, middle_deg: float, radius_km: float, km_per_deg: float) -> float:
    return round(middle_deg + rng.uniform(-1, 1) * radius_km / km_per_deg, 5)
