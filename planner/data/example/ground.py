"""The lie of the land: distances, the outline, heights between known points.

Uses only arithmetic that IEEE 754 rounds correctly (no sine or power), so that every machine
generates the same district.
"""

import math
from dataclasses import dataclass

from planner.data.example.facts import read_facts

# Length of a degree at the district's middle, 21.9° N (WGS 84).
KM_PER_LATITUDE_DEG = 110.73
KM_PER_LONGITUDE_DEG = 103.36


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Where something is."""

    latitude_deg: float
    longitude_deg: float


def km_between(a: Point, b: Point) -> float:
    """Return the straight distance, on the flat."""
    north = (a.latitude_deg - b.latitude_deg) * KM_PER_LATITUDE_DEG
    east = (a.longitude_deg - b.longitude_deg) * KM_PER_LONGITUDE_DEG
    return math.sqrt(north * north + east * east)


def point_of(row: dict[str, str]) -> Point:
    """Return the position that a row of facts gives."""
    return Point(latitude_deg=float(row["latitude_deg"]), longitude_deg=float(row["longitude_deg"]))


class Ground:
    """The outline and the known heights."""

    def __init__(self) -> None:
        self.outline = [point_of(row) for row in read_facts("outline")]
        self._heights = [(point_of(r), float(r["elevation_m"])) for r in read_facts("heights")]

    def inside(self, point: Point) -> bool:
        """Return whether the outline holds the point (even-odd rule)."""
        crossings = 0
        for a, b in zip(self.outline, [*self.outline[1:], self.outline[0]], strict=True):
            if (a.latitude_deg > point.latitude_deg) != (b.latitude_deg > point.latitude_deg):
                along = (point.latitude_deg - a.latitude_deg) / (b.latitude_deg - a.latitude_deg)
                edge = a.longitude_deg + along * (b.longitude_deg - a.longitude_deg)
                crossings += point.longitude_deg < edge
        return crossings % 2 == 1

    def height_m(self, point: Point) -> float:
        """Return the height by inverse squared distance from the known points, whole metres."""
        weighted = total = 0.0
        for known, height_m in self._heights:
            km = max(km_between(point, known), 0.05)
            weighted += height_m / (km * km)
            total += 1 / (km * km)
        return float(round(weighted / total))
