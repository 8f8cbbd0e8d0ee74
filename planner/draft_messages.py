"""What is said of drafts and pins that cannot be, and of plans read from files."""

DRAFT_FAULTS: dict[str, tuple[str, str]] = {
    "not_planned": (
        "buổi {value} không có trong kế hoạch\nCó lẽ: xem mã buổi bằng lenban show --json",
        "session {value} is not in the plan\nMaybe look up sessions with lenban show --json",
    ),
    "not_due": (
        "không có buổi {value} trong kỳ kế hoạch này",
        "no session {value} is due in these days",
    ),
    "no_team_day": (
        "tổ {team} không làm việc ngày {day}",
        "team {team} does not work on {day}",
    ),
    "plan_outdated": (
        "dữ liệu của huyện đã đổi: kế hoạch có {value} mà nay không còn\n"
        "Có lẽ: chạy lenban replan, hoặc lập kế hoạch mới",
        "the district's data have changed: the plan has {value}, which is no longer there\n"
        "Maybe run lenban replan, or make a new plan",
    ),
    "pin_lacks": (
        "ghim mức {value!r} cần cả mức {other!r}",
        "a pin of strength {value!r} needs {other!r} too",
    ),
    "nothing_to_undo": (
        "không còn bước nào để hoàn tác (đang có {count} bước)",
        "there is nothing to undo ({count} steps count)",
    ),
    "nothing_to_redo": (
        "không còn bước nào để làm lại ({count} bước đã hoàn tác)",
        "there is nothing to redo ({count} steps were undone)",
    ),
    "not_pinned": (
        "buổi {value} chưa được ghim",
        "session {value} is not pinned",
    ),
    "pin_alone": (
        "không kế hoạch nào giữ được ghim này: {why}\nCó lẽ: bỏ ghim bằng lenban draft unpin, hoặc "
        "hoàn tác",
        "no plan can keep this pin: {why}\nMaybe let it go with lenban draft unpin, or undo",
    ),
    "pin_with": (
        "không giữ được ghim này cùng với {others}: {why}\nCó lẽ: bỏ bớt một ghim bằng "
        "lenban draft unpin",
        "this pin cannot be kept together with {others}: {why}\nMaybe let one go with "
        "lenban draft unpin",
    ),
    "pin_seat": (
        "vị trí thứ {order} trong ngày đã ghim cho {others}\nCó lẽ: bỏ một trong hai ghim",
        "place {order} of that day is pinned for {others}\nMaybe let one of the two go",
    ),
    "pin_unknown": (
        "không còn ngày công hoặc giờ nào cho buổi đã ghim này: dữ liệu đã đổi, hoặc ngày đã qua",
        "no working day or hour is left for this pinned session: data have changed, or it is past",
    ),
    "pin_moved": (
        "đã ghim nhưng lại bị chuyển đi hoặc bỏ bằng tay\nCó lẽ: bỏ ghim bằng lenban draft unpin, "
        "hoặc hoàn tác",
        "it is pinned, but was moved away or dropped by hand\nMaybe let it go with lenban draft "
        "unpin, or undo",
    ),
    "pin_begun": (
        "ngày này đã bắt đầu: không thể chuyển hay bỏ buổi\nCó lẽ: hoàn tác, hoặc cho thời điểm "
        "khác bằng --at",
        "this day has begun: the session can be neither moved nor dropped\nMaybe undo, or name "
        "another moment with --at",
    ),
    "pins_no_plan": (
        "không tìm được kế hoạch nào giữ được ghim này cùng các ghim khác\nCó lẽ: bỏ bớt ghim, "
        "hoặc cho thêm --seconds",
        "no plan was found that keeps this pin and the others\nMaybe let some go, or give more "
        "--seconds",
    ),
    "no_draft": (
        "không có bản sửa nào đang mở\nCó lẽ: chạy lenban draft open",
        "no draft is open\nMaybe run lenban draft open",
    ),
    "no_such_draft": (
        "không có bản sửa số {number}",
        "there is no draft number {number}",
    ),
    "draft_ended": (
        "bản sửa số {number} đã kết thúc, không sửa được nữa\nCó lẽ: chạy lenban draft open",
        "draft {number} has ended and cannot change any more\nMaybe run lenban draft open",
    ),
    "draft_changed": (
        "bản sửa số {number} đang ở phiên bản {theirs}, không phải {ours}: có người đã sửa trước\n"
        "Bước của họ: {their_step}; bước của mình (chưa lưu): {our_step}\n"
        "Có lẽ: xem lại bằng lenban draft show rồi làm lại",
        "draft {number} is at version {theirs}, not {ours}: somebody else changed it first\n"
        "Their step: {their_step}; ours, not stored: {our_step}\n"
        "Maybe look at it with lenban draft show, then do it again",
    ),
    "draft_breaks": (
        "vi phạm: {what}",
        "broken: {what}",
    ),
    "plan_not_json": (
        "không phải tệp JSON hoặc tệp bị đứt: {value}",
        "no JSON, or broken off: {value}",
    ),
    "plan_value": (
        "không đúng dạng kế hoạch ({value})\nCó lẽ: xuất lại bằng lenban export --what json",
        "not of a plan's form ({value})\nMaybe write it again with lenban export --what json",
    ),
    "plan_strange": (
        "kế hoạch không có mục {value!r}",
        "a plan has no field {value!r}",
    ),
    "plan_no_zone": (
        "{value} phải là thời điểm có múi giờ, như 2022-09-05T01:00:00Z",
        "{value} must be a moment with its zone, such as 2022-09-05T01:00:00Z",
    ),
    "plan_other_district": (
        "kế hoạch của {value!r}, huyện đang dùng là {other!r}",
        "a plan of {value!r}; the current district is {other!r}",
    ),
    "plan_unknown_session": (
        "trong kỳ này huyện không có buổi {value}",
        "the district has no session {value} in these days",
    ),
    "plan_unknown_day": (
        "tổ {value} không làm việc ngày {day}",
        "team {value} does not work on {day}",
    ),
    "plan_unknown_bed": (
        "tổ {value} không ngủ được ở {other}: không phải trụ sở hay chỗ nghỉ",
        "team {value} cannot sleep at {other}: it is neither its base nor a lodging",
    ),
    "plan_twice": (
        "ngày {day} của tổ {value} có hai lần",
        "the day {day} of team {value} is there twice",
    ),
    "plan_breaks": (
        "vi phạm: {what}",
        "broken: {what}",
    ),
    "plan_differs": (
        "là {value}, theo dữ liệu của huyện phải là {other}",
        "is {value}, by the district's data it must be {other}",
    ),
}
