"""What is pinned, in words and in the numbers of a problem."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from optimizer.problem import BASE, Pin
from optimizer.solution import ShiftPlan, Solution, Stop
from planner.planning.translate.names import Names, Translation


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A session and where it is held; what is None may change. ``name`` is its lasting name.

    ``order`` counts the stops of the day from 1.
    """

    session: str
    name: str
    place: str
    team: str
    day: date | None = None
    order: int | None = None
    start: datetime | None = None


def held_sessions(names: Names, solution: Solution) -> Iterator[Pinned]:
    """Yield every session that is held, with all that can be pinned of it."""
    for plan in solution.plans:
        team, day = names.shifts[plan.shift]
        for order, stop in enumerate(plan.stops, start=1):
            session = names.sessions[stop.visit]
            yield Pinned(
                session=session.id,
                name=session.lasting_name,
                place=session.place,
                team=team,
                day=day,
                order=order,
                start=names.at(stop.start_s),
            )


def to_pin(names: Translation, pinned: Pinned) -> Pin | None:
    """Return a pin in numbers, None where the problem knows no such session or working day."""
    visit = _visit(names, pinned)
    on = None if pinned.day is None else (pinned.team, pinned.day)
    if visit is None or pinned.team not in names.teams or (on and on not in names.shifts):
        return None
    shift = names.shifts.index(on) if on else None
    # a team that is another after it had to wait is meant as it is then
    last = len(names.teams) - 1 - names.teams[::-1].index(pinned.team)
    return Pin(
        visit=visit,
        team=last if shift is None else names.problem.shifts[shift].team,
        shift=shift,
        position=None if pinned.order is None else pinned.order - 1,
        start_s=None if pinned.start is None else int((pinned.start - names.zero).total_seconds()),
    )


def _visit(names: Names, pinned: Pinned) -> int | None:
    """Return the number of a pinned session; of its pieces the one of its hour, else of its day."""
    if pinned.start is not None:
        return names.visit_at(pinned.session, pinned.start)
    pieces = names.visits.get(pinned.session, ())
    zone = ZoneInfo(names.district.settings.timezone)
    of_day = (
        piece
        for piece in pieces
        if pinned.day in {w.earliest.astimezone(zone).date() for w in names.windows[piece]}
    )
    return next(of_day, pieces[0] if pieces else None)


def renumbered(solution: Solution, known: Names, names: Names) -> Solution:
    """Return what of a solution another problem of the same days has numbers for, in those.

    What it does not know is left out: a session, a working day, a lodging.
    """
    shifts = {key: k for k, key in enumerate(names.shifts)}
    beds = {place: h for h, place in enumerate(names.lodgings)}

    def bed(lodging: int) -> int:
        return BASE if lodging == BASE else beds.get(known.lodgings[lodging], BASE)

    def visit_of(stop: Stop) -> int | None:
        return names.visit_at(known.sessions[stop.visit].id, known.at(stop.start_s))

    def day(plan: ShiftPlan) -> ShiftPlan:
        return ShiftPlan(
            shift=shifts[known.shifts[plan.shift]],
            depart_s=plan.depart_s,
            stops=tuple(
                Stop(visit=visit, start_s=stop.start_s)
                for stop in plan.stops
                for visit in [visit_of(stop)]
                if visit is not None
            ),
            slept_at=bed(plan.slept_at),
            sleeps_at=bed(plan.sleeps_at),
        )

    plans = (day(plan) for plan in solution.plans if known.shifts[plan.shift] in shifts)
    return Solution(plans=tuple(plans), value=0, bound=0)
