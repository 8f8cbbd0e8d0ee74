"""A draft on the desk of a command: opened, changed by one step, judged, and put back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields

import click

from planner.commands.draft_words import draft_facts, draft_lines
from planner.commands.edge import Answer
from planner.commands.spoken import Decorator, option
from planner.commands.stores import existing_store
from planner.config import Config
from planner.data.drafts import StoredDraft, get_draft
from planner.data.store import Store
from planner.domain.draft import Step
from planner.jobs import desk as desks
from planner.planning.drafts import verdict_of


@dataclass(frozen=True, kw_only=True)
class Desk(desks.Desk):
    """A draft ready to be judged, and the language in which that is told."""

    language: str

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
    found = desks.desk_of(store, stored, expect)
    return Desk(**{f.name: getattr(found, f.name) for f in fields(found)}, language=language)


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
