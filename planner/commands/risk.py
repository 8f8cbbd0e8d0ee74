"""The command that tells how likely sessions are to fail, and why: ``risk``."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime

from planner.commands.edge import Answer, command
from planner.commands.known import forecast_facts, forecast_line
from planner.commands.show import plan_option
from planner.commands.spoken import DAY, Pair, option
from planner.commands.stores import existing_store
from planner.commands.wording import long_day, percent
from planner.config import Config
from planner.domain.district import District
from planner.domain.plan import Cause
from planner.jobs.forecasts import newest_forecast
from planner.jobs.risks import risks
from planner.messages import phrase
from planner.planning.risk import Risk, SessionRisk

SESSION: Pair = (
    "  {team} · {place}: khả năng không diễn ra {fails}",
    "  {team} · {place}: {fails} likely to fail",
)
CAUSE: Pair = (
    "      {road}: {fails} (mưa ở {communes})",
    "      {road}: {fails} (rain in {communes})",
)
STRAND: Pair = (
    "  {team}: khả năng mắc kẹt {stranded}",
    "  {team}: {stranded} likely to be stranded",
)
SAFE: Pair = ("Không buổi nào có rủi ro thời tiết.", "No session is at risk from the weather.")


@command(
    "risk",
    (
        "Xem buổi nào dễ không diễn ra vì đường, và đoạn đường nào.",
        "Show which sessions may fail for the roads, and which road it would be.",
    ),
)
@plan_option
@option(
    "--day",
    type=DAY,
    metavar="DATE",
    words=("Chỉ ngày này.", "Only this day."),
)
@option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    words=("Số gieo của thời tiết.", "Seed of the weathers."),
)
def risk(config: Config, *, plan_id: int | None, day: datetime | None, seed: int) -> Answer:
    """Tell the risks of a plan under what is known of the weather now."""
    store = existing_store(config)
    stored = store.get_plan(plan_id)
    district = store.get_district(stored.district_id)
    found = _on(risks(store, stored.id, seed=seed), day.date() if day else None)
    lines = list(_lines(found, district, config.language))
    forecast = newest_forecast(store)
    return Answer(
        facts={"plan": stored.id, **asdict(found), "forecast": forecast_facts(forecast)},
        lines=[
            *(lines or [phrase(SAFE, config.language)]),
            forecast_line(forecast, config.language),
        ],
    )


def _on(found: Risk, day: date | None) -> Risk:
    """Return the risks of one day, or all."""
    if day is None:
        return found
    return Risk(
        sessions=tuple(r for r in found.sessions if r.day == day),
        strands=tuple(r for r in found.strands if r.day == day),
    )


def _lines(found: Risk, district: District, language: str) -> Iterator[str]:
    days = {r.day for r in found.sessions} | {r.day for r in found.strands}
    for day in sorted(days):
        lines = list(_day_lines(found, district, day, language))
        if lines:
            yield long_day(day, language)
            yield from lines


def _day_lines(found: Risk, district: District, day: date, language: str) -> Iterator[str]:
    for one in found.sessions:
        if one.day == day and one.fails > 0:
            yield from _session_lines(one, district, language)
    for strand in found.strands:
        if strand.day == day:
            yield phrase(
                STRAND,
                language,
                team=district.team_by_id[strand.team].name,
                stranded=percent(strand.stranded, language),
            )


def _session_lines(one: SessionRisk, district: District, language: str) -> Iterator[str]:
    yield phrase(
        SESSION,
        language,
        team=district.team_by_id[one.team].name,
        place=district.place(one.place).name,
        fails=percent(one.fails, language),
    )
    for cause in one.causes:
        yield _cause_line(cause, district, language)


def _cause_line(cause: Cause, district: District, language: str) -> str:
    segment = next(s for s in district.segments if s.id == cause.segment)
    return phrase(
        CAUSE,
        language,
        road=segment.name or segment.id,
        fails=percent(cause.fails, language),
        communes=", ".join(district.commune_by_code[code].name for code in cause.communes),
    )
