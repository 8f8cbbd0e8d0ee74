"""The bytes of a feed: golden files, and the rules that every feed keeps."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from calendars.feed import feed_bytes, revoked_feed
from calendars.text import clean, one_line, place_name
from planner.domain.district import District
from planner.domain.rules import same_name
from tests.calendars.scenes import MONDAY, PUBLISHED, Laid, events, hai_xa, shown, told
from tests.calendars.write_golden import GOLDEN, golden_feeds

ONE: Laid = {"v1": ("t1", MONDAY, 15)}
FEEDS = golden_feeds()
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)


def test_the_golden_files_are_all_there() -> None:
    assert sorted(p.name for p in GOLDEN.glob("*.ics")) == sorted(FEEDS)


@pytest.mark.parametrize("name", sorted(FEEDS))
def test_a_feed_is_its_golden_file_byte_for_byte(name: str) -> None:
    assert FEEDS[name] == (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("name", sorted(FEEDS))
def test_lines_end_in_crlf_and_hold_at_most_75_octets(name: str) -> None:
    assert lines_of(FEEDS[name]) == FEEDS[name].replace(b"\r\n", b"\n").split(b"\n")


def lines_of(content: bytes) -> list[bytes]:
    """Return the lines of a feed, refusing long ones and stray line ends."""
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert [line for line in lines if b"\r" in line or b"\n" in line] == []
    return lines


def test_what_stands_before_the_first_event() -> None:
    head = shown(told(ONE), "team-t1").partition(b"BEGIN:VEVENT")[0].decode()
    assert head.splitlines() == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Len Ban//Len Ban calendars 1//VI",
        "NAME:Tổ lưu động 1 · Lên Bản",
        "X-WR-CALNAME:Tổ lưu động 1 · Lên Bản",
        "COLOR:firebrick",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "SOURCE;VALUE=URI:https://lich.example.vn/subscribe/team-t1",
        "X-PUBLISHED-TTL:PT1H",
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
    ]


def test_a_team_is_rung_the_evening_before_and_an_hour_before_it_leaves_once_a_day() -> None:
    laid: Laid = {"v1": ("t1", MONDAY, 15), "v2": ("t1", MONDAY, 18)}
    alarms = {key: [e.alarms for e in events(shown(told(laid), key))] for key in KEYS}
    evening, departure = timedelta(hours=-21), timedelta(hours=-1, minutes=-35)
    assert alarms == {
        "team-t1": [(evening, departure), ()],
        "member-m1": [(evening, departure), ()],
        "commune-c1": [(*announced(15), evening), (*announced(18), timedelta(days=-1))],
        "district": [(evening,), ()],
    }


def announced(hour: int) -> tuple[timedelta, timedelta]:
    """Return how long before a session a commune's phone asks to announce it: at half past five."""
    late = timedelta(hours=17, minutes=30) - timedelta(hours=hour)
    return late - timedelta(days=7), late - timedelta(days=2)


KEYS = ("team-t1", "member-m1", "commune-c1", "district")


def test_a_feed_without_sessions_says_so_on_one_whole_day() -> None:
    first = told(ONE)
    (notice,) = events(shown(first, "team-t2"))
    assert (notice.summary, notice.start, notice.end, notice.transp) == (
        "Chưa có lịch",
        date(2022, 9, 5),
        date(2022, 9, 6),
        "TRANSPARENT",
    )
    (later,) = events(shown(told({}, first, at=PUBLISHED + timedelta(days=90)), "team-t2"))
    assert later.uid == notice.uid


def test_a_revoked_link_shows_one_event_on_every_day_that_it_is_served() -> None:
    (notice,) = events(revoked_feed(PUBLISHED))
    assert (notice.summary, notice.start, notice.end) == (
        "Liên kết lịch đã bị thu hồi",
        date(2022, 9, 1),
        date(2022, 11, 30),
    )
    assert "liên hệ điều phối viên" in notice.description


def fuzzed(text: str) -> District:
    """Return the district with ``text`` in every field of the workbook that reaches a feed."""
    base = hai_xa()
    return replace(
        base,
        settings=replace(base.settings, name=f"H{text}"),
        communes=tuple(replace(c, name=f"X{text}") for c in base.communes),
        places=tuple(replace(p, name=f"P{text}") for p in base.places),
        villages=tuple(
            replace(v, name=f"B{text}", other_name=text, languages=(f"T{text}",))
            for v in base.villages
        ),
        services=tuple(
            replace(s, name=f"D{text}", letter=f"L{text}", bring=text) for s in base.services
        ),
        teams=tuple(replace(t, name=f"T{text}") for t in base.teams),
        members=tuple(replace(m, name=f"M{text}", roles=(text,)) for m in base.members),
        lodgings=tuple(replace(d, contact_role=text) for d in base.lodgings),
    )


def name_of(content: bytes) -> str:
    """Return the name of a feed; the library reads NAME without undoing its escapes."""
    calendar = Calendar.from_ical(content)
    assert calendar["NAME"] == calendar["X-WR-CALNAME"]
    return re.sub(r"\\(.)", r"\1", str(calendar["NAME"]))


@settings(deadline=None, derandomize=True, max_examples=50)
@given(ANY_TEXT)
@example("a\r\nb\rc\x00\u2028\ufeff\u202eơ\u031b🏔;,:\\\"^'\nBEGIN:VEVENT")
@example("dài " * 2500)
def test_any_text_of_the_workbook_comes_back_as_it_was_cleaned(text: str) -> None:
    ledger = told(ONE, district=fuzzed(text), wordy=True)
    for feed in ledger.feeds:
        content = feed_bytes(feed, ledger)
        lines_of(content)
        (event,) = events(content)
        assert event.description.startswith(feed.events[0].description if feed.events else "Chưa")
        assert name_of(content) == feed.name == clean(feed.name)
    (event,) = events(shown(ledger, "team-t1"))
    assert event.summary == event.summary.strip() == clean(event.summary)
    village = one_line(f"B{text}")
    assert same_name(village) in same_name(event.description)
    assert event.location.startswith(place_name(f"Bản B{text}"))


def test_a_wordy_plan_speaks_of_every_field_that_is_fuzzed() -> None:
    marks = ("HTÊN", "XTÊN", "PTÊN", "BTÊN", "TTÊN", "DTÊN", "LTÊN", "MTÊN")
    (event,) = events(shown(told(ONE, district=fuzzed("TÊN"), wordy=True), "team-t1"))
    assert [mark for mark in marks if mark not in event.description] == []
    assert "Chỗ nghỉ đêm: PTÊN (liên hệ: TÊN)" in event.description
    assert "Mức chắc chắn: dễ phải hoãn vì mưa (khoảng 70 % khả năng diễn ra)" in event.description
    assert "Nếu tắc đường: hôm đó chuyển sang BTÊN, 16:00–18:00" in event.description


def test_the_title_of_the_apple_location_is_the_location() -> None:
    where = fuzzed('"Bản" ^n, một; hai: ba\\')
    vevent = Calendar.from_ical(shown(told(ONE, district=where), "team-t1")).walk("VEVENT")[0]
    apple = vevent["X-APPLE-STRUCTURED-LOCATION"]
    assert apple.params["X-TITLE"] == str(vevent["LOCATION"])
    assert str(apple) == "geo:21.71000,102.80000"
