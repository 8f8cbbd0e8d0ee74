"""Keeping what is guaranteed at the least price, with any method that answers a problem.

Prizes that outweigh everything drown all else: the method tells plans of nearly the same worth no
longer apart. So a problem is first asked with guarantees worth a little more than what they mostly
displace. Where that keeps all that some team could keep, nothing more can be kept; otherwise it
is asked again, from there, with each unit worth more than all other work.
"""

from collections.abc import Callable
from dataclasses import replace

from optimizer.problem import Problem
from optimizer.solution import Solution
from optimizer.value import served, value
from planner.planning.translate import Translation, keepable
from planner.planning.translate.guaranteed import most_kept
from planner.planning.translate.numbers import VALUE_PER_PERSON

GENTLE = VALUE_PER_PERSON
"""What a unit of a guarantee is worth at first: 100 people for a village, 1 for one whom a share
promises, besides the one that everybody is worth. On the example that keeps all, at least cost."""

Ask = Callable[[Problem, Solution | None], Solution]


def answer_keeping(
    asked: Translation, ask: Ask, start: Solution | None = None
) -> tuple[Translation, Solution, int]:
    """Return the answer that keeps most of what is guaranteed, and a problem in which it is proven.

    The last is how many pledges any plan can keep at most. Where guarantees compete it takes twice
    the work; the bound is then that of the first answer, which says more of all other work.
    """
    people = len(asked.demands)
    gentle = asked.gently(GENTLE)
    first = ask(gentle.problem, start)
    most = most_kept(gentle.problem, people, first.bound)
    if gentle is asked or _keeps_all(gentle, first):
        return gentle, first, most
    second = ask(asked.problem, first)
    both = replace(
        second,
        value=value(gentle.problem, second),
        bound=first.bound,
        work=first.work + second.work,
        seconds=first.seconds + second.seconds,
        dropped=first.dropped,
    )
    return gentle, both, min(most, most_kept(asked.problem, people, second.bound))


def _keeps_all(asked: Translation, answer: Solution) -> bool:
    """Return whether every pledge is kept that some team could do something for."""
    problem, got = asked.problem, served(asked.problem, answer)
    return all(
        got[demand] >= problem.demands[demand].people
        for demand in keepable(problem, len(asked.demands))
    )
