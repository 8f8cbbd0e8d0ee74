"""The command that changes a plan by hand and says at once what that breaks: ``edit``."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from time import monotonic
from zoneinfo import ZoneInfo

import click

from optimizer.problem import Constraint
from planner.commands.edge import Answer, command
from planner.commands.figures import figure_lines
from planner.commands.plan import keep_plan
from planner.commands.pledged import change_lines
from planner.commands.show import plan_option
from planner.commands.spoken import Pair, option, spoken_language
from planner.commands.stores import existing_store
from planner.commands.wording import clock, long_day, number, utc_text
from planner.config import Config
from planner.domain.district import District
from planner.domain.guarantee import Pledge
from planner.jobs.desk import board_of
from planner.jobs.outcomes import people_left
from planner.jobs.plans import same_request
from planner.messages import phrase
from planner.planning.edits import (
    Add,
    Broken,
    Drop,
    Edit,
    Move,
    Verdict,
    evaluate,
    to_edited_plan,
)
from planner.rule_messages import RULES

WHERE = (str, str, str)
WORDS: dict[Constraint, Pair] = {Constraint(name): said for name, said in RULES.items()}
"""What each broken constraint is to people."""

GAIN: Pair = (
    "Thêm {people} lượt người, {count} ràng buộc bị vi phạm",
    "{people} people and services more, {count} constraints broken",
)
LOSS: Pair = (
    "Mất {people} lượt người, {count} ràng buộc bị vi phạm",
    "{people} people and services fewer, {count} constraints broken",
)
BROKEN: Pair = ("  vi phạm: {what}{where}", "  broken: {what}{where}")
RETIMED: Pair = ("  đổi giờ: {place} {before} → {after}", "  retimed: {place} {before} → {after}")
NOT_KEPT: Pair = (
    "Chưa lưu: kế hoạch còn vi phạm ràng buộc.",
    "Nothing is stored: the plan breaks constraints.",
)
ASK: Pair = ("Chưa lưu gì; thêm --keep để lưu thành bản nháp.", "Nothing is stored; --keep does.")
NO_DAY: Pair = ("phải là ngày như 2022-09-05, không phải {value}", "must be a day, not {value}")


def _placed(
    _context: click.Context, _parameter: click.Parameter, given: tuple[tuple[str, str, str], ...]
) -> tuple[tuple[str, str, date], ...]:
    """Return (session, team, day) triples."""
    return tuple((session, team, day_given(day)) for session, team, day in given)


def day_given(value: str) -> date:
    """Return the day that a text like 2022-09-05 names.

    Raises
    ------
    click.BadParameter
        If it is something else.
    """
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise click.BadParameter(phrase(NO_DAY, spoken_language(), value=value)) from None


@command(
    "edit",
    (
        "Sửa kế hoạch bằng tay: biết ngay vi phạm gì, lệch giờ nào, được mất bao nhiêu người.",
        "Change a plan by hand: what it breaks, shifts in time and gains is told at once.",
    ),
)
@plan_option
@option(
    "--drop",
    multiple=True,
    metavar="SESSION",
    words=("Bỏ buổi này.", "Do not hold this session."),
)
@option(
    "--move",
    type=WHERE,
    multiple=True,
    callback=_placed,
    metavar="SESSION TEAM DAY",
    words=("Chuyển buổi cho tổ và ngày này.", "Move a session to this team and day."),
)
@option(
    "--add",
    type=WHERE,
    multiple=True,
    callback=_placed,
    metavar="SESSION TEAM DAY",
    words=("Thêm buổi chưa xếp vào tổ và ngày này.", "Hold a session that was left out."),
)
@option(
    "--keep",
    is_flag=True,
    words=("Lưu thành bản nháp, nếu không vi phạm gì.", "Store it as a draft, if nothing breaks."),
)
def edit(
    config: Config,
    *,
    plan_id: int | None,
    drop: tuple[str, ...],
    move: tuple[tuple[str, str, date], ...],
    add: tuple[tuple[str, str, date], ...],
    keep: bool,
) -> Answer:
    """Drop, move and add sessions, in this order, and judge the whole."""
    store, started = existing_store(config), monotonic()
    stored = store.get_plan(plan_id)
    district_id = store.get_district_id()
    district = people_left(store, district_id, until=datetime.now(UTC), kept=stored.plan)
    request = same_request(store, stored.plan, seed=stored.plan.proof.seed)
    edits: list[Edit] = [Drop(session=name) for name in drop]
    edits += [Move(session=s, team=t, day=d) for s, t, d in move]
    edits += [Add(session=s, team=t, day=d) for s, t, d in add]
    board = board_of(district, request, stored.plan)
    verdict = evaluate(board, *edits)
    facts, lines = verdict_facts(verdict), list(verdict_lines(verdict, district, config.language))
    if keep and not verdict.broken:
        made = keep_plan(
            store, to_edited_plan(verdict.board), request, started, district_id=district_id
        )
        facts |= {"kept": asdict(made)}
        lines += figure_lines(made, config.language)
    else:
        lines.append(phrase(NOT_KEPT if keep else ASK, config.language))
    return Answer(facts=facts, lines=lines)


def verdict_facts(verdict: Verdict) -> dict[str, object]:
    """Return what edits break, retime and gain, for programs."""
    return {
        "people": verdict.people,
        "value": verdict.value,
        "broken": [asdict(one) for one in verdict.broken],
        "retimed": [
            {"session": r.session, "before": utc_text(r.before), "after": utc_text(r.after)}
            for r in verdict.retimed
        ],
        "guarantees_broken": _pledge_facts(verdict.pledges_lost),
        "guarantees_kept": _pledge_facts(verdict.pledges_won),
    }


def _pledge_facts(pledges: frozenset[Pledge]) -> list[dict[str, str]]:
    found = sorted((pledge.guarantee, pledge.area) for pledge in pledges)
    return [{"guarantee": guarantee, "area": area} for guarantee, area in found]


def verdict_lines(verdict: Verdict, district: District, language: str) -> Iterator[str]:
    """Return the same for people."""
    people = number(abs(verdict.people), language)
    said = GAIN if verdict.people >= 0 else LOSS
    yield phrase(said, language, people=people, count=len(verdict.broken))
    for one in verdict.broken:
        what = phrase(WORDS[one.constraint], language)
        yield phrase(BROKEN, language, what=what, where=_where(one, district, language))
    zone = ZoneInfo(district.settings.timezone)
    places = {s.id: s.place for s in verdict.board.translation.sessions}
    for moved in verdict.retimed:
        yield phrase(
            RETIMED,
            language,
            place=district.place(places[moved.session]).name,
            before=clock(moved.before.astimezone(zone)),
            after=clock(moved.after.astimezone(zone)),
        )
    yield from change_lines(district, verdict.pledges_lost, verdict.pledges_won, language)


def _where(one: Broken, district: District, language: str) -> str:
    """Return team, day and session of a broken constraint, as far as it has them."""
    team = district.team_by_id.get(one.team)
    parts = [
        team.name if team else one.team,
        long_day(one.day, language) if one.day else "",
        one.session,
        district.place(one.place).name if one.place else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f" ({said})" if said else ""
