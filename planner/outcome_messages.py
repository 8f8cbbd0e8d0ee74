"""What is said of reports that cannot be taken."""

OUTCOME_FAULTS: dict[str, tuple[str, str]] = {
    "bad_report_id": (
        "mã báo cáo chỉ gồm chữ không dấu, số và gạch nối, tối đa 64 ký tự, không phải {value!r}",
        "a report's code has letters, digits and hyphens, 64 at most, not {value!r}",
    ),
    "served_though_not_held": (
        "{field} là {value} nhưng buổi ghi là không diễn ra\n"
        "Có lẽ: chọn diễn ra một phần, hoặc để 0",
        "{field} is {value} although the session is said not to be held\n"
        "Maybe choose held in part, or 0",
    ),
    "service_twice": (
        "một dịch vụ được đếm hai lần",
        "a service is counted twice",
    ),
    "why_not_needed": (
        "{field}: cần chọn vì sao buổi không diễn ra đủ",
        "{field}: say why the session was not held in full",
    ),
    "why_though_held": (
        "{field} ({value}) không ghi cùng với buổi đã diễn ra đủ\n"
        "Có lẽ: chọn diễn ra một phần, hoặc bỏ lý do",
        "{field} ({value}) does not go with a session that was held in full\n"
        "Maybe choose held in part, or leave the reason out",
    ),
    "note_needed": (
        "{field}: lý do khác cần ghi rõ là gì",
        "{field}: say what the other reason is",
    ),
    "personal_number": (
        "{field} có dãy số giống số điện thoại hoặc số căn cước: báo cáo không ghi dữ liệu cá "
        "nhân\nCó lẽ: xoá dãy số ấy",
        "{field} has a number like that of a telephone or an identity card: reports hold no "
        "personal data\nMaybe delete the number",
    ),
    "left_before_arrived": (
        "{field} ({value}) đứng trước giờ đến",
        "{field} ({value}) is before the arrival",
    ),
    "report_changed": (
        "báo cáo {value} đã có ở đây với nội dung khác, chưa ghi đè\n"
        "Có lẽ: mở lại mẫu và gửi thành báo cáo mới",
        "report {value} is here already with another content; nothing was overwritten\n"
        "Maybe open the form again and send it as a new report",
    ),
    "no_such_report": (
        "không có báo cáo {value} cho buổi này",
        "there is no report {value} of this session",
    ),
    "more_reports": (
        "có thêm báo cáo cho buổi này sau khi trang được mở\nCó lẽ: xem lại rồi chọn",
        "more reports of this session have come since the page was opened\n"
        "Maybe look again, then choose",
    ),
    "not_promised": (
        "kế hoạch đã công bố không có buổi {value} vào ngày này\n"
        "Có lẽ: tải mẫu mới bằng lenban outcomes template",
        "the published plan has no session {value} on this day\n"
        "Maybe get a new sheet with lenban outcomes template",
    ),
    "not_yet_held": (
        "buổi {value} chưa đến giờ, chưa báo kết quả được",
        "session {value} has not begun, so nothing can be reported yet",
    ),
    "row_twice": (
        "buổi này đã có ở dòng {other} với nội dung khác\nCó lẽ: giữ một dòng",
        "this session stands in row {other} with another content\nMaybe keep one row",
    ),
    "not_a_service": (
        "cột {value!r} không phải cột của mẫu này\nCó lẽ: tải mẫu mới bằng "
        "lenban outcomes template",
        "column {value!r} is none of this sheet\nMaybe get a new sheet with "
        "lenban outcomes template",
    ),
    "no_outcome_sheet": (
        "tệp không có trang Kết quả (Outcomes)\nCó lẽ: tải mẫu bằng lenban outcomes template",
        "the file has no sheet Outcomes (Kết quả)\nMaybe get one with lenban outcomes template",
    ),
    "too_few_outcomes": (
        "chỉ có {count} buổi đã báo, cần ít nhất {least} để đề xuất",
        "only {count} sessions are reported; a proposal needs {least}",
    ),
    "no_such_proposal": (
        "không có đề xuất {value} như trang đã hiện: số liệu đã đổi\nCó lẽ: xem lại các đề xuất",
        "there is no proposal {value} as it was shown: the data have changed\n"
        "Maybe look at the proposals again",
    ),
}
