"""From degrees to the units of a drawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

KM_PER_DEG = 111.195
"""Length of one degree of a great circle on a sphere of 6371 km."""
ROUND_KM = (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """An equirectangular drawing, true to scale at the middle latitude (a district is small).

    ``scale`` is drawing units per kilometre; ``x`` grows east, ``y`` grows south.
    """

    west_deg: float
    north_deg: float
    squeeze: float
    scale: float
    margin: float
    width: float
    height: float

    def xy(self, latitude_deg: float, longitude_deg: float) -> tuple[float, float]:
        """Return where a point lies on the drawing."""
        east_km = (longitude_deg - self.west_deg) * KM_PER_DEG * self.squeeze
        south_km = (self.north_deg - latitude_deg) * KM_PER_DEG
        return (
            round(self.margin + east_km * self.scale, 1),
            round(self.margin + south_km * self.scale, 1),
        )

    def round_km(self, at_most: float) -> float:
        """Return the longest round number of kilometres that fits in ``at_most`` units."""
        fitting = [km for km in ROUND_KM if km * self.scale <= at_most]
        return fitting[-1] if fitting else ROUND_KM[0]


def fit(
    points: Iterable[tuple[float, float]], *, width: float, margin: float, least_km: float
) -> Projection:
    """Return the projection that shows all (latitude, longitude) on a drawing ``width`` wide.

    ``least_km`` is the least ground shown from side to side, so that one lonely village does not
    fill the page.
    """
    corners = tuple(points)
    south, north = _ends([p[0] for p in corners], least_km / KM_PER_DEG)
    squeeze = cos(radians((south + north) / 2))
    west, east = _ends([p[1] for p in corners], least_km / KM_PER_DEG / squeeze)
    scale = (width - 2 * margin) / ((east - west) * KM_PER_DEG * squeeze)
    return Projection(
        west_deg=west,
        north_deg=north,
        squeeze=squeeze,
        scale=scale,
        margin=margin,
        width=width,
        height=round(2 * margin + (north - south) * KM_PER_DEG * scale, 1),
    )


def _ends(values: list[float], least: float) -> tuple[float, float]:
    low, high = min(values, default=0.0), max(values, default=0.0)
    short = max(0.0, least - (high - low)) / 2
    return low - short, high + short
