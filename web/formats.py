"""How numbers, dates and durations are written, in the language of the request."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from flask import Flask
from flask_babel import get_locale, gettext

LONG_DAY = {"vi": "EEEE, dd/MM/yyyy", "en": "EEEE, d MMMM y"}
PLAIN_DAY = {"vi": "dd/MM/yyyy", "en": "d MMM y"}
SHORT_DAY = {"vi": "dd/MM", "en": "d MMM"}


def _locale() -> Locale:
    return get_locale() or Locale("vi")


def number(value: float, digits: int = 0) -> str:
    """Return a number with the thousands marked: 8.190 in Vietnamese, 8,190 in English."""
    return _number(value, digits, str(_locale()))


@lru_cache(maxsize=8192)
def _number(value: float, digits: int, locale: str) -> str:
    """Return the same in a locale; kept, for a page may have a thousand numbers."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=locale)


def percent(value: float, digits: int = 0) -> str:
    """Return a fraction as a percentage: 0.973 is 97,3 %."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "\N{NO-BREAK SPACE}%"
    return format_percent(value, format=pattern, locale=_locale())


def part(value: int, whole: int) -> float:
    """Return ``value`` as a fraction of ``whole``, 0 if there is no whole."""
    return value / whole if whole else 0.0


def day(value: date) -> str:
    """Return a day in full: thứ Ba, 06/09/2022."""
    locale = _locale()
    said = format_date(value, LONG_DAY[locale.language], locale=locale)
    return said[0].lower() + said[1:] if locale.language == "vi" else said


def vietnamese_day(value: date) -> str:
    """Return a day in full for a Vietnamese text, whatever the reader's language."""
    said = format_date(value, LONG_DAY["vi"], locale="vi")
    return said[0].lower() + said[1:]


def vietnamese_plain_day(value: date) -> str:
    """Return a day without its weekday for a Vietnamese text."""
    return format_date(value, PLAIN_DAY["vi"], locale="vi")


def plain_day(value: date) -> str:
    """Return a day without its weekday: 06/09/2022."""
    locale = _locale()
    return format_date(value, PLAIN_DAY[locale.language], locale=locale)


def short_day(value: date) -> str:
    """Return a day without its year: 06/09."""
    locale = _locale()
    return format_date(value, SHORT_DAY[locale.language], locale=locale)


def weekday(value: date) -> str:
    """Return the name of the weekday: thứ Ba."""
    locale = _locale()
    said = format_date(value, "EEEE", locale=locale)
    return said[0].lower() + said[1:] if locale.language == "vi" else said


def clock(value: datetime) -> str:
    """Return the time of a local datetime on the 24-hour clock: 16:05."""
    return f"{value:%H:%M}"


def moment(value: datetime) -> str:
    """Return a local datetime in full: 08:00, thứ Năm, 01/09/2022."""
    return f"{clock(value)}, {day(value.date())}"


def duration(value: timedelta) -> str:
    """Return a duration in words: 1 giờ 25 phút."""
    hours, minutes = divmod(round(value.total_seconds() / 60), 60)
    if not hours:
        said = gettext("%(minutes)s min", minutes=minutes)
    elif not minutes:
        said = gettext("%(hours)s h", hours=hours)
    else:
        said = gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes)
    return str(said)


def span(value: timedelta) -> str:
    """Return how long something is, in the largest unit that fits twice: 5 giờ, 3 ngày."""
    minutes = max(0, round(value.total_seconds() / 60))
    if minutes < 2 * 60:
        said = gettext("%(minutes)s min", minutes=minutes)
    elif minutes < 48 * 60:
        said = gettext("%(hours)s h", hours=minutes // 60)
    else:
        said = gettext("%(days)s days", days=minutes // (24 * 60))
    return str(said)


def short_duration(value: timedelta) -> str:
    """Return a duration for tight places: 1h25."""
    hours, minutes = divmod(round(value.total_seconds() / 60), 60)
    return f"{hours}h{minutes:02}"


def capital(text: object) -> str:
    """Return the text with its first letter large, the rest as it is."""
    said = str(text)
    return said[:1].upper() + said[1:]


def offer_formats(app: Flask) -> None:
    """Let templates use these functions as filters, each under its own name."""
    for filter_ in (
        number, percent, part, day, vietnamese_day, vietnamese_plain_day, plain_day, short_day,
        weekday, clock, moment, duration, span, short_duration, capital,
    ):  # fmt: skip
        app.add_template_filter(filter_, filter_.__name__)
