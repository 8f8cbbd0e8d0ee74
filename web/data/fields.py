"""The fields of a form: label, unit, example, choices by name; made from the workbook's columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, lazy_gettext

from planner.data.naming import SHEET_OF, label_of
from planner.data.sheets.declare import REQUIRED, Column, Kind, Target
from planner.domain.difference import Key
from planner.domain.district import District
from web.data.stored import said

EXAMPLES: Mapping[tuple[str, str], str] = {
    ("villages", "name"): "Huổi Lụ 1",
    ("villages", "other_name"): "Huoi Lu I",
    ("villages", "latitude_deg"): "21.72185",
    ("villages", "longitude_deg"): "102.86214",
    ("villages", "elevation_m"): "740",
    ("villages", "languages"): "mông; thái",
    ("villages", "residents"): "412",
    ("villages", "households"): "78",
    ("villages", "poor_households"): "31",
    ("villages", "last_visit"): "15/08/2022",
    ("villages", "source"): "Danh sách bản của UBND xã, 08/2022",
    ("segments", "length_km"): "6.5",
    ("teams", "name"): "Tổ lưu động 3",
    ("teams", "day_start"): "06:00",
    ("teams", "day_end"): "22:00",
    ("teams", "max_work_h"): "10",
    ("teams", "max_nights"): "2",
    ("teams", "source"): "Quyết định thành lập tổ, 08/2022",
    ("members", "name"): "Lò Văn A",
    ("members", "roles"): "tổ trưởng; lái xe",
    ("members", "languages"): "kinh; mông",
    ("members", "days_off"): "02/09/2022; 16/09/2022",
    ("demands", "people"): "45",
    ("demands", "weight"): "1",
    ("demands", "source"): "Công an xã, 08/2022",
}
"""What a right value looks like, by table and field."""

NOTES: Mapping[tuple[str, str], object] = {
    ("villages", "languages"): lazy_gettext(
        "separated by semicolons, the language of most people first"
    ),
    ("villages", "last_visit"): lazy_gettext("day/month/year; empty if no team ever came"),
    ("villages", "poor_households"): lazy_gettext("poor and near-poor, of all households"),
    ("teams", "commune"): lazy_gettext("only for the team of one commune"),
    ("teams", "max_nights"): lazy_gettext("nights in a row away from the base; 0: home each day"),
    ("teams", "max_work_h"): lazy_gettext("travel and sessions together"),
    ("members", "roles"): lazy_gettext("separated by semicolons"),
    ("members", "languages"): lazy_gettext("separated by semicolons"),
    ("members", "days_off"): lazy_gettext("day/month/year, separated by semicolons"),
    ("demands", "weight"): lazy_gettext("1 for most; 2 counts each person twice"),
    ("segments", "lowest_class"): lazy_gettext("the largest vehicle that can pass"),
}
"""What a field means where its label does not say it."""

LABELS: Mapping[tuple[str, str], object] = {
    ("segments", "start"): lazy_gettext("Road to the village from"),
    ("segments", "length_km"): lazy_gettext("Length of that road (km)"),
    ("segments", "surface"): lazy_gettext("Surface of that road"),
    ("segments", "lowest_class"): lazy_gettext("Largest vehicle on that road"),
    ("teams", "services"): lazy_gettext("Services that the team offers"),
    ("teams", "day_start"): lazy_gettext("Working day from"),
    ("teams", "day_end"): lazy_gettext("Working day until"),
}
"""Labels that differ from the workbook's headers, which stand alone in their sheet."""

LONG = ("source", "languages", "roles", "days_off", "name", "other_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form as it is shown.

    ``kind`` is the type of the input, ``choice`` or ``checks``; ``options`` are value and name.
    ``notes`` and ``faults`` are what stands beside it.
    """

    name: str
    label: str
    kind: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    numeric: bool = False
    long: bool = False
    faults: tuple[str, ...] = ()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The values of boxes that are ticked."""
        return tuple(part.strip() for part in self.value.split(";"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One row of a form.

    ``fields`` are those that the form asks for, ``fixed`` the texts that it sets itself.
    ``before`` is the row as the reader saw it, None for a new one. An ``optional`` row is there
    only if that field is filled.
    """

    table: str
    key: Key
    before: Any
    fields: tuple[str, ...]
    fixed: Mapping[str, str]
    title: str = ""
    optional: str = ""


def input_name(number: int, field: str) -> str:
    """Return how an input is called: by the number of its part, and its field."""
    return f"{number}-{field}"


def field_of(
    district: District,
    part: Part,
    *,
    number: int,
    field: str,
    text: str,
    faults: Sequence[str] = (),
) -> Field:
    """Return a field as the form shows it."""
    column = SHEET_OF[part.table].column(field)
    place = part.table, field
    options = tuple(_options(district, column, text))
    return Field(
        name=input_name(number, field),
        label=str(LABELS[place]) if place in LABELS else said(label_of(column)),
        kind=("checks" if column.many else "choice") if options else "text",
        value=text,
        options=options,
        notes=tuple(_notes(part, column)),
        numeric=column.kind in (Kind.WHOLE, Kind.NUMBER),
        long=field in LONG,
        faults=tuple(faults),
    )


def _notes(part: Part, column: Column) -> Iterator[str]:
    place = part.table, column.field
    if column.default in ("", None) or (column.default is not REQUIRED and not column.words):
        yield str(gettext("optional"))
    if place in NOTES:
        yield str(NOTES[place])
    if example := EXAMPLES.get(place):
        yield str(gettext("for example %(example)s", example=example))


def _options(district: District, column: Column, text: str) -> Iterable[tuple[str, str]]:
    if column.words:
        found = [(str(value), said(words)) for value, words in column.words.words.items()]
    elif column.refers:
        found = _referable(district, column.refers)
        if column.default == "":
            found = [("", "–"), *found]
    else:
        return ()
    if column.many or text in dict(found):
        return found
    # nothing is chosen before somebody chooses it, and what is no longer there is not kept quietly
    return [("", "–"), *found] if "" not in dict(found) else found


def _referable(district: District, target: Target) -> list[tuple[str, str]]:
    if target is Target.COMMUNE:
        return [(c.code, c.name) for c in district.communes]
    if target is Target.SERVICE:
        return [(s.id, s.name) for s in district.services]
    if target is Target.TEAM:
        return [(t.id, t.name) for t in district.teams]
    communes = {c.code: c.name for c in district.communes}
    return [
        *((p.id, p.name) for p in sorted(district.places, key=lambda p: p.name)),
        *(
            (v.id, f"{v.name} ({communes[v.commune]})" if v.commune in communes else v.name)
            for v in sorted(district.villages, key=lambda v: v.name)
        ),
    ]
