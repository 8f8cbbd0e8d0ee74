"""What a page shows of an upload: its faults by sheet, or its difference to what is stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from planner.data.difference_words import TableSaid, difference_said
from planner.data.naming import SHEET_OF
from planner.domain.difference import difference
from planner.domain.district import District
from planner.errors import BadData
from planner.messages import Words
from planner.planning.missing import Missing, missing
from web.languages import chosen_language
from web.shelf import Shown

MOST_FAULTS = 100
MOST_ROWS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFaults:
    """The faults of one sheet: the first of them as cell and text, and how many there are."""

    sheet: str
    faults: tuple[tuple[str, str], ...]
    count: int

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.count - len(self.faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """All faults of a workbook by sheet."""

    sheets: tuple[SheetFaults, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What the shown plan needs and the upload has not: its kind, its name, for how many."""

    kind: Words
    name: str
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What accepting an upload would change; ``first`` if nothing is stored yet."""

    first: bool
    tables: tuple[TableSaid, ...]
    gone: tuple[Gone, ...]


def by_sheet(faults: Iterable[BadData]) -> Faults:
    """Return faults, which come in reading order, by sheet."""
    groups = [(s, list(f)) for s, f in groupby(faults, lambda f: f.where.rpartition("!")[0])]
    # what concerns the whole file stands first, without a sheet
    found = tuple(
        SheetFaults(
            sheet=sheet,
            faults=tuple(_line(fault) for fault in group[:MOST_FAULTS]),
            count=len(group),
        )
        for sheet, group in groups
    )
    return Faults(sheets=found, count=sum(one.count for one in found))


def _line(fault: BadData) -> tuple[str, str]:
    return fault.where.rpartition("!")[2], fault.at("").text(chosen_language())


def compared_with(now: District | None, other: District, shown: object) -> Seen:
    """Return what differs from the district that is stored, and what of the plan would be gone."""
    if now is None:
        return Seen(first=True, tables=(), gone=())
    tables = difference_said(now, other, difference(now, other))
    gone = _gone(shown, other) if isinstance(shown, Shown) else ()
    return Seen(first=False, tables=tables, gone=gone)


def _gone(shown: Shown, other: District) -> tuple[Gone, ...]:
    before = {m.id for m in missing(shown.plan, shown.district)}
    return tuple(
        Gone(kind=_kind(shown, m), name=_name(shown, m), sessions=m.sessions)
        for m in missing(shown.plan, other)
        if m.id not in before
    )


def _kind(shown: Shown, one: Missing) -> Words:
    table = one.table
    if table == "places" and one.id in shown.district.village_by_id:
        table = "villages"
    return SHEET_OF[table].name


def _name(shown: Shown, one: Missing) -> str:
    district = shown.district
    if one.table == "places":
        return district.place_by_id[one.id].name
    if one.table == "services":
        return district.service_by_id[one.id].name
    return district.team_by_id[one.id].name
