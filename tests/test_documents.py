"""What the documents say of the code is so."""

import re
from dataclasses import MISSING, fields
from datetime import time
from pathlib import Path

from planner.domain.district import Settings

DOCS = Path(__file__).parents[1] / "docs"


def written(value: object) -> str:
    """Return a default as the document writes it."""
    if isinstance(value, tuple):
        return ", ".join(str(v) for v in value)
    if isinstance(value, time):
        return value.isoformat("minutes")
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_every_setting_stands_in_the_parameters_with_its_default() -> None:
    text = (DOCS / "parameters.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) ?\|", text, re.MULTILINE))
    assert rows == {
        f.name: written(f.default) for f in fields(Settings) if f.default is not MISSING
    }


def test_every_link_between_documents_leads_somewhere() -> None:
    root = DOCS.parent
    for page in [*DOCS.rglob("*.md"), root / "README.md", root / "CHANGELOG.md"]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
