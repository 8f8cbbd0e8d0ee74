"""A copy of a workbook in which each faulty cell is marked: filled, with a comment that tells."""

import warnings
import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.cell import coordinate_to_tuple

from planner.data.outputs import saying_why_not
from planner.data.safety import MEBIBYTE, inspect
from planner.errors import BadData

MAX_MARKED = 12 * MEBIBYTE
"""Of XML, unpacked: writing a workbook back takes fifty times the memory of reading it."""

_FILL = PatternFill("solid", fgColor="FFFFD24D")
_AUTHOR = "Lên Bản"


def can_be_marked(path: Path) -> bool:
    """Return whether a workbook that was read is small enough to be written back."""
    with zipfile.ZipFile(path) as archive:
        return sum(part.file_size for part in archive.infolist()) <= MAX_MARKED


def marked_copy(path: Path, faults: Iterable[BadData], language: str) -> bytes:
    """Return the workbook ``path`` with its faults marked; faults of whole sheets are left out.

    Raises
    ------
    BadFile
        If the file is no workbook, or too large to be opened.
    """
    inspect(path)
    with warnings.catch_warnings(), saying_why_not(path):
        warnings.simplefilter("ignore")  # openpyxl warns of features that it drops
        book = load_workbook(path)
    comments: dict[tuple[str, str], list[str]] = {}
    for fault in faults:
        sheet, separator, cell = fault.where.rpartition("!")
        if separator and sheet in book.sheetnames:
            comments.setdefault((sheet, cell), []).append(fault.at("").text(language))
    for (sheet, cell), said in comments.items():
        _mark(book[sheet], cell, "\n".join(said))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _mark(sheet: Any, place: str, text: str) -> None:
    row, column = coordinate_to_tuple(place)
    cell = sheet.cell(row, column)
    # what lies inside a merged cell shows nothing of its own
    if hasattr(cell, "hyperlink"):
        cell.fill = _FILL
        cell.comment = Comment(text, _AUTHOR, height=120, width=320)
