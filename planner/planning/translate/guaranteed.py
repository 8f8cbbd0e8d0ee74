"""Guarantees in a problem's numbers: one more demand each, worth more than any other work.

What counts for a guarantee depends on the day. A session that could be held on either side of a
guarantee's last day is cut in two pieces, alternatives to each other: one that counts, and one that
does not. Where nothing is guaranteed nothing is cut, and a problem is what it was.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from zoneinfo import ZoneInfo

from optimizer.problem import LARGEST_VALUE, Demand, Problem
from optimizer.statement import Statement
from planner.domain.district import District
from planner.domain.guarantee import GuaranteeKind, Pledge
from planner.domain.session import Session, Window

PEOPLE_PER_VILLAGE = 100
"""A village that is not seen weighs as much as so many people whom a share promises: a planner's
choice, about what a session serves. It matters only where not all that is guaranteed can be had."""
ROOM = 2
"""One part in so many of what numbers may come to is left to guarantees."""
MOST_WEIGHT = 10**9
"""The optimizer's own limit for the worth of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A session on those of its days on which it counts for the same pledges.

    ``counts`` are (number of the pledge, how much of its need one holding brings).
    """

    session: Session
    windows: tuple[Window, ...]
    counts: tuple[tuple[int, int], ...] = ()
    cut: bool = False

    @property
    def group(self) -> str:
        """The name of the alternatives that it belongs to, "" if it has none."""
        return self.session.group or (self.session.id if self.cut else "")


def pieces(
    district: District, sessions: Iterable[Session], pledges: Sequence[Pledge]
) -> tuple[Piece, ...]:
    """Return all sessions, cut where days differ in what they count for."""
    zone = ZoneInfo(district.settings.timezone)
    by_place: dict[str, list[int]] = {}
    by_village: dict[str, list[int]] = {}
    for number, pledge in enumerate(pledges):
        of = by_place if pledge.kind is GuaranteeKind.SEEN else by_village
        for village in pledge.villages:
            of.setdefault(village, []).append(number)

    def concerned(session: Session) -> dict[int, int]:
        brings = dict.fromkeys(by_place.get(session.place, ()), 100)
        for one in session.expected:
            for number in by_village.get(one.village, ()):
                brings[number] = brings.get(number, 0) + one.people
        return brings

    return tuple(
        piece for session in sessions for piece in _cut(session, concerned(session), pledges, zone)
    )


def _cut(
    session: Session, brings: dict[int, int], pledges: Sequence[Pledge], zone: ZoneInfo
) -> Iterator[Piece]:
    if not brings:
        yield Piece(session=session, windows=session.windows)
        return
    by_counts: dict[tuple[tuple[int, int], ...], list[Window]] = {}
    for window in session.windows:
        day: date = window.earliest.astimezone(zone).date()
        counts = tuple((n, much) for n, much in brings.items() if day <= pledges[n].until)
        by_counts.setdefault(counts, []).append(window)
    for counts, windows in by_counts.items():
        yield Piece(session=session, windows=tuple(windows), counts=counts, cut=len(by_counts) > 1)


def with_pledges(stated: Statement, parts: Sequence[Piece], pledges: Sequence[Pledge]) -> Statement:
    """Return the statement with a demand for each pledge behind all others, none: as it is.

    ``parts`` are its visits, in their order.
    """
    if not pledges:
        return stated
    first, unit = len(stated.demands), largest_unit(stated, pledges)
    scales = [-(-unit * _units(p) // (p.need * MOST_WEIGHT)) for p in pledges]
    demands = (
        Demand(people=scale * p.need, weight=-(-unit * _units(p) // (scale * p.need)))
        for scale, p in zip(scales, pledges, strict=True)
    )
    visits = (
        replace(
            visit,
            contributions=(
                *visit.contributions,
                *((first + number, scales[number] * much) for number, much in part.counts),
            ),
        )
        for visit, part in zip(stated.visits, parts, strict=True)
    )
    return replace(stated, demands=(*stated.demands, *demands), visits=tuple(visits))


def _units(pledge: Pledge) -> int:
    """Return how many units a pledge is: as many as people, if those are what it counts."""
    return pledge.need if pledge.kind is GuaranteeKind.SHARE else PEOPLE_PER_VILLAGE


def largest_unit(stated: Statement, pledges: Sequence[Pledge]) -> int:
    """Return what one unit is worth so that the least of a pledge outweighs all other work.

    Less, if there is no room for that: all prizes and costs must stay exact, in every weather.
    """
    prizes = sum(d.people * d.weight for d in stated.demands)
    least = min(1 if p.kind is GuaranteeKind.SHARE else PEOPLE_PER_VILLAGE for p in pledges)
    most = -(-(2 * prizes + largest_costs(stated) + 1) // least)
    room = LARGEST_VALUE // stated.scenarios // ROOM
    return max(1, min(most, room // sum(_units(p) for p in pledges)))


def largest_costs(stated: Statement) -> int:
    """Return what no plan's travel and nights can cost more than."""
    travel = stated.travel_cost * sum(shift.end_s - shift.start_s for shift in stated.shifts)
    return travel + len(stated.shifts) * max((h.cost for h in stated.lodgings), default=0)


def without_pledges(problem: Problem, people: int) -> Problem:
    """Return the problem in which nothing but the first ``people`` demands is worth anything."""
    rest = (replace(demand, weight=0) for demand in problem.demands[people:])
    return replace(problem, demands=(*problem.demands[:people], *rest))


def reweighed(problem: Problem, pledges: Sequence[Pledge], unit: int) -> Problem:
    """Return the problem with another worth of one unit of the pledges."""
    first = len(problem.demands) - len(pledges)
    demands = (
        replace(demand, weight=-(-unit * _units(pledge) // demand.people))
        for demand, pledge in zip(problem.demands[first:], pledges, strict=True)
    )
    return replace(problem, demands=(*problem.demands[:first], *demands))


def most_kept(problem: Problem, people: int, bound: int) -> int:
    """Return how many pledges at most a plan can keep, where none is worth more than ``bound``.

    A plan that keeps some is worth theirs, less its costs.
    """
    changes = sum(promise.move_cost for promise in problem.promises)
    room = bound + largest_costs(problem) + changes
    worths = sorted(demand.people * demand.weight for demand in problem.demands[people:])
    return sum(total <= room for total in accumulate(worths))
