"""What is asked: the problem of planning visits, in whole numbers and indices.

In the terms of the literature a multi-period team orienteering problem with time windows
(Vansteenwegen, Souffriau & Van Oudheusden 2009; Tricoire et al. 2010) with hotel selection
(Divsalar, Vansteenwegen & Cattrysse 2013), capped coverage, alternatives and unit resources.

All times are whole seconds since the problem's zero. Nothing here knows how it is solved. The
words are those of ``statement``, and can be had from here too.
"""

from dataclasses import dataclass, field, fields
from itertools import islice

from optimizer.errors import InvalidProblem
from optimizer.refuse import faults, plain
from optimizer.statement import (
    BASE,
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

__all__ = [
    "BASE",
    "LARGEST_VALUE",
    "NONE",
    "NOT_OFFERED",
    "UNREACHABLE",
    "Constraint",
    "Demand",
    "Lodging",
    "Pin",
    "Problem",
    "Promise",
    "Shift",
    "Team",
    "Visit",
]

MOST_TOLD = 20
"""So many faults are told at once; whoever mends them hears of the others."""


@dataclass(frozen=True, kw_only=True)
class Problem(Statement):
    """A statement that holds together: every index points somewhere, every number has a meaning.

    NumPy's whole numbers are taken for what they are and kept as Python's.

    Raises
    ------
    InvalidProblem
        If it does not hold together (``refuse`` says when); a line for each fault, up to 20.
    """

    _shift_on: dict[tuple[int, int], int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for given in fields(Statement):
            object.__setattr__(self, given.name, plain(getattr(self, given.name)))
        found = list(islice(faults(self), MOST_TOLD + 1))
        if found:
            more = ["and more"] if len(found) > MOST_TOLD else []
            raise InvalidProblem("\n".join([*found[:MOST_TOLD], *more]))
        by_day = {(s.team, s.day): k for k, s in enumerate(self.shifts)}
        object.__setattr__(self, "_shift_on", by_day)

    @property
    def locations(self) -> int:
        """How many locations there are."""
        return int(self.travel_s.shape[1])

    @property
    def crews(self) -> int:
        """How many crew types there are."""
        return max(s.crew for s in self.shifts) + 1

    @property
    def parts(self) -> int:
        """What all scenarios weigh: people are expected in so many parts of one."""
        return sum(self.scenario_weights) or self.scenarios

    def weigh(self, mask: int) -> int:
        """Return what the scenarios of a bit set weigh, in parts."""
        if not self.scenario_weights:
            return mask.bit_count()
        return sum(w for s, w in enumerate(self.scenario_weights) if mask >> s & 1)

    def shift_on(self, team: int, day: int) -> int | None:
        """Return the shift of ``team`` on ``day``, if it works then."""
        return self._shift_on.get((team, day))

    def sleeping_place(self, team: int, lodging: int) -> int:
        """Return the location of ``lodging``, or of the team's base for ``BASE``."""
        return self.teams[team].base if lodging == BASE else self.lodgings[lodging].location
