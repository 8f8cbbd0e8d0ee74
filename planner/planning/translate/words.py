"""Numbers to words: the optimizer's solution as a plan of teams, days and sessions."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

import numpy as np

from optimizer.problem import BASE, NOT_OFFERED, UNREACHABLE, Constraint, Problem, Shift, Visit
from optimizer.solution import ShiftPlan, Solution
from optimizer.value import held_masks, served
from planner.domain import plan as words
from planner.domain.district import District
from planner.domain.plan import Horizon
from planner.domain.road import RoadState
from planner.planning.reasons import why_no_session
from planner.planning.translate.numbers import Translation
from planner.world.travel import TravelTimes
from planner.world.weathered import Weather

# What kept a session from every team, from the first hurdle to the last: the furthest is told.
HURDLES = (
    Constraint.KIT,
    Constraint.POWER,
    Constraint.SIGNAL,
    Constraint.LANGUAGE,
    Constraint.AVAILABILITY,
    Constraint.PASSABLE,
    Constraint.TIME_WINDOW,
)
# People served by (shift plan's number, position): by demand.
Served = dict[tuple[int, int], dict[int, int]]


def to_plan(translation: Translation, solution: Solution) -> words.Plan:
    """Return a solution as a plan: who goes where when, whom it serves, who is left and why.

    The people of a stop are counted in order of time, until nobody of theirs is left.
    """
    problem = translation.problem
    held_here = _served(problem, solution)
    masks = held_masks(problem, solution)
    shifts = [
        _shift(
            translation,
            plan,
            [held_here[number, i] for i in range(len(plan.stops))],
            [masks[plan.shift, i].bit_count() / problem.scenarios for i in range(len(plan.stops))],
        )
        for number, plan in enumerate(solution.plans)
        if plan.stops or plan.slept_at != plan.sleeps_at
    ]
    expected = served(problem, solution).tolist()
    left = [d.people - people for d, people in zip(problem.demands, expected, strict=True)]
    team_of = {team: i for i, team in enumerate(translation.teams)}
    due = sum(d.people for d in problem.demands)
    return words.Plan(
        district_name=translation.district.settings.name,
        horizon=translation.horizon,
        road_state=translation.state,
        shifts=tuple(sorted(shifts, key=lambda s: (s.day, team_of[s.team]))),
        left=_left(translation, left),
        people_expected=due - sum(left),
        people_due=due,
        proof=_proof(solution),
        weather=_planned_weather(translation.weather),
    )


def _planned_weather(weather: Weather | None) -> words.PlannedWeather | None:
    if weather is None:
        return None
    forecast = weather.sky.forecast
    return words.PlannedWeather(
        scenarios=len(weather.states.states),
        seed=weather.sky.seed,
        source=forecast.source if forecast else "",
        made_on=forecast.made_on if forecast else None,
    )


def plan_of_no_work(
    district: District, horizon: Horizon, travel: TravelTimes, state: RoadState, seed: int
) -> words.Plan:
    """Return the plan of a horizon in which no team works: nobody is served, and why.

    There is nothing to ask the optimizer then: it refuses a problem without shifts.
    """
    waiting = {(d.village, d.service): d.people for d in district.demands if d.people > 0}
    left = tuple(
        words.Left(
            village=village.id,
            service=service.id,
            people=waiting[village.id, service.id],
            reason=why_no_session(district, horizon, travel, village, service),
        )
        for village in district.villages
        for service in district.services
        if (village.id, service.id) in waiting
    )
    return words.Plan(
        district_name=district.settings.name,
        horizon=horizon,
        road_state=state,
        shifts=(),
        left=left,
        people_expected=0,
        people_due=sum(waiting.values()),
        proof=_proof(Solution(plans=(), value=0, bound=0, seed=seed)),
    )


def _proof(solution: Solution) -> words.Proof:
    return words.Proof(
        value=solution.value,
        bound=solution.bound,
        gap=solution.gap,
        seconds=solution.seconds,
        seed=solution.seed,
        work=solution.work,
        stopped_by=solution.stopped_by,
    )


def _served(problem: Problem, solution: Solution) -> Served:
    """Return whom each stop serves after caps, if all are held."""
    left = [d.people for d in problem.demands]
    in_order = sorted(
        (stop.start_s, number, position, stop.visit)
        for number, plan in enumerate(solution.plans)
        for position, stop in enumerate(plan.stops)
    )
    found: Served = {}
    for _, number, position, visit in in_order:
        here: dict[int, int] = {}
        for demand, expected in problem.visits[visit].contributions:
            people = min(expected, left[demand])
            left[demand] -= people
            here[demand] = here.get(demand, 0) + people
        found[number, position] = here
    return found


def _shift(
    translation: Translation,
    plan: ShiftPlan,
    served_here: list[dict[int, int]],
    held_in: list[float],
) -> words.Shift:
    problem = translation.problem
    shift = problem.shifts[plan.shift]
    team, day = translation.shifts[plan.shift]
    path = _path(problem, plan)
    seconds = [int(problem.travel_s[shift.profile, a, b]) for a, b in pairwise(path)]
    clock, stops = plan.depart_s, []
    rows = zip(plan.stops, seconds, served_here, held_in, strict=False)
    for stop, leg, people, chance in rows:
        arrive, clock = clock + leg, stop.start_s + problem.visits[stop.visit].service_s[shift.crew]
        stops.append(
            words.Stop(
                session=translation.sessions[stop.visit],
                arrive=translation.at(arrive),
                start=translation.at(stop.start_s),
                end=translation.at(clock),
                served=tuple(
                    (*translation.demands[demand], count)
                    for demand, count in people.items()
                    if count
                ),
                held_in=chance,
            )
        )
    return words.Shift(
        team=team,
        day=day,
        start_place=translation.locations[path[0]],
        end_place=translation.locations[path[-1]],
        depart=translation.at(plan.depart_s),
        back=translation.at(clock + seconds[-1]),
        stops=tuple(stops),
        travel=translation.at(sum(seconds)) - translation.zero,
        km=_km(translation, team, day, path),
    )


def _path(problem: Problem, plan: ShiftPlan) -> list[int]:
    """Return the locations of a shift, from where the team slept to where it will sleep."""
    team = problem.shifts[plan.shift].team
    return [
        problem.sleeping_place(team, plan.slept_at),
        *(problem.visits[stop.visit].location for stop in plan.stops),
        problem.sleeping_place(team, plan.sleeps_at),
    ]


def _km(translation: Translation, team: str, day: date, path: list[int]) -> float:
    vehicle_class = translation.district.team_by_id[team].vehicle_class
    travel = translation.travel_on(vehicle_class, day)
    km = travel.km[vehicle_class]
    # a way that was taken, or must be, though the roads of the day no longer have it
    usual = translation.travel.km[vehicle_class]
    km = np.where(np.isfinite(km), km, np.where(np.isfinite(usual), usual, 0.0))
    at = [travel.index_of[translation.locations[i]] for i in path]
    return round(sum(float(km[a, b]) for a, b in pairwise(at)), 3)


def _left(translation: Translation, left: list[int]) -> tuple[words.Left, ...]:
    district = translation.district
    furthest = _furthest_hurdles(translation.problem)
    people_left = dict(zip(translation.demands, left, strict=True))
    number_of = {key: i for i, key in enumerate(translation.demands)}
    return tuple(
        words.Left(
            village=village.id,
            service=service.id,
            people=people_left[village.id, service.id],
            reason=_reason(translation, furthest, number_of[village.id, service.id]),
        )
        for village in district.villages
        for service in district.services
        if people_left.get((village.id, service.id), 0) > 0
    )


def _reason(translation: Translation, furthest: Mapping[int, int], demand: int) -> words.SkipReason:
    if demand not in furthest:
        district = translation.district
        village, service = translation.demands[demand]
        return why_no_session(
            district,
            translation.horizon,
            translation.travel,
            district.village_by_id[village],
            district.service_by_id[service],
        )
    if furthest[demand] == len(HURDLES):
        return words.SkipReason.VALUE
    return words.SkipReason(HURDLES[furthest[demand]].value)


def _furthest_hurdles(problem: Problem) -> dict[int, int]:
    """Return how far any session of each demand gets with any team that could hold it."""
    furthest: dict[int, int] = {}
    for visit in problem.visits:
        gets = _furthest(problem, visit)
        for demand, _ in visit.contributions:
            furthest[demand] = max(furthest.get(demand, 0), gets)
    return furthest


def _furthest(problem: Problem, visit: Visit) -> int:
    furthest = 0
    for shift in problem.shifts:
        if visit.service_s[shift.crew] != NOT_OFFERED:
            furthest = max(furthest, _hurdles_passed(problem, visit, shift))
        if furthest == len(HURDLES):
            break
    return furthest


def _hurdles_passed(problem: Problem, visit: Visit, shift: Shift) -> int:
    """Return the number of the hurdle at which a shift that held only this visit would fail."""
    missing = visit.needs & ~shift.has
    if missing:
        names = [name for bit, name in enumerate(problem.need_names) if missing >> bit & 1]
        return min(HURDLES.index(name) for name in names)
    travel = problem.travel_s[shift.profile]
    team = problem.teams[shift.team]
    lodgings = range(len(problem.lodgings)) if team.max_nights else ()
    homes = np.array([problem.sleeping_place(shift.team, h) for h in (BASE, *lodgings)])
    out, back = int(travel[homes, visit.location].min()), int(travel[visit.location, homes].min())
    if UNREACHABLE in (out, back):
        return HURDLES.index(Constraint.PASSABLE)
    takes = visit.service_s[shift.crew]
    in_time = any(
        max(earliest, shift.start_s + out) <= min(latest, shift.end_s - takes - back)
        for earliest, latest in visit.windows
    )
    if not in_time or out + takes + back > shift.max_work_s:
        return HURDLES.index(Constraint.TIME_WINDOW)
    return len(HURDLES)
