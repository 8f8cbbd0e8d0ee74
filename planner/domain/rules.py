"""The few rules that many values share: each returns the faults it found."""

import unicodedata
from collections.abc import Sequence

from planner.errors import BadData

# Viet Nam's mainland with its near islands, a little generous.
LATITUDE_DEG = (8.0, 24.0)
LONGITUDE_DEG = (102.0, 110.0)


def within(field: str, value: float, low: float, high: float) -> list[BadData]:
    """Return a fault unless ``low <= value <= high`` (NaN is outside)."""
    if low <= value <= high:
        return []
    return [BadData("out_of_range", field=field, value=value, low=low, high=high)]


def not_negative(**values: float) -> list[BadData]:
    """Return a fault for each value below zero, named by its field."""
    return [BadData("negative", field=f, value=v) for f, v in values.items() if not v >= 0]


def positive(**values: float) -> list[BadData]:
    """Return a fault for each value that is not above zero, named by its field."""
    return [BadData("not_positive", field=f, value=v) for f, v in values.items() if not v > 0]


def filled(**values: str | Sequence[object]) -> list[BadData]:
    """Return a fault for each empty text or list, named by its field."""
    return [BadData("empty", field=f, value=v) for f, v in values.items() if not v]


def in_vietnam(latitude_deg: float, longitude_deg: float) -> list[BadData]:
    """Return the faults of a coordinate, telling swapped pairs from far ones."""
    inside_lat = LATITUDE_DEG[0] <= latitude_deg <= LATITUDE_DEG[1]
    inside_lon = LONGITUDE_DEG[0] <= longitude_deg <= LONGITUDE_DEG[1]
    swapped_lat = LATITUDE_DEG[0] <= longitude_deg <= LATITUDE_DEG[1]
    swapped_lon = LONGITUDE_DEG[0] <= latitude_deg <= LONGITUDE_DEG[1]
    if swapped_lat and swapped_lon:
        pair = (latitude_deg, longitude_deg)
        return [BadData("swapped_coordinates", field="latitude_deg", value=pair)]
    faults = []
    for field, value, good, limits in (
        ("latitude_deg", latitude_deg, inside_lat, LATITUDE_DEG),
        ("longitude_deg", longitude_deg, inside_lon, LONGITUDE_DEG),
    ):
        if not good:
            low, high = limits
            faults.append(BadData("out_of_country", field=field, value=value, low=low, high=high))
    return faults


def same_name(name: str) -> str:
    """Return the form under which two spellings of one name are equal (NFC, case, spaces)."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
