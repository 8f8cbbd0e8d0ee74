"""The rain of a bulletin as somebody typed it: a CSV file of commune, day and millimetres."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from planner.data.advice import hint
from planner.data.csv_folder import read_grid
from planner.data.sheets.declare import Head, declare
from planner.data.table import Row, read_table
from planner.domain.district import District
from planner.domain.rules import same_name
from planner.domain.weather import Forecast, Foreseen
from planner.errors import BadData, refuse
from planner.messages import Words

BULLETIN = declare(
    Foreseen,
    key="bulletin",
    name=Words("Bản tin mưa", "Bulletin"),
    attribute="",
    unique=("commune", "day"),
    heads=(
        Head("commune", "Xã", "Commune"),
        Head("day", "Ngày", "Day"),
        Head("mm", "Mưa (mm)", "Rain (mm)"),
    ),
)


def read_bulletin(path: Path, district: District, made_on: date, source: str) -> Forecast:
    """Return the forecast that a bulletin's file holds; communes by code or by name.

    Raises
    ------
    BadFile
        With every fault of the file, by cell.
    """
    try:
        grid = read_grid(path)
    except BadData as fault:
        refuse(path.name, [fault.at(path.name)])
        raise
    table = read_table(BULLETIN, grid)
    faults = [*table.faults, *_faults(table.rows, district)]
    if not table.rows and not faults:
        faults.append(BadData("weather_empty", value=0, where=path.name))
    refuse(path.name, faults)
    codes = _codes(district)
    days = tuple(
        replace(row.born, commune=codes[same_name(row.born.commune)]) for row in table.rows
    )
    return Forecast(made_on=made_on, source=source, days=days)


def _codes(district: District) -> dict[str, str]:
    """Return the code of each commune by code and by name."""
    names = {same_name(c.name): c.code for c in district.communes}
    return names | {same_name(c.code): c.code for c in district.communes}


def _faults(rows: tuple[Row, ...], district: District) -> Iterator[BadData]:
    codes = _codes(district)
    first: dict[tuple[str, date], Row] = {}
    for row in rows:
        named, day = row.values.get("commune"), row.values.get("day")
        label = row.sheet.column("commune").label
        if named and same_name(named) not in codes:
            near = hint(named, [c.name for c in district.communes])
            where = row.where("commune")
            yield BadData(
                "unknown_commune", field="commune", value=named, where=where, label=label, hint=near
            )
        elif named and day:
            known = first.setdefault((codes[same_name(named)], day), row)
            if known is not row:
                yield BadData(
                    "duplicate",
                    field="commune",
                    value=f"{named}, {day}",
                    where=row.where("commune"),
                    label=label,
                    first=known.where("commune"),
                )
