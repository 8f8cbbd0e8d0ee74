"""Rule 9: what the text of a workbook looks like before it reaches a feed."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.text import clean, one_line, place_name

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
MODEST = settings(deadline=None, derandomize=True, max_examples=50)


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("Bản\r\nMột", "Bản\nMột"),
        ("a\rb", "ab"),
        ("a\tb\x00c\x1bd\x7fe\x85f\x9fg", "abcdefg"),
        ("a\u2028b\u2029c\ufeffd", "abcd"),
        ("a\ud800b", "ab"),
        (unicodedata.normalize("NFD", "Huổi Cơ"), "Huổi Cơ"),
        ("e\x00\u0301", "é"),
        ("ﬁ ² ①", "ﬁ ² ①"),  # NFKC would rewrite these
        ("\u202eđảo chiều\u202c 🏔", "\u202eđảo chiều\u202c 🏔"),
    ],
)
def test_clean_strips_what_no_feed_may_hold_and_nothing_else(dirty: str, expected: str) -> None:
    assert clean(dirty) == expected


@MODEST
@given(ANY_TEXT)
def test_cleaned_text_holds_no_control_character_but_the_line_feed(text: str) -> None:
    kinds = {c: unicodedata.category(c) for c in clean(text)}
    assert [c for c, k in kinds.items() if k in {"Cc", "Cs", "Zl", "Zp"} and c != "\n"] == []
    assert "\ufeff" not in kinds


@MODEST
@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text) == unicodedata.normalize("NFC", clean(text))


def test_one_line_joins_lines_by_one_space() -> None:
    assert one_line("  Bản\n\n Một\r\n(cũ) ") == "Bản Một (cũ)"


def test_a_place_name_holds_no_sign_that_a_quoted_parameter_cannot_hold() -> None:
    assert place_name('Bản "Cũ"^n\nMột\\Hai') == "Bản ”Cũ” n Một/Hai"
