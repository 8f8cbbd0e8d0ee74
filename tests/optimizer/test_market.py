"""Prices and bounds: what a pricing round proves, and what one cut short does not."""

import math
import random
from typing import Any

import numpy as np
import pytest

from optimizer.calls import Caller, Found
from optimizer.check import violations
from optimizer.kinds import Kinds, by_kinds
from optimizer.market import Market
from optimizer.prices import Prices
from optimizer.pricing import NO_VALUE
from optimizer.problem import Demand, Problem
from optimizer.solve import solve
from tests.optimizer.brute import best_value
from tests.optimizer.worlds import HOUR, Feature, line, problem, random_problem, shift, visit


def prices(asked: Problem, rows: int, *, demand: float) -> Prices:
    """Return prices of a demand's people only; ``fixed`` is what people unserved would save."""
    shape = (len(asked.shifts), 1 + len(asked.lodgings))
    saved = sum(d.people * max(0.0, d.weight - demand) for d in asked.demands)
    return Prices(
        row=np.zeros(rows),
        demand=np.full(len(asked.demands), demand),
        wake=np.zeros(shape),
        sleep=np.zeros(shape),
        late=np.zeros(len(asked.shifts)),
        shift=np.zeros(len(asked.shifts)),
        fixed=saved,
    )


class GivingUp(Caller):
    """Calls a kernel that runs out of labels."""

    def priced(self, *wanted: Any, **how: Any) -> Found:
        """Return what was found before the labels ran out."""
        found = super().priced(*wanted, **how)
        return found._replace(proof=found.proof._replace(complete=False))


def giving_up(kinds: Kinds) -> Market:
    """Return a market whose kernel runs out of labels."""
    market = Market(kinds)
    market.caller = GivingUp(kinds, market.caller.cores, market.cancel)
    return market


def test_a_kernel_that_gives_up_proves_nothing() -> None:
    asked = problem()
    kinds = by_kinds(asked)
    at = prices(asked, len(kinds.limit), demand=1000.0)
    assert Market(kinds).offers(at, most=1)[1] < math.inf
    assert giving_up(kinds).offers(at, most=1)[1] == math.inf


@pytest.mark.parametrize("demand", [0.0, 100.0, 700.0, 1300.0])
@pytest.mark.parametrize("seed", range(20))
def test_any_prices_prove_a_bound(seed: int, demand: float) -> None:
    asked = random_problem(seed, visits=3)
    if not asked.shifts:
        return
    kinds = by_kinds(asked)
    _, bound = Market(kinds).offers(prices(asked, len(kinds.limit), demand=demand), most=1)
    assert best_value(asked) <= bound


@pytest.mark.parametrize("seed", range(150))
def test_any_prices_prove_a_bound_in_any_weather(seed: int) -> None:
    dice = random.Random(seed)
    features: tuple[Feature, ...] = ("masks", "host", "rest")
    asked = random_problem(seed, visits=4, days=dice.choice((2, 3)), features=features)
    if not asked.shifts:
        return
    kinds = by_kinds(asked)
    at = prices(asked, len(kinds.limit), demand=dice.choice((0.0, 100.0, 700.0)))
    for k, one in enumerate(asked.shifts):
        after = asked.shift_on(one.team, one.day + 1)
        for place in range(1, 1 + len(asked.lodgings)):
            # what a night costs one day it saves the next
            night = dice.choice((0, 3000, -3000))
            at.sleep[k, place] = NO_VALUE if after is None else -night
            if after is not None:
                at.wake[after, place] = night
    market = Market(kinds)
    for _ in range(3):
        assert best_value(asked) <= market.offers(at, most=1)[1]


def test_who_has_earned_less_may_be_on_the_way_in_more_weathers() -> None:
    # to C by A, where people are, in one weather of four, or straight; from there on to many at D
    open_in = np.full((1, 4, 4), 15, np.uint64)
    open_in[0, 0, 1], open_in[0, 0, 3], open_in[0, 1, 3] = 1, 0, 0
    noon = 4 * HOUR + 8 * HOUR
    asked = problem(
        travel_s=line(0, 10, 20, 30),
        demands=(
            Demand(people=100, weight=100),
            Demand(people=1, weight=1),
            Demand(people=90, weight=100),
        ),
        visits=(
            visit(1, contributions=((0, 80),), windows=((0, 9 * HOUR),)),
            visit(2, contributions=((1, 1),), windows=((noon, noon),)),
            visit(3, contributions=((2, 90),)),
        ),
        open_in=open_in,
        scenarios=4,
        strand_risk=1.0,
    )
    kinds = by_kinds(asked)
    assert best_value(asked) == 9001
    assert Market(kinds).offers(prices(asked, len(kinds.limit), demand=100.0), most=1)[1] >= 9001


def test_offers_earn_what_their_columns_are_worth() -> None:
    asked = problem(travel_cost=1)
    kinds = by_kinds(asked)
    at = prices(asked, len(kinds.limit), demand=1000.0)
    market = Market(kinds)
    # each round watches the rows that its best paths used too often
    rounds = [market.offers(at, most=3) for _ in range(3)]
    bounds = [bound for _, bound in rounds]
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] == 20_000 - 7200
    offers = rounds[-1][0]
    best = max(offers, key=lambda o: o.earns)
    assert (len(best.column.stops), best.column.cost) == (2, 7200)
    assert best.earns == 20_000 - 7200


def test_without_proof_no_row_is_used_too_often_and_nothing_is_believed() -> None:
    asked = problem()
    kinds = by_kinds(asked)
    at = prices(asked, len(kinds.limit), demand=1000.0)
    offers, bound = Market(kinds).offers(at, most=5, exact=False)
    assert bound == math.inf
    paths = [offer.column.stops for offer in offers]
    assert max(len(path) for path in paths) == 2
    assert all(len(set(path)) == len(path) for path in paths)


def test_long_shifts_with_wide_windows_still_get_a_plan_by_the_deadline() -> None:
    dice = np.random.default_rng(3)
    far = dice.integers(60, 3600, (61, 61)).astype(np.int32)
    np.fill_diagonal(far, 0)
    asked = problem(
        travel_s=far[None],
        demands=tuple(Demand(people=1, weight=int(w)) for w in dice.integers(1, 50, 60)),
        visits=tuple(
            visit(v + 1, service_s=(600,), windows=((0, 60_000),), contributions=((v, 1),))
            for v in range(60)
        ),
        shifts=(shift(start_s=0, end_s=60_000, max_work_s=60_000),),
    )
    solution = solve(asked, seconds=2)
    assert violations(asked, solution) == ()
    assert 0.5 * solution.bound < solution.value <= solution.bound
