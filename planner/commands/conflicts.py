"""The command that tells which facts contradict a plan: ``conflicts``."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from planner.commands.edge import Answer, command
from planner.commands.reasons import road_name, services_of
from planner.commands.show import plan_option
from planner.commands.spoken import Pair
from planner.commands.stores import existing_store
from planner.commands.wording import clock, long_day, plain_day
from planner.config import Config
from planner.domain.district import District
from planner.domain.plan import Plan, Stop
from planner.domain.weather import RoadReport, WeatherWarning
from planner.jobs.outcomes import planning_district
from planner.jobs.plans import same_request
from planner.messages import phrase
from planner.planning.conflicts import (
    Away,
    Fact,
    Hours,
    Promised,
    Reported,
    Shut,
    Slept,
    contradictions,
)

NONE: Pair = (
    "Không có gì mâu thuẫn với kế hoạch số {plan}.",
    "Nothing contradicts plan {plan}.",
)
SET: Pair = (
    "{number}. Không thể cùng đúng (bỏ bất kỳ điều nào thì hết mâu thuẫn):",
    "{number}. These cannot all be true (without any one of them the others can):",
)
PROMISED: Pair = (
    "   - {team} giữ buổi ở {place} ({services}), {hour} {day}",
    "   - {team} holds the session in {place} ({services}), {hour} {day}",
)
SLEPT: Pair = ("   - {team} ngủ ở {place} đêm {day}", "   - {team} sleeps at {place} after {day}")
ROAD: Pair = (
    "   - đoạn {road} báo {condition} từ {first} đến {last}",
    "   - {road} is reported {condition} from {first} to {last}",
)
CONDITIONS: dict[str, Pair] = {
    "open": ("thông", "open"),
    "slow": ("đi chậm", "slow"),
    "closed": ("tắc", "closed"),
}
WARNED: Pair = (
    "   - cảnh báo thời tiết ở {communes} từ {first} đến {last}",
    "   - a weather warning holds in {communes} from {first} to {last}",
)
AWAY: Pair = ("   - {member} nghỉ {day}", "   - {member} is off on {day}")
SHUT: Pair = ("   - lịch của huyện có: {name}", "   - the almanac has: {name}")
HOURS: Pair = (
    "   - {team} làm việc {start}–{end}, nhiều nhất {most:g} giờ một ngày",
    "   - {team} works {start}–{end}, {most:g} hours a day at most",
)


@command(
    "conflicts",
    (
        "Điều gì làm kế hoạch không còn giữ được: tập sự việc nhỏ nhất mâu thuẫn với nhau.",
        "What a plan can no longer hold: the fewest facts that contradict each other.",
    ),
)
@plan_option
def conflicts(config: Config, *, plan_id: int | None) -> Answer:
    """Tell which promises of a plan and facts of the district contradict each other."""
    store = existing_store(config)
    stored = store.get_plan(plan_id)
    district = planning_district(store, at=datetime.now(UTC), kept=stored.plan)
    request = same_request(store, stored.plan, seed=stored.plan.proof.seed)
    found = tuple(contradictions(district, request, stored.plan))
    return Answer(
        facts={
            "plan": stored.id,
            "conflicts": [
                [{"kind": type(fact).__name__, **asdict(fact)} for fact in facts] for facts in found
            ],
        },
        lines=_lines(district, stored.plan, stored.id, found, config.language),
    )


def _lines(
    district: District, plan: Plan, number: int, found: tuple[tuple[Fact, ...], ...], language: str
) -> Iterator[str]:
    if not found:
        yield phrase(NONE, language, plan=number)
    stops = {
        Promised(session=stop.session.id, team=day.team, day=day.day): stop
        for day in plan.shifts
        for stop in day.stops
    }
    for count, facts in enumerate(found, start=1):
        yield phrase(SET, language, number=count)
        for fact in facts:
            if isinstance(fact, Promised):
                yield _promise(district, fact, stops[fact], language)
            else:
                yield _line(district, fact, language)


def _promise(district: District, fact: Promised, stop: Stop, language: str) -> str:
    start = stop.start.astimezone(ZoneInfo(district.settings.timezone))
    return phrase(
        PROMISED,
        language,
        team=district.team_by_id[fact.team].name,
        place=district.place(stop.session.place).name,
        services=services_of(district, stop.session.services),
        hour=clock(start),
        day=long_day(fact.day, language),
    )


def _line(district: District, fact: Fact, language: str) -> str:
    match fact:
        case Slept(team=team, day=day, place=place):
            named = {"team": district.team_by_id[team].name, "place": district.place(place).name}
            return phrase(SLEPT, language, **named, day=long_day(day, language))
        case Reported(what=report):
            return _reported(district, report, language)
        case Away(member=member, day=day):
            name = next(m.name for m in district.members if m.id == member)
            return phrase(AWAY, language, member=name, day=long_day(day, language))
        case Shut(entry=entry):
            name = next(e.name for e in district.almanac if e.id == entry)
            return phrase(SHUT, language, name=name)
        case Hours(team=team):
            own = district.team_by_id[team]
            hours = {"start": f"{own.day_start:%H:%M}", "end": f"{own.day_end:%H:%M}"}
            return phrase(HOURS, language, team=own.name, **hours, most=own.max_work_h)
        case _:
            raise AssertionError(fact)


def _reported(district: District, what: RoadReport | WeatherWarning, language: str) -> str:
    days = {"first": plain_day(what.first), "last": plain_day(what.last)}
    if isinstance(what, WeatherWarning):
        names = ", ".join(district.commune_by_code[code].name for code in what.communes)
        return phrase(WARNED, language, communes=names, **days)
    condition = phrase(CONDITIONS[what.condition], language)
    road = road_name(district, what.segment)
    return phrase(ROAD, language, road=road, condition=condition, **days)
