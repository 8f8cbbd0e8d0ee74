"""The best choice among all columns that matter, by a MIP solver, or the proof that none is better.

Rows are those of the master where shifts alike count together. People of a demand whose visits
cannot serve more than there are need no row: columns earn them outright. The LP of such a set
packing says almost all, so that SCIP (Bolusani et al. 2024) is through in a few nodes.
"""

import math
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from optimizer.kinds import Column, Kinds
from optimizer.rows import DEMAND, NIGHT, ROW, SHIFT, Key, alike_limits, alike_uses, is_capped

NODES, MORE = 50, 8
"""Nodes of the first while of choosing; how many times more of the next."""
STEPS_PER_PIVOT = 4_000
"""What exchanging SCIP's basis once is worth in steps of the kernels."""
LONGEST_S = 10_000.0
WATCH_EVERY_S = 0.01


class Choice:
    """A choice among ``columns``, each of the first of the shifts like its own.

    ``unit`` is what all values are multiples of; ``work`` what choosing took so far, in steps of
    the kernels.
    """

    def __init__(self, kinds: Kinds, columns: Sequence[Column], unit: int) -> None:
        self.work = 0
        self._kinds = kinds
        self._columns = columns
        self._x: list[pywraplp.Variable] = []
        self._capped = is_capped(kinds)
        self._limits = alike_limits(kinds)
        self._unit = unit
        self._nodes = NODES
        self._solver = pywraplp.Solver.CreateSolver("SCIP")
        self._solver.Objective().SetMaximization()
        self._rows: dict[Key, pywraplp.Constraint] = {}

    def step(
        self, cancel: NDArray[np.uint8], seconds: float = LONGEST_S
    ) -> tuple[float, list[Column] | None]:
        """Choose for a while, no longer than ``seconds``, or until ``cancel[0]`` is not 0.

        Return what no choice is worth more than, infinite if that is not known yet and −∞ if there
        is none; and a good choice, if one was found.
        """
        for column in self._columns[len(self._x) :]:
            if cancel[0]:
                return math.inf, None
            self._x.append(self._add_column(column))
        if not all((ROW, int(r)) in self._rows for r in np.flatnonzero(self._kinds.must)):
            return -math.inf, None
        self._solver.SetSolverSpecificParametersAsString(
            f"limits/totalnodes = {self._nodes}\nlimits/gap = 0\n"
        )
        self._nodes *= MORE
        self._solver.set_time_limit(max(1, int(1000 * min(seconds, LONGEST_S))))
        with _stopping(self._solver, cancel):
            status = self._solver.Solve()
        self.work += int(self._solver.iterations()) * STEPS_PER_PIVOT
        if status == pywraplp.Solver.INFEASIBLE:
            return -math.inf, None
        if status not in {pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE}:
            return math.inf, None
        chosen = self._placed([round(x.solution_value()) for x in self._x])
        return (self.value_of(chosen) if status == pywraplp.Solver.OPTIMAL else math.inf), chosen

    def value_of(self, columns: Sequence[Column]) -> int:
        """Return what a plan of these columns is worth."""
        demands = self._kinds.problem.demands
        served = np.zeros(len(demands), np.int64)
        for stop in (s for column in columns for s in column.stops):
            np.add.at(served, self._kinds.demand_of[stop], self._kinds.people_of[stop])
        benefits = sum(
            d.weight * min(d.people, int(n)) for d, n in zip(demands, served, strict=True)
        )
        return benefits + sum(c.bonus - c.cost for c in columns) - self._kinds.promised

    def _add_column(self, column: Column) -> pywraplp.Variable:
        x = self._solver.IntVar(0, self._limits[SHIFT, column.shift], "")
        worth = column.bonus - column.cost
        for key, amount in alike_uses(self._kinds, column, self._limits):
            if key[0] == DEMAND and not self._capped[key[1]]:
                worth -= self._kinds.problem.demands[key[1]].weight * round(amount)
            else:
                if key not in self._rows:
                    self._rows[key] = self._row(key)
                self._rows[key].SetCoefficient(x, round(amount))
        self._earns(x, worth)
        return x

    def _row(self, key: Key) -> pywraplp.Constraint:
        if key[0] == DEMAND:
            demand = self._kinds.problem.demands[key[1]]
            row = self._solver.Constraint(-self._solver.infinity(), 0)
            served = self._solver.NumVar(0, demand.people, "")
            row.SetCoefficient(served, 1)
            self._earns(served, demand.weight)
            return row
        equal = key[0] == NIGHT or (key[0] == ROW and self._kinds.must[key[1]])
        most = self._limits[key]
        return self._solver.Constraint(most if equal else -self._solver.infinity(), most)

    def _earns(self, x: pywraplp.Variable, worth: int) -> None:
        # whole numbers, as small as can be: SCIP then knows that a better choice is one unit better
        self._solver.Objective().SetCoefficient(x, worth / self._unit)

    def _placed(self, times: Sequence[int]) -> list[Column]:
        """Return each chosen column on a shift of its own."""
        free: defaultdict[int, list[int]] = defaultdict(list)
        for k, first in enumerate(self._kinds.like.tolist()):
            free[first].append(k)
        return [
            self._kinds.moved(column, free[column.shift].pop(0))
            for column, n in zip(self._columns, times, strict=True)
            for _ in range(n)
        ]


@contextmanager
def _stopping(solver: pywraplp.Solver, cancel: NDArray[np.uint8]) -> Iterator[None]:
    """Stop the solver once ``cancel[0]`` is not 0, from another thread."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(WATCH_EVERY_S):
            if cancel[0]:
                solver.InterruptSolve()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
