"""Stops and kinds of shifts: copies are one, pins and promises apart, weather passed on."""

from dataclasses import replace

import numpy as np
import pytest

from optimizer.check import violations
from optimizer.kinds import Kinds, by_kinds
from optimizer.problem import BASE, UNREACHABLE, Pin, Problem, Promise, Team
from optimizer.solution import ShiftPlan, Solution, Stop
from optimizer.value import held_masks, value
from tests.optimizer.worlds import DAY, HOUR, line, problem, random_problem, shift, visit

TWINS = (visit(1), visit(1))
TWO_TEAMS = {
    "teams": (Team(base=0), Team(base=0)),
    "shifts": (shift(0), shift(1), shift(0, team=1)),
}


def shifts_of(kinds: Kinds, stop: int) -> list[int]:
    """Return the shifts that can hold a stop."""
    return [k for k, kind in enumerate(kinds.kind_of) if stop in kinds.shift_kinds[kind].stops]


def windows_of(kinds: Kinds, stop: int, k: int) -> list[tuple[int, int]]:
    """Return when a stop may start in shift ``k``, from the problem's zero."""
    kind, zero = kinds.shift_kinds[kinds.kind_of[k]], kinds.problem.shifts[k].start_s
    at = kind.stops.tolist().index(stop)
    some = slice(kind.window_at[at], kind.window_at[at + 1])
    return [
        (zero + int(a), zero + int(b))
        for a, b in zip(kind.window_lo[some], kind.window_hi[some], strict=True)
    ]


def test_copies_are_one_stop() -> None:
    kinds = by_kinds(problem(visits=TWINS))
    assert kinds.visits == ((0, 1),)
    assert kinds.limit.tolist() == [2]
    assert kinds.must.tolist() == [False]


def test_a_pinned_copy_is_its_own_stop_and_must_be_held() -> None:
    kinds = by_kinds(problem(visits=TWINS, pins=(Pin(visit=1, team=0),)))
    assert kinds.visits == ((0,), (1,))
    assert kinds.limit.tolist() == [1, 1]
    assert kinds.must.tolist() == [False, True]


@pytest.mark.parametrize(
    ("pin", "expected"),
    [
        (Pin(visit=0, team=0), [0, 1]),
        (Pin(visit=0, team=1), [2]),
        (Pin(visit=0, team=0, shift=1), [1]),
        (Pin(visit=0, team=0, start_s=DAY + 9 * HOUR), [1]),
    ],
)
def test_a_pin_says_which_shifts_may_hold_its_visit(pin: Pin, expected: list[int]) -> None:
    kinds = by_kinds(problem(pins=(pin,), **TWO_TEAMS))
    assert shifts_of(kinds, 0) == expected
    assert shifts_of(kinds, 1) == [0, 1, 2]


def test_a_pinned_second_is_the_only_one() -> None:
    kinds = by_kinds(problem(pins=(Pin(visit=0, team=0, start_s=9 * HOUR),)))
    assert windows_of(kinds, 0, 0) == [(9 * HOUR, 9 * HOUR)]


def test_a_pinned_position_is_told() -> None:
    kinds = by_kinds(problem(pins=(Pin(visit=1, team=0, position=1),)))
    assert kinds.position.tolist() == [-1, 1]
    assert kinds.shift_kinds[0].position.tolist() == [-1, 1]


def test_alternatives_of_a_pinned_visit_are_never_held() -> None:
    members = (visit(1, group=0), visit(2, group=0))
    kinds = by_kinds(problem(visits=members, groups=1, pins=(Pin(visit=0, team=0),)))
    assert (shifts_of(kinds, 0), shifts_of(kinds, 1)) == ([0], [])
    assert (kinds.limit.tolist(), kinds.must.tolist()) == ([1], [True])


PROMISED = Promise(visit=0, shift=0, start_s=9 * HOUR, move_cost=70)


def test_a_promised_visit_is_a_free_stop_and_a_kept_one() -> None:
    kinds = by_kinds(problem(visits=TWINS, promises=(PROMISED,), **TWO_TEAMS))
    assert kinds.visits == ((0,), (0,), (1,))
    assert (kinds.row.tolist(), kinds.limit.tolist()) == ([0, 0, 1], [1, 1])
    assert kinds.bonus.tolist() == [0, 70, 0]
    assert kinds.free.tolist() == [0, 0, 2]
    assert kinds.promised == 70
    assert [shifts_of(kinds, s) for s in range(3)] == [[0, 1, 2], [0], [0, 1, 2]]
    assert windows_of(kinds, 1, 0) == [(9 * HOUR, 9 * HOUR)]


def test_promises_of_copies_stand_apart() -> None:
    other = Promise(visit=1, shift=1, start_s=DAY + 9 * HOUR, move_cost=5)
    kinds = by_kinds(problem(visits=TWINS, promises=(PROMISED, other), **TWO_TEAMS))
    assert kinds.visits == ((0,), (0,), (1,), (1,))
    assert kinds.bonus.tolist() == [0, 70, 0, 5]
    assert kinds.promised == 75
    assert [shifts_of(kinds, s) for s in (1, 3)] == [[0], [1]]


def test_a_promise_that_cannot_be_kept_makes_no_stop() -> None:
    late = replace(PROMISED, start_s=5 * DAY)
    kinds = by_kinds(problem(promises=(late,)))
    assert (len(kinds.visits), kinds.promised) == (2, 70)
    moved = by_kinds(
        problem(promises=(PROMISED,), pins=(Pin(visit=0, team=0, shift=1),), **TWO_TEAMS)
    )
    assert moved.bonus.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("stop", "start_s", "held"), [(0, 0, 1), (1, 0, 1), (1, 60, 0), (0, 60, 0)]
)
def test_a_column_holds_the_kept_stop_exactly_at_its_second(
    stop: int, start_s: int, held: int
) -> None:
    kinds = by_kinds(problem(promises=(PROMISED,)))
    column = kinds.column(
        0, slept_at=BASE, sleeps_at=BASE, stops=(stop,), starts=(9 * HOUR + start_s,)
    )
    assert column.stops == (held,)
    assert column.bonus == 70 * held
    assert kinds.visits_of([column]) == {(0, 0): 0}


def test_kept_promises_count_as_the_objective_does() -> None:
    asked = problem(promises=(PROMISED,), travel_cost=1)
    kinds = by_kinds(asked)
    for start_s in (9 * HOUR, 10 * HOUR):
        column = kinds.column(0, slept_at=BASE, sleeps_at=BASE, stops=(0,), starts=(start_s,))
        plan = ShiftPlan(shift=0, depart_s=8 * HOUR, stops=(Stop(visit=0, start_s=start_s),))
        worth = 10_000 - column.cost + column.bonus - kinds.promised
        assert worth == value(asked, Solution(plans=(plan,), value=0, bound=0))


def test_a_promise_on_one_day_makes_that_shift_a_kind_of_its_own() -> None:
    assert by_kinds(
        problem(shifts=(shift(0), shift(0, team=1)), teams=(Team(base=0),) * 2)
    ).kind_of.tolist() == [0, 0]
    told = by_kinds(
        problem(
            promises=(PROMISED,), shifts=(shift(0), shift(0, team=1)), teams=(Team(base=0),) * 2
        )
    )
    assert told.kind_of.tolist() == [0, 1]


def stormy(open_legs: dict[tuple[int, int], int], scenarios: int = 2) -> Problem:
    """Return the two villages with some legs open in some scenarios only."""
    open_in = np.full((1, 3, 3), 2**64 - 1, np.uint64)
    for (a, b), mask in open_legs.items():
        open_in[0, a, b] = mask
    return problem(open_in=open_in, scenarios=scenarios)


def test_certain_weather_has_no_masks() -> None:
    kinds = by_kinds(problem())
    assert kinds.open_in is None
    assert kinds.travel_s is kinds.problem.travel_s


def test_a_leg_that_no_weather_opens_does_not_exist() -> None:
    kinds = by_kinds(stormy({(0, 1): 4, (1, 1): 0}))
    assert kinds.open_in is not None
    assert kinds.travel_s[0, 0].tolist() == [0, UNREACHABLE, 3600]
    assert kinds.open_in[0].tolist() == [[3, 0, 3], [3, 3, 3], [3, 3, 3]]


@pytest.mark.parametrize(("direct", "expected"), [(3, True), (1, False)])
def test_a_detour_that_is_open_more_often_may_pay(direct: int, expected: bool) -> None:
    assert by_kinds(stormy({(0, 2): direct})).shift_kinds[0].triangle is expected
    assert (
        not by_kinds(problem(travel_s=np.array([[[0, 1, 9], [1, 0, 1], [9, 1, 0]]], np.int32)))
        .shift_kinds[0]
        .triangle
    )


@pytest.mark.parametrize("seed", range(5))
def test_masks_of_a_column_are_those_of_the_objective(seed: int) -> None:
    dice = np.random.default_rng(seed)
    open_in = dice.integers(1, 16, (1, 3, 3)).astype(np.uint64)
    asked = problem(travel_s=line(0, 30, 60), open_in=open_in, scenarios=4)
    kinds = by_kinds(asked)
    starts = (9 * HOUR, 12 * HOUR)
    column = kinds.column(0, slept_at=BASE, sleeps_at=BASE, stops=(0, 1), starts=starts)
    stops = tuple(Stop(visit=v, start_s=s) for v, s in zip((0, 1), starts, strict=True))
    plan = ShiftPlan(shift=0, depart_s=8 * HOUR, stops=stops)
    held = held_masks(asked, Solution(plans=(plan,), value=0, bound=0))
    masks = kinds.masks_of(column, woke=15)
    assert masks[:2] == [held[0, 0], held[0, 1]]
    assert masks[2] == masks[1] & int(open_in[0, 2, 0])


@pytest.mark.parametrize("seed", range(30))
def test_visits_of_columns_are_a_plan_that_keeps_its_pins(seed: int) -> None:
    asked = random_problem(seed, visits=4)
    able = [
        (v, k)
        for v, one in enumerate(asked.visits)
        for k, s in enumerate(asked.shifts)
        if one.service_s[s.crew] >= 0
        and not one.needs & ~s.has
        and s.start_s <= one.windows[0][0] <= s.end_s
    ]
    if not able:
        return
    v, k = able[0]
    start_s = asked.visits[v].windows[0][0]
    team = asked.shifts[k].team
    promised = replace(
        asked,
        pins=(Pin(visit=v, team=team, shift=k, position=0, start_s=start_s),),
        promises=(Promise(visit=v, shift=k, start_s=start_s, move_cost=3),),
    )
    kinds = by_kinds(promised)
    (kept,) = kinds.kept.values()
    free = int(kinds.free[kept])
    column = kinds.column(k, slept_at=BASE, sleeps_at=BASE, stops=(free,), starts=(start_s,))
    assert (column.stops, column.bonus) == ((kept,), 3)
    stop = Stop(visit=kinds.visits_of([column])[k, 0], start_s=start_s)
    plan = ShiftPlan(shift=k, depart_s=asked.shifts[k].start_s, stops=(stop,))
    broken = violations(promised, Solution(plans=(plan,), value=0, bound=0))
    assert "pinned" not in {str(b.constraint) for b in broken}
