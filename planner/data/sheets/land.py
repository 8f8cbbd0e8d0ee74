"""Sheets of where things are, and of what rain does to roads."""

from planner.data.sheets.declare import Head, Target, declare
from planner.domain.district import OutlinePoint
from planner.domain.place import Commune, Place, Village
from planner.domain.road import Segment, Speed, WeakPoint
from planner.domain.weather import ClimateMonth, RainRule
from planner.messages import Words

_SOURCE = Head("source", "Nguồn", "Source")
_SYNTHETIC = Head("synthetic", "Số liệu giả định", "Synthetic")
_POINT = (
    Head("latitude_deg", "Vĩ độ (°)", "Latitude (deg)"),
    Head("longitude_deg", "Kinh độ (°)", "Longitude (deg)"),
)

COMMUNES = declare(
    Commune,
    key="communes",
    name=Words("Xã", "Communes"),
    attribute="communes",
    unique=("code",),
    heads=(
        Head("code", "Mã xã", "Code"),
        Head("edition", "Năm hiệu lực", "Edition"),
        Head("name", "Tên xã", "Name"),
        Head("seat", "Mã trung tâm xã", "Seat", Target.PLACE),
        Head("area_km2", "Diện tích (km²)", "Area (km2)"),
        Head("population", "Dân số", "Population"),
        Head("households", "Số hộ", "Households"),
        Head("rain_factor", "Hệ số mưa", "Rain factor"),
        _SOURCE,
        _SYNTHETIC,
    ),
)
PLACES = declare(
    Place,
    key="places",
    name=Words("Địa điểm", "Places"),
    attribute="places",
    heads=(
        Head("id", "Mã địa điểm", "ID"),
        Head("name", "Tên địa điểm", "Name"),
        Head("kind", "Loại", "Kind"),
        # a junction may lie outside every commune of the district
        Head("commune", "Mã xã", "Commune", Target.COMMUNE, may_be_blank=True),
        *_POINT,
        Head("elevation_m", "Độ cao (m)", "Elevation (m)"),
        Head("signal", "Sóng điện thoại", "Signal"),
        Head("power", "Có điện", "Power"),
        _SOURCE,
        _SYNTHETIC,
    ),
)
VILLAGES = declare(
    Village,
    key="villages",
    name=Words("Bản", "Villages"),
    attribute="villages",
    heads=(
        Head("id", "Mã bản", "ID"),
        Head("name", "Tên bản", "Name"),
        Head("other_name", "Tên khác", "Other name"),
        Head("commune", "Mã xã", "Commune", Target.COMMUNE),
        *_POINT,
        Head("elevation_m", "Độ cao (m)", "Elevation (m)"),
        Head("signal", "Sóng điện thoại", "Signal"),
        Head("power", "Có điện", "Power"),
        Head("languages", "Tiếng nói", "Languages"),
        Head("residents", "Số dân", "Residents"),
        Head("households", "Số hộ", "Households"),
        Head("poor_households", "Số hộ nghèo, cận nghèo", "Poor households"),
        _SOURCE,
        _SYNTHETIC,
        Head(
            "last_visit",
            "Lần đến gần nhất",
            "Last visit",
            note=Words("trống: chưa đến lần nào", "empty: never"),
        ),
    ),
)
OUTLINE = declare(
    OutlinePoint,
    key="outline",
    name=Words("Ranh giới", "Outline"),
    attribute="outline",
    unique=("order",),
    heads=(Head("order", "Thứ tự", "Order"), *_POINT, _SOURCE),
)
ROADS = declare(
    Segment,
    key="roads",
    name=Words("Đường", "Roads"),
    attribute="segments",
    heads=(
        Head("id", "Mã đoạn đường", "ID"),
        Head("name", "Tên đường", "Name"),
        Head("start", "Điểm đầu", "Start", Target.ROAD_END),
        Head("end", "Điểm cuối", "End", Target.ROAD_END),
        Head("length_km", "Chiều dài (km)", "Length (km)"),
        Head("climb_m", "Chênh cao (m)", "Climb (m)"),
        Head("surface", "Mặt đường", "Surface"),
        Head("lowest_class", "Xe lớn nhất đi được", "Lowest class"),
        Head("straight_line", "Ước theo đường thẳng", "Straight line"),
        Head("rain_strength", "Sức chịu mưa", "Rain strength"),
        _SOURCE,
        _SYNTHETIC,
    ),
)
WEAK_POINTS = declare(
    WeakPoint,
    key="weak_points",
    name=Words("Điểm yếu", "Weak points"),
    attribute="weak_points",
    heads=(
        Head("id", "Mã điểm yếu", "ID"),
        Head("segment", "Mã đoạn đường", "Segment", Target.SEGMENT),
        Head("kind", "Loại", "Kind"),
        Head("name", "Tên điểm yếu", "Name"),
        Head("rain_commune", "Mã xã đo mưa", "Rain commune", Target.COMMUNE),
        Head("rain_strength", "Sức chịu mưa", "Rain strength"),
        _SOURCE,
        _SYNTHETIC,
    ),
)
SPEEDS = declare(
    Speed,
    key="speeds",
    name=Words("Tốc độ", "Speeds"),
    attribute="speeds",
    unique=("surface", "vehicle_class"),
    heads=(
        Head("surface", "Mặt đường", "Surface"),
        Head("vehicle_class", "Loại phương tiện", "Vehicle class"),
        Head("dry_kmh", "Đường khô (km/h)", "Dry (km/h)"),
        Head("wet_kmh", "Đường ướt (km/h)", "Wet (km/h)"),
        _SOURCE,
    ),
)
RAIN_RULES = declare(
    RainRule,
    key="rain_rules",
    name=Words("Mưa và đường", "Rain rules"),
    attribute="rain_rules",
    unique=("target",),
    heads=(
        Head("target", "Áp dụng cho", "Target"),
        Head("slow_from_mm", "Đi chậm từ (mm/ngày)", "Slow from (mm)"),
        Head("closed_at_mm", "Tắc ở mức (mm/ngày)", "Closed at (mm)"),
        Head("spread", "Độ không chắc", "Spread"),
        Head("slides", "Có thể sạt lở", "Slides"),
        Head("reopens_h", "Thông lại sau (giờ)", "Reopens (h)"),
        Head("heavy_mm", "Mưa rất to từ (mm/ngày)", "Heavy (mm)"),
        Head("heavy_reopens_h", "Mưa rất to: thông lại sau (giờ)", "Heavy reopens (h)"),
        _SOURCE,
    ),
)
CLIMATE = declare(
    ClimateMonth,
    key="climate",
    name=Words("Khí hậu", "Climate"),
    attribute="climate",
    unique=("month",),
    heads=(
        Head("month", "Tháng", "Month"),
        Head("wet_after_wet", "Mưa sau ngày mưa", "Wet after wet"),
        Head("wet_after_dry", "Mưa sau ngày tạnh", "Wet after dry"),
        Head("shape", "Dạng gamma", "Shape"),
        Head("scale_mm", "Tỷ lệ gamma (mm)", "Scale (mm)"),
        _SOURCE,
        _SYNTHETIC,
    ),
)
