"""Visits alike and shifts alike: the problem as the method sees it.

A district has few kinds of days and many copies of one candidate session. Visits that differ in
nothing but their index become one *stop* that may be used several times; shifts that differ only
in their day become one *shift kind*, priced once for all of them. Both are exact: any plan over
stops and kinds is a plan over visits and shifts (``visits_of``), and the other way round.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import BASE, NONE, NOT_OFFERED, UNREACHABLE, Problem, Shift, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One shift worked in one way: what the master chooses from.

    ``stops`` are stop indices, ``starts`` the seconds at which they start; ``cost`` is of travel
    and of the night that follows.
    """

    shift: int
    slept_at: int
    sleeps_at: int
    stops: tuple[int, ...]
    starts: tuple[int, ...]
    late: bool
    cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftKind:
    """Shifts that differ only in their day; times count from the start of the shift.

    ``stops`` (n,) are the stops that such a shift can hold; the arrays of the kernel follow their
    order. ``sleeps`` are the places where the shift may start and end: ``BASE``, then lodgings;
    ``sleep_location`` their locations.
    """

    stops: NDArray[np.int32]
    location: NDArray[np.int32]
    service_s: NDArray[np.int32]
    window_at: NDArray[np.int32]
    window_lo: NDArray[np.int64]
    window_hi: NDArray[np.int64]
    sleeps: tuple[int, ...]
    sleep_location: NDArray[np.int32]
    profile: int
    end_s: int
    max_work_s: int
    late_s: int
    triangle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The problem by kinds.

    ``visits[s]`` are the visits of stop *s*, any of which serves; ``row[s]`` is the row that
    counts its uses and ``limit[r]`` how many uses the row allows: the number of copies, or of
    groups of alternatives alike. ``people`` (stops, demands) in the sparse form of index and
    people arrays per stop. ``kind_of[k]`` is the kind of shift *k*.
    """

    problem: Problem
    visits: tuple[tuple[int, ...], ...]
    row: NDArray[np.int32]
    limit: NDArray[np.int64]
    demand_of: tuple[NDArray[np.int32], ...]
    people_of: tuple[NDArray[np.int64], ...]
    resource: NDArray[np.int32]
    shift_kinds: tuple[ShiftKind, ...]
    kind_of: NDArray[np.int32]

    @property
    def first_day(self) -> int:
        """Return the first day that anybody works."""
        return min(s.day for s in self.problem.shifts)

    def visit(self, stop: int) -> Visit:
        """Return one of the visits that a stop stands for."""
        return self.problem.visits[self.visits[stop][0]]

    def shifts_of(self, kind: int) -> list[int]:
        """Return the shifts of a kind."""
        return [int(k) for k in np.flatnonzero(self.kind_of == kind)]

    def may_wake_at(self, shift: int, lodging: int) -> bool:
        """Return whether the team of ``shift`` can have slept at ``lodging`` the night before."""
        if lodging == BASE:
            return True
        asked = self.problem.shifts[shift]
        return self.problem.shift_on(asked.team, asked.day - 1) is not None

    def may_sleep_at(self, shift: int, lodging: int) -> bool:
        """Return whether the team of ``shift`` can sleep at ``lodging`` the night after."""
        if lodging == BASE:
            return True
        asked = self.problem.shifts[shift]
        return self.problem.shift_on(asked.team, asked.day + 1) is not None

    def visits_of(self, columns: Sequence[Column]) -> dict[tuple[int, int], int]:
        """Return the visit that each (shift, position) of ``columns`` holds.

        Copies are given out in order of time, so that the first in time is the first copy.
        """
        free: dict[int, list[int]] = {}
        uses = sorted(
            (start, column.shift, position, stop)
            for column in columns
            for position, (stop, start) in enumerate(zip(column.stops, column.starts, strict=True))
        )
        chosen = {}
        for _, shift, position, stop in uses:
            row = int(self.row[stop])
            copies = free.setdefault(row, list(range(int(self.limit[row]))))
            chosen[shift, position] = self.visits[stop][copies.pop(0)]
        return chosen


def by_kinds(problem: Problem) -> Kinds:
    """Return ``problem`` with visits alike and shifts alike put together."""
    visits, row, limit = _stops(problem)
    chosen = [problem.visits[members[0]] for members in visits]
    profiles = {s.profile for s in problem.shifts}
    triangle = {p: _keeps_triangle(problem.travel_s[p]) for p in profiles}
    kinds: dict[object, int] = {}
    shift_kinds: list[ShiftKind] = []
    kind_of = []
    for shift in problem.shifts:
        kind = _shift_kind(problem, chosen, shift, triangle[shift.profile])
        key = _key(kind)
        if key not in kinds:
            kinds[key] = len(shift_kinds)
            shift_kinds.append(kind)
        kind_of.append(kinds[key])
    return Kinds(
        problem=problem,
        visits=visits,
        row=row,
        limit=limit,
        demand_of=tuple(np.array([d for d, _ in v.contributions], np.int32) for v in chosen),
        people_of=tuple(np.array([p for _, p in v.contributions], np.int64) for v in chosen),
        resource=np.array([v.resource for v in chosen], np.int32),
        shift_kinds=tuple(shift_kinds),
        kind_of=np.array(kind_of, np.int32),
    )


def _stops(
    problem: Problem,
) -> tuple[tuple[tuple[int, ...], ...], NDArray[np.int32], NDArray[np.int64]]:
    """Return the visits of each stop, its row, and how often each row may be used.

    Groups whose members are alike one by one are copies of one group: their stops share a row.
    """
    alike: dict[object, int] = {}
    kind = [alike.setdefault(_likeness(v), len(alike)) for v in problem.visits]
    copies: dict[tuple[int, ...], list[list[int]]] = defaultdict(list)
    for members in _groups(problem):
        distinct = {kind[v]: v for v in reversed(members)}
        copies[tuple(sorted(distinct))].append([distinct[k] for k in sorted(distinct)])
    visits = [tuple(alike) for rows in copies.values() for alike in zip(*rows, strict=True)]
    row = [r for r, kinds in enumerate(copies) for _ in kinds]
    limit = [len(rows) for rows in copies.values()]
    return tuple(visits), np.array(row, np.int32), np.array(limit, np.int64)


def _groups(problem: Problem) -> Iterator[list[int]]:
    """Yield the visits of each group of alternatives; a visit without one is its own group."""
    grouped: dict[int, list[int]] = defaultdict(list)
    for v, visit in enumerate(problem.visits):
        grouped[visit.group if visit.group != NONE else -2 - v].append(v)
    yield from grouped.values()


def _likeness(visit: Visit) -> object:
    return (
        visit.location,
        visit.service_s,
        visit.windows,
        visit.needs,
        visit.resource,
        tuple(sorted(visit.contributions)),
    )


def _shift_kind(
    problem: Problem, chosen: Sequence[Visit], shift: Shift, triangle: bool
) -> ShiftKind:
    team = problem.teams[shift.team]
    lodgings = range(len(problem.lodgings)) if team.max_nights > 0 else range(0)
    sleeps = (BASE, *lodgings)
    able = [s for s, v in enumerate(chosen) if _able(v, shift)]
    windows = [list(_windows_within(chosen[s], shift)) for s in able]
    able = [s for s, found in zip(able, windows, strict=True) if found]
    windows = [found for found in windows if found]
    return ShiftKind(
        stops=np.array(able, np.int32),
        location=np.array([chosen[s].location for s in able], np.int32),
        service_s=np.array([chosen[s].service_s[shift.crew] for s in able], np.int32),
        window_at=np.cumsum([0, *(len(found) for found in windows)], dtype=np.int32),
        window_lo=np.array([lo for found in windows for lo, _ in found], np.int64),
        window_hi=np.array([hi for found in windows for _, hi in found], np.int64),
        sleeps=sleeps,
        sleep_location=np.array([problem.sleeping_place(shift.team, h) for h in sleeps], np.int32),
        profile=shift.profile,
        end_s=shift.end_s - shift.start_s,
        max_work_s=shift.max_work_s,
        late_s=shift.late_s - shift.start_s,
        triangle=triangle,
    )


def _able(visit: Visit, shift: Shift) -> bool:
    offered = visit.service_s[shift.crew] != NOT_OFFERED
    return offered and visit.needs & ~shift.has == 0


def _windows_within(visit: Visit, shift: Shift) -> Iterator[tuple[int, int]]:
    """Yield the visit's windows as far as they lie in the shift, from its start."""
    for earliest, latest in visit.windows:
        if earliest <= shift.end_s and latest >= shift.start_s:
            yield max(earliest, shift.start_s) - shift.start_s, latest - shift.start_s


def _key(kind: ShiftKind) -> object:
    arrays: Iterable[NDArray[np.generic]] = (
        kind.stops,
        kind.service_s,
        kind.window_at,
        kind.window_lo,
        np.minimum(kind.window_hi, kind.end_s),
        kind.sleep_location,
    )
    return (
        *(a.tobytes() for a in arrays),
        kind.profile,
        kind.end_s,
        kind.max_work_s,
        min(kind.late_s, kind.end_s),
    )


def _keeps_triangle(travel_s: NDArray[np.int32]) -> bool:
    """Return whether no detour through a third place is faster than the direct way."""
    direct = travel_s.astype(np.int64)
    direct[direct == UNREACHABLE] = 2**40
    return all(
        bool(np.all(direct <= direct[:, via, None] + direct[None, via, :]))
        for via in range(len(direct))
    )
