"""What fell, and how good forecasts of it were: ``weather record`` and ``weather score``."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from planner.commands.edge import Answer, command
from planner.commands.known import today_in, today_option
from planner.commands.spoken import Pair, option
from planner.commands.stores import existing_store
from planner.commands.wording import number, percent, plain_day
from planner.config import Config
from planner.data.bulletin import read_bulletin
from planner.data.weather import add_weather, list_weather, newest_rainfall
from planner.domain.weather import Forecast, Rainfall
from planner.errors import BadData, refuse
from planner.messages import phrase
from planner.planning.calibration import FEWEST, Calibration, calibration, pairs_of

KEPT: Pair = (
    "Đã ghi lượng mưa thực đo: {count} xã-ngày, từ {first} đến {last} ({source})",
    "Kept what fell: {count} communes and days, from {first} to {last} ({source})",
)
NOTHING: Pair = (
    "Chưa so được: chưa có xã-ngày nào vừa có dự báo vừa có mưa thực đo (lenban weather record).",
    "Nothing to compare yet: no commune and day has both a forecast and what fell (lenban weather "
    "record).",
)
FEW: Pair = (
    "Mới có {count} cặp dự báo và thực đo: dưới {fewest} thì điểm chưa nói lên nhiều.",
    "Only {count} pairs of forecast and rainfall: below {fewest} a score says little.",
)
LEAD: Pair = (
    "Trước {ahead} ngày, mưa từ {mm} mm: điểm Brier {brier} ({pairs} cặp), hơn khí hậu {skill}; "
    "lệch {bias} mm",
    "{ahead} days ahead, {mm} mm and more: Brier score {brier} ({pairs} pairs), better than the "
    "climate by {skill}; bias {bias} mm",
)
BIN: Pair = (
    "  dự báo {chance}: xảy ra {true} ({pairs} lần, mưa từ {mm} mm)",
    "  foreseen {chance}: came true {true} ({pairs} times, {mm} mm and more)",
)


@command(
    "record",
    (
        "Ghi lượng mưa thực đo từ tệp CSV (xã, ngày, mưa).",
        "Keep what fell, from a CSV file (commune, day, rain).",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option("--source", default="", words=("Ai đo.", "Who measured it."))
@today_option
def record(config: Config, *, file: Path, source: str, today: datetime | None) -> Answer:
    """Keep what somebody measured; of days told twice the last counts."""
    store = existing_store(config)
    district = store.get_district()
    now = today_in(district, today)
    read = read_bulletin(file, district, now, source or file.name)
    ahead = sorted({one.day for one in read.days if one.day > now})
    refuse(file.name, [BadData("future_day", value=day, where=file.name) for day in ahead])
    fell = Rainfall(source=read.source, days=read.days)
    days = [one.day for one in fell.days]
    facts = {
        "id": add_weather(store, fell, at=datetime.now(UTC)),
        "source": fell.source,
        "count": len(days),
        "first": min(days),
        "last": max(days),
    }
    line = phrase(
        KEPT,
        config.language,
        count=len(days),
        first=plain_day(min(days)),
        last=plain_day(max(days)),
        source=fell.source,
    )
    return Answer(facts=facts, lines=(line,))


@command(
    "score",
    (
        "Chấm điểm các dự báo đã lưu theo lượng mưa thực đo.",
        "Score the forecasts that were kept against what fell.",
    ),
)
def score(config: Config) -> Answer:
    """Tell how good forecasts were, by how far they looked ahead."""
    store = existing_store(config)
    fallen = newest_rainfall(told.said for told in list_weather(store, Rainfall))
    # of a source that was asked several times a day, what it said last
    last = {(t.said.source, t.said.made_on): t.said for t in list_weather(store, Forecast)}
    fell = {key: one.mm[0] for key, one in fallen.items()}
    found = calibration(tuple(pairs_of(store.get_district(), list(last.values()), fell)))
    return Answer(facts=asdict(found), lines=tuple(_lines(found, config.language)))


def _lines(found: Calibration, language: str) -> Iterator[str]:
    if not found.pairs:
        yield phrase(NOTHING, language)
        return
    if found.pairs < FEWEST:
        yield phrase(FEW, language, count=found.pairs, fewest=FEWEST)
    for one in found.scores:
        yield phrase(
            LEAD,
            language,
            ahead=one.ahead,
            mm=number(one.threshold_mm, language),
            brier=number(one.brier, language, 3),
            pairs=number(one.pairs, language),
            skill=percent(one.skill, language),
            bias=number(one.bias_mm, language, 1),
        )
    for alike in found.bins:
        yield phrase(
            BIN,
            language,
            chance=percent(alike.chance, language),
            true=percent(alike.came_true, language),
            pairs=number(alike.pairs, language),
            mm=number(alike.threshold_mm, language),
        )
