"""What a week brought against what was promised for it. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from planner.domain.outcome import Held, Outcome, Promised, WhyNot
from planner.domain.session import Sitting
from planner.planning.register import MopUp, Told, commune_of, mop_ups

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One session of the week: what was promised, if it was, and what was reported, if it was."""

    promised: Promised | None
    outcome: Outcome | None
    over: bool

    @property
    def place(self) -> str:
        """Where it was."""
        return self.outcome.place if self.outcome else self._promise.place

    @property
    def team(self) -> str:
        """Whose it was."""
        return self.promised.team if self.promised else self._outcome.team

    @property
    def key(self) -> tuple[str, date]:
        """What names the occasion."""
        return self.outcome.key if self.outcome else self._promise.key

    @property
    def expected(self) -> tuple[tuple[str, str, int], ...]:
        """People by (village, service) who were expected."""
        return self.promised.expected if self.promised else self._outcome.expected

    @property
    def _promise(self) -> Promised:
        if self.promised is None:
            raise ValueError("a pair has a promise or an outcome")
        return self.promised

    @property
    def _outcome(self) -> Outcome:
        if self.outcome is None:
            raise ValueError("a pair has a promise or an outcome")
        return self.outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Sessions added up. People expected and served are those of reported sessions alone.

    ``planned`` are all promised ones; ``expected_all`` whom those expect, reported or not.
    """

    planned: int = 0
    held: int = 0
    partly: int = 0
    not_held: int = 0
    unreported: int = 0
    coming: int = 0
    expected_all: int = 0
    expected: int = 0
    served: int = 0
    absent: int = 0

    @property
    def reported(self) -> int:
        """How many sessions are reported."""
        return self.held + self.partly + self.not_held


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why sessions were not held, or only in part: how many, and whom that cost."""

    reason: WhyNot
    not_held: int
    partly: int
    missed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekReport:
    """A week; ``turnout`` is of sessions that were held in full, by sitting."""

    monday: date
    pairs: tuple[Pair, ...]
    whole: Row
    services: dict[str, Row]
    communes: dict[str, Row]
    teams: dict[str, Row]
    causes: tuple[Cause, ...]
    catch_up: tuple[MopUp, ...]
    turnout: dict[Sitting, Row] = field(default_factory=dict)


def week_report(told: Told, monday: date) -> WeekReport:
    """Return the report of the week that begins on ``monday``."""
    pairs = tuple(pairs_of(told, monday, monday + WEEK))
    district = told.district
    in_full = [p for p in pairs if p.promised and p.outcome and p.outcome.held is Held.HELD]
    return WeekReport(
        monday=monday,
        pairs=pairs,
        whole=row(pairs),
        services={s.id: _of_service(pairs, s.id) for s in district.services},
        communes=_grouped(pairs, lambda p: commune_of(district, p.place)),
        teams=_grouped(pairs, lambda p: p.team),
        causes=_causes(pairs),
        catch_up=tuple(m for m in mop_ups(told) if monday <= m.day < monday + WEEK),
        turnout={
            sitting: row(some)
            for sitting in Sitting
            if (some := [p for p in in_full if p.promised and p.promised.sitting is sitting])
        },
    )


def pairs_of(told: Told, first: date, end: date) -> Iterator[Pair]:
    """Yield the sessions of the days from ``first`` to before ``end``; those not promised last."""
    known = dict(told.by_key)
    for one in told.promised:
        if first <= one.day < end:
            found = known.pop(one.key, None)
            outcome = found.counting if found else None
            yield Pair(promised=one, outcome=outcome, over=one.end <= told.now)
    for occasion in told.found:
        if first <= occasion.key[1] < end and occasion.key in known:
            yield Pair(promised=None, outcome=occasion.counting, over=True)


def row(pairs: Iterable[Pair]) -> Row:
    """Return sessions added up."""
    some = list(pairs)
    held = Counter(p.outcome.held for p in some if p.outcome)
    return Row(
        planned=sum(p.promised is not None for p in some),
        held=held[Held.HELD],
        partly=held[Held.PARTLY],
        not_held=held[Held.NOT_HELD],
        unreported=sum(p.over and p.outcome is None for p in some),
        coming=sum(not p.over and p.outcome is None for p in some),
        expected_all=sum(_people(p) for p in some),
        expected=sum(_people(p) for p in some if p.outcome),
        served=sum(p.outcome.served for p in some if p.outcome),
        absent=sum(p.outcome.absent for p in some if p.outcome),
    )


def _people(pair: Pair, service: str = "") -> int:
    return sum(people for _, s, people in pair.expected if service in ("", s))


def _of_service(pairs: Sequence[Pair], service: str) -> Row:
    counts = [c for p in pairs if p.outcome for c in p.outcome.counts if c.service == service]
    return Row(
        expected_all=sum(_people(p, service) for p in pairs),
        expected=sum(_people(p, service) for p in pairs if p.outcome),
        served=sum(c.served for c in counts),
        absent=sum(c.absent for c in counts),
    )


def _grouped(pairs: Sequence[Pair], key: Callable[[Pair], str]) -> dict[str, Row]:
    groups: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[key(pair)].append(pair)
    return {name: row(some) for name, some in sorted(groups.items())}


def _causes(pairs: Sequence[Pair]) -> tuple[Cause, ...]:
    groups: defaultdict[WhyNot, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.outcome and pair.outcome.reason:
            groups[pair.outcome.reason].append(pair)
    found = []
    for reason, some in groups.items():
        added = row(some)
        missed = sum(max(0, _people(p) - p.outcome.served) for p in some if p.outcome)
        found.append(
            Cause(reason=reason, not_held=added.not_held, partly=added.partly, missed=missed)
        )
    return tuple(sorted(found, key=lambda c: (-c.missed, c.reason.value)))
