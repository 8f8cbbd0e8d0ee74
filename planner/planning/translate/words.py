"""Numbers to words: the optimizer's solution as a plan of teams, days and sessions."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import isfinite

from optimizer.problem import BASE, Problem
from optimizer.solution import ShiftPlan, Solution
from optimizer.value import held_masks, value
from planner.domain import plan as words
from planner.domain.district import District
from planner.domain.guarantee import Pledge
from planner.domain.place import Village
from planner.domain.plan import Horizon
from planner.domain.road import RoadState
from planner.domain.service import Service
from planner.planning.crews import Means, means_of
from planner.planning.guarantees import is_kept, pledges, reached
from planner.planning.reasons import why_no_session
from planner.planning.translate.expected import people_expected
from planner.planning.translate.hurdles import HURDLES, reason_of
from planner.planning.translate.names import Translation
from planner.world.travel import TravelTimes
from planner.world.weathered import Weather

# People served by (shift plan's number, position): by demand.
Served = dict[tuple[int, int], dict[int, int]]


def to_plan(translation: Translation, solution: Solution, most: int | None = None) -> words.Plan:
    """Return a solution as a plan: who goes where when, whom it serves, who is left and why.

    The people of a stop are counted in order of time, until nobody of theirs is left. ``most`` is
    how many pledges a plan can keep at most, as far as that is proven.
    """
    problem = translation.problem
    held_here = _served(problem, solution, len(translation.demands))
    masks = held_masks(problem, solution)
    shifts = [
        _shift(
            translation,
            plan,
            [held_here[number, i] for i in range(len(plan.stops))],
            [masks[plan.shift, i].bit_count() / problem.scenarios for i in range(len(plan.stops))],
        )
        for number, plan in enumerate(solution.plans)
        if plan.stops or (plan.slept_at, plan.sleeps_at) != (BASE, BASE)
    ]
    demands = problem.demands[: len(translation.demands)]
    expected = people_expected(translation, solution).tolist()
    left = [d.people - people for d, people in zip(demands, expected, strict=True)]
    team_of = {team: i for i, team in enumerate(translation.teams)}
    due = sum(d.people for d in demands)
    furthest = translation.furthest
    plan = words.Plan(
        district_name=translation.district.settings.name,
        horizon=translation.horizon,
        road_state=translation.state,
        shifts=tuple(sorted(shifts, key=lambda s: (s.day, team_of[s.team]))),
        left=tuple(_left(translation, furthest, left)),
        people_expected=due - sum(left),
        people_due=due,
        proof=_proof(_besides_pledges(translation, solution)),
        weather=_planned_weather(translation.weather),
    )
    return replace(plan, guaranteed=_guaranteed(translation, furthest, plan, most))


def _besides_pledges(translation: Translation, solution: Solution) -> Solution:
    """Return the solution with value and bound less what pledges are worth in it.

    What a plan is worth that keeps them as well is then within the bound, too.
    """
    if not translation.pledges:
        return solution
    besides = value(translation.plain, solution)
    pledged = value(translation.problem, solution) - besides
    return replace(solution, value=besides, bound=solution.bound - pledged)


def _guaranteed(
    translation: Translation, furthest: Mapping[int, int], plan: words.Plan, most: int | None
) -> words.Guaranteed | None:
    """Return which pledges the plan keeps, as everybody can read from the plan itself."""
    if not translation.pledges:
        return None
    people = len(translation.demands)
    pledged, possible = [], 0
    stops = [stop for shift in plan.shifts for stop in shift.stops]
    for number, pledge in enumerate(translation.pledges):
        got = reached(translation.district, stops, pledge)
        kept = is_kept(pledge, got)
        reason = None if kept else _what_hinders(translation, furthest, people + number, pledge)
        pledged.append(words.Pledged(pledge=pledge, got=got, kept=kept, reason=reason))
        # a session that has begun is held, whatever would hinder it now
        possible += kept or furthest.get(people + number) == len(HURDLES)
    proven = possible if most is None else min(possible, most)
    return words.Guaranteed(pledged=tuple(pledged), most=proven)


def _what_hinders(
    translation: Translation, furthest: Mapping[int, int], demand: int, pledge: Pledge
) -> words.SkipReason:
    """Return how far the sessions get that would count; if there are none, why there are none.

    Of the people whom nobody can serve, the most are told of.
    """
    if demand in furthest:
        return reason_of(furthest[demand])
    district = translation.district
    lost = max(
        (d for d in district.demands if d.village in pledge.villages), key=lambda d: d.people
    )
    horizon = replace(translation.horizon, last=pledge.until)
    return why_no_session(
        district,
        horizon,
        translation.travel,
        district.village_by_id[lost.village],
        district.service_by_id[lost.service],
        everyone=means_of(district, horizon),
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
            reason=why_no_session(district, horizon, travel, village, service, everyone=()),
        )
        for village in district.villages
        for service in district.services
        if (village.id, service.id) in waiting
    )
    promised = pledges(district, horizon)
    unkept = tuple(
        words.Pledged(pledge=p, got=0.0, kept=False, reason=words.SkipReason.AVAILABILITY)
        for p in promised
    )
    return words.Plan(
        district_name=district.settings.name,
        horizon=horizon,
        road_state=state,
        shifts=(),
        left=left,
        guaranteed=words.Guaranteed(pledged=unkept, most=0) if promised else None,
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


def _served(problem: Problem, solution: Solution, demands: int) -> Served:
    """Return whom each stop serves of the first demands after caps, if all are held."""
    left = [d.people for d in problem.demands[:demands]]
    in_order = sorted(
        (stop.start_s, number, position, stop.visit)
        for number, plan in enumerate(solution.plans)
        for position, stop in enumerate(plan.stops)
    )
    found: Served = {}
    for _, number, position, visit in in_order:
        here: dict[int, int] = {}
        for demand, expected in problem.visits[visit].contributions:
            if demand >= demands:
                continue
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
    # a way that was taken, or must be, though the roads of the day no longer have it
    known = (travel.km[vehicle_class], translation.travel.km[vehicle_class])
    at = [travel.index_of[translation.locations[i]] for i in path]

    def between(here: int, there: int) -> float:
        ways = (float(km[here, there]) for km in known)
        return next((way for way in ways if isfinite(way)), 0.0)

    return round(sum(between(a, b) for a, b in pairwise(at)), 3)


def _left(
    translation: Translation, furthest: Mapping[int, int], left: list[int]
) -> Iterator[words.Left]:
    """Yield who is left by ``left`` (demands,), and why."""
    district = translation.district
    hindered = translation.hindered
    everyone: list[Means] = []
    cut_off = {(e.village, e.service) for s in translation.cut_off for e in s.expected}
    number_of = {key: i for i, key in enumerate(translation.demands)}

    def reason(village: Village, service: Service) -> words.SkipReason:
        key = (village.id, service.id)
        if number_of[key] in furthest:
            return reason_of(furthest[number_of[key]])
        if key in cut_off:
            return words.SkipReason.PASSABLE
        if key not in hindered:
            everyone.extend(() if everyone else means_of(district, translation.horizon))
            hindered[key] = why_no_session(
                district,
                translation.horizon,
                translation.travel,
                village,
                service,
                everyone=everyone,
            )
        return hindered[key]

    for village in district.villages:
        for service in district.services:
            number = number_of.get((village.id, service.id))
            if number is not None and left[number] > 0:
                yield words.Left(
                    village=village.id,
                    service=service.id,
                    people=left[number],
                    reason=reason(village, service),
                )
