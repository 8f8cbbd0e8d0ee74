"""A plan being made: columns by shift, and what is left for the next one.

Owns the value of a set of columns and the worth of one more, counted as ``optimizer.value`` does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

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
        self.people = [0] * len(kinds.problem.demands)
        self.uses = [0] * len(kinds.limit)
        self._busy: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
        self._most = kinds.limit.tolist()
        self._answer: Solution | None = None
        self._value: int | None = None
        self._sound: bool | None = None
        for column in columns:
            self.add(column)

    def copy(self) -> "Draft":
        """Return a draft of the same columns."""
        return Draft(self.kinds, self.columns.values())

    def value(self) -> int:
        """Return benefits less costs, as ``optimizer.value`` does."""
        if self._value is None:
            self._value = self._valued()
        return self._value

    def _valued(self) -> int:
        if self.kinds.open_in is not None:
            # what is held depends on the whole tour: left to the one who knows
            return value(self.kinds.problem, self._answered())
        served = zip(self.kinds.problem.demands, self.people, strict=True)
        benefit = sum(demand.weight * min(n, demand.people) for demand, n in served)
        earned = sum(c.bonus - c.cost for c in self.columns.values())
        return benefit + earned - self.kinds.promised

    def add(self, column: Column) -> None:
        """Work ``column`` on its shift, which must be free."""
        self.columns[column.shift] = column
        self._count(column, 1)
        for resource, start, end in self._needed(column):
            self._busy[resource].append((start, end, column.shift))
        self._forget()

    def remove(self, shift: int) -> Column | None:
        """Free a shift; return the column it worked."""
        column = self.columns.pop(shift, None)
        if column is not None:
            self._count(column, -1)
            for resource, _, _ in self._needed(column):
                uses = self._busy[resource]
                uses[:] = [u for u in uses if u[2] != shift]
            self._forget()
        return column

    def worth(self, column: Column) -> int:
        """Return what adding ``column`` would add to the value, in weather that holds."""
        before = self._benefit_at(column)
        self._count(column, 1)
        gained = self._benefit_at(column) - before
        self._count(column, -1)
        return gained + column.bonus - column.cost

    def loses(self, stop: int) -> int:
        """Return what the value would lose in people, if one use of a stop were left out."""
        lost = 0
        for demand, people in self.kinds.uses[stop][1]:
            asked, n = self.kinds.problem.demands[demand], self.people[demand]
            lost += asked.weight * (min(n, asked.people) - min(n - people, asked.people))
        return lost

    def allows(self, column: Column) -> bool:
        """Return whether rows, resources and late shifts leave room for ``column``."""
        rows = [self.kinds.uses[stop][0] for stop in column.stops]
        if any(self.uses[row] + rows.count(row) > self._most[row] for row in rows):
            return False
        if column.late and self._late_run(column.shift) > self._most_late(column.shift):
            return False
        return all(
            end <= busy_from or start >= busy_to
            for resource, start, end in self._needed(column)
            for busy_from, busy_to, _ in self._busy.get(resource, ())
        )

    def is_sound(self) -> bool:
        """Return whether the checker finds nothing to say."""
        if self._sound is None:
            self._sound = not violations(self.kinds.problem, self._answered())
        return self._sound

    def plans(self) -> tuple[ShiftPlan, ...]:
        """Return the draft as the plans of a solution, each leaving as late as it can."""
        return self._answered().plans

    def _answered(self) -> Solution:
        """Return the draft as a solution that claims nothing."""
        if self._answer is None:
            self._answer = Solution(plans=self._planned(), value=0, bound=0)
        return self._answer

    def _planned(self) -> tuple[ShiftPlan, ...]:
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

    def _forget(self) -> None:
        """Forget what was known of other columns."""
        self._answer = self._value = self._sound = None

    def _departs(self, column: Column) -> int:
        problem = self.kinds.problem
        shift = problem.shifts[column.shift]
        if not column.stops:
            return shift.start_s
        slept = problem.sleeping_place(shift.team, column.slept_at)
        first = self.kinds.visit(column.stops[0]).location
        return column.starts[0] - int(problem.travel_s[shift.profile, slept, first])

    def _needed(self, column: Column) -> Iterator[tuple[int, int, int]]:
        """Yield what a column needs of resources, as (resource, start, end)."""
        crew = self.kinds.problem.shifts[column.shift].crew
        for stop, start in zip(column.stops, column.starts, strict=True):
            resource = int(self.kinds.resource[stop])
            if resource != NONE:
                yield resource, start, start + self.kinds.visit(stop).service_s[crew]

    def _count(self, column: Column, times: int) -> None:
        for stop in column.stops:
            row, served = self.kinds.uses[stop]
            self.uses[row] += times
            for demand, people in served:
                self.people[demand] += times * people

    def _benefit_at(self, column: Column) -> int:
        demands = self.kinds.problem.demands
        some = {d for stop in column.stops for d, _ in self.kinds.uses[stop][1]}
        return sum(demands[d].weight * min(self.people[d], demands[d].people) for d in some)

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
    """Return the plan without the stops that add nobody, where leaving them out costs nothing.

    Have it checked.
    """
    trimmed = draft.copy()
    for shift in sorted(draft.columns):
        for position in reversed(range(len(draft.columns[shift].stops))):
            column = trimmed.columns[shift]
            if trimmed.loses(column.stops[position]) > column.cost:
                continue  # no way saved makes up for it
            trimmed.remove(shift)
            shorter = _without(trimmed.kinds, column, position)
            better = trimmed.worth(shorter) >= trimmed.worth(column)
            trimmed.add(shorter if better else column)
    return trimmed if trimmed.columns != draft.columns else draft


def _without(kinds: Kinds, column: Column, position: int) -> Column:
    return kinds.column(
        column.shift,
        slept_at=column.slept_at,
        sleeps_at=column.sleeps_at,
        stops=column.stops[:position] + column.stops[position + 1 :],
        starts=column.starts[:position] + column.starts[position + 1 :],
    )
