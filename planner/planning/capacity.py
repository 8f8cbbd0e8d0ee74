"""How many of those who would come a crew can serve in one sitting."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.domain.district import Settings
from planner.domain.place import Signal
from planner.domain.service import Service, ServiceForm
from planner.planning.crews import Crew

# People by (village, service): those who would come, in fractions, or those served, whole.
Wanted = Mapping[tuple[str, str], float]
Served = dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """People served in one sitting, and the stations (kits, helpers) that it takes."""

    people: Served
    stations: int


def seated(
    wanted: Wanted, crew: Crew, sitting_min: float, settings: Settings, signal: Signal
) -> Seated:
    """Return whom a crew serves in a sitting, in proportion to who would come.

    A kit is operated by one member; no more kits than the people who come can fill, and one
    member stays free if somebody comes for what needs no kit. The others help with the rest. A
    talk takes one helper away while it lasts, or an operator if there is no helper.
    """
    station_min = sitting_min * settings.sitting_efficiency
    minutes = {s.id: _minutes(s, crew, settings, signal) for s in crew.services}
    talks = _talks(crew, wanted, station_min)
    talk_min = sum(s.minutes for s in talks)
    with_kit = _only(wanted, [s for s in _one_by_one(crew) if s.needs_kit])
    by_hand = _only(wanted, [s for s in _one_by_one(crew) if not s.needs_kit])
    free_hands = crew.usual.hands - (1 if by_hand and crew.usual.hands > 1 else 0)
    needed = math.ceil(_load(with_kit, minutes) / station_min)
    operators = min(crew.usual.kits, free_hands, needed)
    needed = math.ceil((_load(by_hand, minutes) + talk_min) / station_min)
    helpers = min(crew.usual.hands - operators, needed)
    spoken_for = [talk_min, 0.0] if helpers else [0.0, talk_min]
    people = {
        **_queue(with_kit, minutes, _stations(operators, station_min, spoken_for[1]), settings),
        **_queue(by_hand, minutes, _stations(helpers, station_min, spoken_for[0]), settings),
    }
    for talk in talks:
        people |= fill(_only(wanted, [talk]), {talk.id: 0.0}, talk.audience, 0.0)
    return Seated(people=people, stations=max(1, operators + helpers))


def _minutes(service: Service, crew: Crew, settings: Settings, signal: Signal) -> float:
    """Return the minutes per person; weak signal slows what needs signal."""
    weak = signal is Signal.WEAK and not crew.usual.portable_signal
    if service.needs_signal and weak:
        return service.minutes / settings.weak_signal_factor
    return service.minutes


def _one_by_one(crew: Crew) -> list[Service]:
    return [s for s in crew.services if s.form is not ServiceForm.TALK]


def _talks(crew: Crew, wanted: Wanted, station_min: float) -> list[Service]:
    """Return the talks that somebody comes to, as many as one member can give in the sitting."""
    given: list[Service] = []
    for service in crew.services:
        attended = service.form is ServiceForm.TALK and _only(wanted, [service])
        if attended and sum(s.minutes for s in (*given, service)) <= station_min:
            given.append(service)
    return given


def _only(wanted: Wanted, services: Sequence[Service]) -> Wanted:
    ids = {s.id for s in services}
    return {key: people for key, people in wanted.items() if key[1] in ids and people > 0}


def _load(wanted: Wanted, minutes: Mapping[str, float]) -> float:
    return sum(people * minutes[service] for (_, service), people in wanted.items())


def _stations(count: int, station_min: float, talk_min: float) -> list[float]:
    """Return the minutes of each station, the first one's without the talk."""
    return [station_min - talk_min * (i == 0) for i in range(count)]


def _queue(
    wanted: Wanted, minutes: Mapping[str, float], stations: list[float], settings: Settings
) -> Served:
    """Return whom the stations serve: at each only whole people, and no more than a day's most."""
    if not wanted or not stations:
        return {}
    mean_min = _load(wanted, minutes) / sum(wanted.values())
    most = settings.people_per_kit_day_max
    people_max = sum(min(math.floor(station / mean_min), most) for station in stations)
    return fill(wanted, minutes, people_max, sum(stations))


def fill(
    wanted: Wanted, minutes: Mapping[str, float], people_max: int, minutes_max: float
) -> Served:
    """Return whole people, at most ``people_max`` and ``minutes_max``, in proportion to ``wanted``.

    Largest remainders decide who gets the places that are left after rounding down; equal ones by
    the order of ``wanted``.
    """
    total = sum(wanted.values())
    scale = min(1.0, people_max / total)
    shares = {key: people * scale for key, people in wanted.items()}
    served = {key: math.floor(share) for key, share in shares.items()}
    left = math.floor(total * scale + 0.5) - sum(served.values())
    spare_min = minutes_max - sum(served[key] * minutes[key[1]] for key in served)
    for key in sorted(shares, key=lambda k: served[k] - shares[k]):
        if left > 0 and served[key] < shares[key] and minutes[key[1]] <= spare_min:
            served[key] += 1
            left -= 1
            spare_min -= minutes[key[1]]
    return {key: people for key, people in served.items() if people > 0}
