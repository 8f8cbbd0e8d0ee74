"""What is wrong with a statement of a problem, told before any work is done.

In rounds, each only if the one before found nothing: the right kinds of things; each number within
its limits; what must hold between them; what pins ask of the rest. A fault names the index, the
value and what would be right. Nothing to visit is a problem, of which the plan is empty; nobody to
plan is a mistake, and so is a visit to which no road leads.
"""

import operator
from collections import Counter
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from itertools import chain, pairwise
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.contradictions import (
    Faults,
    large_values,
    no_time,
    out_of_reach,
    pins_kept,
    pins_together,
    promised_twice,
    two_shifts,
)
from optimizer.statement import (
    LARGEST_VALUE,
    NONE,
    NOT_OFFERED,
    UNREACHABLE,
    Constraint,
    Demand,
    Lodging,
    Pin,
    Promise,
    Shift,
    Statement,
    Team,
    Visit,
)

MOST = 10**9
"""Of people, or of the worth of one."""
MANY = 10**6
"""Of anything else that is counted: nights, resources, crew types, days."""
MOST_COST = 10**12
"""Of a night at a lodging."""
PARTS: dict[str, type] = {
    "demands": Demand,
    "visits": Visit,
    "teams": Team,
    "shifts": Shift,
    "lodgings": Lodging,
    "need_names": Constraint,
    "pins": Pin,
    "promises": Promise,
}


def faults(asked: Statement) -> Faults:
    """Yield what is wrong with ``asked``, a line each; nothing if it is a problem."""
    rounds: tuple[tuple[Callable[[Statement], Faults], ...], ...] = (
        (_kinds, _matrices, _counts),
        (_limits, _demands, _visits, _teams, _shifts, _lodgings, _pins, _promises),
        (no_time, two_shifts, out_of_reach, pins_together, promised_twice, large_values),
        (pins_kept,),
    )
    for checks in rounds:
        found = chain.from_iterable(check(asked) for check in checks)
        first = next(found, None)
        if first is not None:
            yield first
            yield from found
            return


def plain(given: Any) -> Any:
    """Return ``given`` with NumPy's whole numbers as Python's, and lists as tuples."""
    if type(given) is int:
        return given
    if isinstance(given, np.integer):
        return int(given)
    if isinstance(given, tuple | list):
        if type(given) is tuple and all(type(one) is int for one in given):
            return given
        made = tuple(plain(one) for one in given)
        same = type(given) is tuple and all(map(operator.is_, made, given))
        return given if same else made
    if type(given) in _NAMES:
        old = {name: getattr(given, name) for name in _NAMES[type(given)]}
        changed = {name: new for name, one in old.items() if (new := plain(one)) is not one}
        return replace(given, **changed) if changed else given
    return given


_NAMES = {
    kind: tuple(f.name for f in fields(kind)) for kind in PARTS.values() if is_dataclass(kind)
}


def _kinds(asked: Statement) -> Faults:
    for name, kind in PARTS.items():
        parts = getattr(asked, name)
        if not isinstance(parts, tuple):
            yield f"{name} must be a tuple, not {parts!r}"
            continue
        for number, part in enumerate(parts):
            if not isinstance(part, kind):
                yield f"{name}[{number}] must be a {kind.__name__}, not {part!r}"


def _matrices(asked: Statement) -> Faults:
    travel_s = asked.travel_s
    if not isinstance(travel_s, np.ndarray):
        yield f"travel_s must be an array (P, L, L) of int32, not a {type(travel_s).__name__}"
        return
    if travel_s.ndim != 3 or travel_s.shape[1] != travel_s.shape[2]:
        yield f"travel_s must be (P, L, L), not {travel_s.shape}"
    elif travel_s.dtype != np.int32:
        yield f"travel_s must be int32, not {travel_s.dtype}"
    else:
        yield from _travel_times(travel_s)
    yield from _masks("open_in", asked.open_in, travel_s)
    yield from _masks("passable_in", asked.passable_in, travel_s)
    if asked.passable_in is not None and asked.open_in is None:
        yield "passable_in must not be given without open_in"


def _masks(name: str, masks: object, travel_s: NDArray[np.int32]) -> Faults:
    if masks is None:
        return
    if not isinstance(masks, np.ndarray):
        yield f"{name} must be an array like travel_s of uint64, not a {type(masks).__name__}"
        return
    if masks.dtype != np.uint64:
        yield f"{name} must be uint64, not {masks.dtype}"
    if masks.shape != travel_s.shape:
        yield f"{name} must have travel_s' shape {travel_s.shape}, not {masks.shape}"


def _travel_times(travel_s: NDArray[np.int32]) -> Faults:
    for at in np.argwhere(travel_s < 0).tolist():
        yield f"travel_s{at} must not be negative, not {travel_s[tuple(at)]}"
    for profile, here in np.argwhere(np.diagonal(travel_s, axis1=1, axis2=2) > 0).tolist():
        seconds = travel_s[profile, here, here]
        yield f"travel_s{[profile, here, here]} must be 0 from a place to itself, not {seconds}"


def _counts(asked: Statement) -> Faults:
    yield from _outside("resources", asked.resources, 0, MANY)
    yield from _outside("groups", asked.groups, 0, MANY)


def _limits(asked: Statement) -> Faults:
    yield from _outside("scenarios", asked.scenarios, 1, 64)
    yield from _scenario_weights(asked)
    yield from _outside("travel_cost", asked.travel_cost, 0, MANY)
    yield from _outside("number of need_names", len(asked.need_names), 0, 64)
    risk = asked.strand_risk
    if isinstance(risk, bool) or not isinstance(risk, Real) or not 0 <= risk <= 1:
        yield f"strand_risk must be within 0..1, not {risk}"


def _scenario_weights(asked: Statement) -> Faults:
    weights = asked.scenario_weights
    for s, weight in enumerate(weights):
        yield from _outside(f"scenario_weights[{s}]", weight, 0, MANY)
    if weights and len(weights) != asked.scenarios:
        yield f"scenario_weights must be {asked.scenarios}, one a scenario, not {len(weights)}"
    if weights and not any(weights):
        yield "scenario_weights must not all be 0"


def _demands(asked: Statement) -> Faults:
    for d, demand in enumerate(asked.demands):
        yield from _outside(f"demands[{d}].people", demand.people, 0, MOST)
        yield from _outside(f"demands[{d}].weight", demand.weight, 0, MOST)


def _visits(asked: Statement) -> Faults:
    for v, visit in enumerate(asked.visits):
        where = f"visits[{v}]"
        yield from _outside(f"{where}.location", visit.location, 0, asked.travel_s.shape[1] - 1)
        yield from _outside(f"{where}.resource", visit.resource, NONE, asked.resources - 1)
        yield from _outside(f"{where}.group", visit.group, NONE, asked.groups - 1)
        yield from _outside(f"{where}.needs", visit.needs, 0, 2 ** len(asked.need_names) - 1)
        yield from _service(where, visit)
        yield from _windows(where, visit)
        yield from _contributions(where, visit, len(asked.demands))


def _service(where: str, visit: Visit) -> Faults:
    if not isinstance(visit.service_s, tuple):
        yield f"{where}.service_s must be a tuple, not {visit.service_s!r}"
        return
    for crew, seconds in enumerate(visit.service_s):
        yield from _outside(f"{where}.service_s[{crew}]", seconds, NOT_OFFERED, UNREACHABLE - 1)


def _windows(where: str, visit: Visit) -> Faults:
    windows = visit.windows
    if not _are_pairs(windows):
        yield f"{where}.windows must be pairs (earliest, latest), not {windows!r}"
        return
    if not windows:
        yield f"{where}.windows must not be empty"
    strange = [
        fault
        for number, window in enumerate(windows)
        for name, second in zip(("earliest", "latest"), window, strict=True)
        if not (type(second) is int and 0 <= second < UNREACHABLE)
        for fault in _outside(f"{where}.windows[{number}] {name}", second, 0, UNREACHABLE - 1)
    ]
    yield from strange
    if not strange and not _in_order(windows):
        yield f"{where}.windows must be sorted, apart and not empty, not {windows}"


def _in_order(windows: tuple[tuple[int, int], ...]) -> bool:
    return all(earliest <= latest for earliest, latest in windows) and all(
        before < earliest for (_, before), (earliest, _) in pairwise(windows)
    )


def _contributions(where: str, visit: Visit, demands: int) -> Faults:
    given = visit.contributions
    if not _are_pairs(given):
        yield f"{where}.contributions must be pairs (demand, people), not {given!r}"
        return
    for number, (demand, people) in enumerate(given):
        yield from _outside(f"{where}.contributions[{number}] demand", demand, 0, demands - 1)
        yield from _outside(f"{where}.contributions[{number}] people", people, 0, MOST)
    for demand, times in Counter(demand for demand, _ in given).items():
        if times > 1:
            yield f"{where}.contributions must name demand {demand} once, not {times} times"


def _are_pairs(given: object) -> bool:
    return isinstance(given, tuple) and all(isinstance(x, tuple) and len(x) == 2 for x in given)


def _teams(asked: Statement) -> Faults:
    for t, team in enumerate(asked.teams):
        yield from _outside(f"teams[{t}].base", team.base, 0, asked.travel_s.shape[1] - 1)
        yield from _outside(f"teams[{t}].max_nights", team.max_nights, 0, MANY)
        yield from _outside(f"teams[{t}].max_late_in_a_row", team.max_late_in_a_row, 1, MANY)


def _shifts(asked: Statement) -> Faults:
    if not asked.shifts:
        yield "shifts must not be empty: without a shift there is nothing to plan"
    for k, shift in enumerate(asked.shifts):
        where = f"shifts[{k}]"
        yield from _outside(f"{where}.team", shift.team, 0, len(asked.teams) - 1)
        yield from _outside(f"{where}.day", shift.day, 0, MANY)
        yield from _outside(f"{where}.profile", shift.profile, 0, asked.travel_s.shape[0] - 1)
        yield from _outside(f"{where}.start_s", shift.start_s, 0, UNREACHABLE)
        earliest_end = shift.start_s if type(shift.start_s) is int else 0
        yield from _outside(f"{where}.end_s", shift.end_s, earliest_end, UNREACHABLE)
        yield from _outside(f"{where}.max_work_s", shift.max_work_s, 0, UNREACHABLE)
        yield from _outside(f"{where}.crew", shift.crew, 0, MANY)
        yield from _outside(f"{where}.has", shift.has, 0, 2**64 - 1)
        yield from _outside(f"{where}.late_s", shift.late_s, 0, UNREACHABLE)


def _lodgings(asked: Statement) -> Faults:
    for h, lodging in enumerate(asked.lodgings):
        where = f"lodgings[{h}]"
        yield from _outside(f"{where}.location", lodging.location, 0, asked.travel_s.shape[1] - 1)
        yield from _outside(f"{where}.capacity", lodging.capacity, 0, MANY)
        yield from _outside(f"{where}.cost", lodging.cost, 0, MOST_COST)


def _pins(asked: Statement) -> Faults:
    for p, pin in enumerate(asked.pins):
        where = f"pins[{p}]"
        yield from _outside(f"{where}.visit", pin.visit, 0, len(asked.visits) - 1)
        yield from _outside(f"{where}.team", pin.team, 0, len(asked.teams) - 1)
        if pin.shift is not None:
            yield from _outside(f"{where}.shift", pin.shift, 0, len(asked.shifts) - 1)
        if pin.position is not None:
            yield from _outside(f"{where}.position", pin.position, 0, len(asked.visits) - 1)
        if pin.start_s is not None:
            yield from _outside(f"{where}.start_s", pin.start_s, 0, UNREACHABLE - 1)


def _promises(asked: Statement) -> Faults:
    for p, promise in enumerate(asked.promises):
        where = f"promises[{p}]"
        yield from _outside(f"{where}.visit", promise.visit, 0, len(asked.visits) - 1)
        yield from _outside(f"{where}.shift", promise.shift, 0, len(asked.shifts) - 1)
        yield from _outside(f"{where}.start_s", promise.start_s, 0, UNREACHABLE - 1)
        yield from _outside(f"{where}.move_cost", promise.move_cost, 0, LARGEST_VALUE - 1)


def _outside(where: str, given: int, low: int, high: int) -> tuple[str, ...]:
    if type(given) is not int:
        return (f"{where} must be a whole number within {low}..{high}, not {given!r}",)
    if not low <= given <= high:
        return (f"{where} must be within {low}..{high}, not {given}",)
    return ()
