"""What is typed to report a road: kept as it was typed, with a message for each fault."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext

from planner.domain.weather import RoadCondition
from planner.jobs.closures import USUAL_DAYS

MOST_SOURCE = 120

NO_DAY = lazy_gettext("Write a day, such as 06/09/2022.")
ENDS_FIRST = lazy_gettext("The last day must not be before the first.")
NO_SOURCE = lazy_gettext("Say who reports it.")
LONG_SOURCE = lazy_gettext("Use at most 120 letters.")
NO_CONDITION = lazy_gettext("Say whether the road is closed, slow or open.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportForm:
    """A report as it was typed; ``faults`` are messages by field, empty if all is right."""

    condition: str
    first: str
    last: str
    source: str
    faults: Mapping[str, object]

    @property
    def days(self) -> tuple[date, date]:
        """The days, which must be right."""
        first, last = _day(self.first), _day(self.last)
        if first is None or last is None:
            raise ValueError("the days of this form are not right")
        return first, last


def fresh_form(
    first: date, condition: RoadCondition = RoadCondition.CLOSED, last: date | None = None
) -> ReportForm:
    """Return the form as it is offered: from a day on for as long as closures usually last."""
    return ReportForm(
        condition=condition.value,
        first=first.isoformat(),
        last=(last or first + timedelta(days=USUAL_DAYS - 1)).isoformat(),
        source="",
        faults={},
    )


def read_form(typed: Mapping[str, str]) -> ReportForm:
    """Return what was typed, with its faults."""
    fields = {name: typed.get(name, "").strip() for name in ("condition", "first", "last")}
    source = " ".join(typed.get("source", "").split())
    return ReportForm(**fields, source=source, faults=dict(_faults(source=source, **fields)))


def _faults(*, condition: str, first: str, last: str, source: str) -> Iterator[tuple[str, object]]:
    begins, ends = _day(first), _day(last)
    if condition not in {c.value for c in RoadCondition}:
        yield "condition", NO_CONDITION
    if begins is None:
        yield "first", NO_DAY
    if ends is None:
        yield "last", NO_DAY
    elif begins is not None and ends < begins:
        yield "last", ENDS_FIRST
    if not source:
        yield "source", NO_SOURCE
    elif len(source) > MOST_SOURCE:
        yield "source", LONG_SOURCE


def _day(text: str) -> date | None:
    """Return the day that a browser sends (2022-09-06) or a person types (06/09/2022)."""
    parts = text.split("/")
    try:
        if len(parts) == 3:
            day, month, year = map(int, parts)
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        return None
