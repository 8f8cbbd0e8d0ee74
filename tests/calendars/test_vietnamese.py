"""Numbers, days and times as people in the district write them."""

from datetime import UTC, datetime

import pytest

from calendars.vietnamese import clock, day, instant, number
from tests.calendars.scenes import ZONE


@pytest.mark.parametrize(("value", "expected"), [(0, "0"), (8190, "8.190"), (1234567, "1.234.567")])
def test_thousands_have_a_dot(value: int, expected: str) -> None:
    assert number(value) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2022, 9, 6, 3, tzinfo=UTC), "thứ Ba, 06/09/2022"),
        (datetime(2022, 9, 4, 3, tzinfo=UTC), "chủ Nhật, 04/09/2022"),
        (datetime(2022, 9, 5, 17, 30, tzinfo=UTC), "thứ Ba, 06/09/2022"),
    ],
)
def test_a_day_is_the_local_one(moment: datetime, expected: str) -> None:
    assert day(moment, ZONE) == expected


def test_times_are_local_on_the_24_hour_clock() -> None:
    late = datetime(2022, 9, 5, 14, 5, tzinfo=UTC)
    assert clock(late, ZONE) == "21:05"
    assert instant(late, ZONE) == "21:05 thứ Hai, 05/09/2022"
