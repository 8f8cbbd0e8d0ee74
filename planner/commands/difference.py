"""The difference of two districts as the command line tells it."""

from collections.abc import Iterator

from planner.commands.edge import Answer
from planner.commands.spoken import Pair
from planner.data.difference_words import TableSaid, difference_said
from planner.domain.difference import difference
from planner.domain.district import District
from planner.messages import phrase

NO_DIFFERENCE: Pair = (
    "Giống hệt huyện đã nhập: không có gì khác.",
    "It is the imported district: no difference.",
)
TABLE: Pair = (
    "{name}: thêm {added}, xoá {removed}, sửa {changed}",
    "{name}: {added} added, {removed} removed, {changed} changed",
)
ADDED: Pair = ("  + {row}", "  + {row}")
REMOVED: Pair = ("  - {row}", "  - {row}")
CHANGED: Pair = (
    "  {row}: {field}: {before} → {after}",
    "  {row}: {field}: {before} → {after}",
)
REORDERED: Pair = ("  các dòng đứng theo thứ tự khác", "  the rows stand in another order")
NOTHING_CHANGED: Pair = ("Chưa thay đổi gì.", "Nothing was changed.")


def compared(before: District, after: District, language: str) -> Answer:
    """Return what would change, by table and row."""
    tables = difference_said(before, after, difference(before, after))
    facts = {
        t.key: {"added": len(t.added), "removed": len(t.removed), "changed": len(t.changed)}
        for t in tables
    }
    lines = [line for table in tables for line in _lines(table, language)]
    last = phrase(NOTHING_CHANGED, language)
    return Answer(
        facts={"difference": facts},
        lines=(*(lines or [phrase(NO_DIFFERENCE, language)]), last),
    )


def _lines(table: TableSaid, language: str) -> Iterator[str]:
    yield phrase(
        TABLE,
        language,
        name=table.name,
        added=len(table.added),
        removed=len(table.removed),
        changed=len(table.changed),
    )
    yield from (phrase(ADDED, language, row=name) for name in table.added)
    yield from (phrase(REMOVED, language, row=name) for name in table.removed)
    for name, fields in table.changed:
        for f in fields:
            told = {"row": name, "field": f.label, "before": f.before, "after": f.after}
            yield phrase(CHANGED, language, **told)
    if table.reordered:
        yield phrase(REORDERED, language)
