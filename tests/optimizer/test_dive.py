"""Dives end in plans, keep what they are to keep, and give the LP back as it was."""

import random
from dataclasses import replace

import pytest

from optimizer import master
from optimizer.budget import Budget
from optimizer.dive import Dive
from optimizer.draft import Draft
from optimizer.generation import Generation
from optimizer.kinds import by_kinds
from optimizer.lane import Lane, gain
from optimizer.market import Market
from optimizer.master import Master
from optimizer.neighbours import neighbours
from optimizer.problem import BASE, Lodging, Problem, Team
from tests.optimizer.worlds import HOUR, Feature, problem, random_problem, shift

UNPINNED: tuple[Feature, ...] = ("host", "rest", "masks", "promises")


def some(seed: int) -> Problem:
    return random_problem(seed, visits=20, teams=3, days=4, places=10, features=UNPINNED)


def generated(asked: Problem, rounds: int = 15) -> Generation:
    """Return the LP of a problem, as far as so many rounds bring it."""
    generation = Generation(Market(by_kinds(asked)))
    for _ in range(rounds):
        generation.step()
        if generation.done:
            break
    return generation


def begun(generation: Generation, seed: int, **told: object) -> Dive:
    return Dive(
        generation.master,
        generation.market,
        chance=random.Random(seed),
        unsteady=0.1,
        **told,  # type: ignore[arg-type]
    )


def landed(going: Dive, *, hurry: bool = False) -> Draft:
    while not going.done:
        going.step(hurry=hurry)
    return going.draft


@pytest.mark.parametrize("seed", range(60))
def test_a_dive_ends_in_a_plan_under_the_bound(seed: int) -> None:
    generation = generated(some(seed))
    assert generation.solve_lp()
    before = generation.master.value()
    for hurry in (False, True):
        plan = landed(begun(generation, seed), hurry=hurry)
        assert plan.is_sound()
        assert plan.value() <= generation.bound
    # with the columns that it found the LP is worth no less, and not bound to what was fixed
    assert generation.solve_lp()
    assert before - 1e-6 * abs(before) <= generation.master.value() <= generation.lowest + 1e-3


@pytest.mark.parametrize("seed", range(30))
def test_what_is_kept_stays(seed: int) -> None:
    generation = generated(some(seed))
    plan = landed(begun(generation, seed))
    dice = random.Random(seed)
    freed = neighbours(plan, 4, dice)
    kept = [c for k, c in plan.columns.items() if k not in freed]
    again = landed(begun(generation, seed + 1, kept=kept))
    assert again.is_sound()
    assert all(again.columns[c.shift] == c for c in kept)


def test_a_dive_gives_up_where_nothing_is_good_enough() -> None:
    generation = generated(some(1))
    going = begun(generation, 1, least=generation.bound + 1)
    assert landed(going).columns == {}
    assert going.batches == []
    assert landed(begun(generation, 1, least=0.5 * generation.bound)).columns


def test_a_dive_takes_back_what_leaves_no_way_to_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    generation = generated(some(2))
    going = begun(generation, 2)
    going.step()
    (first,) = going.batches
    solve, failed = Master.solve, iter([False])
    monkeypatch.setattr(
        Master, "solve", lambda self, s: next(failed, None) is None and solve(self, s)
    )
    going.step()
    assert going.batches == []
    assert going.draft.columns == {}
    plan = landed(going)
    assert plan.columns
    assert plan.is_sound()
    assert first


def test_a_cancelled_dive_ends_at_once() -> None:
    generation = generated(some(3))
    going = begun(generation, 3)
    generation.market.cancel[0] = 1
    going.step()
    assert going.done


def test_an_lp_is_worth_the_same_with_room_for_few_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    full = generated(some(4))
    assert full.solve_lp()
    monkeypatch.setattr(master, "SPARE", 2)
    sparse = Master(full.market.kinds, by_like=True)
    for column in full.master.columns:
        sparse.add([column])
        assert sparse.solve(10)
    assert sparse.value() == pytest.approx(full.master.value())
    assert [sparse.number(c) for c in full.master.columns] == list(range(len(sparse.columns)))


def test_an_lp_goes_on_from_its_basis() -> None:
    # told of columns that do not pay it has nothing to do, though they are many
    generation = generated(some(5), rounds=3)
    assert generation.master.solve(10)
    worse = [replace(c, cost=c.cost + 10**9) for c in generation.master.columns]
    assert generation.master.add(worse) == len(worse)
    assert generation.master.solve(10)
    assert generation.master.pivots == 0


@pytest.mark.parametrize("seed", range(8))
def test_a_lane_lands_better_and_better_plans(seed: int) -> None:
    generation = generated(some(seed))
    prices = generation.prices()
    assert prices is not None
    first = landed(begun(generation, seed), hurry=True)
    with Budget(seconds=60, work=None) as budget:
        lane = Lane(generation.market, prices, budget, seed=seed)
        lane.give(generation.master.columns)
        worked = [lane.step(first) for _ in range(60)]
    assert all(work >= 0 for work in worked)
    assert sum(worked) > 0
    assert lane.dives > 1
    values = [first.value(), *(plan.value() for plan in lane.landed)]
    assert values == sorted(set(values))
    assert values[-1] <= generation.bound
    assert all(plan.is_sound() for plan in lane.landed)


def test_what_is_no_plan_is_no_gain() -> None:
    # a team that sleeps away and is never back
    asked = problem(
        shifts=(shift(0), shift(1)),
        teams=(Team(base=0, max_nights=1),),
        lodgings=(Lodging(location=1),),
    )
    kinds = by_kinds(asked)
    nothing = Draft(kinds)
    home, away = (
        Draft(
            kinds,
            [kinds.column(0, slept_at=BASE, sleeps_at=h, stops=(0,), starts=(9 * HOUR,))],
        )
        for h in (BASE, 0)
    )
    assert gain(home, nothing) == home.value() == away.value() > 0
    assert gain(home, home) == gain(nothing, home) == 0
    assert gain(away, nothing) == 0


@pytest.mark.parametrize("seed", range(20))
def test_a_night_away_is_freed_on_both_its_days(seed: int) -> None:
    generation = generated(some(seed))
    plan = landed(begun(generation, seed))
    freed = neighbours(plan, 3, random.Random(seed))
    shifts = plan.kinds.problem.shifts
    for k in freed & set(plan.columns):
        if plan.columns[k].sleeps_at != BASE:
            assert plan.kinds.problem.shift_on(shifts[k].team, shifts[k].day + 1) in freed
        if plan.columns[k].slept_at != BASE:
            assert plan.kinds.problem.shift_on(shifts[k].team, shifts[k].day - 1) in freed
