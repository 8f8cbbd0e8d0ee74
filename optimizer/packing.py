"""The integer choice among columns, packed by a MIP solver around those that stay as they are.

A set packing with capped demands has an LP that says almost all: SCIP (Bolusani et al. 2024), which
branches on it, packs a whole neighbourhood of forty shifts in a second, where a search by
propagation needs longer for eight.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ortools.linear_solver import pywraplp

from optimizer.arrays import alike
from optimizer.budget import Budget
from optimizer.draft import Draft
from optimizer.kinds import Column, Kinds
from optimizer.rows import DEMAND, NIGHT, ROW, SHIFT, Key, coefficients, limits, overlapping

STEPS_PER_PIVOT = 4_000
"""What one simplex iteration of the packing is worth in steps of the kernels."""
STEPS_PER_COLUMN = 1_000
"""What stating one column is worth in steps of the kernels."""
STEPS_PER_PACKING = 100_000
"""What a packing is worth at least: one that is solved without an iteration takes time too."""
NEAR_ENOUGH = 2e-4
"""Gap at which a packing is good enough."""
MOST_NODES = 40
"""Branchings after which the best packing so far is taken: no clock, so that it is the same."""


@dataclass(slots=True)
class Model:
    """A packing being stated: columns, a variable for each, and rows as they come up."""

    solver: pywraplp.Solver
    columns: list[Column]
    worked: list[pywraplp.Variable]
    rows: dict[Key, pywraplp.Constraint]


class Packer:
    """Packs plans; knows the limits of rows, and which shifts are alike.

    Of shifts alike a column is stated once, for the first: the model need not tell them apart.
    ``work`` counts what packings took, in steps of the kernels. Without ``cuts`` one takes a fifth
    of the time where its LP is fractional, and comes as near.
    """

    def __init__(self, kinds: Kinds, budget: Budget, *, cuts: bool = True) -> None:
        self.work = 0
        self._cuts = cuts
        self._kinds = kinds
        self._alike = alike(kinds).tolist()
        self._most = limits(kinds)
        for k, first in enumerate(self._alike):
            if k != first:
                self._most[SHIFT, first] += 1
        self._people = [max(1, d.people) for d in kinds.problem.demands]
        self._unit = float(max((d.people * d.weight for d in kinds.problem.demands), default=1))
        self._budget = budget
        self._known: dict[Column, dict[Key, int]] = {}

    def first(self, column: Column) -> Column:
        """Return the column on the first shift that is alike."""
        first = self._alike[column.shift]
        return column if first == column.shift else self._kinds.moved(column, first)

    def pack(
        self, kept: Draft, candidates: Iterable[Column], *, hint: Sequence[Column]
    ) -> list[Column] | None:
        """Return a good choice among ``candidates`` beside ``kept``, or ``None`` if none was found.

        ``hint`` are candidates to start from. The same calls return the same choice on any machine
        unless the budget cuts them off.
        """
        hinted = {self.first(c) for c in hint}
        while_on = self._budget.while_on
        chosen = dict.fromkeys([*hinted, *(self.first(c) for c in while_on(candidates))])
        used = self._used_by(kept)
        columns = [c for c in while_on(chosen) if c in hinted or kept.allows(c)]
        self.work += STEPS_PER_PACKING + STEPS_PER_COLUMN * len(columns)
        model = self._stated(columns, used)
        if model is None:
            return None
        for a, b in while_on(overlapping(self._kinds, columns)):
            together = model.solver.Constraint(-model.solver.infinity(), 1)
            together.SetCoefficient(model.worked[a], 1)
            together.SetCoefficient(model.worked[b], 1)
        model.solver.SetHint(model.worked, [float(c in hinted) for c in columns])
        if self._budget.flag[0] or not self._solve(model.solver):
            return None
        return self._placed(kept, model)

    def _solve(self, solver: pywraplp.Solver) -> bool:
        told = f"limits/gap = {NEAR_ENOUGH}\nlimits/totalnodes = {MOST_NODES}\n"
        if not self._cuts:
            told += "separating/maxroundsroot = 0\nseparating/maxrounds = 0\n"
        solver.SetSolverSpecificParametersAsString(told)
        with self._budget.interrupting(solver.InterruptSolve):
            status = solver.Solve()
        self.work += int(solver.iterations()) * STEPS_PER_PIVOT
        return status in {pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE}

    def _stated(self, columns: list[Column], used: dict[Key, int]) -> Model | None:
        """Return the model of these columns, ``None`` if what is kept cannot be a plan with them.

        Also ``None`` if the budget is cut off meanwhile: stating thousands takes a second.
        Numbers are scaled by what they mean, as in ``master``.
        """
        solver = pywraplp.Solver.CreateSolver("SCIP")
        solver.Objective().SetMaximization()
        model = Model(solver, columns, [], {})
        for column in self._budget.while_on(columns):
            x = solver.IntVar(0, self._most[SHIFT, column.shift], "")
            solver.Objective().SetCoefficient(x, (column.bonus - column.cost) / self._unit)
            model.worked.append(x)
            for key, amount in self._uses(column).items():
                if key[0] not in {DEMAND, NIGHT} and key not in self._most:
                    continue
                if key not in model.rows:
                    model.rows[key] = self._row(solver, key, used[key])
                scale = self._people[key[1]] if key[0] == DEMAND else 1
                model.rows[key].SetCoefficient(x, amount / scale)
        return None if self._budget.flag[0] or self._cannot(model, used) else model

    def _row(self, solver: pywraplp.Solver, key: Key, used: int) -> pywraplp.Constraint:
        """Return a new row with what is left of its limit."""
        if key[0] == DEMAND:
            demand = self._kinds.problem.demands[key[1]]
            row = solver.Constraint(-solver.infinity(), -used / self._people[key[1]])
            served = solver.NumVar(0, 1, "")
            row.SetCoefficient(served, demand.people / self._people[key[1]])
            solver.Objective().SetCoefficient(served, demand.weight * demand.people / self._unit)
            return row
        left = (0 if key[0] == NIGHT else self._most[key]) - used
        equal = key[0] == NIGHT or (key[0] == ROW and self._kinds.must[key[1]])
        return solver.Constraint(left if equal else -solver.infinity(), left)

    def _cannot(self, model: Model, used: dict[Key, int]) -> bool:
        """Return whether a kept shift wakes where nobody can sleep, or a pin cannot be kept."""
        asleep = any(
            key[0] == NIGHT and key not in model.rows and n != 0 for key, n in used.items()
        )
        musts = ((ROW, int(r)) for r in self._kinds.must.nonzero()[0])
        return asleep or any(row not in model.rows and not used.get(row) for row in musts)

    def _placed(self, kept: Draft, model: Model) -> list[Column]:
        """Return each chosen column on a free shift like its own."""
        free: defaultdict[int, list[int]] = defaultdict(list)
        for k, first in enumerate(self._alike):
            if k not in kept.columns:
                free[first].append(k)
        placed = []
        for column, x in zip(model.columns, model.worked, strict=True):
            for _ in range(round(x.solution_value())):
                placed.append(self._kinds.moved(column, free[column.shift].pop(0)))
        return placed

    def _used_by(self, kept: Draft) -> defaultdict[Key, int]:
        used: defaultdict[Key, int] = defaultdict(int)
        for column in kept.columns.values():
            for key, amount in self._uses(self.first(column)).items():
                used[key] += amount
        return used

    def _uses(self, column: Column) -> dict[Key, int]:
        """Return the rows that a column takes part in, remembered: most come back often."""
        known = self._known.get(column)
        if known is None:
            known = {key: round(a) for key, a in coefficients(self._kinds, column).items()}
            self._known[column] = known
        return known
