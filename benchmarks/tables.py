"""Paragraphs and tables as docs/benchmarks.md has them."""

import textwrap


def paragraph(text: str) -> str:
    """Return the text in lines of at most 100 signs."""
    return textwrap.fill(text, 100, break_long_words=False, break_on_hyphens=False)


def table(heads: list[str], rows: list[list[str]]) -> list[str]:
    """Return the lines of a Markdown table."""
    lines = [f"| {' | '.join(cells)} |" for cells in (heads, *rows)]
    return [lines[0], "|" + "---|" * len(heads), *lines[1:]]
