"""The master: which columns to work, as a linear programme and as a set packing.

The LP over the columns known so far is solved by GLOP, which keeps its basis from call to call;
its duals are the prices of the next columns (Desaulniers, Desrosiers & Solomon 2005). The integer
choice among columns is packed by CP-SAT. Owns the rows: uses of stops, capped demands, one column
a shift, nights (a team wakes where it slept), lodging capacity, nights and late shifts in a row.
Resources are rows of the packing only; leaving them out of the LP keeps its bound valid.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from ortools.linear_solver import pywraplp

from optimizer.kinds import Column, Kinds
from optimizer.market import Prices
from optimizer.pricing import NO_VALUE
from optimizer.problem import BASE, NONE, Problem

ROW, DEMAND, SHIFT, NIGHT, ROOM, NIGHTS, LATE = range(7)
Key = tuple[int, ...]


def coefficients(kinds: Kinds, column: Column) -> dict[Key, float]:
    """Return the rows that a column takes part in, and how much of each it uses."""
    problem = kinds.problem
    shift = problem.shifts[column.shift]
    uses: defaultdict[Key, float] = defaultdict(float)
    uses[SHIFT, column.shift] = 1
    for stop in column.stops:
        uses[ROW, int(kinds.row[stop])] += 1
        for demand, people in zip(kinds.demand_of[stop], kinds.people_of[stop], strict=True):
            uses[DEMAND, int(demand)] -= float(people)
    if column.slept_at != BASE:
        uses[NIGHT, shift.team, shift.day - 1, column.slept_at] -= 1
    if column.sleeps_at != BASE:
        uses[NIGHT, shift.team, shift.day, column.sleeps_at] += 1
        uses[ROOM, column.sleeps_at, shift.day] += 1
        for first in _spans(kinds, shift.day, problem.teams[shift.team].max_nights):
            uses[NIGHTS, shift.team, first] += 1
    if column.late:
        for first in _spans(kinds, shift.day, problem.teams[shift.team].max_late_in_a_row):
            uses[LATE, shift.team, first] += 1
    return uses


def limits(kinds: Kinds) -> dict[Key, float]:
    """Return the upper limit of every row that can bind, by its key.

    A row (NIGHTS, t, d) counts the nights away of team t on the days from d to d + its limit: one
    more than it may have in a row; (LATE, t, d) does so for late shifts.
    """
    problem = kinds.problem
    rows: dict[Key, float] = {(ROW, r): float(n) for r, n in enumerate(kinds.limit)}
    rows |= {(DEMAND, d): 0.0 for d in range(len(problem.demands))}
    rows |= {(SHIFT, k): 1.0 for k in range(len(problem.shifts))}
    days = sorted({s.day for s in problem.shifts})
    rows |= {
        (ROOM, h, day): float(lodging.capacity)
        for h, lodging in enumerate(problem.lodgings)
        for day in days
    }
    rows |= {(NIGHT, t, day, h): 0.0 for t, day in _nights(problem) for h in _lodgings(problem)}
    for kind, most in ((NIGHTS, _most_nights(problem)), (LATE, _most_late(problem))):
        for t, limit in enumerate(most):
            rows |= {(kind, t, d): float(limit) for d in _windows(problem, t, limit)}
    return rows


def _spans(kinds: Kinds, day: int, limit: int) -> range:
    """Return the first days of the spans of ``limit`` + 1 days that hold ``day``."""
    return range(max(day - limit, kinds.first_day), day + 1)


def _lodgings(problem: Problem) -> range:
    return range(len(problem.lodgings))


def _most_nights(problem: Problem) -> list[int]:
    return [t.max_nights for t in problem.teams]


def _most_late(problem: Problem) -> list[int]:
    return [t.max_late_in_a_row for t in problem.teams]


def _nights(problem: Problem) -> Iterator[tuple[int, int]]:
    """Yield (team, day) of each night between two shifts of a team that may stay away."""
    for shift in problem.shifts:
        follows = problem.shift_on(shift.team, shift.day + 1) is not None
        if follows and problem.teams[shift.team].max_nights > 0:
            yield shift.team, shift.day


def _windows(problem: Problem, team: int, limit: int) -> list[int]:
    """Return the first days of all spans of ``limit`` + 1 days that a team works throughout."""
    days = sorted(s.day for s in problem.shifts if s.team == team)
    worked = set(days)
    return [d for d in days if all(d + i in worked for i in range(limit + 1))]


class Master:
    """The LP over the columns added so far."""

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        self.columns: list[Column] = []
        self._known: set[Column] = set()
        problem = kinds.problem
        self._lp = pywraplp.Solver.CreateSolver("GLOP")
        # a presolved LP forgets its basis: what is added changes little, so start from the last
        self._lp.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self._limits = limits(self.kinds)
        free = -self._lp.infinity()
        self._rows = {
            key: self._lp.Constraint(limit if key[0] == NIGHT else free, limit)
            for key, limit in self._limits.items()
        }
        self._x: list[pywraplp.Variable] = []
        objective = self._lp.Objective()
        objective.SetMaximization()
        for d, demand in enumerate(problem.demands):
            served = self._lp.NumVar(0, demand.people, "")
            objective.SetCoefficient(served, demand.weight)
            self._rows[DEMAND, d].SetCoefficient(served, 1)

    def add(self, columns: Iterable[Column]) -> int:
        """Add the columns not known yet; return how many they were."""
        before = len(self.columns)
        for column in columns:
            if column in self._known:
                continue
            self._known.add(column)
            self.columns.append(column)
            x = self._lp.NumVar(0, self._lp.infinity(), "")
            self._lp.Objective().SetCoefficient(x, -column.cost)
            for key, amount in coefficients(self.kinds, column).items():
                if key in self._rows:
                    self._rows[key].SetCoefficient(x, amount)
            self._x.append(x)
        return len(self.columns) - before

    def solve(self, seconds: float) -> bool:
        """Solve the LP; return whether it has an optimum (it may run out of time)."""
        self._lp.set_time_limit(max(1, int(seconds * 1000)))
        return bool(self._lp.Solve() == pywraplp.Solver.OPTIMAL)

    def value(self) -> float:
        """Return the value of the LP's optimum."""
        return float(self._lp.Objective().Value())

    def shares(self) -> list[float]:
        """Return how much of each column the LP works, 0..1."""
        return [float(x.solution_value()) for x in self._x]

    def fix(self, column: int, *, worked: bool) -> None:
        """Fix one column to be worked or not."""
        self._x[column].SetBounds(1.0 if worked else 0.0, 1.0 if worked else 0.0)

    def release(self, column: int) -> None:
        """Take back ``fix``."""
        self._x[column].SetBounds(0.0, self._lp.infinity())

    def prices(self) -> Prices:
        """Return the duals as prices."""
        dual = {
            key: row.dual_value() if key[0] == NIGHT else max(0.0, row.dual_value())
            for key, row in self._rows.items()
        }
        return _prices(self.kinds, self._limits, dual)


def _prices(kinds: Kinds, rows: dict[Key, float], dual: dict[Key, float]) -> Prices:
    problem = kinds.problem
    shape = (len(problem.shifts), 1 + len(problem.lodgings))
    wake, sleep = np.zeros(shape), np.zeros(shape)
    late = np.zeros(len(problem.shifts))
    for k, shift in enumerate(problem.shifts):
        team, day = shift.team, shift.day
        for d in _spans(kinds, day, problem.teams[team].max_late_in_a_row):
            late[k] += dual.get((LATE, team, d), 0.0)
        spans = _spans(kinds, day, problem.teams[team].max_nights)
        away = sum(dual.get((NIGHTS, team, d), 0.0) for d in spans)
        for h, lodging in enumerate(problem.lodgings):
            before, after = (NIGHT, team, day - 1, h), (NIGHT, team, day, h)
            wake[k, h + 1] = dual.get(before, NO_VALUE)
            room = dual[ROOM, h, day]
            sleep[k, h + 1] = (
                -dual[after] - room - away - lodging.cost if after in dual else NO_VALUE
            )
    demand = np.array([dual[DEMAND, d] for d in range(len(problem.demands))])
    unsold = sum(
        d.people * max(0.0, d.weight - p) for d, p in zip(problem.demands, demand, strict=True)
    )
    fixed = sum(limit * dual[key] for key, limit in rows.items() if key[0] != SHIFT)
    return Prices(
        row=np.array([dual[ROW, r] for r in range(len(kinds.limit))]),
        demand=demand,
        wake=wake,
        sleep=sleep,
        late=late,
        shift=np.array([dual[SHIFT, k] for k in range(len(problem.shifts))]),
        fixed=float(fixed + unsold),
    )


def overlapping(kinds: Kinds, columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Return pairs of ``columns`` of different shifts that use one resource at the same time."""
    uses: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for c, column in enumerate(columns):
        crew = kinds.problem.shifts[column.shift].crew
        for stop, start in zip(column.stops, column.starts, strict=True):
            if kinds.resource[stop] != NONE:
                end = start + kinds.visit(stop).service_s[crew]
                uses[int(kinds.resource[stop])].append((start, end, c))
    pairs = set()
    for times in uses.values():
        times.sort()
        for i, (_, end, a) in enumerate(times):
            for start, _, b in times[i + 1 :]:
                if start >= end:
                    break
                if columns[a].shift != columns[b].shift:
                    pairs.add((min(a, b), max(a, b)))
    return sorted(pairs)
