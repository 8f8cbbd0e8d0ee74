"""How likely each session of a stored plan is to fail, in the weather as it is known now."""

from planner.data.store import Store
from planner.data.weather import get_sky
from planner.planning.clock import STEP_S
from planner.planning.risk import Risk, risk_of
from planner.world.sky import weather_of


def risks(store: Store, plan_id: int | None, *, seed: int) -> Risk:
    """Return the risks of a plan, the newest if none is named.

    Raises
    ------
    NotFound
        If there is no such plan, or its district has no climate.
    """
    stored = store.get_plan(plan_id)
    district = store.get_district(stored.district_id)
    sky = get_sky(store, seed=seed)
    weather = weather_of(district, stored.plan.horizon, sky, step_s=STEP_S)
    return risk_of(district, stored.plan, weather)
