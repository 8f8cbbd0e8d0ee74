"""Opened boards, and drafts judged on them: kept in memory, so that a verdict answers at once.

A board takes seconds to open and no time to be asked. It belongs to a district, a plan and the
weather as it was known; whatever of these changes makes another board.
"""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cached_property, partial
from zoneinfo import ZoneInfo

from flask import current_app

from planner.data.drafts import Completion, StoredDraft, get_completions
from planner.data.outcomes import outcomes_version
from planner.data.store import Store, StoredPlan
from planner.data.weather import newest_weather
from planner.domain.district import District
from planner.domain.draft import Completed, Draft
from planner.domain.plan import Plan
from planner.jobs.desk import Desk, board_of
from planner.jobs.outcomes import people_left
from planner.jobs.plans import same_request
from planner.planning.case import Case
from planner.planning.drafts import Played, played, verdict_of
from planner.planning.edits import Board, Verdict
from planner.planning.plan import PlanRequest
from planner.planning.translate import to_plan
from web.background import Background
from web.memory import Memory
from web.shelf import Shelf

EXTENSION = "lenban.boards"
MOST_BOARDS = 3
MOST_ANSWERS = 40
"""Answers that hold drafts as they would be, which are large."""
MOST_REASONS = 400
MOST_JUDGED = 12
"""Drafts, and drafts with a step that is only thought of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a board belongs to; ``weather`` is 0 where roads are taken to be dry or wet.

    ``reports`` stands for all that sessions brought so far: whoever was served is not left.
    """

    district: int
    plan: int
    weather: int
    reports: tuple[int, int, int]
    completions: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A plan on the board of the district as it is now."""

    key: Key
    district: District
    request: PlanRequest
    stored: StoredPlan
    board: Board
    completions: Mapping[int, Completion]

    def played(self, steps: StoredDraft) -> Played:
        """Return what the steps of a draft come to."""
        return played(self.board, steps.draft, self.plans)

    @property
    def zone(self) -> ZoneInfo:
        """The district's time zone."""
        return ZoneInfo(self.district.settings.timezone)

    @property
    def plans(self) -> dict[int, Plan]:
        """The plans that completions name."""
        return {number: one.plan for number, one in self.completions.items()}

    def desk(self, store: Store, stored: StoredDraft, expected: int) -> Desk:
        """Return a draft of this plan on the desk, as commands have it."""
        return Desk(
            store=store,
            stored=stored,
            expected=expected,
            district_id=self.key.district,
            district=self.district,
            request=self.request,
            plan=self.stored.plan,
            board=self.board,
            completions=self.completions,
        )


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A draft, perhaps with a step more, as the checker judges it."""

    stored: StoredDraft
    opened: Opened
    now: Played
    verdict: Verdict

    @cached_property
    def plan(self) -> Plan:
        """The plan that it is, whatever it breaks."""
        return to_plan(self.now.board.translation, self.now.board.solution)

    @property
    def case(self) -> Case:
        """The draft as a case of which can be asked what else could be."""
        board = self.now.board
        return Case(
            district=self.opened.district,
            request=self.opened.request,
            plan=self.plan,
            travel=board.translation.travel,
            board=board,
        )


def judge(opened: Opened, stored: StoredDraft) -> Judged:
    """Return a draft, judged by the checker and told as a plan, whatever it breaks."""
    now = opened.played(stored)
    return Judged(stored=stored, opened=opened, now=now, verdict=verdict_of(now))


def _at(known: Judged, stored: StoredDraft) -> Judged:
    """Return the same steps, judged, of another version of their draft."""
    same = replace(known, stored=stored)
    same.__dict__["plan"] = known.plan  # what it is as a plan depends on its steps alone
    return same


class Boards:
    """The boards of a data folder.

    What was found out of them in the background is ``found``, and ``reasons`` why sessions are
    where they are, or not at all.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._opening = Background("board", MOST_BOARDS)
        self.found = Background("answers", MOST_ANSWERS)
        self.reasons = Background("reasons", MOST_REASONS)
        self._judged = Memory(MOST_JUDGED)

    def of_draft(self, stored: StoredDraft) -> "Future[Opened]":
        """Return the board of a draft's base, being opened if it is not."""
        return self._of(stored.draft.base, stored.draft)

    def undrafted(self, plan_id: int) -> StoredDraft:
        """Return a plan as a draft without a step, which no store has."""
        made_at = self._shelf.plan(plan_id).made_at
        return StoredDraft(number=0, version=0, changed_at=made_at, draft=Draft(base=plan_id))

    def judged(self, opened: Opened, stored: StoredDraft) -> Judged:
        """Return a draft, judged; of the same steps once."""
        key = (opened.key, stored.draft.counting)
        return _at(self._judged.of(key, lambda: judge(opened, stored)), stored)

    def _of(self, plan_id: int, draft: Draft) -> "Future[Opened]":
        store, plan = self._shelf.store, self._shelf.plan(plan_id)
        completions = {step.completion for step in draft.steps if isinstance(step, Completed)}
        key = Key(
            district=store.get_district_id(),
            plan=plan_id,
            weather=newest_weather(store) if plan.plan.weather else 0,
            reports=outcomes_version(store),
            completions=tuple(sorted(completions)),
        )
        return self._opening.of(key, partial(_open, self._shelf, key, plan, draft))


def _open(shelf: Shelf, key: Key, stored: StoredPlan, draft: Draft) -> Opened:
    """Return a plan on the board of the newest district.

    Raises
    ------
    NotFound
        If that no longer knows a piece of it.
    """
    plan = stored.plan
    district = people_left(shelf.store, key.district, until=shelf.now(), kept=plan)
    request = same_request(shelf.store, plan, seed=plan.proof.seed)
    completions = get_completions(shelf.store, draft)
    others = (one.plan for one in completions.values())
    board = board_of(district, request, plan, *others)
    to_plan(board.translation, board.solution)  # finds what the board remembers for all drafts
    return Opened(
        key=key,
        district=district,
        request=request,
        stored=stored,
        board=board,
        completions=completions,
    )


def boards() -> Boards:
    """Return the boards of the app that answers this request."""
    found: Boards = current_app.extensions[EXTENSION]
    return found
