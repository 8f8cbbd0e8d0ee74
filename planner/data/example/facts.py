"""Reads the facts that were re-keyed from public sources, row by row with their source."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parent / "facts"


def read_facts(name: str) -> list[dict[str, str]]:
    """Return the rows of ``facts/<name>.csv``, by column, in the file's order."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
