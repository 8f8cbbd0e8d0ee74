"""The example district with a made-up plan of full size: every team, twice a day, four weeks.

It is no good plan and was never checked: it only has as much to show as a real one.
"""

from datetime import timedelta
from itertools import cycle
from pathlib import Path

from calendars.publish import publish
from planner.data.example import example_folder
from planner.data.store import Store
from planner.data.workbook import read_workbook
from planner.domain.district import District
from planner.domain.plan import Horizon, Left, Plan, Proof, Shift, SkipReason, Stop
from planner.domain.road import RoadState
from planner.domain.session import Expected, Session, Sitting, Window
from planner.domain.team import Team, TeamKind
from tests.web.worlds import MADE_AT, MONDAY, at

DAYS = [MONDAY + timedelta(days=i) for i in range(28) if i % 7 < 5]
HOURS = (8, 16)


def full_plan(district: District) -> Plan:
    """Return 17 teams on 20 days with two sessions each, three services for five villages."""
    shifts = tuple(shift for team in district.teams for shift in _shifts(district, team))
    reasons = cycle(SkipReason)
    return Plan(
        district_name=district.settings.name,
        horizon=Horizon.weeks(MONDAY, 4),
        road_state=RoadState.DRY,
        shifts=shifts,
        left=tuple(
            Left(village=d.village, service=d.service, people=d.people // 3, reason=next(reasons))
            for d in district.demands
        ),
        people_expected=sum(stop.people for shift in shifts for stop in shift.stops),
        people_due=sum(d.people for d in district.demands),
        proof=Proof(value=10, bound=11, gap=1 / 11, seconds=30, seed=1, work=1, stopped_by="work"),
    )


def _shifts(district: District, team: Team) -> list[Shift]:
    own = [v.id for v in district.villages if team.commune in ("", v.commune)]
    mobile = team.kind is TeamKind.MOBILE
    shifts = []
    here = team.base
    for i, day in enumerate(DAYS):
        sleeps = district.lodgings[i % 3].place if mobile and day.weekday() < 4 else team.base
        shifts.append(
            Shift(
                team=team.id,
                day=day,
                start_place=here,
                end_place=sleeps,
                depart=at(day, 7),
                back=at(day, 21),
                stops=tuple(
                    _stop(district, team, own[i % 5 :] + own[: i % 5], i, h) for h in HOURS
                ),
                travel=timedelta(hours=2),
                km=31.5,
            )
        )
        here = sleeps
    return shifts


def _stop(district: District, team: Team, near: list[str], number: int, hour: int) -> Stop:
    start = at(DAYS[number], hour)
    place = near[0] if hour == HOURS[0] else near[-1]
    services = [s.id for s in district.services][:3]
    served = tuple((village, service, 7) for village in near[:5] for service in services)
    return Stop(
        session=Session(
            id=f"{place}:{team.id}:{number}:{hour}",
            place=place,
            sitting=Sitting.VILLAGE_DAY,
            services=tuple(services),
            repeat=1,
            stations=1,
            takes=((team.id, timedelta(hours=4)),),
            windows=(Window(earliest=start, latest=start),),
            expected=tuple(Expected(village=v, service=s, people=n) for v, s, n in served),
        ),
        arrive=start,
        start=start,
        end=start + timedelta(hours=4),
        served=served,
    )


def published(folder: Path) -> Path:
    """Return the folder with the example district and its made-up plan, published."""
    district = read_workbook(example_folder())
    store = Store.open(folder)
    district_id = store.add_district(district, at=MADE_AT)
    plan_id = store.add_plan(full_plan(district), district_id=district_id, at=MADE_AT)
    publish(store, plan_id, folder=folder, at=MADE_AT, host="lenban.example")
    return folder
