"""What the scarce things cost: the duals of the LP, and what a column earns beyond them."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from optimizer.kinds import Column, Kinds
from optimizer.problem import BASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What the scarce things cost, in units of value.

    ``row`` (rows,) per use of a row, below 0 where a row must be used; ``demand`` (demands,) per
    person served; ``wake`` and ``sleep`` (shifts, 1 + lodgings) for starting or ending a shift at a
    lodging, 0 at base and ``NO_VALUE`` where impossible: they are added to what a shift earns;
    ``late`` (shifts,) for a late end; ``shift`` (shifts,) for the shift itself. ``fixed`` is the
    value of all limits but those of shifts at these prices, or more.
    """

    row: NDArray[np.float64]
    demand: NDArray[np.float64]
    wake: NDArray[np.float64]
    sleep: NDArray[np.float64]
    late: NDArray[np.float64]
    shift: NDArray[np.float64]
    fixed: float

    def earned_by(self, kinds: Kinds, column: Column) -> float:
        """Return what a column earns beyond its prices, in certain weather."""
        shift = column.shift
        stops = list(column.stops)
        earned = float(sum(kinds.bonus[stops]) - self.row[kinds.row[stops]].sum()) if stops else 0.0
        for stop in stops:
            earned += float(self.demand[kinds.demand_of[stop]] @ kinds.people_of[stop])
        nights = self.wake[shift, 1 + column.slept_at] + self.sleep[shift, 1 + column.sleeps_at]
        if column.sleeps_at != BASE:
            # the column's cost has that of the night, and so has the price of sleeping there
            nights += kinds.problem.lodgings[column.sleeps_at].cost
        late = self.late[shift] if column.late else 0.0
        return float(earned + nights - column.cost - late - self.shift[shift])

    def towards(self, other: "Prices", weight: float) -> "Prices":
        """Return prices on the way to ``other``, there at a ``weight`` of 1.

        ``fixed`` is convex in the prices, so its mean is not too low.
        """
        pairs = {f.name: (getattr(self, f.name), getattr(other, f.name)) for f in fields(self)}
        return Prices(**{n: (1 - weight) * a + weight * b for n, (a, b) in pairs.items()})
