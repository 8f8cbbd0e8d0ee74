"""Which guarantees a plan keeps: read from plan and district alone, by no number of the optimizer.

A village is seen by a session that sits in it; walk-ins elsewhere do not count. In uncertain
weather a session counts by the share of weathers in which it is held; of those that sit there on
one day, which the same rain keeps away, only the likeliest counts.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from planner.domain.district import District
from planner.domain.guarantee import Guarantee, GuaranteeKind, Pledge
from planner.domain.place import Village
from planner.domain.plan import Horizon, Stop

NEARLY = 1e-6
"""Shares of weathers are fractions: their sums may miss a whole number by less than this."""


def pledges(district: District, horizon: Horizon) -> tuple[Pledge, ...]:
    """Return what the district's guarantees promise within a horizon, guarantee by guarantee.

    Villages where nobody is due have nothing to be promised; a date after the horizon's last day is
    for another plan to keep, one before its first day was for an earlier one.
    """
    due: Counter[str] = Counter()
    for demand in district.demands:
        due[demand.village] += demand.people
    return tuple(
        pledge
        for guarantee in district.guarantees
        if (until := _until(guarantee, horizon)) is not None
        for pledge in _pledges(district, guarantee, horizon, until, due)
    )


def not_asked(district: District, horizon: Horizon) -> tuple[Guarantee, ...]:
    """Return the guarantees whose date does not lie within the horizon."""
    return tuple(g for g in district.guarantees if _until(g, horizon) is None)


def _until(guarantee: Guarantee, horizon: Horizon) -> date | None:
    last = guarantee.by or horizon.last
    if guarantee.weeks:
        last = horizon.first + timedelta(days=7 * guarantee.weeks - 1)
    return last if horizon.first <= last <= horizon.last else None


def _pledges(
    district: District, guarantee: Guarantee, horizon: Horizon, until: date, due: Counter[str]
) -> Iterator[Pledge]:
    for area, villages in _areas(district, guarantee):
        meant = tuple(v.id for v in villages if due[v.id] and _waited(guarantee, v, horizon))
        if not meant:
            continue
        need = round(100 * guarantee.chance)
        if guarantee.kind is GuaranteeKind.SHARE:
            need = math.ceil(guarantee.share * sum(due[v] for v in meant) - NEARLY)
        yield Pledge(
            guarantee=guarantee.id,
            kind=guarantee.kind,
            area=area,
            villages=meant,
            until=until,
            need=need,
        )


def _areas(district: District, guarantee: Guarantee) -> Iterator[tuple[str, Iterable[Village]]]:
    """Yield the villages, or for shares the communes, of a guarantee's scope."""
    scope = guarantee.scope
    if guarantee.kind is GuaranteeKind.SHARE and scope not in district.village_by_id:
        for commune in district.communes:
            if scope in ("", commune.code):
                yield commune.code, [v for v in district.villages if v.commune == commune.code]
        return
    for village in district.villages:
        if scope in ("", village.id, village.commune):
            yield village.id, [village]


def _waited(guarantee: Guarantee, village: Village, horizon: Horizon) -> bool:
    """Return whether a village has waited so long by the first day; never visited, it has."""
    last = village.last_visit
    return last is None or (horizon.first - last).days >= guarantee.waited_days


def reached(district: District, stops: Iterable[Stop], pledge: Pledge) -> float:
    """Return how much of a pledge a plan's stops bring, in the unit of its ``need``, uncapped."""
    zone = ZoneInfo(district.settings.timezone)
    days = [(stop.start.astimezone(zone).date(), stop) for stop in stops]
    by_then = [(day, stop) for day, stop in days if day <= pledge.until]
    if pledge.kind is GuaranteeKind.SEEN:
        return _seen(by_then, pledge)
    return _served(district, [stop for _, stop in by_then], pledge)


def _seen(held: Iterable[tuple[date, Stop]], pledge: Pledge) -> float:
    """Return on how many days, in percent of one, a session is held there on the mean."""
    likeliest: defaultdict[date, float] = defaultdict(float)
    for day, stop in held:
        if stop.session.place in pledge.villages:
            likeliest[day] = max(likeliest[day], stop.held_in)
    return 100 * sum(likeliest.values())


def _served(district: District, stops: Iterable[Stop], pledge: Pledge) -> float:
    """Return how many people are expected, of each village and service no more than are due."""
    expected: defaultdict[tuple[str, str], float] = defaultdict(float)
    for stop in stops:
        for one in stop.session.expected:
            expected[one.village, one.service] += one.people * stop.held_in
    return sum(
        min(demand.people, expected[demand.village, demand.service])
        for demand in district.demands
        if demand.village in pledge.villages
    )


def is_kept(pledge: Pledge, got: float) -> bool:
    """Return whether so much is enough."""
    return got >= pledge.need - NEARLY
