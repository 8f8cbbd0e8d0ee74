"""Small extracts of OpenStreetMap and elevation tiles, written by the tests."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.transform import from_bounds

SOUTH, WEST = 21.5, 102.5


def extract(
    path: Path,
    nodes: Mapping[int, tuple[float, float]],
    ways: Sequence[tuple[Sequence[int], Mapping[str, str]]],
    fords: Sequence[int] = (),
) -> Path:
    """Write an extract: nodes by number, ways as (nodes, tags)."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">']
    for number, (north, east) in sorted(nodes.items()):
        tag = '<tag k="ford" v="yes"/>' if number in fords else ""
        lines.append(f'<node id="{number}" version="1" lat="{north}" lon="{east}">{tag}</node>')
    for number, (refs, tags) in enumerate(ways, 1):
        inner = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        inner += "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())
        lines.append(f'<way id="{number}" version="1">{inner}</way>')
    path.write_text("\n".join([*lines, "</osm>"]), "utf-8")
    return path


def geotiff(
    path: Path,
    metres: NDArray[np.int16],
    crs: str | None = "EPSG:4326",
    nodata: int | None = -32768,
) -> Path:
    """Write heights of one degree from ``WEST``, ``SOUTH`` on; ``nodata`` is void."""
    rows, columns = metres.shape
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=rows,
        width=columns,
        count=1,
        dtype="int16",
        crs=crs,
        transform=from_bounds(WEST, SOUTH, WEST + 1, SOUTH + 1, columns, rows),
        nodata=nodata,
    ) as file:
        file.write(metres, 1)
    return path


def hgt(folder: Path, metres: NDArray[np.int16]) -> Path:
    """Write an SRTM tile of three arc seconds, 1201 × 1201 heights, north-west first."""
    path = folder / "N21E102.hgt"
    path.write_bytes(metres.astype(">i2").tobytes())
    return path
