"""Tours priced as a whole: the bound holds, is no weaker, and misses no column in the end."""

import math
from collections.abc import Iterator
from dataclasses import fields, replace

import numpy as np
import pytest

from optimizer.generation import Generation, ways_home
from optimizer.kinds import Column, Kinds, by_kinds
from optimizer.market import Market
from optimizer.master import Master
from optimizer.prices import Prices
from optimizer.pricing import NO_WORTH
from optimizer.problem import BASE, Lodging, Problem, Team
from optimizer.rows import toured
from optimizer.tours import Known, Toured, Tours
from tests.optimizer.brute import best_plan
from tests.optimizer.test_market import giving_up
from tests.optimizer.worlds import DAY, HOUR, line, problem, random_problem, shift, visit

ROUNDS = 4
NEAR_ENOUGH = 1e-6


def touring(seed: int, visits: int = 4, days: int = 3) -> Kinds | None:
    """Return a random problem in which some team may sleep away, or ``None``."""
    asked = random_problem(seed, visits=visits, days=days, features=("masks", "promises", "rest"))
    return by_kinds(asked) if any(toured(asked)) else None


def rounds(kinds: Kinds) -> Iterator[tuple[Market, Master, Prices]]:
    """Yield market, LP and prices, round after round, priced shift by shift."""
    market, master = Market(kinds, cores=1), Master(kinds, by_like=True)
    master.add(ways_home(kinds))
    for _ in range(ROUNDS):
        assert master.solve(60)
        prices = master.prices()
        yield market, master, prices
        master.add(o.column for o in market.offers(prices, 3)[0])


def joined(market: Market, master: Master, prices: Prices) -> tuple[Toured, float]:
    """Return what a round finds that prices tours as a whole, and the bound that it proves."""
    _, bound = market.offers(prices, 3, toured=False)
    found = Tours(market).offers(prices, 3, Known(master.columns, master.reduced()), exact=True)
    return found, bound + found.bound


@pytest.mark.parametrize("seed", range(150))
def test_no_plan_beats_the_bound_and_no_prices_of_nights_better_it(seed: int) -> None:
    kinds = touring(seed)
    if kinds is None:
        return
    best = best_plan(kinds.problem)
    for market, master, prices in rounds(kinds):
        _, apart = market.offers(prices, 3)
        # what a round learns of rows lowers the next bound: here both are to know the same
        market.learns = False
        found, together = joined(market, master, prices)
        assert best is None or best.value <= market.proven(together)
        assert together <= apart + NEAR_ENOUGH * abs(apart)
        # the same bound, shift by shift: tours only chose the prices of nights
        _, again = market.offers(found.prices, 3)
        market.learns = True
        assert again == pytest.approx(together, rel=NEAR_ENOUGH, abs=1.0)


@pytest.mark.parametrize("seed", range(60))
def test_no_column_earns_more_than_is_said_at_the_new_prices(seed: int) -> None:
    kinds = touring(seed, visits=8)
    if kinds is None or kinds.open_in is not None:
        return
    for market, master, prices in rounds(kinds):
        found, _ = joined(market, master, prices)
        for column in [*master.columns, *(o.column for o in found.offers)]:
            k = column.shift
            if k in found.earned:
                earned = found.prices.earned_by(kinds, column) + prices.shift[k]
                assert earned <= found.earned[k] + NEAR_ENOUGH * abs(found.earned[k]) + 1.0


@pytest.mark.parametrize("seed", range(60))
def test_only_prices_of_nights_are_new(seed: int) -> None:
    kinds = touring(seed)
    if kinds is None:
        return
    away = toured(kinds.problem)
    for market, master, prices in rounds(kinds):
        found, _ = joined(market, master, prices)
        for name in {f.name for f in fields(Prices)} - {"wake", "sleep"}:
            assert np.array_equal(getattr(found.prices, name), getattr(prices, name))
        for k, shift_away in enumerate(away):
            assert found.prices.wake[k, 0] == 0 or not shift_away
            if not shift_away:
                assert np.array_equal(found.prices.wake[k], prices.wake[k])
                assert np.array_equal(found.prices.sleep[k], prices.sleep[k])


@pytest.mark.parametrize("seed", range(60))
def test_tours_end_at_the_same_lp_as_shifts_apart(seed: int) -> None:
    kinds = touring(seed, visits=8)
    if kinds is None:
        return
    together, apart = Generation(Market(kinds, cores=1)), Generation(Market(kinds, cores=1))
    apart._tours = None  # shift by shift, as where nobody sleeps away
    for generation in (together, apart):
        for _ in range(200):
            if generation.done:
                break
            generation.step()
    assert together.done
    assert apart.done
    assert together.lp == pytest.approx(apart.lp, rel=NEAR_ENOUGH)


def far_away() -> Problem:
    """Return two visits six hours from base, where the team may sleep between its two days."""
    return problem(
        travel_s=line(0, 360),
        visits=(visit(), visit()),
        teams=(Team(base=0, max_nights=1),),
        shifts=(shift(0), shift(1)),
        lodgings=(Lodging(location=1, capacity=1, cost=0),),
    )


def test_a_tour_is_found_in_one_round() -> None:
    kinds = by_kinds(far_away())
    found, _ = joined(*next(rounds(kinds)))
    ways = {(c.shift, c.slept_at, c.sleeps_at, len(c.stops)) for c in columns_of(found)}
    assert {(0, BASE, 0, 1), (1, 0, BASE, 1)} <= ways


def test_what_is_found_goes_on_with_what_is_known() -> None:
    # the second day has no time for a visit: the known way home ends the tour
    kinds = by_kinds(far_away())
    late = by_kinds(replace(kinds.problem, shifts=(shift(0), shift(1, end_s=DAY + 14 * HOUR))))
    found, _ = joined(*next(rounds(late)))
    assert {(c.shift, c.sleeps_at) for c in columns_of(found) if c.stops} == {(0, 0)}


@pytest.mark.parametrize(("sleeps_at", "ways"), [(0, {(1, 0, BASE)}), (BASE, set())])
def test_tours_go_on_from_where_a_fixed_column_ends(
    sleeps_at: int, ways: set[tuple[int, int, int]]
) -> None:
    kinds = by_kinds(far_away())
    market, master, prices = next(rounds(kinds))
    fixed = kinds.column(0, slept_at=BASE, sleeps_at=sleeps_at, stops=(), starts=())
    known = Known(master.columns, master.reduced())
    found = Tours(market).found(prices, 3, known, fixed={0: fixed}, shifts={1})
    assert {(c.shift, c.slept_at, c.sleeps_at) for c in found if c.stops} == ways


@pytest.mark.parametrize("seed", range(60))
def test_what_is_found_around_fixed_columns_is_for_free_shifts_of_those_tours(seed: int) -> None:
    kinds = touring(seed, visits=8)
    if kinds is None:
        return
    for market, master, prices in rounds(kinds):
        known = Known(master.columns, master.reduced())
        offers = joined(market, master, prices)[0].offers
        fixed = {o.column.shift: o.column for o in offers[:1]}
        team = kinds.problem.shifts[next(iter(fixed), 0)].team
        same = {k for k, one in enumerate(kinds.problem.shifts) if one.team == team}
        found = Tours(market).found(prices, 3, known, fixed=fixed, shifts=same)
        assert {c.shift for c in found} <= same - set(fixed)


def test_a_kernel_that_gives_up_proves_nothing_of_a_tour() -> None:
    market, master, prices = next(rounds(by_kinds(far_away())))
    assert joined(market, master, prices)[1] < math.inf
    assert joined(giving_up(market.kinds), master, prices)[1] == math.inf


def test_what_cannot_be_stays_so() -> None:
    found, _ = joined(*next(rounds(by_kinds(far_away()))))
    # nobody wakes away on the first day, nor sleeps away on the last
    assert found.prices.wake[0, 1] <= NO_WORTH
    assert found.prices.sleep[1, 1] <= NO_WORTH


def columns_of(found: Toured) -> list[Column]:
    """Return the columns that were found."""
    return [offer.column for offer in found.offers]
