"""The command that changes a plan by hand and says at once what that breaks: ``edit``."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from time import monotonic
from zoneinfo import ZoneInfo

import click

from optimizer.problem import Constraint
from planner.commands.edge import Answer, command
from planner.commands.figures import figure_lines
from planner.commands.plan import keep_plan, same_request
from planner.commands.pledged import change_lines
from planner.commands.show import plan_option
from planner.commands.spoken import Pair, option, spoken_language
from planner.commands.stores import existing_store
from planner.commands.wording import clock, long_day, number, utc_text
from planner.config import Config
from planner.domain.district import District
from planner.domain.guarantee import Pledge
from planner.messages import phrase
from planner.planning.due import sessions_due
from planner.planning.edits import (
    Add,
    Broken,
    Drop,
    Edit,
    Move,
    Verdict,
    evaluate,
    open_board,
    pledges_kept,
    to_edited_plan,
)
from planner.planning.plan import drafted
from planner.world.travel import travel_times

WHERE = (str, str, str)
WORDS: dict[Constraint, Pair] = {
    Constraint.VISITED_AT_MOST_ONCE: ("buổi xếp hai lần", "the session is planned twice"),
    Constraint.TIME_WINDOW: ("ngoài khung giờ của nơi đó", "outside the hours of the place"),
    Constraint.TRAVEL: ("không đến kịp", "the team cannot be there in time"),
    Constraint.SHIFT_HOURS: ("vượt giờ làm của tổ", "beyond the team's hours"),
    Constraint.MAX_NIGHTS: ("quá số đêm xa nhà", "too many nights away"),
    Constraint.LODGING: ("không có chỗ nghỉ đêm đó", "nowhere to sleep that night"),
    Constraint.SKILLS: ("tổ không làm được buổi này", "the team cannot hold this session"),
    Constraint.LANGUAGE: ("không ai trong tổ nói tiếng đó", "nobody there speaks the language"),
    Constraint.KIT: ("tổ không có bộ thiết bị", "the team has no kit"),
    Constraint.POWER: ("nơi đó không có điện", "there is no power"),
    Constraint.SIGNAL: ("nơi đó không có sóng", "there is no signal"),
    Constraint.RESOURCE: ("nơi đó đã có buổi khác", "another session is there at that time"),
    Constraint.ALTERNATIVES: ("trùng với một buổi khác của bản", "it stands for another session"),
    Constraint.PASSABLE: ("không có đường đi được", "no road can be passed"),
    Constraint.STRAND_SAFETY: ("dễ mắc kẹt vì mưa", "rain may strand the team"),
    Constraint.AVAILABILITY: ("không đủ người có mặt", "not enough people are there"),
    Constraint.PINNED: ("đã hứa, không đổi được", "it was promised"),
}
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
    return tuple((session, team, _day(day)) for session, team, day in given)


def _day(value: str) -> date:
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
    district, request = (
        store.get_district(),
        same_request(store, stored.plan, seed=stored.plan.proof.seed),
    )
    edits: list[Edit] = [Drop(session=name) for name in drop]
    edits += [Move(session=s, team=t, day=d) for s, t, d in move]
    edits += [Add(session=s, team=t, day=d) for s, t, d in add]
    travel = travel_times(district, request.state)
    sessions = sessions_due(district, request.horizon, travel)
    board = open_board(drafted(district, sessions, travel, request).sealed(), stored.plan)
    verdict = evaluate(board, *edits)
    before, after = pledges_kept(board), pledges_kept(verdict.board)
    facts, lines = _facts(verdict), list(_lines(verdict, district, config.language))
    facts |= {"guarantees_broken": _pledge_facts(before - after)}
    facts |= {"guarantees_kept": _pledge_facts(after - before)}
    lines += change_lines(district, before, after, config.language)
    if keep and not verdict.broken:
        made = keep_plan(store, to_edited_plan(verdict.board), request, started)
        facts |= {"kept": asdict(made)}
        lines += figure_lines(made, config.language)
    else:
        lines.append(phrase(NOT_KEPT if keep else ASK, config.language))
    return Answer(facts=facts, lines=lines)


def _facts(verdict: Verdict) -> dict[str, object]:
    return {
        "people": verdict.people,
        "value": verdict.value,
        "broken": [asdict(one) for one in verdict.broken],
        "retimed": [
            {"session": r.session, "before": utc_text(r.before), "after": utc_text(r.after)}
            for r in verdict.retimed
        ],
    }


def _pledge_facts(pledges: frozenset[Pledge]) -> list[dict[str, str]]:
    found = sorted((pledge.guarantee, pledge.area) for pledge in pledges)
    return [{"guarantee": guarantee, "area": area} for guarantee, area in found]


def _lines(verdict: Verdict, district: District, language: str) -> Iterator[str]:
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
