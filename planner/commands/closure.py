"""A road is cut: ``closure`` notes it, and tells at once what it cuts off and hits."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

import click

from planner.commands.edge import Answer, command
from planner.commands.known import today_in, today_option
from planner.commands.roads import show_roads
from planner.commands.spoken import DAY, Pair, SpokenGroup, option
from planner.commands.stores import existing_store
from planner.commands.wording import clock, long_day, plain_day
from planner.config import Config
from planner.domain.district import District
from planner.domain.weather import RoadCondition
from planner.errors import BadData
from planner.jobs.closures import (
    USUAL_DAYS,
    Impact,
    Published,
    impact_of,
    note_reports,
    published,
)
from planner.messages import phrase
from planner.planning.hits import Hit

NEXT: Pair = (
    "Tiếp theo: lenban replan",
    "Next: lenban replan",
)

NOTED: Pair = (
    "Đã ghi tắc đường từ {first} đến hết {last}: {roads}",
    "Noted as closed from {first} to {last}: {roads}",
)
LIFTED: Pair = (
    "Đã ghi thông đường từ {first} đến hết {last}: {roads}",
    "Noted as open from {first} to {last}: {roads}",
)
CUT: Pair = (
    "Bị chia cắt: {communes} xã ({names}), {villages} bản",
    "Cut off: {communes} communes ({names}), {villages} villages",
)
NOT_CUT: Pair = (
    "Không bản nào bị chia cắt: còn đường khác",
    "No village is cut off: there is another way",
)
NO_PLAN: Pair = ("Chưa công bố kế hoạch nào.", "No plan is published yet.")
NO_HITS: Pair = (
    "Lần công bố số {revision}: không buổi nào bị ảnh hưởng",
    "Revision {revision}: no session is hit",
)
HITS: Pair = (
    "Lần công bố số {revision}: {sessions} buổi không đến được, hoặc không kịp",
    "Revision {revision}: {sessions} sessions cannot be come to, or not in time",
)
HIT: Pair = ("  {day}, {time}: {team} · {place}, {why}", "  {day}, {time}: {team} · {place}, {why}")
NO_WAY: Pair = ("không còn đường", "no way is left")
DRY_WAYS: Pair = (
    "Tính theo đường khô; mưa có thể làm muộn hơn hoặc tắc thêm: lenban replan tính cả điều đó.",
    "Counted on dry roads; rain may add to it, which lenban replan plans for.",
)
LATE: Pair = (
    "đi đường khác, muộn ít nhất {minutes} phút",
    "by other roads, at least {minutes} minutes late",
)
BEYOND: Pair = (
    "  {team} đang ở {place}, bên kia chỗ tắc, ngày {day}",
    "  {team} is at {place}, beyond the closure, on {day}",
)


@click.group(
    "closure",
    cls=SpokenGroup,
    words=(
        "Tắc đường: ghi lại, và biết ngay nơi nào bị chia cắt, buổi nào bị ảnh hưởng.",
        "A road is cut: note it, and see at once what is cut off and which sessions are hit.",
    ),
)
def closure() -> None:
    """Hold the commands of closures."""


from_option = option(
    "--from",
    "first",
    type=DAY,
    metavar="DATE",
    words=("Từ ngày (mặc định: hôm nay).", "First day (default: today)."),
)
to_option = option(
    "--to",
    "last",
    type=DAY,
    metavar="DATE",
    words=(
        f"Đến hết ngày (mặc định: {USUAL_DAYS} ngày).",
        f"Last day (default: {USUAL_DAYS} days in all).",
    ),
)
source_option = option(
    "--source",
    default="lenban closure",
    show_default=True,
    words=("Ai cho biết.", "Who says so."),
)


@command(
    "add",
    (
        "Ghi các đoạn đường bị tắc; nêu xã, bản bị chia cắt và các buổi bị ảnh hưởng.",
        "Note segments as closed; tell the communes and villages cut off, and the sessions hit.",
    ),
)
@click.argument("segments", nargs=-1, required=True, metavar="SEGMENT...")
@from_option
@to_option
@source_option
@today_option
def add(
    config: Config,
    *,
    segments: tuple[str, ...],
    first: datetime | None,
    last: datetime | None,
    source: str,
    today: datetime | None,
) -> Answer:
    """Add closures to the ledger, all or none; they hold until they expire."""
    return _noted(config, segments, RoadCondition.CLOSED, (first, last, today), source)


@command(
    "lift",
    (
        "Ghi các đoạn đường đã thông; nêu những gì còn bị chia cắt.",
        "Note segments as open again; tell what is still cut off.",
    ),
)
@click.argument("segments", nargs=-1, required=True, metavar="SEGMENT...")
@from_option
@to_option
@source_option
@today_option
def lift(
    config: Config,
    *,
    segments: tuple[str, ...],
    first: datetime | None,
    last: datetime | None,
    source: str,
    today: datetime | None,
) -> Answer:
    """Add openings to the ledger: of several reports the last one counts."""
    return _noted(config, segments, RoadCondition.OPEN, (first, last, today), source)


for each in (add, lift, show_roads):
    closure.add_command(each)


def _noted(
    config: Config,
    segments: tuple[str, ...],
    condition: RoadCondition,
    days: tuple[datetime | None, datetime | None, datetime | None],
    source: str,
) -> Answer:
    store = existing_store(config)
    district = store.get_district()
    first = days[0].date() if days[0] else today_in(district, days[2])
    last = days[1].date() if days[1] else first + timedelta(days=USUAL_DAYS - 1)
    if last < first:
        raise BadData("ends_before_start", field="--to", value=last, start=first)
    at = datetime.now(UTC)
    kept = note_reports(store, segments, condition, (first, last), source, at=at)
    told = published(store)
    found = impact_of(store, told, tuple(kept), (first, last))
    noted = phrase(
        NOTED if condition is RoadCondition.CLOSED else LIFTED,
        config.language,
        first=plain_day(first),
        last=plain_day(last),
        roads=", ".join(dict.fromkeys(one.name or one.id for one in kept.values())),
    )
    lines = [noted, *_cut_lines(found, district, config.language)]
    if told is None:
        lines.append(phrase(NO_PLAN, config.language))
    else:
        lines += _hit_lines(found, told, config.language)
    facts = asdict(found)
    facts["hits"] = [_hit_facts(hit) for hit in found.hits]
    return Answer(facts=facts, lines=lines)


def _cut_lines(found: Impact, district: District, language: str) -> Iterator[str]:
    if not found.villages and not found.communes:
        yield phrase(NOT_CUT, language)
        return
    names = ", ".join(district.commune_by_code[code].name for code in found.communes)
    yield phrase(
        CUT,
        language,
        communes=len(found.communes),
        names=names or "–",
        villages=len(found.villages),
    )


def _hit_lines(found: Impact, told: Published, language: str) -> Iterator[str]:
    district, some = told.district, len(found.hits)
    yield phrase(HITS if some else NO_HITS, language, revision=told.number, sessions=some)
    zone = ZoneInfo(district.settings.timezone)
    for hit in found.hits:
        yield phrase(
            HIT,
            language,
            day=long_day(hit.day, language),
            time=clock(hit.start.astimezone(zone)),
            team=district.team_by_id[hit.team].name,
            place=district.place(hit.place).name,
            why=_why(hit, language),
        )
    for one in found.beyond:
        yield phrase(
            BEYOND,
            language,
            team=district.team_by_id[one.team].name,
            place=district.place(one.place).name,
            day=plain_day(one.day),
        )
    if told.plan.weather is not None:
        yield phrase(DRY_WAYS, language)
    if found.hits or found.beyond or told.plan.weather is not None:
        yield phrase(NEXT, language)


def _why(hit: Hit, language: str) -> str:
    minutes = _late_min(hit)
    return phrase(NO_WAY, language) if minutes is None else phrase(LATE, language, minutes=minutes)


def _late_min(hit: Hit) -> int | None:
    return None if hit.late is None else ceil(hit.late / timedelta(minutes=1))


def _hit_facts(hit: Hit) -> dict[str, object]:
    facts = asdict(hit)
    del facts["late"]
    return {**facts, "late_min": _late_min(hit)}
