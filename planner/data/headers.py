"""The header row of a sheet: which column is which, in either language and any order."""

from planner.data.advice import hint
from planner.data.cells import canonical
from planner.data.grid import Grid, is_blank
from planner.data.sheets.words import plain
from planner.errors import BadData
from planner.messages import Words

Cells = tuple[object, ...]
Rows = tuple[tuple[int, Cells], ...]


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
    free = next((i for i, cell in enumerate(header) if is_blank((cell,))), len(header))
    where = grid.address(1, free)
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
