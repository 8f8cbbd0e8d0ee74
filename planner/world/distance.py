"""Straight distances between places."""

import math

from planner.domain.place import Place

EARTH_KM = 6371.0
"""Mean radius of the earth."""


def km_between(a: Place, b: Place) -> float:
    """Return the distance over ground as the crow flies (haversine), in kilometres."""
    north = math.radians(b.latitude_deg - a.latitude_deg)
    east = math.radians(b.longitude_deg - a.longitude_deg)
    across = math.cos(math.radians(a.latitude_deg)) * math.cos(math.radians(b.latitude_deg))
    half = math.sin(north / 2) ** 2 + across * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))
