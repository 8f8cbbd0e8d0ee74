"""What pages of the data need of the store: the district as it is now, and when it changed."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from planner.data.naming import SHEET_OF
from planner.domain.difference import KEYS
from planner.domain.district import District
from planner.errors import Conflict, NotFound
from planner.messages import Words
from web.languages import chosen_language
from web.shelf import NothingToShow, shelf

UNCOUNTED = ("settings", "outline")
"""Tables whose number of rows tells nobody anything."""


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
    return True


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
