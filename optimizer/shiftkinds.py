"""Shifts alike: which stops a shift can hold, where and when, and which of them are rivals.

Owns what a *shift kind* is; knows no prices, rows' limits or columns.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import BASE, NOT_OFFERED, UNREACHABLE, Problem, Shift, Visit
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
    the direct one.
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
    profile: int
    end_s: int
    max_work_s: int
    late_s: int
    triangle: bool


def shift_kind(
    problem: Problem, stops: Sequence[Stop], number: int, triangle: Mapping[int, bool]
) -> ShiftKind:
    """Return what shift ``number`` is like; ``triangle`` says of each profile if it keeps it."""
    shift = problem.shifts[number]
    team = problem.teams[shift.team]
    lodgings = range(len(problem.lodgings)) if team.max_nights > 0 else range(0)
    sleeps = (BASE, *lodgings)
    able, windows, chosen = [], [], []
    for s, stop in enumerate(stops):
        visit = problem.visits[stop.visits[0]]
        if (stop.only is None or number in stop.only) and _able(visit, shift):
            found = tuple(_windows_within(stop.windows, shift))
            if found:
                able.append(s)
                windows.append(found)
                chosen.append(visit)
    location = [v.location for v in chosen]
    service = [v.service_s[shift.crew] for v in chosen]
    position = [stops[s].position for s in able]
    rival, kept = _rivals(
        list(zip(location, service, windows, position, strict=True)),
        [stops[s].row for s in able],
        shift.max_work_s,
    )
    return ShiftKind(
        stops=np.array(able, np.int32),
        rival=rival,
        rivals_kept=kept,
        location=np.array(location, np.int32),
        position=np.array(position, np.int32),
        service_s=np.array(service, np.int32),
        window_at=np.cumsum([0, *(len(found) for found in windows)], dtype=np.int32),
        window_lo=np.array([lo for found in windows for lo, _ in found], np.int64),
        window_hi=np.array([hi for found in windows for _, hi in found], np.int64),
        sleeps=sleeps,
        sleep_location=np.array([problem.sleeping_place(shift.team, h) for h in sleeps], np.int32),
        profile=shift.profile,
        end_s=shift.end_s - shift.start_s,
        max_work_s=shift.max_work_s,
        late_s=shift.late_s - shift.start_s,
        triangle=triangle[shift.profile],
    )


Timing = tuple[int, int, Windows, int]


def _rivals(
    timings: Sequence[Timing], rows: Sequence[int], max_work_s: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return for each stop its rivals' number, and how many of them must be priced.

    A timing is (location, service time, windows, position). In a plan a stop can give way to a
    better earning rival whose row is free. Rows of rivals are taken by other stops of the shift
    only: as many as can be held beside it. So that many, and one, of the best with different rows
    suffice.
    """
    numbers: dict[Timing, int] = {}
    rival = [numbers.setdefault(t, len(numbers)) for t in timings]
    held_by: dict[int, list[int]] = defaultdict(list)
    rows_of: dict[int, list[int]] = defaultdict(list)
    for i, (r, number) in enumerate(zip(rows, rival, strict=True)):
        held_by[r].append(i)
        rows_of[number].append(r)
    kept = []
    for number in range(len(numbers)):
        own_rows = rows_of[number]
        sharing = [timings[j] for r in sorted(set(own_rows)) for j in held_by[r]]
        doubled = max(own_rows.count(r) for r in own_rows)
        kept.append(doubled * _most_in_a_shift(sharing, max_work_s))
    return np.array(rival, np.int32), np.array(kept, np.int32)


def _most_in_a_shift(timings: Sequence[Timing], max_work_s: int) -> int:
    """Return how many sittings of these timings one shift can hold at most."""
    shortest = min(service for _, service, _, _ in timings)
    first_end = min(service + min(lo for lo, _ in windows) for _, service, windows, _ in timings)
    last_start = max(hi for _, _, windows, _ in timings for _, hi in windows)
    if first_end > last_start:
        return 1
    return len(timings) if shortest == 0 else max(1, max_work_s // shortest)


def _able(visit: Visit, shift: Shift) -> bool:
    offered = visit.service_s[shift.crew] != NOT_OFFERED
    return offered and visit.needs & ~shift.has == 0


def _windows_within(windows: Windows, shift: Shift) -> Iterator[tuple[int, int]]:
    """Yield the windows as far as they lie in the shift, from its start."""
    for earliest, latest in windows:
        if earliest <= shift.end_s and latest >= shift.start_s:
            yield max(earliest, shift.start_s) - shift.start_s, latest - shift.start_s


def key(kind: ShiftKind) -> object:
    """Return what two shifts have in common exactly if they are of one kind."""
    arrays: Iterable[NDArray[np.generic]] = (
        kind.stops,
        kind.service_s,
        kind.window_at,
        kind.window_lo,
        np.minimum(kind.window_hi, kind.end_s),
        kind.sleep_location,
    )
    return (
        *(a.tobytes() for a in arrays),
        kind.profile,
        kind.end_s,
        kind.max_work_s,
        min(kind.late_s, kind.end_s),
    )


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
