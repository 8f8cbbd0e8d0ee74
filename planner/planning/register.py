"""The register: by village and service how many were due, were served, are left; and what for.

Pure: reports, promises and a district in, counts out. People are counted once for each service.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from planner.domain.district import District
from planner.domain.outcome import Held, Outcome, Promised, WhyNot
from planner.planning.due import MOP_UP_PEOPLE
from planner.planning.tally import Occasion, served_since


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that is known of sessions, as the pages and reports ask for it.

    ``since`` says from when each figure of demand counts; ``now`` is an aware datetime and
    ``today`` its day in the district.
    """

    district: District
    promised: tuple[Promised, ...]
    found: tuple[Occasion, ...]
    since: Mapping[tuple[str, str], datetime]
    now: datetime
    today: date

    @property
    def by_key(self) -> dict[tuple[str, date], Occasion]:
        """Occasions by what names them."""
        return {one.key: one for one in self.found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One village and service.

    ``due`` are all there ever were, ``planned`` those whom sessions still to come expect,
    ``absent`` those awaited in vain so far, however often.
    """

    village: str
    service: str
    due: int
    served: int
    planned: int
    absent: int
    last_visit: date | None

    @property
    def left(self) -> int:
        """How many are still to be served."""
        return max(0, self.due - self.served)

    @property
    def beyond(self) -> int:
        """How many more were served than were due."""
        return max(0, self.served - self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of the funnel (a service), or all of them, in a commune or the district."""

    due: int = 0
    served: int = 0
    left: int = 0
    planned: int = 0
    absent: int = 0

    @property
    def share(self) -> float:
        """Who are no longer left, as a fraction of the due; 1 if nobody was due."""
        return (self.due - self.left) / self.due if self.due else 1.0


class Missed(StrEnum):
    """Why a village is due a mop-up."""

    ABSENT = "absent"
    FELL_AWAY = "fell_away"


@dataclass(frozen=True, slots=True, kw_only=True)
class MopUp:
    """People of a village whom its last session did not reach; ``following`` is the next one.

    ``reason`` is why the session fell away, if it did and somebody said so.
    """

    village: str
    people: int
    missed: Missed
    day: date
    reason: WhyNot | None
    following: date | None


def register(told: Told) -> tuple[Line, ...]:
    """Return a line for each village and service that has people due, or served."""
    fresh, everybody = served_since(told.found, told.since)
    demand = {(d.village, d.service): d.people for d in told.district.demands}
    planned = _planned(told)
    absent: Counter[tuple[str, str]] = Counter()
    for one in told.found:
        absent.update(one.absent)
    visits = last_visits(told)
    keys = [key for key in demand if demand[key] or everybody[key]]
    keys += sorted(everybody.keys() - demand.keys())
    return tuple(
        Line(
            village=key[0],
            service=key[1],
            due=demand.get(key, 0) + everybody[key] - fresh[key],
            served=everybody[key],
            planned=planned[key],
            absent=absent[key],
            last_visit=visits.get(key[0]),
        )
        for key in keys
    )


def stage(lines: Iterable[Line]) -> Stage:
    """Return lines added up."""
    rows = list(lines)
    return Stage(
        due=sum(line.due for line in rows),
        served=sum(line.served for line in rows),
        left=sum(line.left for line in rows),
        planned=sum(min(line.planned, line.left) for line in rows),
        absent=sum(line.absent for line in rows),
    )


def by_service(district: District, lines: Sequence[Line]) -> dict[str, Stage]:
    """Return the funnel: each service's stage, in the workbook's order."""
    return {s.id: stage(x for x in lines if x.service == s.id) for s in district.services}


def by_commune(district: District, lines: Sequence[Line]) -> dict[str, Stage]:
    """Return how far each commune is, by code, in the workbook's order."""
    groups: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[commune_of(district, line.village)].append(line)
    return {c.code: stage(groups[c.code]) for c in district.communes}


def commune_of(district: District, place: str) -> str:
    """Return the code of the commune of a village or place, "" where it is not known any more."""
    found = district.place_by_id.get(place)
    return found.commune if found else ""


def last_visits(told: Told) -> dict[str, date]:
    """Return when a team last sat in each village, by reports and by the workbook."""
    known = {v.id: v.last_visit for v in told.district.villages if v.last_visit}
    for one in told.found:
        place, day = one.counting.place, one.counting.day
        if one.counting.held is not Held.NOT_HELD and place in told.district.village_by_id:
            known[place] = max(day, known.get(place, day))
    return known


def mop_ups(told: Told) -> tuple[MopUp, ...]:
    """Return the villages that their last session left people in; those without a next one first.

    The last session is the last that was reported. A village is due a mop-up if it was not held,
    or if at least ``MOP_UP_PEOPLE`` awaited people did not come.
    """
    last: dict[str, tuple[Outcome, int]] = {}
    for one in told.found:
        for village, people in _missed(one).items():
            last[village] = one.counting, people
    following = _following(told)
    found = []
    for village, (outcome, people) in last.items():
        fell_away = outcome.held is Held.NOT_HELD
        if people >= (1 if fell_away else MOP_UP_PEOPLE):
            later = [day for day in following.get(village, ()) if day > outcome.day]
            found.append(
                MopUp(
                    village=village,
                    people=people,
                    missed=Missed.FELL_AWAY if fell_away else Missed.ABSENT,
                    day=outcome.day,
                    reason=outcome.reason,
                    following=min(later, default=None),
                )
            )
    return tuple(sorted(found, key=lambda m: (m.following is not None, -m.people, m.village)))


def _missed(one: Occasion) -> Counter[str]:
    """Return whom a session did not reach, by village; a village that it reached whole has 0."""
    outcome = one.counting
    found: Counter[str] = Counter({v: 0 for v, _, n in outcome.expected if n})
    if outcome.held is Held.NOT_HELD:
        for village, _, people in outcome.expected:
            found[village] += people
        return found
    for village, _ in one.served:
        found.setdefault(village, 0)
    for (village, _), people in one.absent.items():
        found[village] += people
    return found


def _following(told: Told) -> dict[str, list[date]]:
    """Return the days of sessions still to come, by the villages that they expect."""
    days: defaultdict[str, list[date]] = defaultdict(list)
    for one in told.promised:
        if one.day >= told.today and one.key not in told.by_key:
            for village in {v for v, _, people in one.expected if people}:
                days[village].append(one.day)
    return days


def _planned(told: Told) -> Counter[tuple[str, str]]:
    """Return whom sessions expect that are not reported yet.

    A session that is over but not reported counts as planned, not as served.
    """
    known = told.by_key
    planned: Counter[tuple[str, str]] = Counter()
    for one in told.promised:
        if one.key not in known:
            planned.update({(v, s): n for v, s, n in one.expected})
    return planned
