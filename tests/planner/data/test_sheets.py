"""The declaration of the workbook: whole, unambiguous, and as the documentation shows it."""

from dataclasses import fields
from pathlib import Path

import pytest

from planner.data.sheets import SHEETS
from planner.data.sheets.declare import Sheet
from planner.data.sheets.page import with_tables
from planner.data.sheets.words import CHOICES, Vocabulary, plain
from planner.domain.district import District

_PAGE = Path(__file__).parents[3] / "docs" / "workbook.md"
_BY_KEY = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)


def test_every_part_of_a_district_has_its_sheet() -> None:
    assert sorted(s.attribute for s in SHEETS) == sorted(f.name for f in fields(District))


@_BY_KEY
def test_every_field_has_its_column(sheet: Sheet) -> None:
    assert [c.field for c in sheet.columns] == [f.name for f in fields(sheet.domain)]


@_BY_KEY
def test_no_header_means_two_columns(sheet: Sheet) -> None:
    headers = [{plain(h) for h in (*c.label, c.field)} for c in sheet.columns]
    assert sum(len(names) for names in headers) == len(set().union(*headers))


@_BY_KEY
def test_an_english_header_is_the_field_spelled_for_people(sheet: Sheet) -> None:
    assert [plain(c.label.english) for c in sheet.columns] == [
        plain(c.field) for c in sheet.columns
    ]


def test_no_name_means_two_sheets() -> None:
    names = [{plain(s.key), *map(plain, s.name)} for s in SHEETS]
    assert sum(len(n) for n in names) == len(set().union(*names))


@pytest.mark.parametrize(
    "words", CHOICES.values(), ids=lambda w: type(next(iter(w.words))).__name__
)
def test_every_word_is_read_as_its_value(words: Vocabulary) -> None:
    for value, pair in words.words.items():
        assert [words.find(word.upper()) for word in pair] == [value, value]


def test_the_page_is_current() -> None:
    page = _PAGE.read_text(encoding="utf-8")
    assert with_tables(page) == page
