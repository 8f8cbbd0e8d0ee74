"""What reports say of the figures that plans are made with: proposals, never changes. Pure.

Medians, for single sessions may be far off (a broken printer, a wrong clock).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from statistics import median, quantiles

from planner.domain.district import District
from planner.domain.outcome import Held, Outcome, Promised
from planner.domain.road import RoadState, Speed
from planner.domain.service import ServiceForm
from planner.domain.session import Sitting
from planner.planning.pace import Travel, kmh, speeds_seen
from planner.planning.register import Told
from planner.planning.tally import TURNOUT_FIELDS

FEWEST = 8
"""With fewer sessions nothing is proposed."""
MAIN_SHARE = 0.6
"""A session tells of a service's minutes if that much of its work was this service."""
LEAST_CHANGE = 0.05
"""A figure within a twentieth of what was seen is left alone."""


class Figure(StrEnum):
    """What kind of figure a proposal is about."""

    MINUTES = "minutes"
    TURNOUT = "turnout"
    SPEED = "speed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A figure as plans take it, ``now``, and as ``sessions`` reported ones show it.

    ``which`` is a service's id, a sitting, or surface, vehicle class and state as in
    ``earth/motorbike/dry``. ``low`` .. ``high`` hold the middle half of them. Minutes per person
    and station; turnout as a fraction; speeds in km/h, of ways between two sessions.
    """

    figure: Figure
    which: str
    now: float
    median: float
    low: float
    high: float
    sessions: int

    @property
    def key(self) -> str:
        """What names the figure: ``minutes-card``."""
        return f"{self.figure.value}-{self.which}"

    @property
    def proposed(self) -> bool:
        """Whether there is enough to propose another figure, and it is another one."""
        enough = self.sessions >= FEWEST
        return enough and abs(self.median - self.now) > LEAST_CHANGE * self.now


def seen(told: Told, travel: Travel) -> tuple[Seen, ...]:
    """Return the figures of which at least one report tells, in the workbook's order.

    ``travel`` is asked only if some way was reported from end to end.
    """
    return (*_minutes(told), *_turnouts(told), *_speeds(told, travel))


def accepted(district: District, one: Seen) -> District:
    """Return the district with a figure as it was seen."""
    if one.figure is Figure.MINUTES:
        services = tuple(
            replace(s, minutes=one.median) if s.id == one.which else s for s in district.services
        )
        return replace(district, services=services)
    if one.figure is Figure.SPEED:
        return replace(district, speeds=tuple(_faster(s, one) for s in district.speeds))
    field = TURNOUT_FIELDS[Sitting(one.which)]
    settings = replace(district.settings, **{field: one.median})  # type: ignore[arg-type]
    return replace(district, settings=settings)


def _minutes(told: Told) -> Iterator[Seen]:
    ratios = list(_ratios(told))
    for service in told.district.services:
        values = [
            max(1.0, service.minutes * ratio)
            for ratio, load in ratios
            if load.get(service.id, 0.0) >= MAIN_SHARE * sum(load.values())
        ]
        if values and service.form is not ServiceForm.TALK:
            yield _seen(Figure.MINUTES, service.id, service.minutes, values, digits=1)


def _ratios(told: Told) -> Iterator[tuple[float, dict[str, float]]]:
    """Yield how much longer than planned each session took for whom it served, and its work.

    The time on the spot less set-up, pack-up and talks, at all stations, is held against the
    people served times their minutes: the same sum that plans are made with.
    """
    rules, services = told.district.settings, told.district.service_by_id
    for promised, outcome in _in_full(told):
        stay = outcome.stay
        known = [c for c in outcome.counts if c.service in services and c.served]
        if stay is None or not known:
            continue
        talks = [c for c in known if services[c.service].form is ServiceForm.TALK]
        load = {c.service: c.served * services[c.service].minutes for c in known if c not in talks}
        sitting_min = stay / timedelta(minutes=1) - rules.setup_min - rules.packup_min
        worked_min = sitting_min * rules.sitting_efficiency * promised.stations
        worked_min -= sum(services[c.service].minutes for c in talks)
        if load and worked_min > 0:
            yield worked_min / sum(load.values()), load


def _turnouts(told: Told) -> Iterator[Seen]:
    for sitting in Sitting:
        values = [
            promised.turnout * outcome.served / promised.people
            for promised, outcome in _in_full(told)
            if promised.sitting is sitting and promised.people
        ]
        if values:
            now = getattr(told.district.settings, TURNOUT_FIELDS[sitting])
            capped = [min(1.0, max(0.01, value)) for value in values]
            yield _seen(Figure.TURNOUT, sitting.value, now, capped, digits=2)


def _speeds(told: Told, travel: Travel) -> Iterator[Seen]:
    found = speeds_seen(told, travel)
    for row in told.district.speeds:
        for state in RoadState:
            values = found.get((row.surface, row.vehicle_class, state))
            if values:
                now = kmh(row, state)
                yield _seen(Figure.SPEED, _speed_id(row, state), now, values, digits=1)


def _speed_id(row: Speed, state: RoadState) -> str:
    return f"{row.surface.value}/{row.vehicle_class.value}/{state.value}"


def _faster(row: Speed, one: Seen) -> Speed:
    """Return a speed as it was seen, if it is this one."""
    if one.which == _speed_id(row, RoadState.DRY):
        return replace(row, dry_kmh=one.median)
    if one.which == _speed_id(row, RoadState.WET):
        return replace(row, wet_kmh=one.median)
    return row


def _in_full(told: Told) -> Iterator[tuple[Promised, Outcome]]:
    """Yield the sessions that were promised and held in full; what is undecided says nothing."""
    known = told.by_key
    for promised in told.promised:
        one = known.get(promised.key)
        if one and not one.undecided and one.counting.held is Held.HELD:
            yield promised, one.counting


def _seen(figure: Figure, which: str, now: float, values: Sequence[float], *, digits: int) -> Seen:
    one = [values[0]] * 3
    quarters = quantiles(values, n=4, method="inclusive") if len(values) > 1 else one
    return Seen(
        figure=figure,
        which=which,
        now=now,
        median=round(median(values), digits),
        low=round(quarters[0], digits),
        high=round(quarters[2], digits),
        sessions=len(values),
    )
