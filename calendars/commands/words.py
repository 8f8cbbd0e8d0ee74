"""How changes and news are told on the command line, in either language."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calendars.changes import Change, ChangeKind
from calendars.ledger import CANCELLED_PREFIX
from calendars.news import News
from planner.commands.spoken import Pair
from planner.commands.wording import clock, long_day, utc_text
from planner.messages import phrase

KINDS: dict[ChangeKind, Pair] = {
    ChangeKind.NEW: ("mới", "new"),
    ChangeKind.CANCELLED: ("huỷ", "cancelled"),
    ChangeKind.RESTORED: ("diễn ra trở lại", "on again"),
    ChangeKind.MOVED: ("đổi giờ hoặc nơi", "moved"),
    ChangeKind.TEAM_CHANGED: ("đổi tổ", "another team"),
    ChangeKind.REWORDED: ("đổi lời", "reworded"),
    ChangeKind.UNCHANGED: ("giữ nguyên", "unchanged"),
}
NOBODY: Pair = ("Không ai bị ảnh hưởng.", "Nobody is affected.")
SOME: Pair = (
    "{people} người và đơn vị có thay đổi; {calls} còn dưới 48 giờ, phải gọi điện: lenban calls",
    "{people} people and offices get changes; {calls} with under 48 h notice, call them: "
    "lenban calls",
)
MOVED_TO: Pair = ("{place}: {before} → {after}", "{place}: {before} → {after}")


def moment_text(moment: datetime, timezone: str, language: str) -> str:
    """Return an aware moment as people say it there: 15:00 thứ Ba, 06/09/2022."""
    local = moment.astimezone(ZoneInfo(timezone))
    return f"{clock(local)} {long_day(local.date(), language)}"


def change_line(change: Change, timezone: str, language: str) -> str:
    """Return one change in one line: where, and when before and after."""
    after = moment_text(change.after.start, timezone, language)
    if change.before is None or change.before.start == change.after.start:
        was = change.before
        name = change.after.spot
        if was is not None and was.spot != name:
            name = f"{was.spot} → {name}"
        return f"{name}: {after}"
    before = moment_text(change.before.start, timezone, language)
    return phrase(MOVED_TO, language, place=change.after.spot, before=before, after=after)


def change_text(change: Change) -> dict[str, object]:
    """Return one change for programs; times are UTC."""
    return {
        "session": change.after.session,
        "summary": change.after.summary.removeprefix(CANCELLED_PREFIX),
        "before": utc_text(change.before.start) if change.before else None,
        "after": None if change.after.cancelled else utc_text(change.after.start),
    }


def news_lines(news: Sequence[News], language: str) -> Iterator[str]:
    """Yield how many must be told, and how many of them by telephone."""
    if not news:
        yield phrase(NOBODY, language)
        return
    yield phrase(SOME, language, people=len(news), calls=sum(one.short for one in news))


HOURS: Pair = ("{hours} giờ", "{hours} h")
MINUTES: Pair = ("{minutes} phút", "{minutes} min")
DAYS: Pair = ("{days} ngày", "{days} days")


def span_text(span: timedelta, language: str) -> str:
    """Return how long something is, in the largest unit that fits twice: 3 giờ, 2 ngày."""
    minutes = max(0, round(span.total_seconds() / 60))
    if minutes < 2 * 60:
        return phrase(MINUTES, language, minutes=minutes)
    if minutes < 48 * 60:
        return phrase(HOURS, language, hours=minutes // 60)
    return phrase(DAYS, language, days=minutes // (24 * 60))
