"""Whether what is known is right, complete, clean and live (đúng, đủ, sạch, sống). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from planner.domain.outcome import Outcome
from planner.planning.register import Line, Told, commune_of

LIVE_FOR = timedelta(days=7)
"""Data of a commune are live if a report of its sessions came within a week of the last one."""
SHORTEST_STAY = timedelta(minutes=15)
LONGEST_STAY = timedelta(hours=14)
MOST_OF_EXPECTED = 2
"""More than twice as many people as expected, and ten more, is looked at again."""


class Virtue(StrEnum):
    """The four things that data should be."""

    RIGHT = "right"
    COMPLETE = "complete"
    CLEAN = "clean"
    LIVE = "live"


class Fault(StrEnum):
    """What there is to fix."""

    BEYOND_DUE = "beyond_due"
    BEYOND_EXPECTED = "beyond_expected"
    ODD_STAY = "odd_stay"
    NO_REPORT = "no_report"
    UNDECIDED = "undecided"
    NOT_PROMISED = "not_promised"
    OLD = "old"


VIRTUES = {
    Fault.BEYOND_DUE: Virtue.RIGHT,
    Fault.BEYOND_EXPECTED: Virtue.RIGHT,
    Fault.ODD_STAY: Virtue.RIGHT,
    Fault.NO_REPORT: Virtue.COMPLETE,
    Fault.UNDECIDED: Virtue.CLEAN,
    Fault.NOT_PROMISED: Virtue.CLEAN,
    Fault.OLD: Virtue.LIVE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to fix: where, and the two numbers that show it.

    ``place`` is a village's or place's id, for ``OLD`` a commune's code. ``session`` and ``day``
    name an occasion, where it is one. ``found`` and ``limit`` are people, minutes or days.
    """

    fault: Fault
    place: str
    session: str = ""
    day: date | None = None
    service: str = ""
    found: int = 0
    limit: int = 0

    @property
    def virtue(self) -> Virtue:
        """What the data lack."""
        return VIRTUES[self.fault]


def findings(told: Told, lines: tuple[Line, ...]) -> tuple[Finding, ...]:
    """Return all that there is to fix, in the order of the virtues."""
    found = (*_beyond_due(lines), *_odd(told), *_unreported(told), *_unclean(told), *_old(told))
    order = list(Virtue)
    return tuple(sorted(found, key=lambda one: order.index(one.virtue)))


def unreported(told: Told) -> tuple[tuple[str, date], ...]:
    """Return the sessions that are over and of which nothing was heard."""
    known = told.by_key
    return tuple(p.key for p in told.promised if p.end <= told.now and p.key not in known)


def _beyond_due(lines: tuple[Line, ...]) -> Iterator[Finding]:
    for line in lines:
        if line.beyond:
            yield Finding(
                fault=Fault.BEYOND_DUE,
                place=line.village,
                service=line.service,
                found=line.served,
                limit=line.due,
            )


def _odd(told: Told) -> Iterator[Finding]:
    for one in told.found:
        outcome = one.counting
        expected = sum(people for _, _, people in outcome.expected)
        if expected and outcome.served > max(MOST_OF_EXPECTED * expected, expected + 10):
            yield _of(outcome, Fault.BEYOND_EXPECTED, found=outcome.served, limit=expected)
        stay = outcome.stay
        if stay is not None and not SHORTEST_STAY <= stay <= LONGEST_STAY and outcome.served:
            minutes = round(stay.total_seconds() / 60)
            yield _of(outcome, Fault.ODD_STAY, found=minutes)


def _unreported(told: Told) -> Iterator[Finding]:
    places = {p.key: p.place for p in told.promised}
    for key in unreported(told):
        days = (told.today - key[1]).days
        yield Finding(
            fault=Fault.NO_REPORT, place=places[key], session=key[0], day=key[1], found=days
        )


def _unclean(told: Told) -> Iterator[Finding]:
    promised = {p.key for p in told.promised}
    for one in told.found:
        if one.undecided:
            yield _of(one.counting, Fault.UNDECIDED, found=len(one.reports))
        if one.key not in promised:
            yield _of(one.counting, Fault.NOT_PROMISED, found=one.counting.served)


def _old(told: Told) -> Iterator[Finding]:
    """Yield the communes whose sessions go on while their reports do not."""
    heard: dict[str, date] = {}
    for one in told.found:
        commune = commune_of(told.district, one.counting.place)
        heard[commune] = max(one.counting.day, heard.get(commune, one.counting.day))
    sat: dict[str, date] = {}
    for p in told.promised:
        if p.end <= told.now:
            commune = commune_of(told.district, p.place)
            sat[commune] = max(p.day, sat.get(commune, p.day))
    first = min((p.day for p in told.promised), default=told.today)
    for commune, day in sorted(sat.items()):
        since = heard.get(commune, first)
        if day - since > LIVE_FOR:
            age = (told.today - since).days
            yield Finding(fault=Fault.OLD, place=commune, found=age, limit=LIVE_FOR.days)


def _of(outcome: Outcome, fault: Fault, *, found: int, limit: int = 0) -> Finding:
    return Finding(
        fault=fault,
        place=outcome.place,
        session=outcome.session,
        day=outcome.day,
        found=found,
        limit=limit,
    )
