"""Compiles the whole method before anybody waits for it, by solving two tiny problems.

Numba compiles a kernel when it is first called, which takes a minute or two for all of them, and
keeps it on disk: the next process loads it in a second. So set-up warms up once; who plans within
a time limit warms up first, so that the limit is one of planning. All processes that begin so
compile the same in the same order: two at once write the same files, each of them whole.
"""

from dataclasses import replace
from functools import cache

import numpy as np

from optimizer.closing import Closing
from optimizer.generation import Generation
from optimizer.kinds import by_kinds
from optimizer.market import Market
from optimizer.problem import Constraint, Demand, Lodging, Pin, Problem, Promise, Shift, Team, Visit
from optimizer.solve import solve

HOUR = 3600
DAY = 24 * HOUR
WORK = 100_000
"""Steps of each solve: enough to come by every kernel, over in a moment."""


@cache
def warm_up() -> None:
    """Compile every kernel, or load what was compiled before; in one process, only once."""
    for weather in (False, True):
        asked = _tiny(weather)
        solve(asked, work=WORK, start=solve(asked, work=WORK))
        _look_ahead(asked)
    _close_a_gap(replace(_tiny(False), pins=(), promises=()))


def _look_ahead(asked: Problem) -> None:
    """Price shifts as where labels were too many: then what may follow each is found out first."""
    market = Market(by_kinds(asked))
    for kind in range(len(market.kinds.shift_kinds)):
        market.caller.memory.gave_up(kind, 0)
    Generation(market).step()


def _close_a_gap(asked: Problem) -> None:
    """Prove that no plan is better than one a little worse than the best: there is a gap."""
    generation = Generation(Market(by_kinds(asked)))
    while not generation.done:
        generation.step()
    closing = Closing(generation, int(generation.bound) - 1)
    while not closing.done:
        closing.step()


def _tiny(weather: bool) -> Problem:
    """Return three villages and two teams, one of which may sleep away, with all that can be asked.

    With ``weather``, on roads of which one is open in one of two scenarios only.
    """
    at_s = np.array([0, 1, 2, 6]) * HOUR
    travel_s = np.abs(at_s[:, None] - at_s[None, :]).astype(np.int32)[None]
    open_in = np.full(travel_s.shape, 0b11, np.uint64)
    open_in[0, 0, 2] = 0b01
    teams = (Team(base=0, max_nights=1, max_late_in_a_row=1), Team(base=0))
    return Problem(
        travel_s=travel_s,
        demands=(Demand(people=30, weight=1000), Demand(people=9, weight=100)),
        visits=tuple(_visit(place, number) for number, place in enumerate((1, 2, 3, 1, 2, 3))),
        teams=teams,
        shifts=tuple(_shift(team, day) for team in range(len(teams)) for day in range(2)),
        lodgings=(Lodging(location=2, cost=5),),
        need_names=(Constraint.KIT,),
        resources=1,
        groups=1,
        travel_cost=1,
        open_in=open_in if weather else None,
        scenarios=2 if weather else 1,
        strand_risk=1.0,
        pins=(Pin(visit=0, team=0, shift=0, position=0),),
        promises=(Promise(visit=1, shift=1, start_s=DAY + 9 * HOUR, move_cost=7),),
    )


def _visit(place: int, number: int) -> Visit:
    """Return an hour's session; every third uses a resource, the last two are alternatives."""
    return Visit(
        location=place,
        service_s=(HOUR,),
        windows=((7 * HOUR, 12 * HOUR), (DAY, 2 * DAY)),
        resource=0 if number % 3 == 0 else -1,
        group=0 if number > 3 else -1,
        contributions=((0, 10), (1, 1 + number)),
    )


def _shift(team: int, day: int) -> Shift:
    return Shift(
        team=team,
        day=day,
        start_s=day * DAY + 7 * HOUR,
        end_s=day * DAY + 18 * HOUR,
        max_work_s=10 * HOUR,
        profile=0,
        crew=0,
        has=1,
        late_s=day * DAY + 17 * HOUR,
    )
