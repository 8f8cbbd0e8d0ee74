"""What is known of the sky and the roads: ``weather`` and ``roads``."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click
import numpy as np

from planner.commands.edge import Answer, command
from planner.commands.known import (
    forecast_facts,
    forecast_line,
    today_in,
    today_option,
)
from planner.commands.scores import record, score
from planner.commands.spoken import Pair, SpokenGroup, option
from planner.commands.stores import existing_store
from planner.commands.wording import number, plain_day
from planner.config import Config
from planner.data.store import Store
from planner.data.weather import add_weather
from planner.domain.district import District
from planner.domain.weather import Forecast
from planner.jobs.forecasts import newest_forecast, read_told
from planner.messages import phrase
from planner.world.openmeteo import (
    ADDRESS,
    ENSEMBLE,
    ENSEMBLE_ADDRESS,
    READ_S,
    TRIES,
    Service,
    fetch_forecast,
)

KEPT: Pair = (
    "Đã lưu dự báo của {source}, ngày {made_on}: {communes} xã, đến hết {last}",
    "Kept the forecast of {source}, made on {made_on}: {communes} communes, to {last}",
)
COMMUNE_DAY: Pair = ("  {day}  {commune}: {mm} mm", "  {day}  {commune}: {mm} mm")
MEMBERS: Pair = (
    "  {day}  {commune}: {mm} mm (tám phần mười của {members} kịch bản: {low}–{high})",
    "  {day}  {commune}: {mm} mm (eight of ten of {members} members: {low}–{high})",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What ``weather fetch`` and ``weather import`` answer."""

    id: int
    source: str
    made_on: date
    communes: int
    last: date


@click.group(
    "weather",
    cls=SpokenGroup,
    words=("Dự báo mưa: lấy về, nhập, xem.", "Forecasts of rain: fetch, import, show."),
)
def weather() -> None:
    """Hold the commands of forecasts."""


@command("fetch", ("Lấy dự báo từ Open-Meteo và lưu lại.", "Fetch a forecast and keep it."))
@option(
    "--ensemble",
    is_flag=True,
    words=(
        "Lấy dự báo tổ hợp (nhiều kịch bản của một mô hình) thay cho một dự báo.",
        "Fetch an ensemble (many runs of one model) instead of one forecast.",
    ),
)
@option(
    "--address",
    metavar="URL",
    words=(
        f"Địa chỉ của nguồn (mặc định: {ADDRESS}; tổ hợp: {ENSEMBLE_ADDRESS}).",
        f"Where to ask (default: {ADDRESS}; ensemble: {ENSEMBLE_ADDRESS}).",
    ),
)
@option(
    "--tries",
    type=click.IntRange(1, 10),
    default=TRIES,
    show_default=True,
    words=("Số lần thử.", "How often to try."),
)
@option(
    "--timeout",
    type=click.FloatRange(min=0.01),
    default=READ_S,
    show_default=True,
    words=("Chờ mỗi lần, giây.", "How long to wait each time, in seconds."),
)
@today_option
def fetch(
    config: Config,
    *,
    ensemble: bool,
    address: str | None,
    tries: int,
    timeout: float,
    today: datetime | None,
) -> Answer:
    """Keep the newest forecast; the one before stays in use if none comes."""
    store = existing_store(config)
    district = store.get_district()
    service = Service(
        address=address or (ENSEMBLE_ADDRESS if ensemble else ADDRESS),
        tries=tries,
        read_s=timeout,
        model=ENSEMBLE if ensemble else "",
    )
    told = fetch_forecast(district, today_in(district, today), service)
    return _kept(store, told, config.language)


@command(
    "import",
    (
        "Nhập dự báo từ tệp: JSON của Open-Meteo, hoặc CSV (xã, ngày, mưa).",
        "Import a forecast: Open-Meteo's JSON, or CSV (commune, day, rain).",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option(
    "--source",
    default="",
    words=("Ai dự báo (tệp CSV).", "Who foresees it (a CSV file)."),
)
@today_option
def import_forecast(config: Config, *, file: Path, source: str, today: datetime | None) -> Answer:
    """Keep the forecast that a file holds."""
    store = existing_store(config)
    district = store.get_district()
    made_on = today_in(district, today)
    told = read_told(file, district, made_on, source)
    return _kept(store, told, config.language)


@command("show", ("Xem dự báo mới nhất theo xã và ngày.", "Show the newest forecast."))
def show_weather(config: Config) -> Answer:
    """Tell the newest forecast and its age."""
    store = existing_store(config)
    district = store.get_district()
    newest = newest_forecast(store)
    told = forecast_line(newest, config.language)
    if newest is None:
        return Answer(facts={"forecast": None}, lines=(told,))
    facts = {
        "forecast": newest.id,
        **(forecast_facts(newest) or {}),
        "days": [
            {"commune": one.commune, "day": one.day, "mm": list(one.mm)} for one in newest.said.days
        ],
    }
    return Answer(facts=facts, lines=(told, *_day_lines(newest.said, district, config.language)))


for each in (fetch, import_forecast, show_weather, record, score):
    weather.add_command(each)


def _kept(store: Store, told: Forecast, language: str) -> Answer:
    kept = Kept(
        id=add_weather(store, told, at=datetime.now(UTC)),
        source=told.source,
        made_on=told.made_on,
        communes=len({one.commune for one in told.days}),
        last=max(one.day for one in told.days),
    )
    line = phrase(
        KEPT,
        language,
        source=kept.source,
        made_on=plain_day(kept.made_on),
        communes=kept.communes,
        last=plain_day(kept.last),
    )
    facts = {
        "id": kept.id,
        "source": kept.source,
        "made_on": kept.made_on,
        "communes": kept.communes,
        "last": kept.last,
    }
    return Answer(facts=facts, lines=(line,))


def _day_lines(told: Forecast, district: District, language: str) -> Iterator[str]:
    for one in sorted(told.days, key=lambda d: (d.day, d.commune)):
        commune = district.commune_by_code.get(one.commune)
        low, mm, high = (number(x, language, 1) for x in np.percentile(one.mm, (10, 50, 90)))
        yield phrase(
            MEMBERS if len(one.mm) > 1 else COMMUNE_DAY,
            language,
            day=plain_day(one.day),
            commune=commune.name if commune else one.commune,
            mm=mm,
            low=low,
            high=high,
            members=len(one.mm),
        )
