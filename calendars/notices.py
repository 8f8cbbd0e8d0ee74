"""All-day events that are no sessions: nothing planned yet, and a link that was revoked."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendars.event import FeedEvent, opaque
from planner.domain.plan import Horizon


def empty_notice(
    feed_key: str, horizon: Horizon, *, zone: ZoneInfo, host: str, at: datetime
) -> FeedEvent:
    """Return the event that says that nothing is planned, on the first day of the horizon."""
    first, last = (f"{d:%d/%m/%Y}" for d in (horizon.first, horizon.last))
    return FeedEvent(
        uid=f"{opaque('notice', feed_key)}@{host}",
        changed=at,
        start=midnight(horizon.first, zone),
        end=midnight(horizon.first + timedelta(days=1), zone),
        all_day=True,
        summary="Chưa có lịch",
        description=f"Chưa có buổi nào trong lịch này từ {first} đến {last}.\n"
        "Lịch sẽ tự hiện ra khi điều phối viên công bố.",
    )


def revoked_notice(at: datetime, *, zone: ZoneInfo, stays: timedelta) -> FeedEvent:
    """Return the event that says that a link was revoked at ``at``, as long as it is served."""
    day = at.astimezone(zone).date()
    return FeedEvent(
        uid=f"{opaque('revoked')}@lenban",
        changed=at,
        start=midnight(day, zone),
        end=midnight(day + stays, zone),
        all_day=True,
        summary="Liên kết lịch đã bị thu hồi",
        description="Liên kết lịch này đã bị thu hồi: lịch cũ không còn hiệu lực.\n"
        "Xin liên hệ điều phối viên để nhận liên kết mới, rồi xoá lịch này khỏi điện thoại.",
    )


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of a local day, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
