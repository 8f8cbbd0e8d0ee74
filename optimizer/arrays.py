"""From kinds to the arrays of ``schedule`` and back: the only place that builds them."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.kinds import Column, Kinds
from optimizer.placement import PATH
from optimizer.problem import NONE, UNREACHABLE, Problem
from optimizer.schedule import (
    DAY,
    DEMAND,
    ENTRY,
    HELD,
    PLACE,
    ROW,
    SERVED_BY,
    SERVES,
    SHIFT,
    SITTING,
    STOP,
    TALLY,
    WINDOW,
    Ints,
    Rows,
    Schedule,
    World,
)
from optimizer.shiftkinds import ShiftKind
from optimizer.step import CANDIDATE, MARK, MOST_OPEN, Best, Notes, Pool

MOST_NEAR = 300
"""Neighbours known of each stop."""
MOST_POOLED = 40_000
"""Shifts that a pool has room for."""


def world_of(kinds: Kinds) -> World:
    """Return the problem as the compiled search reads it."""
    problem, open_in = kinds.problem, kinds.open_in
    scenarios, parts = 1 if open_in is None else problem.scenarios, kinds.parts
    stop_of, demand, people = (a.astype(np.int64) for a in kinds.flat)
    by_stop, by_demand = np.argsort(stop_of, kind="stable"), np.argsort(demand, kind="stable")
    serves_at = _offsets(stop_of, len(kinds.visits))
    served_at = _offsets(demand, len(problem.demands))
    most_served = np.zeros(len(problem.demands), np.int64)
    np.maximum.at(most_served, demand, people)
    uses = np.bincount(kinds.resource + 1, kinds.limit[kinds.row], minlength=problem.resources + 1)
    pinned = int(kinds.must.sum() + np.count_nonzero(kinds.position >= 0))
    return World(
        travel_s=np.ascontiguousarray(kinds.travel_s),
        open_in=np.zeros((1, 1, 1), np.uint64) if open_in is None else open_in,
        refuge=_refuges(kinds),
        shifts=_shift_rows(kinds),
        sleep_at=_sleeping_places(problem),
        **_entries(kinds),
        stops=_rows(
            STOP,
            location=[kinds.visit(s).location for s in range(len(kinds.visits))],
            row=kinds.row,
            bonus=kinds.bonus,
            resource=kinds.resource,
            position=kinds.position,
            first=serves_at[:-1],
            last=serves_at[1:],
        ),
        near=_near(kinds),
        serves=_rows(SERVES, demand=demand[by_stop], people=people[by_stop]),
        demands=_rows(
            DEMAND,
            cap=[d.people * parts for d in problem.demands],
            weight=[d.weight for d in problem.demands],
            most=most_served * parts,
            first=served_at[:-1],
            last=served_at[1:],
        ),
        served_by=_rows(SERVED_BY, stop=stop_of[by_demand], people=people[by_demand]),
        rows=_rows(ROW, limit=kinds.limit, must=kinds.must),
        places=_rows(
            PLACE,
            capacity=[len(problem.shifts), *(h.capacity for h in problem.lodgings)],
            cost=[0, *(h.cost for h in problem.lodgings)],
        ),
        busy_at=np.cumsum(np.concatenate(([0], uses[1:], [0]))).astype(np.int64),
        scenarios=scenarios,
        weights=kinds.weights,
        parts=parts,
        most_stranded=int(problem.strand_risk * problem.scenarios),
        travel_cost=problem.travel_cost,
        penalty=min(_past_all(problem) * parts, 2**61 // (1 + pinned)),
        simple=open_in is None and not np.any(kinds.position >= 0),
        weather=open_in is not None,
    )


def _refuges(kinds: Kinds) -> NDArray[np.uint64]:
    """Return the refuges of each kind's shifts, (kinds, places), where weather is uncertain."""
    some = [kind.refuge for kind in kinds.shift_kinds if kind.refuge is not None]
    return np.stack(some) if some else np.zeros((1, 1), np.uint64)


def _past_all(problem: Problem) -> int:
    """Return more than the best plan and the worst can differ by."""
    worth = sum(d.people * d.weight for d in problem.demands)
    travel = problem.travel_cost * sum(s.end_s - s.start_s for s in problem.shifts)
    nights = len(problem.shifts) * max((h.cost for h in problem.lodgings), default=0)
    return 1 + worth + travel + nights + sum(p.move_cost for p in problem.promises)


def _rows(row: np.dtype[np.void], /, **columns: object) -> Rows:
    """Return one row for each place in the columns given."""
    made = np.zeros(len(next(iter(columns.values()))), row)  # type: ignore[arg-type]
    for name, values in columns.items():
        made[name] = values
    return made


def _offsets(sorted_by: NDArray[np.int64], count: int) -> Ints:
    return np.concatenate(([0], np.cumsum(np.bincount(sorted_by, minlength=count)))).astype(
        np.int64
    )


def _shift_rows(kinds: Kinds) -> Rows:
    problem, shifts = kinds.problem, kinds.problem.shifts
    teams = [problem.teams[s.team] for s in shifts]
    after = [problem.shift_on(s.team, s.day + 1) for s in shifts]
    before = [problem.shift_on(s.team, s.day - 1) for s in shifts]
    may_stay = bool(problem.lodgings)
    return _rows(
        SHIFT,
        kind=kinds.kind_of,
        profile=[s.profile for s in shifts],
        zero_s=[s.start_s for s in shifts],
        end_s=[s.end_s - s.start_s for s in shifts],
        max_work_s=[s.max_work_s for s in shifts],
        late_s=[s.late_s - s.start_s for s in shifts],
        before=[-1 if k is None else k for k in before],
        after=[-1 if k is None else k for k in after],
        day=[s.day - kinds.first_day for s in shifts],
        max_nights=[t.max_nights for t in teams],
        max_late=[t.max_late_in_a_row for t in teams],
        touring=[
            may_stay and t.max_nights > 0 and k is not None
            for t, k in zip(teams, after, strict=True)
        ],
    )


def _sleeping_places(problem: Problem) -> Ints:
    lodgings = [h.location for h in problem.lodgings]
    return np.array([[problem.teams[s.team].base, *lodgings] for s in problem.shifts], np.int64)


def _entries(kinds: Kinds) -> dict[str, NDArray[Any]]:
    """Return the pairs of shift kind and stop, and their windows, one kind after another."""
    every: Sequence[ShiftKind] = kinds.shift_kinds
    entry = np.full((len(every), len(kinds.visits)), -1, np.int64)
    at = np.cumsum([0, *(len(k.stops) for k in every)]).astype(np.int64)
    for k, kind in enumerate(every):
        entry[k, kind.stops] = np.arange(at[k], at[k + 1])
    window_at = np.concatenate(([0], np.cumsum(_joined([np.diff(k.window_at) for k in every]))))
    return {
        "entry": entry,
        "entry_at": at,
        "entries": _rows(
            ENTRY,
            stop=_joined([k.stops for k in every]),
            service_s=_joined([k.service_s for k in every]),
            first=window_at[:-1],
            last=window_at[1:],
        ),
        "windows": _rows(
            WINDOW,
            lo=_joined([k.window_lo for k in every]),
            hi=_joined([k.window_hi for k in every]),
        ),
    }


def _joined(parts: Sequence[NDArray[np.generic]]) -> Ints:
    return np.concatenate([np.zeros(0, np.int64), *(p.astype(np.int64) for p in parts)])


def _near(kinds: Kinds) -> NDArray[np.int32]:
    """Return for each stop the others, from near to far there and back on the first roads."""
    direct = kinds.travel_s[0].astype(np.int64)
    direct[direct == UNREACHABLE] = 2**40
    both = direct + direct.T
    places = np.array([kinds.visit(s).location for s in range(len(kinds.visits))])
    kept = min(MOST_NEAR, max(0, len(places) - 1))
    near = np.zeros((len(places), kept), np.int32)
    # the same for all stops of one place: each is put in its own row only to be left out of it
    for place in np.unique(places):
        order = np.argsort(both[place, places], kind="stable")[: kept + 1]
        for s in np.flatnonzero(places == place):
            near[s] = order[order != s][:kept]
    return near


def longest(world: World) -> int:
    """Return more stops than any shift can hold."""
    most = 1
    for shift in world.shifts:
        own = world.entries[world.entry_at[shift["kind"]] : world.entry_at[shift["kind"] + 1]]
        service = np.repeat(own["service_s"], world.rows["limit"][world.stops["row"][own["stop"]]])
        work = min(shift["max_work_s"], shift["end_s"])
        fitting = np.searchsorted(np.cumsum(np.sort(service)), work, side="right")
        most = max(most, int(fitting))
    return most + 2


def empty_schedule(world: World) -> Schedule:
    """Return the schedule in which everybody stays at base."""
    shifts, stops = len(world.shifts), len(world.stops)
    sched = Schedule(
        days=np.zeros(shifts, DAY),
        stops=np.zeros((shifts, longest(world)), HELD),
        uses=np.zeros(len(world.rows), np.int64),
        served=np.zeros(len(world.demands), np.int64),
        tally=np.zeros(stops, TALLY),
        guests=np.zeros((len(world.places), 1 + int(world.shifts["day"].max(initial=0))), np.int64),
        busy=np.zeros(len(world.busy_at), np.int64),
        sittings=np.zeros(1 + int(world.busy_at[-1]), SITTING),
        sums=np.array([0, 0, int(world.rows["must"].sum()), 0], np.int64),
    )
    sched.days["enter"] = 2**world.scenarios - 1
    sched.stops["latest_s"] = world.shifts["end_s"][:, None]
    sched.tally["where"] = -1
    serves, demands = world.serves, world.demands[world.serves["demand"]]
    stop = np.repeat(np.arange(stops), world.stops["last"] - world.stops["first"])
    most = np.minimum(serves["people"] * world.parts, demands["cap"]) * demands["weight"]
    np.add.at(sched.tally["gain"], stop, most)
    return sched


def empty_best(sched: Schedule) -> Best:
    """Return room for the best schedule, none found yet."""
    return Best(
        days=np.zeros_like(sched.days),
        stops=np.zeros_like(sched.stops),
        worth=np.array([-(2**62)], np.int64),
    )


def empty_notes(world: World, sched: Schedule) -> Notes:
    """Return room for one step."""
    shifts, stops = len(world.shifts), len(world.stops)
    widest = 1 + int(np.diff(world.entry_at).max(initial=0))
    return Notes(
        touched=np.zeros(shifts + 1, np.int64),
        is_touched=np.zeros(shifts, np.bool_),
        days=np.zeros_like(sched.days),
        stops=np.zeros_like(sched.stops),
        opened=np.zeros(MOST_OPEN + 1, np.int64),
        is_open=np.zeros(shifts, np.bool_),
        candidates=np.zeros((MOST_OPEN, widest), CANDIDATE),
        tried=np.zeros(MOST_OPEN, np.int64),
        path=np.zeros((MOST_OPEN, sched.stops.shape[1]), PATH),
        end_by=np.zeros(MOST_OPEN, np.int64),
        marks=np.zeros(stops, MARK),
        listed=np.zeros(stops, np.int64),
        key=np.zeros(max(stops, widest)),
        done=np.zeros(3, np.int64),
    )


def empty_pool(kinds: Kinds, world: World, sched: Schedule, seed: int) -> Pool:
    """Return a pool with no shift in it yet; shifts alike are told apart no more there."""
    dice = np.random.default_rng(seed)
    most = sched.stops.shape[1]
    signs = dice.integers(1, 2**63, len(world.shifts), dtype=np.uint64) | np.uint64(1)
    return Pool(
        key=np.zeros((MOST_POOLED, 4), np.int64),
        stops=np.zeros((MOST_POOLED, most), np.int32),
        start_s=np.zeros((MOST_POOLED, most), np.int32),
        hashed=np.zeros(MOST_POOLED, np.uint64),
        table=np.full(1 << (2 * MOST_POOLED).bit_length(), -1, np.int64),
        size=np.zeros(1, np.int64),
        stop_sign=dice.integers(1, 2**63, len(world.stops), dtype=np.uint64),
        shift_sign=signs[alike(kinds)],
    )


def alike(kinds: Kinds) -> Ints:
    """Return for each shift the first that is like it in all but its team.

    Only of teams that come home each night and may be late as often as they like: any of them can
    then work what another one would.
    """
    problem = kinds.problem
    first: dict[object, int] = {}
    found = []
    for k, shift in enumerate(problem.shifts):
        team = problem.teams[shift.team]
        tied = team.max_nights > 0 or (
            shift.late_s < shift.end_s and team.max_late_in_a_row < len(problem.shifts)
        )
        likeness = (int(kinds.kind_of[k]), shift.start_s, k if tied else NONE)
        found.append(first.setdefault(likeness, k))
    return np.array(found, np.int64)


def most_earning(world: World, pool: Pool, most: int) -> NDArray[np.int64]:
    """Return the rows of the shifts in a pool that earn most, at most so many of them."""
    size = int(pool.size[0])
    if size <= most:
        return np.arange(size)
    stop = np.repeat(np.arange(len(world.stops)), world.stops["last"] - world.stops["first"])
    worth = world.serves["people"] * world.demands["weight"][world.serves["demand"]]
    by_stop = np.bincount(stop, worth, minlength=len(world.stops))
    held = np.arange(pool.stops.shape[1]) < pool.key[:size, 3:]
    earned = (by_stop[pool.stops[:size]] * held).sum(axis=1)
    return np.sort(np.argsort(-earned, kind="stable")[:most])


def rows_of(kinds: Kinds, columns: Sequence[Column], most: int) -> tuple[Ints, Ints, Ints]:
    """Return columns as rows of (shift, slept, sleeps, length), their stops and starts."""
    keys = [(c.shift, 1 + c.slept_at, 1 + c.sleeps_at, len(c.stops)) for c in columns]
    stops = np.zeros((len(columns), most), np.int64)
    starts = np.zeros((len(columns), most), np.int64)
    for i, column in enumerate(columns):
        n = len(column.stops)
        stops[i, :n] = column.stops
        starts[i, :n] = np.array(column.starts) - kinds.problem.shifts[column.shift].start_s
    return np.array(keys, np.int64).reshape(-1, 4), stops, starts


def columns_of(
    kinds: Kinds,
    keys: Ints,
    stops: NDArray[np.integer],
    starts: NDArray[np.integer],
) -> Iterator[Column]:
    """Yield columns of rows of (shift, slept, sleeps, length), their stops and starts."""
    for (k, slept, sleeps, n), held, at in zip(
        keys.tolist(), stops.tolist(), starts.tolist(), strict=True
    ):
        zero = kinds.problem.shifts[k].start_s
        yield kinds.column(
            k,
            slept_at=slept - 1,
            sleeps_at=sleeps - 1,
            stops=tuple(held[:n]),
            starts=tuple(zero + s for s in at[:n]),
        )
