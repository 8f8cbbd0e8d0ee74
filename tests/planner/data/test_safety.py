"""Files that must not be opened are told apart, before anything of them is unpacked."""

import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import openpyxl
import pytest

from planner.data.workbook import read_workbook, write_workbook
from tests.planner.data.faulty import faults_of, told
from tests.planner.data.rich import rich_district

_SHEET = "xl/worksheets/sheet4.xml"
_MEMORY_LIMIT = 300 * 1024  # kilobytes
_MEASURE = """
import re, sys
from pathlib import Path
from planner.data.workbook import read_workbook
from planner.errors import BadFile
try:
    read_workbook(Path(sys.argv[1]))
except BadFile as refused:
    print(*(fault.code for fault in refused.exceptions))
# ru_maxrss would start from the peak of the process that forked this one
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""

Pieces = Iterable[bytes]


def _with_part(path: Path, part: str, turn: Callable[[bytes], Pieces]) -> Path:
    """Return ``path``, a right workbook in which one part was turned into something else."""
    right = path.with_name("right.xlsx")
    write_workbook(rich_district(), right)
    with zipfile.ZipFile(right) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            pieces = turn(old.read(name)) if name == part else (old.read(name),)
            with new.open(name, "w") as file:
                file.writelines(pieces)
    return path


def _read_apart(path: Path) -> tuple[list[str], int]:
    """Return the codes of the faults and the peak memory (kB) of another process that reads."""
    command = [sys.executable, "-c", _MEASURE, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    *codes, peak = done.stdout.split()
    return codes, int(peak)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"ten;xa\n", "not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "encrypted_or_old"),
        (b"PK\x03\x04 cut off", "not_a_workbook"),
    ],
)
def test_files_that_are_no_workbook(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "d.xlsx"
    path.write_bytes(content)
    assert told(path) == [("d.xlsx", code)]


def test_a_zip_without_a_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "d.xlsx", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert told(tmp_path / "d.xlsx") == [("d.xlsx", "not_a_workbook")]


def test_nothing_there_and_a_folder_without_csv_files(tmp_path: Path) -> None:
    assert told(tmp_path / "none.xlsx") == [("none.xlsx", "no_such_file")]
    (tmp_path / "folder").mkdir()
    assert told(tmp_path / "folder") == [("folder", "no_csv_files")]


def test_a_damaged_part(tmp_path: Path) -> None:
    path = _with_part(tmp_path / "d.xlsx", _SHEET, lambda old: (old[: len(old) // 2],))
    assert told(path) == [("d.xlsx", "not_a_workbook")]


def test_xml_that_defines_entities_is_refused(tmp_path: Path) -> None:
    assert openpyxl.DEFUSEDXML
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'

    def laughing(old: bytes) -> Pieces:
        return old.replace(b"<worksheet", laughs + b"<worksheet", 1).replace(b"Nguon", b"&b;"), b""

    path = _with_part(tmp_path / "d.xlsx", _SHEET, laughing)
    assert told(path) == [("d.xlsx", "not_a_workbook")]


def test_a_bomb_is_refused_by_its_declared_size_in_little_memory(tmp_path: Path) -> None:
    zeros = [bytes(1 << 20)] * 256
    path = _with_part(tmp_path / "d.xlsx", _SHEET, lambda _: zeros)
    codes, peak = _read_apart(path)
    assert codes == ["zip_bomb"]
    assert peak < _MEMORY_LIMIT
    (fault,) = faults_of(path)
    assert fault.facts["found"] > 256 << 20


def test_a_size_declared_too_small_is_never_exceeded(tmp_path: Path) -> None:
    zeros = [bytes(1 << 20)] * 64
    path = _with_part(tmp_path / "d.xlsx", _SHEET, lambda _: zeros)
    content = path.read_bytes()
    size = (64 << 20).to_bytes(4, "little")
    path.write_bytes(content.replace(size, (100).to_bytes(4, "little")))
    assert told(path) == [("d.xlsx", "not_a_workbook")]


def test_a_part_that_packs_too_well(tmp_path: Path) -> None:
    path = _with_part(tmp_path / "d.xlsx", _SHEET, lambda _: [b" " * (1 << 20)] * 20)
    (fault,) = faults_of(path)
    assert (fault.code, fault.facts["limit"]) == ("zip_bomb", 400)


def test_too_many_parts(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "d.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(2000):
            archive.writestr(f"xl/{number}.xml", "")
    assert told(tmp_path / "d.xlsx") == [("d.xlsx", "zip_bomb")]


def test_a_row_of_more_cells_than_any_spreadsheet_has(tmp_path: Path) -> None:
    cells = b"<sheetData><row>" + b"<c/>" * 2_000_000 + b"</row></sheetData>"
    path = _with_part(
        tmp_path / "d.xlsx", _SHEET, lambda old: (old.replace(b"<sheetData>", cells, 1),)
    )
    codes, peak = _read_apart(path)
    assert codes == ["zip_bomb"]
    assert peak < _MEMORY_LIMIT


def _formatted_rows(last: int) -> Callable[[bytes], Pieces]:
    """Return what appends formatted empty rows up to ``last``, as LibreOffice may write them."""

    def appended(old: bytes) -> Pieces:
        size = b'<dimension ref="A1:O%d"/><sheetViews>' % last
        head, tail = old.replace(b"<sheetViews>", size, 1).split(b"</sheetData>")
        yield head
        yield from (b'<row r="%d" ht="12.8"/>' % number for number in range(5, last + 1))
        yield b"</sheetData>" + tail

    return appended


def test_formatted_empty_rows_are_no_fault(tmp_path: Path) -> None:
    path = _with_part(tmp_path / "d.xlsx", _SHEET, _formatted_rows(60_000))
    assert read_workbook(path) == rich_district()


@pytest.mark.slow
def test_a_million_formatted_empty_rows_take_little_memory(tmp_path: Path) -> None:
    path = _with_part(tmp_path / "d.xlsx", _SHEET, _formatted_rows(1_048_576))
    codes, peak = _read_apart(path)
    assert codes == []
    assert peak < _MEMORY_LIMIT


def test_a_sheet_longer_than_any_district(tmp_path: Path) -> None:
    row = b'<row r="50001"><c r="A50001"><v>1</v></c></row></sheetData>'
    path = _with_part(tmp_path / "d.xlsx", _SHEET, lambda old: (old.replace(b"</sheetData>", row),))
    assert told(path) == [("d.xlsx", "too_many_rows")]
