"""The words for why people are left, for what would bring a session in, and for other places."""

from collections.abc import Iterable

from planner.commands.edit import WORDS
from planner.commands.spoken import Pair
from planner.commands.wording import long_day, number
from planner.domain.district import District
from planner.domain.team import KitKind
from planner.messages import phrase
from planner.planning.case import Case, due_session
from planner.planning.changes import (
    Change,
    LeavesCommune,
    Mended,
    MoreHours,
    MoreNights,
    NewRoad,
    Offers,
    OneMoreKit,
    OpenOn,
    ReportLifted,
    Speaks,
    There,
)
from planner.planning.claims import Claim
from planner.planning.edits import Drop, Sleep
from planner.planning.explain import Binding
from planner.planning.next_best import OtherPlace

BOUND: Pair = (
    "  {place}, {services}: vướng nhất là {what} [{names}] – gần được nhất: {team}, {day}",
    "  {place}, {services}: what binds is {what} [{names}] – nearest to it: {team}, {day}",
)
ROOM: Pair = (
    "  {place}, {services}: không vướng gì, chỉ là nơi khác đông người hơn",
    "  {place}, {services}: nothing binds, more are served elsewhere",
)
NO_TEAM: Pair = (
    "  {place}, {services}: hiện không tổ nào làm được buổi này",
    "  {place}, {services}: as things are no team can hold such a session",
)
NOTHING: Pair = (
    "    Đã thử các thay đổi nhỏ: không thay đổi nào xếp được buổi này.",
    "    Of the small changes that were tried none brings this session in.",
)
CLAIM: Pair = (
    "    Xếp được cho {team}, {day} ({people} lượt người), nếu {change}",
    "    {team} can hold it on {day} ({people} people and services), if {change}",
)
FREE: Pair = ("muốn: hôm đó còn chỗ", "wished: there is room that day")
HOURS: Pair = (
    "tổ làm thêm {minutes} phút hôm đó (ít nhất)",
    "the team works {minutes} minutes longer that day (no less will do)",
)
NIGHTS: Pair = (
    "tổ được xa nhà thêm {nights} đêm liền",
    "the team may stay away {nights} more nights in a row",
)
LANGUAGE: Pair = (
    "trong {team} có thêm người nói tiếng {spoken}",
    "another member of {team} speaks {spoken}",
)
THERE: Pair = (
    "{member} có mặt ngày {day} (đang xin nghỉ)",
    "{member}, who is off then, is there on {day}",
)
KITS: dict[KitKind, Pair] = {
    KitKind.ENROLMENT: ("{team} có thêm một bộ thiết bị", "{team} has one more kit"),
    KitKind.GENERATOR: ("{team} mang máy phát điện", "{team} brings a generator"),
    KitKind.PORTABLE_SIGNAL: ("{team} mang bộ phát sóng", "{team} brings portable signal"),
}
OFFERS: Pair = ("{team} làm thêm {service}", "{team} offers {service} too")
LEAVES: Pair = ("{team} được sang xã khác", "{team} may go to another commune")
OPEN: Pair = ("{place} nhận buổi ngày {day} (đang đóng)", "{place}, closed then, is open on {day}")
LIFTED: Pair = ("đoạn {road} thông (đang báo tắc)", "{road}, reported closed, is open")
MENDED: Pair = (
    "đoạn {road} sửa cho {vehicle} đi được, mưa không tắc",
    "{road} is mended so that a {vehicle} passes, in rain too",
)
NEW_ROAD: Pair = (
    "mở {km} km đường cho {vehicle} từ {start} đến {end}",
    "{km} km of road for a {vehicle} are opened from {start} to {end}",
)
DROPPED: Pair = (
    "bỏ buổi ở {place} hôm đó ({services})",
    "the session in {place} that day is given up ({services})",
)
SLEEPS: Pair = ("tổ ngủ lại {place} đêm đó", "the team sleeps at {place} that night")
AND: Pair = (" và ", " and ")
VEHICLES: dict[str, Pair] = {
    "car": ("ô tô", "car"),
    "4x4": ("xe hai cầu", "4x4"),
    "motorbike": ("xe máy", "motorbike"),
    "foot": ("người đi bộ", "walker"),
}
HERE: Pair = (
    "{place}, {services}: đã xếp cho {team}, {day} [{session}]",
    "{place}, {services}: planned, {team}, {day} [{session}]",
)
ELSEWHERE: Pair = (
    "  Cũng được: {team}, {day}; {cost}{shifts}",
    "  Could also be: {team}, {day}; {cost}{shifts}",
)
COST: Pair = ("mất {people} lượt người", "{people} people and services fewer")
GAIN: Pair = ("thêm {people} lượt người", "{people} people and services more")
EVEN: Pair = ("không mất người nào", "nobody is lost")
SHIFTS: Pair = (", {count} buổi khác đổi giờ", ", {count} other sessions change their hour")
BOUND_ELSEWHERE: Pair = (
    "  Không còn chỗ nào khác: gần được nhất là {team}, {day}, vướng {what} [{names}]",
    "  Nowhere else: nearest to it are {team}, {day}, where it breaks: {what} [{names}]",
)
NOWHERE: Pair = ("  Không tổ nào khác làm được.", "  No other team or day could hold it.")


def services_of(district: District, services: Iterable[str]) -> str:
    """Return the names of services, by their letters where there are several."""
    known = [district.service_by_id[service] for service in services]
    return known[0].name if len(known) == 1 else "+".join(service.letter for service in known)


def bound_line(case: Case, bound: Binding | None, place: str, services: str, language: str) -> str:
    """Return what binds a session or people who are left."""
    named = {"place": place, "services": services}
    if bound is None:
        return phrase(NO_TEAM, language, **named)
    if not bound.constraints:
        return phrase(ROOM, language, **named)
    return phrase(
        BOUND,
        language,
        **named,
        what="; ".join(phrase(WORDS[c], language) for c in bound.constraints),
        names=", ".join(bound.constraints),
        team=case.district.team_by_id[bound.team].name,
        day=long_day(bound.day, language),
    )


def claim_line(case: Case, claim: Claim, language: str) -> str:
    """Return what would bring a session in."""
    parts = [_change(case, change, language) for change in claim.changes]
    parts += [_edit(case, edit, language) for edit in claim.edits]
    return phrase(
        CLAIM,
        language,
        team=case.district.team_by_id[claim.team].name,
        day=long_day(claim.day, language),
        people=f"{claim.people:+d}",
        change=phrase(AND, language).join(parts) or phrase(FREE, language),
    )


def _change(case: Case, change: Change, language: str) -> str:
    match change:
        case MoreHours(minutes=minutes):
            return phrase(HOURS, language, minutes=minutes)
        case MoreNights(nights=nights):
            return phrase(NIGHTS, language, nights=nights)
        case ReportLifted() | Mended() | NewRoad():
            return _of_roads(case.district, change, language)
        case _:
            return _of_people(case.district, change, language)


def _of_roads(district: District, change: ReportLifted | Mended | NewRoad, language: str) -> str:
    match change:
        case ReportLifted(segment=segment):
            return phrase(LIFTED, language, road=road_name(district, segment))
        case Mended(segment=segment, vehicle_class=vehicle):
            road, by = road_name(district, segment), phrase(VEHICLES[vehicle], language)
            return phrase(MENDED, language, road=road, vehicle=by)
        case NewRoad(start=start, end=end, vehicle_class=vehicle):
            return phrase(
                NEW_ROAD,
                language,
                km=number(change.km(district), language, 1),
                vehicle=phrase(VEHICLES[vehicle], language),
                start=district.place(start).name,
                end=district.place(end).name,
            )


def _of_people(district: District, change: Change, language: str) -> str:
    match change:
        case OpenOn(place=place, day=day):
            name = district.place(place).name
            return phrase(OPEN, language, place=name, day=long_day(day, language))
        case There(member=member, day=day):
            name = next(m.name for m in district.members if m.id == member)
            return phrase(THERE, language, member=name, day=long_day(day, language))
        case Speaks(team=team, language=spoken):
            name = district.team_by_id[team].name
            return phrase(LANGUAGE, language, team=name, spoken=spoken)
        case OneMoreKit(team=team, kind=kind):
            return phrase(KITS[kind], language, team=district.team_by_id[team].name)
        case Offers(team=team, service=service):
            name = district.service_by_id[service].name
            return phrase(OFFERS, language, team=district.team_by_id[team].name, service=name)
        case LeavesCommune(team=team):
            return phrase(LEAVES, language, team=district.team_by_id[team].name)
        case _:
            raise AssertionError(change)


def _edit(case: Case, edit: Drop | Sleep, language: str) -> str:
    if isinstance(edit, Sleep):
        return phrase(SLEEPS, language, place=case.district.place(edit.place).name)
    other = due_session(case, edit.session)
    services = services_of(case.district, other.services)
    name = case.district.place(other.place).name
    return phrase(DROPPED, language, place=name, services=services)


def road_name(district: District, segment: str) -> str:
    """Return what people call a segment: its name, else its ends."""
    road = next(s for s in district.segments if s.id == segment)
    ends = f"{district.place(road.start).name} – {district.place(road.end).name}"
    return road.name or ends


def place_line(case: Case, other: OtherPlace, language: str) -> str:
    """Return another team and day for a planned session, with what that costs."""
    people = number(abs(other.loss), language)
    cost = COST if other.loss > 0 else GAIN if other.loss < 0 else EVEN
    count = len(other.retimed)
    return phrase(
        ELSEWHERE,
        language,
        team=case.district.team_by_id[other.team].name,
        day=long_day(other.day, language),
        cost=phrase(cost, language, people=people),
        shifts=phrase(SHIFTS, language, count=count) if count else "",
    )


def no_place_line(case: Case, bound: OtherPlace | None, language: str) -> str:
    """Return what keeps a planned session from being held anywhere else."""
    if bound is None:
        return phrase(NOWHERE, language)
    return phrase(
        BOUND_ELSEWHERE,
        language,
        team=case.district.team_by_id[bound.team].name,
        day=long_day(bound.day, language),
        what="; ".join(phrase(WORDS[c], language) for c in bound.broken),
        names=", ".join(bound.broken),
    )
