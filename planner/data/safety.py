"""Is this file a workbook, and may it be opened? Answered before anything is unpacked.

A zip archive declares the size of each part, and Python never unpacks more than was declared. The
parts are also read through once, in small pieces: how much memory their XML will take depends on
how many elements it has and how long one element is, and both are counted here.
"""

import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from planner.errors import BadData, refuse
from planner.messages import Words

MEBIBYTE = 1 << 20
MAX_FILE = 32 * MEBIBYTE
MAX_PARTS = 2_000
MAX_TOTAL = 128 * MEBIBYTE
MAX_SHEET = 64 * MEBIBYTE
MAX_STRINGS = 16 * MEBIBYTE
MAX_OTHER_XML = 2 * MEBIBYTE
MAX_RATIO = 400  # real sheets pack 5 to 50 fold; zeros and empty rows about 1,000 fold
RATIO_MATTERS = 16 * MEBIBYTE
MAX_TAGS = 2_500_000  # about 64 bytes of memory for each
MAX_TAG_GAP = MEBIBYTE

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
_PIECE = 1 << 16

_SIZE = Words("tổng kích thước", "a total size")
_PARTS = Words("số phần", "a number of parts")
_RATIO = Words("tỷ lệ nén", "a compression ratio")
_PART_SIZE = Words("kích thước một phần", "a part's size")
_TAGS = Words("số thẻ XML", "a number of XML tags")
_TAG_GAP = Words("độ dài một thẻ XML", "the length of an XML tag")


def refuse_unsafe(path: Path) -> None:
    """Raise unless ``path`` is an XLSX workbook of bearable size.

    Raises
    ------
    BadFile
        With one fault that tells an empty file, an old or encrypted one, anything that is no
        workbook, and a zip bomb apart.
    """
    faults = _not_a_workbook(path) or _bomb(path)
    refuse(path.name, [fault.at(path.name) for fault in faults])


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


def _bomb(path: Path) -> list[BadData]:
    """Return the first limit that the archive passes: what it declares first, then its XML."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            for what, found, limit in chain(_declared(parts), _counted(archive, parts)):
                if found > limit:
                    facts: dict[str, Any] = {"what": what, "found": int(found), "limit": limit}
                    return [BadData("zip_bomb", value=path.name, **facts)]
    except BROKEN_ZIP:
        return [BadData("not_a_workbook", value=path.name)]
    return []


def _declared(parts: list[zipfile.ZipInfo]) -> Iterator[tuple[Words, float, int]]:
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


def _counted(
    archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]
) -> Iterator[tuple[Words, float, int]]:
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            yield from _tags(archive, part)


def _tags(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[tuple[Words, float, int]]:
    """Yield running counts of tags and of bytes since the last one, a small piece at a time."""
    tags = gap = 0
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            here = piece.count(b"<")
            tags += here
            gap = len(piece) - piece.rfind(b"<") if here else gap + len(piece)
            yield _TAGS, tags, MAX_TAGS
            yield _TAG_GAP, gap, MAX_TAG_GAP
