"""The master: which columns to work, as a linear programme and as a set packing.

The LP over the columns known so far is solved by GLOP, which keeps its basis from call to call;
its duals are the prices of the next columns (Desaulniers, Desrosiers & Solomon 2005). The integer
choice among columns is packed by CP-SAT. Owns the rows: uses of stops, capped demands, one column
a shift, nights (a team wakes where it slept), lodging capacity, nights and late shifts in a row.
Resources are rows of the packing only; leaving them out of the LP keeps its bound valid.

A pinned visit's row must be used once: its price has either sign, and an artificial use at a cost
past all benefit keeps the LP feasible before the columns that pins need are known.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from optimizer.kinds import Column, Kinds
from optimizer.prices import Prices
from optimizer.pricing import NO_VALUE
from optimizer.problem import BASE, NONE, Problem

ROW, DEMAND, SHIFT, NIGHT, ROOM, NIGHTS, LATE = range(7)
TIED = 1 / 3
"""Share of shifts tied by nights from which they make the LP hard."""
ALL_DAYS = -1
"""In place of a first day in the key of a LATE row."""
Key = tuple[int, ...]


def coefficients(kinds: Kinds, column: Column) -> dict[Key, float]:
    """Return the rows that a column takes part in, and how much of each it uses.

    People served are those expected if the day begins as planned in every weather: no fewer than
    in any plan.
    """
    problem = kinds.problem
    shift = problem.shifts[column.shift]
    uses: defaultdict[Key, float] = defaultdict(float)
    uses[SHIFT, column.shift] = 1
    shares = [1.0] * len(column.stops)
    if kinds.open_in is not None:
        held = kinds.masks_of(column, 2**kinds.scenarios - 1)
        shares = [mask.bit_count() / kinds.scenarios for mask in held[:-1]]
    for stop, share in zip(column.stops, shares, strict=True):
        row, served = kinds.uses[stop]
        uses[ROW, row] += 1
        for demand, people in served:
            uses[DEMAND, demand] -= people * share
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
    days = _days(problem, team)
    worked = set(days)
    return [d for d in days if all(d + i in worked for i in range(limit + 1))]


def is_capped(kinds: Kinds) -> NDArray[np.bool_]:
    """Return for each demand whether its visits can serve more people than there are."""
    problem = kinds.problem
    most = np.zeros((len(kinds.limit), len(problem.demands)), np.int64)
    for s, row in enumerate(kinds.row):
        np.maximum.at(most, (row, kinds.demand_of[s]), kinds.people_of[s])
    people = np.array([d.people for d in problem.demands], np.int64)
    capped: NDArray[np.bool_] = kinds.limit @ most > people
    return capped


def alike_uses(
    kinds: Kinds, column: Column, rows: Mapping[Key, float]
) -> Iterator[tuple[Key, float]]:
    """Yield the demands, and those of ``rows``, that a column takes part in, and how much."""
    for key, amount in coefficients(kinds, column).items():
        if key[0] == DEMAND or key in rows:
            yield key, amount
    together = (LATE, kinds.problem.shifts[column.shift].team, ALL_DAYS)
    if column.late and together in rows:
        yield together, 1.0


def alike_limits(kinds: Kinds) -> dict[Key, float]:
    """Return the rows where shifts alike count together: one SHIFT row, and one LATE row a team.

    A relaxation. Of L days in a row of which at most n may be late together, ⌊L / (n + 1)⌋ are
    not late.
    """
    problem, rows = kinds.problem, limits(kinds)
    joint = {t for t in range(len(problem.teams)) if not _stays_away(problem, t)}
    kept = {
        key: limit
        for key, limit in rows.items()
        if key[0] != SHIFT and not (key[0] == LATE and key[1] in joint)
    }
    first, size = np.unique(kinds.like, return_counts=True)
    kept |= {(SHIFT, int(k)): float(n) for k, n in zip(first, size, strict=True)}
    for t in sorted({key[1] for key in rows if key[0] == LATE} & joint):
        most = problem.teams[t].max_late_in_a_row
        kept[LATE, t, ALL_DAYS] = float(
            sum(run - run // (most + 1) for run in _runs(_days(problem, t)))
        )
    return kept


def _stays_away(problem: Problem, team: int) -> bool:
    return bool(problem.lodgings) and problem.teams[team].max_nights > 0


def nights_tie(kinds: Kinds) -> bool:
    """Return whether shifts are many, and nights tie a good share of them to one another.

    The LP then has many optima, and the dual simplex comes upon better prices among them: fewer
    rounds do. Where most shifts are day tours the primal simplex takes less time.
    """
    tied = sum(toured(kinds.problem))
    return not kinds.few and tied >= TIED * len(kinds.problem.shifts)


def toured(problem: Problem) -> list[bool]:
    """Return for each shift whether its team may sleep away."""
    return [_stays_away(problem, shift.team) for shift in problem.shifts]


def _runs(days: Sequence[int]) -> list[int]:
    """Return the lengths of the unbroken runs of sorted ``days``."""
    lengths: list[int] = []
    before = None
    for day in days:
        if before is not None and day == before + 1:
            lengths[-1] += 1
        else:
            lengths.append(1)
        before = day
    return lengths


def _days(problem: Problem, team: int) -> list[int]:
    return sorted(s.day for s in problem.shifts if s.team == team)


STEPS_PER_PIVOT = 10_000
"""What exchanging the basis once is worth in steps of the kernels."""
SPARE = 2048
"""Columns that the LP keeps room for: told of one past that room, GLOP forgets its basis."""
_ANEW = pywraplp.MPSolverParameters()
_ANEW.SetIntegerParam(_ANEW.INCREMENTALITY, _ANEW.INCREMENTALITY_OFF)


class Master:
    """The LP over the columns added so far.

    With ``by_like`` it counts shifts alike (``Kinds.like``) together: smaller, its bound as good
    but for late shifts. Its columns are then of the first shift of those alike, and may be worked
    several times.
    """

    def __init__(self, kinds: Kinds, *, by_like: bool = False) -> None:
        self.kinds = kinds
        self.columns: list[Column] = []
        self.by_like = by_like
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
            self._objective.SetCoefficient(artificial, -past_all / self._unit)
            self._rows[ROW, int(row)].SetCoefficient(artificial, 1)

    def add(self, columns: Iterable[Column]) -> int:
        """Add the columns not known yet; return how many they were."""
        before = len(self.columns)
        for given in columns:
            column = self._first_alike(given)
            if column in self._number:
                continue
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
        return len(self.columns) - before

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
        self._lp.set_time_limit(max(1, int(seconds * 1000)))
        status = self._lp.Solve()
        astray = {pywraplp.Solver.ABNORMAL}
        if not self._held:
            # nothing is also a plan, until columns must be worked
            astray.add(pywraplp.Solver.INFEASIBLE)
        if status in astray:
            # numbers went astray on the way from the last basis: start anew
            self._by("primal")
            status = self._lp.Solve(_ANEW)
            self._by("dual")
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

    @property
    def pivots(self) -> int:
        """How many times the last solve exchanged the basis: its work."""
        return int(self._lp.iterations())

    def interrupt(self) -> None:
        """Let ``solve`` give up, from another thread."""
        self._lp.InterruptSolve()

    def value(self) -> float:
        """Return the value of the LP's optimum, promises that may still be kept not taken off."""
        return float(self._objective.Value()) * self._unit - self.kinds.promised

    def shares(self) -> list[float]:
        """Return how often the LP works each column, 0..1 (more where shifts count together)."""
        return [float(x.solution_value()) for x in self._x]

    def fix(self, column: int, *, least: int, most: int | None = None) -> None:
        """Let one column be worked ``least`` times or more, and no more than ``most`` times."""
        (self._held.add if least else self._held.discard)(column)
        self._x[column].SetBounds(least, self._lp.infinity() if most is None else most)

    def number(self, column: Column) -> int:
        """Return the place of a column in ``columns``, added if it is not there yet."""
        known = self._first_alike(column)
        self.add([known])
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
        for d in _spans(kinds, day, problem.teams[team].max_late_in_a_row):
            late[k] += dual.get((LATE, team, d), 0.0)
        late[k] += dual.get((LATE, team, ALL_DAYS), 0.0)
        if not away_at[k]:
            continue
        spans = _spans(kinds, day, problem.teams[team].max_nights)
        away = sum(dual.get((NIGHTS, team, d), 0.0) for d in spans)
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


def overlapping(kinds: Kinds, columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Return pairs of ``columns`` that use one resource at the same time."""
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
                if a != b:
                    pairs.add((min(a, b), max(a, b)))
    return sorted(pairs)
