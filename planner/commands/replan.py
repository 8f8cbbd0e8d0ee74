"""The command that plans again around what people were told: ``replan``."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from time import monotonic
from zoneinfo import ZoneInfo

import click

from planner.commands.edge import Answer, command
from planner.commands.figures import figure_lines
from planner.commands.known import at_option
from planner.commands.plan import (
    keep_plan,
    progress_line,
    progress_option,
    seed_option,
)
from planner.commands.spoken import Pair, option
from planner.commands.stores import existing_store
from planner.commands.wording import clock, long_day, number, utc_text
from planner.config import Config
from planner.data.weather import list_weather
from planner.domain.district import District
from planner.domain.plan import Plan
from planner.domain.weather import RoadReport
from planner.jobs.repair import repair
from planner.messages import phrase
from planner.planning.replan import Replanned
from planner.planning.stability import Move, Place, Shifted, Stability
from planner.planning.told import Told

SECONDS = 20.0

STABLE: Pair = (
    "So với lần công bố số {revision}: giữ nguyên {kept} buổi, đổi {changed} ({people} lượt "
    "người), thêm {new}; {short} buổi đổi khi còn dưới 48 giờ",
    "Against revision {revision}: {kept} sessions kept, {changed} changed ({people} people), "
    "{new} new; {short} change with under 48 hours' notice",
)
KINDS: dict[Shifted, Pair] = {
    Shifted.OTHER_DAY: ("sang ngày khác", "another day"),
    Shifted.OTHER_TEAM: ("sang tổ khác", "another team"),
    Shifted.OTHER_ORDER: ("đổi thứ tự", "another order"),
    Shifted.OTHER_TIME: ("đổi giờ", "another hour"),
    Shifted.CANCELLED: ("huỷ", "cancelled"),
}
LINE: Pair = ("  {place} – {kind}: {before}{after}", "  {place} – {kind}: {before}{after}")
LOST: Pair = (
    "Không còn trong dữ liệu của huyện: {count} buổi hoặc đêm nghỉ",
    "No longer known in the district: {count} sessions or nights",
)
DROPPED: Pair = (
    "Không giữ được như cũ: {count} buổi hoặc đêm nghỉ (đường, nhân sự hoặc thiết bị đã đổi)",
    "Could not stay as they were: {count} sessions or nights (roads, people or kits changed)",
)
FORCED: Pair = (
    "Buộc phải đổi dù còn dưới 48 giờ, vì không thể giữ như đã báo: {count} buổi",
    "Forced to change with under 48 hours' notice, for they cannot be held as told: {count}",
)
DRY: Pair = (
    "Kế hoạch này lập cho đường khô: tình trạng đường đã báo không được tính đến.",
    "This plan was made for dry roads: what was reported of the roads does not count.",
)
WAITS: Pair = (
    "{team} đang ở {place}, bên kia chỗ tắc: làm việc ở đó, xa nhà {nights} đêm tất cả, về {day}",
    "{team} is at {place}, beyond a closed road: it works there, is away {nights} nights in all, "
    "and comes home on {day}",
)
MOST_LISTED = 40
MORE: Pair = ("  … và {count} buổi nữa", "  … and {count} more")
NEXT: Pair = (
    "Tiếp theo: lenban publish --plan {plan} --dry-run",
    "Next: lenban publish --plan {plan} --dry-run",
)


@command(
    "replan",
    (
        "Lập lại kế hoạch đã công bố với ít thay đổi nhất: giữ những gì đã bắt đầu.",
        "Plan again around the published plan, with as little change as is worth it.",
    ),
)
@option(
    "--seconds",
    type=float,
    default=SECONDS,
    show_default=True,
    words=("Thời gian tính, giây.", "How long to plan, in seconds."),
)
@seed_option
@at_option(
    (
        "Coi thời điểm này là bây giờ: ngày đã bắt đầu thì giữ nguyên.",
        "Take this moment for now: days that have begun stay as they are.",
    ),
)
@option(
    "--most-short",
    type=click.IntRange(min=0),
    metavar="SESSIONS",
    words=(
        "Tối đa bao nhiêu buổi được đổi khi người dân chỉ còn dưới 48 giờ để biết.",
        "At most so many sessions may change with under 48 hours' notice.",
    ),
)
@progress_option
def replan(
    config: Config,
    *,
    seconds: float,
    seed: int,
    at: datetime | None,
    most_short: int | None,
    progress: bool,
) -> Answer:
    """Plan the rest of the newest revision again and store it as a draft."""
    store, started = existing_store(config), monotonic()
    repaired = repair(
        store,
        at or datetime.now(UTC),
        seconds=seconds,
        seed=seed,
        most_short=most_short,
        on_progress=progress_line(config.language, always=progress),
    )
    told, found, revision = repaired.told, repaired.found, repaired.revision
    made = keep_plan(store, found.plan, repaired.request, started, district_id=repaired.district_id)
    unheeded = told.plan.weather is None and list_weather(store, RoadReport)
    lines = (
        *([phrase(DRY, config.language)] if unheeded else []),
        *figure_lines(made, config.language),
        *_lines(found, told, revision, repaired.district, config.language),
        phrase(NEXT, config.language, plan=made.plan),
    )
    return Answer(facts={**asdict(made), **_facts(found, told, revision)}, lines=lines)


def _facts(found: Replanned, told: Told, revision: int) -> dict[str, object]:
    changes = found.stability
    return {
        "revision": revision,
        "kept": len(changes.of(Shifted.KEPT)),
        "new": len(changes.of(Shifted.NEW)),
        "people_affected": changes.people_affected,
        "short_notice": len(changes.short(told.now)),
        "changed": [_move_facts(move) for move in changes.changed],
        "lost": [asdict(piece) for piece in found.lost],
        "dropped": list(found.dropped),
        "forced": list(found.forced),
        "stuck": [asdict(one) for one in found.stuck],
    }


def _move_facts(move: Move) -> dict[str, object]:
    return {
        "session": move.name,
        "kind": move.kind,
        "before": _place_facts(move.before),
        "after": _place_facts(move.after),
    }


def _place_facts(place: Place | None) -> dict[str, object] | None:
    if place is None:
        return None
    return {"team": place.team, "start": utc_text(place.start), "people": place.people}


def _lines(
    found: Replanned, told: Told, revision: int, district: District, language: str
) -> Iterator[str]:
    changes = found.stability
    yield phrase(
        STABLE,
        language,
        revision=revision,
        kept=len(changes.of(Shifted.KEPT)),
        changed=len(changes.changed),
        people=number(changes.people_affected, language),
        new=len(changes.of(Shifted.NEW)),
        short=len(changes.short(told.now)),
    )
    for one in found.stuck:
        yield phrase(
            WAITS,
            language,
            team=district.team_by_id[one.team].name,
            place=district.place(one.place).name,
            nights=one.nights,
            day=long_day(one.home, language) if one.home else "",
        )
    yield from move_lines(changes, told.plan, district, language)
    told_of = ((found.lost, LOST), (found.dropped, DROPPED), (found.forced, FORCED))
    for pieces, said in told_of:
        if pieces:
            yield phrase(said, language, count=len(pieces))


def move_lines(
    changes: Stability, before: Plan, district: District, language: str
) -> Iterator[str]:
    """Return a line for each session of a plan that changes, the first of many."""
    places = {
        stop.session.lasting_name: district.place_by_id.get(stop.session.place)
        for day in before.shifts
        for stop in day.stops
    }
    for move in changes.changed[:MOST_LISTED]:
        place = places.get(move.name)
        yield phrase(
            LINE,
            language,
            place=place.name if place else move.name,
            kind=phrase(KINDS[move.kind], language),
            before=_when(move.before, district, language),
            after=f" → {_when(move.after, district, language)}" if move.after else "",
        )
    if len(changes.changed) > MOST_LISTED:
        yield phrase(MORE, language, count=len(changes.changed) - MOST_LISTED)


def _when(place: Place | None, district: District, language: str) -> str:
    """Return hour, day and team of a session."""
    if place is None:
        return ""
    local = place.start.astimezone(ZoneInfo(district.settings.timezone))
    team = district.team_by_id.get(place.team)
    who = team.name if team else place.team
    return f"{clock(local)} {long_day(local.date(), language)}, {who}"
