"""Visits alike put together, and each pinned or promised visit on its own.

Owns what a *stop* is: visits that serve one as well as the other, where and when they may be held,
and what keeping a promise is worth. Knows no shifts' hours, prices or columns.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from optimizer.errors import InvalidProblem
from optimizer.problem import NONE, Pin, Problem, Promise, Visit

Windows = tuple[tuple[int, int], ...]
Named = TypeVar("Named", Pin, Promise)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Visits any of which serves: when (``windows``), on which shifts (``only``; any if None).

    ``position`` is where in its shift it must be held, −1 for anywhere; ``bonus`` what it earns
    for keeping promises; ``kept`` the (shift, start) of that promise.
    """

    visits: tuple[int, ...]
    row: int
    windows: Windows
    only: frozenset[int] | None = None
    position: int = -1
    bonus: int = 0
    kept: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The stops in order; how often each row may be used, and whether it must be."""

    stops: tuple[Stop, ...]
    limit: tuple[int, ...]
    must: tuple[bool, ...]


def put_together(problem: Problem) -> Rows:
    """Return the stops of ``problem`` and their rows.

    Groups whose members are alike one by one are copies of one group: their stops share a row. A
    pinned or promised visit is like no other. A promised one makes a stop of its own for each
    (shift, start) promised, which shares its row: standing there keeps the promise.

    Raises
    ------
    InvalidProblem
        If two visits of one group are pinned.
    """
    pins, promises = _by_visit(problem.pins), _by_visit(problem.promises)
    alike: dict[object, int] = {}
    kind = [
        alike.setdefault((likeness(visit), v if v in pins or v in promises else NONE), len(alike))
        for v, visit in enumerate(problem.visits)
    ]
    copies: dict[tuple[int, ...], list[list[int]]] = defaultdict(list)
    for members in _groups(problem):
        distinct = {kind[v]: v for v in reversed(members)}
        copies[tuple(sorted(distinct))].append([distinct[k] for k in sorted(distinct)])
    stops: list[Stop] = []
    must = []
    for row, groups in enumerate(copies.values()):
        pinned = _pinned(problem, groups[0], pins)
        must.append(bool(pinned))
        for visits in zip(*groups, strict=True):
            free = _free(problem, visits, row, pins.get(visits[0], ()))
            if pinned and visits[0] not in pinned:
                free = replace(free, only=frozenset())
            stops += [free, *_keeping(free, promises.get(visits[0], ()))]
    return Rows(
        stops=tuple(stops),
        limit=tuple(len(groups) for groups in copies.values()),
        must=tuple(must),
    )


def _by_visit(named: Sequence[Named]) -> dict[int, list[Named]]:
    found: dict[int, list[Named]] = defaultdict(list)
    for one in named:
        found[one.visit].append(one)
    return dict(found)


def _pinned(problem: Problem, group: Sequence[int], pins: Mapping[int, list[Pin]]) -> list[int]:
    """Return the pinned visit of a group of alternatives, if there is one."""
    pinned = [v for v in group if v in pins]
    if len(pinned) > 1:
        number = problem.visits[pinned[0]].group
        raise InvalidProblem(f"pins: at most one of group {number} can be held, not {pinned}")
    return pinned


def _free(problem: Problem, visits: tuple[int, ...], row: int, pins: Sequence[Pin]) -> Stop:
    """Return the stop that may stand wherever its windows and all of its pins allow."""
    windows = problem.visits[visits[0]].windows
    only: frozenset[int] | None = None
    position = -1
    for pin in pins:
        allowed = frozenset(
            k
            for k, shift in enumerate(problem.shifts)
            if shift.team == pin.team and pin.shift in {None, k}
        )
        only = allowed if only is None else only & allowed
        if pin.start_s is not None:
            windows = _cut(windows, pin.start_s)
        if pin.position is not None:
            only = only if position in {-1, pin.position} else frozenset()
            position = pin.position
    return Stop(visits=visits, row=row, windows=windows, only=only, position=position)


def _keeping(free: Stop, promises: Sequence[Promise]) -> Iterator[Stop]:
    """Yield the stops that keep a promise: the free one on that shift at that second."""
    bonus: dict[tuple[int, int], int] = defaultdict(int)
    for promise in promises:
        bonus[promise.shift, promise.start_s] += promise.move_cost
    for (shift, start_s), worth in bonus.items():
        windows = _cut(free.windows, start_s)
        if windows and (free.only is None or shift in free.only):
            yield replace(
                free,
                windows=windows,
                only=frozenset({shift}),
                bonus=worth,
                kept=(shift, start_s),
            )


def _cut(windows: Windows, start_s: int) -> Windows:
    """Return the one second ``start_s`` if it lies in a window, else nothing."""
    inside = any(earliest <= start_s <= latest for earliest, latest in windows)
    return ((start_s, start_s),) if inside else ()


def _groups(problem: Problem) -> Iterator[list[int]]:
    """Yield the visits of each group of alternatives; a visit without one is its own group."""
    grouped: dict[int, list[int]] = defaultdict(list)
    for v, visit in enumerate(problem.visits):
        grouped[visit.group if visit.group != NONE else -2 - v].append(v)
    yield from grouped.values()


def likeness(visit: Visit) -> object:
    return (
        visit.location,
        visit.service_s,
        visit.windows,
        visit.needs,
        visit.resource,
        tuple(sorted(visit.contributions)),
    )
