"""The header row of a sheet: which column is which, in either language and any order."""

from difflib import get_close_matches

from planner.data.cells import canonical
from planner.data.grid import Grid, is_blank
from planner.data.sheets.words import plain
from planner.errors import BadData
from planner.messages import Words

Cells = tuple[object, ...]
Rows = tuple[tuple[int, Cells], ...]


def hint(text: str, known: list[str]) -> Words:
    """Return the advice to use the known word that looks most like ``text``, empty if none does."""
    near = get_close_matches(text, known, n=1)
    return Words(f"\nCó lẽ: {near[0]}", f"\nMaybe {near[0]}") if near else Words("", "")


def split(grid: Grid) -> tuple[Cells, Rows]:
    """Return the header row, empty if there is none, and the rows below."""
    if grid.rows and grid.rows[0][0] == 1:
        return grid.rows[0][1], grid.rows[1:]
    return (), grid.rows


def find_heads(
    grid: Grid, header: Cells, known: list[tuple[str, Words]]
) -> tuple[dict[str, int], list[BadData]]:
    """Return the column index of each field, and the headers that are unknown or twice there."""
    spelled = {plain(name): field for field, label in known for name in (*label, field)}
    labels = dict(known)
    heads: dict[str, int] = {}
    faults = []
    for index, cell in enumerate(header):
        field = spelled.get(plain(str(cell)))
        where = grid.address(1, index)
        if is_blank((cell,)):
            continue
        if field is None:
            text = canonical(str(cell))
            near = hint(text, [name for label in labels.values() for name in label])
            faults.append(BadData("unknown_column", value=text, where=where, hint=near))
        elif field in heads:
            first = grid.address(1, heads[field])
            told = BadData("duplicate_column", field=field, where=where, first=first)
            faults.append(told.at(where, labels[field]))
        else:
            heads[field] = index
    return heads, faults


def missing_column(grid: Grid, header: Cells, field: str, label: Words) -> BadData:
    """Return the fault at the first free header cell: there the column would go."""
    where = grid.address(1, len(header))
    return BadData("missing_column", field=field, where=where, label=label)


def headless(grid: Grid, header: Cells, body: Rows) -> list[BadData]:
    """Return a fault for the first content under each column without a header."""
    seen: dict[int, BadData] = {}
    for number, cells in body:
        for index, cell in enumerate(cells):
            headed = index < len(header) and not is_blank((header[index],))
            if not headed and index not in seen and not is_blank((cell,)):
                where = grid.address(number, index)
                seen[index] = BadData("no_header", value=str(cell), where=where)
    return list(seen.values())
