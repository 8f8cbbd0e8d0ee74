"""A draft on the desk of a command: opened, changed by one step, judged, and put back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import click

from planner.commands.draft_words import draft_facts, draft_lines
from planner.commands.edge import Answer
from planner.commands.edit import board_of
from planner.commands.plan import same_request
from planner.commands.spoken import Decorator, option
from planner.commands.stores import existing_store
from planner.config import Config
from planner.data.drafts import (
    Completion,
    StoredDraft,
    change_draft,
    get_completions,
    get_draft,
    refuse_stale,
)
from planner.data.store import Store
from planner.domain.district import District
from planner.domain.draft import Draft, Step
from planner.domain.plan import Plan
from planner.jobs.outcomes import planning_district
from planner.planning.drafts import Played, played, verdict_of
from planner.planning.edits import Board
from planner.planning.plan import PlanRequest


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A draft with all that it takes to judge it.

    ``board`` is its base plan, ``plan``; ``expected`` is the version that whoever changes it knows.
    """

    store: Store
    language: str
    stored: StoredDraft
    expected: int
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

    def changed(self, change: Callable[[Draft], Draft]) -> "Desk":
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

    def with_step(self, step: Step) -> Answer:
        """Return what the draft comes to with one more step, once it is stored."""
        return self.changed(lambda draft: draft.with_step(step)).answer()

    def answer(
        self, facts: Mapping[str, object] | None = None, lines: Iterable[str] = ()
    ) -> Answer:
        """Return what the draft breaks, retimes and gains, and whatever else there is to say."""
        now = self.played()
        verdict = verdict_of(now)
        said = draft_lines(self.stored, now, verdict, self.district, self.language)
        return Answer(
            facts={**draft_facts(self.stored, now, verdict), **(facts or {})},
            lines=(*said, *lines),
        )


def desk(config: Config, number: int | None, expect: int | None) -> Desk:
    """Return a draft, the newest that is open if none is named, ready to be judged.

    Raises
    ------
    NotFound
        If there is no such draft, or the district no longer knows a piece of its plan.
    """
    store = existing_store(config)
    return desk_of(store, get_draft(store, number), config.language, expect)


def desk_of(store: Store, stored: StoredDraft, language: str, expect: int | None = None) -> Desk:
    """Return a stored draft, ready to be judged."""
    plan = store.get_plan(stored.draft.base).plan
    request = same_request(store, plan, seed=plan.proof.seed)
    district = planning_district(store, at=datetime.now(UTC), kept=plan)
    completions = get_completions(store, stored.draft)
    return Desk(
        store=store,
        language=language,
        stored=stored,
        expected=expect or stored.version,
        district=district,
        request=request,
        plan=plan,
        board=board_of(district, request, plan, *(one.plan for one in completions.values())),
        completions=completions,
    )


_number_option = option(
    "--draft",
    "number",
    type=click.IntRange(min=1),
    metavar="N",
    words=(
        "Bản sửa số N (mặc định: bản mới nhất đang mở).",
        "Draft N (default: the newest that is open).",
    ),
)
_expect_option = option(
    "--expect",
    type=click.IntRange(min=1),
    metavar="VERSION",
    words=(
        "Phiên bản đã xem; nếu có người đã sửa từ đó thì không làm gì.",
        "The version that you saw; nothing is done if somebody has changed it since.",
    ),
)


def draft_options(work: Callable[..., Answer]) -> Callable[..., Answer]:
    """Add the options that say which draft, and which version of it."""
    options: tuple[Decorator, ...] = (_expect_option, _number_option)
    for each in options:
        work = each(work)
    return work
