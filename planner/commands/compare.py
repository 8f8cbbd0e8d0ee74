"""The command that puts what-ifs side by side: ``compare``."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from planner.commands.changes import read_what_ifs
from planner.commands.district import EXISTING
from planner.commands.edge import Answer, command
from planner.commands.figures import nights_away
from planner.commands.forms import FORMS, MEANINGS
from planner.commands.known import forecast_facts, forecast_line
from planner.commands.plan import (
    first_option,
    progress_line,
    progress_option,
    roads_option,
    seconds_option,
    seed_option,
    weeks_option,
)
from planner.commands.side_by_side import comparison_lines, km, name_of, sessions
from planner.commands.spoken import Pair, option
from planner.commands.stores import existing_store
from planner.config import Config
from planner.jobs.forecasts import newest_forecast
from planner.jobs.outcomes import planning_district
from planner.jobs.plans import Asked, to_request
from planner.messages import phrase
from planner.planning.compare import AS_IT_IS, Draws, Scenario, pairs, planned, ranked
from planner.planning.plan import plan_district

PLANNING: Pair = ("Đang tính {name} ({at}/{count})", "Planning {name} ({at}/{count})")
START: Pair = ("kế hoạch xuất phát chung", "the plan that all begin from")
CHANGES: Pair = (
    "Các thay đổi:\n" + "\n".join(f"{FORMS[k][0]}: {MEANINGS[k][0]}" for k in FORMS),
    "Changes:\n" + "\n".join(f"{FORMS[k][1]}: {MEANINGS[k][1]}" for k in FORMS),
)


@command(
    "compare",
    (
        "So sánh các phương án đặt tên (thêm tổ, sửa đường, thêm đêm, trọng số khác) trên cùng "
        "thời tiết; không lưu gì.",
        "Compare named what-ifs (another team, a road mended, one night more, other weights) in "
        "the same weathers; nothing is stored.",
    ),
    closing=CHANGES,
)
@first_option
@weeks_option
@option(
    "--what-if",
    "given",
    multiple=True,
    metavar="NAME: CHANGE",
    words=(
        "Một phương án; dùng được nhiều lần, cùng tên là cùng phương án.",
        "A what-if; repeatable, the same name is the same what-if.",
    ),
)
@option(
    "--file",
    type=EXISTING,
    metavar="TOML",
    words=(
        'Tệp TOML, mỗi dòng một phương án: "Tên" = ["thay đổi", "thay đổi"].',
        'A TOML file, one what-if a line: "Name" = ["change", "change"].',
    ),
)
@seconds_option
@seed_option
@roads_option
@option(
    "--weathers",
    type=click.IntRange(2, 100_000),
    default=1000,
    show_default=True,
    words=("Số kịch bản thời tiết.", "How many weathers."),
)
@progress_option
def compare(
    config: Config,
    *,
    first: datetime,
    weeks: int,
    given: Sequence[str],
    file: Path | None,
    seconds: float,
    seed: int,
    roads: str | None,
    weathers: int,
    progress: bool,
) -> Answer:
    """Plan and play the district as it is and each what-if."""
    store = existing_store(config)
    district, language = planning_district(store, at=datetime.now(UTC)), config.language
    what_ifs = (AS_IT_IS, *read_what_ifs(district, given, file))
    asked = Asked(first=first.date(), weeks=weeks, seconds=seconds, seed=seed, roads=roads)
    request = to_request(store, asked)
    telling = progress_line(language, always=progress)
    draws = Draws(weathers=weathers, seed=seed + 1)  # plans are made with those of their own seed
    is_told = progress or sys.stderr.isatty()
    _announce(phrase(START, language), 0, len(what_ifs), language, is_told)
    start = plan_district(district, request, telling)
    found = []
    for at, what_if in enumerate(what_ifs, 1):
        _announce(name_of(what_if.name, language), at, len(what_ifs), language, is_told)
        found.append(planned(district, request, what_if, draws, telling, start=start))
    scenarios = ranked(found)
    compared = pairs(scenarios)
    facts: dict[str, object] = {
        "weathers": None if request.sky is None else weathers,
        "scenarios": [_facts(one) for one in scenarios],
        "pairs": [asdict(pair) for pair in compared],
    }
    lines = list(comparison_lines(scenarios, compared, request, weathers, language))
    if request.sky is not None:
        forecast = newest_forecast(store)
        facts["forecast"] = forecast_facts(forecast)
        lines.append(forecast_line(forecast, language))
    return Answer(facts=facts, lines=lines)


def _announce(name: str, at: int, count: int, language: str, is_told: bool) -> None:
    if is_told:
        click.echo(phrase(PLANNING, language, name=name, at=at, count=count), err=True)


def _facts(one: Scenario) -> dict[str, object]:
    """Return a scenario for programs; its name is "" as it is. Value and bound in people."""
    value, bound = one.worth
    return {
        "name": one.what_if.name,
        "people": one.people,
        "people_p10": one.people_p10,
        "sessions": sessions(one),
        "nights_away": nights_away(one.plan, one.district),
        "km": round(km(one), 1),
        "value": value,
        "bound": bound,
        "gap": one.plan.proof.gap,
        "stopped_by": one.plan.proof.stopped_by,
    }
