"""A plan that is there already, in the numbers of a new problem: to begin from, and to keep to.

What the new problem no longer knows is named: a session that is no longer due, a day on which the
team no longer works, a lodging that is gone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from optimizer.problem import BASE
from optimizer.solution import ShiftPlan, Solution
from optimizer.solution import Stop as Held
from planner.domain.plan import Plan, Shift
from planner.planning.translate.names import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A piece of a plan that the new problem has no place for; ``session`` is "" for a night."""

    team: str
    day: date
    session: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A plan in the numbers of a problem, and what of it found no place there.

    ``solution`` may be infeasible in the new problem: the optimizer drops what is, and says so.
    """

    solution: Solution
    lost: tuple[Lost, ...]


def to_solution(names: Names, plan: Plan) -> Before:
    """Return ``plan`` in the numbers that ``names`` have."""
    numbers = _Numbers(
        shifts={key: i for i, key in enumerate(names.shifts)},
        lodgings={place: i for i, place in enumerate(names.lodgings)},
        zero=names.zero,
    )
    lost: list[Lost] = []
    plans = tuple(_known(names, numbers, plan, lost))
    return Before(solution=Solution(plans=plans, value=0, bound=0), lost=tuple(lost))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbers:
    """The index of every name that a plan says."""

    shifts: Mapping[tuple[str, date], int]
    lodgings: Mapping[str, int]
    zero: datetime

    def second(self, at: datetime) -> int:
        return int((at - self.zero).total_seconds())


def _known(names: Names, numbers: _Numbers, plan: Plan, lost: list[Lost]) -> Iterator[ShiftPlan]:
    """Yield the shifts that the problem has too, in its order; note in ``lost`` what it has not."""
    of = {(shift.team, shift.day): shift for shift in plan.shifts}
    for key in sorted(of.keys() - numbers.shifts.keys(), key=lambda k: (k[1], k[0])):
        lost += [Lost(team=key[0], day=key[1], session=s.session.id) for s in of[key].stops]
    for key, index in numbers.shifts.items():
        if key in of:
            yield _shift(names, numbers, of[key], index, lost)


def _shift(
    names: Names, numbers: _Numbers, shift: Shift, index: int, lost: list[Lost]
) -> ShiftPlan:
    base = names.district.team_by_id[shift.team].base
    stops = []
    for stop in shift.stops:
        visit = names.visit_at(stop.session.id, stop.start)
        if visit is None:
            lost.append(Lost(team=shift.team, day=shift.day, session=stop.session.id))
        else:
            stops.append(Held(visit=visit, start_s=numbers.second(stop.start)))
    ends = []
    for place in (shift.start_place, shift.end_place):
        known = place == base or place in numbers.lodgings
        ends.append(numbers.lodgings.get(place, BASE) if place != base else BASE)
        if not known:
            lost.append(Lost(team=shift.team, day=shift.day))
    return ShiftPlan(
        shift=index,
        depart_s=numbers.second(shift.depart),
        stops=tuple(stops),
        slept_at=ends[0],
        sleeps_at=ends[1],
    )
