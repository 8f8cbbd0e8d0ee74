"""Which rows and fields each form asks for: villages, teams, members, kits, a village's demand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from planner.data.editing import new_key
from planner.data.naming import SHEET_OF
from planner.domain.difference import KEYS, Key
from planner.domain.district import District
from planner.errors import NotFound
from web.data.fields import Part
from web.data.saving import row_of

DEMAND_FIELDS = ("people", "weight", "source", "synthetic")
ROAD_FIELDS = ("start", "length_km", "surface", "lowest_class")
PREFIXES = {"villages": "village", "teams": "team", "members": "member", "kits": "kit"}

Parts = tuple[Part, ...]


def fields_of(table: str) -> tuple[str, ...]:
    """Return the fields of a row that its form asks for: all but its id."""
    return tuple(c.field for c in SHEET_OF[table].columns if c.field not in KEYS[table])


def parts_of_row(district: District, table: str, key: Key) -> Parts:
    """Return the one row of a form; its ``before`` is None if there is no such row."""
    before = row_of(district, table, key)
    part = Part(table=table, key=key, before=before, fields=fields_of(table), fixed={})
    return (part,)


def parts_of_new_row(district: District, table: str) -> Parts:
    """Return the rows of the form for a new row; a village comes with the road that leads to it."""
    key = new_key(district, table, PREFIXES[table])
    part = Part(table=table, key=key, before=None, fields=fields_of(table), fixed={})
    if table != "villages":
        return (part,)
    road = Part(
        table="segments",
        key=new_key(district, "segments", "road"),
        before=None,
        fields=ROAD_FIELDS,
        fixed={"end": key[0]},
    )
    return (part, road)


def parts_of_demand(district: District, village_id: str) -> Parts:
    """Return the demand of a village, one row for each service.

    Raises
    ------
    NotFound
        If there is no such village.
    """
    if village_id not in district.village_by_id:
        raise NotFound(f"no village {village_id!r}")
    return tuple(
        Part(
            table="demands",
            key=(village_id, service.id),
            before=row_of(district, "demands", (village_id, service.id)),
            fields=DEMAND_FIELDS,
            fixed={},
            title=service.name,
            optional="people",
        )
        for service in district.services
    )


def refreshed(parts: Parts, district: District) -> Parts:
    """Return the rows of a form as they are in another district."""
    return tuple(replace(p, before=row_of(district, p.table, p.key)) for p in parts)


def parts_of_removal(district: District, table: str, key: Key) -> Parts:
    """Return the row to remove; with a village go the roads that end there and lead nowhere else.

    Raises
    ------
    NotFound
        If there is no such row.
    """
    (part,) = parts_of_row(district, table, key)
    if part.before is None:
        raise NotFound(f"no row {key!r} of {table}")
    if table != "villages":
        return (part,)
    roads = [s for s in district.segments if key[0] in (s.start, s.end)]
    return (part, *(_road(segment.id, segment) for segment in roads))


def _road(segment_id: str, segment: object) -> Part:
    return Part(table="segments", key=(segment_id,), before=segment, fields=(), fixed={})


def defaults(table: str, given: Mapping[str, str]) -> dict[str, str]:
    """Return what the form for a new row shows at first: defaults, and what is given."""
    shown = {}
    for column in SHEET_OF[table].columns:
        value = column.default if isinstance(column.default, bool | int | float) else ""
        shown[column.field] = str(value).removesuffix(".0")
    return {**shown, **given}


def texts_from(parts: Sequence[Part], form: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Return what was typed, by part and field; boxes that are ticked come as one list.

    Raises
    ------
    KeyError
        If the form lacks a field: it was not sent by the page.
    """
    return [
        {
            field: "; ".join(text for text in form[f"{number}-{field}"] if text)
            if len(form[f"{number}-{field}"]) > 1
            else form[f"{number}-{field}"][0]
            for field in part.fields
        }
        for number, part in enumerate(parts)
    ]
