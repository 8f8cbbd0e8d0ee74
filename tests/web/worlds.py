"""A tiny published plan: three villages, two teams, three sessions, one night away.

Everything that tests count is small enough to be counted by hand.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from calendars.publish import publish
from planner.data.jobs import POINT, Line, add_job, add_line
from planner.data.store import Store
from planner.domain.agency import AgencyTask, OutreachForm
from planner.domain.district import District, Settings
from planner.domain.job import Ended, JobState, Point
from planner.domain.place import PlaceKind, Signal
from planner.domain.plan import (
    Cause,
    Fallback,
    Horizon,
    Left,
    Plan,
    PlannedWeather,
    Proof,
    Shift,
    SkipReason,
    Stop,
)
from planner.domain.road import RoadState, Surface
from planner.domain.robustness import Robustness, WorstVillage
from planner.domain.service import Demand, Topic
from planner.domain.session import Expected, Session, Sitting, Window
from planner.domain.team import Lodging
from planner.domain.weather import ClimateMonth, RainRule, RainTarget
from planner.jobs.plans import Asked
from planner.jobs.works import PLAN
from planner.planning.translate.numbers import VALUE_PER_PERSON
from tests import worlds

MADE_AT = datetime(2022, 9, 1, 1, tzinfo=UTC)
NOW = datetime(2022, 9, 6, 2, tzinfo=UTC)
MONDAY, TUESDAY = date(2022, 9, 5), date(2022, 9, 6)
VIETNAM = timedelta(hours=7)
RAINY = ClimateMonth(month=1, wet_after_wet=0.8, wet_after_dry=0.6, shape=1.5, scale_mm=14)
ODD_NAME = 'Bản <b>"Ba" & Bốn</b>'


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a Vietnamese time of day as an aware UTC datetime."""
    return datetime.combine(day, time(hour, minute), UTC) - VIETNAM


def tiny_district() -> District:
    """Return three villages round a commune's office, 140 people-services due."""
    return worlds.district(
        topics=(Topic(id="b1", group="Tiện ích", name="Dịch vụ công trực tuyến"),),
        tasks=(
            AgencyTask(
                id="a1", agency="Huyện đoàn (ví dụ)", form=OutreachForm.LEAFLET, topics=("b1",)
            ),
            AgencyTask(
                id="a2",
                agency="Đồn Biên phòng (ví dụ)",
                form=OutreachForm.TALK,
                topics=("b1",),
                communes=("c9",),
            ),
        ),
        settings=Settings(name="Huyện thử"),
        villages=(
            worlds.village(1, name="Huổi Một", other_name="Huoi Mot", synthetic=True),
            worlds.village(2, name="Nậm Hai", signal=Signal.WEAK),
            worlds.village(3, name=ODD_NAME, longitude_deg=102.9, signal=Signal.NONE),
        ),
        places=(
            worlds.seat(),
            worlds.seat(id="guest", name="Nhà khách", kind=PlaceKind.LODGING, latitude_deg=21.75),
        ),
        segments=(
            worlds.segment("seat", "v1", name="Đường vào Huổi Một"),
            worlds.segment("seat", "guest"),
            worlds.segment("guest", "v2", length_km=5.0),
            worlds.segment("seat", "v3"),
        ),
        services=(worlds.service(), worlds.service(id="vneid", name="Kích hoạt", letter="V")),
        demands=(
            Demand(village="v1", service="card", people=40),
            Demand(village="v1", service="vneid", people=20),
            Demand(village="v2", service="card", people=50),
            Demand(village="v3", service="vneid", people=30),
        ),
        members=(worlds.member(1), worlds.member(2), worlds.member(3, teams=("t2",))),
        lodgings=(Lodging(place="guest"),),
    )


def session(
    place: str, team: str, start: datetime, people: tuple[tuple[str, str, int], ...]
) -> Session:
    """Return a session of three hours that expects these people by (village, service)."""
    return Session(
        id=f"{place}:evening:{team}",
        place=place,
        sitting=Sitting.VILLAGE_EVENING,
        services=tuple(dict.fromkeys(service for _, service, _ in people)),
        repeat=1,
        stations=1,
        takes=((team, timedelta(hours=3)),),
        windows=(Window(earliest=start, latest=start),),
        expected=tuple(
            Expected(village=v, service=s, people=n, walk_in=v != place) for v, s, n in people
        ),
    )


def day_out(
    team: str, day: date, place: str, people: tuple[tuple[str, str, int], ...], **ends: str
) -> Shift:
    """Return a shift that leaves at 16:00, sits from 17:00 to 20:00 and is back at 21:00."""
    start = at(day, 17)
    return Shift(
        team=team,
        day=day,
        start_place=ends.get("slept", "seat"),
        end_place=ends.get("sleeps", "seat"),
        depart=at(day, 16),
        back=at(day, 21),
        stops=(
            Stop(
                session=session(place, team, start, people),
                arrive=at(day, 16, 45),
                start=start,
                end=at(day, 20),
                served=people,
            ),
        ),
        travel=timedelta(hours=1, minutes=45),
        km=12.4,
    )


def tiny_plan() -> Plan:
    """Return the plan: 30 + 15 people at v1, 40 at v2, 10 from v3 at the commune's office."""
    return Plan(
        district_name="Huyện thử",
        horizon=Horizon.weeks(MONDAY, 2),
        road_state=RoadState.DRY,
        shifts=(
            day_out("t1", MONDAY, "v1", (("v1", "card", 30), ("v1", "vneid", 15)), sleeps="guest"),
            day_out("t1", TUESDAY, "v2", (("v2", "card", 40),), slept="guest"),
            day_out("t2", MONDAY, "seat", (("v3", "vneid", 10),)),
        ),
        left=(
            Left(village="v1", service="card", people=10, reason=SkipReason.KIT),
            Left(village="v1", service="vneid", people=5, reason=SkipReason.AVAILABILITY),
            Left(village="v2", service="card", people=10, reason=SkipReason.KIT),
            Left(village="v3", service="vneid", people=20, reason=SkipReason.SIGNAL),
        ),
        people_expected=95,
        people_due=140,
        proof=Proof(value=9000, bound=10000, gap=0.1, seconds=2, seed=1, work=5, stopped_by="work"),
    )


def draft(folder: Path) -> tuple[Store, int]:
    """Return a store of ``folder`` with the plan in it, and the plan's id."""
    store = Store.open(folder)
    district_id = store.add_district(tiny_district(), at=MADE_AT)
    return store, store.add_plan(tiny_plan(), district_id=district_id, at=MADE_AT)


def published(folder: Path) -> Path:
    """Return the folder with the plan in it, published as revision 1."""
    store, plan_id = draft(folder)
    planned_by_a_job(store, plan_id)
    publish(store, plan_id, folder=folder, at=MADE_AT, host="lenban.example")
    return folder


def planned_by_a_job(store: Store, plan_id: int) -> None:
    """Add the job that made the plan: two seconds, in which value and bound closed in."""
    asked = Asked(first=MONDAY, weeks=2, seconds=2, roads="dry")
    number = add_job(store, PLAN, (asked,), at=MADE_AT)
    closing = ((0.5, 7000, 15000), (1.0, 8000, 15000), (1.5, 8000, 10000), (2.0, 9000, 10000))
    add_line(store, number, Line(what=JobState.RUNNING, at=MADE_AT))
    for seconds, value, bound in closing:
        worth = (n * VALUE_PER_PERSON // 100 for n in (value, bound))
        point = Point(phase=0, seconds=seconds, value=next(worth), bound=next(worth))
        add_line(store, number, Line(what=POINT, at=MADE_AT, said=point))
    ended = Line(what=JobState.DONE, at=MADE_AT + timedelta(seconds=3), said=Ended(plan=plan_id))
    add_line(store, number, ended)


def rainy_plan() -> Plan:
    """Return the plan made for rain: v1 is held in 70 %, else there is the office; v2 in 90 %."""
    plan = tiny_plan()
    first, second, third = plan.shifts
    elsewhere = session("v3", "t1", at(MONDAY, 17), (("v3", "vneid", 12),))
    other = Fallback(
        session=elsewhere, start=at(MONDAY, 18), end=at(MONDAY, 21), works_in=0.6, people=12
    )
    cause = Cause(segment="seat-v1", fails=0.3, communes=("c1",))
    return replace(
        plan,
        shifts=(
            replace(
                first,
                stops=(replace(first.stops[0], held_in=0.7, causes=(cause,), fallback=other),),
            ),
            replace(second, stops=(replace(second.stops[0], held_in=0.9),)),
            third,
        ),
        weather=PlannedWeather(scenarios=64, seed=1),
        robustness=Robustness(
            weathers=300,
            people_mean=81.4,
            people_p10=50.0,
            people_p50=85.0,
            people_p90=95.0,
            held=0.87,
            stranded=0.0,
            worst=(WorstVillage(village="v1", people=31.5, planned=45.0),),
        ),
    )


def muddy_district() -> District:
    """Return the tiny district in rain, with an earth road to v1 that 30 mm close."""
    district = tiny_district()
    first, *others = district.segments
    return replace(
        district,
        segments=(replace(first, surface=Surface.EARTH), *others),
        climate=tuple(replace(RAINY, month=month) for month in range(1, 13)),
        rain_rules=(RainRule(target=RainTarget.EARTH, slow_from_mm=15, closed_at_mm=30),),
    )


def muddy(folder: Path, plan: Plan) -> Store:
    """Return a store of ``folder`` with a plan of the tiny district in rain."""
    store = Store.open(folder)
    district_id = store.add_district(muddy_district(), at=MADE_AT)
    store.add_plan(plan, district_id=district_id, at=MADE_AT)
    return store
