"""Plans for unlucky weather too: part of the objective is the mean of the worst scenarios.

Of a plan that is worth V(s) in scenario *s* the *balance* is (1 − c) × the mean of V + c × the mean
of V over the unluckiest tenth of scenarios, its conditional value at risk (Rockafellar & Uryasev
2000). That is the least, over all weightings w in which the tail weighs c more than its due, of
Σ w(s) V(s) (Artzner et al. 1999): so the value of the best plan at any such weights bounds the
balance of every plan. ``solve_balanced`` plans at even weights, then at the mean of the weights at
which each plan so far does worst (fictitious play, Robinson 1951), each time from the best plan.

Knows no method: ``solve`` is handed in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import gcd
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import Problem
from optimizer.solution import Solution
from optimizer.value import value, value_in_each

TAIL = 0.1
"""Share of the scenarios that are the unlucky ones."""
SHARES_OF_WORK = (0.4, 0.6, 0.8, 1.0)
"""At which shares of the work the weights change."""


class Solver(Protocol):
    """What answers one problem with so much work, from a plan if there is one."""

    def __call__(self, problem: Problem, *, work: int, start: Solution | None) -> Solution:
        """Return a solution, with a bound that no solution exceeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balanced:
    """A plan, its balance and a bound that no plan's balance exceeds; with the mean of its tail.

    The plan's own value and bound are at even weights.
    """

    solution: Solution
    balance: float
    bound: float
    unlucky: float


def solve_balanced(
    problem: Problem, solve: Solver, *, work: int, percent: int, start: Solution | None = None
) -> Balanced:
    """Return the plan of the best balance that was found, with ``percent`` / 100 on the tail.

    Parameters
    ----------
    problem
        With all scenarios alike.
    start
        A plan to start from.
    """
    even = replace(problem, scenario_weights=())
    answers: list[Solution] = []
    times = [0] * problem.scenarios
    bound, spent = np.inf, 0
    for before, after in pairwise((0.0, *SHARES_OF_WORK)):
        weights = weights_of(times, len(answers), percent)
        asked = replace(even, scenario_weights=weights) if answers else even
        best = max(answers, key=lambda one: balance(even, one, percent), default=start)
        answer = solve(asked, work=int((after - before) * work), start=best)
        bound, spent = min(bound, answer.bound), spent + answer.work
        first = answers[0] if answers else answer
        answers.append(replace(answer, value=value(even, answer), bound=first.bound))
        if answer.stopped_by == "cancelled":
            break
        for scenario in unluckiest(value_in_each(even, answer)):
            times[scenario] += 1
    found = max(answers, key=lambda one: balance(even, one, percent))
    in_each = value_in_each(even, found)
    return Balanced(
        solution=replace(
            found,
            seconds=sum(one.seconds for one in answers),
            work=spent,
            stopped_by=_stopped_by(answers),
        ),
        balance=balance(even, found, percent),
        bound=float(bound),
        unlucky=float(in_each[unluckiest(in_each)].mean()),
    )


def _stopped_by(answers: Sequence[Solution]) -> str:
    """Return what cut one of the answers off, or else that the work was done.

    None of them is proven the best of all balances, though it may be at its own weights.
    """
    cut = (one.stopped_by for one in answers if one.stopped_by in {"deadline", "cancelled"})
    return next(cut, "work")


def balance(problem: Problem, solution: Solution, percent: int) -> float:
    """Return what a plan is worth on the mean and, with ``percent`` / 100, in its tail."""
    in_each = value_in_each(problem, solution)
    tail = in_each[unluckiest(in_each)]
    return float((100 - percent) * in_each.mean() + percent * tail.mean()) / 100


def unluckiest(in_each: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the scenarios in which least is had: a tenth of all, rounded, one at least."""
    some = max(1, round(TAIL * len(in_each)))
    return np.argsort(in_each, kind="stable")[:some]


def weights_of(times: Sequence[int], rounds: int, percent: int) -> tuple[int, ...]:
    """Return weights of scenarios that were among the unluckiest in so many of the rounds.

    The mean of the rounds' weights, exactly: all even, but for ``percent`` / 100 that the
    unluckiest share.
    """
    if not rounds:
        return (1,) * len(times)
    some = max(1, round(TAIL * len(times)))
    weights = [(100 - percent) * some * rounds + percent * len(times) * t for t in times]
    shared = gcd(*weights)
    return tuple(weight // shared for weight in weights)
