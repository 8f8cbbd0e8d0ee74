"""The figures of the pages, derived from a district and its plan; nothing here knows of Flask.

People are counted once per service: somebody who gets a card and an e-ID counts twice.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.district import District
from planner.domain.place import Village
from planner.domain.plan import Horizon, Left, Plan, Shift, SkipReason, Stop
from planner.domain.service import Service

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many people are due and how many of them the plan expects to serve."""

    due: int
    planned: int

    @property
    def left(self) -> int:
        """How many the plan leaves."""
        return self.due - self.planned

    @property
    def share(self) -> float:
        """The planned as a fraction of the due, 0 if nobody is due."""
        return self.planned / self.due if self.due else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageLeft:
    """People of one village whom the plan leaves, the service with most of them first."""

    village: Village
    parts: tuple[Left, ...]

    @property
    def people(self) -> int:
        """How many are left in all."""
        return sum(part.people for part in self.parts)

    @property
    def reason(self) -> SkipReason:
        """Why most of them are left."""
        return most_common_reason(self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonLeft:
    """All people left for one reason, and in how many villages."""

    reason: SkipReason
    people: int
    villages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekFigures:
    """One week of the plan, named by its Monday."""

    monday: date
    sessions: int
    people: int
    nights: int


def monday_of(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def stops(plan: Plan) -> Iterator[tuple[Shift, Stop]]:
    """Yield every stop of the plan with its shift, by day, then team."""
    for shift in sorted(plan.shifts, key=lambda s: (s.day, s.team)):
        for stop in shift.stops:
            yield shift, stop


def served(plan: Plan) -> Counter[tuple[str, str]]:
    """Return the people the plan serves, by (village id, service id)."""
    count: Counter[tuple[str, str]] = Counter()
    for _, stop in stops(plan):
        for village, service, people in stop.served:
            count[village, service] += people
    return count


def _progress(
    district: District, plan: Plan, key: Callable[[str, str], str]
) -> dict[str, Progress]:
    """Return the progress by ``key(village id, service id)``."""
    due: Counter[str] = Counter()
    planned: Counter[str] = Counter()
    for demand in district.demands:
        due[key(demand.village, demand.service)] += demand.people
    for (village, service), people in served(plan).items():
        planned[key(village, service)] += people
    return {k: Progress(due=due[k], planned=planned[k]) for k in due | planned}


def by_service(district: District, plan: Plan) -> dict[str, Progress]:
    """Return the progress by service id."""
    return _progress(district, plan, lambda _village, service: service)


def by_village(district: District, plan: Plan) -> dict[str, Progress]:
    """Return the progress by village id."""
    return _progress(district, plan, lambda village, _service: village)


def by_commune(district: District, plan: Plan) -> dict[str, Progress]:
    """Return the progress by commune code."""
    communes = {v.id: v.commune for v in district.villages}
    return _progress(district, plan, lambda village, _service: communes[village])


def of_village(district: District, plan: Plan, village_id: str) -> list[tuple[Service, Progress]]:
    """Return the progress of one village by service, in the workbook's order."""
    count = served(plan)
    due = {d.service: d.people for d in district.demands if d.village == village_id}
    return [
        (s, Progress(due=due.get(s.id, 0), planned=count[village_id, s.id]))
        for s in district.services
        if due.get(s.id, 0) or count[village_id, s.id]
    ]


def most_common_reason(parts: Iterable[Left]) -> SkipReason:
    """Return the reason that leaves most people; the first of equals."""
    people: Counter[SkipReason] = Counter()
    for part in parts:
        people[part.reason] += part.people
    return max(people, key=lambda reason: people[reason])


def villages_left(district: District, plan: Plan) -> list[VillageLeft]:
    """Return the villages with people left, most people first."""
    parts: defaultdict[str, list[Left]] = defaultdict(list)
    for left in plan.left:
        if left.people > 0:
            parts[left.village].append(left)
    found = [
        VillageLeft(
            village=district.village_by_id[village],
            parts=tuple(sorted(those, key=lambda left: -left.people)),
        )
        for village, those in parts.items()
    ]
    return sorted(found, key=lambda v: (-v.people, v.village.name, v.village.id))


def reasons_left(plan: Plan) -> list[ReasonLeft]:
    """Return why people are left, the reason with most people first."""
    people: Counter[SkipReason] = Counter()
    villages: defaultdict[SkipReason, set[str]] = defaultdict(set)
    for left in plan.left:
        if left.people > 0:
            people[left.reason] += left.people
            villages[left.reason].add(left.village)
    ranked = sorted(people, key=lambda r: (-people[r], r.value))
    return [ReasonLeft(reason=r, people=people[r], villages=len(villages[r])) for r in ranked]


def sleeps_away(district: District, shift: Shift) -> bool:
    """Whether the team spends the night after this shift away from its base."""
    return shift.end_place != district.team_by_id[shift.team].base


def nights_away(district: District, plan: Plan) -> dict[str, int]:
    """Return the nights away by team id, for the teams that have any, in the workbook's order."""
    count = Counter(s.team for s in plan.shifts if sleeps_away(district, s))
    return {t.id: count[t.id] for t in district.teams if count[t.id]}


def weeks(district: District, plan: Plan) -> list[WeekFigures]:
    """Return the plan's weeks in order, the empty ones too."""
    return [_week(district, plan, monday) for monday in mondays(plan.horizon)]


def mondays(horizon: Horizon) -> list[date]:
    """Return the Mondays of the weeks that a horizon touches."""
    first, last = monday_of(horizon.first), monday_of(horizon.last)
    return [first + WEEK * i for i in range((last - first) // WEEK + 1)]


def _week(district: District, plan: Plan, monday: date) -> WeekFigures:
    shifts = [s for s in plan.shifts if monday_of(s.day) == monday]
    held = [stop for shift in shifts for stop in shift.stops]
    return WeekFigures(
        monday=monday,
        sessions=len(held),
        people=sum(stop.people for stop in held),
        nights=sum(sleeps_away(district, s) for s in shifts),
    )
