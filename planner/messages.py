"""What the planner says to people, in Vietnamese and English.

Owns the sentences of faults and of the command line; knows nothing of where they are shown. Each
entry is (Vietnamese, English); ``{names}`` are filled from the fault's facts.
"""

from typing import Any, NamedTuple

from planner.account_messages import ACCOUNT_FAULTS
from planner.draft_messages import DRAFT_FAULTS
from planner.outcome_messages import OUTCOME_FAULTS
from planner.workbook_messages import WORKBOOK_FAULTS

DEFAULT_LANGUAGE = "vi"
LANGUAGES = ("vi", "en")


class Words(NamedTuple):
    """One thing said in both languages; as a fact it is filled in by its side."""

    vietnamese: str
    english: str

    def text(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Return the side of ``language``."""
        return self.vietnamese if language == "vi" else self.english


FAULTS: dict[str, tuple[str, str]] = {
    **WORKBOOK_FAULTS,
    **DRAFT_FAULTS,
    **OUTCOME_FAULTS,
    **ACCOUNT_FAULTS,
    "out_of_range": (
        "{field} phải nằm trong {low}..{high}, không phải {value!r}",
        "{field} must be within {low}..{high}, not {value!r}",
    ),
    "negative": (
        "{field} không được âm, đang là {value!r}",
        "{field} must not be negative, not {value!r}",
    ),
    "not_positive": (
        "{field} phải lớn hơn 0, đang là {value!r}",
        "{field} must be more than 0, not {value!r}",
    ),
    "more_than": (
        "{field} ({value!r}) không được lớn hơn {other} ({limit!r})",
        "{field} ({value!r}) must not exceed {other} ({limit!r})",
    ),
    "empty": (
        "{field} không được để trống",
        "{field} must not be empty",
    ),
    "swapped_coordinates": (
        "vĩ độ và kinh độ bị đổi chỗ cho nhau: {value!r}\nCó lẽ: đổi lại hai ô",
        "latitude and longitude are swapped: {value!r}\nMaybe exchange the two cells",
    ),
    "out_of_country": (
        "{field} phải nằm trong {low}..{high} (Việt Nam), không phải {value!r}",
        "{field} must be within {low}..{high} in Vietnam, not {value!r}",
    ),
    "ends_before_start": (
        "{field} ({value}) đứng trước lúc bắt đầu ({start})",
        "{field} ({value}) is before the start ({start})",
    ),
    "not_both": (
        "{field} ({value}) không ghi cùng với ngày {other}: chỉ một trong hai",
        "{field} ({value}) must not stand beside the date {other}: only one of the two",
    ),
    "not_of_kind": (
        "{field} ({value}) không dùng cho loại này: phải để trống",
        "{field} ({value}) is not for this kind: it must be empty",
    ),
    "unlucky_with_guarantees": (
        "--unlucky {value} chưa dùng được khi huyện có cam kết\nCó lẽ: bỏ --unlucky, hoặc đặt cột "
        "Khả năng diễn ra của cam kết cao hơn",
        "--unlucky {value} cannot be used yet where the district has guarantees\nMaybe leave it "
        "out, or set a higher Chance in the sheet Guarantees",
    ),
    "price_without_guarantees": (
        "--price cần cam kết: huyện chưa có cam kết nào cho những ngày này\nCó lẽ: điền trang Cam "
        "kết",
        "--price needs guarantees: the district has none for these days\nMaybe fill in the sheet "
        "Guarantees",
    ),
    "no_store": (
        "thư mục {folder} chưa có dữ liệu Lên Bản\nCó lẽ: chạy lenban init --example, hoặc chỉ "
        "đúng thư mục bằng --data",
        "the folder {folder} holds no Lên Bản data\nMaybe run lenban init --example, or name the "
        "right folder with --data",
    ),
    "no_such_segment": (
        "không có đoạn đường {value}\nCó lẽ: xem trang Đường",
        "no segment {value}\nMaybe look in the sheet Roads",
    ),
    "team_cut_off": (
        "{team} đang ngủ ở {place} và không có đường nào về trụ sở cho đến hết kế hoạch\n"
        "Có lẽ: báo thông một đoạn đường bằng lenban closure lift, hoặc chờ đường mở",
        "{team} sleeps at {place}, and no road leads home before the plan ends\n"
        "Maybe report a road open with lenban closure lift, or wait until one is",
    ),
    "no_such_village": (
        "không có bản {value}\nCó lẽ: xem trang Bản",
        "no village {value}\nMaybe look in the sheet Villages",
    ),
    "no_such_session": (
        "không có buổi {value}\nCó lẽ: xem mã buổi bằng lenban show --json hoặc lenban why BẢN",
        "no session {value}\nMaybe look for its id with lenban show --json or lenban why VILLAGE",
    ),
    "no_such_commune": (
        "không có xã mang mã {value}\nCó lẽ: xem trang Xã",
        "no commune with code {value}\nMaybe look in the sheet Communes",
    ),
    "weather_slow": (
        "nguồn dự báo không trả lời kịp",
        "the source of forecasts does not answer in time",
    ),
    "weather_unreachable": (
        "không kết nối được nguồn dự báo: {why}",
        "the source of forecasts cannot be reached: {why}",
    ),
    "weather_status": (
        "nguồn dự báo từ chối, mã {status} {why}",
        "the source of forecasts refuses, status {status} {why}",
    ),
    "weather_too_long": (
        "nguồn dự báo trả lời dài hơn {most} byte",
        "the source of forecasts answers more than {most} bytes",
    ),
    "weather_not_json": (
        "dự báo không đúng dạng JSON hoặc bị đứt: {value}",
        "the forecast is not JSON of the right form, or broken off: {value}",
    ),
    "weather_refused": (
        "nguồn dự báo từ chối: {value}",
        "the source of forecasts refuses: {value}",
    ),
    "weather_points": (
        "dự báo có {value} điểm, huyện có {communes} xã",
        "the forecast has {value} points, the district {communes} communes",
    ),
    "weather_no_days": (
        "dự báo cho xã {value} không có ngày hay lượng mưa",
        "the forecast for commune {value} has no days or no rain",
    ),
    "weather_lengths": (
        "dự báo cho xã {value} có {days} ngày nhưng {amounts} lượng mưa",
        "the forecast for commune {value} has {days} days but {amounts} amounts of rain",
    ),
    "weather_day": (
        "{value} ở xã {commune} phải là một ngày như 2022-08-31",
        "{value} in commune {commune} must be a day like 2022-08-31",
    ),
    "weather_amount": (
        "{value} mm ở xã {commune} không thể là lượng mưa một ngày",
        "{value} mm in commune {commune} cannot be the rain of a day",
    ),
    "weather_empty": (
        "dự báo không cho biết lượng mưa của ngày nào: không coi là tạnh",
        "the forecast tells no day's rain: that is not taken for dry",
    ),
    "cannot_write": (
        "không ghi được {value}: {why}\nCó lẽ: tạo thư mục trước, hoặc chọn nơi khác",
        "{value} cannot be written: {why}\nMaybe make the folder first, or choose another place",
    ),
    "unlucky_without_rain": (
        "--unlucky {value} cần kế hoạch theo mưa: chọn --roads rain, và huyện phải có số liệu khí "
        "hậu",
        "--unlucky {value} needs a plan for rain: choose --roads rain, in a district with a "
        "climate",
    ),
    "not_a_workbook_name": (
        "bảng tính phải có tên đuôi .xlsx, không phải {value}",
        "a workbook's name must end with .xlsx, not {value}",
    ),
    "future_day": (
        "ngày {value} chưa qua: chưa thể có mưa thực đo",
        "{value} is not over: nobody can have measured its rain",
    ),
    "heights_nowhere": (
        "ô độ cao không cho biết nằm ở đâu (thiếu toạ độ)",
        "the elevation tile does not say where it lies",
    ),
    "extra_missing": (
        "chưa cài phần bổ sung {value}\nCó lẽ: pip install 'lenban[{value}]'",
        "the extra {value} is not installed\nMaybe pip install 'lenban[{value}]'",
    ),
    "terrain_unreadable": (
        "không phải trích xuất OpenStreetMap (.osm, .osm.pbf) hoặc tệp bị đứt: {value}",
        "no extract of OpenStreetMap (.osm, .osm.pbf), or broken off: {value}",
    ),
    "terrain_no_roads": (
        "trích xuất không có con đường nào (way mang thẻ highway)",
        "the extract has no roads (ways tagged highway)",
    ),
    "heights_none": (
        "thư mục {value} không có ô độ cao nào (.hgt, .tif)",
        "the folder {value} has no elevation tiles (.hgt, .tif)",
    ),
    "heights_unreadable": (
        "không đọc được ô độ cao: {value}",
        "the elevation tile cannot be read: {value}",
    ),
    "heights_projection": (
        "ô độ cao phải theo kinh độ, vĩ độ (EPSG:4326), không phải {value}",
        "the elevation tile must be in degrees (EPSG:4326), not {value}",
    ),
    "no_what_if": (
        "chưa có phương án nào để so sánh\nCó lẽ: --what-if 'TÊN: THAY ĐỔI', hoặc --file",
        "there is no what-if to compare\nMaybe give --what-if 'NAME: CHANGE', or --file",
    ),
    "what_if_form": (
        "phải viết TÊN: THAY ĐỔI, không phải {value!r}",
        "must be NAME: CHANGE, not {value!r}",
    ),
    "what_ifs_unreadable": (
        'tệp phải theo dạng TOML, mỗi dòng một phương án: "Tên" = ["thay đổi"]; {why}',
        'the file must be TOML, one what-if a line: "Name" = ["change"]; {why}',
    ),
    "change_form": (
        "phải viết {form}, không phải {value!r}",
        "must be {form}, not {value!r}",
    ),
    "unknown_change": (
        "không có thay đổi {value!r}{hint}\nViết được: {forms}",
        "there is no change {value!r}{hint}\nThere are: {forms}",
    ),
    "nobody_sleeps_away": (
        "không tổ nào ngủ xa trụ sở\nCó lẽ: nêu tên một tổ, nights TỔ 1",
        "no team sleeps away from its base\nMaybe name a team: nights TEAM 1",
    ),
    "setting_unchangeable": (
        "{field} không đổi được ở đây: các phương án được so trong cùng một huyện, cùng thời tiết",
        "{field} cannot be changed here: what-ifs are compared in one district, in the same rain",
    ),
    "plans_of_two_districts": (
        "lần công bố {value} thuộc kế hoạch của một bộ dữ liệu huyện khác",
        "revision {value} is of a plan that was made for other data of the district",
    ),
    "no_climate": (
        "huyện chưa có khí hậu của các tháng {months}\nCó lẽ: điền trang Khí hậu",
        "the district has no climate for months {months}\nMaybe fill in the sheet Climate",
    ),
    "no_district": (
        "chưa có huyện nào trong kho dữ liệu\nCó lẽ: chạy lenban init --example hoặc lenban import",
        "no district has been imported yet\nMaybe run lenban init --example or lenban import",
    ),
    "no_such_upload": (
        "tệp đã tải lên không còn nữa\nCó lẽ: tải lên lại",
        "the uploaded file is no longer there\nMaybe upload it again",
    ),
    "no_such_district": (
        "không có bản nhập dữ liệu huyện số {number}",
        "there is no district import number {number}",
    ),
    "district_changed": (
        "có người vừa đổi số liệu của huyện; chưa thay đổi gì\nCó lẽ: xem số liệu mới rồi làm lại",
        "somebody has just changed the district's data; nothing was changed\n"
        "Maybe look at the newer data, then try again",
    ),
    "no_plan": (
        "chưa có kế hoạch nào\nCó lẽ: chạy lenban plan --from NGÀY",
        "there is no plan yet\nMaybe run lenban plan --from DATE",
    ),
    "no_such_plan": (
        "không có kế hoạch số {number}",
        "there is no plan number {number}",
    ),
    "warned_elsewhere": (
        "kế hoạch đã công bố ({begins}–{ends}) không có ngày nào trong các ngày cảnh báo "
        "({first}–{last})\nCó lẽ: dùng --at hoặc --days khác",
        "the published plan ({begins}–{ends}) has none of the days of the warning "
        "({first}–{last})\nMaybe use another --at or --days",
    ),
    "nothing_keeps_pins": (
        "không có kế hoạch nào giữ được tất cả những gì đã bắt đầu hoặc đã ghim: dữ liệu của huyện "
        "đã đổi so với lúc lập",
        "no plan can keep all that has begun or is pinned: the district's data have changed since",
    ),
    "no_such_job": (
        "không có việc số {number}",
        "there is no job number {number}",
    ),
    "jobs_elsewhere": (
        "một máy chủ Lên Bản khác đang tính trên cùng kho dữ liệu này\nCó lẽ: chờ nó tính xong rồi "
        "làm lại",
        "another Lên Bản server is at work on this same store\nMaybe wait until it is done, then "
        "try again",
    ),
    "no_revision": (
        "chưa công bố lần nào\nCó lẽ: chạy lenban publish",
        "nothing has been published yet\nMaybe run lenban publish",
    ),
    "no_such_revision": (
        "không có lần công bố số {number}",
        "there is no revision number {number}",
    ),
    "no_such_feed": (
        "không có lịch {value}\nCó lẽ: gõ district, team-<mã tổ>, member-<mã thành viên>, "
        "commune-<mã xã> hoặc village-<mã bản>",
        "there is no feed {value}\nMaybe write district, team-<id>, member-<id>, commune-<code> "
        "or village-<id>",
    ),
    "no_such_link": (
        "không có đúng một liên kết mang mã {number}",
        "there is no single link {number}",
    ),
    "revision_taken": (
        "lần công bố kế tiếp là số {theirs}, không phải {ours}: có người vừa công bố trước\n"
        "Có lẽ: xem lần công bố mới nhất rồi công bố lại",
        "the next revision is number {theirs}, not {ours}: somebody has just published\n"
        "Maybe look at the newest revision, then publish again",
    ),
    "store_failed": (
        "không đọc hoặc ghi được kho dữ liệu {path}: {cause}",
        "the store {path} could not be read or written: {cause}",
    ),
    "store_newer": (
        "kho dữ liệu {path} do phiên bản Lên Bản mới hơn ghi (mẫu {found}); phiên bản này chỉ đọc "
        "được đến mẫu {known}\nCó lẽ: cài bản Lên Bản mới hơn",
        "the store {path} was written by a newer Lên Bản (form {found}); this one reads up to form "
        "{known}\nMaybe install the newer Lên Bản",
    ),
    "document_damaged": (
        "tài liệu {name} trong kho dữ liệu đã hỏng: nội dung không còn như lúc ghi",
        "document {name} in the store is damaged: its content is not what was written",
    ),
}


def say(code: str, language: str = DEFAULT_LANGUAGE, **facts: Any) -> str:
    """Return the sentence ``code`` in ``language`` with its facts filled in."""
    return phrase(FAULTS[code], language, **facts)


def phrase(pair: tuple[str, str], language: str = DEFAULT_LANGUAGE, **facts: Any) -> str:
    """Return the side of a (Vietnamese, English) pair with its facts filled in."""
    said = {k: v.text(language) if isinstance(v, Words) else v for k, v in facts.items()}
    return Words(*pair).text(language).format(**said)
