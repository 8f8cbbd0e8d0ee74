"""Shifts alike: which stops a shift can hold, where and when, and which of them are rivals.

Owns what a *shift kind* is; knows no prices, rows' limits or columns.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from optimizer.masks import entering, refuge, trapping
from optimizer.problem import BASE, NOT_OFFERED, UNREACHABLE, Problem
from optimizer.stops import Stop, Windows


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftKind:
    """Shifts that differ only in their day; times count from the start of the shift.

    ``stops`` (n,) are the stops that such a shift can hold; the arrays of the kernel follow their
    order. ``sleeps`` are the places where the shift may start and end: ``BASE``, then lodgings;
    ``sleep_location`` their locations. ``position`` (n,) is where a stop must be held, −1 for
    anywhere. Stops of one ``rival`` number differ only in what they earn and in their row; at most
    ``rivals_kept`` of them can be in one shift, so only the best earning need be priced.
    ``triangle`` says that no way through a third place is faster, or open in more weathers, than
    the direct one. ``enter`` (places to sleep, nights told apart) are the weathers in which a tour
    may have brought the team there, as in ``masks.entering``; ``refuge`` (locations,) those in
    which it can drive from a place to where it may sleep, ``traps`` as in ``masks.trapping``:
    ``None`` and 0 if weather is certain.
    """

    stops: NDArray[np.int32]
    rival: NDArray[np.int32]
    rivals_kept: NDArray[np.int32]
    location: NDArray[np.int32]
    position: NDArray[np.int32]
    service_s: NDArray[np.int32]
    window_at: NDArray[np.int32]
    window_lo: NDArray[np.int64]
    window_hi: NDArray[np.int64]
    sleeps: tuple[int, ...]
    sleep_location: NDArray[np.int32]
    enter: NDArray[np.uint64] | None
    refuge: NDArray[np.uint64] | None
    traps: np.uint64
    profile: int
    end_s: int
    max_work_s: int
    late_s: int
    triangle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What shifts choose from: per stop as arrays, so that each shift is matched at once.

    ``service_s`` (stops, crews); window i, from ``earliest`` to ``latest``, is of stop ``of``;
    ``within`` are the windows that overlap the hours of a shift, by its start and end;
    ``only`` are the stops bound to some shifts. ``open_in`` and ``passable_in`` are as in
    ``Kinds``, ``enter`` as in ``masks.entering``.
    """

    stops: Sequence[Stop]
    location: NDArray[np.int32]
    position: NDArray[np.int32]
    service_s: NDArray[np.int32]
    needs: NDArray[np.uint64]
    of: NDArray[np.int32]
    earliest: NDArray[np.int64]
    latest: NDArray[np.int64]
    within: Mapping[tuple[int, int], NDArray[np.intp]]
    only: Sequence[tuple[int, frozenset[int]]]
    open_in: NDArray[np.uint64] | None
    passable_in: NDArray[np.uint64] | None
    enter: NDArray[np.uint64] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The stops that one shift can hold, and their windows within it, from its start."""

    stops: NDArray[np.int32]
    window_at: NDArray[np.int32]
    window_lo: NDArray[np.int64]
    window_hi: NDArray[np.int64]


def offered(
    problem: Problem,
    stops: Sequence[Stop],
    open_in: NDArray[np.uint64] | None,
    passable_in: NDArray[np.uint64] | None,
) -> Offered:
    """Return the stops of ``problem`` as shifts choose from them; masks are as in ``Kinds``."""
    visits = [problem.visits[stop.visits[0]] for stop in stops]
    windows = [(s, lo, hi) for s, stop in enumerate(stops) for lo, hi in stop.windows]
    of, earliest, latest = np.array(windows, np.int64).reshape(-1, 3).T
    return Offered(
        stops=stops,
        location=np.array([v.location for v in visits], np.int32),
        position=np.array([stop.position for stop in stops], np.int32),
        service_s=np.array([v.service_s for v in visits], np.int32),
        needs=np.array([v.needs for v in visits], np.uint64),
        of=of.astype(np.int32),
        earliest=earliest,
        latest=latest,
        within={
            (start_s, end_s): np.flatnonzero((earliest <= end_s) & (latest >= start_s))
            for start_s, end_s in {(s.start_s, s.end_s) for s in problem.shifts}
        },
        only=[(s, stop.only) for s, stop in enumerate(stops) if stop.only is not None],
        open_in=open_in,
        passable_in=passable_in,
        enter=None if open_in is None else entering(problem, open_in),
    )


def match(problem: Problem, chosen: Offered, number: int) -> Match:
    """Return which of the stops shift ``number`` can hold, and when."""
    shift = problem.shifts[number]
    lacks = np.uint64(~shift.has & 2**64 - 1)
    able = (chosen.service_s[:, shift.crew] != NOT_OFFERED) & (chosen.needs & lacks == 0)
    for s, only in chosen.only:
        able[s] &= number in only
    within = chosen.within[shift.start_s, shift.end_s]
    fits = within[able[chosen.of[within]]]
    stops, counts = np.unique(chosen.of[fits], return_counts=True)
    return Match(
        stops=stops,
        window_at=np.cumsum([0, *counts], dtype=np.int32),
        window_lo=np.maximum(chosen.earliest[fits], shift.start_s) - shift.start_s,
        window_hi=chosen.latest[fits] - shift.start_s,
    )


def key(problem: Problem, chosen: Offered, number: int, found: Match) -> object:
    """Return what two shifts have in common exactly if they are of one kind."""
    shift = problem.shifts[number]
    end_s = shift.end_s - shift.start_s
    arrays: Iterable[NDArray[np.generic]] = (
        found.stops,
        chosen.service_s[found.stops, shift.crew],
        found.window_at,
        found.window_lo,
        np.minimum(found.window_hi, end_s),
    )
    return (
        *(a.tobytes() for a in arrays),
        tuple(problem.sleeping_place(shift.team, h) for h in _sleeps(problem, number)),
        b"" if (enter := _enter(problem, chosen, number)) is None else enter.tobytes(),
        shift.profile,
        end_s,
        shift.max_work_s,
        min(shift.late_s - shift.start_s, end_s),
    )


def shift_kind(
    problem: Problem, chosen: Offered, number: int, found: Match, triangle: Mapping[int, bool]
) -> ShiftKind:
    """Return what shift ``number`` is like; ``triangle`` says of each profile if it keeps it."""
    shift = problem.shifts[number]
    stops, sleeps = found.stops, _sleeps(problem, number)
    location, position = chosen.location[stops], chosen.position[stops]
    service = chosen.service_s[stops, shift.crew]
    spans = list(zip(found.window_lo.tolist(), found.window_hi.tolist(), strict=True))
    windows = [tuple(spans[a:b]) for a, b in pairwise(found.window_at.tolist())]
    each = (location.tolist(), service.tolist(), windows, position.tolist())
    rows = [chosen.stops[s].row for s in stops.tolist()]
    beds = [problem.sleeping_place(shift.team, h) for h in sleeps]
    safe, traps = _safety(chosen, shift.profile, beds)
    rival, kept = _rivals(list(zip(*each, strict=True)), rows, shift.max_work_s)
    return ShiftKind(
        stops=stops,
        rival=rival,
        rivals_kept=kept,
        location=location,
        position=position,
        service_s=service,
        window_at=found.window_at,
        window_lo=found.window_lo,
        window_hi=found.window_hi,
        sleeps=sleeps,
        sleep_location=np.array(beds, np.int32),
        enter=_enter(problem, chosen, number),
        refuge=safe,
        traps=traps,
        profile=shift.profile,
        end_s=shift.end_s - shift.start_s,
        max_work_s=shift.max_work_s,
        late_s=shift.late_s - shift.start_s,
        triangle=triangle[shift.profile],
    )


def _sleeps(problem: Problem, number: int) -> tuple[int, ...]:
    """Return where a shift may start and end: at base, and of teams that tour at lodgings."""
    touring = problem.teams[problem.shifts[number].team].max_nights > 0
    return (BASE, *(range(len(problem.lodgings)) if touring else ()))


def _enter(problem: Problem, chosen: Offered, number: int) -> NDArray[np.uint64] | None:
    """Return the masks of the places where a shift may start."""
    if chosen.enter is None:
        return None
    return np.ascontiguousarray(chosen.enter[number, : len(_sleeps(problem, number))])


def _safety(
    chosen: Offered, profile: int, beds: Sequence[int]
) -> tuple[NDArray[np.uint64] | None, np.uint64]:
    """Return the refuges of places, and in which weathers some way leads past them."""
    if chosen.open_in is None or chosen.passable_in is None:
        return None, np.uint64(0)
    found = refuge(chosen.passable_in[profile], beds)
    return found, trapping(chosen.open_in[profile], found)


Timing = tuple[int, int, Windows, int]


def _rivals(
    timings: Sequence[Timing], rows: Sequence[int], max_work_s: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return for each stop its rivals' number, and how many of them must be priced.

    A timing is (location, service time, windows, position). In a plan a stop can give way to a
    better earning rival whose row is free. Rows of rivals are taken by other stops of the shift
    only: as many as can be held beside it: one if the last of them starts before any can have
    ended. So that many, and one, of the best with different rows suffice.
    """
    numbers: dict[Timing, int] = {}
    rival = np.array([numbers.setdefault(t, len(numbers)) for t in timings], np.int64)
    row = np.unique(np.array(rows, np.int64), return_inverse=True)[1]
    # windows are in order of time
    hours = [(service, windows[0][0], windows[-1][1]) for _, service, windows, _ in timings]
    takes_s, first_s, last_s = np.array(hours, np.int64).reshape(-1, 3).T
    # each row of each number of rivals once, and how many of these stops use it
    pairs, times = np.unique(rival * len(rows) + row, return_counts=True)
    of, held = np.divmod(pairs, max(1, len(rows)))

    def in_all(together: np.ufunc, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return what the values of the stops of all rows of each number come to together."""
        return _folded(together, of, _folded(together, row, values)[held])

    shortest_s = in_all(np.minimum, takes_s)
    most = np.maximum(1, max_work_s // np.maximum(1, shortest_s))
    most[shortest_s == 0] = in_all(np.add, np.ones_like(takes_s))[shortest_s == 0]
    most[in_all(np.minimum, takes_s + first_s) > in_all(np.maximum, last_s)] = 1
    kept = _folded(np.maximum, of, times) * most
    return rival.astype(np.int32), kept.astype(np.int32)


def _folded(
    together: np.ufunc, numbers: NDArray[np.int64], values: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return for each number, 0, 1, …, what all of its values come to ``together``."""
    order = np.argsort(numbers, kind="stable")
    _, first = np.unique(numbers[order], return_index=True)
    found: NDArray[np.int64] = together.reduceat(values[order], first) if len(first) else values
    return found


def keeps_triangle(travel_s: NDArray[np.int32]) -> bool:
    """Return whether no detour through a third place is faster than the direct way."""
    direct = travel_s.astype(np.int64)
    direct[direct == UNREACHABLE] = 2**40
    return all(
        bool(np.all(direct <= direct[:, via, None] + direct[None, via, :]))
        for via in range(len(direct))
    )


def keeps_open(open_in: NDArray[np.uint64]) -> bool:
    """Return whether no detour through a third place is open where the direct way is not."""
    return not any(
        bool(np.any(open_in[:, via, None] & open_in[None, via, :] & ~open_in))
        for via in range(len(open_in))
    )
