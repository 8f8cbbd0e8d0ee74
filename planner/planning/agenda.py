"""What a plan's teams mean to do each day, fallbacks among it: what ``simulate`` plays. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner.domain.district import District
from planner.domain.plan import Plan, Shift, Stop
from planner.planning.clock import moment
from planner.planning.driving import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDay:
    """A shift, numbered ``shift_number`` in the plan, and what is to be held on it, in order.

    A day on which nothing but a fallback is to be held has no number.
    """

    shift_number: int | None
    shift: Shift
    items: tuple[Item, ...]


def stops_of(plan: Plan) -> tuple[Stop, ...]:
    """Return the stops of a plan in order of its shifts; the fallback of stop i is n + i."""
    return tuple(stop for shift in plan.shifts for stop in shift.stops)


def agenda_of(district: District, plan: Plan) -> dict[tuple[str, date], TeamDay]:
    """Return what each team has to do on each day, by team and day."""
    stops = stops_of(plan)
    numbers = {stop.session.id: number for number, stop in enumerate(stops)}
    found: dict[tuple[str, date], TeamDay] = {}
    later: list[tuple[str, Item]] = []
    number = 0
    for shift_number, shift in enumerate(plan.shifts):
        items: list[Item] = []
        for stop in shift.stops:
            items.append(Item(number=number, session=stop.session, start=stop.start, end=stop.end))
            now, then = _instead(stop, number, len(stops), numbers)
            items += now
            later += [(shift.team, item) for item in then]
            number += 1
        found[shift.team, shift.day] = TeamDay(
            shift_number=shift_number, shift=shift, items=tuple(items)
        )
    for team, item in later:
        key = (team, local_day(district, item.start))
        known = found.get(key) or free_day(district, *key)
        # what takes the place of another comes after it: where that was held, it is passed over
        items = sorted(
            [*known.items, item], key=lambda one: (one.start, one.in_place_of is not None)
        )
        found[key] = replace(known, items=tuple(items))
    return found


def _instead(
    stop: Stop, number: int, count: int, numbers: Mapping[str, int]
) -> tuple[list[Item], list[Item]]:
    """Return what the fallback of a stop is on its day, and what on a later one."""
    other = stop.fallback
    if other is None:
        return [], []
    item = Item(
        number=count + number,
        session=other.session,
        start=other.start,
        end=other.end,
        instead_of=number,
    )
    if other.own_start is not None and other.own_end is not None:
        swapped = numbers[other.session.id]
        own = Item(
            number=number,
            session=stop.session,
            start=other.own_start,
            end=other.own_end,
            in_place_of=swapped,
        )
        return [replace(item, number=swapped)], [own]
    return ([], [item]) if other.session.id == stop.session.id else ([item], [])


def local_day(district: District, at: datetime) -> date:
    """Return the day on which a moment is in the district."""
    return at.astimezone(ZoneInfo(district.settings.timezone)).date()


def moved(today: TeamDay, day: date) -> TeamDay:
    """Return a team's day held on another day, at the same times."""
    later = timedelta(days=(day - today.shift.day).days)
    shift = replace(
        today.shift, day=day, depart=today.shift.depart + later, back=today.shift.back + later
    )
    items = tuple(
        replace(item, start=item.start + later, end=item.end + later) for item in today.items
    )
    return replace(today, shift=shift, items=items)


def free_day(district: District, team_id: str, day: date) -> TeamDay:
    """Return a day on which a team has nothing planned: it is at its base."""
    team = district.team_by_id[team_id]
    shift = Shift(
        team=team_id,
        day=day,
        start_place=team.base,
        end_place=team.base,
        depart=moment(district, day, team.day_start),
        back=moment(district, day, team.day_end),
        stops=(),
        travel=timedelta(),
        km=0.0,
    )
    return TeamDay(shift_number=None, shift=shift, items=())
