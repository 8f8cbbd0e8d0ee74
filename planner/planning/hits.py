"""Which sessions of a plan a closed road hits, and which teams are beyond it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from planner.domain.plan import Plan, Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A session at ``place`` that its team cannot drive to from where it begins the day."""

    team: str
    day: date
    session: str
    place: str
    start: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """A team that begins a day at ``place``, on the other side of a closure than its base."""

    team: str
    day: date
    place: str


def hits(plan: Plan, part_of: Mapping[str, int], first: date, last: date) -> tuple[Hit, ...]:
    """Return the sessions from ``first`` to ``last`` whose place is in another part of the roads.

    ``part_of`` tells the part of every place, as in ``world.cutoff``.
    """
    return tuple(
        Hit(
            team=shift.team,
            day=shift.day,
            session=stop.session.id,
            place=stop.session.place,
            start=stop.start,
        )
        for shift in _between(plan, first, last)
        for stop in shift.stops
        if part_of[stop.session.place] != part_of[shift.start_place]
    )


def beyond(
    plan: Plan, part_of: Mapping[str, int], bases: Mapping[str, str], first: date, last: date
) -> tuple[Beyond, ...]:
    """Return the teams that wake beyond a closure on these days; ``bases`` are places by team."""
    return tuple(
        Beyond(team=shift.team, day=shift.day, place=shift.start_place)
        for shift in _between(plan, first, last)
        if part_of[shift.start_place] != part_of[bases[shift.team]]
    )


def _between(plan: Plan, first: date, last: date) -> Iterator[Shift]:
    return (shift for shift in plan.shifts if first <= shift.day <= last)
