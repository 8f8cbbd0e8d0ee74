"""What is asked: the problem of planning visits, in whole numbers and indices.

In the terms of the literature a multi-period team orienteering problem with time windows
(Vansteenwegen, Souffriau & Van Oudheusden 2009; Tricoire et al. 2010) with hotel selection
(Divsalar, Vansteenwegen & Cattrysse 2013), capped coverage, alternatives and unit resources.

All times are whole seconds since the problem's zero. Nothing here knows how it is solved.
"""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from optimizer.errors import InvalidProblem

UNREACHABLE = int(np.iinfo(np.int32).max)
"""Travel time of a leg that does not exist."""
NOT_OFFERED = -1
"""Service time of a crew type that cannot hold a visit."""
BASE = -1
"""In place of a lodging: the team's base."""
NONE = -1
"""In place of a resource or a group: none."""
LARGEST_VALUE = 2**53
"""Prizes and costs in all stay below this, so that they are exact in a double."""


class Constraint(StrEnum):
    """The names of all constraints: the same in engine, checker, violations, tests and pages."""

    VISITED_AT_MOST_ONCE = "visited_at_most_once"
    TIME_WINDOW = "time_window"
    TRAVEL = "travel"
    SHIFT_HOURS = "shift_hours"
    MAX_NIGHTS = "max_nights"
    LODGING = "lodging"
    SKILLS = "skills"
    LANGUAGE = "language"
    KIT = "kit"
    POWER = "power"
    SIGNAL = "signal"
    RESOURCE = "resource"
    ALTERNATIVES = "alternatives"
    PASSABLE = "passable"
    STRAND_SAFETY = "strand_safety"
    AVAILABILITY = "availability"
    PINNED = "pinned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """People still to serve, and the worth of serving one of them."""

    people: int
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A candidate session.

    ``service_s[crew]`` is the time on site of each crew type (``NOT_OFFERED``: it cannot hold it).
    ``windows`` are (earliest, latest) starts, both inclusive, sorted and apart. ``needs`` is a set
    of bits, each of which the shift must have; ``Problem.need_names`` says what each bit is.
    ``resource`` serves one visit at a time; of a ``group`` at most one visit is held. Each of
    ``contributions`` is (demand, people expected).
    """

    location: int
    service_s: tuple[int, ...]
    windows: tuple[tuple[int, int], ...]
    needs: int = 0
    resource: int = NONE
    group: int = NONE
    contributions: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """How long a team may stay away, and how many late days it may have in a row."""

    base: int
    max_nights: int = 0
    max_late_in_a_row: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One team on one day (a day number; a night away joins day d to day d + 1).

    The team leaves no earlier than ``start_s`` and is back, or at a lodging, by ``end_s``; travel
    and service together take at most ``max_work_s``. A shift is late if a visit ends after
    ``late_s``. ``has`` are the bits of ``Visit.needs`` that this team has on this day.
    """

    team: int
    day: int
    start_s: int
    end_s: int
    max_work_s: int
    profile: int
    crew: int
    has: int = 0
    late_s: int = UNREACHABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Lodging:
    """Where teams may sleep: how many teams a night, and what a team's night costs."""

    location: int
    capacity: int = 1
    cost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A promise: ``visit`` is held by ``team``; on ``shift``, at ``position``, at ``start_s`` if
    those are given (the four strengths: team, day, order, time).
    """

    visit: int
    team: int
    shift: int | None = None
    position: int | None = None
    start_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Where the previous plan held a visit, and the cost of holding it elsewhere or not at all."""

    visit: int
    shift: int
    start_s: int
    move_cost: int


@dataclass(frozen=True, kw_only=True)
class Problem:
    """The whole problem.

    Parameters
    ----------
    travel_s
        Shape (profiles, locations, locations), int32: seconds from row to column.
        A profile is a vehicle class on roads in one state.
    open_in
        Same shape, uint64: bit *s* set if the leg can be driven in time in weather scenario *s*.
        ``None``: the weather is certain, every leg that exists is open.
    scenarios
        How many bits of ``open_in`` count, 1..64, all equally likely.
    need_names
        For each bit of ``Visit.needs``, the constraint that a shift without it violates.
    travel_cost
        Cost of one second of travel.
    strand_risk
        Highest allowed chance that a team cannot reach base or lodging at the end of a day.

    Raises
    ------
    InvalidProblem
        If an index points nowhere, a time is negative or a value is too large.
    """

    travel_s: NDArray[np.int32]
    demands: tuple[Demand, ...]
    visits: tuple[Visit, ...]
    teams: tuple[Team, ...]
    shifts: tuple[Shift, ...]
    lodgings: tuple[Lodging, ...] = ()
    need_names: tuple[Constraint, ...] = ()
    resources: int = 0
    groups: int = 0
    travel_cost: int = 0
    open_in: NDArray[np.uint64] | None = None
    scenarios: int = 1
    strand_risk: float = 0.02
    pins: tuple[Pin, ...] = ()
    promises: tuple[Promise, ...] = ()
    _shift_on: dict[tuple[int, int], int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.travel_s.ndim != 3 or self.travel_s.shape[1] != self.travel_s.shape[2]:
            raise InvalidProblem(f"travel_s must be (P, L, L), not {self.travel_s.shape}")
        _refuse_bad_matrices(self)
        _refuse_bad_visits(self)
        _refuse_bad_teams(self)
        _refuse_bad_promises(self)
        _refuse_large_values(self)
        by_day = {(s.team, s.day): k for k, s in enumerate(self.shifts)}
        if len(by_day) != len(self.shifts):
            raise InvalidProblem("shifts: a team has two shifts on one day")
        object.__setattr__(self, "_shift_on", by_day)

    @property
    def locations(self) -> int:
        """How many locations there are."""
        return int(self.travel_s.shape[1])

    @property
    def crews(self) -> int:
        """How many crew types there are."""
        return max((s.crew for s in self.shifts), default=-1) + 1

    def shift_on(self, team: int, day: int) -> int | None:
        """Return the shift of ``team`` on ``day``, if it works then."""
        return self._shift_on.get((team, day))

    def sleeping_place(self, team: int, lodging: int) -> int:
        """Return the location of ``lodging``, or of the team's base for ``BASE``."""
        return self.teams[team].base if lodging == BASE else self.lodgings[lodging].location


def _refuse_bad_matrices(problem: Problem) -> None:
    if problem.travel_s.dtype != np.int32:
        raise InvalidProblem(f"travel_s must be int32, not {problem.travel_s.dtype}")
    negative = np.argwhere(problem.travel_s < 0)
    if negative.size:
        raise InvalidProblem(f"travel_s{negative[0].tolist()} must not be negative")
    if problem.open_in is not None and problem.open_in.shape != problem.travel_s.shape:
        raise InvalidProblem(f"open_in must have travel_s' shape, not {problem.open_in.shape}")
    _refuse_outside("scenarios", problem.scenarios, 1, 64)
    if not 0 <= problem.strand_risk <= 1:
        raise InvalidProblem(f"strand_risk must be within 0..1, not {problem.strand_risk}")


def _refuse_bad_visits(problem: Problem) -> None:
    for d, demand in enumerate(problem.demands):
        _refuse_outside(f"demands[{d}].people", demand.people, 0, 10**9)
        _refuse_outside(f"demands[{d}].weight", demand.weight, 0, 10**9)
    for v, visit in enumerate(problem.visits):
        where = f"visits[{v}]"
        _refuse_outside(f"{where}.location", visit.location, 0, problem.locations - 1)
        _refuse_outside(f"{where}.resource", visit.resource, NONE, problem.resources - 1)
        _refuse_outside(f"{where}.group", visit.group, NONE, problem.groups - 1)
        _refuse_outside(f"{where}.needs", visit.needs, 0, 2 ** len(problem.need_names) - 1)
        if len(visit.service_s) < problem.crews:
            raise InvalidProblem(f"{where}.service_s has no time for crew {len(visit.service_s)}")
        for crew, seconds in enumerate(visit.service_s):
            _refuse_outside(f"{where}.service_s[{crew}]", seconds, NOT_OFFERED, UNREACHABLE - 1)
        _refuse_bad_windows(where, visit.windows)
        for demand_index, people in visit.contributions:
            _refuse_outside(f"{where}.contributions", demand_index, 0, len(problem.demands) - 1)
            _refuse_outside(f"{where}.contributions people", people, 0, 10**9)


def _refuse_bad_windows(where: str, windows: tuple[tuple[int, int], ...]) -> None:
    if not windows:
        raise InvalidProblem(f"{where}.windows must not be empty")
    before = -1
    for earliest, latest in windows:
        if not before < earliest <= latest < UNREACHABLE:
            raise InvalidProblem(
                f"{where}.windows must be sorted, apart and not empty, not {windows}"
            )
        before = latest


def _refuse_bad_teams(problem: Problem) -> None:
    for t, team in enumerate(problem.teams):
        _refuse_outside(f"teams[{t}].base", team.base, 0, problem.locations - 1)
        _refuse_outside(f"teams[{t}].max_nights", team.max_nights, 0, 10**6)
        _refuse_outside(f"teams[{t}].max_late_in_a_row", team.max_late_in_a_row, 1, 10**6)
    for k, shift in enumerate(problem.shifts):
        where = f"shifts[{k}]"
        _refuse_outside(f"{where}.team", shift.team, 0, len(problem.teams) - 1)
        _refuse_outside(f"{where}.profile", shift.profile, 0, problem.travel_s.shape[0] - 1)
        _refuse_outside(f"{where}.start_s", shift.start_s, 0, UNREACHABLE)
        _refuse_outside(f"{where}.end_s", shift.end_s, shift.start_s, UNREACHABLE)
        _refuse_outside(f"{where}.max_work_s", shift.max_work_s, 0, UNREACHABLE)
        _refuse_outside(f"{where}.crew", shift.crew, 0, 10**6)
        _refuse_outside(f"{where}.has", shift.has, 0, 2**64 - 1)
    for h, lodging in enumerate(problem.lodgings):
        _refuse_outside(f"lodgings[{h}].location", lodging.location, 0, problem.locations - 1)
        _refuse_outside(f"lodgings[{h}].capacity", lodging.capacity, 0, 10**6)
        _refuse_outside(f"lodgings[{h}].cost", lodging.cost, 0, 10**12)
    _refuse_outside("travel_cost", problem.travel_cost, 0, 10**6)
    _refuse_outside("number of need_names", len(problem.need_names), 0, 64)


def _refuse_bad_promises(problem: Problem) -> None:
    visits, shifts = len(problem.visits) - 1, len(problem.shifts) - 1
    for p, pin in enumerate(problem.pins):
        _refuse_outside(f"pins[{p}].visit", pin.visit, 0, visits)
        _refuse_outside(f"pins[{p}].team", pin.team, 0, len(problem.teams) - 1)
        if pin.shift is not None:
            _refuse_outside(f"pins[{p}].shift", pin.shift, 0, shifts)
    for p, promise in enumerate(problem.promises):
        _refuse_outside(f"promises[{p}].visit", promise.visit, 0, visits)
        _refuse_outside(f"promises[{p}].shift", promise.shift, 0, shifts)
        _refuse_outside(f"promises[{p}].move_cost", promise.move_cost, 0, LARGEST_VALUE)


def _refuse_large_values(problem: Problem) -> None:
    worth = sum(d.people * d.weight for d in problem.demands)
    hours = sum(s.end_s - s.start_s for s in problem.shifts) * problem.travel_cost
    nights = sum(h.cost for h in problem.lodgings) * len(problem.shifts)
    changes = sum(p.move_cost for p in problem.promises)
    if max(worth, hours, nights, changes) >= LARGEST_VALUE:
        raise InvalidProblem(f"prizes and costs must stay below 2**53, not {worth}")


def _refuse_outside(where: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise InvalidProblem(f"{where} must be within {low}..{high}, not {value}")
