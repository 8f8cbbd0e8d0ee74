"""The plan as cards: one for each session, with all that a reader needs to find their way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.domain.almanac import AlmanacKind
from planner.domain.district import District
from planner.domain.place import Commune, Place
from planner.domain.plan import Horizon, Shift, Stop
from planner.domain.service import Service
from planner.domain.team import Team
from planner.errors import NotFound
from planner.planning.almanac import days_of
from web.figures import sleeps_away
from web.shelf import Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One session of the plan; times are local.

    ``order`` counts the stops of the day from 1, ``origin`` is where the team comes from and
    ``travel`` how long that takes.
    """

    shift: Shift
    stop: Stop
    team: Team
    place: Place
    commune: Commune | None
    services: tuple[Service, ...]
    order: int
    origin: Place
    travel: timedelta
    arrive: datetime
    start: datetime
    end: datetime

    @property
    def day(self) -> date:
        """The day of the session."""
        return self.shift.day


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDay:
    """One team's day: its sessions in order, and where the night is spent (None: at base)."""

    team: Team
    day: date
    cards: tuple[Card, ...]
    night: Place | None
    depart: datetime
    back: datetime
    travel: timedelta
    km: float

    @property
    def people(self) -> int:
        """People expected on this day."""
        return sum(card.stop.people for card in self.cards)


def team_day(shown: Shown, shift: Shift) -> TeamDay:
    """Return a shift as a reader sees it."""
    district = shown.district
    return TeamDay(
        team=district.team_by_id[shift.team],
        day=shift.day,
        cards=tuple(_cards_of(shown, shift)),
        night=district.place(shift.end_place) if sleeps_away(district, shift) else None,
        depart=shown.local(shift.depart),
        back=shown.local(shift.back),
        travel=shift.travel,
        km=shift.km,
    )


def _cards_of(shown: Shown, shift: Shift) -> Iterator[Card]:
    district = shown.district
    here, left = shift.start_place, shift.depart
    for order, stop in enumerate(shift.stops, start=1):
        place = district.place(stop.session.place)
        yield Card(
            shift=shift,
            stop=stop,
            team=district.team_by_id[shift.team],
            place=place,
            commune=district.commune_by_code.get(place.commune),
            services=tuple(s for s in district.services if s.id in stop.session.services),
            order=order,
            origin=district.place(here),
            travel=stop.arrive - left,
            arrive=shown.local(stop.arrive),
            start=shown.local(stop.start),
            end=shown.local(stop.end),
        )
        here, left = place.id, stop.end


def team_days(shown: Shown, first: date, last: date) -> tuple[TeamDay, ...]:
    """Return the days of all teams from ``first`` to ``last``, by team as in the workbook."""
    rank = {team.id: i for i, team in enumerate(shown.district.teams)}
    shifts = [s for s in shown.plan.shifts if first <= s.day <= last]
    shifts.sort(key=lambda s: (rank[s.team], s.day))
    return tuple(team_day(shown, shift) for shift in shifts)


def cards(shown: Shown) -> Iterator[Card]:
    """Yield every session of the plan, by day and team."""
    for shift in sorted(shown.plan.shifts, key=lambda s: (s.day, s.team)):
        yield from _cards_of(shown, shift)


def find_card(shown: Shown, session_id: str) -> Card:
    """Return the card of one session.

    Raises
    ------
    NotFound
        If the plan does not hold this session.
    """
    for card in cards(shown):
        if card.stop.session.id == session_id:
            return card
    raise NotFound("no such session in the plan")


def holiday(district: District, day: date) -> str:
    """Return the name of the holiday on this day, or nothing."""
    only = Horizon(first=day, last=day)
    holidays = (e for e in district.almanac if e.kind is AlmanacKind.HOLIDAY and not e.scope)
    return next((entry.name for entry in holidays if days_of(entry, only)), "")
