"""Faults between sheets: what refers to nothing, what is there twice, what no road reaches.

Works on rows, not on domain values, so that a row with one bad cell is still referred to.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from planner.data.advice import hint
from planner.data.reach import unreached
from planner.data.sheets.declare import Column, Target
from planner.data.table import Row, Table
from planner.domain.almanac import AlmanacKind
from planner.domain.rules import same_name
from planner.errors import BadData
from planner.messages import Words

# which sheets (and key fields) hold the ids that a reference may name
_HOLDERS: Mapping[Target, tuple[tuple[str, str], ...]] = {
    Target.COMMUNE: (("communes", "code"),),
    Target.PLACE: (("places", "id"), ("villages", "id")),
    Target.ROAD_END: (("places", "id"), ("villages", "id")),
    Target.VILLAGE: (("villages", "id"),),
    Target.SEGMENT: (("roads", "id"),),
    Target.SERVICE: (("services", "id"),),
    Target.TOPIC: (("topics", "id"),),
    Target.TEAM: (("teams", "id"),),
    Target.SCOPE: (("communes", "code"), ("places", "id"), ("villages", "id")),
    Target.AREA: (("communes", "code"), ("villages", "id")),
}
_WHAT: Mapping[Target, Words] = {
    Target.PLACE: Words("địa điểm hay bản", "place or village"),
    Target.VILLAGE: Words("bản", "village"),
    Target.SEGMENT: Words("đoạn đường", "road"),
    Target.SERVICE: Words("dịch vụ", "service"),
    Target.TOPIC: Words("chủ đề", "topic"),
    Target.TEAM: Words("tổ", "team"),
    Target.SCOPE: Words("xã, bản hay địa điểm", "commune, village or place"),
    Target.AREA: Words("xã hay bản", "commune or village"),
}
_CODES: Mapping[Target, str] = {
    Target.COMMUNE: "unknown_commune",
    Target.ROAD_END: "road_to_nowhere",
}

Tables = Mapping[str, Table]


def faults_between(tables: Tables) -> Iterator[BadData]:
    """Yield every fault that takes more than one row to see; ``tables`` are by sheet key."""
    for table in tables.values():
        yield from _unknown(table, tables)
        yield from _twice(table.rows)
    yield from _ids_of_both(tables)
    yield from _village_names(tables)
    yield from _more_than_live_there(tables)
    yield from _unreachable(tables)


def _known(target: Target, tables: Tables) -> list[str] | None:
    """Return the ids that ``target`` may be, None if the file does not tell them all."""
    ids: list[str] = []
    for key, field in _HOLDERS[target]:
        table = tables.get(key)
        if table is None or not table.complete or any(field not in r.values for r in table.rows):
            return None
        ids += [row.values[field] for row in table.rows]
    return ids


def _unknown(table: Table, tables: Tables) -> Iterator[BadData]:
    targets = {c.refers: _known(c.refers, tables) for c in table.sheet.columns if c.refers}
    targets[Target.PLACE] = _known(Target.PLACE, tables)
    for column in table.sheet.columns:
        for row in table.rows if column.refers else ():
            target = _target(column, row)
            ids = targets[target]
            if ids is not None:
                yield from _unknown_in(row, column, target, ids)


def _target(column: Column, row: Row) -> Target:
    """Return what a cell refers to: a market is held at a place, whatever scopes may be."""
    if column.refers is Target.SCOPE and row.values.get("kind") is AlmanacKind.MARKET:
        return Target.PLACE
    return column.refers or Target.SCOPE


def _unknown_in(row: Row, column: Column, target: Target, ids: list[str]) -> Iterator[BadData]:
    value = row.values.get(column.field, ())
    where, label = row.where(column.field), column.label
    if value == "" and not column.may_be_blank:
        yield BadData("empty", field=column.field, value=value, where=where, label=label)
    for one in value if isinstance(value, tuple) else (value,):
        if one and one not in ids:
            facts: dict[str, Any] = {"hint": hint(one, ids)}
            if target in _WHAT:
                facts["what"] = _WHAT[target]
            code = _CODES.get(target, "unknown_reference")
            yield BadData(code, field=column.field, value=one, where=where, label=label, **facts)


def _twice(rows: tuple[Row, ...]) -> Iterator[BadData]:
    first: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        unique = row.sheet.unique
        key = tuple(row.values.get(field) for field in unique)
        if not key or any(part is None or part == "" for part in key):
            continue
        if key in first:
            yield _duplicate(row, first[key])
        else:
            first[key] = row


def _duplicate(row: Row, first: Row) -> BadData:
    columns = [row.sheet.column(field) for field in row.sheet.unique]
    at = columns[0].field
    said = Words(*(", ".join(_said(c, row, lang) for c in columns) for lang in ("vi", "en")))
    where, label = row.where(at), columns[0].label
    return BadData(
        "duplicate", field=at, value=said, where=where, label=label, first=first.where(at)
    )


def _said(column: Column, row: Row, language: str) -> str:
    value = row.values[column.field]
    return column.words.words[value].text(language) if column.words else str(value)


def _ids_of_both(tables: Tables) -> Iterator[BadData]:
    """Yield villages whose id a place has too: both are places that can be travelled to."""
    if "places" not in tables or "villages" not in tables:
        return
    places = {row.values.get("id"): row for row in tables["places"].rows}
    for village in tables["villages"].rows:
        place = places.get(village.values.get("id"))
        if place is not None and village.values.get("id"):
            yield _duplicate(village, place)


def _village_names(tables: Tables) -> Iterator[BadData]:
    """Yield villages called like another of their commune, however it is typed (NFC, NFD)."""
    first: dict[tuple[str, str], Row] = {}
    for row in _rows(tables, "villages"):
        name, commune = row.values.get("name"), row.values.get("commune")
        if not name or commune is None:
            continue
        twin = first.setdefault((commune, same_name(name)), row)
        if twin is not row:
            where, there = row.where("name"), twin.where("name")
            yield BadData(
                "duplicate_village_name", field="name", value=name, where=where, first=there
            )


def _more_than_live_there(tables: Tables) -> Iterator[BadData]:
    residents = {r.values.get("id"): r.values.get("residents") for r in _rows(tables, "villages")}
    for row in _rows(tables, "demand"):
        people = row.values.get("people", 0)
        limit = residents.get(row.values.get("village"))
        if limit is not None and people > limit >= 0:
            column = row.sheet.column("people")
            other = tables["villages"].sheet.column("residents").label
            told = BadData("more_than", field="people", value=people, other=other, limit=limit)
            yield told.at(row.where("people"), column.label)


def _unreachable(tables: Tables) -> Iterator[BadData]:
    known, roads, teams = _known(Target.PLACE, tables), tables.get("roads"), tables.get("teams")
    if known is None or roads is None or teams is None or not (roads.complete and teams.complete):
        return
    ends = [(r.values.get("start", ""), r.values.get("end", "")) for r in roads.rows]
    bases = [r.values.get("base", "") for r in teams.rows]
    lost = unreached(known, ends, bases)
    for row in _rows(tables, "villages"):
        if row.values["id"] and row.values["id"] in lost:
            name = row.values.get("name") or row.values["id"]
            yield BadData("unreachable_village", field="id", value=name, where=row.where("id"))


def _rows(tables: Tables, key: str) -> tuple[Row, ...]:
    table = tables.get(key)
    return table.rows if table else ()
