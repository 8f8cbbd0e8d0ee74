"""A plan is changed by hand, step by step, and completed around what was pinned: ``draft``."""

from dataclasses import asdict, replace
from datetime import UTC, datetime
from time import monotonic

import click

from planner.commands.desk import desk, desk_of, draft_options
from planner.commands.draft_steps import STEPS
from planner.commands.draft_words import (
    CHANGES,
    broken_fault,
    change_facts,
    head_facts,
    head_lines,
    step_lines,
)
from planner.commands.edge import Answer, command
from planner.commands.figures import figure_lines
from planner.commands.known import at_option
from planner.commands.plan import keep_plan, progress_line, progress_option
from planner.commands.replan import move_lines
from planner.commands.show import plan_option
from planner.commands.spoken import Pair, SpokenGroup, option
from planner.commands.stores import existing_store
from planner.config import Config
from planner.data.drafts import Completion, add_completion, add_draft, change_draft, get_draft
from planner.domain.draft import Completed
from planner.errors import refuse
from planner.jobs.keep import plan_of
from planner.messages import phrase
from planner.planning.drafts import verdict_of
from planner.planning.stability import stability

SECONDS = 20.0
NEXT: Pair = (
    "Tiếp theo: lenban publish --plan {plan} --dry-run",
    "Next: lenban publish --plan {plan} --dry-run",
)


@click.group(
    "draft",
    cls=SpokenGroup,
    words=(
        "Sửa kế hoạch bằng tay từng bước: ghim, hoàn tác, để máy xếp nốt phần còn lại.",
        "Change a plan by hand, step by step: pin, undo, have the rest planned around it.",
    ),
)
def draft() -> None:
    """Hold the commands of drafts."""


times_argument = click.argument("times", type=click.IntRange(min=1), default=1)


@command("open", ("Mở một bản sửa của kế hoạch.", "Open a draft of a plan."))
@plan_option
def open_(config: Config, *, plan_id: int | None) -> Answer:
    """Begin a draft of a plan, the newest if none is named."""
    store = existing_store(config)
    stored = add_draft(store, store.get_plan(plan_id).id, at=datetime.now(UTC))
    return desk_of(store, stored, config.language).answer()


@command(
    "show",
    (
        "Xem các bước, các ghim, vi phạm gì, được mất bao nhiêu người.",
        "Show the steps and pins, what they break and gain.",
    ),
)
@draft_options
def show_draft(config: Config, *, number: int | None, expect: int | None) -> Answer:
    """Judge a draft as it stands."""
    found = desk(config, number, expect)
    return found.answer(lines=step_lines(found.stored, config.language))


@command("undo", ("Hoàn tác bước cuối (hoặc vài bước).", "Undo the last step (or several)."))
@times_argument
@draft_options
def undo(config: Config, *, times: int, number: int | None, expect: int | None) -> Answer:
    """Count fewer steps."""
    return desk(config, number, expect).changed(lambda d: d.undone(times)).answer()


@command("redo", ("Làm lại bước đã hoàn tác (hoặc vài bước).", "Redo what was undone."))
@times_argument
@draft_options
def redo(config: Config, *, times: int, number: int | None, expect: int | None) -> Answer:
    """Count more steps."""
    return desk(config, number, expect).changed(lambda d: d.redone(times)).answer()


@command(
    "complete",
    (
        "Để máy xếp phần còn lại quanh các ghim; những gì đã sửa bằng tay giữ nguyên tổ và ngày.",
        "Have the rest planned around the pins; what a hand changed keeps its team and day.",
    ),
)
@option(
    "--seconds",
    type=click.FloatRange(min=1),
    default=SECONDS,
    show_default=True,
    words=("Thời gian tính, giây.", "How long to plan, in seconds."),
)
@at_option(
    (
        "Coi thời điểm này là bây giờ: ngày đã bắt đầu thì giữ nguyên, nếu đã công bố.",
        "Take this moment for now: of what is published, days that have begun stay as they are.",
    )
)
@progress_option
@draft_options
def complete(
    config: Config,
    *,
    seconds: float,
    at: datetime | None,
    progress: bool,
    number: int | None,
    expect: int | None,
) -> Answer:
    """Add a step in which the optimizer plans the rest."""
    found = desk(config, number, expect)
    found.refuse_stale(found.stored.draft.with_step(Completed(completion=0)))
    telling = progress_line(config.language, always=progress)
    made = found.completed(seconds, at, telling)
    changes = stability(found.plan, made)
    facts = change_facts(changes)
    base = found.stored.draft.base
    said = (
        phrase(CHANGES, config.language, base=base, **facts),
        *move_lines(changes, found.plan, found.district, config.language),
    )
    proof = {"value_planned": made.proof.value, "bound": made.proof.bound, "gap": made.proof.gap}
    number = add_completion(found.store, made, district_id=found.district_id)
    known = {**found.completions, number: Completion(district_id=found.district_id, plan=made)}
    answer = replace(found, completions=known).with_step(Completed(completion=number))
    return replace(answer, facts={**answer.facts, **facts, **proof}, lines=(*answer.lines, *said))


@command(
    "keep",
    (
        "Lưu bản sửa thành một kế hoạch, nếu không vi phạm gì.",
        "Store the draft as a plan, if nothing is broken.",
    ),
)
@draft_options
def keep(config: Config, *, number: int | None, expect: int | None) -> Answer:
    """End a draft with a plan."""
    started, found = monotonic(), desk(config, number, expect)
    found.refuse_stale(found.stored.draft.kept(0))
    broken = verdict_of(found.played()).broken
    refuse("draft", [broken_fault(one, found.district) for one in broken])
    made = keep_plan(
        found.store, plan_of(found), found.request, started, district_id=found.district_id
    )
    ended = found.changed(lambda d: d.kept(made.plan))
    following = phrase(NEXT, config.language, plan=made.plan)
    lines = (*figure_lines(made, config.language), following)
    return ended.answer({"kept": asdict(made)}, lines)


@command("discard", ("Bỏ bản sửa.", "Make nothing of the draft."))
@draft_options
def discard(config: Config, *, number: int | None, expect: int | None) -> Answer:
    """End a draft without a plan; it need not be one that the district can still be asked about."""
    store = existing_store(config)
    stored = get_draft(store, number)
    ended = change_draft(
        store,
        stored.number,
        stored.draft.discarded(),
        expected=expect or stored.version,
        at=datetime.now(UTC),
    )
    return Answer(facts=head_facts(ended), lines=head_lines(ended, config.language))


for each in (open_, show_draft, *STEPS, undo, redo, complete, keep, discard):
    draft.add_command(each)
