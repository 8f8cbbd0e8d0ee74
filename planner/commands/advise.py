"""The command for the day of a rain warning: ``advise``."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from time import monotonic

import click

from planner.commands.advised import Told as Said
from planner.commands.advised import facts_of, lines_of
from planner.commands.edge import Answer, command
from planner.commands.known import at_option, forecast_facts
from planner.commands.plan import (
    progress_line,
    progress_option,
    seed_option,
)
from planner.commands.spoken import option
from planner.commands.stores import existing_store
from planner.config import Config
from planner.data.store import Store
from planner.jobs.advice import DAYS, SECONDS, Asked, advice_on
from planner.jobs.forecasts import newest_forecast
from planner.jobs.plans import keep_plan
from planner.planning.options import Choice


@command(
    "advise",
    (
        "Khi có cảnh báo mưa: giữ nguyên, đổi lịch hay ở vùng thấp, và quyết định trước lúc nào.",
        "On a rain warning: hold, swap or stay low, and by which hour to decide.",
    ),
)
@option(
    "--days",
    type=click.IntRange(1, 14),
    default=DAYS,
    show_default=True,
    words=(
        "Cảnh báo cho bao nhiêu ngày, kể từ hôm nay.",
        "For how many days the warning is, from today on.",
    ),
)
@option(
    "--seconds",
    type=click.FloatRange(min=1),
    default=SECONDS,
    show_default=True,
    words=(
        "Thời gian tính cho mỗi phương án, giây.",
        "How long to plan each option, in seconds.",
    ),
)
@seed_option
@at_option(("Coi thời điểm này là bây giờ.", "Take this moment for now."))
@option(
    "--keep",
    is_flag=True,
    words=(
        "Lưu các phương án khác với kế hoạch đã công bố thành bản nháp.",
        "Store the options that differ from the published plan as drafts.",
    ),
)
@progress_option
def advise(
    config: Config,
    *,
    days: int,
    seconds: float,
    seed: int,
    at: datetime | None,
    keep: bool,
    progress: bool,
) -> Answer:
    """Compare the ways to go on with the newest revision under the newest forecast."""
    store, started = existing_store(config), monotonic()
    asked = advice_on(
        store,
        at or datetime.now(UTC),
        days=days,
        seconds=seconds,
        seed=seed,
        on_progress=progress_line(config.language, always=progress),
    )
    found = asked.advice
    drafts = _keep(store, asked) if keep else {}
    forecast = newest_forecast(store)
    said = Said(
        advice=found,
        district=asked.district,
        now=asked.told.now,
        revision=asked.revision.number,
        forecast=forecast,
        drafts=drafts,
        took=timedelta(seconds=monotonic() - started),
    )
    return Answer(
        facts={**facts_of(said), "forecast": forecast_facts(forecast)},
        lines=lines_of(said, config.language),
    )


def _keep(store: Store, asked: Asked) -> Mapping[Choice, int]:
    """Return the number of the draft of each option that changes something, once it is stored."""
    return {
        one.choice: keep_plan(store, one.plan, asked.request, district_id=asked.district_id)
        for one in asked.advice.options
        if one.decide_by is not None
    }
