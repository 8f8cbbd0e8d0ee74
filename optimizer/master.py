"""The master: which columns to work, as a linear programme.

The LP over the columns known so far is solved by GLOP, which keeps its basis from call to call;
its duals are the prices of the next columns (Desaulniers, Desrosiers & Solomon 2005). Resources
are left out of the LP, which keeps its bound valid.

A pinned visit's row must be used once: its price has either sign, and an artificial use at a cost
past all benefit keeps the LP feasible before the columns that pins need are known.
"""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from optimizer.kinds import Column, Kinds
from optimizer.prices import Prices
from optimizer.pricing import NO_VALUE
from optimizer.rows import (
    ALL_DAYS,
    DEMAND,
    LATE,
    NIGHT,
    NIGHTS,
    ROOM,
    ROW,
    SHIFT,
    Key,
    alike_limits,
    alike_uses,
    is_capped,
    limits,
    spans,
    toured,
)

STEPS_PER_PIVOT = 10_000
"""What exchanging the basis once is worth in steps of the kernels."""
NOTHING = 1e-6
"""Shares below this are rounding."""
SPARE = 2048
"""Columns that the LP keeps room for: told of one past that room, GLOP forgets its basis."""
_ANEW = pywraplp.MPSolverParameters()
_ANEW.SetIntegerParam(_ANEW.INCREMENTALITY, _ANEW.INCREMENTALITY_OFF)


class Master:
    """The LP over the columns added so far.

    With ``by_like`` it counts shifts alike (``Kinds.like``) together: smaller, its bound as good
    but for late shifts. Its columns are then of the first shift of those alike, and may be worked
    several times. ``pivots`` is how many times the last solve exchanged the basis: its work. While
    ``cancel[0]`` is not 0 nothing is added, and nothing solved.
    """

    def __init__(
        self, kinds: Kinds, *, by_like: bool = False, cancel: NDArray[np.uint8] | None = None
    ) -> None:
        self.kinds = kinds
        self.cancel = np.zeros(1, np.uint8) if cancel is None else cancel
        self.columns: list[Column] = []
        self.by_like = by_like
        self.pivots = 0
        self._number: dict[Column, int] = {}
        problem = kinds.problem
        self._lp = pywraplp.Solver.CreateSolver("GLOP")
        self._by("dual")
        self._unit = (
            2.0 ** math.frexp(max((d.people * d.weight for d in problem.demands), default=1))[1]
        )
        self._people = [float(max(1, d.people)) for d in problem.demands]
        self._weights = [float(d.weight) for d in problem.demands]
        self._limits = alike_limits(kinds) if by_like else limits(kinds)
        self._capped = is_capped(kinds)
        for d in np.flatnonzero(~self._capped):
            del self._limits[DEMAND, int(d)]
        self._equal = {
            k for k in self._limits if k[0] == NIGHT or (k[0] == ROW and kinds.must[k[1]])
        }
        free = -self._lp.infinity()
        self._rows = {
            key: self._lp.Constraint(limit if key in self._equal else free, limit)
            for key, limit in self._limits.items()
        }
        self._x: list[pywraplp.Variable] = []
        self._held: set[int] = set()
        self._artificial: list[pywraplp.Variable] = []
        self._room: list[pywraplp.Variable] = []
        self._objective = self._lp.Objective()
        self._objective.SetMaximization()
        for one in np.flatnonzero(self._capped).tolist():
            demand = problem.demands[one]
            served = self._lp.NumVar(0, 1, "")
            self._objective.SetCoefficient(served, demand.weight * demand.people / self._unit)
            self._rows[DEMAND, one].SetCoefficient(served, demand.people / self._people[one])
        past_all = 1 + kinds.promised + sum(d.people * d.weight for d in problem.demands)
        for row in np.flatnonzero(kinds.must).tolist():
            artificial = self._lp.NumVar(0, 1, "")
            self._artificial.append(artificial)
            self._objective.SetCoefficient(artificial, -past_all / self._unit)
            self._rows[ROW, int(row)].SetCoefficient(artificial, 1)

    def add(self, columns: Iterable[Column]) -> int:
        """Add the columns not known yet; return how many they were."""
        before = len(self.columns)
        for column in columns:
            if self.cancel[0]:
                break
            self.number(column)
        return len(self.columns) - before

    def _state(self, column: Column) -> None:
        """Add one more column."""
        self._number[column] = len(self.columns)
        self.columns.append(column)
        x = self._spare()
        earned = column.bonus - float(column.cost)
        for key, amount in alike_uses(self.kinds, column, self._limits):
            row = self._rows.get(key)
            if row is None:
                earned -= amount * self._weights[key[1]]
            else:
                scale = self._people[key[1]] if key[0] == DEMAND else 1.0
                row.SetCoefficient(x, amount / scale)
        self._objective.SetCoefficient(x, earned / self._unit)
        self._x.append(x)

    def _spare(self) -> pywraplp.Variable:
        """Return a variable for one more column; room for as many again is made where none is left.

        GLOP numbers the slacks of rows after all variables, and takes up a basis by number: a new
        variable makes it another basis. One that was there, without coefficients, does not.
        """
        if len(self._x) == len(self._room):
            more = max(SPARE, len(self._room))
            self._room += [self._lp.NumVar(0, self._lp.infinity(), "") for _ in range(more)]
        return self._room[len(self._x)]

    def solve(self, seconds: float) -> bool:
        """Solve the LP; return whether it has an optimum (it may run out of time)."""
        self.pivots = 0
        if self.cancel[0]:
            return False
        self._lp.set_time_limit(max(1, int(seconds * 1000)))
        status = self._lp.Solve()
        astray = {pywraplp.Solver.ABNORMAL}
        if not self._held:
            # nothing is also a plan, until columns must be worked
            astray.add(pywraplp.Solver.INFEASIBLE)
        if status in astray and not self.cancel[0]:
            # numbers went astray on the way from the last basis: start anew
            self._by("primal")
            status = self._lp.Solve(_ANEW)
            self._by("dual")
        self.pivots = int(self._lp.iterations())
        return bool(status == pywraplp.Solver.OPTIMAL)

    def _by(self, simplex: str) -> None:
        """Choose the simplex method, "primal" or "dual".

        A presolved LP forgets its basis: what is added changes little, so start from the last. Not
        scaled but by what the numbers mean, it takes GLOP a third of the time.
        """
        self._lp.SetSolverSpecificParametersAsString(
            "use_preprocessing: false use_scaling: false "
            f"use_dual_simplex: {str(simplex == 'dual').lower()}"
        )

    def interrupt(self) -> None:
        """Let ``solve`` give up, from another thread."""
        self._lp.InterruptSolve()

    def value(self) -> float:
        """Return the value of the LP's optimum, promises that may still be kept not taken off."""
        return float(self._objective.Value()) * self._unit - self.kinds.promised

    def keeps_pins(self) -> bool:
        """Return whether the LP uses every row that must be used, if only in parts of columns."""
        return all(x.solution_value() < NOTHING for x in self._artificial)

    def shares(self) -> list[float]:
        """Return how often the LP works each column, 0..1 (more where shifts count together)."""
        return [float(x.solution_value()) for x in self._x]

    def reduced(self) -> list[float]:
        """Return what each column earns beyond the prices, none more than 0."""
        return [min(0.0, float(x.reduced_cost()) * self._unit) for x in self._x]

    def fix(self, column: int, *, least: int, most: int | None = None) -> None:
        """Let one column be worked ``least`` times or more, and no more than ``most`` times."""
        (self._held.add if least else self._held.discard)(column)
        self._x[column].SetBounds(least, self._lp.infinity() if most is None else most)

    def number(self, column: Column) -> int:
        """Return the place of a column in ``columns``, added if it is not there yet."""
        known = self._first_alike(column)
        if known not in self._number:
            self._state(known)
        return self._number[known]

    def prices(self) -> Prices:
        """Return the duals as prices."""
        dual = {}
        for key, row in self._rows.items():
            price = row.dual_value() * self._unit
            dual[key] = price if key in self._equal else max(0.0, price)
            if key[0] == DEMAND:
                dual[key] /= self._people[key[1]]
        for d in np.flatnonzero(~self._capped).tolist():
            dual[DEMAND, d] = float(self.kinds.problem.demands[d].weight)
        return _prices(self.kinds, self._limits, dual)

    def _first_alike(self, column: Column) -> Column:
        first = int(self.kinds.like[column.shift]) if self.by_like else column.shift
        return column if first == column.shift else self.kinds.moved(column, first)


def _prices(kinds: Kinds, rows: dict[Key, float], dual: dict[Key, float]) -> Prices:
    problem = kinds.problem
    shape = (len(problem.shifts), 1 + len(problem.lodgings))
    wake, sleep = np.zeros(shape), np.zeros(shape)
    late = np.zeros(len(problem.shifts))
    away_at = toured(problem)
    wake[:, 1:] = sleep[:, 1:] = NO_VALUE
    for k, shift in enumerate(problem.shifts):
        team, day = shift.team, shift.day
        for d in spans(kinds, day, problem.teams[team].max_late_in_a_row):
            late[k] += dual.get((LATE, team, d), 0.0)
        late[k] += dual.get((LATE, team, ALL_DAYS), 0.0)
        if not away_at[k]:
            continue
        nights = spans(kinds, day, problem.teams[team].max_nights)
        away = sum(dual.get((NIGHTS, team, d), 0.0) for d in nights)
        for h, lodging in enumerate(problem.lodgings):
            wake[k, h + 1] = dual.get((NIGHT, team, day - 1, h), NO_VALUE)
            if (NIGHT, team, day, h) in dual:
                kept_free = dual[NIGHT, team, day, h] + dual[ROOM, h, day]
                sleep[k, h + 1] = -kept_free - away - lodging.cost
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
        shift=np.array([_shift_price(kinds, dual, k) for k in range(len(problem.shifts))]),
        fixed=float(fixed + unsold - kinds.promised),
    )


def _shift_price(kinds: Kinds, dual: dict[Key, float], shift: int) -> float:
    alone = dual.get((SHIFT, shift))
    return dual[SHIFT, int(kinds.like[shift])] if alone is None else alone
