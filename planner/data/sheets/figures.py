"""The sheet of settings: one row for each figure that a district can change."""

from planner.data.sheets.declare import Head, declare
from planner.data.sheets.words import WEEKDAYS
from planner.domain.district import Settings
from planner.messages import Words

# the three columns of an upright sheet
NAME = Words("Cài đặt", "Setting")
VALUE = Words("Giá trị", "Value")
NOTE = Words("Ghi chú", "Note")


def _head(field: str, vietnamese: str, english: str, note: tuple[str, str] = ("", "")) -> Head:
    words = WEEKDAYS if field == "working_days" else None
    return Head(field, vietnamese, english, words=words, note=Words(*note))


SETTINGS = declare(
    Settings,
    key="settings",
    name=Words("Cài đặt", "Settings"),
    attribute="settings",
    unique=(),
    upright=True,
    heads=(
        _head("name", "Tên huyện", "Name"),
        _head("province", "Tỉnh", "Province"),
        _head("timezone", "Múi giờ", "Timezone"),
        _head("working_days", "Ngày làm việc", "Working days", ("T2; T3; … CN", "Mon; Tue; … Sun")),
        _head("rainy_months", "Các tháng mưa", "Rainy months", ("1; 2; … 12", "1; 2; … 12")),
        _head("setup_min", "Chuẩn bị (phút)", "Setup (min)"),
        _head("packup_min", "Thu dọn (phút)", "Packup (min)"),
        _head(
            "sitting_efficiency",
            "Hiệu suất buổi",
            "Sitting efficiency",
            ("phần thời gian phục vụ được, 0–1", "share of the time that serves people, 0–1"),
        ),
        _head(
            "people_per_kit_day_max",
            "Số người tối đa mỗi thiết bị mỗi ngày",
            "People per kit day max",
        ),
        _head(
            "language_factor",
            "Hệ số không biết tiếng",
            "Language factor",
            ("nhân số phút khi không ai biết tiếng", "times the minutes if nobody speaks it"),
        ),
        _head(
            "weak_signal_factor",
            "Hệ số sóng yếu",
            "Weak signal factor",
            ("phần người làm được khi sóng yếu, 0–1", "share of people served on weak signal, 0–1"),
        ),
        _head("village_opens", "Buổi ở bản từ", "Village opens"),
        _head("village_closes", "Buổi ở bản đến", "Village closes"),
        _head("seat_opens", "Buổi ở trung tâm xã từ", "Seat opens"),
        _head("seat_closes", "Buổi ở trung tâm xã đến", "Seat closes"),
        _head("village_turnout", "Tỷ lệ đến, buổi tối ở bản", "Village turnout", ("0–1", "0–1")),
        _head(
            "village_day_turnout",
            "Tỷ lệ đến, ban ngày ở bản",
            "Village day turnout",
            ("0–1", "0–1"),
        ),
        _head("seat_turnout", "Tỷ lệ đến, trung tâm xã", "Seat turnout", ("0–1", "0–1")),
        _head("market_turnout", "Tỷ lệ đến, phiên chợ", "Market turnout", ("0–1", "0–1")),
        _head(
            "walk_half_min",
            "Đi bộ còn một nửa (phút)",
            "Walk half (min)",
            ("đi bộ lâu chừng này thì một nửa đến", "half come if the walk takes this long"),
        ),
        _head(
            "walk_limit_min",
            "Đi bộ tối đa (phút)",
            "Walk limit (min)",
            ("đi bộ lâu hơn thì không ai đến", "nobody comes from farther"),
        ),
        _head("walking_kmh", "Tốc độ đi bộ (km/h)", "Walking (km/h)"),
        _head("wet_walking_factor", "Hệ số đi bộ khi ướt", "Wet walking factor", ("0–1", "0–1")),
        _head("late_after", "Muộn từ", "Late after"),
        _head("max_late_in_a_row", "Số buổi muộn liền nhau tối đa", "Max late in a row"),
        _head(
            "travel_cost_people_per_h",
            "Giá một giờ đi đường (người)",
            "Travel cost (people per h)",
        ),
        _head("night_cost_people", "Giá một đêm xa nhà (người)", "Night cost (people)"),
        _head(
            "rain_reach_km",
            "Tầm tương quan mưa (km)",
            "Rain reach (km)",
            ("mưa hai nơi cách chừng này còn giống nhau 37 %", "rain this far apart is 37 % alike"),
        ),
        _head(
            "forecast_trust",
            "Độ tin dự báo theo ngày",
            "Forecast trust",
            ("0–1, từ hôm nay trở đi", "0–1, from today on"),
        ),
        _head("slide_line_mm", "Ngưỡng sạt lở (mm)", "Slide line (mm)"),
        _head(
            "slide_memory",
            "Phần mưa 3 ngày trước tính vào sạt lở",
            "Slide memory",
            ("0–1", "0–1"),
        ),
        _head(
            "plan_slow_share",
            "Tính là đi chậm nếu khả năng từ",
            "Plan slow share",
            ("0–1", "0–1"),
        ),
        _head(
            "plan_closed_share",
            "Tính là tắc nếu khả năng trên",
            "Plan closed share",
            ("0–1", "0–1"),
        ),
        _head(
            "strand_risk",
            "Rủi ro mắc kẹt chấp nhận",
            "Strand risk",
            ("0–1, mỗi tổ mỗi ngày", "0–1, a team and day"),
        ),
    ),
)
