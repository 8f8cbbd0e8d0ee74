"""What ``lenban draft`` tells of a draft: its steps and pins, and what they come to."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from planner.commands.edit import verdict_facts, verdict_lines
from planner.commands.spoken import Pair
from planner.commands.wording import clock, plain_day, utc_text
from planner.data.drafts import StoredDraft
from planner.domain.district import District
from planner.domain.draft import Status, step_text
from planner.errors import BadData
from planner.messages import phrase
from planner.planning.drafts import Played
from planner.planning.edits import Broken, Verdict
from planner.planning.stability import Shifted, Stability
from planner.planning.translate import Pinned
from planner.rule_messages import RULES

HEAD: Pair = (
    "Bản sửa số {number} (phiên bản {version}), từ kế hoạch số {base}: {count} bước, "
    "{undone} bước đã hoàn tác",
    "Draft {number} (version {version}) of plan {base}: {count} steps, {undone} undone",
)
ENDED: dict[Status, Pair] = {
    Status.KEPT: ("Đã lưu thành kế hoạch số {plan}.", "It was kept as plan {plan}."),
    Status.DISCARDED: ("Đã bỏ bản sửa này.", "It was discarded."),
}
STEP: Pair = ("  {number}. {step}", "  {number}. {step}")
UNDONE: Pair = ("  {number}. {step} (đã hoàn tác)", "  {number}. {step} (undone)")
PIN: Pair = (
    "  ghim: {place}, {team}{when} [{session}]",
    "  pinned: {place}, {team}{when} [{session}]",
)
ORDER: Pair = (", thứ {order} trong ngày", ", number {order} of the day")
CHANGES: Pair = (
    "So với kế hoạch số {base}: giữ nguyên {kept} buổi, đổi {changed}, thêm {new}",
    "Against plan {base}: {kept} sessions kept, {changed} changed, {new} new",
)


def head_facts(stored: StoredDraft) -> dict[str, object]:
    """Return a draft and its steps, for programs."""
    draft = stored.draft
    return {
        "draft": stored.number,
        "version": stored.version,
        "base": draft.base,
        "status": draft.status,
        "kept_as": draft.kept_as,
        "steps": [
            {"step": step_text(step), "counts": number < draft.count}
            for number, step in enumerate(draft.steps)
        ],
    }


def draft_facts(stored: StoredDraft, now: Played, verdict: Verdict) -> dict[str, object]:
    """Return a draft and what it comes to, for programs."""
    return {
        **head_facts(stored),
        "pins": [_pin_facts(pin) for pin in now.pins.values()],
        **verdict_facts(verdict),
    }


def _pin_facts(pin: Pinned) -> dict[str, object]:
    return {
        "session": pin.session,
        "name": pin.name,
        "team": pin.team,
        "day": pin.day,
        "order": pin.order,
        "start": utc_text(pin.start) if pin.start else None,
    }


def head_lines(stored: StoredDraft, language: str) -> Iterator[str]:
    """Return which draft it is and how it stands, for people."""
    draft = stored.draft
    yield phrase(
        HEAD,
        language,
        number=stored.number,
        version=stored.version,
        base=draft.base,
        count=draft.count,
        undone=len(draft.steps) - draft.count,
    )
    if draft.status in ENDED:
        yield phrase(ENDED[draft.status], language, plan=draft.kept_as)


def draft_lines(
    stored: StoredDraft, now: Played, verdict: Verdict, district: District, language: str
) -> Iterator[str]:
    """Return the same, and what it comes to."""
    yield from head_lines(stored, language)
    yield from verdict_lines(verdict, district, language)
    for pin in now.pins.values():
        yield _pin_line(pin, district, language)


def step_lines(stored: StoredDraft, language: str) -> Iterator[str]:
    """Return the steps of a draft, those that were undone marked."""
    for number, step in enumerate(stored.draft.steps, start=1):
        said = STEP if number <= stored.draft.count else UNDONE
        yield phrase(said, language, number=number, step=step_text(step))


def change_facts(changes: Stability) -> dict[str, object]:
    """Return how many sessions are as they were, for programs."""
    return {
        "kept": len(changes.of(Shifted.KEPT)),
        "changed": len(changes.changed),
        "new": len(changes.of(Shifted.NEW)),
    }


def broken_fault(broken: Broken, district: District) -> BadData:
    """Return a broken constraint as what keeps a draft from being a plan."""
    team = district.team_by_id.get(broken.team)
    parts = (
        team.name if team else broken.team,
        plain_day(broken.day) if broken.day else "",
        broken.session,
    )
    where = ", ".join(part for part in parts if part)
    return BadData("draft_breaks", where=where, what=RULES[broken.constraint])


def _pin_line(pin: Pinned, district: District, language: str) -> str:
    parts = [f", {plain_day(pin.day)}"] if pin.day else []
    if pin.order:
        parts.append(phrase(ORDER, language, order=pin.order))
    if pin.start:
        parts.append(f", {clock(pin.start.astimezone(ZoneInfo(district.settings.timezone)))}")
    return phrase(
        PIN,
        language,
        place=district.place(pin.place).name,
        team=district.team_by_id[pin.team].name,
        when="".join(parts),
        session=pin.session,
    )
