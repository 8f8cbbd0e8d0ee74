"""Two hundred sessions reported through three channels, in any order, twice, and in conflict."""

import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from planner.data.store import Store
from planner.domain.outcome import Promised
from planner.domain.plan import Plan
from planner.jobs import outcomes as jobs
from planner.planning.register import Told as KnownSessions
from planner.planning.register import register
from planner.planning.tally import promised_of
from planner.planning.week_report import week_report
from tests.web import reporting
from tests.web.reporting import DUE, SAME_SITE, SERVICES, VILLAGES, Senders, Told
from tests.web.worlds import MONDAY
from web.app import create_app

SESSIONS = 200
LATER = datetime(2022, 11, 30, tzinfo=UTC)
Key = tuple[str, date]


def shares(people: int, weights: list[int]) -> list[int]:
    """Return people in proportion to weights, the largest remainders first; with fractions."""
    exact = [Fraction(people * w, sum(weights)) for w in weights]
    given = [int(x) for x in exact]
    for n in sorted(range(len(exact)), key=lambda n: given[n] - exact[n])[: people - sum(given)]:
        given[n] += 1
    return given


def differ(reports: list[Told]) -> bool:
    return any(a.says() != b.says() for a in reports for b in reports)


class Tally:
    """What the register should hold, in plain dicts."""

    def __init__(self, reports: list[Told], chosen: dict[Key, Told]) -> None:
        self.by_key: dict[Key, list[Told]] = defaultdict(list)
        for told in reports:
            self.by_key[told.session, told.day].append(told)
        self.winner = {
            key: chosen.get(key) or max(some, key=lambda t: t.at)
            for key, some in self.by_key.items()
        }
        self.undecided = {k for k, some in self.by_key.items() if differ(some) and k not in chosen}

    def people(
        self, expected: dict[Key, tuple[tuple[str, str, int], ...]], which: int
    ) -> Counter[tuple[str, str]]:
        """Return people by (village, service): those served (0) or absent (1)."""
        found: Counter[tuple[str, str]] = Counter()
        for key, told in self.winner.items():
            for service, counts in told.counts.items():
                crowd = [(v, n) for v, s, n in expected[key] if s == service]
                given = shares(counts[which], [n for _, n in crowd])
                for (village, _), people in zip(crowd, given, strict=True):
                    found[village, service] += people
        return found


def check(store: Store, tally: Tally, plan_: Plan) -> None:
    known = jobs.told(store, LATER)
    promised = list(promised_of(plan_))
    expected = {p.key: p.expected for p in promised}
    served, absent = tally.people(expected, 0), tally.people(expected, 1)
    planned: Counter[tuple[str, str]] = Counter()
    for p in promised:
        if p.key not in tally.winner:
            planned.update({(v, s): n for v, s, n in p.expected})
    rows = {
        (line.village, line.service): (line.due, line.served, line.left, line.planned, line.absent)
        for line in register(known)
    }
    assert rows == {
        (v, s): (DUE, served[v, s], DUE - served[v, s], planned[v, s], absent[v, s])
        for v in VILLAGES
        for s in SERVICES
    }
    assert {o.key for o in jobs.find_conflicts(known)} == tally.undecided
    left = jobs.planning_district(store, at=LATER).demands
    assert {(d.village, d.service): d.people for d in left} == {
        (v, s): DUE - served[v, s] for v in VILLAGES for s in SERVICES
    }
    for week in range(4):
        _check_week(known, tally, promised, MONDAY + timedelta(days=7 * week))


def _check_week(known: KnownSessions, tally: Tally, promised: list[Promised], monday: date) -> None:
    days = {monday + timedelta(days=n) for n in range(7)}
    keys = [p.key for p in promised if p.day in days]
    told = [tally.winner[k] for k in keys if k in tally.winner]
    whole = week_report(known, monday).whole
    assert (whole.planned, whole.unreported) == (len(keys), len(keys) - len(told))
    held = Counter(t.held for t in told)
    assert (whole.held, whole.partly, whole.not_held) == (
        held["held"],
        held["partly"],
        held["not_held"],
    )
    assert whole.served == sum(c[0] for t in told for c in t.counts.values())
    assert whole.absent == sum(c[1] for t in told for c in t.counts.values())
    assert whole.expected_all == sum(p.people for p in promised if p.day in days)
    causes = Counter(t.reason for t in told if t.reason)
    found = {c.reason.value: c.not_held + c.partly for c in week_report(known, monday).causes}
    assert found == dict(causes)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_the_register_is_what_an_independent_tally_says(tmp_path: Path, seed: int) -> None:
    toss = random.Random(seed)
    folder = reporting.published(tmp_path, SESSIONS, seed)
    feeds = {f.name: f.read_bytes() for f in (folder / "feeds").glob("*.ics")}
    plan_ = Store.open(folder).get_plan().plan
    clock = [LATER]
    client = create_app(folder, now=lambda: clock[0]).test_client()
    teams = {p.key: p.team for p in promised_of(plan_)}
    senders = Senders(client, folder, clock, teams)

    reports = reporting.made_up(toss, plan_)
    twice = [t for t in reports if t.channel != "call" and toss.random() < 0.3]
    sendings = [*reports, *twice]
    toss.shuffle(sendings)
    for told in sendings:
        late = timedelta(minutes=toss.randrange(0, 9_000)) if told.channel == "phone" else None
        senders.send(told, told.at + (late or timedelta()))
    clock[0] = LATER
    store = Store.open(folder)
    tally = Tally(_as_kept(sendings), {})
    assert len(tally.undecided) > 20
    check(store, tally, plan_)

    chosen = _decide(client, store, toss, tally)
    check(store, Tally(_as_kept(sendings), chosen), plan_)
    assert {f.name: f.read_bytes() for f in (folder / "feeds").glob("*.ics")} == feeds
    assert store.get_plan().plan == plan_


def _as_kept(sendings: list[Told]) -> list[Told]:
    """Return each report once, as it came first: a row of a sheet is what it says."""
    kept: dict[object, Told] = {}
    for told in sendings:
        row = (told.session, told.day, repr(told.says()))
        kept.setdefault(row if told.channel == "sheet" else told.code, told)
    return list(kept.values())


def _decide(
    client: FlaskClient, store: Store, toss: random.Random, tally: Tally
) -> dict[Key, Told]:
    """Choose a report for half of the conflicts, on their pages."""
    chosen: dict[Key, Told] = {}
    for one in jobs.find_conflicts(jobs.told(store, LATER)):
        if toss.random() < 0.5:
            continue
        pick = toss.choice(one.reports)
        answer = client.post(
            "/outcomes/decide",
            data={
                "session": one.key[0],
                "day": str(one.key[1]),
                "report": pick.outcome.report,
                "among": [r.outcome.report for r in one.reports],
            },
            headers=SAME_SITE,
        )
        assert answer.status_code == 303
        chosen[one.key] = next(t for t in tally.by_key[one.key] if t.at == pick.outcome.told_at)
    assert len(chosen) > 5
    return chosen
