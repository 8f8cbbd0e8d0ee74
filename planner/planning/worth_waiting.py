"""What it is worth to decide only when tomorrow's forecast is there. Pure numbers.

Each way to go on is worth so many people in each weather. Tomorrow's forecast shows the weather as
one of several kinds, blurred. Who decides today takes what is best on the mean of all weathers; who
waits takes what is best of each kind, of what can then still be had:

    value before costs = Σ over kinds of chance × max over ways of (mean of the kind, decided today)
                       - max over ways of (mean of all weathers, decided today)
    value              = Σ over kinds of chance × max over ways of (mean of the kind, decided late)
                       - max over ways of (mean of all weathers, decided today)

The first is never negative, and 0 if one way is best whatever is shown (Raiffa & Schlaifer 1961,
chapter 4: the expected value of sample information). The difference is what waiting costs: what
comes too late, and people who are told with less notice.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Amounts = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The value of waiting, in people: ``before_costs`` less ``cost``.

    ``best`` is the way that is best today; ``then`` are those that are best of each kind of
    forecast, from least rain to most. ``error`` is the standard error of the value.
    """

    before_costs: float
    cost: float
    error: float
    best: int
    then: tuple[int, ...]

    @property
    def value(self) -> float:
        """What waiting brings in all."""
        return self.before_costs - self.cost


def value_of_waiting(today: Amounts, late: Amounts, shown: Amounts) -> Waiting:
    """Return the value of waiting.

    Parameters
    ----------
    today, late
        What each way is worth in each weather, (ways, weathers), if it is decided for today, and
        tomorrow.
    shown
        How likely each weather is shown as each kind, (kinds, weathers); columns sum to 1.
    """
    weathers = today.shape[1]
    means = today.mean(axis=1)
    best = int(np.argmax(means))
    at_once = _best_of_each(today, shown)
    then = _best_of_each(late, shown)
    known = float(sum(shown[k] @ today[way] for k, way in enumerate(at_once))) / weathers
    more = np.sum([shown[k] * late[way] for k, way in enumerate(then)], axis=0) - today[best]
    before_costs = max(0.0, known - float(means[best]))
    value = float(more.mean())
    return Waiting(
        before_costs=before_costs,
        cost=before_costs - value,
        error=float(more.std(ddof=1)) / weathers**0.5 if weathers > 1 else 0.0,
        best=best,
        then=then,
    )


def _best_of_each(worth: Amounts, shown: Amounts) -> tuple[int, ...]:
    """Return the way that is best of each kind; the first of those that are."""
    return tuple(int(best) for best in np.argmax(worth @ shown.T, axis=0))
