"""The Vietnamese sentences of an event: complete for a reader who has no signal.

Nothing here may depend on the publish time or the revision: an event that did not change must keep
its text. All texts of the workbook come out cleaned.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from calendars.addresses import geo_address
from calendars.text import clean, one_line, place_name
from calendars.vietnamese import clock, day, number
from planner.domain.chance import Chance, chance_of
from planner.domain.district import District
from planner.domain.place import Commune, Place, Signal, Village
from planner.domain.plan import Shift, Stop
from planner.domain.service import Service
from planner.domain.team import KitKind, Member, Team

KITS = {
    KitKind.ENROLMENT: "bộ thiết bị thu nhận",
    KitKind.GENERATOR: "máy phát điện",
    KitKind.PORTABLE_SIGNAL: "bộ phát sóng di động",
}
SIGNALS = {
    Signal.GOOD: "có sóng điện thoại",
    Signal.WEAK: "sóng điện thoại yếu",
    Signal.NONE: "không có sóng điện thoại",
}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One stop of a plan with all that its sentences speak of."""

    district: District
    shift: Shift
    stop: Stop
    for_weather: bool = False
    """Whether the plan knows in which weathers the stop is held."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The district's time zone."""
        return ZoneInfo(self.district.settings.timezone)

    @cached_property
    def place(self) -> Place:
        """Where the session is held."""
        return self.district.place(self.stop.session.place)

    @cached_property
    def village(self) -> Village | None:
        """The village where the session is held, if it is one."""
        return self.district.village_by_id.get(self.place.id)

    @cached_property
    def commune(self) -> Commune | None:
        """The commune of the place; places between communes have none."""
        return self.district.commune_by_code.get(self.place.commune)

    @cached_property
    def team(self) -> Team:
        """Who holds it."""
        return self.district.team_by_id[self.shift.team]

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """What people are served with, in the workbook's order."""
        offered = self.stop.session.services
        return tuple(s for s in self.district.services if s.id in offered)

    @cached_property
    def present(self) -> tuple[Member, ...]:
        """The members of the team who have no day off that day."""
        members = self.district.members_of(self.shift.team)
        return tuple(m for m in members if self.shift.day not in m.days_off)

    @property
    def first(self) -> bool:
        """Whether it is the first session of the team's day."""
        return self.shift.stops[0] == self.stop

    @property
    def last(self) -> bool:
        """Whether it is the last session of the team's day."""
        return self.shift.stops[-1] == self.stop


def labelled(label: str, name: str) -> str:
    """Return a name with the word for what it is, once: ``xã Phìn Hồ``."""
    plain = one_line(name)
    if plain.casefold().startswith(label.casefold() + " "):
        return label + plain[len(label) :]
    return f"{label} {plain}"


def commune_name(commune: Commune) -> str:
    """Return how people call a commune: ``xã Phìn Hồ``."""
    return labelled("xã", commune.name)


def capital(text: str) -> str:
    """Return the text with its first letter large."""
    return text[:1].upper() + text[1:]


def summary(scene: Scene) -> str:
    """Return what a phone shows in the list: where, and the letters of what."""
    where = [_spot(scene)]
    if scene.commune and commune_name(scene.commune).casefold() not in where[0].casefold():
        where.append(f"({commune_name(scene.commune)})")
    letters = ", ".join(one_line(s.letter) for s in scene.services)
    return f"{capital(' '.join(where))} · {letters}"


def location(scene: Scene) -> str:
    """Return the place in both spellings, with commune and district."""
    other = one_line(scene.village.other_name) if scene.village else ""
    parts = [f"{_spot(scene)} ({other})" if other else _spot(scene)]
    if scene.commune:
        parts.append(commune_name(scene.commune))
    parts.append(labelled("huyện", scene.district.settings.name))
    return capital(place_name(", ".join(parts)))


def description(scene: Scene) -> str:
    """Return all that a member needs on the spot, one matter a line."""
    return clean("\n".join(_lines(scene)))


def _lines(scene: Scene) -> Iterator[str]:
    yield location(scene)
    yield f"{capital(day(scene.stop.start, scene.zone))} (giờ Việt Nam)"
    if scene.first:
        yield _departure(scene)
    yield from _hours(scene)
    if scene.last:
        yield _return(scene)
    yield ""
    yield offered(scene)
    yield from _people(scene)
    yield from to_bring(scene)
    yield ""
    yield from _crew(scene)
    yield _night(scene)
    yield from _circumstances(scene)
    yield from _sure(scene)
    yield from _fallback(scene)
    yield ""
    yield from whereabouts(scene)


def whereabouts(scene: Scene) -> Iterator[str]:
    """Yield the coordinates, plain and as an address that opens a map."""
    yield f"Toạ độ: {scene.place.latitude_deg:.5f}, {scene.place.longitude_deg:.5f}"
    yield f"Bản đồ: {geo_address(scene.place.latitude_deg, scene.place.longitude_deg)}"


def offered(scene: Scene) -> str:
    """Return the services with their letters."""
    named = (f"{one_line(s.letter)} – {one_line(s.name)}" for s in scene.services)
    return "Dịch vụ: " + "; ".join(named)


def _sure(scene: Scene) -> Iterator[str]:
    """Yield how sure the session is, in steps so wide that a new forecast seldom changes them."""
    if not scene.for_weather:
        return
    share = f"khoảng {round(20 * scene.stop.chance) * 5} % khả năng diễn ra"
    match chance_of(scene.stop):
        case Chance.SURE:
            yield "Mức chắc chắn: hầu như không phụ thuộc mưa"
        case Chance.DOUBTFUL:
            yield f"Mức chắc chắn: có thể phải hoãn vì mưa ({share})"
        case Chance.RISKY:
            yield f"Mức chắc chắn: dễ phải hoãn vì mưa ({share})"


def _fallback(scene: Scene) -> Iterator[str]:
    """Yield what to do where the road is closed, if that was prepared."""
    other = scene.stop.fallback
    if other is None:
        return
    place = one_line(scene.district.place(other.session.place).name)
    hours = f"{clock(other.start, scene.zone)}–{clock(other.end, scene.zone)}"
    if other.session.id == scene.stop.session.id:
        yield f"Nếu tắc đường: tổ chức bù {day(other.start, scene.zone)}, {hours}"
        return
    yield f"Nếu tắc đường: hôm đó chuyển sang {place}, {hours}"
    if other.own_start is not None and other.own_end is not None:
        own = f"{clock(other.own_start, scene.zone)}–{clock(other.own_end, scene.zone)}"
        yield f"Buổi này đổi sang {day(other.own_start, scene.zone)}, {own}"


def _spot(scene: Scene) -> str:
    if scene.village:
        return labelled("bản", scene.village.name)
    return one_line(scene.place.name)


def _departure(scene: Scene) -> str:
    origin = one_line(scene.district.place(scene.shift.start_place).name)
    return f"Xuất phát: {clock(scene.shift.depart, scene.zone)} từ {origin}"


def open_hours(scene: Scene) -> tuple[datetime, datetime]:
    """Return when people are received: all the time, where none is left beside the setting up."""
    settings, stop = scene.district.settings, scene.stop
    opens = stop.start + timedelta(minutes=settings.setup_min)
    closes = stop.end - timedelta(minutes=settings.packup_min)
    return (opens, closes) if opens < closes else (stop.start, stop.end)


def reception(scene: Scene) -> str:
    """Return the hours in which people are received: ``Tiếp dân: 15:45–17:30``."""
    opens, closes = open_hours(scene)
    return f"Tiếp dân: {clock(opens, scene.zone)}–{clock(closes, scene.zone)}"


def _hours(scene: Scene) -> Iterator[str]:
    stop = scene.stop
    arrive, start, leave = (clock(t, scene.zone) for t in (stop.arrive, stop.start, stop.end))
    yield f"Đến nơi: {arrive}; bắt đầu chuẩn bị: {start}"
    if open_hours(scene) != (stop.start, stop.end):
        yield reception(scene)
    yield f"Thu dọn xong, rời đi: {leave}"


def _return(scene: Scene) -> str:
    destination = one_line(scene.district.place(scene.shift.end_place).name)
    return f"Kết thúc ngày: {clock(scene.shift.back, scene.zone)} tại {destination}"


def _people(scene: Scene) -> Iterator[str]:
    total: Counter[str] = Counter()
    guests: Counter[str] = Counter()
    for village, service, people in scene.stop.served:
        total[service] += people
        if village != scene.place.id:
            guests[village] += people
    counts = (f"{one_line(s.letter)} {number(total[s.id])}" for s in scene.services if total[s.id])
    yield f"Dự kiến: {number(scene.stop.people)} lượt người ({'; '.join(counts)})"
    if guests:
        yield "Trong đó từ bản khác đến: " + "; ".join(_guests(scene.district, guests))


def _guests(district: District, guests: Counter[str]) -> Iterator[str]:
    for village in district.villages:
        if guests[village.id]:
            yield f"{one_line(village.name)}: {number(guests[village.id])}"


def to_bring(scene: Scene) -> Iterator[str]:
    """Yield what people bring, service by service."""
    wanted = [(one_line(s.letter), one_line(s.bring)) for s in scene.services if one_line(s.bring)]
    if wanted:
        yield "Người dân mang theo:"
    for letter, things in wanted:
        yield f"{letter} – {things}"


def _crew(scene: Scene) -> Iterator[str]:
    yield f"Đơn vị: {one_line(scene.team.name)}"
    if scene.present:
        yield "Thành viên: " + "; ".join(_member(m) for m in scene.present)
    count = Counter(k.kind for k in scene.district.kits_of(scene.team.id))
    kits = [f"{number(count[kind])} {name}" for kind, name in KITS.items() if count[kind]]
    if kits:
        yield "Thiết bị của tổ: " + "; ".join(kits)


def _member(member: Member) -> str:
    roles = ", ".join(one_line(r) for r in member.roles)
    return f"{one_line(member.name)}, {roles}" if roles else one_line(member.name)


def _night(scene: Scene) -> str:
    shift = scene.shift
    if shift.end_place == scene.team.base:
        return "Tối: về trụ sở trong ngày"
    name = one_line(scene.district.place(shift.end_place).name)
    contacts = (d.contact_role for d in scene.district.lodgings if d.place == shift.end_place)
    contact = one_line(next(contacts, ""))
    return f"Chỗ nghỉ đêm: {name}" + (f" (liên hệ: {contact})" if contact else "")


def _circumstances(scene: Scene) -> Iterator[str]:
    power = "có điện" if scene.place.power else "không có điện"
    yield f"Tại chỗ: {power}; {SIGNALS[scene.place.signal]}"
    if scene.village:
        spoken = ", ".join(capital(one_line(name)) for name in scene.village.languages)
        yield f"Tiếng nói của bản: {spoken}"
