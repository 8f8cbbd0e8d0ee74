"""Candidate sessions: everything that could be held, for the optimizer to choose from.

Pure: a district, a horizon and travel times in, sessions out.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time, timedelta

from planner.domain.district import District
from planner.domain.place import Signal
from planner.domain.plan import Horizon
from planner.domain.service import ServiceForm
from planner.domain.session import Expected, Session, Sitting, Window
from planner.domain.team import Team
from planner.planning.capacity import Seated, seated
from planner.planning.clock import STEP_S, moment
from planner.planning.crews import Crew, Means, crews_at, means_of
from planner.planning.sites import Opening, Site, sites
from planner.world.travel import TravelTimes

# Hours of sitting that are offered, shortest first: half a day and a whole one, or what fits
# between the fields and the night. By day few are in the village: three hours serve them.
# A planner's choice, not a measured figure.
LENGTHS_H = {
    Sitting.VILLAGE_EVENING: (3.0, 5.0),
    Sitting.VILLAGE_DAY: (3.0,),
    Sitting.MARKET: (3.0, 6.0),
    Sitting.SEAT: (3.0, 6.0),
}
SHORTEST_H = min(hours for lengths in LENGTHS_H.values() for hours in lengths)
# How often one crew is offered the same sitting at one place: enough for the largest villages of
# the example, few enough for the optimizer to price them all.
REPEATS = {
    Sitting.VILLAGE_EVENING: 3,
    Sitting.VILLAGE_DAY: 2,
    Sitting.MARKET: 2,
    Sitting.SEAT: 4,
}
MOP_UP_PEOPLE = 5
"""Fewer people than this are not worth a second session of the same kind."""

# People still waiting, by (village, service).
Waiting = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """When and for how long a crew can sit at a site: time on site by team, and the starts."""

    hours: float
    takes: tuple[tuple[str, timedelta], ...]
    windows: tuple[Window, ...]


def sessions_due(
    district: District, horizon: Horizon, travel: TravelTimes, *, only: str = ""
) -> tuple[Session, ...]:
    """Return the sessions that could be held within the horizon, in the order of the places.

    With ``only`` those at that one place (id), which are the same as among all.

    Sessions that differ only in length or in the turnout of their days share a group: one of them
    at most is held. Each next one of a series expects the people that those before it leave.
    """
    waiting = {(d.village, d.service): d.people for d in district.demands if d.people > 0}
    everyone = means_of(district, horizon)
    return tuple(
        session
        for site in sites(district, horizon, travel, waiting, only=only)
        for crew in crews_at(district, site.place, site.language, everyone, travel)
        for session in _offers(district, site, crew, waiting)
    )


def _offers(district: District, site: Site, crew: Crew, waiting: Waiting) -> Iterator[Session]:
    """Yield a crew's sessions at a site; a longer one only if it serves more than a shorter."""
    most: dict[int, int] = {}
    for hours in LENGTHS_H[site.sitting]:
        slot = slot_of(district, site, crew, hours)
        for session in _series(district, site, crew, slot, waiting) if slot else ():
            if session.people > most.get(session.repeat, 0):
                most[session.repeat] = session.people
                yield session


def slot_of(district: District, site: Site, crew: Crew, hours: float) -> Slot | None:
    """Return when a crew's teams can sit this long at a site, or ``None`` if none ever can.

    All of the time on site lies within the opening hours of one day, the slowest team's too.
    """
    takes = [(m.team, time_on_site(district, site, crew, m, hours)) for m in crew.means]
    takes = [(t, took) for t, took in takes if any(fits(t, took, o) for o in site.openings)]
    if not takes:
        return None
    longest = max(took for _, took in takes)
    windows = (_window(district, opening, longest) for opening in site.openings)
    return Slot(
        hours=hours,
        takes=tuple((team.id, took) for team, took in takes),
        windows=tuple(w for w in windows if w is not None),
    )


def time_on_site(
    district: District, site: Site, crew: Crew, means: Means, hours: float
) -> timedelta:
    """Return the time from arrival to departure: set-up, sitting, pack-up, in whole steps.

    Serving one by one takes longer if nobody in the team speaks as the people do.
    """
    rules = district.settings
    one_by_one = any(s.form is not ServiceForm.TALK for s in crew.services)
    slower = one_by_one and site.language not in means.always
    sitting_min = 60 * hours * (rules.language_factor if slower else 1.0)
    seconds = 60 * (rules.setup_min + sitting_min + rules.packup_min)
    return timedelta(seconds=STEP_S * math.ceil(seconds / STEP_S))


def fits(team: Team, takes: timedelta, opening: Opening) -> bool:
    """Return whether a team can be on site that long within an opening and its own hours."""
    start, end = max(opening.opens, team.day_start), min(opening.closes, team.day_end)
    return _since_midnight(start) + takes <= _since_midnight(end) and takes <= timedelta(
        hours=team.max_work_h
    )


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


def _window(district: District, opening: Opening, takes: timedelta) -> Window | None:
    earliest = moment(district, opening.day, opening.opens)
    latest = moment(district, opening.day, opening.closes) - takes
    return Window(earliest=earliest, latest=latest) if earliest <= latest else None


def _series(
    district: District, site: Site, crew: Crew, slot: Slot, waiting: Waiting
) -> Iterator[Session]:
    left = dict(waiting)
    for repeat in range(1, REPEATS[site.sitting] + 1):
        found = _seated(district, site, crew, slot, left)
        people = sum(found.people.values())
        if people == 0 or (repeat > 1 and people < MOP_UP_PEOPLE):
            return
        yield _session(site, crew, slot, repeat, found)
        left.update({key: left[key] - served for key, served in found.people.items()})


def _seated(district: District, site: Site, crew: Crew, slot: Slot, left: Waiting) -> Seated:
    """Return whom a crew serves of those still left, in order of villages, then services."""
    wanted = {
        (village, service.id): share * left.get((village, service.id), 0)
        for village, share in site.turnout
        for service in crew.services
        if service.form is not ServiceForm.AT_HOME or village == site.place.id
    }
    return seated(wanted, crew, 60 * slot.hours, district.settings, site.place.signal)


def _session(site: Site, crew: Crew, slot: Slot, repeat: int, found: Seated) -> Session:
    offered = {service for _, service in found.people}
    services = tuple(s for s in crew.services if s.id in offered)
    place = site.place
    group = f"{place.id}/{site.sitting.value}/{crew.tag}/{repeat}"
    level = f"/turnout{site.level}" if site.level > 1 else ""
    speak = any(s.needs_language for s in services)
    return Session(
        id=f"{group}/{slot.hours:g}h{level}",
        place=place.id,
        sitting=site.sitting,
        services=tuple(s.id for s in services),
        repeat=repeat,
        stations=found.stations,
        takes=slot.takes,
        windows=slot.windows,
        expected=_expected(site, found),
        needs_kit=any(s.needs_kit for s in services),
        needs_power=any(s.needs_power for s in services) and not place.power,
        needs_signal=any(s.needs_signal for s in services) and place.signal is Signal.NONE,
        needs_language=site.language if speak else "",
        group=group,
    )


def _expected(site: Site, found: Seated) -> tuple[Expected, ...]:
    """Return the people by village and service: the place's own village first."""
    own_first = sorted(found.people.items(), key=lambda item: item[0][0] != site.place.id)
    return tuple(
        Expected(village=village, service=service, people=people, walk_in=village != site.place.id)
        for (village, service), people in own_first
    )
