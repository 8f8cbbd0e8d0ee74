"""What the choices of a report are called, in both languages."""

from enum import StrEnum

from planner.domain.outcome import Channel, Held, Reporter, RoadMet, WhyNot
from planner.messages import Words

HELD: dict[Held, Words] = {
    Held.HELD: Words("diễn ra đủ", "held"),
    Held.PARTLY: Words("diễn ra một phần", "held in part"),
    Held.NOT_HELD: Words("không diễn ra", "not held"),
}
WHY_NOT: dict[WhyNot, Words] = {
    WhyNot.ROAD: Words("đường tắc", "road cut"),
    WhyNot.RAIN: Words("mưa", "rain"),
    WhyNot.FEW_PEOPLE: Words("ít người đến", "few people came"),
    WhyNot.KIT: Words("hỏng thiết bị", "kit broken"),
    WhyNot.POWER: Words("không có điện", "no power"),
    WhyNot.SIGNAL: Words("không có sóng", "no signal"),
    WhyNot.TEAM: Words("tổ không đi được", "team absent"),
    WhyNot.OTHER: Words("lý do khác", "another reason"),
}
ROAD_MET: dict[RoadMet, Words] = {
    RoadMet.OPEN: Words("đi bình thường", "open"),
    RoadMet.SLOW: Words("đi chậm", "slow"),
    RoadMet.MOTORBIKE: Words("chỉ xe máy qua được", "motorbikes only"),
    RoadMet.FOOT: Words("chỉ đi bộ qua được", "on foot only"),
    RoadMet.CLOSED: Words("tắc hẳn", "closed"),
}
REPORTER: dict[Reporter, Words] = {
    Reporter.TEAM: Words("thành viên tổ", "a member of the team"),
    Reporter.COMMUNE: Words("cán bộ xã", "a commune officer"),
    Reporter.VILLAGE_HEAD: Words("trưởng bản", "the village head"),
    Reporter.COORDINATOR: Words("điều phối viên", "the coordinator"),
}
CHANNEL: dict[Channel, Words] = {
    Channel.PHONE: Words("trang trên điện thoại", "phone page"),
    Channel.SHEET: Words("bảng tính", "spreadsheet"),
    Channel.CALL: Words("ghi theo điện thoại", "typed from a call"),
}
ALL: dict[StrEnum, Words] = {}
for _words in (HELD, WHY_NOT, ROAD_MET, REPORTER, CHANNEL):
    ALL.update(_words.items())
