"""What the days allow: who works, which places are closed, markets, turnout.

Answers one question per function, from the district's almanac; knows nothing of sessions.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from dateutil.rrule import rrulestr

from planner.domain.almanac import AlmanacEntry, AlmanacKind
from planner.domain.district import District
from planner.domain.place import Place
from planner.domain.plan import Horizon
from planner.domain.team import Member, Team

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def days_of(entry: AlmanacEntry, horizon: Horizon) -> tuple[date, ...]:
    """Return the days of the horizon on which an entry holds."""
    first, last = max(entry.first, horizon.first), min(entry.last, horizon.last)
    if last < first:
        return ()
    if not entry.rule:
        return Horizon(first=first, last=last).days()
    rule = rrulestr(entry.rule, dtstart=datetime.combine(entry.first, time()))
    days = rule.between(_midnight(first), _midnight(last), inc=True)
    return tuple(day.date() for day in days)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def scopes_of(place: Place) -> tuple[str, ...]:
    """Return the scopes of almanac entries that concern a place: everywhere, commune, place."""
    return ("", place.commune, place.id)


def _days_within(
    district: District, horizon: Horizon, kinds: Iterable[AlmanacKind], scopes: Iterable[str]
) -> frozenset[date]:
    concerned = set(scopes)
    wanted = set(kinds)
    return frozenset(
        day
        for entry in district.almanac
        if entry.kind in wanted and entry.scope in concerned
        for day in days_of(entry, horizon)
    )


def working_days(district: District, horizon: Horizon) -> tuple[date, ...]:
    """Return the days on which the district works: its weekdays without its holidays."""
    off = _days_within(district, horizon, (AlmanacKind.HOLIDAY,), ("",))
    return tuple(
        day
        for day in horizon.days()
        if WEEKDAYS[day.weekday()] in district.settings.working_days and day not in off
    )


def team_days(district: District, horizon: Horizon, team: Team) -> tuple[date, ...]:
    """Return the days on which a team works: a holiday of its commune or base is its own too."""
    scopes = (team.commune, team.base)
    off = _days_within(district, horizon, (AlmanacKind.HOLIDAY,), scopes)
    return tuple(
        day
        for day in working_days(district, horizon)
        if day not in off and present(district, team, day)
    )


def present(district: District, team: Team, day: date) -> tuple[Member, ...]:
    """Return the members of a team who are there on a day."""
    return tuple(m for m in district.members_of(team.id) if day not in m.days_off)


def open_days(district: District, horizon: Horizon, place: Place) -> tuple[date, ...]:
    """Return the working days on which nothing closes a place: no holiday, no closed day."""
    closing = (AlmanacKind.HOLIDAY, AlmanacKind.CLOSED)
    closed = _days_within(district, horizon, closing, scopes_of(place))
    return tuple(day for day in working_days(district, horizon) if day not in closed)


def markets(district: District) -> tuple[AlmanacEntry, ...]:
    """Return the almanac's markets; the scope of each is its place."""
    return tuple(e for e in district.almanac if e.kind is AlmanacKind.MARKET)


def turnout_factors(
    district: District, horizon: Horizon, scopes: Iterable[str]
) -> dict[date, float]:
    """Return what multiplies attendance on the days of turnout windows; other days are absent.

    Windows that meet on a day multiply.
    """
    concerned = set(scopes)
    factors: dict[date, float] = {}
    for entry in district.almanac:
        if entry.kind is AlmanacKind.TURNOUT and entry.scope in concerned:
            for day in days_of(entry, horizon):
                factors[day] = factors.get(day, 1.0) * entry.factor
    return factors
