"""What the days bring: holidays, closed days, markets, turnout windows."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from planner.domain.rules import filled, within
from planner.errors import BadData, refuse


class AlmanacKind(StrEnum):
    """What an entry means for a session on its days.

    ``HOLIDAY``: no team works. ``CLOSED``: no session in its scope. ``MARKET``: people of the
    villages around gather at the place named by the scope. ``TURNOUT``: attendance is multiplied.
    """

    HOLIDAY = "holiday"
    CLOSED = "closed"
    MARKET = "market"
    TURNOUT = "turnout"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlmanacEntry:
    """One line of the district's calendar.

    ``first``..``last`` are inclusive days. With ``rule`` (an RFC 5545 RRULE value, such as
    ``FREQ=WEEKLY;BYDAY=SU``) the entry holds on the days that recur from ``first`` up to ``last``.
    ``scope`` is empty for the whole district, or a commune code, a village id or a place id.
    ``opens``..``closes`` are local times, for markets. ``factor`` multiplies attendance.
    """

    id: str
    kind: AlmanacKind
    name: str
    first: date
    last: date
    rule: str = ""
    scope: str = ""
    opens: time | None = None
    closes: time | None = None
    factor: float = 1.0
    source: str = ""
    synthetic: bool = False

    def __post_init__(self) -> None:
        faults = filled(id=self.id, name=self.name) + within("factor", self.factor, 0, 3)
        if self.last < self.first:
            faults.append(
                BadData("ends_before_start", field="last", value=self.last, start=self.first)
            )
        if self.opens and self.closes and self.closes <= self.opens:
            faults.append(
                BadData("ends_before_start", field="closes", value=self.closes, start=self.opens)
            )
        if self.kind is AlmanacKind.MARKET:
            faults += filled(scope=self.scope)
        refuse("almanac entry", faults)
