"""Writes a report as a document (docx) or as a workbook (xlsx).

Both say nothing of when they were made, so that the same report has the same words; Word keeps a
date of its own, which is that of the report's last day.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from planner.data.xlsx import sheets_bytes
from planner.domain.written import Cell, Part, Written

FACE = "Times New Roman"
"""What official documents are written in (Decree 30/2020/NĐ-CP, annex I)."""
CELL_SIZE = Pt(10.5)
SHEET_NAME_MAX = 31
FORBIDDEN_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def docx_bytes(written: Written, at: datetime) -> bytes:
    """Return a report as a document on A4 pages.

    Parameters
    ----------
    at
        What the document says of when it was made.
    """
    document = Document()
    _set_page(document)
    _set_face(document)
    properties = document.core_properties
    properties.title, properties.author = written.title, "Lên Bản"
    properties.created = properties.modified = at.replace(tzinfo=None)
    document.add_heading(written.title, level=1)
    for line in written.lead:
        document.add_paragraph(line)
    for part in written.parts:
        _add_part(document, written, part)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def xlsx_bytes(written: Written) -> bytes:
    """Return a report as a workbook: what it says first, then a sheet for each table."""
    opening: list[list[object]] = [[written.title], *_column(written.lead)]
    opening += _column([part.note for part in written.parts if part.note])
    sheets = [(_sheet_name(written.title, []), opening)]
    for part in written.parts:
        rows: list[list[object]] = [list(part.header)]
        rows += [[_plain(cell) for cell in row] for row in part.rows]
        sheets.append((_sheet_name(part.title, [name for name, _ in sheets]), rows))
    return sheets_bytes(sheets)


def _column(lines: Sequence[str]) -> list[list[object]]:
    return [[line] for line in lines]


def _plain(cell: Cell) -> object:
    return cell if isinstance(cell, int) else str(cell)


def _sheet_name(title: str, taken: list[str]) -> str:
    """Return a title as a sheet may be called, unlike all others."""
    name = title.translate(FORBIDDEN_IN_SHEET_NAMES).strip()[:SHEET_NAME_MAX].strip()
    number = 2
    while name.casefold() in {other.casefold() for other in taken}:
        name = f"{name[: SHEET_NAME_MAX - 3].strip()} {number}"
        number += 1
    return name


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)


def _set_face(document: Any) -> None:
    for name, size in (("Normal", 12), ("Heading 1", 15), ("Heading 2", 13)):
        style = document.styles[name]
        style.font.name, style.font.size = FACE, Pt(size)
        # python-docx names the face of Latin letters alone
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:eastAsia", "w:cs", "w:hAnsi"):
            fonts.set(qn(script), FACE)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)


def _add_part(document: Any, written: Written, part: Part) -> None:
    document.add_heading(part.title, level=2)
    if part.rows:
        _add_table(document, written, part)
    elif part.empty:
        document.add_paragraph(part.empty)
    if part.note:
        document.add_paragraph(part.note)


def _add_table(document: Any, written: Written, part: Part) -> None:
    table = document.add_table(rows=1 + len(part.rows), cols=len(part.header))
    table.style = "Table Grid"
    for number, (row, cells) in enumerate(zip(table.rows, (part.header, *part.rows), strict=True)):
        _fill(row, written, cells, bold=number == 0)
    _repeat_on_each_page(table.rows[0])


def _repeat_on_each_page(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _fill(row: Any, written: Written, cells: tuple[Cell, ...], *, bold: bool = False) -> None:
    for box, cell in zip(row.cells, cells, strict=True):
        paragraph = box.paragraphs[0]
        run = paragraph.add_run(written.plain(cell))
        run.font.size = CELL_SIZE
        if bold:
            run.bold = True
        if isinstance(cell, int):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
