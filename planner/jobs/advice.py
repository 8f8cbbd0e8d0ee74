"""Works out advice on a rain warning for the newest revision, and remembers it with its plans."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from optimizer.solve import OnProgress
from planner.data.drafts import add_completion, get_completion
from planner.data.findings import Kind, add_finding
from planner.data.store import Revision, Store
from planner.data.weather import get_sky, newest_weather
from planner.domain.district import District
from planner.jobs.outcomes import people_left
from planner.jobs.plans import played
from planner.planning.advice import Advice, advise
from planner.planning.options import Choice, Option
from planner.planning.plan import PlanRequest
from planner.planning.stability import Shifted
from planner.planning.told import Told

SECONDS, DAYS = 10.0, 3
ADVISE = "advise"
"""What this kind of job is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFigures:
    """One way to go on in figures, as ``planner.planning.options.Option`` explains them.

    ``completion`` is the number of its plan, None for the plan that holds already.
    """

    choice: Choice
    completion: int | None
    people: float
    people_p10: float
    people_warned: float
    at_risk: float
    missed: float
    worth: float
    changed: int
    new: int
    people_to_tell: int
    teams_to_tell: int
    notice: timedelta | None
    nights: int
    nights_cut_off: int
    stranded: float
    decide_by: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """Advice as it is remembered; see ``planner.planning.advice.Advice``.

    ``before_costs``, ``cost`` and ``error`` are of the value of waiting, in people; ``then`` what
    is best once tomorrow's forecast is there, from least rain to most. ``district`` is the one
    that the options were planned for.
    """

    revision: int
    district: int
    at: datetime
    days: tuple[date, ...]
    options: tuple[OptionFigures, ...]
    dropped: int
    cut_off: tuple[tuple[str, str], ...]
    until: datetime
    before_costs: float
    cost: float
    error: float
    then: tuple[Choice, ...]
    choice: Choice
    wait: bool
    took: timedelta

    def of(self, choice: Choice) -> OptionFigures | None:
        """Return an option, if there is one."""
        return next((one for one in self.options if one.choice is choice), None)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Advice that is not remembered yet, with what was asked."""

    advice: Advice
    revision: Revision
    told: Told
    request: PlanRequest
    district_id: int
    district: District


def advice_on(
    store: Store,
    now: datetime,
    *,
    days: int,
    seconds: float,
    seed: int,
    on_progress: OnProgress | None = None,
) -> Asked:
    """Return advice on a warning for so many days, for the newest revision and forecast.

    Raises
    ------
    NotFound
        If nothing is published, the plan has none of these days, or the district no climate.
    """
    revision, district_id = store.get_revision(), store.get_district_id()
    told = Told(plan=store.get_plan(revision.plan_id).plan, now=now)
    district = people_left(store, district_id, until=datetime.now(UTC), kept=told.plan)
    request = PlanRequest(
        horizon=told.plan.horizon,
        seconds=seconds,
        seed=seed,
        state=told.plan.road_state,
        sky=get_sky(store, seed=seed),
    )
    found = advise(district, request, told, days, on_progress)
    return Asked(
        advice=found,
        revision=revision,
        told=told,
        request=request,
        district_id=district_id,
        district=district,
    )


def teams_to_tell(one: Option) -> int:
    """Return how many teams' work changes."""
    moves = [move for move in one.stability.moves if move.kind is not Shifted.KEPT]
    return len({place.team for m in moves for place in (m.before, m.after) if place})


def work(
    folder: Path,
    now: datetime,
    days: int = DAYS,
    seconds: float = SECONDS,
    seed: int = 1,
    *,
    on_progress: OnProgress | None = None,
) -> dict[str, Any]:
    """Work out advice and remember it; return the number of the plan that it is about.

    Raises
    ------
    NotFound
        If nothing is published, the plan has none of these days, or the district no climate.
    """
    store, started = Store.open(folder), monotonic()
    weather = newest_weather(store)
    asked = advice_on(store, now, days=days, seconds=seconds, seed=seed, on_progress=on_progress)
    said = _remembered(store, asked, started)
    plan_id, at = asked.revision.plan_id, datetime.now(UTC)
    add_finding(store, Kind.ADVICE, said, plan_id=plan_id, weather=weather, at=at)
    return {"advised": plan_id}


def take(store: Store, one: OptionFigures, *, at: datetime) -> int | None:
    """Return the number of the draft of an option, stored unless an equal one is there.

    None for the option that changes nothing.
    """
    if one.completion is None:
        return None
    kept = get_completion(store, one.completion)
    known = store.find_plan(kept.plan, district_id=kept.district_id)
    return known or store.add_plan(kept.plan, district_id=kept.district_id, at=at)


def _remembered(store: Store, asked: Asked, started: float) -> Advised:
    advice = asked.advice
    options = tuple(_figures(store, asked, one) for one in advice.options)
    return Advised(
        revision=asked.revision.number,
        district=asked.district_id,
        at=asked.told.now,
        days=advice.days,
        options=options,
        dropped=len(advice.dropped),
        cut_off=advice.cut_off,
        until=advice.until,
        before_costs=advice.waiting.before_costs,
        cost=advice.waiting.cost,
        error=advice.waiting.error,
        then=tuple(advice.options[way].choice for way in advice.waiting.then),
        choice=advice.choice,
        wait=advice.wait,
        took=timedelta(seconds=monotonic() - started),
    )


def _figures(store: Store, asked: Asked, one: Option) -> OptionFigures:
    completion = None
    if one.decide_by is not None:
        plan = played(asked.district, one.plan, asked.request)
        completion = add_completion(store, plan, district_id=asked.district_id)
    return OptionFigures(
        choice=one.choice,
        completion=completion,
        people=one.people,
        people_p10=one.people_p10,
        people_warned=one.people_warned,
        at_risk=one.at_risk,
        missed=one.missed,
        worth=one.worth,
        changed=one.changed,
        new=one.new,
        people_to_tell=one.stability.people_affected,
        teams_to_tell=teams_to_tell(one),
        notice=one.notice,
        nights=one.nights,
        nights_cut_off=one.nights_cut_off,
        stranded=one.stranded,
        decide_by=one.decide_by,
    )
