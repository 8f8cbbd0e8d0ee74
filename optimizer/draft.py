"""A plan being made: columns by shift, and what is left for the next one.

Owns the value of a set of columns and the worth of one more, counted as ``optimizer.value`` does.
"""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from optimizer.check import violations
from optimizer.kinds import Column, Kinds
from optimizer.problem import BASE, NONE
from optimizer.solution import ShiftPlan, Solution, Stop
from optimizer.value import value


class Draft:
    """The columns worked, by shift; shifts without one are spent at base."""

    def __init__(self, kinds: Kinds, columns: Iterable[Column] = ()) -> None:
        self.kinds = kinds
        self.columns: dict[int, Column] = {}
        self.people = np.zeros(len(kinds.problem.demands), np.int64)
        self.uses = np.zeros(len(kinds.limit), np.int64)
        self._busy: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
        self._limit = np.array([d.people for d in kinds.problem.demands], np.int64)
        self._weight = np.array([d.weight for d in kinds.problem.demands], np.int64)
        for column in columns:
            self.add(column)

    def copy(self) -> "Draft":
        """Return a draft of the same columns."""
        return Draft(self.kinds, self.columns.values())

    def value(self) -> int:
        """Return benefits less costs, as ``optimizer.value`` does."""
        if self.kinds.open_in is not None:
            # what is held depends on the whole tour: left to the one who knows
            return value(self.kinds.problem, Solution(plans=self.plans(), value=0, bound=0))
        benefit = int(self._weight @ np.minimum(self.people, self._limit))
        earned = sum(c.bonus - c.cost for c in self.columns.values())
        return benefit + earned - self.kinds.promised

    def add(self, column: Column) -> None:
        """Work ``column`` on its shift, which must be free."""
        self.columns[column.shift] = column
        self._count(column, 1)
        for stop, (start, end) in zip(column.stops, self._times(column), strict=True):
            if self.kinds.resource[stop] != NONE:
                self._busy[int(self.kinds.resource[stop])].append((start, end, column.shift))

    def remove(self, shift: int) -> Column | None:
        """Free a shift; return the column it worked."""
        column = self.columns.pop(shift, None)
        if column is not None:
            self._count(column, -1)
            for stop in column.stops:
                uses = self._busy[int(self.kinds.resource[stop])]
                uses[:] = [u for u in uses if u[2] != shift]
        return column

    def worth(self, column: Column) -> int:
        """Return what adding ``column`` would add to the value, in weather that holds."""
        before = self._benefit_at(column)
        self._count(column, 1)
        gained = self._benefit_at(column) - before
        self._count(column, -1)
        return gained + column.bonus - column.cost

    def allows(self, column: Column) -> bool:
        """Return whether rows, resources and late shifts leave room for ``column``."""
        rows = self.kinds.row[list(column.stops)]
        used, counts = np.unique(rows, return_counts=True)
        if np.any(self.uses[used] + counts > self.kinds.limit[used]):
            return False
        if column.late and self._late_run(column.shift) > self._most_late(column.shift):
            return False
        return all(
            end <= busy_from or start >= busy_to
            for stop, (start, end) in zip(column.stops, self._times(column), strict=True)
            for busy_from, busy_to, _ in self._busy.get(int(self.kinds.resource[stop]), ())
        )

    def is_sound(self) -> bool:
        """Return whether the checker finds nothing to say."""
        claimed = Solution(plans=self.plans(), value=0, bound=0)
        return not violations(self.kinds.problem, claimed)

    def plans(self) -> tuple[ShiftPlan, ...]:
        """Return the draft as the plans of a solution, each leaving as late as it can."""
        worked = [c for _, c in sorted(self.columns.items()) if not _stays_at_base(c)]
        visits = self.kinds.visits_of(worked)
        return tuple(
            ShiftPlan(
                shift=c.shift,
                depart_s=self._departs(c),
                stops=tuple(
                    Stop(visit=visits[c.shift, i], start_s=s) for i, s in enumerate(c.starts)
                ),
                slept_at=c.slept_at,
                sleeps_at=c.sleeps_at,
            )
            for c in worked
        )

    def _departs(self, column: Column) -> int:
        problem = self.kinds.problem
        shift = problem.shifts[column.shift]
        if not column.stops:
            return shift.start_s
        slept = problem.sleeping_place(shift.team, column.slept_at)
        first = self.kinds.visit(column.stops[0]).location
        return column.starts[0] - int(problem.travel_s[shift.profile, slept, first])

    def _times(self, column: Column) -> list[tuple[int, int]]:
        crew = self.kinds.problem.shifts[column.shift].crew
        return [
            (start, start + self.kinds.visit(stop).service_s[crew])
            for stop, start in zip(column.stops, column.starts, strict=True)
        ]

    def _count(self, column: Column, times: int) -> None:
        for stop in column.stops:
            self.uses[self.kinds.row[stop]] += times
            np.add.at(self.people, self.kinds.demand_of[stop], times * self.kinds.people_of[stop])

    def _benefit_at(self, column: Column) -> int:
        demands = sorted({int(d) for stop in column.stops for d in self.kinds.demand_of[stop]})
        served = np.minimum(self.people[demands], self._limit[demands])
        return int(self._weight[demands] @ served)

    def _most_late(self, shift: int) -> int:
        problem = self.kinds.problem
        return problem.teams[problem.shifts[shift].team].max_late_in_a_row

    def _late_run(self, shift: int) -> int:
        """Return how many late shifts in a row there would be if ``shift`` were late."""
        asked = self.kinds.problem.shifts[shift]
        run = 1
        for step in (-1, 1):
            day = asked.day + step
            while self._is_late(asked.team, day):
                run, day = run + 1, day + step
        return run

    def _is_late(self, team: int, day: int) -> bool:
        shift = self.kinds.problem.shift_on(team, day)
        return shift is not None and shift in self.columns and self.columns[shift].late


def _stays_at_base(column: Column) -> bool:
    return not column.stops and column.slept_at == BASE and column.sleeps_at == BASE


def without_idle_stops(draft: Draft) -> Draft:
    """Return the plan without the stops that add nobody, where leaving them out costs nothing."""
    trimmed = draft.copy()
    for shift in sorted(draft.columns):
        for position in reversed(range(len(draft.columns[shift].stops))):
            column = trimmed.columns[shift]
            trimmed.remove(shift)
            shorter = _without(trimmed.kinds, column, position)
            better = trimmed.worth(shorter) >= trimmed.worth(column)
            trimmed.add(shorter if better else column)
    return trimmed if trimmed.is_sound() else draft


def _without(kinds: Kinds, column: Column, position: int) -> Column:
    return kinds.column(
        column.shift,
        slept_at=column.slept_at,
        sleeps_at=column.sleeps_at,
        stops=column.stops[:position] + column.stops[position + 1 :],
        starts=column.starts[:position] + column.starts[position + 1 :],
    )
