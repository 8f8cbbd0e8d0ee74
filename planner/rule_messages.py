"""What each constraint is to people when it is broken, by its name: (Vietnamese, English)."""

from planner.messages import Words

RULES: dict[str, Words] = {
    "visited_at_most_once": Words("buổi xếp hai lần", "the session is planned twice"),
    "time_window": Words("ngoài khung giờ của nơi đó", "outside the hours of the place"),
    "travel": Words("không đến kịp", "the team cannot be there in time"),
    "shift_hours": Words("vượt giờ làm của tổ", "beyond the team's hours"),
    "max_nights": Words("quá số đêm xa nhà", "too many nights away"),
    "lodging": Words("không có chỗ nghỉ đêm đó", "nowhere to sleep that night"),
    "skills": Words("tổ không làm được buổi này", "the team cannot hold this session"),
    "language": Words("không ai trong tổ nói tiếng đó", "nobody there speaks the language"),
    "kit": Words("tổ không có bộ thiết bị", "the team has no kit"),
    "power": Words("nơi đó không có điện", "there is no power"),
    "signal": Words("nơi đó không có sóng", "there is no signal"),
    "resource": Words("nơi đó đã có buổi khác", "another session is there at that time"),
    "alternatives": Words("trùng với một buổi khác của bản", "it stands for another session"),
    "passable": Words("không có đường đi được", "no road can be passed"),
    "strand_safety": Words("dễ mắc kẹt vì mưa", "rain may strand the team"),
    "availability": Words("không đủ người có mặt", "not enough people are there"),
    "pinned": Words("đã ghim hoặc đã hứa, không đổi được", "it is pinned or promised"),
}
