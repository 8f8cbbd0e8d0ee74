"""Plans made and stored: what is asked, for the sky as it is known, and kept with its figures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from optimizer.solve import OnProgress
from planner.data.store import Store
from planner.data.weather import get_sky
from planner.domain.district import District
from planner.domain.plan import Horizon, Plan
from planner.domain.road import RoadState
from planner.domain.weather import Sky
from planner.errors import BadData
from planner.jobs.outcomes import people_left
from planner.planning.guarantees import pledges
from planner.planning.plan import Engine, PlanRequest, plan_district, solve_warm
from planner.planning.robustness import with_robustness
from planner.world.sky import fresh_states, months_without_climate

RAIN = "rain"
"""Roads as rain may leave them, instead of all in one state."""
WEATHERS = 300
"""Fresh weathers that each plan is played on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a plan, as options and forms say it.

    ``roads`` is ``RAIN`` or a state of the roads; without one it is rain, if the district has a
    climate. ``price``: plan once more without guarantees, to know what they cost.
    """

    first: date
    weeks: int
    seconds: float
    seed: int = 1
    roads: str | None = None
    unlucky: int = 0
    price: bool = False


def to_request(store: Store, asked: Asked) -> PlanRequest:
    """Return the request that was asked for, in the sky as it is known now.

    Raises
    ------
    BadData
        If unlucky weather is to be minded in a plan without weather, or besides guarantees; or if
        the price is asked of guarantees where there are none.
    """
    rain = asked.roads == RAIN or (asked.roads is None and knows_rain(store))
    if asked.unlucky and not rain:
        raise BadData("unlucky_without_rain", value=asked.unlucky)
    horizon = Horizon.weeks(asked.first, asked.weeks)
    promised = bool(pledges(store.get_district(), horizon))
    if asked.unlucky and promised:
        raise BadData("unlucky_with_guarantees", value=asked.unlucky)
    if asked.price and not promised:
        raise BadData("price_without_guarantees")
    return PlanRequest(
        horizon=horizon,
        seconds=asked.seconds,
        seed=asked.seed,
        state=RoadState(asked.roads) if asked.roads not in {RAIN, None} else RoadState.DRY,
        sky=get_sky(store, seed=asked.seed) if rain else None,
        unlucky_percent=asked.unlucky,
    )


def knows_rain(store: Store) -> bool:
    """Return whether the current district says how it rains, so that plans can be made for it."""
    return not months_without_climate(store.get_district())


def same_request(store: Store, plan: Plan, *, seed: int, seconds: float = 30.0) -> PlanRequest:
    """Return the request that a plan answered, for the sky as it is known now."""
    return PlanRequest(
        horizon=plan.horizon,
        seconds=seconds,
        seed=seed,
        state=plan.road_state,
        sky=get_sky(store, seed=seed) if plan.weather else None,
    )


def make_plan(
    store: Store,
    request: PlanRequest,
    on_progress: OnProgress | None = None,
    *,
    engine: Engine = solve_warm,
) -> int:
    """Return the number of a new plan of the current district, once it is stored.

    Raises
    ------
    NotFound
        If no district was imported yet.
    Infeasible
        If the checker refuses the plan; it is then not stored.
    """
    district_id = store.get_district_id()
    district = people_left(store, district_id, until=datetime.now(UTC))
    made = plan_district(district, request, on_progress, engine=engine)
    return keep_plan(store, made, request, district_id=district_id)


def keep_plan(store: Store, made: Plan, request: PlanRequest, *, district_id: int) -> int:
    """Return the number of a plan, once it is played and stored.

    ``district_id`` is the district that it was made of: another may be the current one by now.
    """
    district = people_left(store, district_id, until=datetime.now(UTC), kept=made)
    told = played(district, made, request)
    return store.add_plan(told, district_id=district_id, at=datetime.now(UTC))


def played(district: District, made: Plan, request: PlanRequest) -> Plan:
    """Return a plan with what comes of it in weathers that it was not made with.

    It stays as it is where the district has no climate.
    """
    if months_without_climate(district):
        return made
    sky = request.sky or Sky(seed=request.seed)
    seed = request.seed + 1  # the plan was made with those of its own seed
    states = fresh_states(district, request.horizon, sky, weathers=WEATHERS, seed=seed)
    return with_robustness(district, made, states)


def stoppable(cancelled: Callable[[], bool]) -> Engine:
    """Return the optimizer as an engine that answers with its best so far, once it is told to."""
    return partial(solve_warm, cancelled=cancelled)
