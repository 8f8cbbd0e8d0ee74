"""Is this file a workbook, and may it be opened? Answered before anything is unpacked.

A zip archive declares the size of each part, and Python never unpacks more than was declared. So
the declared sizes are judged first, then ``planner.data.parts`` reads the XML through once.
"""

import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from planner.data.grid import MAX_ROWS
from planner.data.parts import Census, Limit, count_tags
from planner.errors import BadData, refuse
from planner.messages import Words

MEBIBYTE = 1 << 20
MAX_FILE = 16 * MEBIBYTE
MAX_PARTS = 2_000
MAX_TOTAL = 96 * MEBIBYTE
MAX_SHEET = 64 * MEBIBYTE
MAX_STRINGS = 16 * MEBIBYTE
MAX_OTHER_XML = 2 * MEBIBYTE
MAX_RATIO = 400  # real sheets pack 5 to 50 fold, a million empty rows 25 fold, zeros 1,000 fold
RATIO_MATTERS = 16 * MEBIBYTE

# what zipfile raises on an archive that is damaged, or packed in a way it does not know
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old .xls, and the wrapping of an encrypted .xlsx

_SIZE = Words("tổng kích thước", "a total size")
_PARTS = Words("số phần", "a number of parts")
_RATIO = Words("tỷ lệ nén", "a compression ratio")
_PART_SIZE = Words("kích thước một phần", "a part's size")


def inspect(path: Path) -> Census:
    """Return what the sheets of ``path`` hold, if it may be opened.

    Raises
    ------
    BadFile
        With one fault that tells an empty file, an old or encrypted one, anything that is no
        workbook, a zip bomb, and a sheet that is too long apart.
    """
    census, faults = Census(), _not_a_workbook(path)
    if not faults:
        census, faults = _survey(path)
    if not faults and census.last_row > MAX_ROWS:
        faults = [BadData("too_many_rows", limit=MAX_ROWS)]
    refuse(path.name, [fault.at(path.name) for fault in faults])
    return census


def _not_a_workbook(path: Path) -> list[BadData]:
    size = path.stat().st_size
    if size == 0:
        return [BadData("empty_file", value=path.name)]
    if size > MAX_FILE:
        return [BadData("file_too_large", value=path.name, found=size, limit=MAX_FILE)]
    with path.open("rb") as file:
        if file.read(len(_OLE)) == _OLE:
            return [BadData("encrypted_or_old", value=path.name)]
    try:
        with zipfile.ZipFile(path) as archive:
            encrypted = any(part.flag_bits & 1 for part in archive.infolist())
            holds = "xl/workbook.xml" in archive.namelist()
    except BROKEN_ZIP:
        encrypted, holds = False, False
    if encrypted:
        return [BadData("encrypted_or_old", value=path.name)]
    return [] if holds else [BadData("not_a_workbook", value=path.name)]


def _survey(path: Path) -> tuple[Census, list[BadData]]:
    """Return what the parts hold, and the first limit passed: declared ones come first."""
    census = Census()
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            counted = (count_tags(archive, part, census) for part in parts)
            for what, found, limit in chain(_declared(parts), chain.from_iterable(counted)):
                if found > limit:
                    return census, [_bomb(path, what, found, limit)]
    except BROKEN_ZIP:
        return census, [BadData("not_a_workbook", value=path.name)]
    return census, []


def _bomb(path: Path, what: Words, found: float, limit: int) -> BadData:
    return BadData("zip_bomb", value=path.name, what=what, found=int(found), limit=limit)


def _declared(parts: list[zipfile.ZipInfo]) -> Iterator[Limit]:
    yield _PARTS, len(parts), MAX_PARTS
    yield _SIZE, sum(part.file_size for part in parts), MAX_TOTAL
    for part in parts:
        yield _PART_SIZE, part.file_size, _part_limit(part.filename)
        if part.file_size > RATIO_MATTERS:
            yield _RATIO, part.file_size / max(part.compress_size, 1), MAX_RATIO


def _part_limit(name: str) -> int:
    if name.endswith("sharedStrings.xml"):
        return MAX_STRINGS
    if "/worksheets/" in name:
        return MAX_SHEET
    return MAX_OTHER_XML if name.endswith((".xml", ".rels")) else MAX_TOTAL
