"""What parts of a statement contradict each other, though each of them is sound.

Every index points somewhere when these are asked: ``refuse`` sees to that.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from optimizer.statement import (
    LARGEST_VALUE,
    NONE,
    NOT_OFFERED,
    UNREACHABLE,
    Shift,
    Statement,
    Visit,
)

Faults = Iterator[str]


def no_time(asked: Statement) -> Faults:
    """Yield the visits that do not say how long each crew type takes."""
    crews = max(shift.crew for shift in asked.shifts) + 1
    for v, visit in enumerate(asked.visits):
        if len(visit.service_s) < crews:
            yield f"visits[{v}].service_s has no time for crew {len(visit.service_s)}"


def two_shifts(asked: Statement) -> Faults:
    first: dict[tuple[int, int], int] = {}
    for k, shift in enumerate(asked.shifts):
        before = first.setdefault((shift.team, shift.day), k)
        if before != k:
            yield (
                f"shifts[{k}]: a team has two shifts on one day: "
                f"team {shift.team} works on day {shift.day} in shifts[{before}] too"
            )


def out_of_reach(asked: Statement) -> Faults:
    """Yield the visits to which no base or lodging leads, there and back, on any roads in use.

    A team that is cut off is no fault while others can come; nor is a way too long for a day.
    """
    wanted = {visit.location for visit in asked.visits}
    for profile in sorted({s.profile for s in asked.shifts}):
        starts = {asked.teams[s.team].base for s in asked.shifts if s.profile == profile}
        starts |= {lodging.location for lodging in asked.lodgings}
        if wanted:
            roads = asked.travel_s[profile] != UNREACHABLE
            wanted -= _led_to(roads, starts) & _led_to(roads.T, starts)
    for v, visit in enumerate(asked.visits):
        if visit.location in wanted:
            yield (
                f"visits[{v}].location must be within reach of a base or lodging, there and back, "
                f"not {visit.location}"
            )


def _led_to(roads: NDArray[np.bool_], starts: set[int]) -> set[int]:
    """Return the places to which ``roads`` lead from any of ``starts``, in any number of legs."""
    found = np.zeros(len(roads), bool)
    new = np.array(sorted(starts), np.int64)
    while new.size:
        found[new] = True
        new = np.flatnonzero(roads[new].any(axis=0) & ~found)
    return set(np.flatnonzero(found).tolist())


def pins_together(asked: Statement) -> Faults:
    """Yield the pins that no plan keeps together with one before them."""
    visits: dict[int, int] = {}
    groups: dict[int, int] = {}
    seats: dict[tuple[int, int], int] = {}
    for p, pin in enumerate(asked.pins):
        before = visits.setdefault(pin.visit, p)
        if before != p:
            yield f"pins[{p}].visit must not be pinned twice, not {pin.visit} as in pins[{before}]"
            continue
        group = asked.visits[pin.visit].group
        before = groups.setdefault(group, p) if group != NONE else p
        if before != p:
            yield f"pins[{p}].visit must not be in group {group}, of which pins[{before}] has one"
        if pin.shift is not None and pin.position is not None:
            before = seats.setdefault((pin.shift, pin.position), p)
            if before != p:
                yield (
                    f"pins[{p}].position must be free in shift {pin.shift}, "
                    f"not {pin.position} as in pins[{before}]"
                )


def pins_kept(asked: Statement) -> Faults:
    """Yield the pins that no plan keeps at all."""
    for p, pin in enumerate(asked.pins):
        where, visit = f"pins[{p}]", asked.visits[pin.visit]
        if pin.shift is not None and asked.shifts[pin.shift].team != pin.team:
            yield f"{where}.shift must be one of team {pin.team}, not {pin.shift}"
            continue
        if pin.start_s is not None and not any(a <= pin.start_s <= b for a, b in visit.windows):
            yield f"{where}.start_s must be within a window of its visit, not {pin.start_s}"
            continue
        shifts = [
            shift
            for k, shift in enumerate(asked.shifts)
            if shift.team == pin.team and pin.shift in (None, k)
        ]
        able = [shift for shift in shifts if _able(visit, shift)]
        named = f"shift {pin.shift}" if pin.shift is not None else f"team {pin.team}"
        if not able:
            yield f"{where}.visit must be one that {named} has the means for, not {pin.visit}"
        elif not any(_in_time(visit, shift, pin.start_s) for shift in able):
            start = "" if pin.start_s is None else f" at {pin.start_s}"
            yield f"{where}.visit must fit into the hours of {named}, not {pin.visit}{start}"


def _able(visit: Visit, shift: Shift) -> bool:
    return visit.service_s[shift.crew] != NOT_OFFERED and not visit.needs & ~shift.has


def _in_time(visit: Visit, shift: Shift, start_s: int | None) -> bool:
    takes = visit.service_s[shift.crew]
    windows = visit.windows if start_s is None else ((start_s, start_s),)
    return takes <= shift.max_work_s and any(
        max(earliest, shift.start_s) <= min(latest, shift.end_s - takes)
        for earliest, latest in windows
    )


def promised_twice(asked: Statement) -> Faults:
    first: dict[int, int] = {}
    for p, promise in enumerate(asked.promises):
        before = first.setdefault(promise.visit, p)
        if before != p:
            yield (
                f"promises[{p}].visit must not be promised twice, "
                f"not {promise.visit} as in promises[{before}]"
            )


def large_values(asked: Statement) -> Faults:
    """Yield what is not exact in a double.

    A method may count in people × scenarios × weight, before it divides, and costs with them;
    where scenarios weigh differently, in what they weigh.
    """
    parts = sum(asked.scenario_weights) or asked.scenarios
    for d, demand in enumerate(asked.demands):
        amount = demand.people * demand.weight * parts
        if amount >= LARGEST_VALUE:
            yield f"demands[{d}] people × weight × scenarios must stay below 2**53, not {amount}"
    worth = sum(d.people * d.weight for d in asked.demands)
    travel = asked.travel_cost * sum(s.end_s - s.start_s for s in asked.shifts)
    nights = len(asked.shifts) * max((h.cost for h in asked.lodgings), default=0)
    changes = sum(p.move_cost for p in asked.promises)
    amount = parts * (worth + travel + nights + changes)
    if amount >= LARGEST_VALUE:
        yield (
            f"prizes and costs × scenarios must in all stay below 2**53, not {amount} "
            f"(demands {worth}, travel {travel}, nights {nights}, promises {changes})"
        )
