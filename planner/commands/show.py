"""The command ``show``, and what ``export`` writes of districts and plans."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import msgspec

from planner.commands.edge import Answer, command
from planner.commands.pledged import kept_lines, kept_of
from planner.commands.spoken import Pair, option
from planner.commands.stores import existing_store
from planner.commands.wording import clock, long_day, number, utc_text
from planner.config import Config
from planner.data.outputs import write_whole
from planner.data.store import Store, StoredPlan
from planner.data.workbook import write_csv_folder, write_workbook
from planner.domain.district import District
from planner.domain.plan import Shift, Stop
from planner.messages import phrase

DRAFT: Pair = ("Kế hoạch số {plan} (bản nháp)", "Plan {plan} (draft)")
PUBLISHED: Pair = (
    "Lần công bố số {revision} (kế hoạch số {plan})",
    "Revision {revision} (plan {plan})",
)
TEAM_DAY: Pair = ("  {team}: {depart}–{back}", "  {team}: {depart}–{back}")
SLEEPS: Pair = (", ngủ lại {place}", ", sleeping at {place}")
STOP: Pair = (
    "    {start}–{end}  {place} · {services} · {people} lượt người",
    "    {start}–{end}  {place} · {services} · {people} people and services",
)
ELSEWHERE: Pair = (
    "      nếu tắc đường: hôm đó chuyển sang {place}, {start}–{end}",
    "      if the road is closed: go to {place} that day, {start}–{end}",
)
LATER: Pair = (
    "      nếu tắc đường: tổ chức bù {day}, {start}–{end}",
    "      if the road is closed: hold it on {day}, {start}–{end}",
)
NOTHING: Pair = ("Không có buổi nào.", "No sessions.")
WRITTEN: Pair = ("Đã ghi {path}", "Wrote {path}")

plan_option = option(
    "--plan",
    "plan_id",
    type=click.IntRange(min=1),
    metavar="N",
    words=("Kế hoạch số N (mặc định: mới nhất).", "Plan N (default: the newest)."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A plan with its district; ``revision`` is None while it is a draft."""

    stored: StoredPlan
    district: District
    revision: int | None


@command(
    "show",
    (
        "Xem các buổi theo ngày và tổ: lần công bố mới nhất, nếu chưa có thì bản nháp mới nhất.",
        "Show sessions by day and team: the newest revision, else the newest draft.",
    ),
)
@option(
    "--plan",
    "plan_id",
    type=click.IntRange(min=1),
    metavar="N",
    words=("Kế hoạch số N.", "Plan N."),
)
@option(
    "--revision",
    type=click.IntRange(min=1),
    metavar="N",
    words=("Lần công bố số N.", "Revision N."),
)
def show(config: Config, *, plan_id: int | None, revision: int | None) -> Answer:
    """List the sessions of a plan."""
    if plan_id and revision:
        raise click.UsageError("--plan | --revision")
    shown = _find(existing_store(config), plan_id, revision)
    kept = kept_of(shown.stored.plan, shown.district)
    facts = {
        "plan": shown.stored.id,
        "revision": shown.revision,
        "sessions": list(_session_facts(shown)),
        "guaranteed": asdict(kept) if kept else None,
    }
    return Answer(
        facts=facts, lines=(*_lines(shown, config.language), *kept_lines(kept, config.language))
    )


def _find(store: Store, plan_id: int | None, revision: int | None) -> Shown:
    number = None if plan_id else _revision_number(store, revision)
    wanted = store.get_revision(number).plan_id if number else plan_id
    stored = store.get_plan(wanted)
    return Shown(stored=stored, district=store.get_district(stored.district_id), revision=number)


def _revision_number(store: Store, wanted: int | None) -> int | None:
    """Return the revision to show; None if none is asked for and none exists."""
    if wanted:
        return store.get_revision(wanted).number
    numbers = [revision.number for revision in store.list_revisions()]
    return numbers[-1] if numbers else None


def _session_facts(shown: Shown) -> Iterator[dict[str, object]]:
    for shift in _in_order(shown):
        for stop in shift.stops:
            yield _stop_facts(shown, shift, stop)


def _in_order(shown: Shown) -> list[Shift]:
    order = {team.id: i for i, team in enumerate(shown.district.teams)}
    return sorted(shown.stored.plan.shifts, key=lambda s: (s.day, order[s.team]))


def _stop_facts(shown: Shown, shift: Shift, stop: Stop) -> dict[str, object]:
    district, session = shown.district, stop.session
    villages = dict.fromkeys(village for village, _, _ in stop.served)
    return {
        "session": session.id,
        "day": shift.day,
        "team": {"id": shift.team, "name": district.team_by_id[shift.team].name},
        "place": district.place(session.place).name,
        "villages": [district.village_by_id[v].name for v in villages],
        "arrive": utc_text(stop.arrive),
        "start": utc_text(stop.start),
        "end": utc_text(stop.end),
        "services": [district.service_by_id[s].name for s in session.services],
        "people": stop.people,
        "chance": stop.chance,
        "fallback": _fallback_facts(stop),
        "status": "published" if shown.revision else "draft",
    }


def _lines(shown: Shown, language: str) -> Iterator[str]:
    head = PUBLISHED if shown.revision else DRAFT
    yield phrase(head, language, plan=shown.stored.id, revision=shown.revision)
    worked = [shift for shift in _in_order(shown) if shift.stops]
    if not worked:
        yield phrase(NOTHING, language)
    for day, shifts in groupby(worked, key=lambda shift: shift.day):
        yield long_day(day, language)
        for shift in shifts:
            yield from _shift_lines(shown.district, shift, language)


def _shift_lines(district: District, shift: Shift, language: str) -> Iterator[str]:
    zone = ZoneInfo(district.settings.timezone)
    team = district.team_by_id[shift.team]
    said = phrase(
        TEAM_DAY,
        language,
        team=team.name,
        depart=clock(shift.depart.astimezone(zone)),
        back=clock(shift.back.astimezone(zone)),
    )
    away = shift.end_place != team.base
    yield said + (
        phrase(SLEEPS, language, place=district.place(shift.end_place).name) if away else ""
    )
    for stop in shift.stops:
        yield _stop_line(district, stop, zone, language)
        yield from _fallback_lines(district, stop, zone, language)


def _stop_line(district: District, stop: Stop, zone: ZoneInfo, language: str) -> str:
    return phrase(
        STOP,
        language,
        start=clock(stop.start.astimezone(zone)),
        end=clock(stop.end.astimezone(zone)),
        place=district.place(stop.session.place).name,
        services=", ".join(district.service_by_id[s].name for s in stop.session.services),
        people=number(stop.people, language),
    )


def _fallback_lines(district: District, stop: Stop, zone: ZoneInfo, language: str) -> Iterator[str]:
    other = stop.fallback
    if other is None:
        return
    said = LATER if other.session.id == stop.session.id else ELSEWHERE
    yield phrase(
        said,
        language,
        day=long_day(other.start.astimezone(zone).date(), language),
        start=clock(other.start.astimezone(zone)),
        end=clock(other.end.astimezone(zone)),
        place=district.place(other.session.place).name,
    )
    if other.own_start is not None and other.own_end is not None:
        yield phrase(
            LATER,
            language,
            day=long_day(other.own_start.astimezone(zone).date(), language),
            start=clock(other.own_start.astimezone(zone)),
            end=clock(other.own_end.astimezone(zone)),
        )


def _fallback_facts(stop: Stop) -> dict[str, object] | None:
    other = stop.fallback
    if other is None:
        return None
    return {
        "session": other.session.id,
        "start": utc_text(other.start),
        "end": utc_text(other.end),
        "own_start": utc_text(other.own_start) if other.own_start else None,
        "own_end": utc_text(other.own_end) if other.own_end else None,
        "works_in": other.works_in,
        "people": other.people,
    }


def write_export(store: Store, what: str, plan_id: int | None, out: Path) -> None:
    """Write the current district (``xlsx``, ``csv``) or a plan (``json``)."""
    if what == "xlsx":
        write_workbook(store.get_district(), out)
    elif what == "csv":
        write_csv_folder(store.get_district(), out)
    else:
        plan = store.get_plan(plan_id).plan
        write_whole(msgspec.json.format(msgspec.json.encode(plan), indent=1), out)


def written(what: str, out: Path, config: Config) -> Answer:
    """Return the answer of a command that wrote a file."""
    return Answer(
        facts={"what": what, "path": str(out)},
        lines=(phrase(WRITTEN, config.language, path=out),),
    )
