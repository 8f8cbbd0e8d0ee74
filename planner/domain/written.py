"""A report as it is written: titles, sentences and tables, whatever it is printed on."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """Words that lead somewhere: to a village, or to an occasion (``session`` on ``day``)."""

    text: str
    village: str = ""
    session: str = ""
    day: date | None = None

    def __str__(self) -> str:
        return self.text


Cell = str | int | Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One table with its title and what is said below it; ``empty`` stands in for no rows."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A whole report; numbers in its tables are written as in ``language``."""

    language: str
    title: str
    lead: tuple[str, ...]
    parts: tuple[Part, ...]

    def plain(self, cell: Cell) -> str:
        """Return a cell as people read it: numbers with their thousands marked."""
        if not isinstance(cell, int):
            return str(cell)
        return f"{cell:,}".replace(",", "." if self.language == "vi" else ",")
