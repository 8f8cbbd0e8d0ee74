"""What a sheet and its columns are; the types of columns come from the domain's own fields."""

from collections.abc import Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date, time
from enum import StrEnum
from types import NoneType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from planner.data.sheets.words import CHOICES, Vocabulary
from planner.messages import Words

# A column whose field has no default in the domain: it must be there, and filled.
REQUIRED = MISSING


class Kind(StrEnum):
    """What one value in a cell is."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    WORD = "word"
    DATE = "date"
    TIME = "time"


KIND_NAMES: dict[Kind, Words] = {
    Kind.TEXT: Words("chữ", "text"),
    Kind.WHOLE: Words("số nguyên", "a whole number"),
    Kind.NUMBER: Words("số", "a number"),
    Kind.WORD: Words("một từ chọn sẵn", "one of its words"),
    Kind.DATE: Words("ngày", "a date"),
    Kind.TIME: Words("giờ (HH:MM)", "a time of day (HH:MM)"),
}


class Target(StrEnum):
    """What an id in a cell refers to.

    ``SCOPE`` is a commune, a village or a place; ``AREA`` a commune or a village.
    """

    COMMUNE = "commune"
    PLACE = "place"
    VILLAGE = "village"
    ROAD_END = "road_end"
    SEGMENT = "segment"
    SERVICE = "service"
    TOPIC = "topic"
    TEAM = "team"
    SCOPE = "scope"
    AREA = "area"


class Head(NamedTuple):
    """One column as declared: domain field, both headers, what it refers to."""

    field: str
    vietnamese: str
    english: str
    refers: Target | None = None
    may_be_blank: bool = False
    words: Vocabulary | None = None
    note: Words = Words("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: where its values go and how a cell is read.

    ``many`` cells hold a list, separated by semicolons. ``default`` is the domain's, ``REQUIRED``
    if it has none. A blank reference is a fault unless ``may_be_blank``.
    """

    field: str
    label: Words
    kind: Kind
    many: bool
    words: Vocabulary | None
    default: Any
    refers: Target | None
    may_be_blank: bool
    note: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its names, the domain type of its rows, its columns.

    ``attribute`` is the field of ``District`` that holds the rows; ``unique`` are the fields that
    no two rows share. An ``upright`` sheet has one field per row: name, value, note. A workbook
    may come without an ``optional`` sheet.
    """

    key: str
    name: Words
    attribute: str
    domain: type
    unique: tuple[str, ...]
    columns: tuple[Column, ...]
    upright: bool = False
    optional: bool = False

    def column(self, field: str) -> Column:
        """Return the column of a domain field."""
        return next(c for c in self.columns if c.field == field)


def declare(
    domain: type,
    *,
    key: str,
    name: Words,
    attribute: str,
    unique: tuple[str, ...] = ("id",),
    heads: Sequence[Head],
    upright: bool = False,
    optional: bool = False,
) -> Sheet:
    """Return the sheet whose rows are ``domain`` values, types and defaults taken from there."""
    hints = get_type_hints(domain)
    defaults = {f.name: f.default for f in fields(domain)}
    return Sheet(
        key=key,
        name=name,
        attribute=attribute,
        domain=domain,
        unique=unique,
        columns=tuple(_column(h, hints[h.field], defaults[h.field]) for h in heads),
        upright=upright,
        optional=optional,
    )


def _column(head: Head, hint: Any, default: Any) -> Column:
    many = get_origin(hint) is tuple
    inner = next(t for t in get_args(hint) or (hint,) if t not in (NoneType, Ellipsis))
    words = head.words or CHOICES.get(inner)
    return Column(
        field=head.field,
        label=Words(head.vietnamese, head.english),
        kind=Kind.WORD if words else _KINDS[inner],
        many=many,
        words=words,
        default=default,
        refers=head.refers,
        may_be_blank=head.may_be_blank or default is not REQUIRED,
        note=head.note,
    )


_KINDS: dict[Any, Kind] = {
    str: Kind.TEXT,
    int: Kind.WHOLE,
    float: Kind.NUMBER,
    date: Kind.DATE,
    time: Kind.TIME,
}
