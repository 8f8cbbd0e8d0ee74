"""Plans again around the newest revision, with as little change as is worth it, and keeps it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from optimizer.solve import OnProgress
from planner.data.findings import Kind, add_finding
from planner.data.store import Store
from planner.data.weather import newest_weather
from planner.domain.district import District
from planner.jobs.outcomes import people_left
from planner.jobs.plans import keep_plan, same_request
from planner.planning.plan import Engine, PlanRequest, solve_warm
from planner.planning.replan import Replanned, replan_district
from planner.planning.told import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """A team that is beyond a closed road at ``place``, and when it comes home."""

    team: str
    place: str
    nights: int
    home: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """A stored repair: which plan came of which revision, and what could not stay as it was.

    ``now`` is the moment from which it changes anything. ``lost`` and ``dropped`` count pieces,
    ``forced`` are sessions (lasting names) that no plan can hold as people were told.
    """

    plan: int
    revision: int
    now: datetime
    most_short: int | None
    lost: int
    dropped: int
    forced: tuple[str, ...]
    stuck: tuple[Waits, ...]


@dataclass(frozen=True, kw_only=True)
class Repair:
    """A repair that is not stored yet, with what it was asked."""

    revision: int
    told: Told
    request: PlanRequest
    found: Replanned
    district_id: int
    district: District


def repair(
    store: Store,
    now: datetime,
    *,
    seconds: float,
    seed: int,
    most_short: int | None,
    on_progress: OnProgress | None = None,
    engine: Engine = solve_warm,
) -> Repair:
    """Return the newest revision planned again from a moment on.

    Raises
    ------
    NotFound
        If nothing is published.
    BadFile
        If a team that slept away has no way home before the plan ends.
    """
    revision, district_id = store.get_revision(), store.get_district_id()
    told = Told(plan=store.get_plan(revision.plan_id).plan, now=now)
    request = same_request(store, told.plan, seed=seed, seconds=seconds)
    district = people_left(store, district_id, until=datetime.now(UTC), kept=told.plan)
    found = replan_district(
        district, request, told, on_progress, most_short=most_short, engine=engine
    )
    return Repair(
        revision=revision.number,
        told=told,
        request=request,
        found=found,
        district_id=district_id,
        district=district,
    )


def keep_repair(store: Store, made: Repair, most_short: int | None) -> int:
    """Return the number of the draft that a repair was stored as, with what it could not keep."""
    weather = newest_weather(store)
    number = keep_plan(store, made.found.plan, made.request, district_id=made.district_id)
    said, at = repaired(made, number, most_short), datetime.now(UTC)
    add_finding(store, Kind.REPAIR, said, plan_id=number, weather=weather, at=at)
    return number


def repaired(made: Repair, plan: int, most_short: int | None) -> Repaired:
    """Return what is remembered of a repair beside its plan."""
    found = made.found
    return Repaired(
        plan=plan,
        revision=made.revision,
        now=made.told.now,
        most_short=most_short,
        lost=len(found.lost),
        dropped=len(found.dropped),
        forced=found.forced,
        stuck=tuple(
            Waits(team=one.team, place=one.place, nights=one.nights, home=one.home)
            for one in found.stuck
        ),
    )
