"""What agencies see in their calendars: which sessions to announce, when, and in what form.

One event for all sessions of a day and a step of the chain: a loudspeaker station reads them out in
one go, and a calendar with an event for each would not be read.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta

from calendars.addresses import announcing_address
from calendars.event import FeedEvent, make_uid
from calendars.text import clean, one_line
from calendars.vietnamese import clock, day, number
from calendars.wording import (
    Scene,
    capital,
    commune_name,
    labelled,
    open_hours,
    summary,
)
from planner.domain.agency import OutreachForm
from planner.domain.announcement import Duty, Step
from planner.domain.district import District
from planner.planning.announcing import announcements, duties
from planner.planning.clock import moment

TAKES = timedelta(minutes=30)
EVENING_BEFORE = timedelta(hours=11, minutes=30)
"""From 18:00 to the announcement of the next morning."""
HOUR_BEFORE = timedelta(hours=1)

STEPS = {
    Step.WEEK_BEFORE: "Báo dân trước 7 ngày",
    Step.TWO_DAYS_BEFORE: "Nhắc lại trước 2 ngày",
    Step.SAME_DAY: "Nhắc lại trong ngày",
}
FORMS = {
    OutreachForm.LOUDSPEAKER: "loa truyền thanh",
    OutreachForm.MEETING: "họp bản",
    OutreachForm.LEAFLET: "tờ rơi",
    OutreachForm.HOME_VISIT: "đến từng nhà",
    OutreachForm.TALK: "nói chuyện tại buổi",
}


def agency_events(
    scenes: tuple[Scene, ...], key_of: Mapping[str, str], *, host: str, at: datetime
) -> dict[str, list[FeedEvent]]:
    """Return the events of each agency by the key of its feed; what was due before ``at`` is left.

    Parameters
    ----------
    scenes
        All sessions of a plan.
    key_of
        The keys of the feeds by agency.
    """
    events: dict[str, list[FeedEvent]] = {key: [] for key in key_of.values()}
    if not scenes:
        return events
    told = announcements((scene.stop for scene in scenes), scenes[0].district)
    by_name = {scene.stop.session.lasting_name: scene for scene in scenes}
    for duty in duties(told):
        if duty.agency and duty.due >= at:
            key = key_of[duty.agency]
            events[key].append(_event(duty, by_name, key, host=host, at=at))
    return events


def _event(
    duty: Duty, scenes: Mapping[str, Scene], key: str, *, host: str, at: datetime
) -> FeedEvent:
    scene = scenes[duty.told[0].session]
    district, zone = scene.district, scene.zone
    name = f"{duty.step}:{duty.day}"
    held = moment(district, duty.day, time())
    count = len({told.session for told in duty.told})
    return FeedEvent(
        uid=make_uid(name, key, host),
        session=name,
        changed=at,
        start=duty.due,
        end=duty.due + TAKES,
        summary=f"{STEPS[duty.step]} · {number(count)} buổi {day(held, zone)}",
        location=capital(labelled("huyện", district.settings.name)),
        description=clean("\n".join(_lines(duty, scenes, district, host))),
        url=announcing_address(host, duty.day),
        alarms=(EVENING_BEFORE if duty.step is Step.SAME_DAY else HOUR_BEFORE,),
        about=held,
    )


def _lines(duty: Duty, scenes: Mapping[str, Scene], district: District, host: str) -> Iterator[str]:
    forms = dict.fromkeys(FORMS[told.form] for told in duty.told if told.form)
    yield f"Hình thức: {', '.join(forms)}"
    for commune in district.communes:
        names = dict.fromkeys(told.session for told in duty.told if told.commune == commune.code)
        if names:
            yield ""
            yield f"Báo cho dân {commune_name(commune)}:"
            yield from sorted(_said(scenes[name]) for name in names)
    yield ""
    yield from _legend([scenes[told.session] for told in duty.told], district)
    yield ""
    yield f"Đã báo xong, xin ghi nhận tại: {announcing_address(host, duty.day)}"


def _said(scene: Scene) -> str:
    """Return when and where people are received, and for what."""
    opens, closes = open_hours(scene)
    hours = f"{clock(opens, scene.zone)}–{clock(closes, scene.zone)}"
    return f"• {hours} · {summary(scene)}"


def _legend(scenes: Iterable[Scene], district: District) -> Iterator[str]:
    """Yield what the letters mean, and what people bring."""
    held = {service.id for scene in scenes for service in scene.services}
    for service in district.services:
        if service.id in held:
            yield f"{one_line(service.letter)} – {one_line(service.name)}"
            if bring := one_line(service.bring):
                yield f"  Mang theo: {bring}"
