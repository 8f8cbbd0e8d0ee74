"""How numbers, days and times are written on the command line, in either language."""

from datetime import date, datetime

WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def number(value: float, language: str, digits: int = 0) -> str:
    """Return a number with its thousands marked: 8.190,5 in Vietnamese, 8,190.5 in English."""
    english = f"{value:,.{digits}f}"
    return english.translate(str.maketrans(",.", ".,")) if language == "vi" else english


def signed(value: float, language: str, digits: int = 0) -> str:
    """Return a difference with its sign: +312, −4,5 in Vietnamese; 0 has none."""
    size = number(abs(value), language, digits)
    if not any(digit in "123456789" for digit in size):
        return size
    return f"{'+' if value > 0 else '−'}{size}"


def percent(fraction: float, language: str) -> str:
    """Return a fraction as a percentage: 0.034 is 3,4 %."""
    return f"{number(100 * fraction, language, 1)} %"


def plain_day(day: date) -> str:
    """Return a day in digits: 06/09/2022."""
    return f"{day:%d/%m/%Y}"


def long_day(day: date, language: str) -> str:
    """Return a day with its weekday: thứ Ba, 06/09/2022."""
    return f"{WEEKDAYS[language][day.weekday()]}, {plain_day(day)}"


def clock(moment: datetime) -> str:
    """Return the time of a local datetime: 16:05."""
    return f"{moment:%H:%M}"


def utc_text(moment: datetime) -> str:
    """Return an aware UTC datetime as programs read it: 2022-09-06T08:05:00Z."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
