"""Why people of a village are left out, in words."""

from planner.commands.spoken import Pair
from planner.domain.plan import SkipReason

REASONS: dict[SkipReason, Pair] = {
    SkipReason.LANGUAGE: ("không tổ nào rảnh nói tiếng đó", "no free team speaks the language"),
    SkipReason.KIT: ("không còn bộ thiết bị", "no kit is free"),
    SkipReason.POWER: ("bản không có điện", "the village has no power"),
    SkipReason.SIGNAL: ("bản không có sóng", "the village has no signal"),
    SkipReason.PASSABLE: ("không xe nào đến được trong ngày", "no vehicle gets there in a day"),
    SkipReason.TIME_WINDOW: ("không còn khung giờ phù hợp", "no opening hours are left that suit"),
    SkipReason.AVAILABILITY: ("các tổ đã kín lịch", "all teams are fully booked"),
    SkipReason.VALUE: (
        "các tổ phục vụ được nhiều người hơn ở nơi khác",
        "more are served elsewhere",
    ),
}
