"""Whole made-up districts: everything the product plans with, made at random from a seed.

Communes have a seat with a lodging, and police who sit at one session at a time. Each village has
three services still to bring; it may be visited twice, each time in one of three ways: short or
long by day, or a talk in the evening. People walk in from villages near by. On market days one
session at the seat serves the whole commune.
"""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from benchmarks.districts.roads import Roads, make_roads, travel_times
from benchmarks.districts.sizes import Size, clock, road_states, working_days
from benchmarks.districts.weather import SCENARIOS, open_in
from optimizer.problem import (
    NONE,
    NOT_OFFERED,
    Constraint,
    Demand,
    Lodging,
    Problem,
    Shift,
    Team,
    Visit,
)

LANGUAGES = 3
KIT, POWER, SIGNAL = (1 << (LANGUAGES + bit) for bit in range(3))
NEED_NAMES = (Constraint.LANGUAGE,) * LANGUAGES + (
    Constraint.KIT,
    Constraint.POWER,
    Constraint.SIGNAL,
)
WEIGHTS = (30_000, 20_000, 8_000)
"""Worth of one person served with a card, with an e-ID, with an account."""
STILL_TO_SERVE = (0.15, 0.4, 0.6)
"""Share of a village's people still to be served with each service."""
NIGHT_COST = 40_000
WALK_S = 25 * 60
"""How far, by motorbike, the villages lie from which people walk in."""
VILLAGES_PER_COMMUNE = 10
MOBILE, LOCAL = 1, 0
"""Crew types: with two kits, and with one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A way to sit in a village: hours, the share of each service's people served, the needs."""

    hours: tuple[float, float]
    last_s: int
    shares: tuple[float, float, float]
    needs: int
    held_on: float
    police: bool


SHORT = Sitting(
    hours=(8, 15), last_s=10_800, shares=(0.3, 0.3, 0.2), needs=KIT, held_on=0.6, police=True
)
LONG = Sitting(
    hours=(8, 13), last_s=18_000, shares=(0.55, 0.5, 0.4), needs=KIT, held_on=0.4, police=True
)
EVENING = Sitting(
    hours=(16, 18.5), last_s=7_200, shares=(0.0, 0.35, 0.45), needs=0, held_on=0.4, police=False
)
MARKET = Sitting(
    hours=(7, 9), last_s=21_600, shares=(0.4, 0.3, 0.2), needs=KIT, held_on=0.25, police=True
)
ROUNDS = 2
"""How often a village may be visited: the second time for those whom the first one left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What lies where: people of villages (location − 1), the seat of each village's commune."""

    roads: Roads
    travel_s: NDArray[np.int32]
    people: NDArray[np.int64]
    seats: NDArray[np.int64]
    commune: NDArray[np.int64]
    language: NDArray[np.int64]
    lacks: NDArray[np.int64]

    def demand(self, village: int, service: int) -> int:
        """Return the index of a village's demand for a service."""
        return village * len(WEIGHTS) + service

    def still(self, village: int, service: int) -> int:
        """Return how many people of a village are still to be served."""
        return int(self.people[village] * STILL_TO_SERVE[service])


def make_full_district(size: Size, seed: int, *, weather: bool = False) -> Problem:
    """Return district ``seed``; with ``weather``, some legs are closed in some scenarios."""
    draw = np.random.default_rng([seed, 3])
    roads = make_roads(size.shape, size.villages, draw)
    travel_s, before = travel_times(roads)
    ground = _ground(roads, travel_s, draw)
    days = working_days(size)
    villages = range(size.villages)
    problem = Problem(
        travel_s=travel_s,
        demands=tuple(
            Demand(people=ground.still(v, k), weight=weight)
            for v in villages
            for k, weight in enumerate(WEIGHTS)
        ),
        visits=(*_village_visits(ground, days, draw), *_market_visits(ground, days, draw)),
        teams=tuple(_team(ground, team, size) for team in range(size.teams)),
        shifts=_shifts(ground, size, days, road_states(size, draw)),
        lodgings=tuple(
            Lodging(location=int(seat), capacity=int(draw.integers(1, 3)), cost=NIGHT_COST)
            for seat in ground.seats
        ),
        need_names=NEED_NAMES,
        resources=len(ground.seats),
        groups=size.villages * ROUNDS,
        travel_cost=1,
    )
    if not weather:
        return problem
    masks = open_in(roads, before, np.random.default_rng([seed, 4]))
    return replace(problem, open_in=masks, scenarios=SCENARIOS)


def _ground(roads: Roads, travel_s: NDArray[np.int32], draw: np.random.Generator) -> Ground:
    villages = roads.locations - 1
    communes = max(2, villages // VILLAGES_PER_COMMUNE)
    seats = np.sort(draw.choice(np.arange(1, villages + 1), communes, replace=False))
    commune = travel_s[0][seats, 1:].argmin(axis=0)
    return Ground(
        roads=roads,
        travel_s=travel_s,
        people=np.maximum(40, np.rint(np.exp(draw.normal(5.5, 0.5, villages)))).astype(np.int64),
        seats=seats,
        commune=commune,
        # one language is spoken by most of a commune
        language=(commune + (draw.random(villages) < 0.2)) % LANGUAGES,
        lacks=np.where(draw.random(villages) < 0.3, POWER, 0)
        + np.where(draw.random(villages) < 0.3, SIGNAL, 0),
    )


def _village_visits(ground: Ground, days: list[int], draw: np.random.Generator) -> list[Visit]:
    visits = []
    for village in range(len(ground.people)):
        near = _walkers(ground, village)
        own = 1 << int(ground.language[village]) | int(ground.lacks[village])
        for turn, sitting in product(range(ROUNDS), (SHORT, LONG, EVENING)):
            visits.append(
                Visit(
                    location=village + 1,
                    service_s=(sitting.last_s, _with_two_kits(sitting)),
                    windows=_windows(sitting, days, draw),
                    needs=sitting.needs | own,
                    resource=int(ground.commune[village]) if sitting.police else NONE,
                    group=village * ROUNDS + turn,
                    contributions=_contributions(ground, sitting, near),
                )
            )
    return visits


def _market_visits(ground: Ground, days: list[int], draw: np.random.Generator) -> list[Visit]:
    """Return for each commune a session at its seat, too large for one kit."""
    visits = []
    for commune, seat in enumerate(ground.seats):
        own = {int(v): 1.0 for v in np.flatnonzero(ground.commune == commune)}
        visits.append(
            Visit(
                location=int(seat),
                service_s=(NOT_OFFERED, MARKET.last_s),
                windows=_windows(MARKET, days, draw),
                needs=MARKET.needs,
                resource=commune,
                contributions=_contributions(ground, MARKET, own),
            )
        )
    return visits


def _walkers(ground: Ground, village: int) -> dict[int, float]:
    """Return the villages that people come from, and how many of them come."""
    motorbike = ground.travel_s[ground.roads.profile(1, 0), 1:, village + 1]
    near = {
        int(other): 0.4 * (1 - motorbike[other] / WALK_S)
        for other in np.flatnonzero(motorbike < WALK_S)
    }
    return near | {village: 1.0}


def _contributions(
    ground: Ground, sitting: Sitting, near: dict[int, float]
) -> tuple[tuple[int, int], ...]:
    return tuple(
        (ground.demand(v, service), people)
        for v, share in sorted(near.items())
        for service, served in enumerate(sitting.shares)
        if (people := int(ground.still(v, service) * share * served))
    )


def _windows(
    sitting: Sitting, days: list[int], draw: np.random.Generator
) -> tuple[tuple[int, int], ...]:
    held = draw.random(len(days)) < sitting.held_on
    held[draw.integers(len(days))] = True
    opens, closes = sitting.hours
    return tuple(
        (clock(day, opens), clock(day, closes))
        for day, there in zip(days, held, strict=True)
        if there
    )


def _with_two_kits(sitting: Sitting) -> int:
    return sitting.last_s * 2 // 3


def _is_mobile(team: int, size: Size) -> bool:
    return team < max(1, size.teams // 3)


def _team(ground: Ground, team: int, size: Size) -> Team:
    if _is_mobile(team, size):
        return Team(base=0, max_nights=4, max_late_in_a_row=2)
    seat = int(ground.seats[team % len(ground.seats)])
    return Team(base=seat, max_nights=team % 3, max_late_in_a_row=2)


def _shifts(ground: Ground, size: Size, days: list[int], states: list[int]) -> tuple[Shift, ...]:
    everything = (1 << len(NEED_NAMES)) - 1
    shifts = []
    for team in range(size.teams):
        mobile = _is_mobile(team, size)
        lacks = 1 << team % LANGUAGES
        if not mobile:
            lacks |= (0 if team % 3 else KIT) | (POWER if team % 2 else 0)
        own = everything & ~lacks
        for day, state in zip(days, states, strict=True):
            shifts.append(
                Shift(
                    team=team,
                    day=day,
                    start_s=clock(day, 6.5),
                    end_s=clock(day, 20.5),
                    max_work_s=36_000,
                    profile=ground.roads.profile(0 if mobile else 1, state),
                    crew=MOBILE if mobile else LOCAL,
                    has=own,
                    late_s=clock(day, 18.0),
                )
            )
    return tuple(shifts)
