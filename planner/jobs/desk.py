"""A draft on the desk: opened with all that it takes to judge it, changed, completed, put back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import reduce
from typing import Self

from optimizer.solve import OnProgress
from planner.data.drafts import (
    Completion,
    StoredDraft,
    change_draft,
    get_completions,
    refuse_stale,
)
from planner.data.store import Store
from planner.domain.district import District
from planner.domain.draft import Draft
from planner.domain.plan import Plan
from planner.jobs.outcomes import people_left
from planner.jobs.plans import same_request
from planner.planning.clock import moment
from planner.planning.completion import complete_draft
from planner.planning.drafts import Played, played
from planner.planning.due import sessions_due
from planner.planning.edits import Board, open_board
from planner.planning.plan import Engine, PlanRequest, drafted, solve_warm
from planner.planning.told import Told
from planner.planning.translate import as_told
from planner.world.travel import travel_times

PLENTY = timedelta(days=30)
"""Notice enough: so long before its first day a plan that nobody was told of is completed."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A draft with all that it takes to judge it.

    ``board`` is its base plan, ``plan``; ``expected`` is the version that whoever changes it knows.
    """

    store: Store
    stored: StoredDraft
    expected: int
    district_id: int
    district: District
    request: PlanRequest
    plan: Plan
    board: Board
    completions: Mapping[int, Completion]

    def played(self, draft: Draft | None = None) -> Played:
        """Return what the steps of the draft come to, or those of another of the same base.

        Raises
        ------
        NotFound
            If a step is about something that is not there.
        """
        plans = {number: one.plan for number, one in self.completions.items()}
        return played(self.board, draft or self.stored.draft, plans)

    def refuse_stale(self, changed: Draft) -> None:
        """Refuse a change that was made of another version than the newest, or of what has ended.

        Raises
        ------
        Conflict
            With both drafts.
        NotFound
            If the draft has ended.
        """
        refuse_stale(self.stored, changed, self.expected)

    def changed(self, change: Callable[[Draft], Draft]) -> Self:
        """Return the desk with the changed draft, once it is stored.

        Raises
        ------
        Conflict
            If somebody else changed it first.
        NotFound
            If it has ended, or the change is about something that is not there.
        """
        draft = change(self.stored.draft)
        self.refuse_stale(draft)
        self.played(draft)
        stored = change_draft(
            self.store, self.stored.number, draft, expected=self.expected, at=datetime.now(UTC)
        )
        return replace(self, stored=stored, expected=stored.version)

    def completed(
        self,
        seconds: float,
        at: datetime | None = None,
        on_progress: OnProgress | None = None,
        *,
        engine: Engine = solve_warm,
    ) -> Plan:
        """Return the plan that the draft is completed to; nothing is stored.

        Parameters
        ----------
        at
            From when on it may change, if that is not now.

        Raises
        ------
        BadFile
            If pins contradict each other, the roads or what was moved by hand.
        """
        return complete_draft(
            self.district,
            replace(self.request, seconds=seconds),
            self.played(),
            self.told(at),
            on_progress,
            engine=engine,
        )

    def told(self, at: datetime | None) -> Told:
        """Return the base plan, and from when on it may change: now, if its days are published."""
        revisions = self.store.list_revisions()
        mine = self.plan.horizon
        first = moment(self.district, mine.first, time()) - PLENTY
        if not revisions:
            return Told(plan=self.plan, now=at or first)
        days = self.store.get_plan(revisions[-1].plan_id).plan.horizon
        apart = days.last < mine.first or mine.last < days.first
        return Told(plan=self.plan, now=at or (first if apart else datetime.now(UTC)))


def desk_of(store: Store, stored: StoredDraft, expected: int | None = None) -> Desk:
    """Return a stored draft, ready to be judged.

    Raises
    ------
    NotFound
        If the district no longer knows a piece of its plan.
    """
    plan = store.get_plan(stored.draft.base).plan
    request = same_request(store, plan, seed=plan.proof.seed)
    district_id, completions = store.get_district_id(), get_completions(store, stored.draft)
    district = people_left(store, district_id, until=datetime.now(UTC), kept=plan)
    return Desk(
        store=store,
        stored=stored,
        expected=expected or stored.version,
        district_id=district_id,
        district=district,
        request=request,
        plan=plan,
        board=board_of(district, request, plan, *(one.plan for one in completions.values())),
        completions=completions,
    )


def board_of(district: District, request: PlanRequest, plan: Plan, *others: Plan) -> Board:
    """Return a plan as a board of the district as it is now; it has numbers for others, too.

    Raises
    ------
    NotFound
        If the district no longer knows a piece of the plan.
    """
    travel = travel_times(district, request.state)
    sessions = sessions_due(district, request.horizon, travel)
    asked = reduce(as_told, (plan, *others), drafted(district, sessions, travel, request))
    return open_board(asked.sealed(), plan)
