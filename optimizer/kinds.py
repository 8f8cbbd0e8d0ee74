"""Visits alike and shifts alike: the problem as the method sees it.

A district has few kinds of days and many copies of one candidate session. Visits that differ in
nothing but their index become one *stop* that may be used several times (``optimizer.stops``);
shifts that differ only in their day become one *shift kind*, priced once for all of them. Both are
exact: any plan over stops and kinds is a plan over visits and shifts (``visits_of``), and the other
way round.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from operator import and_

import numpy as np
from numpy.typing import NDArray

from optimizer.masks import weights_by_octet
from optimizer.problem import BASE, NONE, UNREACHABLE, Problem, Visit
from optimizer.shiftkinds import (
    ShiftKind,
    keeps_open,
    keeps_triangle,
    key,
    match,
    offered,
    shift_kind,
)
from optimizer.stops import put_together

FEW_SHIFTS = 16
"""Of more than so many, neighbourhoods are packed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One shift worked in one way: what the master chooses from.

    ``stops`` are stop indices, ``starts`` the seconds at which they start; ``cost`` is of travel
    and of the night that follows; ``bonus`` is what keeping promises earns.
    """

    shift: int
    slept_at: int
    sleeps_at: int
    stops: tuple[int, ...]
    starts: tuple[int, ...]
    late: bool
    cost: int
    bonus: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The problem by kinds.

    ``visits[s]`` are the visits of stop *s*, any of which serves; ``row[s]`` is the row that
    counts its uses and ``limit[r]`` how many uses the row allows: the number of copies, or of
    groups of alternatives alike; where ``must[r]``, a pinned visit has to be held. ``position[s]``
    is the place in its shift that a pin gives, −1 where none does; ``placed`` if any does.
    ``demand_of[s]`` and ``people_of[s]`` are what stop *s* serves; ``flat`` holds the same for all
    stops as (stop, demand, people), ``uses`` for each stop as plain numbers: its row, and what it
    serves.

    A promised visit is a *free* stop and one *kept* stop for each second promised, which may be
    held on that shift and at that second only and earns ``bonus[s]``; ``free[s]`` is the free stop
    of either, ``kept`` finds the other by (free stop, shift, start). The value of a plan is
    Σ benefits − Σ costs + Σ bonus − ``promised``.

    ``kind_of[k]`` is the kind of shift *k*, ``like[k]`` the first shift of that kind (and team,
    where late shifts are rationed) if the team never sleeps away, else *k* itself; ``first_day``
    the first day that anybody works.
    ``travel_s`` (profiles, locations, locations) is ``UNREACHABLE`` where no weather opens the leg;
    ``open_in``, of that shape, has no bit past ``scenarios`` and all of them from a place to
    itself; ``None`` if the weather is certain. ``weights`` are of ``masks.weights_by_octet``.
    """

    problem: Problem
    visits: tuple[tuple[int, ...], ...]
    row: NDArray[np.int32]
    limit: NDArray[np.int64]
    must: NDArray[np.bool_]
    position: NDArray[np.int32]
    placed: bool
    bonus: NDArray[np.int64]
    free: NDArray[np.int32]
    kept: Mapping[tuple[int, int, int], int]
    promised: int
    demand_of: tuple[NDArray[np.int32], ...]
    people_of: tuple[NDArray[np.int64], ...]
    flat: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]
    uses: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]
    resource: NDArray[np.int32]
    shift_kinds: tuple[ShiftKind, ...]
    kind_of: NDArray[np.int32]
    like: NDArray[np.int32]
    first_day: int
    travel_s: NDArray[np.int32]
    open_in: NDArray[np.uint64] | None
    weights: NDArray[np.int64]

    @property
    def few(self) -> bool:
        """Whether shifts are so few that whole plans can be packed, and their best proven."""
        return len(self.problem.shifts) <= FEW_SHIFTS

    @property
    def scenarios(self) -> int:
        """How many weathers there are, all equally likely."""
        return self.problem.scenarios

    @property
    def parts(self) -> int:
        """What all scenarios weigh; 1 where the weather is certain."""
        return 1 if self.open_in is None else self.problem.parts

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
        """Return the column that holds ``stops`` at ``starts``, with its cost and lateness.

        A stop of a promised visit becomes the kept one where it keeps the promise, else the free
        one.
        """
        problem, asked = self.problem, self.problem.shifts[shift]
        if self.kept:
            stops = tuple(
                self.kept.get((int(self.free[s]), shift, start), int(self.free[s]))
                for s, start in zip(stops, starts, strict=True)
            )
        path = [
            problem.sleeping_place(asked.team, slept_at),
            *(self.visit(s).location for s in stops),
            problem.sleeping_place(asked.team, sleeps_at),
        ]
        travel = self.travel_s[asked.profile]
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
            bonus=sum(int(self.bonus[s]) for s in stops) if self.kept else 0,
        )

    def masks_of(self, column: Column, woke: int) -> list[int]:
        """Return the scenarios in which each stop is held, and in which the shift ends as planned.

        ``woke`` are those in which the team begins the shift where it should.
        """
        if self.open_in is None:
            return [woke] * (len(column.stops) + 1)
        profile = self.problem.shifts[column.shift].profile
        legs = (int(self.open_in[profile, a, b]) for a, b in pairwise(self.path(column)))
        return list(accumulate(legs, and_, initial=woke))[1:]

    def held_at_most(self, column: Column) -> list[int]:
        """Return what the scenarios weigh in which each stop is held, at most, in any tour."""
        number = int(self.kind_of[column.shift])
        enter = self.shift_kinds[number].enter
        masks = self.masks_of(column, 2**self.scenarios - 1)[:-1]
        if enter is None:
            return [self.problem.weigh(mask) for mask in masks]
        woke = [int(mask) for mask in enter[1 + column.slept_at]]
        return [max(self.problem.weigh(mask & one) for one in woke) for mask in masks]

    def is_safe(self, column: Column) -> bool:
        """Return whether positions are kept and nobody is stranded, as the checker counts."""
        if self.placed and any(
            self.position[stop] not in {NONE, i} for i, stop in enumerate(column.stops)
        ):
            return False
        refuge = self.shift_kinds[self.kind_of[column.shift]].refuge
        if refuge is None:
            return True
        going, stranded = 2**self.scenarios - 1, 0
        masks = self.masks_of(column, going)
        for here, after in zip(self.path(column), masks, strict=False):
            stranded |= going & ~after & ~int(refuge[here])
            going = after
        return stranded.bit_count() <= self.problem.strand_risk * self.scenarios

    def moved(self, column: Column, shift: int) -> Column:
        """Return the same column on another shift of its kind."""
        shifts = self.problem.shifts
        later_s = shifts[shift].start_s - shifts[column.shift].start_s
        return replace(column, shift=shift, starts=tuple(s + later_s for s in column.starts))

    def path(self, column: Column) -> list[int]:
        """Return the locations of a column in order, from where the team slept."""
        team = self.problem.shifts[column.shift].team
        return [
            self.problem.sleeping_place(team, column.slept_at),
            *(self.visit(s).location for s in column.stops),
            self.problem.sleeping_place(team, column.sleeps_at),
        ]

    def shifts_of(self, kind: int) -> list[int]:
        """Return the shifts of a kind."""
        return [int(k) for k in np.flatnonzero(self.kind_of == kind)]

    def may_wake_at(self, shift: int, lodging: int) -> bool:
        """Return whether the team of ``shift`` can have slept at ``lodging`` the night before."""
        if lodging == BASE:
            return True
        asked = self.problem.shifts[shift]
        return self.problem.shift_on(asked.team, asked.day - 1) is not None

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


def by_kinds(problem: Problem, go_on: Callable[[], None] = lambda: None) -> Kinds:
    """Return ``problem`` with visits alike and shifts alike put together.

    Parameters
    ----------
    go_on
        Called again and again; may raise what shall end it.
    """
    rows = put_together(problem)
    go_on()
    chosen = [problem.visits[stop.visits[0]] for stop in rows.stops]
    travel_s, open_in, passable_in = _weather(problem)
    triangle = {}
    for p in {s.profile for s in problem.shifts}:
        go_on()
        triangle[p] = keeps_triangle(travel_s[p]) and (open_in is None or keeps_open(open_in[p]))
    kinds: dict[object, int] = {}
    shift_kinds: list[ShiftKind] = []
    kind_of = []
    choice = offered(problem, rows.stops, open_in, passable_in)
    for shift in range(len(problem.shifts)):
        go_on()
        found = match(problem, choice, shift)
        alike = key(problem, choice, shift, found)
        if alike not in kinds:
            kinds[alike] = len(shift_kinds)
            shift_kinds.append(shift_kind(problem, choice, shift, found, triangle))
        kind_of.append(kinds[alike])
    demand_of = tuple(np.array([d for d, _ in v.contributions], np.int32) for v in chosen)
    people_of = tuple(np.array([p for _, p in v.contributions], np.int64) for v in chosen)
    stop_of = np.repeat(np.arange(len(chosen), dtype=np.int32), [len(d) for d in demand_of])
    free = list(
        accumulate((s if stop.kept is None else -1 for s, stop in enumerate(rows.stops)), max)
    )
    return Kinds(
        problem=problem,
        visits=tuple(stop.visits for stop in rows.stops),
        row=np.array([stop.row for stop in rows.stops], np.int32),
        limit=np.array(rows.limit, np.int64),
        must=np.array(rows.must, np.bool_),
        placed=any(stop.position != NONE for stop in rows.stops),
        position=np.array([stop.position for stop in rows.stops], np.int32),
        bonus=np.array([stop.bonus for stop in rows.stops], np.int64),
        free=np.array(free, np.int32),
        kept={(free[s], *stop.kept): s for s, stop in enumerate(rows.stops) if stop.kept},
        promised=sum(p.move_cost for p in problem.promises),
        demand_of=demand_of,
        people_of=people_of,
        flat=(stop_of, np.concatenate(demand_of), np.concatenate(people_of)),
        uses=tuple(
            (stop.row, tuple(visit.contributions))
            for stop, visit in zip(rows.stops, chosen, strict=True)
        ),
        resource=np.array([v.resource for v in chosen], np.int32),
        shift_kinds=tuple(shift_kinds),
        kind_of=np.array(kind_of, np.int32),
        like=np.array(list(_like(problem, kind_of)), np.int32),
        first_day=min((s.day for s in problem.shifts), default=0),
        travel_s=travel_s,
        open_in=open_in,
        weights=weights_by_octet(problem.scenario_weights if open_in is not None else ()),
    )


def _like(problem: Problem, kind_of: Sequence[int]) -> Iterator[int]:
    """Yield for each shift the first it may be exchanged for.

    Nights tie a shift to its day and team, and where late shifts are rationed it is tied to its
    team.
    """
    first: dict[tuple[int, int], int] = {}
    rationed = {t for t in range(len(problem.teams)) if _rations_late(problem, t)}
    for k, shift in enumerate(problem.shifts):
        stays = problem.lodgings and problem.teams[shift.team].max_nights > 0
        team = shift.team if shift.team in rationed else NONE
        yield k if stays else first.setdefault((team, kind_of[k]), k)


def _rations_late(problem: Problem, team: int) -> bool:
    """Return whether a team that is late every day would be so too often in a row."""
    own = [s for s in problem.shifts if s.team == team]
    return problem.teams[team].max_late_in_a_row < len(own) and any(s.late_s < s.end_s for s in own)


def _weather(
    problem: Problem,
) -> tuple[NDArray[np.int32], NDArray[np.uint64] | None, NDArray[np.uint64] | None]:
    """Return travel without the legs that no weather opens, and the weathers that open the rest.

    Third, the weathers in which each leg can be driven at all.
    """
    if problem.open_in is None:
        return problem.travel_s, None, None
    everything = np.uint64(2**problem.scenarios - 1)
    open_in = problem.open_in & everything
    here = np.arange(problem.locations)
    # a way that does not exist is open in no weather: neither onward nor back
    open_in[problem.travel_s == UNREACHABLE] = 0
    open_in[:, here, here] = everything
    passable_in = open_in
    if problem.passable_in is not None:
        passable_in = problem.passable_in & everything
        passable_in[:, here, here] = everything
    return np.where(open_in == 0, np.int32(UNREACHABLE), problem.travel_s), open_in, passable_in
