"""Saving a form: rows are merged one by one on top of what is stored, never the whole district.

A form carries the id of the district that its reader saw. If only other rows have changed since, it
goes on top of them; if one of its own rows has, nothing is saved and both values are shown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.data.editing import Edit, Told, faults_of, read_edit, read_text, texts_of
from planner.data.naming import SHEET_OF, label_of, value_said
from planner.domain.difference import Difference, Key, applied, rows_by_key
from planner.domain.district import District
from planner.messages import Words
from web.data.fields import Part, input_name
from web.data.stored import Stored, store_district, stored

ATTEMPTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A field of a row that somebody else changed: what each of the two made of it.

    ``ours`` and ``theirs`` are what the form would send, the ``…_said`` what people read, of the
    value that both started from, too. ``kept`` is which of the two is chosen if one of them left
    the field alone, else empty: then the reader must say.
    """

    name: str
    row: str
    label: Words
    before_said: Words
    ours: str
    ours_said: Words
    theirs: str
    theirs_said: Words
    kept: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Rows of the form that somebody else changed; ``gone`` if they removed one.

    ``same`` are the texts on which both agree, by the name of their input.
    """

    now: Stored
    choices: tuple[Choice, ...]
    same: Mapping[str, str]
    gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What is wrong with the form."""

    now: Stored
    faults: tuple[Told, ...]


Texts = Sequence[Mapping[str, str]]
"""What was typed, by part and field."""


def save(
    parts: Callable[[District], Sequence[Part]], texts: Texts, seen: District | None
) -> Clash | Wrong | None:
    """Store what was typed into a form; None if it is stored.

    Parameters
    ----------
    parts
        The form's rows in a district; they may differ in what is new, such as its id.
    seen
        The district that the reader saw, None for rows that are new.
    """
    for _ in range(ATTEMPTS):
        now = stored()
        if seen and (clash := find_clash(parts(seen), texts, seen, now)):
            return clash
        edits = read_edits(parts(now.district), texts)
        if faults := faults_of(now.district, edits):
            return Wrong(now=now, faults=faults)
        changes = tuple(e.change for e in edits)
        changed = applied(now.district, Difference(changes=changes))
        if store_district(changed, compared=now.id):
            return None
    raise TimeoutError("the data is changed faster than it can be saved")


def read_edits(parts: Sequence[Part], texts: Texts) -> list[Edit]:
    """Return the rows that were typed; an optional row that was left empty is to go."""
    edits = []
    for number, (part, typed) in enumerate(zip(parts, texts, strict=True)):
        if not part.optional or typed.get(part.optional, "").strip():
            edits.append(
                read_edit(
                    part.table,
                    {**typed, **part.fixed},
                    number=number,
                    key=part.key,
                    before=part.before,
                )
            )
        elif part.before is not None:
            edits.append(Edit(table=part.table, key=part.key, before=part.before, read=None))
    return edits


def find_clash(parts: Sequence[Part], texts: Texts, seen: District, now: Stored) -> Clash | None:
    """Return what somebody else has made of rows of the form since ``seen``, if it matters."""
    choices: list[Choice] = []
    same: dict[str, str] = {}
    gone = False
    for number, (part, typed) in enumerate(zip(parts, texts, strict=True)):
        row = row_of(now.district, part.table, part.key)
        gone |= row is None and part.before is not None and not part.optional
        pair = _Pair(part=part, number=number, seen=seen, now=now.district)
        for field in part.fields:
            theirs = form_texts(part, row)[field]
            if row == part.before or _alike(part, field, typed[field], theirs):
                same[input_name(number, field)] = typed[field]
            else:
                choices.append(pair.choice(field, typed[field], theirs))
    if not choices and not gone:
        return None
    return Clash(now=now, choices=tuple(choices), same=same, gone=gone)


def row_of(district: District, table: str, key: Key) -> Any:
    """Return a row by its key, None if there is none."""
    return rows_by_key(district, table).get(key)


def form_texts(part: Part, row: Any) -> dict[str, str]:
    """Return what a form shows of a row, nothing of one that is not there."""
    if row is None:
        return dict.fromkeys(part.fields, "")
    texts = texts_of(part.table, row)
    return {field: texts[field] for field in part.fields}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """One row of a form as its reader saw it, and the districts of both sides."""

    part: Part
    number: int
    seen: District
    now: District

    def choice(self, field: str, ours: str, theirs: str) -> Choice:
        part, column = self.part, SHEET_OF[self.part.table].column(field)
        start = form_texts(part, part.before)[field]
        kept = ""
        if _alike(part, field, ours, start):
            kept = "theirs"
        elif _alike(part, field, theirs, start):
            kept = "ours"
        return Choice(
            name=input_name(self.number, field),
            row=part.title,
            label=label_of(column),
            before_said=_said(self.seen, part, field, start),
            ours=ours,
            ours_said=_said(self.now, part, field, ours),
            theirs=theirs,
            theirs_said=_said(self.now, part, field, theirs),
            kept=kept,
        )


def _alike(part: Part, field: str, one: str, other: str) -> bool:
    column = SHEET_OF[part.table].column(field)
    first, second = read_text(column, one), read_text(column, other)
    if first.faults or second.faults:
        return one.strip() == other.strip()
    return bool(first.value == second.value)


def _said(district: District, part: Part, field: str, text: str) -> Words:
    """Return how a text reads: as its value if it is right, else as it was typed."""
    column = SHEET_OF[part.table].column(field)
    found = read_text(column, text)
    if not text.strip() or found.faults:
        return Words(text or "–", text or "–")
    return value_said(district, column, found.value)
