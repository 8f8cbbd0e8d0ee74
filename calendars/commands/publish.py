"""The command that makes a plan public: ``publish``."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime

import click

from calendars.changes import ChangeKind, Changes
from calendars.commands.words import change_line, change_text, news_lines
from calendars.news import News
from calendars.publish import Draft, Published, draft, publish_draft
from planner.commands.edge import Answer, command
from planner.commands.known import at_option
from planner.commands.show import plan_option
from planner.commands.spoken import Pair, option
from planner.commands.stores import existing_store
from planner.commands.wording import utc_text
from planner.config import Config
from planner.errors import Conflict
from planner.messages import phrase

DONE: Pair = (
    "Lần công bố số {revision}, từ kế hoạch số {plan}: đã ghi {feeds} lịch vào {folder}",
    "Revision {revision}, from plan {plan}: {feeds} feeds written to {folder}",
)
WOULD_BE: Pair = (
    "Chưa công bố gì. Nếu công bố kế hoạch số {plan}, đó sẽ là lần số {revision}:",
    "Nothing is published yet. Plan {plan} would become revision {revision}:",
)
CHANGES: dict[ChangeKind, Pair] = {
    ChangeKind.NEW: ("  {count} buổi mới", "  {count} new sessions"),
    ChangeKind.CANCELLED: ("  {count} buổi huỷ", "  {count} sessions cancelled"),
    ChangeKind.RESTORED: ("  {count} buổi diễn ra trở lại", "  {count} sessions on again"),
    ChangeKind.MOVED: ("  {count} buổi đổi giờ hoặc nơi", "  {count} sessions moved"),
    ChangeKind.TEAM_CHANGED: ("  {count} buổi đổi tổ", "  {count} sessions change teams"),
    ChangeKind.REWORDED: ("  {count} buổi chỉ đổi lời", "  {count} sessions reworded only"),
    ChangeKind.UNCHANGED: ("  {count} buổi giữ nguyên", "  {count} sessions unchanged"),
}
LISTED = (
    ChangeKind.CANCELLED,
    ChangeKind.RESTORED,
    ChangeKind.MOVED,
    ChangeKind.TEAM_CHANGED,
)
"""Kinds whose sessions are named one by one; of the others there are too many."""
MOST_LISTED = 40
MORE: Pair = ("    … và {count} buổi nữa", "    … and {count} more")
NEXT: Pair = ("Tiếp theo: lenban serve", "Next: lenban serve")
ONE_OF_TWO: Pair = (
    "chỉ chọn một: --plan hoặc --back-to",
    "choose one of --plan and --back-to",
)


@command(
    "publish",
    (
        "Công bố một kế hoạch: đánh số lần công bố và ghi mọi lịch.",
        "Publish a plan: a numbered revision, and every feed.",
    ),
)
@plan_option
@option(
    "--back-to",
    type=click.IntRange(min=1),
    metavar="REVISION",
    words=(
        "Công bố lại kế hoạch của một lần trước, thành một lần mới.",
        "Publish the plan of an earlier revision again, as a new revision.",
    ),
)
@at_option(
    (
        "Thời điểm công bố ghi trong lịch (mặc định: bây giờ).",
        "The publish time that feeds carry (default: now).",
    ),
)
@option(
    "--expect",
    type=click.IntRange(min=1),
    metavar="REVISION",
    words=(
        "Số của lần công bố này; nếu có người đã công bố trước thì không làm gì.",
        "The number of this revision; nothing is done if somebody was first.",
    ),
)
@option(
    "--dry-run",
    is_flag=True,
    words=(
        "Chỉ xem thay đổi và ai cần được báo, không công bố.",
        "Only show what would change and who must be told.",
    ),
)
def publish_(
    config: Config,
    *,
    plan_id: int | None,
    back_to: int | None,
    at: datetime | None,
    expect: int | None,
    dry_run: bool,
) -> Answer:
    """Publish a plan, the newest if none is named."""
    if plan_id is not None and back_to is not None:
        raise click.UsageError(phrase(ONE_OF_TWO, config.language))
    store = existing_store(config)
    chosen = store.get_revision(back_to).plan_id if back_to is not None else plan_id
    wanted = store.get_plan(chosen).id
    made = draft(store, wanted, at=at or datetime.now(UTC), host=config.host)
    _refuse_another(made.ledger.revision, expect)
    if dry_run:
        return Answer(facts=draft_facts(made), lines=_draft_lines(made, config))
    published = publish_draft(store, made, folder=config.folder)
    facts = {
        **published_facts(published),
        "plan": wanted,
        "published_at": utc_text(made.ledger.published),
    }
    lines = published_lines(published, wanted, config)
    return Answer(facts=facts, lines=(*lines, phrase(NEXT, config.language)))


def _refuse_another(number: int, expected: int | None) -> None:
    if expected is not None and number != expected:
        raise Conflict(
            f"the next revision is {number}, not {expected}", ours=expected, theirs=number
        ).saying("revision_taken", ours=expected, theirs=number)


def draft_facts(made: Draft) -> dict[str, object]:
    """Return what publishing would do, for programs."""
    return {
        "plan": made.plan_id,
        "revision": made.ledger.revision,
        "changes": made.changes.counts(),
        "sessions": [_change_facts(made.changes, kind) for kind in LISTED],
        "news": [news_facts(one) for one in made.news],
    }


def _change_facts(changes: Changes, kind: ChangeKind) -> dict[str, object]:
    return {"kind": kind, "sessions": [change_text(c) for c in changes.of(kind)]}


def news_facts(news: News) -> dict[str, object]:
    """Return whom a revision must reach, by when, for programs."""
    return {
        "who": asdict(news.subscriber),
        "feed": news.subscriber.key,
        "tell_by": utc_text(news.tell_by),
        "first": utc_text(news.first),
        "notice_h": round(news.notice.total_seconds() / 3600, 1),
        "short": news.short,
        "changes": [{"kind": c.kind, **change_text(c)} for c in news.changes],
    }


def published_facts(published: Published) -> dict[str, object]:
    """Return what a publication did, for programs."""
    return {
        "revision": published.revision,
        "feeds": [str(path.resolve()) for path in published.feeds],
        "changes": published.changes.counts(),
        "to_tell": len(published.news),
        "to_call": sum(one.short for one in published.news),
    }


def published_lines(published: Published, plan_id: int, config: Config) -> Iterator[str]:
    """Return what a publication did, for people."""
    yield phrase(
        DONE,
        config.language,
        revision=published.revision,
        plan=plan_id,
        feeds=len(published.feeds),
        folder=config.folder,
    )
    yield from _change_lines(published.changes, published.timezone, config.language)
    if published.revision > 1:
        yield from news_lines(published.news, config.language)


def _draft_lines(made: Draft, config: Config) -> Iterator[str]:
    yield phrase(WOULD_BE, config.language, plan=made.plan_id, revision=made.ledger.revision)
    yield from _change_lines(made.changes, made.ledger.timezone, config.language)
    yield from news_lines(made.news, config.language)


def _change_lines(changes: Changes, timezone: str, language: str) -> Iterator[str]:
    for kind, count in changes.counts().items():
        if not count:
            continue
        yield phrase(CHANGES[kind], language, count=count)
        if kind in LISTED:
            yield from (
                f"    {change_line(c, timezone, language)}" for c in changes.of(kind)[:MOST_LISTED]
            )
            if count > MOST_LISTED:
                yield phrase(MORE, language, count=count - MOST_LISTED)
