"""Visits alike and shifts alike: the problem as the method sees it.

A district has few kinds of days and many copies of one candidate session. Visits that differ in
nothing but their index become one *stop* that may be used several times; shifts that differ only
in their day become one *shift kind*, priced once for all of them. Both are exact: any plan over
stops and kinds is a plan over visits and shifts (``visits_of``), and the other way round.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

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
    ``sleep_location`` their locations. Stops of one ``rival`` number differ only in what they earn
    and in their row; at most ``rivals_kept`` of them can be in one shift, so only the best earning
    need be priced.
    """

    stops: NDArray[np.int32]
    rival: NDArray[np.int32]
    rivals_kept: NDArray[np.int32]
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
    groups of alternatives alike. ``demand_of[s]`` and ``people_of[s]`` are what stop *s* serves;
    ``flat`` holds the same for all stops as (stop, demand, people). ``kind_of[k]`` is the kind of
    shift *k*; ``first_day`` the first day that anybody works.
    """

    problem: Problem
    visits: tuple[tuple[int, ...], ...]
    row: NDArray[np.int32]
    limit: NDArray[np.int64]
    demand_of: tuple[NDArray[np.int32], ...]
    people_of: tuple[NDArray[np.int64], ...]
    flat: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]
    resource: NDArray[np.int32]
    shift_kinds: tuple[ShiftKind, ...]
    kind_of: NDArray[np.int32]
    first_day: int

    def sum_by_stop(self, per_person: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return for each stop Σ people × what a person of each demand is worth."""
        stop, demand, people = self.flat
        earned = np.bincount(stop, per_person[demand] * people, minlength=len(self.visits))
        return earned.astype(np.float64)

    def visit(self, stop: int) -> Visit:
        """Return one of the visits that a stop stands for."""
        return self.problem.visits[self.visits[stop][0]]

    def column(
        self,
        shift: int,
        *,
        slept_at: int,
        sleeps_at: int,
        stops: tuple[int, ...],
        starts: tuple[int, ...],
    ) -> Column:
        """Return the column that holds ``stops`` at ``starts``, with its cost and lateness."""
        problem, asked = self.problem, self.problem.shifts[shift]
        path = [
            problem.sleeping_place(asked.team, slept_at),
            *(self.visit(s).location for s in stops),
            problem.sleeping_place(asked.team, sleeps_at),
        ]
        travel = problem.travel_s[asked.profile]
        seconds = sum(int(travel[a, b]) for a, b in pairwise(path))
        night = problem.lodgings[sleeps_at].cost if sleeps_at != BASE else 0
        last_end = starts[-1] + self.visit(stops[-1]).service_s[asked.crew] if stops else 0
        return Column(
            shift=shift,
            slept_at=slept_at,
            sleeps_at=sleeps_at,
            stops=stops,
            starts=starts,
            late=bool(stops) and last_end > asked.late_s,
            cost=seconds * problem.travel_cost + night,
        )

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
        kind = _shift_kind(problem, chosen, row, shift, triangle[shift.profile])
        key = _key(kind)
        if key not in kinds:
            kinds[key] = len(shift_kinds)
            shift_kinds.append(kind)
        kind_of.append(kinds[key])
    demand_of = tuple(np.array([d for d, _ in v.contributions], np.int32) for v in chosen)
    people_of = tuple(np.array([p for _, p in v.contributions], np.int64) for v in chosen)
    stop_of = np.repeat(np.arange(len(chosen), dtype=np.int32), [len(d) for d in demand_of])
    return Kinds(
        problem=problem,
        visits=visits,
        row=row,
        limit=limit,
        demand_of=demand_of,
        people_of=people_of,
        flat=(stop_of, np.concatenate(demand_of), np.concatenate(people_of)),
        resource=np.array([v.resource for v in chosen], np.int32),
        shift_kinds=tuple(shift_kinds),
        kind_of=np.array(kind_of, np.int32),
        first_day=min((s.day for s in problem.shifts), default=0),
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
    problem: Problem,
    chosen: Sequence[Visit],
    row: NDArray[np.int32],
    shift: Shift,
    triangle: bool,
) -> ShiftKind:
    team = problem.teams[shift.team]
    lodgings = range(len(problem.lodgings)) if team.max_nights > 0 else range(0)
    sleeps = (BASE, *lodgings)
    able = [s for s, v in enumerate(chosen) if _able(v, shift)]
    windows = [list(_windows_within(chosen[s], shift)) for s in able]
    able = [s for s, found in zip(able, windows, strict=True) if found]
    windows = [found for found in windows if found]
    service = [chosen[s].service_s[shift.crew] for s in able]
    rival, kept = _rivals(
        [(chosen[s].location, t, tuple(w)) for s, t, w in zip(able, service, windows, strict=True)],
        [int(row[s]) for s in able],
        shift.max_work_s,
    )
    return ShiftKind(
        stops=np.array(able, np.int32),
        rival=rival,
        rivals_kept=kept,
        location=np.array([chosen[s].location for s in able], np.int32),
        service_s=np.array(service, np.int32),
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


Timing = tuple[int, int, tuple[tuple[int, int], ...]]


def _rivals(
    timings: Sequence[Timing], rows: Sequence[int], max_work_s: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return for each stop its rivals' number, and how many of them must be priced.

    A timing is (location, service time, windows). In a plan a stop can give way to a better
    earning rival whose row is free. Rows of rivals are taken by other stops of the shift only: as
    many as can be held beside it. So that many, and one, of the best with different rows suffice.
    """
    numbers: dict[Timing, int] = {}
    rival = [numbers.setdefault(t, len(numbers)) for t in timings]
    held_by: dict[int, list[int]] = defaultdict(list)
    rows_of: dict[int, list[int]] = defaultdict(list)
    for i, (r, number) in enumerate(zip(rows, rival, strict=True)):
        held_by[r].append(i)
        rows_of[number].append(r)
    kept = []
    for number in range(len(numbers)):
        own_rows = rows_of[number]
        sharing = [timings[j] for r in sorted(set(own_rows)) for j in held_by[r]]
        doubled = max(own_rows.count(r) for r in own_rows)
        kept.append(doubled * _most_in_a_shift(sharing, max_work_s))
    return np.array(rival, np.int32), np.array(kept, np.int32)


def _most_in_a_shift(timings: Sequence[Timing], max_work_s: int) -> int:
    """Return how many sittings of these timings one shift can hold at most."""
    shortest = min(service for _, service, _ in timings)
    first_end = min(service + min(lo for lo, _ in windows) for _, service, windows in timings)
    last_start = max(hi for _, _, windows in timings for _, hi in windows)
    if first_end > last_start:
        return 1
    return len(timings) if shortest == 0 else max(1, max_work_s // shortest)


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
