"""The command that lays a district's roads from what others surveyed: ``terrain``."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from planner.commands.edge import Answer, command
from planner.commands.spoken import Pair, option
from planner.commands.stores import existing_store
from planner.commands.wording import number
from planner.config import Config
from planner.data.workbook import write_workbook
from planner.domain.district import District
from planner.errors import BadData, BadFile
from planner.messages import phrase
from planner.world.ground.completing import complete
from planner.world.ground.heights import height_m, read_tiles
from planner.world.ground.joining import FAR_KM, Joined, join
from planner.world.ground.osm import read_roads

LAID: Pair = (
    "{segments} đoạn đường ({km} km), {junctions} ngã ba, {weak} điểm yếu: đã ghi {out}",
    "{segments} segments ({km} km), {junctions} junctions, {weak} weak points: written to {out}",
)
SURFACES: Pair = (
    "Đoán mặt đường theo loại đường (OSM không ghi): {count} đoạn",
    "Surface guessed by the kind of road (OSM does not tell): {count} segments",
)
STRAIGHT: Pair = (
    "Nối thẳng từ nơi ở xa đường: {count} đoạn, chiều dài ước tính",
    "Straight lines from places off the road: {count} segments, lengths estimated",
)
HEIGHTS: Pair = (
    "Không biết độ cao (coi như bằng phẳng): {count} đoạn",
    "Heights not known (taken for flat): {count} segments",
)
UNJOINED: Pair = (
    "Không có đường nào trong vòng {far} km: {names}",
    "No road within {far} km: {names}",
)
FIRST: Pair = (
    "Trước hết: nối những nơi ấy vào mạng đường trong {out}; bản không có đường thì không nhập "
    "được",
    "First join those places to the roads in {out}: villages without a road are not imported",
)
NEXT: Pair = (
    "Tiếp theo: soát và sửa {out}, rồi lenban import {out}",
    "Next: look over and correct {out}, then lenban import {out}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What ``terrain`` answers."""

    out: str
    segments: int
    km: float
    junctions: int
    weak_points: int
    guessed_surfaces: tuple[str, ...]
    straight_lines: tuple[str, ...]
    without_heights: tuple[str, ...]
    unjoined: tuple[str, ...]


@command(
    "terrain",
    (
        "Dựng mạng đường của huyện từ trích xuất OpenStreetMap, độ cao từ SRTM hoặc GeoTIFF; ghi "
        "ra một bảng tính để soát lại.",
        "Lay the district's roads from an OpenStreetMap extract, heights from SRTM or GeoTIFF; "
        "writes a workbook to look over.",
    ),
)
@click.argument("extract", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@option(
    "--heights",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    words=("Thư mục các ô độ cao (.hgt, .tif).", "Folder of elevation tiles (.hgt, .tif)."),
)
@option(
    "--complete",
    "completes",
    is_flag=True,
    words=(
        "Giữ mạng đường của huyện, chỉ thêm đường tới những nơi chưa nối.",
        "Keep the district's own roads; add only what joins places that these do not.",
    ),
)
def terrain(
    config: Config, *, extract: Path, out: Path, heights: Path | None, completes: bool
) -> Answer:
    """Write the current district with the roads of an extract, instead of its own or besides."""
    if out.suffix.casefold() != ".xlsx":
        raise BadData("not_a_workbook_name", value=out.name, where=out.name)
    district = existing_store(config).get_district()
    try:
        tiles = read_tiles(heights) if heights else ()
        roads = read_roads(extract)
    except BadData as fault:
        raise BadFile(fault.where or extract.name, [fault]) from fault
    joined = join(district, roads, lambda north, east: height_m(tiles, north, east))
    if completes:
        joined = complete(district, joined)
    write_workbook(joined.district, out, config.language)
    laid = _laid(joined, out)
    facts = {name: getattr(laid, name) for name in Laid.__dataclass_fields__}
    return Answer(facts=facts, lines=tuple(_lines(laid, joined.district, config.language)))


def _laid(joined: Joined, out: Path) -> Laid:
    found, guesses = joined.district, joined.guesses
    made = {segment.start for segment in found.segments} | {s.end for s in found.segments}
    return Laid(
        out=str(out),
        segments=len(found.segments),
        km=round(sum(segment.length_km for segment in found.segments), 2),
        junctions=sum(place.startswith("osm-") for place in made),
        weak_points=len(found.weak_points),
        guessed_surfaces=guesses.surfaces,
        straight_lines=guesses.straight,
        without_heights=guesses.heights,
        unjoined=guesses.unjoined,
    )


def _lines(laid: Laid, district: District, language: str) -> Iterator[str]:
    yield phrase(
        LAID,
        language,
        segments=laid.segments,
        km=number(laid.km, language, 1),
        junctions=laid.junctions,
        weak=laid.weak_points,
        out=laid.out,
    )
    for said, ids in (
        (SURFACES, laid.guessed_surfaces),
        (STRAIGHT, laid.straight_lines),
        (HEIGHTS, laid.without_heights),
    ):
        if ids:
            yield phrase(said, language, count=len(ids))
    if laid.unjoined:
        names = ", ".join(district.place(place).name for place in laid.unjoined)
        yield phrase(UNJOINED, language, far=number(FAR_KM, language, 1), names=names)
        yield phrase(FIRST, language, out=laid.out)
    yield phrase(NEXT, language, out=laid.out)
