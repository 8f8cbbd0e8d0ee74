"""Workbooks with planted faults: a right one is written, then single cells are overwritten."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from planner.data.workbook import read_workbook, write_workbook
from planner.domain.district import District
from planner.errors import BadData, BadFile
from tests.planner.data.rich import rich_district


def plant(
    path: Path,
    cells: Mapping[str, Any],
    *,
    district: District | None = None,
    change: Callable[[Workbook], None] | None = None,
) -> Path:
    """Return ``path``, a workbook in which each cell (``Bản!F2``) was given a new content."""
    write_workbook(district or rich_district(), path)
    book = load_workbook(path)
    for where, content in cells.items():
        sheet, cell = where.split("!")
        book[sheet][cell].value = content
    if change:
        change(book)
    book.save(path)
    return path


def faults_of(path: Path) -> list[BadData]:
    """Return every fault that reading ``path`` reports."""
    with pytest.raises(BadFile) as refused:
        read_workbook(path)
    return [fault for fault in refused.value.exceptions if isinstance(fault, BadData)]


def told(path: Path) -> list[tuple[str, str]]:
    """Return cell and kind of every fault that reading ``path`` reports."""
    return [(fault.where, fault.code) for fault in faults_of(path)]
