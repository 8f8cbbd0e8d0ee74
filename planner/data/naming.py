"""How a district's rows and values are called where people read them, never by an id.

Rows by their own names (a village's, a team's), or by those of what they join; values as their
words, references as the names of what they refer to.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from planner.data.cells import to_text
from planner.data.sheets import SHEETS
from planner.data.sheets.declare import Column, Kind, Sheet, Target
from planner.domain.district import District
from planner.messages import Words

SHEET_OF: Mapping[str, Sheet] = {sheet.attribute: sheet for sheet in SHEETS}
"""The sheet of each table of the district."""

TELLING: Mapping[str, tuple[str, ...]] = {
    "kits": ("kind", "team"),
    "segments": ("start", "end"),
    "tasks": ("agency", "form"),
    "guarantees": ("kind", "scope"),
}
"""Fields that tell rows without a name apart where their keys are ids."""

NOTHING = Words("–", "–")


def row_name(district: District, table: str, row: Any) -> Words:
    """Return what a row is called; ``district`` has what it refers to."""
    sheet = SHEET_OF[table]
    if table == "settings":
        return sheet.name
    if name := getattr(row, "name", ""):
        return Words(name, name)
    telling = TELLING.get(table, sheet.unique)
    return _joined((_field(district, sheet, row, field) for field in telling), " – ")


def value_said(district: District, column: Column, value: Any) -> Words:
    """Return how a value of a column reads: words, names of what it refers to, plain numbers."""
    if column.many:
        return _joined((_one(district, column, v) for v in value), "; ") if value else NOTHING
    return NOTHING if value is None or value == "" else _one(district, column, value)


def label_of(column: Column) -> Words:
    """Return what a field is called where names stand for ids: "Xã" for "Mã xã"."""
    vietnamese = column.label.vietnamese
    if column.refers and vietnamese.startswith("Mã "):
        vietnamese = vietnamese[3:].capitalize()
    return Words(vietnamese, column.label.english)


def _field(district: District, sheet: Sheet, row: Any, field: str) -> Words:
    return value_said(district, sheet.column(field), getattr(row, field))


def _joined(parts: Iterable[Words], separator: str) -> Words:
    found = [p for p in parts if p != NOTHING]
    return Words(*(separator.join(p.text(lang) for p in found) for lang in ("vi", "en")))


def _one(district: District, column: Column, value: Any) -> Words:
    if column.words:
        return Words(*column.words.words[value])
    if column.refers:
        name = _referred(district, column.refers, value)
        return Words(name, name)
    if isinstance(value, date):
        return Words(f"{value:%d/%m/%Y}", value.isoformat())
    if column.kind in (Kind.WHOLE, Kind.NUMBER) and column.field != "edition":  # a year
        return _number(value)
    return Words(to_text(value), to_text(value))


def _number(value: float) -> Words:
    english = f"{value:,}".removesuffix(".0")
    return Words(english.translate(str.maketrans(",.", ".,")), english)


def _referred(district: District, target: Target, wanted: str) -> str:
    """Return the name of what is referred to, the reference itself if nothing has it."""
    for name in _HOLDERS[target]:
        for row in getattr(district, name):
            if wanted == getattr(row, "code" if name == "communes" else "id"):
                if target is Target.SEGMENT:
                    return row_name(district, name, row).vietnamese
                return str(row.name)
    return wanted


_ANYWHERE = ("villages", "places")
_HOLDERS: Mapping[Target, tuple[str, ...]] = {
    Target.COMMUNE: ("communes",),
    Target.PLACE: _ANYWHERE,
    Target.ROAD_END: _ANYWHERE,
    Target.VILLAGE: ("villages",),
    Target.SEGMENT: ("segments",),
    Target.SERVICE: ("services",),
    Target.TOPIC: ("topics",),
    Target.TEAM: ("teams",),
    Target.SCOPE: ("communes", *_ANYWHERE),
    Target.AREA: ("communes", "villages"),
}
