"""One feed as iCalendar bytes (RFC 5545, RFC 7986), by the rules of docs/calendars.md.

The bytes follow from the ledger alone: no clock, no locale, no machine time zone.
"""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Component, Event
from icalendar.prop import vDuration, vText, vUri

from calendars.addresses import geo_address, subscribe_address
from calendars.event import FeedEvent
from calendars.ledger import Feed, Ledger
from calendars.notices import revoked_notice
from calendars.text import clean
from calendars.vietnamese import instant

PRODID = "-//Len Ban//Len Ban calendars 1//VI"
REFRESH = timedelta(hours=1)
REVOKED_STAYS = timedelta(days=90)
TIMEZONE = "Asia/Ho_Chi_Minh"
ARRIVAL_RADIUS_M = 200
COLORS = ("teal", "royalblue", "darkorange", "purple", "firebrick", "seagreen", "sienna", "navy")


def feed_bytes(feed: Feed, ledger: Ledger) -> bytes:
    """Return the feed's bytes as of the ledger's revision."""
    zone = ZoneInfo(ledger.timezone)
    calendar = _calendar(feed.name, zone, color=_color(feed.key))
    _add(calendar, "SOURCE", vUri(subscribe_address(ledger.host, feed.key)), VALUE="URI")
    for event in ledger.shown(feed):
        calendar.add_component(_vevent(event, zone))
    return _bytes(calendar)


def revoked_feed(at: datetime, *, timezone: str = TIMEZONE) -> bytes:
    """Return what a link that was revoked at ``at`` answers: one event that says so.

    It takes the place of every event that the phone still holds, and stands on every day on which
    it is served.
    """
    zone = ZoneInfo(timezone)
    calendar = _calendar("Lịch đã bị thu hồi · Lên Bản", zone, color="dimgray")
    calendar.add_component(_vevent(revoked_notice(at, zone=zone, stays=REVOKED_STAYS), zone))
    return _bytes(calendar)


def _bytes(calendar: Calendar) -> bytes:
    content: bytes = calendar.to_ical(sorted=True)
    return content


def _calendar(name: str, zone: ZoneInfo, *, color: str) -> Calendar:
    calendar = Calendar()
    _add(calendar, "PRODID", vText(PRODID))
    _add(calendar, "VERSION", vText("2.0"))
    _add(calendar, "NAME", vText(clean(name)))
    _add(calendar, "X-WR-CALNAME", vText(clean(name)))
    _add(calendar, "REFRESH-INTERVAL", REFRESH, VALUE="DURATION")
    _add(calendar, "X-PUBLISHED-TTL", vDuration(REFRESH))
    _add(calendar, "COLOR", vText(color))
    _add(calendar, "X-WR-TIMEZONE", vText(zone.key))
    return calendar


def _color(feed_key: str) -> str:
    """Return the same colour for the same feed, whatever other feeds there are."""
    return COLORS[sha256(feed_key.encode()).digest()[0] % len(COLORS)]


def _vevent(event: FeedEvent, zone: ZoneInfo) -> Event:
    vevent = Event()
    _add(vevent, "UID", vText(event.uid))
    _add(vevent, "SEQUENCE", event.sequence)
    _add(vevent, "DTSTAMP", event.changed)
    _add(vevent, "LAST-MODIFIED", event.changed)
    _add(vevent, "STATUS", vText(event.status.value))
    _add(vevent, "TRANSP", vText("OPAQUE" if _takes_time(event) else "TRANSPARENT"))
    _add(vevent, "DTSTART", _when(event.start, event, zone))
    _add(vevent, "DTEND", _when(event.end, event, zone))
    _add(vevent, "SUMMARY", vText(event.summary))
    _add(vevent, "DESCRIPTION", vText(_description(event, zone)))
    if event.url:
        _add(vevent, "URL", vUri(event.url))
    if event.categories:
        vevent.add("CATEGORIES", list(event.categories))
    _add_place(vevent, event)
    for before in event.alarms:
        vevent.add_component(_alarm(event, before))
    return vevent


def _takes_time(event: FeedEvent) -> bool:
    return not event.cancelled and not event.all_day


def _when(moment: datetime, event: FeedEvent, zone: ZoneInfo) -> datetime | date:
    return moment.astimezone(zone).date() if event.all_day else moment.astimezone(UTC)


def _description(event: FeedEvent, zone: ZoneInfo) -> str:
    """Return the text with the publish time, which only ever is that of the last change."""
    updated = f"Cập nhật lúc {instant(event.changed, zone)}"
    which = f" (lần công bố {event.revision})" if event.revision else ""
    return f"{event.description}\n{updated}{which}"


def _add_place(vevent: Event, event: FeedEvent) -> None:
    if event.location:
        _add(vevent, "LOCATION", vText(event.location))
    if event.latitude_deg is None or event.longitude_deg is None:
        return
    _add(vevent, "GEO", (event.latitude_deg, event.longitude_deg))
    _add(
        vevent,
        "X-APPLE-STRUCTURED-LOCATION",
        vUri(geo_address(event.latitude_deg, event.longitude_deg)),
        **{"VALUE": "URI", "X-APPLE-RADIUS": str(ARRIVAL_RADIUS_M), "X-TITLE": event.location},
    )


def _alarm(event: FeedEvent, before: timedelta) -> Alarm:
    alarm = Alarm()
    _add(alarm, "ACTION", vText("DISPLAY"))
    _add(alarm, "DESCRIPTION", vText(event.summary))
    _add(alarm, "TRIGGER", -before)
    return alarm


def _add(component: Component, name: str, value: Any, **parameters: str) -> None:
    component.add(name, value, parameters=parameters)
