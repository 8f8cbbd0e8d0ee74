"""Makes the calendar: holidays, markets, closed days, turnout windows."""

from datetime import date, time

from planner.data.example.facts import read_facts
from planner.domain.almanac import AlmanacEntry, AlmanacKind


def make_almanac() -> tuple[AlmanacEntry, ...]:
    """Return public holidays by day, then everything else."""
    holidays = tuple(_holiday(row) for row in read_facts("holidays"))
    return holidays + tuple(_entry(row) for row in read_facts("almanac"))


def _holiday(row: dict[str, str]) -> AlmanacEntry:
    day = date.fromisoformat(row["day"])
    return AlmanacEntry(
        id=f"holiday-{day}",
        kind=AlmanacKind.HOLIDAY,
        name=row["name"],
        first=day,
        last=day,
        source=row["source"],
    )


def _entry(row: dict[str, str]) -> AlmanacEntry:
    return AlmanacEntry(
        id=row["id"],
        kind=AlmanacKind(row["kind"]),
        name=row["name"],
        first=date.fromisoformat(row["first"]),
        last=date.fromisoformat(row["last"]),
        rule=row["rule"],
        scope=row["scope"],
        opens=time.fromisoformat(row["opens"]) if row["opens"] else None,
        closes=time.fromisoformat(row["closes"]) if row["closes"] else None,
        factor=float(row["factor"]),
        source=row["source"],
        synthetic=row["synthetic"] == "1",
    )
