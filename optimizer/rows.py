"""The rows of the master: what columns use, and how much of it there is.

Uses of stops, capped demands, one column a shift, nights (a team wakes where it slept), lodging
capacity, nights and late shifts in a row. Resources are rows of packings only.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.kinds import Column, Kinds
from optimizer.problem import BASE, NONE, Problem

ROW, DEMAND, SHIFT, NIGHT, ROOM, NIGHTS, LATE = range(7)
TIED = 1 / 3
"""Share of shifts tied by nights from which they make the LP hard."""
ALL_DAYS = -1
"""In place of a first day in the key of a LATE row."""
Key = tuple[int, ...]


def coefficients(kinds: Kinds, column: Column) -> dict[Key, float]:
    """Return the rows that a column takes part in, and how much of each it uses.

    People served are those expected if the day begins as planned as often as it may: no fewer
    than in any plan.
    """
    problem = kinds.problem
    shift = problem.shifts[column.shift]
    uses: defaultdict[Key, float] = defaultdict(float)
    uses[SHIFT, column.shift] = 1
    shares = [1.0] * len(column.stops)
    if kinds.open_in is not None:
        shares = [most / kinds.parts for most in kinds.held_at_most(column)]
    for stop, share in zip(column.stops, shares, strict=True):
        row, served = kinds.uses[stop]
        uses[ROW, row] += 1
        for demand, people in served:
            uses[DEMAND, demand] -= people * share
    if column.slept_at != BASE:
        uses[NIGHT, shift.team, shift.day - 1, column.slept_at] -= 1
    if column.sleeps_at != BASE:
        uses[NIGHT, shift.team, shift.day, column.sleeps_at] += 1
        uses[ROOM, column.sleeps_at, shift.day] += 1
        for first in spans(kinds, shift.day, problem.teams[shift.team].max_nights):
            uses[NIGHTS, shift.team, first] += 1
    if column.late:
        for first in spans(kinds, shift.day, problem.teams[shift.team].max_late_in_a_row):
            uses[LATE, shift.team, first] += 1
    return uses


def limits(kinds: Kinds) -> dict[Key, float]:
    """Return the upper limit of every row that can bind, by its key.

    A row (NIGHTS, t, d) counts the nights away of team t on the days from d to d + its limit: one
    more than it may have in a row; (LATE, t, d) does so for late shifts.
    """
    problem = kinds.problem
    rows: dict[Key, float] = {(ROW, r): float(n) for r, n in enumerate(kinds.limit)}
    rows |= {(DEMAND, d): 0.0 for d in range(len(problem.demands))}
    rows |= {(SHIFT, k): 1.0 for k in range(len(problem.shifts))}
    days = sorted({s.day for s in problem.shifts})
    rows |= {
        (ROOM, h, day): float(lodging.capacity)
        for h, lodging in enumerate(problem.lodgings)
        for day in days
    }
    rows |= {(NIGHT, t, day, h): 0.0 for t, day in _nights(problem) for h in _lodgings(problem)}
    for kind, most in ((NIGHTS, _most_nights(problem)), (LATE, _most_late(problem))):
        for t, limit in enumerate(most):
            rows |= {(kind, t, d): float(limit) for d in _windows(problem, t, limit)}
    return rows


def spans(kinds: Kinds, day: int, limit: int) -> range:
    """Return the first days of the spans of ``limit`` + 1 days that hold ``day``."""
    return range(max(day - limit, kinds.first_day), day + 1)


def _lodgings(problem: Problem) -> range:
    return range(len(problem.lodgings))


def _most_nights(problem: Problem) -> list[int]:
    return [t.max_nights for t in problem.teams]


def _most_late(problem: Problem) -> list[int]:
    return [t.max_late_in_a_row for t in problem.teams]


def _nights(problem: Problem) -> Iterator[tuple[int, int]]:
    """Yield (team, day) of each night between two shifts of a team that may stay away."""
    for shift in problem.shifts:
        follows = problem.shift_on(shift.team, shift.day + 1) is not None
        if follows and problem.teams[shift.team].max_nights > 0:
            yield shift.team, shift.day


def _windows(problem: Problem, team: int, limit: int) -> list[int]:
    """Return the first days of all spans of ``limit`` + 1 days that a team works throughout."""
    days = _days(problem, team)
    worked = set(days)
    return [d for d in days if all(d + i in worked for i in range(limit + 1))]


def is_capped(kinds: Kinds) -> NDArray[np.bool_]:
    """Return for each demand whether its visits can serve more people than there are."""
    stop, demand, people = kinds.flat
    # the most that one use of each row serves of each demand
    demands = len(kinds.problem.demands)
    pairs, where = np.unique(kinds.row[stop] * np.int64(demands) + demand, return_inverse=True)
    each = np.zeros(len(pairs), np.int64)
    np.maximum.at(each, where, people)
    row, served = np.divmod(pairs, max(1, demands))
    most = np.zeros(demands, np.int64)
    np.add.at(most, served, kinds.limit[row] * each)
    capped: NDArray[np.bool_] = most > np.array([d.people for d in kinds.problem.demands], np.int64)
    return capped


def alike_uses(
    kinds: Kinds, column: Column, rows: Mapping[Key, float]
) -> Iterator[tuple[Key, float]]:
    """Yield the demands, and those of ``rows``, that a column takes part in, and how much."""
    for key, amount in coefficients(kinds, column).items():
        if key[0] == DEMAND or key in rows:
            yield key, amount
    together = (LATE, kinds.problem.shifts[column.shift].team, ALL_DAYS)
    if column.late and together in rows:
        yield together, 1.0


def alike_limits(kinds: Kinds) -> dict[Key, float]:
    """Return the rows where shifts alike count together: one SHIFT row, and one LATE row a team.

    A relaxation. Of L days in a row of which at most n may be late together, ⌊L / (n + 1)⌋ are
    not late.
    """
    problem, rows = kinds.problem, limits(kinds)
    joint = {t for t in range(len(problem.teams)) if not _stays_away(problem, t)}
    kept = {
        key: limit
        for key, limit in rows.items()
        if key[0] != SHIFT and not (key[0] == LATE and key[1] in joint)
    }
    first, size = np.unique(kinds.like, return_counts=True)
    kept |= {(SHIFT, int(k)): float(n) for k, n in zip(first, size, strict=True)}
    for t in sorted({key[1] for key in rows if key[0] == LATE} & joint):
        most = problem.teams[t].max_late_in_a_row
        kept[LATE, t, ALL_DAYS] = float(
            sum(run - run // (most + 1) for run in _runs(_days(problem, t)))
        )
    return kept


def _stays_away(problem: Problem, team: int) -> bool:
    return bool(problem.lodgings) and problem.teams[team].max_nights > 0


def nights_tie(kinds: Kinds) -> bool:
    """Return whether shifts are many, and nights tie a good share of them to one another.

    The LP then has many optima, and says less of the best plan than elsewhere.
    """
    tied = sum(toured(kinds.problem))
    return not kinds.few and tied >= TIED * len(kinds.problem.shifts)


def toured(problem: Problem) -> list[bool]:
    """Return for each shift whether its team may sleep away."""
    return [_stays_away(problem, shift.team) for shift in problem.shifts]


def _runs(days: Sequence[int]) -> list[int]:
    """Return the lengths of the unbroken runs of sorted ``days``."""
    lengths: list[int] = []
    before = None
    for day in days:
        if before is not None and day == before + 1:
            lengths[-1] += 1
        else:
            lengths.append(1)
        before = day
    return lengths


def _days(problem: Problem, team: int) -> list[int]:
    return sorted(s.day for s in problem.shifts if s.team == team)


def overlapping(kinds: Kinds, columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Return pairs of ``columns`` that use one resource at the same time."""
    uses: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for c, column in enumerate(columns):
        crew = kinds.problem.shifts[column.shift].crew
        for stop, start in zip(column.stops, column.starts, strict=True):
            if kinds.resource[stop] != NONE:
                end = start + kinds.visit(stop).service_s[crew]
                uses[int(kinds.resource[stop])].append((start, end, c))
    pairs = set()
    for times in uses.values():
        times.sort()
        for i, (_, end, a) in enumerate(times):
            for start, _, b in times[i + 1 :]:
                if start >= end:
                    break
                if a != b:
                    pairs.add((min(a, b), max(a, b)))
    return sorted(pairs)
