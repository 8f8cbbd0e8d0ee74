"""What reports come to: one count for each occasion, whatever order they arrived in. Pure.

Of several reports of one occasion that differ the one told last counts, until a coordinator
decides: who tells later corrects what was told before. When it arrived says nothing, for a phone
without signal may send days later; and a clock that is ahead of ours is not believed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from planner.domain.district import District, Settings
from planner.domain.outcome import Outcome, Promised, Received, Ruling
from planner.domain.plan import Horizon, Plan
from planner.domain.session import Sitting

ByVillage = Mapping[tuple[str, str], int]
"""People by (village, service)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One session on one day as it was reported: all reports, newest first, and which counts.

    ``undecided`` says that reports differ and nobody has decided yet. ``served`` and ``absent``
    are people by (village, service), of the report that counts.
    """

    reports: tuple[Received, ...]
    counting: Outcome
    undecided: bool
    served: ByVillage
    absent: ByVillage

    @property
    def key(self) -> tuple[str, date]:
        """What names the occasion."""
        return self.counting.key

    @property
    def first_received(self) -> datetime:
        """When it was first heard of here."""
        return min(one.received_at for one in self.reports)


TURNOUT_FIELDS = {
    Sitting.VILLAGE_EVENING: "village_turnout",
    Sitting.VILLAGE_DAY: "village_day_turnout",
    Sitting.MARKET: "market_turnout",
    Sitting.SEAT: "seat_turnout",
}
"""The setting that says which share comes to a sitting, of those from next door."""


def promised_of(plan: Plan, settings: Settings | None = None) -> Iterator[Promised]:
    """Yield the sessions of a plan as what they promise, by day and team.

    ``settings`` are those that it was made with, where turnouts matter.
    """
    for shift in sorted(plan.shifts, key=lambda s: (s.day, s.team)):
        for stop in shift.stops:
            yield Promised(
                name=stop.session.lasting_name,
                day=shift.day,
                session_id=stop.session.id,
                team=shift.team,
                place=stop.session.place,
                sitting=stop.session.sitting,
                arrive=stop.arrive,
                end=stop.end,
                stations=stop.session.stations,
                expected=stop.served,
                turnout=getattr(settings, TURNOUT_FIELDS[stop.session.sitting], 1.0),
            )


def as_promised(outcome: Outcome) -> Promised:
    """Return a reported session that no published plan holds any more, as the report has it."""
    return Promised(
        name=outcome.session,
        day=outcome.day,
        session_id="",
        team=outcome.team,
        place=outcome.place,
        sitting=Sitting.VILLAGE_DAY,
        arrive=outcome.arrived or outcome.told_at,
        end=outcome.left or outcome.told_at,
        stations=1,
        expected=outcome.expected,
    )


def promised(
    published: Iterable[tuple[Horizon, Sequence[Promised]]],
) -> tuple[Promised, ...]:
    """Return what was promised for each day: by the newest published plan that has the day.

    Parameters
    ----------
    published
        Plans' horizons and sessions, the newest first.
    """
    found: list[Promised] = []
    known: set[date] = set()
    for horizon, sessions in published:
        days = set(horizon.days()) - known
        found += (one for one in sessions if one.day in days)
        known |= days
    return tuple(sorted(found, key=lambda one: (one.day, one.team, one.arrive)))


def occasions(reports: Iterable[Received], rulings: Iterable[Ruling]) -> tuple[Occasion, ...]:
    """Return the occasions that reports tell of, by day."""
    by_key: defaultdict[tuple[str, date], list[Received]] = defaultdict(list)
    for one in reports:
        by_key[one.outcome.key].append(one)
    ruled = {(ruling.session, ruling.day): ruling for ruling in rulings}
    found = (_occasion(some, ruled.get(key)) for key, some in by_key.items())
    return tuple(sorted(found, key=lambda one: (one.key[1], one.key[0])))


def _occasion(some: Sequence[Received], ruling: Ruling | None) -> Occasion:
    newest_first = sorted(some, key=lambda r: (r.told_at, r.outcome.report), reverse=True)
    chosen = ruling.report if ruling else None
    seen = set(ruling.among) if ruling else set()
    eligible = [
        r for r in newest_first if r.outcome.report == chosen or r.outcome.report not in seen
    ]
    counting = eligible[0].outcome
    differ = any(not a.outcome.agrees(b.outcome) for a in eligible for b in eligible)
    return Occasion(
        reports=tuple(newest_first),
        counting=counting,
        undecided=differ,
        served=by_village(counting, {c.service: c.served for c in counting.counts}),
        absent=by_village(counting, {c.service: c.absent for c in counting.counts}),
    )


def shared_out(people: int, weights: Sequence[int]) -> list[int]:
    """Return whole people in proportion to weights, the largest remainders first.

    Equal remainders go by the order of the weights, as do all people if every weight is 0.
    """
    total = sum(weights)
    if total == 0:
        return [people if n == 0 else 0 for n in range(len(weights))]
    shares = [divmod(people * weight, total) for weight in weights]
    whole = [quotient for quotient, _ in shares]
    order = sorted(range(len(shares)), key=lambda n: (-shares[n][1], n))
    for n in order[: people - sum(whole)]:
        whole[n] += 1
    return whole


def by_village(outcome: Outcome, people: Mapping[str, int]) -> Counter[tuple[str, str]]:
    """Return people by service as people by (village, service).

    A report counts people by service: where they come from is shared out as the plan expected
    them. A service that was not expected is shared out like all the others together.
    """
    found: Counter[tuple[str, str]] = Counter()
    for service, count in people.items():
        villages = _weights(outcome, service)
        shares = shared_out(count, list(villages.values()))
        for village, share in zip(villages, shares, strict=True):
            if share:
                found[village, service] += share
    return found


def _weights(outcome: Outcome, service: str) -> dict[str, int]:
    own = [(v, n) for v, s, n in outcome.expected if s == service]
    weights: dict[str, int] = {}
    for village, people in own or [(v, n) for v, _, n in outcome.expected]:
        weights[village] = weights.get(village, 0) + people
    return weights or {outcome.place: 1}


def served_since(
    found: Iterable[Occasion], since: Mapping[tuple[str, str], datetime]
) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Return who were served by (village, service): those not yet in the figures of demand, all.

    Parameters
    ----------
    since
        Since when each figure of demand stands; what was heard of before is in it.
    """
    fresh: Counter[tuple[str, str]] = Counter()
    everybody: Counter[tuple[str, str]] = Counter()
    for one in found:
        for key, people in one.served.items():
            everybody[key] += people
            if key not in since or one.first_received >= since[key]:
                fresh[key] += people
    return fresh, everybody


def with_people_left(
    district: District,
    found: Sequence[Occasion],
    since: Mapping[tuple[str, str], datetime],
    kept: Plan | None = None,
) -> District:
    """Return the district with the people who are left now in place of its demand.

    Parameters
    ----------
    kept
        A plan whose past days stay in what is planned: there, whom a reported session was
        planned to serve counts as demand, for that very session takes them away again.
    """
    if not found:
        return district
    less, _ = served_since(found, since)
    reported = {one.key for one in found}
    for one in promised_of(kept) if kept else ():
        if one.key in reported:
            less.subtract({(village, service): n for village, service, n in one.expected})
    return replace(
        district,
        demands=tuple(
            replace(d, people=max(0, d.people - less[d.village, d.service]))
            for d in district.demands
        ),
    )
