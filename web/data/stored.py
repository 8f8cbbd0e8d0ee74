"""What pages of the data need of the store: the district as it is now, and when it changed."""

from collections import Counter
from dataclasses import dataclass, fields
from datetime import datetime
from zoneinfo import ZoneInfo

from planner.data.naming import SHEET_OF
from planner.domain.difference import KEYS, RowChange, difference
from planner.domain.district import District
from planner.errors import Conflict, NotFound
from planner.messages import Words
from web.gate.acting import note
from web.languages import chosen_language
from web.shelf import NothingToShow, shelf

UNCOUNTED = ("settings", "outline")
"""Tables whose number of rows tells nobody anything."""
MOST_NOTED = 30
"""So many changed rows the audit keeps; of a whole new workbook it keeps how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """The district that holds now; times are its own."""

    id: int
    district: District
    first_at: datetime
    changed_at: datetime
    versions: int


def stored() -> Stored:
    """Return the district that holds now.

    Raises
    ------
    NotFound
        If there is none yet.
    """
    here = shelf()
    current = here.store.get_district_id()
    district = here.district(current)
    zone = ZoneInfo(district.settings.timezone)
    imports = here.store.list_imports()
    return Stored(
        id=current,
        district=district,
        first_at=imports[0].imported_at.astimezone(zone),
        changed_at=imports[-1].imported_at.astimezone(zone),
        versions=len(imports),
    )


def find_stored() -> Stored | None:
    """Return the district that holds now, None if there is none yet."""
    try:
        return stored()
    except NotFound:
        return None


def store_district(district: District, *, compared: int) -> bool:
    """Make ``district`` the current one; False if another than ``compared`` was (0 for none).

    Every change of the data by a page passes here.
    """
    here = shelf()
    try:
        here.store.add_district(district, at=here.now(), expected=compared)
    except Conflict:
        return False
    _note(here.district(compared) if compared else None, district)
    return True


def _note(before: District | None, after: District) -> None:
    """Keep in the audit which rows were changed, and how, as long as they are not too many."""
    if before is None:
        note("data_imported", after.settings.name)
        return
    changes = difference(before, after).changes
    count = Counter(change.table for change in changes)
    subject = ", ".join(f"{SHEET_OF[table].name.vietnamese}: {n}" for table, n in count.items())
    few = changes if len(changes) <= MOST_NOTED else ()
    old, new = ({_row(c): _facts(c, end) for c in few} for end in ("before", "after"))
    note("data_changed", subject, old, new)


def _row(change: RowChange) -> str:
    return " ".join((SHEET_OF[change.table].name.vietnamese, *map(str, change.key)))


def _facts(change: RowChange, end: str) -> dict[str, str]:
    """Return the fields of a changed row that differ, all of one that came or went."""
    row = getattr(change, end)
    names = change.fields or (tuple(f.name for f in fields(row)) if row else ())
    return {name: str(getattr(row, name)) for name in names} if row else {}


def counts(district: District) -> list[tuple[str, int]]:
    """Return the name of each table and how many rows it has."""
    tables = [table for table in KEYS if table not in UNCOUNTED]
    return [(said(SHEET_OF[t].name), len(getattr(district, t))) for t in tables]


def frame() -> dict[str, object]:
    """Return what the frame of a page shows of the plan, nothing without one."""
    try:
        return {"shown": shelf().shown()}
    except NothingToShow:
        return {}


def said(words: Words) -> str:
    """Return words in the language of the request."""
    return words.text(chosen_language())
