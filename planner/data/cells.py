"""One cell: what stands in it becomes a value, or a fault of its own kind; and the way back.

A fault does not always lose the value: a number stored as text is told, and read. So what follows
is judged too, and everything wrong is reported at once.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from planner.data.legacy import find_legacy
from planner.data.sheets.declare import KIND_NAMES, REQUIRED, Column, Kind
from planner.data.sheets.words import YES_NO
from planner.errors import BadData

LIST_SEPARATOR = "; "
MAX_TEXT = 32_767  # characters that a cell of a spreadsheet holds
SIGNIFICANT_DIGITS = 15  # that every spreadsheet keeps
FIRST_DATE = date(1900, 3, 1)  # spreadsheets disagree about the days before

_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?")
_DECIMAL_COMMA = re.compile(
    r"[+-]?[0-9]{1,3}(\.?[0-9]{3}){0,9},[0-9]{1,30}|[+-]?[0-9]{1,30},[0-9]+"
)
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}([., \u00a0][0-9]{3})+")
_DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_ERRORS = ("#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#N/A", "#NUM!", "#NULL!")


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that a spreadsheet calculated to an error, ``#REF!``."""

    text: str


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A formula whose result nobody stored."""

    text: str


class Unread:
    """Stands for a value that could not be read."""


UNREAD = Unread()


@dataclass(frozen=True, slots=True)
class Found:
    """What one cell gave: a value, or ``UNREAD``, and what is wrong with it."""

    value: Any = UNREAD
    faults: list[BadData] = field(default_factory=list)


def read_cell(column: Column, raw: object, *, typed: bool) -> Found:
    """Return the value of one cell.

    Parameters
    ----------
    typed
        Whether the file stores numbers and dates as such (XLSX), so that text in their place is a
        fault; in CSV everything is text.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return _blank(column)
    if isinstance(raw, ErrorCell):
        return _fault(column, "error_value", raw.text)
    if isinstance(raw, FormulaCell):
        return _fault(column, "formula_without_value", raw.text)
    if isinstance(raw, str) and raw.strip() in _ERRORS and column.kind is not Kind.TEXT:
        return _fault(column, "error_value", raw.strip())
    if column.many:
        return _read_list(column, raw, typed=typed)
    return _READERS[column.kind](column, raw, typed)


def to_cell(column: Column, value: Any, language: str) -> object:
    """Return what stands in the cell for ``value``: text, number, date, time or nothing."""
    if column.many:
        return LIST_SEPARATOR.join(to_text(to_one(column, v, language)) for v in value) or None
    return None if value is None or value == "" else to_one(column, value, language)


def to_one(column: Column, value: Any, language: str) -> object:
    """Return one value as a cell has it, choices as their word in ``language``."""
    return column.words.words[value].text(language) if column.words else value


def to_text(value: object) -> str:
    """Return a cell's content as text: dates as year-month-day, times as HH:MM."""
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    return "" if value is None else str(value)


def canonical(text: str) -> str:
    """Return ``text`` as the workbook keeps it: NFC, trimmed, lines ended by a line feed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines).strip()


def _blank(column: Column) -> Found:
    if column.many:
        return Found(())
    if column.kind is Kind.TEXT:
        return Found("")
    if column.default is not REQUIRED:
        return Found(column.default)
    return _fault(column, "empty", "")


def _fault(column: Column, code: str, value: object, read: Any = UNREAD, **facts: Any) -> Found:
    told = BadData(code, field=column.field, value=value, label=column.label, **facts)
    return Found(read, [told])


def _wrong_type(column: Column, raw: object) -> Found:
    return _fault(column, "wrong_type", _shown(raw), wanted=KIND_NAMES[column.kind])


def _shown(raw: object) -> object:
    """Return a value as its message shows it."""
    return raw if isinstance(raw, str | int | float) else str(raw)


def _read_list(column: Column, raw: object, *, typed: bool) -> Found:
    if not isinstance(raw, str):
        parts, typed_parts = [raw], typed
    else:
        parts, typed_parts = [p for p in raw.split(";") if p.strip()], False
    found = [_READERS[column.kind](column, part, typed_parts) for part in parts]
    faults = [fault for f in found for fault in f.faults]
    if any(f.value is UNREAD for f in found):
        return Found(UNREAD, faults)
    return Found(tuple(f.value for f in found), faults)


def _read_text(column: Column, raw: object, _typed: bool) -> Found:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return _wrong_type(column, raw)
    if not isinstance(raw, str):
        right = str(int(raw)) if float(raw).is_integer() else str(raw)
        return _fault(column, "number_not_text", raw, right, right=right)
    text = canonical(raw)
    if len(text) > MAX_TEXT:
        return _fault(column, "too_long", "", text, found=len(text), limit=MAX_TEXT)
    if any(_is_unprintable(c) for c in text):
        return _fault(column, "unprintable", text, text)
    # sources quote titles in any language, and no part of a plan reads them
    legacy = None if column.field == "source" else find_legacy(text)
    if legacy:
        told = {"encoding": legacy.encoding, "right": legacy.right}
        return _fault(column, "legacy_encoding", text, text, **told)
    return Found(text)


def _is_unprintable(character: str) -> bool:
    control = unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"
    return control or character in "\ufffe\uffff"


def _read_number(column: Column, raw: object, typed: bool) -> Found:
    if isinstance(raw, str):
        return _number_in_text(column, raw.strip(), typed)
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        return _wrong_type(column, raw)
    return _number(column, raw, raw)


def _number(column: Column, raw: object, number: float) -> Found:
    if column.kind is Kind.NUMBER:
        return Found(float(f"{number:.{SIGNIFICANT_DIGITS}g}"))
    if not float(number).is_integer():
        return _fault(column, "not_whole", raw)
    return Found(int(number))


def _number_in_text(column: Column, text: str, typed: bool) -> Found:
    if column.kind is Kind.WHOLE and _THOUSANDS.fullmatch(text):
        right = int(re.sub(r"[., \u00a0]", "", text))
        return _fault(column, "thousands_separator", text, right, right=right)
    if _DECIMAL_COMMA.fullmatch(text):
        right_number = float(text.replace(".", "").replace(",", "."))
        read = right_number if column.kind is Kind.NUMBER else UNREAD
        return _fault(column, "decimal_comma", text, read, right=right_number)
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        return _wrong_type(column, text)
    found = _number(column, text, float(text) if not text.isdigit() else int(text))
    if typed and found.value is not UNREAD:
        return _fault(column, "number_as_text", text, found.value, right=found.value)
    return found


def _read_word(column: Column, raw: object, _typed: bool) -> Found:
    if column.words is None:
        raise TypeError(f"{column.field} has no words to choose from")
    if isinstance(raw, bool) and column.words is YES_NO:
        return Found(raw)
    try:
        return Found(column.words.find(str(raw)))
    except KeyError:
        shown = canonical(raw) if isinstance(raw, str) else _shown(raw)
        return _fault(column, "unknown_word", shown, choices=column.words.choices())


def _read_date(column: Column, raw: object, typed: bool) -> Found:
    if isinstance(raw, datetime):
        day = raw.date() if raw.time() == time() else None
    elif isinstance(raw, date):
        day = raw
    else:
        return _date_in_text(column, raw, typed)
    return _wrong_type(column, raw) if day is None else _date(column, day)


def _date(column: Column, day: date) -> Found:
    if day >= FIRST_DATE:
        return Found(day)
    limits = {"low": FIRST_DATE.isoformat(), "high": date.max.isoformat()}
    return _fault(column, "out_of_range", day.isoformat(), **limits)


def _date_in_text(column: Column, raw: object, typed: bool) -> Found:
    text = raw.strip() if isinstance(raw, str) else ""
    turned = _DAY_MONTH_YEAR.fullmatch(text)
    iso = f"{turned[3]}-{int(turned[2]):02}-{int(turned[1]):02}" if turned else text
    try:
        day = date.fromisoformat(iso if _ISO.fullmatch(iso) else "")
    except ValueError:
        return _wrong_type(column, raw)
    if not turned and not typed:
        return _date(column, day)
    return _fault(column, "date_as_text" if typed else "date_form", text, day, right=iso)


def _read_time(column: Column, raw: object, _typed: bool) -> Found:
    if isinstance(raw, time):
        return Found(raw.replace(microsecond=0))
    if isinstance(raw, timedelta) and timedelta(0) <= raw < timedelta(days=1):
        minutes, second = divmod(raw.seconds, 60)
        return Found(time(minutes // 60, minutes % 60, second))
    parts = _TIME.fullmatch(raw.strip()) if isinstance(raw, str) else None
    try:
        hour, minute, second = (int(p or 0) for p in parts.groups()) if parts else (24, 0, 0)
        return Found(time(hour, minute, second))
    except ValueError:
        return _wrong_type(column, raw)


_READERS: dict[Kind, Callable[[Column, object, bool], Found]] = {
    Kind.TEXT: _read_text,
    Kind.WHOLE: _read_number,
    Kind.NUMBER: _read_number,
    Kind.WORD: _read_word,
    Kind.DATE: _read_date,
    Kind.TIME: _read_time,
}
