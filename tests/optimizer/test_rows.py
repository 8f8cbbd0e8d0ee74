"""The rows of the LP and of packings say what the checker says, no more and no less."""

import random
from collections import Counter, defaultdict

import numpy as np
import pytest

from optimizer.arrays import world_of
from optimizer.budget import Budget
from optimizer.check import violations
from optimizer.draft import Draft
from optimizer.kinds import Column, Kinds, by_kinds
from optimizer.market import Market
from optimizer.master import Master
from optimizer.packing import NEAR_ENOUGH, Packer
from optimizer.problem import BASE, Constraint
from optimizer.rows import (
    NIGHT,
    ROW,
    Key,
    alike_limits,
    alike_uses,
    coefficients,
    limits,
    overlapping,
)
from optimizer.solution import Solution
from optimizer.walk import Walk
from tests.optimizer.worlds import ALL, random_problem, with_few_beds

CERTAIN = tuple(feature for feature in ALL if feature != "masks")
STEPS = 60_000
MET = 400
CHANGES = 60
SEEDS = 30


def walked(seed: int) -> tuple[Kinds, list[Column], list[Column]]:
    """Return a problem in certain weather, the columns of its best schedule, and all met."""
    kinds = by_kinds(with_few_beds(seed, features=CERTAIN))
    walk = Walk(kinds, world_of(kinds), seed)
    walk.construct()
    walk.run(STEPS, 0.0, 1.0, np.zeros(1, np.uint8))
    met = [c for c in walk.pooled(MET) if kinds.is_safe(c)]
    return kinds, walk.columns() if walk.best_worth >= 0 else [], met


def keeps_rows(kinds: Kinds, columns: list[Column]) -> bool:
    """Return whether no row is used more than it may be, nor one that has to be used less."""
    used: Counter[Key] = Counter()
    for column in columns:
        used.update(coefficients(kinds, column))
    most = limits(kinds)
    for key in {*used, *most}:
        if key[0] == NIGHT or (key[0] == ROW and kinds.must[key[1]]):
            if used[key] != most.get(key, 0.0):
                return False
        elif used[key] > most.get(key, np.inf):
            return False
    return not list(overlapping(kinds, columns))


def is_plan(kinds: Kinds, columns: list[Column]) -> bool:
    """Return whether the checker accepts the columns as a plan."""
    draft = Draft(kinds, columns)
    # of what is held more often than there are copies, no visit can be named
    return bool(np.all(draft.uses <= kinds.limit)) and draft.is_sound()


def changed(dice: random.Random, plan: dict[int, Column], met: list[Column]) -> dict[int, Column]:
    """Return a plan with one to three shifts changed: others' columns, or none."""
    other = dict(plan)
    for column in dice.sample(met, min(len(met), dice.choice((1, 1, 2, 3)))):
        other[column.shift] = column
        if dice.random() < 0.2:
            del other[dice.choice(list(other))]
    return other


def test_rows_are_kept_where_the_checker_accepts_and_only_there() -> None:
    answers: Counter[bool] = Counter()
    for seed in range(SEEDS):
        kinds, best, met = walked(seed)
        dice = random.Random(seed)
        plan = {c.shift: c for c in best}
        for _ in range(CHANGES):
            other = changed(dice, plan, met)
            columns = list(other.values())
            sound = is_plan(kinds, columns)
            assert keeps_rows(kinds, columns) == sound
            answers[sound] += 1
            if sound and dice.random() < 0.3:
                plan = other
    # otherwise the test says nothing
    assert min(answers.values()) > 200


def test_rows_of_shifts_alike_forbid_no_plan() -> None:
    for seed in range(SEEDS):
        kinds, best, _ = walked(seed)
        rows = alike_limits(kinds)
        used: defaultdict[Key, float] = defaultdict(float)
        for column in best:
            first = int(kinds.like[column.shift])
            for key, amount in alike_uses(kinds, kinds.moved(column, first), rows):
                used[key] += amount
        assert all(used[key] <= rows[key] for key in used if key in rows and key[0] != NIGHT)
        assert all(used[key] == 0 for key in used if key[0] == NIGHT)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_packing_is_a_sound_plan_no_worse_than_its_hint(seed: int) -> None:
    kinds, best, met = walked(seed)
    hint = Draft(kinds, best)
    with Budget(seconds=600, work=None) as budget:
        chosen = Packer(kinds, budget).pack(Draft(kinds), met, hint=best)
    if chosen is None:
        assert not best
        return
    packed = Draft(kinds, chosen)
    assert packed.is_sound()
    if best:
        assert packed.value() >= hint.value() - NEAR_ENOUGH * abs(hint.value())


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_packing_goes_with_what_is_kept(seed: int) -> None:
    kinds, best, met = walked(seed)
    dice = random.Random(seed)
    # whole teams are kept, so that no tour is cut
    kept_teams = {t for t in range(len(kinds.problem.teams)) if dice.random() < 0.5}
    team = [s.team for s in kinds.problem.shifts]
    kept = Draft(kinds, (c for c in best if team[c.shift] in kept_teams))
    freed = [c for c in best if team[c.shift] not in kept_teams]
    some = [c for c in met if team[c.shift] not in kept_teams]
    with Budget(seconds=600, work=None) as budget:
        chosen = Packer(kinds, budget).pack(kept, some, hint=freed)
    if chosen is None:
        assert not best
        return
    before = Draft(kinds, best).value()
    for column in chosen:
        kept.add(column)
    assert kept.is_sound()
    if best:
        assert kept.value() >= before - NEAR_ENOUGH * abs(before)


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_column_that_is_found_is_a_day_the_checker_accepts(seed: int, exact: bool) -> None:
    asked = random_problem(seed, visits=16, teams=3, days=3, places=8, features=("host", "masks"))
    kinds = by_kinds(asked)
    market = Market(kinds, cores=1)
    master = Master(kinds)
    for _ in range(4):
        assert master.solve(60)
        offers, _ = market.offers(master.prices(), 8, exact=exact)
        for column in (o.column for o in offers):
            faults = violations(
                asked, Solution(plans=Draft(kinds, [column]).plans(), value=0, bound=0)
            )
            kinds_of = {v.constraint for v in faults}
            # alone, it wakes where nobody slept, or sleeps where nobody wakes
            tied = {column.slept_at, column.sleeps_at} != {BASE}
            assert not kinds_of - ({Constraint.LODGING, Constraint.MAX_NIGHTS} if tied else set())
        master.add(o.column for o in offers)
