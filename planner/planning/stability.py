"""How far a plan is from the one that people were told: session by session."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from planner.domain.plan import SHORT_NOTICE, Plan, Shift, Stop


class Shifted(StrEnum):
    """What became of a session; the first that applies."""

    KEPT = "kept"
    OTHER_DAY = "other_day"
    OTHER_TEAM = "other_team"
    OTHER_ORDER = "other_order"
    OTHER_TIME = "other_time"
    CANCELLED = "cancelled"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a session stands in a plan; ``order`` counts the stops of the day from 1."""

    session: str
    team: str
    day: date
    order: int
    start: datetime
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One session (by its lasting name) before and after: None where the plan does not hold it.

    ``first`` is the earliest hour that it loses or takes.
    """

    name: str
    kind: Shifted
    before: Place | None
    after: Place | None
    first: datetime

    def short(self, now: datetime) -> bool:
        """Return whether people who were told have some time to hear of it, but little."""
        return self.before is not None and timedelta() < self.first - now < SHORT_NOTICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """All sessions of two plans, by their first hour."""

    moves: tuple[Move, ...]

    def of(self, *kinds: Shifted) -> tuple[Move, ...]:
        """Return the sessions of some kinds."""
        return tuple(m for m in self.moves if m.kind in kinds)

    @property
    def changed(self) -> tuple[Move, ...]:
        """Sessions that were promised and are not held as promised."""
        return tuple(m for m in self.moves if m.kind not in (Shifted.KEPT, Shifted.NEW))

    @property
    def people_affected(self) -> int:
        """How many people expected at a session must hear that it changes."""
        return sum(m.before.people for m in self.changed if m.before)

    def short(self, now: datetime) -> tuple[Move, ...]:
        """Return the changes that leave people under 48 hours."""
        return tuple(m for m in self.changed if m.short(now))


def stability(before: Plan, after: Plan) -> Stability:
    """Return what became of every session that one of two plans holds."""
    old, new = dict(_places(before)), dict(_places(after))
    moves = (_move(name, old.get(name), new.get(name)) for name in old.keys() | new.keys())
    return Stability(moves=tuple(sorted(moves, key=lambda m: (m.first, m.name))))


def _places(plan: Plan) -> Iterator[tuple[str, Place]]:
    for shift in plan.shifts:
        for order, stop in enumerate(shift.stops, start=1):
            yield stop.session.lasting_name, _place(shift, stop, order)


def _place(shift: Shift, stop: Stop, order: int) -> Place:
    return Place(
        session=stop.session.id,
        team=shift.team,
        day=shift.day,
        order=order,
        start=stop.start,
        people=stop.people,
    )


def _move(name: str, before: Place | None, after: Place | None) -> Move:
    hours = [place.start for place in (before, after) if place]
    return Move(name=name, kind=_kind(before, after), before=before, after=after, first=min(hours))


def _kind(before: Place | None, after: Place | None) -> Shifted:
    if before is None or after is None:
        return Shifted.NEW if before is None else Shifted.CANCELLED
    later = before.start != after.start
    differs = (
        (before.day != after.day, Shifted.OTHER_DAY),
        (before.team != after.team, Shifted.OTHER_TEAM),
        # who keeps the hour when the stop before falls away has nothing to be told
        (later and before.order != after.order, Shifted.OTHER_ORDER),
        (later or before.session != after.session, Shifted.OTHER_TIME),
    )
    return next((kind for other, kind in differs if other), Shifted.KEPT)
