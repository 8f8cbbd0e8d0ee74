"""The parts of a workbook read through as bytes: how much memory would their XML take?

That depends on how many elements there are, how many stand in one row, and how long one is. All
are counted here in small pieces, before an XML parser sees them. The last row with content is
found on the way: rows behind it, of which some programs write a million, need never be parsed.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from planner.messages import Words

# what is counted, how many there are, how many there may be
Limit = tuple[Words, float, int]

MAX_TAGS_IN_SHEET = 2_500_000  # about 64 bytes of memory for each
MAX_TAGS_IN_STRINGS = 1_000_000
MAX_TAGS_ELSEWHERE = 200_000  # styles and the like take about 1 kB for each
MAX_CELLS_IN_ROW = 16_384  # of any spreadsheet
MAX_TAG_GAP = 1 << 20

_TAGS = Words("số thẻ XML", "a number of XML tags")
_CELLS = Words("số ô trong một hàng", "a number of cells in one row")
_TAG_GAP = Words("độ dài một thẻ XML", "the length of an XML tag")

_PIECE = 1 << 16
# a row with its attributes, a cell, or what holds content: value, text, formula
_TELLING = re.compile(rb"<(?:\w+:)?(?:(row)(?=[\s/>])([^<>]*)|(c)(?=[\s/>])|([vtf])(?=[\s/>]))")
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,9})["']""")
# a part of a sheet that is neither rows nor their cells
_OTHER = re.compile(rb"<(?!/|\?|(?:\w+:)?(?:row|c|v|t|f|is)[\s/>])")


@dataclass(slots=True)
class Census:
    """What was found so far; ``last_row`` is the last one with content in any part."""

    last_row: int = 0
    has_formulas: bool = False


def count_tags(archive: zipfile.ZipFile, part: zipfile.ZipInfo, census: Census) -> Iterator[Limit]:
    """Yield running counts of one part, each with its limit, and add to the census.

    Raises
    ------
    zipfile.BadZipFile
        If the part is XML in UTF-16, which no spreadsheet program writes and nobody here counts.
    """
    limit, gap, tags, others, rest = _tag_limit(part.filename), 0, 0, 0, b""
    rows = _Rows(census)
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            if part.filename.endswith((".xml", ".rels")) and b"\0" in piece:
                raise zipfile.BadZipFile(f"{part.filename} is not UTF-8")
            tags += piece.count(b"<")
            gap = len(piece) - piece.rfind(b"<") if b"<" in piece else gap + len(piece)
            yield _TAGS, tags, limit
            yield _TAG_GAP, gap, MAX_TAG_GAP
            whole, rest = _whole_tags(rest + piece)
            others += len(_OTHER.findall(whole))
            yield _TAGS, others, MAX_TAGS_IN_STRINGS if _is_strings(part) else MAX_TAGS_ELSEWHERE
            yield _CELLS, rows.most_cells(whole), MAX_CELLS_IN_ROW


def _is_strings(part: zipfile.ZipInfo) -> bool:
    return part.filename.endswith("sharedStrings.xml")


def _tag_limit(name: str) -> int:
    if name.endswith("sharedStrings.xml"):
        return MAX_TAGS_IN_STRINGS
    return MAX_TAGS_IN_SHEET if "/worksheets/" in name else MAX_TAGS_ELSEWHERE


def _whole_tags(content: bytes) -> tuple[bytes, bytes]:
    """Return ``content`` up to its last tag, and that tag, which may go on in the next piece."""
    start = content.rfind(b"<")
    return (content[:start], content[start:]) if start >= 0 else (b"", content)


class _Rows:
    """Counts rows and the cells in them as tags go by."""

    def __init__(self, census: Census) -> None:
        self._census = census
        self._row = 0
        self._cells = 0

    def most_cells(self, tags: bytes) -> int:
        """Return the most cells that one row among ``tags`` has."""
        most = 0
        for found in _TELLING.finditer(tags):
            row, attributes, cell, content = found.groups()
            if row:
                number = _ROW_NUMBER.search(attributes)
                self._row = int(number[1]) if number else self._row + 1
                self._cells = 0
            elif cell:
                self._cells += 1
                most = max(most, self._cells)
            else:
                self._census.last_row = max(self._census.last_row, self._row)
                self._census.has_formulas |= content == b"f"
        return most
