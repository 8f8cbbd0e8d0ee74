"""Sheets of the work: services, topics, demand, teams and what they have, days, agency tasks."""

from planner.data.sheets.declare import Head, Target, declare
from planner.domain.agency import AgencyTask
from planner.domain.almanac import AlmanacEntry
from planner.domain.guarantee import Guarantee
from planner.domain.phrase import Phrase
from planner.domain.service import Demand, Service, Topic
from planner.domain.team import Kit, Lodging, Member, Team
from planner.messages import Words

_SOURCE = Head("source", "Nguồn", "Source")
_SYNTHETIC = Head("synthetic", "Số liệu giả định", "Synthetic")

SERVICES = declare(
    Service,
    key="services",
    name=Words("Dịch vụ", "Services"),
    attribute="services",
    heads=(
        Head("id", "Mã dịch vụ", "ID"),
        Head("name", "Tên dịch vụ", "Name"),
        Head("letter", "Chữ cái", "Letter"),
        Head("form", "Hình thức", "Form"),
        Head("minutes", "Số phút", "Minutes"),
        Head("audience", "Số người nghe tối đa", "Audience"),
        Head("needs_kit", "Cần thiết bị", "Needs kit"),
        Head("needs_power", "Cần điện", "Needs power"),
        Head("needs_signal", "Cần sóng", "Needs signal"),
        Head("needs_language", "Cần biết tiếng", "Needs language"),
        Head("bring", "Người dân mang theo", "Bring"),
        _SOURCE,
    ),
)
TOPICS = declare(
    Topic,
    key="topics",
    name=Words("Chủ đề", "Topics"),
    attribute="topics",
    heads=(
        Head("id", "Mã chủ đề", "ID"),
        Head("group", "Nhóm", "Group"),
        Head("name", "Tên chủ đề", "Name"),
        _SOURCE,
    ),
)
DEMAND = declare(
    Demand,
    key="demand",
    name=Words("Nhu cầu", "Demand"),
    attribute="demands",
    unique=("village", "service"),
    heads=(
        Head("village", "Mã bản", "Village", Target.VILLAGE),
        Head("service", "Mã dịch vụ", "Service", Target.SERVICE),
        Head("people", "Số người còn lại", "People"),
        Head("weight", "Trọng số", "Weight"),
        _SOURCE,
        _SYNTHETIC,
    ),
)
TEAMS = declare(
    Team,
    key="teams",
    name=Words("Tổ", "Teams"),
    attribute="teams",
    heads=(
        Head("id", "Mã tổ", "ID"),
        Head("name", "Tên tổ", "Name"),
        Head("kind", "Loại", "Kind"),
        Head("commune", "Mã xã", "Commune", Target.COMMUNE),
        Head("base", "Trụ sở", "Base", Target.PLACE),
        Head("vehicle_class", "Loại phương tiện", "Vehicle class"),
        Head("day_start", "Bắt đầu ngày", "Day start"),
        Head("day_end", "Kết thúc ngày", "Day end"),
        Head("max_work_h", "Số giờ tối đa mỗi ngày", "Max work (h)"),
        Head("max_nights", "Số đêm xa nhà tối đa", "Max nights"),
        Head("services", "Dịch vụ", "Services", Target.SERVICE),
        _SOURCE,
        _SYNTHETIC,
    ),
)
MEMBERS = declare(
    Member,
    key="members",
    name=Words("Thành viên", "Members"),
    attribute="members",
    heads=(
        Head("id", "Mã thành viên", "ID"),
        Head("name", "Họ tên", "Name"),
        Head("teams", "Thuộc tổ", "Teams", Target.TEAM),
        Head("roles", "Vai trò", "Roles"),
        Head("languages", "Tiếng nói", "Languages"),
        Head("days_off", "Ngày nghỉ", "Days off"),
        _SYNTHETIC,
    ),
)
KITS = declare(
    Kit,
    key="kits",
    name=Words("Thiết bị", "Kits"),
    attribute="kits",
    heads=(
        Head("id", "Mã thiết bị", "ID"),
        Head("kind", "Loại", "Kind"),
        Head("team", "Thuộc tổ", "Team", Target.TEAM),
        _SYNTHETIC,
    ),
)
LODGINGS = declare(
    Lodging,
    key="lodgings",
    name=Words("Chỗ nghỉ", "Lodgings"),
    attribute="lodgings",
    unique=("place",),
    heads=(
        Head("place", "Mã địa điểm", "Place", Target.PLACE),
        Head("capacity", "Số tổ mỗi đêm", "Capacity"),
        Head("contact_role", "Người liên hệ (vai trò)", "Contact role"),
        _SOURCE,
        _SYNTHETIC,
    ),
)
CALENDAR = declare(
    AlmanacEntry,
    key="calendar",
    name=Words("Lịch ngày", "Calendar"),
    attribute="almanac",
    heads=(
        Head("id", "Mã", "ID"),
        Head("kind", "Loại", "Kind"),
        Head("name", "Tên", "Name"),
        Head("first", "Từ ngày", "First"),
        Head("last", "Đến ngày", "Last"),
        Head("rule", "Quy tắc lặp", "Rule"),
        Head("scope", "Phạm vi", "Scope", Target.SCOPE),
        Head("opens", "Giờ mở", "Opens"),
        Head("closes", "Giờ đóng", "Closes"),
        Head("factor", "Hệ số người đến", "Factor"),
        _SOURCE,
        _SYNTHETIC,
    ),
)
AGENCY_TASKS = declare(
    AgencyTask,
    key="agency_tasks",
    name=Words("Nhiệm vụ", "Agency tasks"),
    attribute="tasks",
    heads=(
        Head("id", "Mã nhiệm vụ", "ID"),
        Head("agency", "Cơ quan", "Agency"),
        Head("form", "Hình thức", "Form"),
        Head("topics", "Chủ đề", "Topics", Target.TOPIC),
        Head("communes", "Các xã", "Communes", Target.COMMUNE),
        _SOURCE,
        _SYNTHETIC,
    ),
)
PHRASES = declare(
    Phrase,
    key="phrases",
    name=Words("Câu dịch", "Phrases"),
    attribute="phrases",
    unique=("language", "text"),
    optional=True,
    heads=(
        Head("language", "Tiếng", "Language"),
        Head("text", "Câu tiếng Việt", "Text"),
        Head("translation", "Câu dịch", "Translation"),
        _SOURCE,
    ),
)
GUARANTEES = declare(
    Guarantee,
    key="guarantees",
    name=Words("Cam kết", "Guarantees"),
    attribute="guarantees",
    optional=True,
    heads=(
        Head("id", "Mã cam kết", "ID"),
        Head("kind", "Loại", "Kind"),
        Head(
            "scope",
            "Phạm vi",
            "Scope",
            Target.AREA,
            note=Words("trống: cả huyện", "empty: the whole district"),
        ),
        Head("by", "Chậm nhất ngày", "By"),
        Head(
            "weeks",
            "Trong số tuần đầu",
            "Weeks",
            note=Words("tuần đầu của kế hoạch", "the first weeks of a plan"),
        ),
        Head(
            "waited_days",
            "Chờ từ (ngày)",
            "Waited (days)",
            note=Words("chỉ bản đã chờ lâu chừng này", "only villages that waited so long"),
        ),
        Head("share", "Tỷ lệ", "Share", note=Words("0–1, số người còn lại", "0–1, of people due")),
        Head(
            "chance",
            "Khả năng diễn ra",
            "Chance",
            note=Words("0–1, phần kịch bản thời tiết", "0–1, share of the weathers"),
        ),
        _SOURCE,
        _SYNTHETIC,
    ),
)
