"""What a command knows beside its options: which day it is, and which forecast is in use."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import click

from planner.commands.spoken import DAY, Decorator, Pair, option, spoken_language
from planner.commands.wording import number, plain_day
from planner.data.weather import Told
from planner.domain.district import District
from planner.domain.weather import Forecast
from planner.messages import phrase

NO_FORECAST: Pair = (
    "Chưa có dự báo nào: kế hoạch theo mưa chỉ dựa vào khí hậu.",
    "There is no forecast yet: plans for rain know the climate only.",
)
AGE: Pair = (
    "Dự báo của {source}, ngày {made_on}, lưu cách đây {hours} giờ",
    "Forecast of {source}, made on {made_on}, kept {hours} hours ago",
)

today_option = option(
    "--today",
    type=DAY,
    metavar="DATE",
    words=("Coi ngày này là hôm nay.", "Take this day for today."),
)


NO_MOMENT: Pair = (
    "phải là thời điểm có múi giờ, như 2022-09-01T08:00:00+07:00, không phải {value}",
    "must be a moment with its zone, such as 2022-09-01T08:00:00+07:00, not {value}",
)


def moment_given(
    _context: click.Context, _parameter: click.Parameter, value: str
) -> datetime | None:
    """Return the moment in UTC that an ISO 8601 text with a zone names, None for no text.

    Raises
    ------
    click.BadParameter
        If it is something else.
    """
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise click.BadParameter(phrase(NO_MOMENT, spoken_language(), value=value))
    return moment.astimezone(UTC)


def at_option(words: Pair) -> Decorator:
    """Return the option of a moment that is taken for now."""
    return option("--at", callback=moment_given, default="", metavar="ISO", words=words)


def today_in(district: District, today: datetime | None) -> date:
    """Return the day that it is in the district, unless another is given."""
    zone = ZoneInfo(district.settings.timezone)
    return today.date() if today else datetime.now(zone).date()


def age_h(told: Told[Forecast]) -> float:
    """Return how many hours ago a forecast was kept."""
    return (datetime.now(UTC) - told.told_at) / timedelta(hours=1)


def forecast_facts(told: Told[Forecast] | None) -> dict[str, object] | None:
    """Return whose forecast is in use, of which day and how old, for programs."""
    if told is None:
        return None
    return {
        "source": told.said.source,
        "made_on": told.said.made_on,
        "age_h": round(age_h(told), 2),
    }


def forecast_line(told: Told[Forecast] | None, language: str) -> str:
    """Return the same for people."""
    if told is None:
        return phrase(NO_FORECAST, language)
    return phrase(
        AGE,
        language,
        source=told.said.source,
        made_on=plain_day(told.said.made_on),
        hours=number(age_h(told), language, 1),
    )
