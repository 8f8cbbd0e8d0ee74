"""The sentences and headings of reports, in both languages."""

from planner.messages import Words
from planner.planning.soundness import Fault, Virtue

TITLE = Words("Báo cáo tuần từ {first} đến {last}", "Report of the week from {first} to {last}")
REGISTER_TITLE = Words("Sổ theo dõi đến {day}", "Register up to {day}")
LEAD_SESSIONS = Words(
    "{district}. Kế hoạch đã công bố có {planned} buổi trong tuần: {held} buổi diễn ra đủ, "
    "{partly} buổi diễn ra một phần, {not_held} buổi không diễn ra, {unreported} buổi đã qua chưa "
    "báo kết quả, {coming} buổi chưa đến giờ.",
    "{district}. The published plan has {planned} sessions this week: {held} held, {partly} held "
    "in part, {not_held} not held, {unreported} over without a report, {coming} still to come.",
)
LEAD_PEOPLE = Words(
    "Các buổi đã báo phục vụ {served} lượt người, bằng {share} số dự kiến của các buổi ấy "
    "({expected}); {absent} lượt người chờ mà không đến. Cả tuần dự kiến {all} lượt người.",
    "Reported sessions served {served} people and services, {share} of what they expected "
    "({expected}); {absent} were awaited and did not come. The whole week expects {all}.",
)
COUNTED = Words(
    "Một người nhận hai dịch vụ được tính hai lượt.",
    "Somebody who gets two services is counted twice.",
)
SERVICES = Words("Theo dịch vụ", "By service")
COMMUNES = Words("Theo xã", "By commune")
TEAMS = Words("Theo tổ", "By team")
CAUSES = Words("Vì sao không diễn ra đủ", "Why sessions were not held in full")
CATCH_UP = Words("Bản cần vét", "Villages to catch up on")
TURNOUT = Words("Tỷ lệ người đến so với dự kiến", "Turnout against what was expected")
SESSIONS = Words("Từng buổi", "Session by session")
VILLAGES = Words("Theo bản và dịch vụ", "By village and service")
FINDINGS = Words("Số liệu cần sửa", "Data to fix")

SERVICE = Words("Dịch vụ", "Service")
COMMUNE = Words("Xã", "Commune")
TEAM = Words("Tổ", "Team")
VILLAGE = Words("Bản", "Village")
DAY = Words("Ngày", "Day")
PLACE = Words("Địa điểm", "Place")
RESULT = Words("Kết quả", "Outcome")
REASON = Words("Lý do", "Reason")
SITTING = Words("Hình thức buổi", "Sitting")
PLANNED = Words("Theo kế hoạch", "Planned")
HELD = Words("Diễn ra", "Held")
PARTLY = Words("Một phần", "In part")
NOT_HELD = Words("Không diễn ra", "Not held")
UNREPORTED = Words("Chưa báo", "No report")
EXPECTED = Words("Dự kiến", "Expected")
SERVED = Words("Đã phục vụ", "Served")
ABSENT = Words("Vắng mặt", "Absent")
MISSED = Words("Chưa phục vụ được", "Missed")
SHARE = Words("Tỷ lệ", "Share")
DUE = Words("Phải phục vụ", "Due")
LEFT = Words("Còn lại", "Left")
STILL_PLANNED = Words("Đã xếp lịch", "Planned")
LAST_VISIT = Words("Lần đến gần nhất", "Last visit")
NEXT = Words("Buổi tiếp theo", "Next session")
SESSIONS_COUNT = Words("Số buổi", "Sessions")
WHAT = Words("Việc", "What")
WHERE = Words("Ở đâu", "Where")
VIRTUE = Words("Tiêu chí", "Criterion")

NO_SESSIONS = Words("Tuần này không có buổi nào.", "There are no sessions this week.")
NO_CAUSES = Words(
    "Mọi buổi đã báo đều diễn ra đủ.", "All sessions that were reported were held in full."
)
NO_CATCH_UP = Words("Không bản nào cần vét.", "No village needs another session.")
NO_TURNOUT = Words(
    "Chưa có buổi diễn ra đủ nào được báo.", "No session that was held in full is reported yet."
)
NO_FINDINGS = Words("Không có gì cần sửa.", "There is nothing to fix.")
TURNOUT_NOTE = Words(
    "Chỉ tính các buổi diễn ra đủ. Buổi đông hết công suất của tổ không cho thấy có thể đến bao "
    "nhiêu người nữa.",
    "Sessions held in full only. One that filled all that the team can do does not show how many "
    "more would have come.",
)
CATCH_UP_NOTE = Words(
    "Cần vét: buổi không diễn ra, hoặc có từ 5 lượt người vắng mặt trở lên.",
    "A village is to be caught up on if its session was not held, or 5 or more were absent.",
)
NOT_SET = Words("chưa xếp", "not set")
NOT_IN_PLAN = Words("ngoài kế hoạch", "not in the plan")
TO_COME = Words("chưa đến giờ", "to come")
FELL_AWAY = Words("không diễn ra", "not held")
MANY_ABSENT = Words("nhiều người vắng", "many absent")
NEVER = Words("chưa rõ", "not known")
WHOLE = Words("Toàn huyện", "Whole district")

VIRTUES: dict[Virtue, Words] = {
    Virtue.RIGHT: Words("Đúng", "Right"),
    Virtue.COMPLETE: Words("Đủ", "Complete"),
    Virtue.CLEAN: Words("Sạch", "Clean"),
    Virtue.LIVE: Words("Sống", "Live"),
}
FAULTS: dict[Fault, Words] = {
    Fault.BEYOND_DUE: Words(
        "{service}: đã phục vụ {found}, nhiều hơn số phải phục vụ ({limit})",
        "{service}: {found} served, more than were due ({limit})",
    ),
    Fault.BEYOND_EXPECTED: Words(
        "đã phục vụ {found} lượt người, dự kiến chỉ {limit}",
        "{found} people served, only {limit} expected",
    ),
    Fault.ODD_STAY: Words(
        "ghi ở tại chỗ {found} phút: xem lại giờ đến và giờ rời",
        "{found} minutes on the spot: look at arrival and leaving again",
    ),
    Fault.NO_REPORT: Words(
        "chưa báo kết quả, đã qua {found} ngày",
        "no report, {found} days ago",
    ),
    Fault.UNDECIDED: Words(
        "có {found} báo cáo khác nhau, chưa chọn",
        "{found} reports differ, none chosen",
    ),
    Fault.NOT_PROMISED: Words(
        "có kết quả nhưng kế hoạch đã công bố không còn buổi này",
        "reported, but the published plan does not hold this session any more",
    ),
    Fault.OLD: Words(
        "số liệu đã {found} ngày chưa có thêm, quá {limit} ngày",
        "nothing new for {found} days, more than {limit}",
    ),
}
