"""What agencies that announce sessions see in their calendars, as a client reads it."""

from dataclasses import replace
from datetime import datetime, timedelta

from calendars.ledger import Ledger
from calendars.news import news
from planner.domain.agency import AgencyTask, OutreachForm
from planner.domain.plan import Horizon
from tests.calendars.scenes import (
    MONDAY,
    TUESDAY,
    ZONE,
    Laid,
    Seen,
    events,
    hai_xa,
    local,
    shown,
    told,
)

RADIO = AgencyTask(
    id="a1", agency="Đài huyện (ví dụ)", form=OutreachForm.LOUDSPEAKER, topics=("b1",)
)
YOUTH = AgencyTask(
    id="a2",
    agency="Đoàn thanh niên (ví dụ)",
    form=OutreachForm.HOME_VISIT,
    topics=("b1",),
    communes=("c2",),
)
DISTRICT = hai_xa(tasks=(RADIO, YOUTH))
LAID: Laid = {"v1": ("t1", MONDAY, 15), "v2": ("t2", MONDAY, 9), "v3": ("t2", TUESDAY, 15)}
EARLY = local(MONDAY, 8) - timedelta(days=20)


def publish(laid: Laid, previous: Ledger | None = None, days_later: int = 0) -> Ledger:
    return told(laid, previous, at=EARLY + timedelta(days=days_later), district=DISTRICT)


def of_agency(ledger: Ledger, name: str) -> tuple[Seen, ...]:
    """Return the events of an agency's feed."""
    (feed,) = (f for f in ledger.feeds if f.name.startswith(name))
    assert feed.key.startswith("agency-")
    return events(shown(ledger, feed.key))


def lines(seen: tuple[Seen, ...]) -> list[tuple[str, str, str]]:
    """Return hour in Vietnam, status and summary of each event."""
    hours = [e.start.astimezone(ZONE) for e in seen if isinstance(e.start, datetime)]
    return [(f"{h:%d/%m %H:%M}", e.status, e.summary) for h, e in zip(hours, seen, strict=True)]


def test_an_agency_has_an_event_for_each_step_and_day_of_sessions() -> None:
    assert lines(of_agency(publish(LAID), "Đài")) == [
        ("29/08 17:30", "CONFIRMED", "Báo dân trước 7 ngày · 2 buổi thứ Hai, 05/09/2022"),
        ("30/08 17:30", "CONFIRMED", "Báo dân trước 7 ngày · 1 buổi thứ Ba, 06/09/2022"),
        ("03/09 17:30", "CONFIRMED", "Nhắc lại trước 2 ngày · 2 buổi thứ Hai, 05/09/2022"),
        ("04/09 17:30", "CONFIRMED", "Nhắc lại trước 2 ngày · 1 buổi thứ Ba, 06/09/2022"),
        ("05/09 05:30", "CONFIRMED", "Nhắc lại trong ngày · 2 buổi thứ Hai, 05/09/2022"),
        ("06/09 05:30", "CONFIRMED", "Nhắc lại trong ngày · 1 buổi thứ Ba, 06/09/2022"),
    ]


def test_it_is_told_only_of_its_own_communes() -> None:
    (monday, tuesday) = of_agency(publish(LAID), "Đoàn")
    assert "xã Hai" in monday.description  # people of v4, who walk to v1
    assert "Báo cho dân xã Một" not in monday.description
    assert [monday.summary, tuesday.summary] == [
        "Nhắc lại trước 2 ngày · 1 buổi thứ Hai, 05/09/2022",
        "Nhắc lại trước 2 ngày · 1 buổi thứ Ba, 06/09/2022",
    ]


def test_an_event_says_all_that_is_to_be_read_out() -> None:
    (first, *_) = of_agency(publish(LAID), "Đài")
    *said, updated = first.description.splitlines()
    assert updated.startswith("Cập nhật lúc ")
    assert said == [
        "Hình thức: loa truyền thanh",
        "",
        "Báo cho dân xã Một:",
        "• 09:45–10:30 · Bản 2 (xã Một) · C, V",
        "• 15:45–16:30 · Bản Huổi Một (xã Một) · C, V",
        "",
        "Báo cho dân xã Hai:",
        "• 15:45–16:30 · Bản Huổi Một (xã Một) · C, V",
        "",
        "C – Cấp thẻ căn cước",
        "  Mang theo: giấy khai sinh",
        "V – Kích hoạt VNeID",
        "  Mang theo: điện thoại",
        "",
        "Đã báo xong, xin ghi nhận tại: https://lich.example.vn/announcing/2022-09-05",
    ]


def test_its_phone_rings_an_hour_before_or_the_evening_before() -> None:
    found = of_agency(publish(LAID), "Đài")
    hour, evening = (-timedelta(hours=1),), (-timedelta(hours=11, minutes=30),)
    assert [e.alarms for e in found] == [hour, hour, hour, hour, evening, evening]


def test_what_was_due_before_the_publication_is_left_out() -> None:
    late = told(LAID, at=local(MONDAY, 8) - timedelta(days=3), district=DISTRICT)
    assert [line[0] for line in lines(of_agency(late, "Đài"))] == [
        "03/09 17:30",
        "04/09 17:30",
        "05/09 05:30",
        "06/09 05:30",
    ]


def test_a_session_that_falls_away_takes_its_announcements_along() -> None:
    before = publish(LAID)
    after = publish({"v1": LAID["v1"], "v2": LAID["v2"]}, before, days_later=1)
    gone = [e for e in of_agency(after, "Đài") if "06/09" in e.summary]
    # those of the week before the plan's first day, too
    assert [(e.status, e.sequence) for e in gone] == [("CANCELLED", 1)] * 3
    assert all(e.summary.startswith("ĐÃ HUỶ: ") for e in gone)


def test_announcements_of_another_plans_days_stay() -> None:
    before = publish(LAID)
    following = Horizon.weeks(MONDAY + timedelta(days=7), 1)
    laid: Laid = {"v2": ("t2", MONDAY + timedelta(days=8), 9)}
    after = told(laid, before, at=EARLY + timedelta(days=1), horizon=following, district=DISTRICT)
    assert set(lines(of_agency(before, "Đài"))) < set(lines(of_agency(after, "Đài")))
    assert "CANCELLED" not in {e.status for e in of_agency(after, "Đài")}


def test_an_hour_that_moves_rewords_the_event_and_an_equal_plan_changes_no_byte() -> None:
    before = publish(LAID)
    same = publish(LAID, before, days_later=1)
    assert [e.raw for e in of_agency(same, "Đài")] == [e.raw for e in of_agency(before, "Đài")]
    moved = publish({**LAID, "v2": ("t2", MONDAY, 10)}, before, days_later=1)
    pairs = zip(of_agency(before, "Đài"), of_agency(moved, "Đài"), strict=True)
    changed = [new.summary for old, new in pairs if old.raw != new.raw]
    assert len(changed) == 3
    assert all("thứ Hai" in summary for summary in changed)


def test_agencies_are_told_of_a_publication() -> None:
    names = [one.subscriber.name for one in news(None, publish(LAID), DISTRICT)]
    assert RADIO.agency in names
    assert YOUTH.agency in names


def test_a_renamed_district_keeps_the_agencys_events() -> None:
    before = publish(LAID)
    settings = replace(DISTRICT.settings, name="Hai Xã mới")
    after = told(LAID, before, at=EARLY, district=replace(DISTRICT, settings=settings))
    uids = [[e.uid for e in of_agency(x, "Đài")] for x in (before, after)]
    assert uids[0] == uids[1]
