"""The tables of docs/workbook.md, written from the declaration of the sheets.

``python -m planner.data.sheets.page docs/workbook.md`` brings the page up to date: it replaces what
stands between the two markers and leaves the rest as people wrote it.
"""

import sys
from pathlib import Path

from planner.data.sheets import SHEETS
from planner.data.sheets.declare import REQUIRED, Column, Kind, Sheet

BEGIN = "<!-- tables: written by python -m planner.data.sheets.page -->"
END = "<!-- tables: end -->"

_KINDS = {
    Kind.TEXT: "text",
    Kind.WHOLE: "whole number",
    Kind.NUMBER: "number",
    Kind.DATE: "date",
    Kind.TIME: "time of day",
}


def with_tables(page: str) -> str:
    """Return ``page`` with current tables between its markers."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    tables = "\n\n".join(_table(sheet) for sheet in SHEETS)
    return f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}"


def _table(sheet: Sheet) -> str:
    first = "row" if sheet.upright else "column"
    unique = ", ".join(sheet.column(field).label.english for field in sheet.unique)
    lines = [
        f"### {sheet.name.english} / {sheet.name.vietnamese}",
        "",
        f"CSV file: `{sheet.key}.csv`." + (f" No two rows share: {unique}." if unique else ""),
        "",
        f"| {first}, Vietnamese | {first}, English | content | if left out |",
        "|---|---|---|---|",
        *(_line(column) for column in sheet.columns),
    ]
    return "\n".join(lines)


def _line(column: Column) -> str:
    vietnamese, english = column.label
    return f"| {vietnamese} | {english} | {_content(column)} | {_default(column)} |"


def _content(column: Column) -> str:
    content = _choices(column) if column.words else _KINDS[column.kind]
    if column.many:
        content = f"list of {content}"
    if column.refers:
        content += f", refers to a {column.refers.value.replace('_', ' ')}"
    return f"{content} ({column.note.english})" if column.note.english else content


def _choices(column: Column) -> str:
    pairs = column.words.words.values() if column.words else ()
    return ", ".join(f"{english} / {vietnamese}" for vietnamese, english in pairs)


def _default(column: Column) -> str:
    if column.default is REQUIRED:
        return "a fault, but a cell may be empty" if column.may_be_blank else "a fault"
    if column.default in ("", (), None):
        return "empty"
    if column.words and not column.many:
        return column.words.words[column.default].english
    if column.many:
        words = column.words.words if column.words else {}
        return "; ".join(words[v].english if v in words else str(v) for v in column.default)
    return f"{column.default:%H:%M}" if column.kind is Kind.TIME else str(column.default)


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(with_tables(path.read_text(encoding="utf-8")), encoding="utf-8")
