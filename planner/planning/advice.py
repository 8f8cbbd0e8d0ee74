"""Advice on a rain warning: hold, swap or stay low, and whether to wait for tomorrow's forecast.

*Hold*: the published plan as it stands. *Swap*: planned again around what has begun, for the
newest sky, with as little change as is worth it. *Stay low*: the same, and while the warning lasts
nobody goes where he may not get through or back (``low``). All are played on the same fresh
weathers, where teams go on as they can. What is worth most people is advised, those who miss a
changed session taken off; but no change for a gain that the draw of the weathers may explain. Pure.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import numpy as np

from optimizer.repair import feasible_part
from optimizer.solve import OnProgress
from planner.domain.district import District
from planner.domain.plan import Horizon, Plan
from planner.domain.weather import Sky
from planner.errors import NotFound
from planner.planning.clock import STEP_S
from planner.planning.keeping import answer_keeping
from planner.planning.late import TO_TELL, decided_at, missed
from planner.planning.low import SURE, kept_low
from planner.planning.options import Choice, Option, Scene, option_of
from planner.planning.plan import Answering, Engine, PlanRequest, answering, solve_warm
from planner.planning.replan import Rest, rest_of
from planner.planning.robustness import NORMAL_95, difference
from planner.planning.simulate import play_each
from planner.planning.stability import stability
from planner.planning.told import Told
from planner.planning.translate import out_of_reach, to_solution
from planner.planning.worth_waiting import Waiting, value_of_waiting
from planner.world.careful import careful
from planner.world.sky import fresh_rain_and_roads, weather_of
from planner.world.tomorrow import shown_tomorrow
from planner.world.weathered import Weather

WEATHERS = 300
"""Fresh weathers that each option is played on."""
NEXT_FORECAST = timedelta(days=1)
"""When the next forecast is there."""
WORTH_WAITING = 1.0
"""People that waiting must bring at least."""


CutOff = tuple[tuple[str, str], ...]
"""Teams, each with the place where it slept."""


@dataclass(frozen=True, kw_only=True)
class Advice:
    """The options that there are, and which is best, now or once tomorrow's forecast is there.

    ``days`` are those of the warning. ``dropped`` says, one line each, what of the published plan
    no longer can be as it was told. Teams that are ``cut_off`` (with the place where they slept)
    have no road home to be expected: in all options their tour stays as it was told. ``waiting`` is
    the value of deciding at ``until``; its ways are the options in their order.
    """

    days: tuple[date, ...]
    options: tuple[Option, ...]
    dropped: tuple[str, ...]
    cut_off: CutOff
    waiting: Waiting
    until: datetime
    choice: Choice
    wait: bool

    def of(self, choice: Choice) -> Option | None:
        """Return an option, if there is one."""
        return next((one for one in self.options if one.choice is choice), None)


def advise(
    district: District,
    request: PlanRequest,
    told: Told,
    days: int,
    on_progress: OnProgress | None = None,
    *,
    engine: Engine = solve_warm,
) -> Advice:
    """Return advice on a warning for so many days from the day that it is.

    Parameters
    ----------
    request
        For the horizon that was told, with the newest sky; ``seconds`` are those of each option.

    Raises
    ------
    NotFound
        If the plan has none of these days, or the district no climate.
    Infeasible
        If the checker refuses what the optimizer answered.
    """
    sky = request.sky or Sky(seed=request.seed)
    today = told.now.astimezone(ZoneInfo(district.settings.timezone)).date()
    warned = _warned(request.horizon, today, days)
    apart = frozenset(day + timedelta(days=i) for day in warned for i in (0, 1))
    weather = weather_of(district, request.horizon, sky, step_s=STEP_S, apart=apart)
    scene = Scene(district=district, told=told.plan, now=told.now, days=warned, weather=weather)
    made = _possible(
        scene,
        replace(request, sky=sky),
        replace(told, now=told.now + TO_TELL),  # who leaves before people can be told has begun
        answering(engine, request, on_progress),
    )
    rain, fresh = fresh_rain_and_roads(
        district, request.horizon, sky, weathers=WEATHERS, seed=request.seed + 1
    )
    until = told.now + NEXT_FORECAST
    late = [decided_at(told.plan, plan, until) for plan in made.plans.values()]
    played = play_each(district, [*made.plans.values(), *late], fresh)
    options = tuple(
        option_of(scene, choice, plan, found)
        for (choice, plan), found in zip(made.plans.items(), played, strict=False)
    )
    losses = [missed(stability(told.plan, plan), until + TO_TELL) for plan in late]
    waiting = value_of_waiting(
        np.stack([one.played.people - one.missed for one in options]),
        np.stack([p.people - n for p, n in zip(played[len(options) :], losses, strict=True)]),
        shown_tomorrow(district, rain, sky, warned, today=today, seed=request.seed),
    )
    return Advice(
        days=warned,
        options=options,
        dropped=made.dropped,
        cut_off=made.cut_off,
        waiting=waiting,
        until=until,
        choice=_advised(options),
        wait=waiting.value > max(WORTH_WAITING, NORMAL_95 * waiting.error),
    )


def _warned(horizon: Horizon, today: date, days: int) -> tuple[date, ...]:
    """Return the days of the warning that the plan has."""
    last = today + timedelta(days=days - 1)
    found = tuple(day for day in horizon.days() if today <= day <= last)
    if not found:
        raise NotFound(f"no day of {horizon} from {today} to {last}").saying(
            "warned_elsewhere", first=today, last=last, begins=horizon.first, ends=horizon.last
        )
    return found


@dataclass(frozen=True, kw_only=True)
class _Possible:
    """The plans of all options, Hold first, and what of the told plan can hardly be."""

    plans: dict[Choice, Plan]
    dropped: tuple[str, ...]
    cut_off: CutOff


def _possible(scene: Scene, request: PlanRequest, told: Told, answer: Answering) -> _Possible:
    """Return the plans of all options, each checked."""
    usual, low, cut_off = rests(scene, request, told)
    asked, careful_asked = usual.drafted.sealed(), low.drafted.sealed()
    _, dropped = feasible_part(asked.problem, usual.before.solution)
    swap = usual.to_plan(*answer_keeping(asked, answer, usual.before.solution))
    start = to_solution(careful_asked, swap).solution
    return _Possible(
        plans={
            Choice.HOLD: told.plan,
            Choice.SWAP: swap,
            Choice.STAY_LOW: low.to_plan(*answer_keeping(careful_asked, answer, start)),
        },
        dropped=tuple(map(str, dropped)),
        cut_off=cut_off,
    )


def rests(scene: Scene, request: PlanRequest, told: Told) -> tuple[Rest, Rest, CutOff]:
    """Return what is left to plan, usually and for teams that stay low, and who is cut off.

    Who is cut off goes on as told, as it can: nothing is planned anew where no road leads on.
    """
    cut_off: CutOff = ()
    careful_weather = careful(scene.weather, scene.days, sure=SURE)
    while True:
        of = partial(rest_of, scene.district, request, told)
        usual = of(weather=scene.weather)
        low = _within_reach(partial(_rest_if_low, of, usual, careful_weather, scene.days))
        stuck = tuple(one for one in low.cut_off if one not in cut_off)
        if not stuck:
            return usual, low, cut_off
        cut_off += stuck
        days = _tours(scene.district, told, {team for team, _ in stuck})
        told = replace(told, fixed=told.fixed | days)


def _within_reach(rest: Callable[..., Rest]) -> Rest:
    """Return what is left to plan, without the sessions that no road leads to any more."""
    found = rest()
    lost = out_of_reach(found.drafted) - found.told.begun_sessions
    return rest(without=lost) if lost else found


def _tours(district: District, told: Told, teams: Collection[str]) -> frozenset[tuple[str, date]]:
    """Return the days of teams that have begun, and those after them until each is home again."""
    found = set()
    for team in teams:
        away = False
        for shift in told.plan.shifts_of(team):
            if away or (team, shift.day) in told.begun:
                found.add((team, shift.day))
                away = shift.end_place != district.team_by_id[team].base
    return frozenset(found)


def _rest_if_low(
    of: Callable[..., Rest],
    usual: Rest,
    weather: Weather,
    days: Collection[date],
    without: frozenset[str] = frozenset(),
) -> Rest:
    """Return what is left to plan for teams that stay low on the days of the warning."""
    return kept_low(of(weather=weather, without=without), usual, days)


def _advised(options: tuple[Option, ...]) -> Choice:
    """Return what is worth most, if it is surely worth more than to change nothing."""
    held, best = options[0], max(options, key=lambda one: one.worth)
    low = difference(best.played, held.played).low if best is not held else 0.0
    return best.choice if low > best.missed - held.missed else held.choice
