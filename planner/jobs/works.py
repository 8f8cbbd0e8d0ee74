"""The work of three kinds of jobs: to plan, to plan again, and to complete a draft.

Each ends by adding to the store. Whatever was changed by hand, published or imported meanwhile
stays as it is: a plan is a new plan of the district that it was made of, and a completion of a
draft that has moved on becomes such a plan instead of a step of the draft.
"""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from planner.data.drafts import add_completion, change_draft, get_draft
from planner.data.store import Store
from planner.domain.draft import Completed
from planner.domain.plan import Plan
from planner.errors import Conflict, NotFound
from planner.jobs.desk import Desk, desk_of
from planner.jobs.outcomes import people_left
from planner.jobs.plans import Asked, keep_plan, stoppable, to_request
from planner.jobs.repair import keep_repair, repair
from planner.jobs.worker import Teller
from planner.planning.plan import plan_district
from planner.planning.price import price_of
from planner.planning.stability import Shifted

PLAN, REPLAN, COMPLETE = "plan", "replan", "complete"
"""What these kinds of jobs are called."""


def quiet() -> Teller:
    """Return a teller for works that nobody watches."""
    return Teller(lambda _: None, lambda: False)


def plan(folder: Path, asked: Asked, *, on_progress: Teller | None = None) -> dict[str, Any]:
    """Plan the current district, and tell what its guarantees cost if that is asked."""
    teller = on_progress or quiet()
    store, engine = Store.open(folder), stoppable(teller.cancelled)
    request, district_id = to_request(store, asked), store.get_district_id()
    district = people_left(store, district_id, until=datetime.now(UTC))
    made = plan_district(district, request, teller, engine=engine)
    if is_nothing(made, teller):
        return {}
    number = keep_plan(store, made, request, district_id=district_id)
    if not asked.price or teller.cancelled():
        return {"plan": number}
    price = price_of(district, request, made, teller, engine=engine)
    if teller.cancelled():
        return {"plan": number}
    return {"plan": number, "price": {"people": price.people, **asdict(price)}}


def replan(
    folder: Path,
    seconds: float,
    seed: int = 1,
    most_short: int | None = None,
    at: datetime | None = None,
    *,
    on_progress: Teller | None = None,
) -> dict[str, Any]:
    """Plan the rest of the newest revision again, with as little change as is worth it.

    ``at`` is taken for now, if it is given; at most ``most_short`` sessions change with under 48
    hours' notice.
    """
    teller = on_progress or quiet()
    store, engine = Store.open(folder), stoppable(teller.cancelled)
    made = repair(
        store,
        at or datetime.now(UTC),
        seconds=seconds,
        seed=seed,
        most_short=most_short,
        on_progress=teller,
        engine=engine,
    )
    if is_nothing(made.found.plan, teller):
        return {}
    changes = made.found.stability
    return {
        "plan": keep_repair(store, made, most_short),
        "revision": made.revision,
        "kept": len(changes.of(Shifted.KEPT)),
        "changed": len(changes.changed),
        "new": len(changes.of(Shifted.NEW)),
        "people_affected": changes.people_affected,
        "short_notice": len(changes.short(made.told.now)),
        "forced": len(made.found.forced),
        "dropped": len(made.found.dropped),
    }


def complete(
    folder: Path,
    number: int,
    version: int,
    seconds: float,
    *,
    at: datetime | None = None,
    on_progress: Teller | None = None,
) -> dict[str, Any]:
    """Have the rest of a draft planned around what was changed by hand, as a step of the draft.

    It is about the draft at ``version``. If it has moved on nothing is planned; if it does while
    it is completed, what was made is kept as a plan of its own, and the draft is left alone.
    """
    teller = on_progress or quiet()
    store = Store.open(folder)
    desk = desk_of(store, get_draft(store, number), version)
    try:
        desk.refuse_stale(desk.stored.draft.with_step(Completed(completion=0)))
    except (Conflict, NotFound):
        return {"draft": number, "conflict": True}
    made = desk.completed(seconds, at, teller, engine=stoppable(teller.cancelled))
    return keep_completion(desk, made)


def keep_completion(desk: Desk, made: Plan) -> dict[str, Any]:
    """Add what a draft was completed to, or keep it as a plan if the draft has moved on."""
    store, number = desk.store, desk.stored.number
    completion = add_completion(store, made, district_id=desk.district_id)
    step = Completed(completion=completion)
    try:
        stored = change_draft(
            store,
            number,
            desk.stored.draft.with_step(step),
            expected=desk.expected,
            at=datetime.now(UTC),
        )
    except (Conflict, NotFound):
        kept = keep_plan(store, made, desk.request, district_id=desk.district_id)
        return {"draft": number, "conflict": True, "plan": kept}
    return {"draft": number, "version": stored.version}


def is_nothing(made: Plan, teller: Teller) -> bool:
    """Return whether a work was stopped before there was a plan to keep."""
    return teller.cancelled() and not (teller.told and any(day.stops for day in made.shifts))
