"""Numbers, days and durations in both languages."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from web import formats

DAY = date(2022, 9, 6)
NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("write", "value", "vietnamese", "english"),
    [
        (formats.number, 8190, "8.190", "8,190"),
        (formats.number, 0, "0", "0"),
        (lambda v: formats.number(v, 1), 12.34, "12,3", "12.3"),
        (lambda v: formats.percent(v, 1), 0.973, f"97,3{NB}%", f"97.3{NB}%"),
        (formats.percent, 0.5, f"50{NB}%", f"50{NB}%"),
        (formats.day, DAY, "thứ Ba, 06/09/2022", "Tuesday, 6 September 2022"),
        (formats.plain_day, DAY, "06/09/2022", "6 Sep 2022"),
        (formats.short_day, DAY, "06/09", "6 Sep"),
        (formats.weekday, date(2022, 9, 11), "chủ Nhật", "Sunday"),
        (formats.clock, datetime(2022, 9, 6, 16, 5), "16:05", "16:05"),  # noqa: DTZ001 - local
        (formats.duration, timedelta(minutes=85), "1 giờ 25 phút", "1 h 25 min"),
        (formats.duration, timedelta(minutes=60), "1 giờ", "1 h"),
        (formats.duration, timedelta(seconds=20), "0 phút", "0 min"),
        (formats.short_duration, timedelta(minutes=65), "1h05", "1h05"),
        (formats.capital, "thứ Ba", "Thứ Ba", "Thứ Ba"),
    ],
)
def test_both_languages(
    app: Flask, write: Callable[[Any], str], value: object, vietnamese: str, english: str
) -> None:
    with app.test_request_context("/"):
        assert write(value) == vietnamese
    with app.test_request_context("/?lang=en"):
        assert write(value) == english
