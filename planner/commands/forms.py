"""How changes of a what-if are written, and what each does."""

from collections.abc import Mapping

from planner.commands.spoken import Pair

FORMS: Mapping[str, Pair] = {
    "team": ("team TỔ", "team TEAM"),
    "nights": ("nights [TỔ] +1", "nights [TEAM] +1"),
    "open": ("open ĐƯỜNG", "open ROAD"),
    "surface": ("surface MÃ_ĐƯỜNG MẶT_ĐƯỜNG [XE]", "surface ROAD_ID SURFACE [VEHICLE]"),
    "weight": ("weight DỊCH_VỤ x2", "weight SERVICE x2"),
    "lodging": ("lodging ĐỊA_ĐIỂM [SỐ_TỔ]", "lodging PLACE [TEAMS]"),
    "=": ("CÀI_ĐẶT=GIÁ_TRỊ", "SETTING=VALUE"),
}
"""How each change is written, by its first word."""
MEANINGS: Mapping[str, Pair] = {
    "team": (
        "thêm một tổ giống tổ này: trụ sở, xe, thiết bị, số người và tiếng nói",
        "one more team like this one: base, vehicle, kits, as many members with their languages",
    ),
    "nights": (
        "được ngủ xa trụ sở thêm (+1, -1) hoặc tối đa chừng ấy đêm liền (3); không nêu tổ: mọi tổ "
        "có ngủ xa",
        "so many nights in a row away, more (+1, -1) or in all (3); without a team: of all that "
        "sleep away",
    ),
    "open": (
        "sửa đường: mưa không làm tắc nữa (vẫn có thể đi chậm), báo tắc hết hiệu lực",
        "a road mended: rain does not close it any more (it may slow it), reports of closures end",
    ),
    "surface": (
        "mặt đường khác, và cho xe này đi được nếu nêu xe",
        "another surface, and this vehicle may pass if one is named",
    ),
    "weight": (
        "nhân trọng số của dịch vụ ở mọi bản",
        "times the weight of a service in all villages",
    ),
    "lodging": (
        "thêm chỗ nghỉ cho một tổ, hoặc chừng ấy tổ",
        "a place to sleep for one more team, or for so many",
    ),
    "=": (
        "một con số khác ở trang Cài đặt, theo tên ở đó",
        "another figure of the sheet Settings, by its name there",
    ),
}
"""What each change does."""
