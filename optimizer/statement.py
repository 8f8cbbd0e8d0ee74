"""The words of the problem: its parts, and a statement of it as a caller gives it, unchecked.

All times are whole seconds since the problem's zero. ``Problem`` is a statement that holds
together; nothing here knows what would be wrong with one, nor how it is solved.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

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
class Statement:
    """The whole problem, as stated.

    Parameters
    ----------
    travel_s
        Shape (profiles, locations, locations), int32: seconds from row to column.
        A profile is a vehicle class on roads in one state.
    open_in
        Same shape, uint64: bit *s* set if the leg can be driven in time in weather scenario *s*.
        ``None``: the weather is certain, every leg that exists is open.
    passable_in
        Same shape, uint64: bit *s* set if the leg can be driven at all in scenario *s*, however
        long that takes. ``None``: where it is open only.
    scenarios
        How many bits of ``open_in`` count, 1..64, all equally likely.
    scenario_weights
        For each scenario, how much it counts for the people expected, 0..1,000,000; none: all
        alike. Who cares most for what unlucky weather leaves gives it more. ``strand_risk`` is a
        chance, and counts all scenarios alike.
    need_names
        For each bit of ``Visit.needs``, the constraint that a shift without it violates.
    travel_cost
        Cost of one second of travel.
    strand_risk
        Highest allowed chance that a team, on a day that begins as planned, can reach neither its
        base nor, if it may sleep away, any lodging.
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
    passable_in: NDArray[np.uint64] | None = None
    scenarios: int = 1
    scenario_weights: tuple[int, ...] = ()
    strand_risk: float = 0.02
    pins: tuple[Pin, ...] = ()
    promises: tuple[Promise, ...] = ()
