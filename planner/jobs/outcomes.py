"""Reports of sessions between the store and what is computed of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from planner.data.outcome_sheet import TOLD_ON, ToldRow, read_outcome_rows
from planner.data.outcomes import (
    add_outcomes,
    add_ruling,
    demand_since,
    list_outcomes,
    list_rulings,
    outcomes_version,
    published_plans,
)
from planner.data.store import Store
from planner.domain.district import District
from planner.domain.outcome import Channel, Count, Outcome, Promised, Reporter, Ruling
from planner.domain.plan import Horizon, Plan
from planner.domain.road import RoadState
from planner.errors import BadData, BadFile, Conflict, NotFound, refuse
from planner.planning.intake import Telling, outcome_of
from planner.planning.learning import Seen, accepted, seen
from planner.planning.register import Told
from planner.planning.tally import (
    Occasion,
    occasions,
    promised,
    promised_of,
    with_people_left,
)
from planner.world.travel import TravelTimes, travel_times

Since = dict[tuple[str, str], datetime]
NOON = time(12)


def told(store: Store, now: datetime) -> Told:
    """Return all that is known of sessions at ``now``, with the current district.

    Raises
    ------
    NotFound
        If there is no district yet.
    """
    district = _district(store, store.get_district_id())
    found, since = _heard(store, outcomes_version(store))
    return Told(
        district=district,
        promised=promised_sessions(store),
        found=found,
        since=since,
        now=now,
        today=now.astimezone(ZoneInfo(district.settings.timezone)).date(),
    )


def promised_sessions(store: Store) -> tuple[Promised, ...]:
    """Return what was promised for each day by the newest published plan that has it."""
    return _promised(store, published_plans(store))


def people_left(
    store: Store, district_id: int, *, until: datetime, kept: Plan | None = None
) -> District:
    """Return a district with the people who were left at ``until`` in place of its demand.

    Parameters
    ----------
    kept
        A plan whose past days stay in what is planned, see ``tally.with_people_left``.
    """
    district = _district(store, district_id)
    if not outcomes_version(store)[0]:
        return district
    found = occasions(list_outcomes(store, until=until), list_rulings(store, until=until))
    return with_people_left(district, found, demand_since(store, until=until), kept)


def take(store: Store, outcomes: Sequence[Outcome], *, at: datetime) -> tuple[str, ...]:
    """Return the codes of those reports that were new; the one place where reports are stored."""
    return add_outcomes(store, outcomes, at=at)


def decide(store: Store, ruling: Ruling) -> None:
    """Store which report of an occasion counts."""
    add_ruling(store, ruling)


def planning_district(store: Store, *, at: datetime, kept: Plan | None = None) -> District:
    """Return the current district with the people who are left, to make a plan for.

    Parameters
    ----------
    kept
        The plan whose past days stay, where only the rest is planned again.

    Raises
    ------
    NotFound
        If there is no district yet.
    """
    return people_left(store, store.get_district_id(), until=at, kept=kept)


def accept(store: Store, key: str, value: float, *, at: datetime) -> int:
    """Return the id of a new version of the district with a figure as it was seen.

    Raises
    ------
    NotFound
        If nothing is proposed for this figure.
    Conflict
        If another value is by now; carries both.
    """
    known = told(store, at)
    one = next((s for s in learned(store, known) if s.key == key and s.proposed), None)
    if one is None:
        raise NotFound(f"no proposal {key!r}").saying("no_such_proposal", value=key)
    _refuse_other_value(one, value)
    return store.add_district(accepted(known.district, one), at=at)


def learned(store: Store, known: Told) -> tuple[Seen, ...]:
    """Return what reports say of the figures that plans are made with."""
    district_id = store.get_district_id()
    return seen(known, lambda state: _travel(store, district_id, state))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of a file: how many of its rows told of a session, and which were new."""

    rows: int
    new: tuple[str, ...]


def take_sheet(store: Store, path: Path, *, at: datetime) -> Taken:
    """Return what came of a file of reports; all of its rows are taken, or none.

    Raises
    ------
    BadFile
        With every faulty cell.
    """
    known = told(store, at)
    rows = read_outcome_rows(path, known.district)
    outcomes = sheet_outcomes(known, rows, path.name)
    return Taken(rows=len(rows), new=take(store, outcomes, at=at))


def find_conflicts(known: Told) -> tuple[Occasion, ...]:
    """Return the occasions whose reports differ and of which nobody has decided yet."""
    return tuple(one for one in known.found if one.undecided)


def sheet_outcomes(known: Told, rows: Sequence[ToldRow], name: str) -> tuple[Outcome, ...]:
    """Return the reports of the rows of a file.

    Raises
    ------
    BadFile
        With everything that is wrong with any of them, by cell.
    """
    sessions = {one.key: one for one in known.promised}
    found: dict[tuple[str, object], Outcome] = {}
    faults: list[BadData] = []
    for row in rows:
        key = row.values["session"], row.values["day"]
        try:
            one = _row_outcome(known, row, sessions.get(key))
        except BadFile as wrong:
            faults += (row.placed(f) for f in wrong.exceptions if isinstance(f, BadData))
            continue
        if not found.setdefault(key, one).agrees(one):
            where = row.row.where("session")
            faults.append(row.placed(BadData("row_twice", field="session", other=where)))
    refuse(name, faults)
    return tuple(found.values())


def _row_outcome(known: Told, row: ToldRow, one: Promised | None) -> Outcome:
    values = row.values
    if one is None:
        raise BadFile("row", [BadData("not_promised", field="session", value=values["session"])])
    served, absent = row.people("served"), row.people("absent")
    telling = Telling(
        held=values["held"],
        reason=values["reason"],
        counts=tuple(
            Count(service=s.id, served=served.get(s.id, 0), absent=absent.get(s.id, 0))
            for s in known.district.services
        ),
        arrived=values["arrived"],
        left=values["left"],
        road=values["road"],
        note=values["note"],
        reporter=values["reporter"] or Reporter.TEAM,
        channel=Channel.SHEET,
    )
    zone = ZoneInfo(known.district.settings.timezone)
    told_at = known.now
    if values[TOLD_ON]:
        told_at = min(known.now, datetime.combine(values[TOLD_ON], NOON, zone).astimezone(UTC))
    return outcome_of(one, telling, zone, told_at=told_at, today=known.today)


def _refuse_other_value(one: Seen, value: float) -> None:
    if abs(one.median - value) > 1e-9:
        raise Conflict(
            f"{one.key} is seen as {one.median}, not {value}", ours=value, theirs=one.median
        ).saying("no_such_proposal", value=one.key)


@lru_cache(maxsize=4)
def _district(store: Store, district_id: int) -> District:
    return store.get_district(district_id)


@lru_cache(maxsize=4)
def _travel(store: Store, district_id: int, state: RoadState) -> TravelTimes:
    return travel_times(_district(store, district_id), state)


@lru_cache(maxsize=4)
def _heard(store: Store, _version: tuple[int, int, int]) -> tuple[tuple[Occasion, ...], Since]:
    found = occasions(list_outcomes(store), list_rulings(store))
    return found, demand_since(store) if found else {}


@lru_cache(maxsize=4)
def _promised(store: Store, plan_ids: tuple[int, ...]) -> tuple[Promised, ...]:
    return promised(_sessions(store, plan_id) for plan_id in plan_ids)


@lru_cache(maxsize=64)
def _sessions(store: Store, plan_id: int) -> tuple[Horizon, tuple[Promised, ...]]:
    stored = store.get_plan(plan_id)
    settings = _district(store, stored.district_id).settings
    return stored.plan.horizon, tuple(promised_of(stored.plan, settings))
