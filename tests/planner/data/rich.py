"""A small district in which every sheet has rows and every kind of cell is used; all made up."""

from dataclasses import replace
from datetime import date, time

from planner.domain.agency import AgencyTask, OutreachForm
from planner.domain.almanac import AlmanacEntry, AlmanacKind
from planner.domain.district import District, OutlinePoint, Settings
from planner.domain.guarantee import Guarantee, GuaranteeKind
from planner.domain.place import Place, PlaceKind, Signal, Village
from planner.domain.road import WeakPoint, WeakPointKind
from planner.domain.service import Service, ServiceForm, Topic
from planner.domain.team import Member
from tests import worlds

# what a spreadsheet would take for a formula, an error, a number or a date
TRICKY = ("=1+1", "+84 912", "-5", "@SUM(A1)", "#REF!", "007", "1/2", "'quoted", 'a;b, "c"\nd')


def rich_district() -> District:
    """Return Ba Bản with every sheet filled."""
    base = worlds.district()
    return replace(
        base,
        settings=Settings(
            name="Ba Bản", province="Tỉnh Thử", working_days=("MO", "SA"), rainy_months=()
        ),
        communes=(replace(base.communes[0], area_km2=86.88, population=300, source="ví dụ"),),
        places=(*base.places, *_places()),
        villages=_villages(),
        outline=_outline(),
        weak_points=(_weak_point(),),
        services=(worlds.service(), _talk()),
        topics=_topics(),
        members=(_member(), worlds.member(2, teams=("t1", "t2"))),
        almanac=_almanac(),
        tasks=_tasks(),
        guarantees=_guarantees(),
    )


def _guarantees() -> tuple[Guarantee, ...]:
    return (
        Guarantee(id="g1", kind=GuaranteeKind.SEEN, by=date(2022, 9, 30), chance=0.75),
        Guarantee(id="g2", kind=GuaranteeKind.SEEN, scope="v2", weeks=1, waited_days=90),
        Guarantee(id="g3", kind=GuaranteeKind.SHARE, scope="c1", share=0.5, source=TRICKY[0]),
    )


def _places() -> tuple[Place, ...]:
    return (
        worlds.seat(id="market", name="Chợ Một", kind=PlaceKind.MARKET, signal=Signal.NONE),
        worlds.seat(
            id="km45", name="Ngã ba Km45", kind=PlaceKind.JUNCTION, commune="", power=False
        ),
    )


def _villages() -> tuple[Village, ...]:
    return (
        worlds.village(1, other_name="Nậm Pồ Con", languages=("mông", "thái"), synthetic=True),
        worlds.village(
            2,
            name="Đề Tinh 2",
            signal=Signal.WEAK,
            elevation_m=912.5,
            last_visit=date(2022, 3, 1),
        ),
        worlds.village(3, name="Phìn Hồ", signal=Signal.NONE, power=False, source=TRICKY[8]),
    )


def _outline() -> tuple[OutlinePoint, ...]:
    corners = ((21.5, 102.5), (21.5, 103.125), (22.1234567, 102.75))
    return tuple(
        OutlinePoint(order=n, latitude_deg=lat, longitude_deg=lon)
        for n, (lat, lon) in enumerate(corners, start=1)
    )


def _weak_point() -> WeakPoint:
    return WeakPoint(
        id="w1", segment="v1-v2", kind=WeakPointKind.FORD, name="Ngầm Một", rain_commune="c1"
    )


def _talk() -> Service:
    return worlds.service(
        id="talk",
        name="Nói chuyện",
        letter="N",
        form=ServiceForm.TALK,
        minutes=60.0,
        audience=80,
        bring="Không cần gì",
        needs_kit=False,
    )


def _topics() -> tuple[Topic, ...]:
    return tuple(
        Topic(id=f"p{n}", group="ví dụ", name=text) for n, text in enumerate(TRICKY, start=1)
    )


def _member() -> Member:
    days = (date(2022, 9, 2), date(2022, 9, 5))
    return worlds.member(1, roles=("tổ trưởng", "lái xe"), languages=("vi", "mông"), days_off=days)


def _almanac() -> tuple[AlmanacEntry, ...]:
    day = date(2022, 9, 2)
    market = AlmanacEntry(
        id="d2",
        kind=AlmanacKind.MARKET,
        name="Chợ phiên",
        first=date(2022, 1, 2),
        last=date(2030, 12, 31),
        rule="FREQ=WEEKLY;BYDAY=SU",
        scope="market",
        opens=time(5, 30),
        closes=time(9, 0, 30),
    )
    return (
        AlmanacEntry(id="d1", kind=AlmanacKind.HOLIDAY, name="Quốc khánh", first=day, last=day),
        market,
        replace(market, id="d3", kind=AlmanacKind.TURNOUT, scope="v2", rule="", factor=0.3),
    )


def _tasks() -> tuple[AgencyTask, ...]:
    task = AgencyTask(
        id="a1", agency="Cơ quan Một (ví dụ)", form=OutreachForm.HOME_VISIT, topics=("p1", "p2")
    )
    return (task, replace(task, id="a2", form=OutreachForm.LEAFLET, communes=("c1",)))
