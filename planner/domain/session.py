"""Candidate sessions: one sitting of one team at one place for given services."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from planner.domain.rules import filled
from planner.errors import refuse


class Sitting(StrEnum):
    """Where and when a session sits; decides who can come."""

    VILLAGE_EVENING = "village_evening"
    VILLAGE_DAY = "village_day"
    MARKET = "market"
    SEAT = "seat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """People of one village expected to be served with one service at a session.

    ``walk_in`` is true when they come from another village than the session's place.
    """

    village: str
    service: str
    people: int
    walk_in: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When a session may start (aware datetimes, both ends inclusive)."""

    earliest: datetime
    latest: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A candidate session, before or after it is planned.

    ``id`` stays the same from plan to plan as long as place, sitting, crew and ordinal do: feeds
    build their UIDs on it. ``repeat`` counts sessions alike at one place, from 1. ``stations`` is
    how many kits or helpers the crew must bring for the people expected. ``takes`` gives, by team
    id, the time on site from arrival to departure (set-up, sitting, pack-up); only these teams can
    hold it. ``group`` names sessions of which at most one may be held ("" for none).
    """

    id: str
    place: str
    sitting: Sitting
    services: tuple[str, ...]
    repeat: int
    stations: int
    takes: tuple[tuple[str, timedelta], ...]
    windows: tuple[Window, ...]
    expected: tuple[Expected, ...]
    needs_kit: bool = False
    needs_power: bool = False
    needs_signal: bool = False
    needs_language: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        refuse(
            "session",
            filled(
                id=self.id,
                place=self.place,
                services=self.services,
                windows=self.windows,
                expected=self.expected,
                takes=self.takes,
            ),
        )

    @property
    def lasting_name(self) -> str:
        """What the session is called in every plan.

        Of a group at most one is held: a longer or shorter sitting is the same session, changed.
        """
        return self.group or self.id

    @property
    def people(self) -> int:
        """How many people-services are expected in all."""
        return sum(e.people for e in self.expected)
