"""Heights above the sea from elevation tiles: SRTM (.hgt) or GeoTIFF.

Owns rasterio, an optional extra: GDAL reads both forms, and knows what a void is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from planner.errors import BadData

try:
    import rasterio
    from rasterio.errors import RasterioError
except ImportError:  # an extra that was not installed: said when it is needed
    rasterio = None

VOID_M = -1000.0
"""Nothing on land is lower: a tile that does not say which number is a void means one by it."""
FORMS = {".hgt", ".tif", ".tiff"}


@dataclass(frozen=True, kw_only=True)
class Tile:
    """Heights of a rectangle, ``metres`` (rows, columns) from the north-west, NaN where void."""

    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float
    metres: NDArray[np.float64]

    def height_m(self, latitude_deg: float, longitude_deg: float) -> float | None:
        """Return the height at a point, ``None`` outside or in a void."""
        if not (
            self.south_deg <= latitude_deg <= self.north_deg
            and self.west_deg <= longitude_deg <= self.east_deg
        ):
            return None
        rows, columns = self.metres.shape
        down = (self.north_deg - latitude_deg) / (self.north_deg - self.south_deg)
        along = (longitude_deg - self.west_deg) / (self.east_deg - self.west_deg)
        found = self.metres[min(rows - 1, int(down * rows)), min(columns - 1, int(along * columns))]
        return None if np.isnan(found) else float(found)


def read_tiles(folder: Path) -> tuple[Tile, ...]:
    """Return the elevation tiles of a folder.

    Raises
    ------
    BadData
        If there is none, or one cannot be read.
    """
    paths = sorted(p for p in folder.iterdir() if p.suffix.casefold() in FORMS)
    if not paths:
        raise BadData("heights_none", value=folder.name, where=folder.name)
    return tuple(_read_tile(path) for path in paths)


def height_m(tiles: Sequence[Tile], latitude_deg: float, longitude_deg: float) -> float | None:
    """Return the height at a point by the first tile that knows it."""
    found = (tile.height_m(latitude_deg, longitude_deg) for tile in tiles)
    return next((height for height in found if height is not None), None)


def _read_tile(path: Path) -> Tile:
    if rasterio is None:
        raise BadData("extra_missing", value="heights", where=path.name)
    try:
        with rasterio.open(path) as file:
            if file.crs is None:
                raise BadData("heights_nowhere", value=path.name, where=path.name)
            if not file.crs.is_geographic:
                raise BadData("heights_projection", value=str(file.crs), where=path.name)
            band = file.read(1, masked=True)
            bounds = file.bounds
    except RasterioError as error:
        raise BadData("heights_unreadable", value=str(error), where=path.name) from error
    metres = band.astype(np.float64).filled(np.nan)
    return Tile(
        west_deg=bounds.left,
        south_deg=bounds.bottom,
        east_deg=bounds.right,
        north_deg=bounds.top,
        metres=np.where(metres < VOID_M, np.nan, metres),
    )
