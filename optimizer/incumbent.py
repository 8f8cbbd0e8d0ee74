"""The best plan so far: what is offered has to be better and pass the checker to become it."""

from collections.abc import Sequence

from optimizer.draft import Draft
from optimizer.kinds import Column, Kinds
from optimizer.solution import ShiftPlan, Solution
from optimizer.stops import likeness


class Incumbent:
    """The best plan so far, if there is one.

    ``draft`` are its columns; ``value`` what it is worth. A plan that was given, and that nothing
    is better than, stays as it was given, to the second.
    """

    def __init__(self, kinds: Kinds) -> None:
        self.draft: Draft | None = None
        self.value: int | None = None
        self._kinds = kinds
        self._given: tuple[ShiftPlan, ...] | None = None

    def give(self, solution: Solution) -> bool:
        """Take a plan from outside, if it passes the checker; return whether it was taken."""
        taken = self.offer(columns_of_plans(self._kinds, solution.plans))
        if taken:
            self._given = solution.plans
        return taken

    def offer(self, columns: Sequence[Column]) -> bool:
        """Keep these columns as a plan if nothing so far is better; return whether it is kept."""
        return self.offer_draft(Draft(self._kinds, columns))

    def offer_draft(self, draft: Draft) -> bool:
        """Keep a plan if nothing so far is better; return whether it is kept."""
        worth = draft.value()
        if (self.value is not None and worth <= self.value) or not draft.is_sound():
            return False
        self.draft, self.value, self._given = draft, worth, None
        return True

    def columns(self) -> list[Column]:
        """Return the columns of the best plan, none if there is none."""
        return [] if self.draft is None else list(self.draft.columns.values())

    def plans(self) -> tuple[ShiftPlan, ...]:
        """Return the best plan as it is answered."""
        if self._given is not None:
            return self._given
        return () if self.draft is None else self.draft.plans()


def columns_of_plans(kinds: Kinds, plans: Sequence[ShiftPlan]) -> list[Column]:
    """Return the shifts of a plan as columns."""
    stop_of = _stop_of(kinds)
    return [
        kinds.column(
            plan.shift,
            slept_at=plan.slept_at,
            sleeps_at=plan.sleeps_at,
            stops=tuple(int(kinds.free[stop_of[s.visit]]) for s in plan.stops),
            starts=tuple(s.start_s for s in plan.stops),
        )
        for plan in plans
    ]


def _stop_of(kinds: Kinds) -> dict[int, int]:
    """Return the stop of every visit; of alternatives alike only one has its own: they share it."""
    problem = kinds.problem
    stop_of = {v: s for s, alike in enumerate(kinds.visits) for v in alike}
    own = {p.visit for p in problem.pins} | {p.visit for p in problem.promises}
    kind = {v: (visit.group, likeness(visit)) for v, visit in enumerate(problem.visits)}
    twins = {kind[v]: s for v, s in stop_of.items() if v not in own}
    return {v: stop_of[v] if v in stop_of else twins[kind[v]] for v in kind}
