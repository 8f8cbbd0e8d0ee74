"""The example district that ships: Nậm Pồ as it was in 2022, and the generator that wrote it.

Owns the sourced facts (``facts/``) and what is made up around them. Nothing else in the planner
knows that this district exists.
"""

from pathlib import Path


def example_folder() -> Path:
    """Return the folder of CSV files that ``planner.data.workbook.read_workbook`` reads."""
    return Path(__file__).parent / "nam_po_2022"
