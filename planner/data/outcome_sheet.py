"""The sheet of outcomes: one row for each session, read like a workbook and written to fill in.

Every faulty cell is told; with a single one nothing is taken.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.data.sheets.declare import Column, Kind, Sheet
from planner.data.sheets.words import Vocabulary, plain
from planner.data.table import Row, read_table
from planner.data.xlsx import read_grids, sheets_bytes
from planner.domain import outcome_words
from planner.domain.district import District
from planner.domain.outcome import Promised
from planner.domain.service import Service
from planner.errors import BadData, refuse
from planner.messages import Words

NAME = Words("Kết quả", "Outcomes")
TOLD_ON = "told_on"
_KEY = "outcomes"


class Cells:
    """One row's cells, by field."""

    def __init__(self, **values: Any) -> None:
        self.values = values


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRow:
    """One row that tells of a session: its values by field, and where each of them stands."""

    row: Row

    @property
    def values(self) -> Mapping[str, Any]:
        """The values by field."""
        return self.row.values

    def people(self, field: str) -> dict[str, int]:
        """Return people by service id, of the columns ``served`` or ``absent``."""
        wanted = f"{field}_"
        return {
            name.removeprefix(wanted): value
            for name, value in self.values.items()
            if name.startswith(wanted) and value
        }

    def placed(self, fault: BadData) -> BadData:
        """Return a fault of the report with the cell that it is about."""
        columns = {c.field: c.label for c in self.row.sheet.columns}
        return fault.at(self.row.where(fault.field), columns.get(fault.field))


def outcome_sheet(services: Sequence[Service]) -> Sheet:
    """Return the sheet for a district's services."""
    return Sheet(
        key=_KEY,
        name=NAME,
        attribute="",
        domain=Cells,
        unique=("session", "day"),
        columns=tuple(_columns(services)),
    )


def read_outcome_rows(path: Path, district: District) -> tuple[ToldRow, ...]:
    """Return the rows of a file that tell of a session; those left blank say nothing.

    Raises
    ------
    BadFile
        With every faulty cell.
    """
    sheet = outcome_sheet(district.services)
    grids = read_grids(path, _is_outcomes)
    if not grids:
        refuse(path.name, [BadData("no_outcome_sheet", where=path.name)])
    table = read_table(sheet, grids[0])
    rows = [ToldRow(row=row) for row in table.rows if _tells(row)]
    faults = [*table.faults, *(fault for told in rows for fault in _half_told(told))]
    refuse(path.name, faults)
    return tuple(rows)


def outcome_sheet_bytes(sessions: Sequence[Promised], district: District, language: str) -> bytes:
    """Return an XLSX file with a row for each session, to be filled in."""
    sheet = outcome_sheet(district.services)
    header: list[object] = [c.label.text(language) for c in sheet.columns]
    rows = [[_given(c, one, district) for c in sheet.columns] for one in sessions]
    legend = _legend(sheet, language)
    title = Words("Cách ghi", "How to fill in").text(language)
    return sheets_bytes([(NAME.text(language), [header, *rows]), (title, legend)])


def _columns(services: Sequence[Service]) -> Iterator[Column]:
    yield _column("day", Words("Ngày", "Day"), Kind.DATE, None)
    yield _column("place", Words("Địa điểm", "Place"), Kind.TEXT, "")
    yield _column("team", Words("Tổ", "Team"), Kind.TEXT, "")
    yield _choice("held", Words("Diễn ra", "Held"), outcome_words.HELD)
    yield _choice("reason", Words("Lý do", "Reason"), outcome_words.WHY_NOT)
    for s in services:
        label = Words(f"Đã phục vụ {s.letter}", f"Served {s.letter}")
        yield _column(f"served_{s.id}", label, Kind.WHOLE, 0)
    for s in services:
        label = Words(f"Vắng mặt {s.letter}", f"Absent {s.letter}")
        yield _column(f"absent_{s.id}", label, Kind.WHOLE, 0)
    yield _column("arrived", Words("Giờ đến", "Arrived"), Kind.TIME, None)
    yield _column("left", Words("Giờ rời", "Left"), Kind.TIME, None)
    yield _choice("road", Words("Đường đi", "Road"), outcome_words.ROAD_MET)
    yield _column("note", Words("Ghi chú", "Note"), Kind.TEXT, "")
    yield _choice("reporter", Words("Ai báo", "Reporter"), outcome_words.REPORTER)
    yield _column(TOLD_ON, Words("Ngày báo", "Told on"), Kind.DATE, None)
    yield _column("session", Words("Mã buổi (không sửa)", "Session (keep as it is)"), Kind.TEXT, "")


def _column(field: str, label: Words, kind: Kind, default: object) -> Column:
    return Column(
        field=field,
        label=label,
        kind=kind,
        many=False,
        words=None,
        default=default,
        refers=None,
        may_be_blank=True,
        note=Words("", ""),
    )


def _choice(field: str, label: Words, words: Mapping[Any, Words]) -> Column:
    return Column(
        field=field,
        label=label,
        kind=Kind.WORD,
        many=False,
        words=Vocabulary(words, {}),
        default=None,
        refers=None,
        may_be_blank=True,
        note=Words("", ""),
    )


def _is_outcomes(title: str) -> bool:
    return plain(title) in (plain(NAME.vietnamese), plain(NAME.english), _KEY)


def _tells(row: Row) -> bool:
    """Return whether anything stands in a row beside what the sheet came with."""
    given = ("day", "place", "team", "session")
    return any(value for field, value in row.values.items() if field not in given) or any(
        field not in row.values for field in row.places if field not in given
    )


def _half_told(told: ToldRow) -> Iterator[BadData]:
    for field in ("session", "day", "held"):
        if field in told.values and told.values[field] in ("", None):
            yield told.placed(BadData("empty", field=field, value=""))


def _given(column: Column, one: Promised, district: District) -> object:
    team = district.team_by_id.get(one.team)
    place = district.place_by_id.get(one.place)
    known: dict[str, object] = {
        "day": one.day,
        "place": place.name if place else one.place,
        "team": team.name if team else one.team,
        "session": one.name,
    }
    return known.get(column.field)


def _legend(sheet: Sheet, language: str) -> list[list[object]]:
    """Return which words may stand in which column."""
    header: list[object] = [
        Words("Cột", "Column").text(language),
        Words("Ghi một trong các từ", "One of these words").text(language),
    ]
    choices: list[list[object]] = [
        [c.label.text(language), c.words.choices().text(language)] for c in sheet.columns if c.words
    ]
    return [header, *choices]
