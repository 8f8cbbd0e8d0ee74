"""What a member reads of a session, all of it."""

from dataclasses import replace
from datetime import timedelta

from calendars.wording import Scene, description, labelled, location, summary
from planner.domain.district import District
from planner.domain.plan import Fallback, Plan
from tests import worlds
from tests.calendars.scenes import MONDAY, TUESDAY, hai_xa, plan_of


def scene(plan: Plan, district: District | None = None, *, shift: int = 0, stop: int = 0) -> Scene:
    held = plan.shifts[shift]
    return Scene(district=district or hai_xa(), shift=held, stop=held.stops[stop])


def test_the_description_is_complete_without_signal() -> None:
    plan = plan_of({"v1": ("t1", MONDAY, 15)}, night="lodge")
    assert description(scene(plan)) == (
        "Bản Huổi Một (Hui Một), xã Một, huyện Hai Xã\n"
        "Thứ Hai, 05/09/2022 (giờ Việt Nam)\n"
        "Xuất phát: 14:25 từ Trung tâm xã Một\n"
        "Đến nơi: 14:45; bắt đầu chuẩn bị: 15:00\n"
        "Tiếp dân: 15:45–16:30\n"
        "Thu dọn xong, rời đi: 17:00\n"
        "Kết thúc ngày: 17:20 tại Nhà khách xã Hai\n"
        "\n"
        "Dịch vụ: C – Cấp thẻ căn cước; V – Kích hoạt VNeID\n"
        "Dự kiến: 1.219 lượt người (C 19; V 1.200)\n"
        "Trong đó từ bản khác đến: Bản 4: 3\n"
        "Người dân mang theo:\n"
        "C – giấy khai sinh\n"
        "V – điện thoại\n"
        "\n"
        "Đơn vị: Tổ lưu động 1\n"
        "Thành viên: Thành viên 1 (ví dụ), tổ trưởng; Thành viên 2 (ví dụ)\n"
        "Thiết bị của tổ: 2 bộ thiết bị thu nhận; 1 máy phát điện\n"
        "Chỗ nghỉ đêm: Nhà khách xã Hai (liên hệ: trực ban xã Hai)\n"
        "Tại chỗ: có điện; có sóng điện thoại\n"
        "Tiếng nói của bản: Mông, Thái\n"
        "\n"
        "Toạ độ: 21.71000, 102.80000\n"
        "Bản đồ: geo:21.71000,102.80000"
    )


def test_departure_stands_with_the_first_and_return_with_the_last_session_of_a_day() -> None:
    plan = plan_of({"v1": ("t1", MONDAY, 8), "v2": ("t1", MONDAY, 13), "v3": ("t1", MONDAY, 18)})
    said = [description(scene(plan, stop=n)) for n in range(3)]
    assert ["Xuất phát: 07:25 từ" in text for text in said] == [True, False, False]
    assert ["Kết thúc ngày: 20:20 tại" in text for text in said] == [False, False, True]
    assert ["Tối: về trụ sở trong ngày" in text for text in said] == [True, True, True]


def test_missing_power_and_signal_are_said() -> None:
    said = description(scene(plan_of({"v3": ("t1", MONDAY, 15)})))
    assert "Tại chỗ: không có điện; không có sóng điện thoại\n" in said


def test_what_to_do_where_the_road_is_closed_is_said() -> None:
    plan = plan_of({"v1": ("t1", MONDAY, 15), "v2": ("t1", TUESDAY, 8)})
    told = scene(plan)
    other = plan.shifts[1].stops[0]
    later = timedelta(days=1)
    made_up = Fallback(
        session=told.stop.session,
        start=told.stop.start + later,
        end=told.stop.end + later,
        works_in=0.5,
        people=9,
    )
    swapped = Fallback(
        session=other.session,
        start=told.stop.start,
        end=told.stop.end,
        works_in=0.5,
        people=9,
        own_start=other.start,
        own_end=other.end,
    )
    place = (hai_xa().place("v2")).name
    expected = {
        made_up: ["Nếu tắc đường: tổ chức bù thứ Ba, 06/09/2022, 15:00–17:00"],
        swapped: [
            f"Nếu tắc đường: hôm đó chuyển sang {place}, 15:00–17:00",
            "Buổi này đổi sang thứ Ba, 06/09/2022, 08:00–10:00",
        ],
    }
    for fallback, lines in expected.items():
        said = description(replace(told, stop=replace(told.stop, fallback=fallback))).splitlines()
        at = said.index(lines[0])
        assert said[at : at + len(lines)] == lines
    assert "Nếu tắc đường" not in description(told)


def test_a_member_with_a_day_off_is_not_named() -> None:
    plan = plan_of({"v1": ("t2", MONDAY, 15), "v2": ("t2", TUESDAY, 15)})
    both = "Thành viên: Thành viên 2 (ví dụ); Thành viên 3 (ví dụ)\n"
    assert both in description(scene(plan, shift=0))
    assert "Thành viên: Thành viên 2 (ví dụ)\n" in description(scene(plan, shift=1))


def test_a_place_that_is_no_village_has_its_own_name() -> None:
    market = replace(worlds.session(), place="seat")
    held = worlds.shift(stops=(worlds.stop(market),))
    seen = Scene(district=hai_xa(), shift=held, stop=held.stops[0])
    assert location(seen) == "Trung tâm xã Một, xã Một, huyện Hai Xã"
    assert summary(seen) == "Trung tâm xã Một · C"


def test_the_summary_says_where_and_what() -> None:
    said = [summary(scene(plan_of({v: ("t1", MONDAY, 15)}))) for v in ("v1", "v4")]
    assert said == ["Bản Huổi Một (xã Một) · C, V", "Bản 4 (xã Hai) · C, V"]


def test_a_label_is_not_doubled() -> None:
    assert labelled("xã", "Phìn Hồ") == labelled("xã", "Xã  Phìn Hồ") == "xã Phìn Hồ"


def test_a_place_name_with_quotation_marks_reads_the_same_everywhere() -> None:
    first = replace(hai_xa().villages[0], name='"Cũ"', other_name="")
    where = hai_xa(villages=(first, *hai_xa().villages[1:]))
    seen = scene(plan_of({"v1": ("t1", MONDAY, 15)}), where)
    assert location(seen) == "Bản ”Cũ”, xã Một, huyện Hai Xã"
