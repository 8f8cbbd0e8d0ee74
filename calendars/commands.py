"""The command that makes a plan public: ``publish``."""

from collections.abc import Iterator
from datetime import UTC, datetime

import click

from calendars.changes import ChangeKind
from calendars.publish import Published, publish
from planner.commands.edge import Answer, command
from planner.commands.show import plan_option
from planner.commands.spoken import Pair, option, spoken_language
from planner.commands.stores import existing_store
from planner.commands.wording import utc_text
from planner.config import Config
from planner.messages import phrase

DONE: Pair = (
    "Lần công bố số {revision}, từ kế hoạch số {plan}: đã ghi {feeds} lịch vào {folder}",
    "Revision {revision}, from plan {plan}: {feeds} feeds written to {folder}",
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
NEXT: Pair = ("Tiếp theo: lenban serve", "Next: lenban serve")
NO_MOMENT: Pair = (
    "phải là thời điểm có múi giờ, như 2022-09-01T08:00:00+07:00, không phải {value}",
    "must be a moment with its zone, such as 2022-09-01T08:00:00+07:00, not {value}",
)


def _moment(_context: click.Context, _parameter: click.Parameter, value: str) -> datetime | None:
    """Return the moment in UTC that an ISO 8601 text with a zone names."""
    if not value:
        return None
    moment = _read_moment(value)
    if moment is None or moment.tzinfo is None:
        raise click.BadParameter(phrase(NO_MOMENT, spoken_language(), value=value))
    return moment.astimezone(UTC)


def _read_moment(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


@command(
    "publish",
    (
        "Công bố một kế hoạch: đánh số lần công bố và ghi mọi lịch.",
        "Publish a plan: a numbered revision, and every feed.",
    ),
)
@plan_option
@option(
    "--at",
    callback=_moment,
    default="",
    metavar="ISO",
    words=(
        "Thời điểm công bố ghi trong lịch (mặc định: bây giờ).",
        "The publish time that feeds carry (default: now).",
    ),
)
def publish_(config: Config, *, plan_id: int | None, at: datetime | None) -> Answer:
    """Publish a plan, the newest if none is named."""
    store = existing_store(config)
    moment = at or datetime.now(UTC)
    wanted = store.get_plan(plan_id).id
    published = publish(store, wanted, folder=config.folder, at=moment, host=config.host)
    facts = {**published_facts(published), "plan": wanted, "published_at": utc_text(moment)}
    lines = published_lines(published, wanted, config)
    return Answer(facts=facts, lines=(*lines, phrase(NEXT, config.language)))


def published_facts(published: Published) -> dict[str, object]:
    """Return what a publication did, for programs."""
    return {
        "revision": published.revision,
        "feeds": [str(path.resolve()) for path in published.feeds],
        "changes": published.changes.counts(),
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
    for kind, count in published.changes.counts().items():
        if count:
            yield phrase(CHANGES[kind], config.language, count=count)


COMMANDS = (publish_,)
